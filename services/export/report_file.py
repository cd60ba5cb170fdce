"""The follow-up report as a file: Word by a template, PDF in Dabir's own layout or out of the Word file."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path

from domain.chat.screens import T, Text
from services.export import form_tables
from services.export.followup_report import FollowupReport
from services.export.forms.consolidated import FormTable
from services.export.report_words import OwnerLine
from services.job_context import JobContext
from services.rendering import word, word_to_pdf
from services.rendering.typeset import typeset
from services.rendering.word_language import Fields
from services.templates import kinds

HERE = Path(__file__).parent
LAYOUT = HERE / "followup_report.typ"
OWN = HERE.parent / "rendering" / "templates" / "report.docx"
OWNER = [column.name for column in fields(OwnerLine)]
KIND = "report"
"""The kind of template, as ``services.templates`` names it."""


def write(
    report: FollowupReport, kind: str, template: bytes | None, context: JobContext, target: Path
) -> tuple[Path, list[Text]]:
    """Write the report as ``word`` or ``pdf``; return the file, ``target`` with its ending, and what to say of it.

    ``template`` is the organisation's own, None for Dabir's. Without LibreOffice there is no PDF of an own template: it
    comes as a Word file. Raises Refused for a template with faults.
    """
    if kind == "pdf" and template is None:
        [pdf] = typeset(LAYOUT, _laid(report, context), "pdf")
        return _written(target.with_suffix(".pdf"), pdf), []
    document = word.fill(template or OWN.read_bytes(), _fields(report), kinds.words(KIND))
    if template is None and report.forms:
        document = form_tables.insert(document, report.forms)
    if kind == "word":
        return _written(target.with_suffix(".docx"), document), []
    if not word_to_pdf.installed():
        return _written(target.with_suffix(".docx"), document), [T("export.no_pdf")]
    return _written(target.with_suffix(".pdf"), word_to_pdf.convert(document)), []


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _fields(report: FollowupReport) -> Fields:
    """The fields of the template; the title and the text of a decision stand in its first row alone."""
    rows: list[Mapping[str, str]] = []
    for decision in report.decisions:
        head = {"number": decision.title} | {name: getattr(decision, name) for name in ("text", "deadline", "status")}
        blank = dict.fromkeys(head, "")
        owners = [asdict(line) for line in decision.owners] or [dict.fromkeys(OWNER, "")]
        rows += [{**(blank if place else head), **line} for place, line in enumerate(owners)]
    silent = [asdict(agency) for agency in report.silent]
    last = report.last_meeting
    return {
        **{name: getattr(report, name) for name in ("office", "title", "scope", "date", "summary")},
        "decisions": rows,
        "silent": silent,
        "last_meeting": last.title,
        "attended": last.counts,
        "attendees": [asdict(attendee) for attendee in last.attendees],
        "forms": [line for form in report.forms for line in _form_lines(form)],
    }


def _form_lines(form: FormTable) -> Iterator[Mapping[str, str]]:
    """Yield the lines of a form's table for an own template: the answers of a row in one cell, the title once."""
    title, heads = form.title, form.heads if form.grouped else form.heads[1:]
    for answer in form.answers:
        said = [answer.once] if answer.once else []
        for row in answer.rows:
            cells = zip(heads, row if form.grouped else row[1:], strict=True)
            said.append("؛ ".join(f"{head}: {word}" for head, word in cells if word))
        for place, words in enumerate(said):
            yield {"form": title, "agency": "" if place else answer.agency, "answers": words}
            title = ""
    if form.more:
        yield {"form": "", "agency": "", "answers": form.more}


def _laid(report: FollowupReport, context: JobContext) -> dict[str, object]:
    say = context.voice.plain
    titles = ("decisions", "silent", "last_meeting", "forms")
    words = ("page", "page_of", "all_reported", "no_owner", "status", "contributions", *titles)
    heads = ("owner", "due", "state", "done", "letter", "obstacles", "extensions")
    silent = ("row", "agency", "resolutions", "late", "representative")
    attendees = ("name", "attendance")
    return {
        **asdict(report),
        "rtl": context.language == "fa",
        "words": {name: say(T(f"followup_report.{name}")) for name in words},
        "heads": {name: say(T(f"followup_report.head.{name}")) for name in (*heads, *silent, *attendees)},
    }
