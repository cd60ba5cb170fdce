"""An export as files in a folder: an Excel workbook with its attachments. Imported only where jobs run."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.chat.screens import T, Text
from domain.dates.jalali import format_machine
from domain.persian.text import persian_digits
from services.errors import Refused
from services.export import workbook
from services.export.attachments import Attachments
from services.export.scope import Scope
from services.export.sheets import SHEETS
from services.export.tables import Asked
from services.export.workbook import Writer
from services.job_context import JobContext


@dataclass(slots=True)
class Made:
    """The files of an export, the document first, and what its reader has to know of them."""

    paths: list[Path]
    notes: list[Text] = field(default_factory=list)


async def write(params: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Do the job ``{kind, scope, label, personal}``; return its kind and label, ``at`` and the files.

    ``files`` are {hash, name}, ``notes`` the texts {key, params} that its reader has to know.

    Raises Refused when the scope holds nothing.
    """
    with tempfile.TemporaryDirectory() as folder:
        scope = Scope.from_json(params["scope"])
        made = await make(params["kind"], scope, context, Path(folder), personal=params["personal"])
        files = [{"hash": context.store.copy_in(path), "name": path.name} for path in made.paths]
    return {
        "kind": params["kind"],
        "label": params["label"],
        "at": context.now.isoformat(),
        "files": files,
        "notes": [{"key": note.key, "params": dict(note.params)} for note in made.notes],
    }


async def make(kind: str, scope: Scope, context: JobContext, folder: Path, *, personal: bool) -> Made:
    """Make an export in a folder; without ``personal`` people's numbers are left out. Raises Refused for nothing."""
    today = context.now.astimezone(context.zone).date()
    asked = Asked(scope, today, context.zone)
    day = persian_digits(format_machine(today)) if context.language == "fa" else format_machine(today)
    name = context.voice.plain(T(f"export.file.{kind}", day=day))
    return await _excel(asked, context, folder, name, personal=personal)


async def _excel(asked: Asked, context: JobContext, folder: Path, name: str, *, personal: bool) -> Made:
    path = folder / f"{name}.xlsx"
    archive = context.voice.plain(T("export.file.attachments"))
    with Attachments(context.store, folder, archive, context.most_bytes) as attachments:
        async with context.snapshot() as session:
            counts = {sheet: await workbook.count(session, sheet, asked) for sheet in SHEETS}
            total, done = sum(counts.values()), 0
            if not total:
                raise Refused("export.nothing")
            writer = Writer(path, context.language, asked, attachments, personal=personal)

            def read(rows: int) -> None:
                nonlocal done
                done += rows
                context.progress(done, total)

            for sheet, rows in counts.items():
                if rows:
                    await writer.write(session, sheet, read)
            writer.close()
    notes = [T("export.lost_files", count=attachments.missing)] if attachments.missing else []
    return Made([path, *attachments.paths], notes)
