"""Rows of the lists that always stand: the status, resolutions, people, calls, letters, forms."""

from __future__ import annotations

from domain.chat.screens import T, Tap, Text
from handlers.core.list_sheet import MOST, Cell, ListSheet, heads
from handlers.core.turn import Turn
from handlers.secretariat.meetings.review.resolution_card import deadline_meaning
from models.tables.correspondence import SecretariatLetter
from services import audit
from services.correspondence import call_list, letters
from services.correspondence.call_list import Number
from services.directory import activity, members
from services.forms import library
from services.meetings import owner_changes, resolution_search
from services.meetings.resolution_search import Filter
from services.obligations import resolution_status, status
from services.obligations.status import OWING, Stage, Tally

COUNTED = (Stage.OVERDUE, Stage.RETURNED, Stage.OPEN, Stage.UNDATED, Stage.ANSWERED, Stage.FINISHED)


async def agencies_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return the status of all agencies, of one meeting or all, the worst first."""
    rows: list[list[Cell]] = [
        [
            row.name,
            *_counts(row.tally),
            row.tally.first_due,
            _late(turn, row.tally),
            "" if row.heard or not row.tally.count(*OWING) else T("lists.unheard"),
        ]
        for row in await status.by_agency(turn.session, turn.today, tap.id)
    ]
    names = ("agency", "total", *(f"stage_{stage}" for stage in COUNTED), "first_due", "late", "remark")
    return ListSheet(T("lists.title.status_agencies"), heads(*names), rows)


async def by_resolution_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return the status of all resolutions, of one meeting or all, the worst first."""
    rows: list[list[Cell]] = []
    for row in await status.by_resolution(turn.session, turn.today, tap.id):
        standing = resolution_status.standing(row.tally, row.set_status, row.set_reason)
        own: Text | str = standing.words(200) if standing else ""
        counts, first = _counts(row.tally), row.tally.first_due
        rows.append([row.number, _number(row.meeting), row.text, own, *counts, first, _late(turn, row.tally)])
    stages = (f"stage_{stage}" for stage in COUNTED)
    names = ("resolution", "meeting", "text", "state", "total", *stages, "first_due", "late")
    return ListSheet(T("lists.title.status_resolutions"), heads(*names), rows)


def _counts(tally: Tally) -> list[Cell]:
    return [sum(tally.counts.values()), *(tally.count(stage) for stage in COUNTED)]


def _late(turn: Turn, tally: Tally) -> int:
    return max(0, (turn.today - tally.first_due).days) if tally.first_due else 0


def _number(number: int | None) -> Cell:
    return number if number is not None else ""


async def resolutions_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return the binding resolutions of one meeting or all, of the state that the button names."""
    _, _, detail = tap.arg.partition("/")
    only = Filter(detail) if detail in tuple(Filter) else Filter.ALL
    found, _ = await resolution_search.listed(turn.session, only, 0, MOST, meeting_id=tap.id)
    tallies = await status.tallies(turn.session, [one.id for one in found], turn.today)
    rows: list[list[Cell]] = []
    for resolution in found:
        names = dict.fromkeys(owner_changes.called(owner) for owner in resolution.owners if not owner.partner)
        due = resolution.period_due or resolution.due
        tally = tallies.get(resolution.id)
        answered = tally.count(Stage.ANSWERED, Stage.FINISHED) if tally else 0
        rows.append(
            [
                resolution.number,
                _number(resolution.meeting.number),
                resolution.text,
                "، ".join(names),
                deadline_meaning(resolution.deadline, due),
                due,
                sum(tally.counts.values()) if tally else 0,
                answered,
                resolution.remark,
            ]
        )
    columns = ("resolution", "meeting", "text", "owners", "deadline", "due", "total", "answered", "note")
    return ListSheet(T("lists.title.resolutions"), heads(*columns), rows)


async def people_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return all members with their agencies, or the silent ones alone."""
    await audit.note_reading(turn.context, "people")
    silent = tap.arg.endswith("/silent")
    shown = await (activity.silent(turn.session, turn.now, 0, MOST) if silent else members.everybody(turn.session))
    known = await activity.of_people(turn.session, [membership.person_id for membership in shown])
    rows: list[list[Cell]] = []
    for membership in shown:
        seen = known.get(membership.person_id)
        rows.append(
            [
                members.place_of(membership),
                T(f"members.role.{membership.role}"),
                members.formal_name(membership.person),
                membership.person.post,
                membership.person.phone,
                turn.day(seen.last) if seen else None,
                T("lists.unreachable") if seen and not seen.reachable else "",
            ]
        )
    names = ("agency", "role", "person", "post", "phone", "active", "remark")
    return ListSheet(T("lists.title.silent" if silent else "lists.title.people"), heads(*names), rows)


async def calls_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return the calls of today, a row for each number."""
    await audit.note_reading(turn.context, "calls")
    entries = await call_list.today(turn.context)
    numbers = await call_list.numbers(turn.session, [entry.agency_id for entry in entries])
    rows: list[list[Cell]] = []
    for entry in entries:
        items = "، ".join(turn.voice.plain(view.title(entry.items)) for view in entry.items)
        counts = (entry.days_late(turn.today), len(entry.items))
        reach = T(f"calls.reach.{entry.reach}")
        called = numbers.get(entry.agency_id) or [Number("")]
        rows += [[entry.agency, number.name, number.phone, *counts, items, reach] for number in called]
    names = ("agency", "person", "phone", "late", "total", "resolutions", "remark")
    return ListSheet(T("lists.title.calls"), heads(*names), rows)


async def letters_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return the letters that were sent, or those that still have no number."""
    unsent = tap.arg.endswith("/unsent")
    found = await letters.unsent(turn.session) if unsent else (await letters.sent(turn.session, 0, MOST))[0]
    title = "lists.title.letters_unsent" if unsent else "lists.title.letters"
    rows = [_letter(turn, letter) for letter in found]
    return ListSheet(T(title), heads("kind", "agency", "letter", "day", "made", "person"), rows)


def _letter(turn: Turn, letter: SecretariatLetter) -> list[Cell]:
    by = members.formal_name(letter.sender) if letter.sender else ""
    return [letters.name_of(letter), letter.agency.name, letter.number, letter.day, turn.day(letter.made_at), by]


async def forms_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return the forms of the office with what was sent."""
    listed, _ = await library.page(turn.session, 0, MOST)
    rows: list[list[Cell]] = [
        [form.title, T(f"form_desk.state.{form.state}"), form.sent, form.waiting] for form in listed
    ]
    return ListSheet(T("lists.title.forms"), heads("form", "state", "sent", "waiting"), rows)
