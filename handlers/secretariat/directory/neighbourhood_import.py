"""The import of neighbourhoods and facilitators from an Excel sheet, with a preview first."""

from typing import Any

from domain.access.neighbourhood_list import Entry
from domain.chat.incoming import Attachment
from domain.chat.screens import Button, File, Personal, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Files
from domain.persian import phones
from handlers.core.forms import form_filling
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative.free_text import guesses
from handlers.secretariat.directory.invitations import start_sheet
from handlers.secretariat.directory.members import back_button
from handlers.secretariat.directory.roster_import import first_of
from services.directory import neighbourhoods
from services.directory.sheets import neighbourhood_import
from services.directory.sheets.neighbourhood_import import Change, ListedFacilitator
from services.errors import Refused
from services.queues import jobs
from texts.answer_summary import clip, enumerated

FORM = Form("hood_import", (Question("file", Files(1)),), at_once=True)


async def show(turn: Turn, tap: Tap) -> Reply:
    """Explain the sheet, and offer a template («ورود از اکسل»)."""
    await turn.leave()
    template_button = Button(T("roster.get_template"), Tap("hoods.template"))
    return Screen(T("hood_import.how"), ((_give(),), (template_button,), (_list_button(), back_button())))


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the sheet."""
    return await form_filling.begin(turn, FORM)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Start the job that reads the sheet."""
    return await _start_reading(turn, filled.answers["file"][0]["hash"])


async def read(turn: Turn, file: Attachment) -> Reply:
    """Start reading a sheet of neighbourhoods, wherever it was sent."""
    return await _start_reading(turn, file.hash)


async def read_kept(turn: Turn, tap: Tap) -> Reply:
    """Start reading a sheet that came unasked, which is of neighbourhoods («فهرست محله‌ها است»)."""
    [file], _ = guesses.take(turn, tap.id)
    return await _start_reading(turn, file["hash"])


async def _start_reading(turn: Turn, digest: str) -> Screen:
    known = {which: row.name for which, row in (await neighbourhoods.by_key(turn.session)).items()}
    await _start(turn, "hoods.read", {"hash": digest, "known": known})
    return Screen(T("roster.reading"))


async def template(turn: Turn, tap: Tap) -> Reply:
    """Start the job that writes an empty sheet with the right columns."""
    await _start(turn, "hoods.template", {})
    return Screen(T("roster.template_coming"))


async def template_ready(turn: Turn, job_id: int) -> Reply:
    """Send the empty sheet."""
    result = await jobs.result(turn.session, job_id)
    name = turn.voice.plain(T("hood_import.template_name"))
    return Screen(T("hood_import.template_ready"), ((_give(),),), File(result["hash"], name, personal=False))


async def preview(turn: Turn, job_id: int) -> Reply:
    """Show the reading of the sheet: the faulty cells by name, and the changes that the rest would make."""
    result = await jobs.result(turn.session, job_id)
    entries = [Entry(**raw) for raw in result["entries"]]
    problems, notes = result["problems"], result["notes"]
    again = Button(T("roster.again"), Tap("hoods.give"))
    back = (again,), (_list_button(), back_button())
    lines = first_of(T("roster.problems", count=len(problems)), problems, _problem) + first_of(
        T("hood_import.notes"), notes, _problem
    )
    if not entries:
        return Screen(_lines([*lines, T("roster.nothing_right") if problems else T("hood_import.empty")]), back)
    change = await neighbourhood_import.preview(turn.session, entries, turn.now)
    lines += _changes(change)
    if change.empty:
        return Screen(_lines(lines), back)
    label = T("roster.take_right") if problems else T("roster.take")
    return Screen(_lines(lines), ((Button(label, Tap("hoods.take", job_id)),), *back))


async def import_entries(turn: Turn, tap: Tap) -> Reply:
    """Take the list in; the links of those invited follow in a sheet («ثبت»)."""
    result = await jobs.result(turn.session, tap.id)
    if "notes" not in result:
        raise Refused("common.stale")
    entries = [Entry(**raw) for raw in result["entries"]]
    change, invited = await neighbourhood_import.import_entries(turn.context, entries)
    rows = ((_list_button(),), (Button(T("members.invitations"), Tap("invitations")),), (back_button(),))
    if change.empty:
        return Screen(T("hood_import.all_there"), rows)
    counts = {"new": len(change.new), "restored": len(change.restored), "given": len(change.given)}
    counts |= {"extended": len(change.extended)}
    lines: list[Text | str] = [T(f"hood_import.took_{name}", count=count) for name, count in counts.items() if count]
    if invited:
        await start_sheet(turn, invited)
        lines.append(T("hood_import.took_invited", count=len(invited)))
    return Screen(_lines(lines), rows)


async def _start(turn: Turn, kind: str, params: dict[str, Any]) -> None:
    await jobs.start(turn.session, kind, turn.incoming.chat, turn.member.person_id, params, turn.now)


def _problem(problem: dict[str, str]) -> Text:
    return T(
        f"hood_import.problem.{problem['what']}",
        where=problem["where"],
        said=Personal(clip(problem["said"], 80)),
        hint=problem["hint"],
    )


def _changes(change: Change) -> list[Text | str]:
    if change.empty:
        return [T("hood_import.all_there")]
    lines: list[Text | str] = []
    for name, names in (("new", change.new), ("restored", change.restored)):
        if names:
            lines.append(T(f"hood_import.{name}", count=len(names), names=_few(names)))
    for name, people in (("invited", change.invited), ("given", change.given), ("extended", change.extended)):
        if people:
            lines.append(T(f"hood_import.{name}", count=len(people), names=Personal(_few(map(_called, people)))))
    for phone, name in change.claimed.items():
        lines.append(T("hood_import.claimed", phone=Personal(phones.national(phone)), name=Personal(clip(name, 80))))
    if change.known:
        lines.append(T("hood_import.known", count=change.known))
    if change.present:
        lines.append(T("roster.present", present=change.present))
    return lines


def _called(person: ListedFacilitator) -> str:
    return person.name


def _few(names: Any) -> str:
    return enumerated(names, 500)


def _lines(lines: list[Text | str]) -> Text:
    return T("hoods.lines", lines=lines)


def _give() -> Button:
    return Button(T("hood_import.give"), Tap("hoods.give"))


def _list_button() -> Button:
    return Button(T("neighbourhoods.all"), Tap("hoods"))
