"""The status of all meetings or one: agencies or resolutions by open obligations, the worst first (/status)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce

from domain.chat.screens import Button, Screen, T, Tap, Text, row_number
from handlers.core import list_sheet
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Reply, Turn
from models.tables.meetings import Resolution, ResolutionState
from services.obligations import resolution_status, status
from services.obligations.status import OWING, AgencyStatus, MeetingChoice, ResolutionStatus, Stage, Tally
from services.reminders.reminders_now import ReminderScope
from texts import wording
from texts.answer_summary import clip

NAME = 150
"""Characters of a name in a list; eight of the longest fit one message with their counts."""
TEXT = 110
"""Characters of a resolution's text in a list."""
LABEL = 40
REASON, LONG_REASON = 60, 300
"""Characters of the reason for a status that the secretariat set, in a list and on a card."""


class GroupBy(StrEnum):
    """The subject of a list's rows: agencies or resolutions."""

    AGENCY = "agency"
    RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True)
class Place:
    """A person's place in the lists, as every button carries it.

    ``by`` is the list's subject, ``meeting`` the id of its meeting (0 for all), ``first`` the place of the list's first
    row, and ``inner`` that of the first row of the card that was opened from it.
    """

    by: GroupBy = GroupBy.AGENCY
    meeting: int = 0
    first: int = 0
    inner: int = 0

    @classmethod
    def of(cls, tap: Tap) -> Place:
        """Return the place that a button carries; the beginning for an argument of no button of ours."""
        letter, *numbers = tap.arg.split(".")
        by = {by[0]: by for by in GroupBy}.get(letter)
        if by is None or len(numbers) != 3 or not all(number.isdecimal() for number in numbers):
            return cls()
        return cls(by, *map(row_number, numbers))

    def tap(self, name: str, number: int = 0) -> Tap:
        """Return the tap of a button that opens ``name`` from here."""
        return Tap(name, number, 0, f"{self.by[0]}.{self.meeting}.{self.first}.{self.inner}")


async def show(turn: Turn) -> Reply:
    """List all agencies, the worst first (/status)."""
    return await _list_screen(turn, Place())


async def page(turn: Turn, tap: Tap) -> Reply:
    """Show the list that a button names."""
    await turn.leave()
    return await _list_screen(turn, Place.of(tap))


async def _rows(turn: Turn, place: Place, *, mixed: bool) -> Sequence[AgencyStatus | ResolutionStatus]:
    """Return the list's rows; resolutions name their meeting only where those of several are ``mixed``."""
    if place.by is GroupBy.AGENCY:
        return await status.by_agency(turn.session, turn.today, place.meeting)
    rows = await status.by_resolution(turn.session, turn.today, place.meeting)
    return rows if mixed else [replace(row, meeting=None) for row in rows]


async def _list_screen(turn: Turn, place: Place) -> Screen:
    meetings = await status.meetings(turn.session)
    if not meetings:
        return Screen(T("status.nothing_asked"), ((menu_button(),),))
    rows = await _rows(turn, place, mixed=len(meetings) > 1 and not place.meeting)
    lines: list[Text | str] = [T("status.head")]
    lines += [
        T("status.of_meeting", title=clip(meeting.title, NAME))
        for meeting in meetings
        if meeting.title and (meeting.id == place.meeting or len(meetings) == 1)
    ]
    lines += [*totals(status.total(row.tally for row in rows)), "", T(f"status.by.{place.by}")]
    shown = rows[place.first : place.first + PAGE]
    for number, row in enumerate(shown, place.first + 1):
        lines += ["", _row(turn, number, row)]
    lines += ["", T("status.choose")]
    other = GroupBy.RESOLUTION if place.by is GroupBy.AGENCY else GroupBy.AGENCY
    buttons = [
        *((_open_button(row, place),) for row in shown),
        page_buttons(len(rows), place.first, lambda first: replace(place, first=first).tap("status")),
        (
            Button(T("status.picture"), place.tap("status.picture")),
            Button(T("status.due"), place.tap("status.due")),
        ),
        (Button(T(f"status.switch.{other}"), Place(other, place.meeting).tap("status")),),
        (Button(T("status.meetings"), place.tap("status.meetings")),) if len(meetings) > 1 else (),
        (Button(T("lists.find"), Tap("status.find")), _sheet_button(place)),
        _remind_late(turn, rows),
        (menu_button(),),
    ]
    return Screen(T("form.lines", lines=lines), tuple(row for row in buttons if row))


def _sheet_button(place: Place) -> Button:
    return list_sheet.button("agencies" if place.by is GroupBy.AGENCY else "by_resolution", place.meeting)


