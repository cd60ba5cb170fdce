"""An export as files in a folder: an Excel workbook with its attachments, or the follow-up report.

Imported only where jobs run.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from domain.chat.screens import T, Text
from domain.dates.jalali import format_day, format_machine
from models.tables.agencies import Agency
from services.directory import merged_agencies
from services.errors import Refused
from services.export import followup_report, report_file, workbook
from services.export.attachments import Attachments, plain_name
from services.export.forms import answers
from services.export.forms.titles import Titles
from services.export.forms.writer import FormsWriter
from services.export.scope import Scope
from services.export.sheets import SHEETS
from services.export.tables import ExportContext
from services.export.workbook import Writer
from services.files.excel import LargeBook
from services.job_context import JobContext
from services.templates import store
from texts.answer_summary import enumerated

LONGEST = 200
"""The most characters of the titles of forms that are left out."""


@dataclass(slots=True)
class ExportResult:
    """The files of an export, the document first, and what its reader has to know of them."""

    paths: list[Path]
    notes: list[Text] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A request for an export: ``excel``, ``word``, ``pdf``, ``forms`` or ``form`` of a scope, which ``label`` names.

    Without ``personal`` people's numbers are left out.
    """

    kind: str
    scope: Scope
    label: str
    personal: bool


async def write(params: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Do the job ``{kind, scope, label, personal}``; return its kind, label, form, ``at`` and the files.

    ``files`` are {hash, name}, ``notes`` the texts {key, params} that its reader has to know.

    Raises Refused when the scope holds nothing.
    """
    with tempfile.TemporaryDirectory() as folder:
        scope, label, news = await _as_merged(Scope.from_json(params["scope"]), params["label"], context)
        request = ExportRequest(params["kind"], scope, label, personal=params["personal"])
        made = await make(request, context, Path(folder))
        files = [{"hash": context.store.copy_in(path), "name": path.name} for path in made.paths]
    return {
        "kind": params["kind"],
        "label": label,
        "form": scope.form,
        "at": context.now.isoformat(),
        "files": files,
        "notes": [{"key": note.key, "params": dict(note.params)} for note in (*news, *made.notes)],
    }


async def _as_merged(scope: Scope, label: str, context: JobContext) -> tuple[Scope, str, list[Text]]:
    """Return the scope and its name, of an agency that was merged since it was chosen those of what it became."""
    if not scope.agency:
        return scope, label, []
    async with context.snapshot() as session:
        gone = await session.get(Agency, scope.agency) is None
        merged = await merged_agencies.find(session, scope.agency) if gone else None
    if merged is None:
        return scope, label, []
    label = context.voice.plain(T("export.of.agency", name=merged.into.name))
    return replace(scope, agency=merged.into.id), label, [T("export.merged", name=merged.name, into=merged.into.name)]


async def make(request: ExportRequest, context: JobContext, folder: Path) -> ExportResult:
    """Make an export in a folder. Raises Refused when the scope holds nothing, or for a template with faults."""
    today = context.now.astimezone(context.zone).date()
    export = ExportContext(request.scope, today, context.zone, standing=request.kind not in ("excel", "forms"))
    # Numbers with hyphens between them are read in either direction; the month's name is not.
    day = format_day(today) if context.language == "fa" else format_machine(today)
    if request.kind == "excel":
        target = folder / context.voice.plain(T("export.file.excel", day=day))
        return await _excel(export, context, target, personal=request.personal)
    if request.kind in ("forms", "form"):
        return await _forms(export, context, folder, request, day)
    target = folder / context.voice.plain(T("export.file.report", day=day))
    async with context.snapshot() as session:
        report = await followup_report.compose(session, export, context, request.label)
        own = await store.own_hash(session, report_file.KIND)
    template = context.store.read(own) if own else None
    path, notes = report_file.write(report, request.kind, template, context, target)
    return ExportResult([path], [*notes, *_left_out(report.unreadable)])


async def _excel(export: ExportContext, context: JobContext, target: Path, *, personal: bool) -> ExportResult:
    path = target.with_suffix(".xlsx")
    archive = context.voice.plain(T("export.file.attachments", name=target.name))
    with Attachments(context.store, target.parent, archive, context.most_bytes) as attachments:
        async with context.snapshot() as session:
            counts = {sheet: await workbook.count(session, sheet, export) for sheet in SHEETS}
            forms = await answers.answered(session, export)
            total, done = sum(counts.values()) + forms.answers, 0
            if not total:
                raise _empty("export.nothing", forms.unreadable)
            writer = Writer(path, context.language, export, attachments, personal=personal)

            def read(rows: int) -> None:
                nonlocal done
                done += rows
                context.progress(done, total)

            for sheet, rows in counts.items():
                if rows:
                    await writer.write(session, sheet, read)
            titles = Titles(writer.titles(counts))
            beside = FormsWriter(writer.book, export, attachments, context.voice, titles, names=False)
            for form in forms.forms:
                await beside.write(session, form, read)
            writer.close()
    return _with_notes(path, attachments, forms.unreadable)


async def _forms(
    export: ExportContext, context: JobContext, folder: Path, request: ExportRequest, day: str
) -> ExportResult:
    """Write the answers to forms alone: in Kobo's layout by names, or in words one form with its consolidated rows."""
    names, voice = request.kind == "forms", context.voice
    async with context.snapshot() as session:
        forms = await answers.answered(session, export)
        total, done = forms.answers, 0
        if not total:
            raise _empty("export.no_answers" if export.scope.form else "export.no_forms", forms.unreadable)
        what = plain_name(forms.forms[0].title) if export.scope.form else voice.plain(T("export.file.forms"))
        name = voice.plain(T("export.file.dated", name=what, day=day))
        path = folder / f"{name}.xlsx"

        def read(rows: int) -> None:
            nonlocal done
            done += rows
            context.progress(done, total)

        archive = voice.plain(T("export.file.attachments", name=name))
        with Attachments(context.store, folder, archive, context.most_bytes) as attachments:
            book = LargeBook(context.language, path)
            writer = FormsWriter(book, export, attachments, voice, Titles(), names=names, flat=not names)
            for form in forms.forms:
                await writer.write(session, form, read)
            book.close()
    return _with_notes(path, attachments, forms.unreadable)


def _with_notes(path: Path, attachments: Attachments, unreadable: Sequence[str]) -> ExportResult:
    notes = [T("export.lost_files", count=attachments.missing)] if attachments.missing else []
    return ExportResult([path, *attachments.paths], [*notes, *_left_out(unreadable)])


def _left_out(unreadable: Sequence[str]) -> list[Text]:
    """Say which forms cannot be read, so that their answers are not in the file."""
    titles = enumerated([f"«{title}»" for title in unreadable], LONGEST)
    return [T("export.unreadable_forms", count=len(unreadable), titles=titles)] if unreadable else []


def _empty(key: str, unreadable: Sequence[str]) -> Refused:
    """Make the refusal of an export that would hold nothing: in its scope is nothing, or nothing that can be read."""
    left_out = _left_out(unreadable)
    return Refused(left_out[0].key, **left_out[0].params) if left_out else Refused(key)
