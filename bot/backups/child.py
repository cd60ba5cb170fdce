"""One backup in a process of its own, which holds up nobody and can be ended at any moment.

The task comes on standard input as JSON; standard output gets the archive's path, or with status 1 a sentence.
"""

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from bot.backups.archive import Sources, write
from bot.backups.database_dump import BackupError


def task(sources: Sources, folder: Path, recipients: Sequence[str], now: datetime) -> bytes:
    """The task as ``main`` reads it. The database's address holds a password, so it is no argument of a program."""
    return json.dumps([sources.database, str(sources.files), str(folder), list(recipients), now.isoformat()]).encode()


def main() -> int:
    """Do the task, at the least priority."""
    with suppress(OSError):
        os.nice(19)
    os.umask(0o077)
    database, files, folder, recipients, now = json.load(sys.stdin)
    try:
        made = write(Sources(database, Path(files)), Path(folder), datetime.fromisoformat(now), recipients)
    except BackupError as error:
        sys.stdout.write(str(error))
        return 1
    sys.stdout.write(str(made.path))
    return 0


if __name__ == "__main__":
    sys.exit(main())
