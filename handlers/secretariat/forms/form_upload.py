"""A form that is sent as an Excel file: read by a job, reported with each fault's place, kept when it has none."""

from collections.abc import Sequence
from typing import Any

from domain.chat.incoming import Attachment
from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.compiled.form_data import from_data
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Files
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative.free_text import guesses
from handlers.secretariat.forms import form_card, table_columns
from models.tables.forms import FormOrigin
from services.document_reading.kinds import is_picture
from services.errors import Refused
from services.form_reading.reader import TABLES as TABLE_FILES
from services.forms import library
from services.meetings import resolutions
from services.messaging import job_progress
from services.queues import jobs
from texts import wording
from texts.answer_summary import clip

FORM = Form("form_desk.upload", (Question("file", Files(most=1)),), at_once=True)
TABLES = Form("form_desk.tables", (Question("files", Files(most=10)),), at_once=True)
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif")
FINDINGS = ("errors", "unanswerable", "warnings", "repairs")
ON_PAGE = 12
"""Findings of a report in one message."""
LONGEST = 300
"""Characters of one finding."""
NOT_THERE = ("forms.warning.no_file", "forms.warning.media_missing")


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the file of a new form («فرم تازه»)."""
    return await form_filling.begin(turn, FORM, anew=True)


async def ask_for_version(turn: Turn, tap: Tap) -> Reply:
    """Ask for the file of a form's new version («جایگزینی با نسخهٔ تازه»)."""
    form = await library.get(turn.session, tap.id)
    return await form_filling.begin(turn, FORM, form.id, heading=form.title, anew=True)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Start reading the file."""
    (file,) = filled.answers["file"]
    form_id = int(filled.subject) if filled.subject else 0
    if not form_id:
        return await start_reading(turn, {"hash": file["hash"], "name": file["name"], "form": 0})
    form, newest = await library.get(turn.session, form_id), await library.newest(turn.session, form_id)
    # Pictures of the version before need not come again.
    files = (await library.compiled(turn.session, newest.id)).media
    params = {"hash": file["hash"], "name": file["name"], "form": form_id, "files": files, "proposed": form.title}
    return await start_reading(turn, params)


async def read(turn: Turn, file: Attachment) -> Reply:
    """Start reading a form's workbook, wherever it was sent."""
    return await start_reading(turn, {"hash": file.hash, "name": file.name, "form": 0})


async def read_kept(turn: Turn, tap: Tap) -> Reply:
    """Start reading a workbook that came unasked, which is a form («فرم است»)."""
    [file], _ = guesses.take(turn, tap.id)
    return await start_reading(turn, {"hash": file["hash"], "name": file["name"], "form": 0})


async def start_reading(turn: Turn, params: dict[str, Any]) -> Reply:
    """Start the job that reads a form; its message, or that of the tap, shows it and can stop it."""
    params = {**params, **form_card.clock(turn), "most_rows": turn.organisation.form_rows}
    over = turn.incoming.tapped
    begun = T("form_desk.reading")
    await job_progress.start(turn.context, "form.read", turn.incoming.chat, params, "form.stop", begun, over=over)
    return ()


async def stop(turn: Turn, tap: Tap) -> Reply:
    """Stop the reading («لغو»)."""
    stopped = await jobs.cancel(turn.session, tap.id, turn.member.person_id, turn.now)
    return Screen(T("form_desk.stopped" if stopped else "form_desk.read_already"), (_back(),))


async def ready(turn: Turn, job_id: int) -> Reply:
    """Show the report; a form without errors is kept, unless it may be a new version of another one."""
    try:
        result = await jobs.result(turn.session, job_id)
    except Refused as refused:
        return await _instead(turn, job_id, Screen(refused.text, ((_again(0),), _back())))
    report = _report(turn, job_id, result, 0)
    if result["data"] is None:
        return await _instead(turn, job_id, report)
    if result["origin"] == FormOrigin.SHIPPED:
        return await next_screen(turn, job_id, result)
    following = table_columns.screen(job_id, result) if result["columns"] else await next_screen(turn, job_id, result)
    # Whoever changes the type of a column or the name has read the report.
    is_changed = result["types"] or result.get("decided_title", "")
    return await _instead(turn, job_id, *(() if is_changed else (report,)), following)


async def _instead(turn: Turn, job_id: int, first: Screen, *rest: Screen) -> Reply:
    """Show the first screen in the place of the reading's progress, the rest below."""
    return rest if await job_progress.close(turn.context, job_id, first) else (first, *rest)


