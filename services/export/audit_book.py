"""The audit trail, or what a search finds in it, as an Excel workbook. Imported only where long work runs."""

import tempfile
from pathlib import Path
from typing import Any

from services.export import audit_trail
from services.export.audit_trail import Entry
from services.files import excel
from services.job_context import JobContext
from texts.format import Formatter

COLUMNS = {"at": 26, "date": 18, "who": 28, "what": 32, "about": 40, "before": 50, "after": 50, "more": 50}
"""The columns with their widths, in characters."""
AT_ONCE = 500


async def write(params: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Write the entries that ``search`` finds; return the workbook's ``hash`` and the number of its ``rows``."""
    voice, search = context.voice, params["search"]
    today = context.now.astimezone(context.zone).date()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "audit.xlsx"
        book = excel.LargeBook(context.language, path)
        heads = [book.say(f"audit.head.{column}") for column in COLUMNS]
        sheet = book.sheet(book.say("audit.title"), heads, list(COLUMNS.values()), frozen=1)
        dated = book.style(num_format="yyyy-mm-dd hh:mm")
        written, last = 0, None
        async with context.snapshot() as session:
            while entries := await audit_trail.before(session, voice, today, search, last, AT_ONCE):
                for entry in entries:
                    written += 1
                    _write_row(sheet, written, entry, voice, context, dated)
                last = entries[-1].id
        sheet.autofilter(0, 0, written, len(COLUMNS) - 1)
        book.close()
        return {"hash": context.store.copy_in(path), "rows": written, "search": search}


def _write_row(sheet: Any, place: int, entry: Entry, voice: Formatter, context: JobContext, dated: Any) -> None:
    local = entry.at.astimezone(context.zone).replace(tzinfo=None)
    details = {name: audit_trail.value(one) for name, one in entry.details.items()}
    more = "\n".join(voice.plain(line) for line in audit_trail.lines(entry, but=("before", "after")))
    sheet.write_string(place, 0, excel.jalali_moment(local))
    sheet.write_datetime(place, 1, local, dated)
    cells = (entry.who, entry.what, entry.about, details.get("before", ""), details.get("after", ""), more)
    for column, words in enumerate(cells, 2):
        sheet.write_string(place, column, voice.plain(words))