def _remind_late(turn: Turn, rows: Sequence[AgencyStatus | ResolutionStatus]) -> tuple[Button, ...]:
    """Return a secretary's button to remind all who are late, if anybody is."""
    late = any(row.tally.count(Stage.OVERDUE) for row in rows)
    return (
        (Button(T("now.button_late"), Tap("now", arg=ReminderScope.LATE.value)),)
        if late and turn.member.secretary
        else ()
    )


def totals(tally: Tally) -> list[Text | str]:
    """Return the lines that count obligations and answered ones; those without a date apart."""
    lines: list[Text | str] = []
    if tally.dated:
        answered = tally.count(Stage.ANSWERED, Stage.FINISHED)
        open_counts = _counted(tally, Stage.OVERDUE, Stage.RETURNED, Stage.OPEN)
        if not open_counts:
            lines.append(T("status.totals", total=tally.dated))
        elif not answered:
            lines.append(T("status.totals_none", total=tally.dated, owed=open_counts))
        else:
            lines.append(T("status.totals_owed", total=tally.dated, answered=answered, owed=open_counts))
    if undated := tally.count(Stage.UNDATED):
        lines.append(T("status.undated" if lines else "status.undated_only", count=undated))
    return lines


def resolution_totals(resolution: Resolution, tally: Tally) -> list[Text | str]:
    """Return the status of one resolution and its totals, or the reason for having none."""
    over = resolution.state is ResolutionState.CLOSED
    standing = resolution_status.standing(tally, resolution.set_status, resolution.set_reason)
    own = [T("own_status.line", status=standing.words(LONG_REASON))] if standing else []
    return [*own, *(totals(tally) or [T("status.closed" if over else "status.asked_nobody")])]


def _counted(tally: Tally, *stages: Stage) -> Text | None:
    """Return the counts of the stages that have any: «۹ معوق، ۲ برگشته برای اصلاح»."""
    parts = [T(f"status.stage.{stage}", count=tally.count(stage)) for stage in stages if tally.count(stage)]
    return reduce(lambda first, second: T("status.and", first=first, second=second), parts) if parts else None


def _counts(turn: Turn, tally: Tally) -> Text | None:
    """Return the counts at every stage, and the days until the first open obligation is due, or since it was."""
    counts = _counted(tally, *Stage)
    if not tally.first_due:
        return counts
    days = (tally.first_due - turn.today).days
    if days < 0:
        return T("status.late", counts=counts, days=-days)
    return T("status.soonest", counts=counts, due=tally.first_due)


def _row(turn: Turn, number: int, row: AgencyStatus | ResolutionStatus) -> Text:
    counts = _counts(turn, row.tally)
    if isinstance(row, AgencyStatus):
        unheard = not row.heard and row.tally.count(*OWING)
        key = "status.agency_unheard" if unheard else "status.agency"
        return T(key, place=number, name=clip(row.name, NAME), counts=counts)
    text = clip(" ".join(row.text.split()), TEXT)
    standing = resolution_status.standing(row.tally, row.set_status, row.set_reason)
    own = standing.words(REASON) if standing else None
    return T("status.resolution", title=resolution_title(row), text=text, own=own, counts=counts)


def resolution_title(row: ResolutionStatus) -> Text:
    """Return the name of a row's resolution, with its meeting if need be: «مصوبهٔ ۷، جلسهٔ ۵»."""
    if row.meeting is None:
        return wording.resolution_name(row.number, "")
    return T("resolution.label_of", number=row.number, meeting=row.meeting)


def _open_button(row: AgencyStatus | ResolutionStatus, place: Place) -> Button:
    if isinstance(row, AgencyStatus):
        return Button(clip(row.name, LABEL), place.tap("status.agency", row.id))
    return Button(resolution_title(row), place.tap("status.resolution", row.id))


async def choose_meeting(turn: Turn, tap: Tap) -> Reply:
    """Ask for one meeting, or all together («انتخاب جلسه»)."""
    place = Place.of(tap)
    meetings = await status.meetings(turn.session)
    rows: list[tuple[Button, ...]] = [(Button(T("status.all_meetings"), Place(place.by).tap("status")),)]
    rows += [
        (Button(_meeting_label(meeting), Place(place.by, meeting.id).tap("status")),)
        for meeting in meetings[place.inner :][:PAGE]
    ]
    rows.append(
        page_buttons(len(meetings), place.inner, lambda first: replace(place, inner=first).tap("status.meetings"))
    )
    rows.append((menu_button(),))
    return Screen(T("status.choose_meeting"), tuple(row for row in rows if row))


def _meeting_label(meeting: MeetingChoice) -> Text | str:
    if meeting.number and meeting.held_on:
        return T("meeting.label", number=meeting.number, day=meeting.held_on)
    return clip(meeting.title, LABEL) or T("meeting.untitled")