async def next_screen(turn: Turn, job_id: int, result: dict[str, Any], *, with_rows: bool = False) -> Screen:
    """Keep a form that was read without errors; whether it is a new version of a known one is asked first.

    ``with_rows`` those of its table stand at the beginning of each answer.
    """
    known = None if result["form"] else await library.named(turn.session, result["id"])
    if known is None:
        return await _keep(turn, result, result["form"], with_rows=with_rows)
    if result["origin"] == FormOrigin.SHIPPED:
        return await form_card.screen(turn, known.id)
    same = Button(T("form_desk.same"), Tap("form.keep", job_id, int(with_rows), str(known.id)))
    other = Button(T("form_desk.separate"), Tap("form.keep", job_id, int(with_rows)))
    return Screen(T("form_desk.known", title=clip(known.title, 200)), ((same,), (other,), _back()))


async def keep(turn: Turn, tap: Tap) -> Reply:
    """Keep the form that a job read: as a new version of one (``tap.arg``), or as a form of its own.

    ``tap.version`` is 1 where the rows of its table begin each answer.
    """
    return await _keep(turn, await read_result(turn, tap.id), tap.place, with_rows=bool(tap.version))


async def read_result(turn: Turn, job_id: int) -> dict[str, Any]:
    """Return what a job read. Raises Refused when it read no form."""
    result = await jobs.result(turn.session, job_id)
    if not result.get("data"):
        raise Refused("common.stale")
    return result


async def _keep(turn: Turn, result: dict[str, Any], form_id: int, *, with_rows: bool = False) -> Screen:
    first = result.get("first", {})
    if with_rows and first.get("rows"):
        result = {**result, "first_rows": {"answers": first["answers"], "rows": first["rows"]}}
    kept, new = await library.keep(turn.context, result, form_id, FormOrigin(result["origin"]))
    if result["origin"] != FormOrigin.SHIPPED or not new or form_id:
        return await form_card.screen(turn, kept.form_id, T("form_desk.kept" if new else "form_desk.kept_before"))
    form = await library.get(turn.session, kept.form_id)
    await library.publish(turn.context, form.id, form.version)
    return await form_card.screen(turn, form.id, T("form_desk.published_now"))


async def keep_table(turn: Turn, tap: Tap) -> Reply:
    """Keep the form of a table with the types of its columns («همین نوع‌ها درست است»); its rows are asked about."""
    result = await read_result(turn, tap.id)
    if result["first"]["count"]:
        return table_columns.rows_screen(tap.id, result, turn.organisation.form_rows)
    return await next_screen(turn, tap.id, result)


async def keep_rows(turn: Turn, tap: Tap) -> Reply:
    """Keep the form of a table with its rows at the beginning of each answer, or without them."""
    return await next_screen(turn, tap.id, await read_result(turn, tap.id), with_rows=bool(tap.version))


async def of_resolution(turn: Turn, tap: Tap) -> Reply:
    """Make a form of the table that a resolution brings («ساختن فرم از جدول مصوبه»), of several of one or of all.

    ``tap.version`` is the number of the one, 0 for all together.
    """
    resolution = await resolutions.get(turn.session, tap.id)
    tables = resolution.tables
    if not tables or tap.version > len(tables):
        raise Refused("common.stale")
    name = wording.resolution_name(resolution.number, "", resolution.meeting.number)
    one = tap.version if len(tables) > 1 else 0
    title = (
        T("form_table.one_of_resolution", title=name, number=one) if one else T("form_table.of_resolution", title=name)
    )
    heads = tables[one - 1] if one else list(dict.fromkeys(head for table in tables for head in table))
    return await start_reading(turn, {"heads": heads, "name": turn.voice.plain(title), "form": 0})


async def report_page(turn: Turn, tap: Tap) -> Reply:
    """Show another page of the findings of a report."""
    result = await jobs.result(turn.session, tap.id)
    if "errors" not in result:
        raise Refused("common.stale")
    return _report(turn, tap.id, result, tap.place)


def _report(turn: Turn, job_id: int, result: dict[str, Any], offset: int) -> Screen:
    """Return a page of the report: what the form is, and its findings, the grave ones first."""
    lines: list[Text | str] = _summary(result)
    found = [(kind, problem) for kind in FINDINGS for problem in _told(result, kind)]
    heading = ""
    for kind, problem in found[offset : offset + ON_PAGE]:
        if kind != heading:
            heading = kind
            lines += ["", T(f"form_desk.{kind}", count=len(_told(result, kind)))]
        lines.append(_finding(turn, problem))
    if result["data"] is None:
        lines += ["", T("form_desk.not_kept")]
    moves = page_buttons(len(found), offset, lambda first: Tap("form.report", job_id, arg=str(first)), ON_PAGE)
    rows: list[tuple[Button, ...]] = [moves] if moves else []
    if any(problem["key"] in NOT_THERE for problem in result["warnings"]):
        rows.append((Button(T("form_desk.add_tables"), Tap("form.tables", job_id)),))
    if result["data"] is None:
        rows += [(_again(result["form"]),), _back()]
    return Screen(T("form.lines", lines=lines), tuple(rows))


