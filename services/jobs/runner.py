"""The kinds of jobs, and the child process that does one: parameters by standard input, a result as JSON.

Only here may openpyxl, XlsxWriter, lxml and typst be imported: 30 MB that the bot itself need not carry.
"""

import asyncio
import errno
import json
import sys
import time
from collections.abc import Callable, Coroutine
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from services import process_limits
from services.errors import Refused
from services.files.file_store import FileStore
from services.organisation import Store

if TYPE_CHECKING:
    from services.job_context import JobContext

WORK: dict[str, str] = {
    "list.write": "services.list_sheet:write",
    "sheet.write": "services.meetings.review.review_excel:write",
    "sheet.read": "services.meetings.review.review_excel:read",
    "roster.read": "services.directory.sheets.roster_excel:read",
    "roster.template": "services.directory.sheets.roster_excel:template",
    "broadcast.ledger": "services.broadcast.ledger_excel:write",
    "roster.links": "services.directory.sheets.roster_excel:links",
    "hoods.read": "services.directory.sheets.neighbourhood_excel:read",
    "hoods.template": "services.directory.sheets.neighbourhood_excel:template",
    "sms.write": "services.correspondence.sms_sheet:write",
    "letters.write": "services.rendering.letters:write",
    "meeting.paper": "services.planning.papers_file:write",
    "form.read": "services.form_sheets.table_rows:read",
    "template.check": "services.rendering.template_check:check",
    "status_picture": "services.rendering.status_picture:draw",
}
"""The function of each kind as ``module:function``, imported only where it runs.

Its signature is ``(params, store, language) -> result``.
"""

TELLING: dict[str, str] = {"minutes": "services.meetings.review.minutes_reading:read"}
"""The kinds whose function also tells how far it is: ``(params, store, language, tell) -> result``."""

READING: dict[str, str] = {
    "export": "services.export.export:write",
    "audit.write": "services.export.audit_book:write",
    "form.sheet.write": "services.form_sheets.jobs:write",
    "form.sheet.read": "services.form_sheets.jobs:read",
}
"""The kinds whose function reads the database itself: ``async (params, context) -> result``."""

LIMITED = frozenset(
    {"minutes", "sheet.read", "roster.read", "hoods.read", "form.read", "form.sheet.read", "template.check"}
)
"""The kinds that open what people send, under limits: a small file may unpack to gigabytes."""
MOST_MEMORY = 1024**3
MOST_SECONDS = 100
"""Seconds of the processor; a program that the job runs has its own."""

Work = Callable[[dict[str, Any], Store, str], dict[str, Any]]
Reading = Callable[[dict[str, Any], "JobContext"], Coroutine[Any, Any, dict[str, Any]]]
TOO_COSTLY = {"refused": {"key": "job.too_costly", "params": {}}}
"""The outcome of a job that needs more memory or time than it may have."""
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""The errors of a disk that may take more later."""
TELL_EVERY = 0.5
"""Seconds between two lines of progress."""


def do(kind: str, params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Do one job; return ``{"result": …}``, or ``{"refused": {key, params}}`` for input that is refused."""
    work: Work = _function(WORK[kind])
    return _outcome(lambda: work(params, store, language))


def do_telling(kind: str, params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Do one job that tells how far it is by lines of progress; return what ``do`` does."""
    work = _function(TELLING[kind])
    return _outcome(lambda: work(params, store, language, _teller()))


def do_reading(kind: str, params: dict[str, Any], context: "JobContext") -> dict[str, Any]:
    """Do one job that reads the database; return what ``do`` does."""
    work: Reading = _function(READING[kind])
    return _outcome(lambda: asyncio.run(work(params, context)))


def _function(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def _outcome(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return {"result": work()}
    except Refused as refused:
        return {"refused": {"key": refused.text.key, "params": dict(refused.text.params)}}
    except MemoryError:
        return TOO_COSTLY
    except Exception as error:
        if not _is_outage(error):
            raise
        return {"away": type(error).__name__}


def _is_outage(error: Exception) -> bool:
    """Tell whether a disk or the database takes nothing now, for which no job is to blame."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    from models.database import DatabaseError, is_outage

    return isinstance(error, DatabaseError) and is_outage(error)


def main() -> None:
    """Read ``{kind, params, files, language, …}`` from standard input, write the outcome to standard output.

    A line ``{"progress": [done, total]}`` may come before it, any number of times.
    """
    task = json.load(sys.stdin)
    kind, params, store = task["kind"], task["params"], FileStore(Path(task["files"]))
    if kind in LIMITED:
        process_limits.limit(MOST_MEMORY, MOST_SECONDS)
    if kind in WORK:
        outcome = do(kind, params, store, task["language"])
    elif kind in TELLING:
        outcome = do_telling(kind, params, store, task["language"])
    else:
        # SQLAlchemy takes half a second of the processor to be imported, and most jobs have no use for it.
        from services.job_context import JobContext

        context = JobContext(
            address=task["database"],
            office=task["office"],
            store=store,
            zone=ZoneInfo(task["zone"]),
            language=task["language"],
            now=datetime.fromisoformat(task["now"]),
            most_bytes=task["most_bytes"],
            progress=_teller(),
        )
        outcome = do_reading(kind, params, context)
    json.dump(outcome, sys.stdout, ensure_ascii=False)


def _teller() -> Callable[[int, int], None]:
    """Make the function that prints lines of progress, the first at once and then at intervals."""
    last = -TELL_EVERY

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= TELL_EVERY:
            last = time.monotonic()
            print(json.dumps({"progress": [done, total]}), flush=True)  # noqa: T201 - it is how a child speaks

    return tell


if __name__ == "__main__":
    main()
