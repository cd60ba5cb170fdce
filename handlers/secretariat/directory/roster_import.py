"""The import of many agencies and people, from an Excel sheet or pasted lines, with a preview first."""

from collections.abc import Callable
from dataclasses import asdict

from domain.access.roster import Entry, entry_from_json
from domain.chat.incoming import Attachment
from domain.chat.screens import Button, File, Personal, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Material
from handlers.core.forms import form_filling
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative.free_text import guesses
from handlers.secretariat.directory.invitations import start_sheet
from handlers.secretariat.directory.members import back_button
from services.directory import agencies
from services.directory.sheets import roster_import
from services.directory.sheets.roster_import import Change
from services.errors import Refused
from services.queues import jobs
from texts.answer_summary import clip, enumerated

FORM = Form("roster", (Question("list", Material()),), at_once=True)
MOST = 12
"""Problems, notes and names in one message; the rest is a number."""


async def show(turn: Turn, tap: Tap) -> Reply:
    """Explain the form of a roster, and offer a template sheet."""
    await turn.leave()
    template = Button(T("roster.get_template"), Tap("roster.template"))
    give = Button(T("roster.give"), Tap("roster.give"))
    return Screen(T("roster.how"), ((give,), (template,), (back_button(),)))


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the roster."""
    return await form_filling.begin(turn, FORM)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Start the job that reads the roster."""
    material = filled.answers["list"]
    match material["files"]:
        case []:
            return await _start(turn, text="\n".join(material["texts"]))
        case [file]:
            return await _start(turn, hash=file["hash"])
    raise Refused("roster.one_file")


async def read(turn: Turn, file: Attachment) -> Reply:
    """Start reading a roster's sheet, wherever it was sent."""
    return await _start(turn, hash=file.hash)


async def read_kept(turn: Turn, tap: Tap) -> Reply:
    """Start reading a sheet that came unasked, which is a roster («فهرست دستگاه‌ها و افراد است»)."""
    [file], _ = guesses.take(turn, tap.id)
    return await _start(turn, hash=file["hash"])


async def _start(turn: Turn, **source: str) -> Screen:
    params = {**await _names(turn), "known": await agencies.all_names(turn.session), **source}
    await jobs.start(turn.session, "roster.read", turn.incoming.chat, turn.member.person_id, params, turn.now)
    return Screen(T("roster.reading"))


async def template(turn: Turn, tap: Tap) -> Reply:
    """Start the job that writes an empty sheet with the right columns."""
    params = await _names(turn)
    await jobs.start(turn.session, "roster.template", turn.incoming.chat, turn.member.person_id, params, turn.now)
    return Screen(T("roster.template_coming"))


async def template_ready(turn: Turn, job_id: int) -> Reply:
    """Send the empty sheet."""
    result = await jobs.result(turn.session, job_id)
    name = turn.voice.plain(T("roster.template_name"))
    give_button = Button(T("roster.give"), Tap("roster.give"))
    return Screen(T("roster.template_ready"), ((give_button,),), File(result["hash"], name, personal=False))


async def preview(turn: Turn, job_id: int) -> Reply:
    """Show the reading of the roster: the faulty cells by name, and the changes that the rest would make."""
    result = await jobs.result(turn.session, job_id)
    entries = [entry_from_json(raw) for raw in result["entries"]]
    problems = result["problems"]
    again = Button(T("roster.again"), Tap("roster.give"))
    if not entries and not problems:
        return Screen(T("roster.empty"), ((again,), (back_button(),)))
    change = await roster_import.preview(turn.session, entries, turn.now)
    lines = first_of(T("roster.problems", count=len(problems)), problems, _problem)
    # A job of an earlier version has no notes.
    notes = [*result.get("notes", []), *map(asdict, change.notes)]
    lines += first_of(T("roster.notes"), notes, _problem)
    if not entries:
        return Screen(T("roster.lines", lines=[*lines, T("roster.nothing_right")]), ((again,), (back_button(),)))
    lines += _changes(change)
    label = T("roster.take_right") if problems else T("roster.take")
    return Screen(
        T("roster.lines", lines=lines), ((Button(label, Tap("roster.take", job_id)),), (again,), (back_button(),))
    )


async def import_entries(turn: Turn, tap: Tap) -> Reply:
    """Take the roster in; the links of those invited follow in a sheet."""
    result = await jobs.result(turn.session, tap.id)
    if "entries" not in result:
        raise Refused("common.stale")
    entries: list[Entry] = [entry_from_json(raw) for raw in result["entries"]]
    change = await roster_import.preview(turn.session, entries, turn.now)
    invited = await roster_import.import_entries(turn.context, entries)
    if invited:
        await start_sheet(turn, invited)
    text = _taken_in(len(change.agencies), len(invited))
    return Screen(text, ((Button(T("members.invitations"), Tap("invitations")),), (back_button(),)))


def _taken_in(count: int, people: int) -> Text:
    if people:
        return T("roster.taken", agencies=count, people=people)
    return T("roster.taken_without", agencies=count) if count else T("roster.all_there")


async def _names(turn: Turn) -> dict[str, object]:
    """Return the names of kinds and groups that a roster may use."""
    return {
        "kinds": [name for _, name in await agencies.kinds_named(turn.session)],
        "groups": [name for _, name in await agencies.groups(turn.session)],
    }


def _problem(problem: dict[str, str]) -> Text:
    place = problem["where"]
    where = T("roster.line", number=int(place)) if place.isdecimal() else T("roster.cell", name=place)
    hint = Personal(problem["hint"]) if problem["what"] == "members_phone" else problem["hint"]
    return T(f"roster.problem.{problem['what']}", where=where, said=Personal(clip(problem["said"], 80)), hint=hint)


def first_of(heading: Text, found: list[dict[str, str]], worded: Callable[[dict[str, str]], Text]) -> list[Text | str]:
    """Return the lines of a preview about what was found in a sheet: the first ones, and the number of the others."""
    if not found:
        return []
    more = [T("roster.and_more", count=len(found) - MOST)] if len(found) > MOST else []
    return [heading, *map(worded, found[:MOST]), *more, ""]


def _changes(change: Change) -> list[Text | str]:
    lines: list[Text | str] = [T("roster.preview", agencies=len(change.agencies))]
    names = [entry.agency for entry in change.agencies.values()]
    lines += [T("roster.agency", name=clip(name, 120)) for name in names[:MOST]]
    if len(names) > MOST:
        lines.append(T("roster.and_more", count=len(names) - MOST))
    if change.kinds:
        lines.append(T("roster.kinds", names=enumerated(change.kinds.values(), 400)))
    if change.groups:
        lines.append(T("roster.groups", names=enumerated(change.groups.values(), 400)))
    if change.people:
        lines.append(T("roster.people", people=len(change.people)))
    if change.known:
        lines.append(T("roster.known", known=len(change.known)))
    if change.present:
        lines.append(T("roster.present", present=change.present))
    return lines
