"""The peer of ``benchmarks/export.py``: the same rows, read whole and written by openpyxl's ordinary workbook.

Prints nothing; its command line is the database's address and the file to write.
"""

import asyncio
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import openpyxl
from openpyxl.styles import Alignment

from domain.chat.screens import Text
from models.database import Database
from services.export.scope import Scope
from services.export.sheets import SHEETS
from services.export.tables import ExportContext, Line
from texts.format import voice

ZONE = ZoneInfo("Asia/Tehran")


async def main(address: str, target: str) -> None:
    say, export = voice("fa", ZONE).plain, ExportContext(Scope(), datetime.now(UTC).date(), ZONE)
    db, book, wrapped = Database(address), openpyxl.Workbook(), Alignment(wrap_text=True, vertical="top")
    async with db.read() as session:
        for sheet in SHEETS:
            page = book.create_sheet(sheet.name)
            page.sheet_view.rightToLeft = True
            page.append([column.name for column in sheet.columns])
            rows = (await session.execute(sheet.query(export))).all()
            for start in range(0, len(rows), 30_000):
                part = rows[start : start + 30_000]
                beside = await sheet.beside(session, part, export)
                for row in part:
                    line = Line(row, beside.get(row.id, {}), export.today)
                    values = [column.value(line) for column in sheet.columns]
                    page.append([_cell(say(value) if isinstance(value, Text) else value) for value in values])
            for cells in page.iter_rows():
                for cell in cells:
                    cell.alignment = wrapped
    book.save(target)
    await db.close()


def _cell(value: object) -> object:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
