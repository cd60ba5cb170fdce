"""An hour of an office's life at twenty times its load, with kills, locks, wrong clocks, faults and a full disk.

    python -m tests.soak [--minutes 60] [--seed 1398] [--postgres] [--keep FOLDER]

People report, ask and review on both platforms of the sandbox while `dabir run` is a process of its own and days go by.
The troubles and the people's choices are drawn from the seed. The exit status is 1 when an invariant was broken; then
the log and the database are kept.
"""

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from email.utils import format_datetime
from pathlib import Path

from aiohttp import web_response

from tests.databases import fresh_database
from tests.soak.life import Soak


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--postgres", action="store_true", help="on the PostgreSQL server of the tests")
    parser.add_argument("--keep", type=Path, help="a folder for the log and the database, kept in any case")
    options = parser.parse_args()
    sys.exit(asyncio.run(_soak(options)))


async def _soak(options: argparse.Namespace) -> int:
    _say(f"again by: make soak MINUTES={options.minutes:g} SEED={options.seed}")
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(fresh_database(durable=True)) if options.postgres else ""
        folder = options.keep or Path(tempfile.mkdtemp(prefix="dabir-soak-"))
        soak = Soak(folder, database, options.seed, options.minutes * 60)
        # A platform tells its own time in each answer, which is the sandbox's.
        now = soak.town.server.clock.now
        web_response.rfc822_formatted_time = lambda: format_datetime(now(), usegmt=True)  # type: ignore[attr-defined]
        broken = await soak.run(_say)
    if broken:
        _say(f"kept: {folder}")
    elif not options.keep:
        shutil.rmtree(folder, ignore_errors=True)
    return broken


def _say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {words}", flush=True)  # noqa: T201 - its output


if __name__ == "__main__":
    main()