def _told(result: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Return the findings of a kind, but not those about the types of columns: a screen of their own asks of them."""
    return [one for one in result[kind] if not one["key"].startswith(("forms.table.unsure", "forms.table.skipped"))]


def _summary(result: dict[str, Any]) -> list[Text | str]:
    if result["data"] is None and not result["title"]:
        return [T("form_desk.report_bare", name=result["name"])]
    lines: list[Text | str] = [T("form_desk.report", title=clip(result["title"] or result["name"], 200))]
    if result["columns"]:
        # A plain table has no id and no version of its own.
        lines.append(T("form_desk.of_table", columns=len(result["columns"]), rows=result["first"]["count"]))
    else:
        version = form_card.version_name(result["version"])
        lines.append(T("form_desk.report_id", id=result["id"] or "-", version=version))
    if result["data"] is not None:
        key = "form_desk.size_repeats" if result["repeats"] else "form_desk.size"
        lines.append(T(key, questions=result["questions"], repeats=result["repeats"]))
        lines += form_card.language_line(result["languages"])
    return lines


def _finding(turn: Turn, problem: dict[str, Any]) -> Text:
    said = clip(turn.voice.plain(T(problem["key"], **problem["params"])), LONGEST)
    place = _place(problem)
    return T("form_desk.finding_at", place=place, said=said) if place else T("form_desk.finding", said=said)


def _place(problem: dict[str, Any]) -> Text | str | int | None:
    parts: list[Text] = []
    if problem["sheet"]:
        parts.append(T("form_desk.sheet", sheet=problem["sheet"]))
    if problem["row"]:
        parts.append(T("form_desk.row_number", row=problem["row"]))
    if problem["name"]:
        parts.append(T("form_desk.question_name", name=problem["name"]))
    return wording.comma_separated(parts) if parts else None


async def ask_for_tables(turn: Turn, tap: Tap) -> Reply:
    """Ask for the tables and media that a form names («افزودن فایل‌های همراه»)."""
    await read_result(turn, tap.id)
    return await form_filling.begin(turn, TABLES, tap.id, anew=True)


async def tables_sent(turn: Turn, filled: Filled) -> Reply:
    """Read the form again with the files that came along."""
    result = await read_result(turn, filled.subject_id)
    files = _beside(turn, filled.answers["files"], result)
    form_id = result["form"] or await _kept_as(turn, result)
    params = {"hash": result["hash"], "name": result["name"], "form": form_id}
    return await start_reading(turn, {**params, "files": {**result.get("files", {}), **files}})


def _beside(turn: Turn, files: Sequence[dict[str, Any]], result: dict[str, Any]) -> dict[str, str]:
    """Return the hashes of the files that came along by their names in the form.

    A photo comes without a name, and is the picture that is missing where there is one alone. Raises Refused for what
    the form has no place for.
    """
    named = from_data(result["data"]).files_beside
    missing = [name for name in sorted(named - set(result.get("files", {}))) if name.lower().endswith(PICTURES)]
    found: dict[str, str] = {}
    for file in files:
        name = file["name"]
        if file["kind"] == "photo" and name not in named:
            if len(missing) != 1:
                raise Refused("form_desk.photo_without_name", names="، ".join(missing) or "-")
            [name] = missing
        if name not in named and not name.lower().endswith(TABLE_FILES):
            raise Refused("form_desk.no_table", name=name)
        if name.lower().endswith(PICTURES) and not is_picture(turn.organisation.store.read(file["hash"])):
            raise Refused("form_desk.no_picture", name=name)
        found[name] = file["hash"]
    return found


async def _kept_as(turn: Turn, result: dict[str, Any]) -> int:
    """Return the id of the form as which a reading was kept, so that with its tables it is a version of that."""
    known = await library.named(turn.session, result["id"])
    if known is None:
        return 0
    last = await library.newest(turn.session, known.id)
    return known.id if last.file_hash == result["hash"] else 0


def _again(form_id: int) -> Button:
    return Button(T("form_desk.again"), Tap("form.put", form_id) if form_id else Tap("form.new"))


def _back() -> tuple[Button, ...]:
    return (form_card.list_button(), menu_button())
