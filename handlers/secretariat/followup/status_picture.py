"""Pictures of the status for a phone: by agency or by resolution, and what is due day by day («تصویر وضعیت»)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from domain.chat.screens import Screen, T, Tap, Text
from domain.dates.jalali import week_start
from handlers.core import pictures
from handlers.core.navigation import menu_button
from handlers.core.pictures import number
from handlers.core.turn import Reply, Turn
from handlers.secretariat.followup.status import GroupBy, Place, resolution_title
from services.obligations import due_days, status
from services.obligations.due_days import DueDay, DuePart
from services.obligations.status import OWING, AgencyStatus, ResolutionStatus, Stage
from texts import wording
from texts.answer_summary import clip

MOST_ROWS, MOST_LINES = 9, 24
"""The room of one picture of bars: rows, and lines of words beside their bars."""
LINE = 42
"""Characters of a name on one line."""
TEXT = 110
"""Characters of a resolution's text."""
MOST_DAYS, MOST_DAY_LINES = 12, 32
"""The room of one picture of due days: days, and lines."""
AHEAD, WEEKS = 60, 9
"""The days ahead that are drawn, and the weeks in which they are counted."""
MOST_PARTS, MOST_NAMES, NAME = 4, 3, 44
"""Resolutions of one day that are named, agencies of one resolution, and characters of a name."""


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Start the job that draws the list: agencies or resolutions, of its meeting or of all."""
    place = Place.of(tap)
    rows: Sequence[AgencyStatus | ResolutionStatus]
    if place.by is GroupBy.AGENCY:
        rows = await status.by_agency(turn.session, turn.today, place.meeting)
    else:
        rows = await status.by_resolution(turn.session, turn.today, place.meeting)
    if not rows:
        return Screen(T("status.nothing_asked"), ((menu_button(),),))
    total = status.total(row.tally for row in rows)
    shared = slides_of(rows)
    drawn = shared[: pictures.MOST_PAGES]
    left = len(rows) - sum(map(len, drawn))
    common = {
        "answered": turn.voice.plain(
            T("picture.answered", answered=total.count(Stage.ANSWERED, Stage.FINISHED), total=total.dated)
        ),
        "of-what": turn.voice.plain(T("picture.of_what")),
        "legend": pictures.legend(turn, total),
        "most": max(row.tally.count(*Stage) for row in rows),
    }
    subject = await _subject(turn, place)
    bare = place.meeting != 0 or len({row.meeting for row in rows if isinstance(row, ResolutionStatus)}) <= 1
    parts = [{**common, "rows": [_row(turn, row, bare=bare) for row in part]} for part in drawn]
    title = T(f"picture.title.{place.by}")
    left_out = T(f"picture.left.{place.by}", count=left) if left else None
    await pictures.start(turn, "bars", (title, subject), parts, back="status", left=left_out)
    return None


def slides_of(rows: Sequence[AgencyStatus | ResolutionStatus]) -> list[list[AgencyStatus | ResolutionStatus]]:
    """Share the rows out among pictures, about as many on each unless their words are long."""
    return pictures.pages(rows, _lines, MOST_ROWS, MOST_LINES)


def _lines(row: AgencyStatus | ResolutionStatus) -> int:
    if isinstance(row, AgencyStatus):
        return -(-len(row.name) // LINE)
    return 1 + -(-min(len(row.text), TEXT) // LINE)


async def _subject(turn: Turn, place: Place) -> Text | str:
    """Return the meeting of the list with the body that held it, or «all meetings»."""
    meetings = await status.meetings(turn.session)
    shown = [meeting for meeting in meetings if meeting.id == place.meeting or len(meetings) == 1]
    return wording.meeting_name(shown[0].title, shown[0].number) if shown else T("status.all_meetings")


def _row(turn: Turn, row: AgencyStatus | ResolutionStatus, *, bare: bool) -> dict[str, Any]:
    say = turn.voice.plain
    stages = [stage for stage in Stage if row.tally.count(stage)]
    remarks = []
    if row.tally.first_due and (days := (turn.today - row.tally.first_due).days) > 0:
        remarks.append([say(T("picture.late", days=days)), True])
    if isinstance(row, AgencyStatus) and not row.heard and row.tally.count(*OWING):
        remarks.append([say(T("picture.unheard")), False])
    name, words = row.name if isinstance(row, AgencyStatus) else "", ""
    if isinstance(row, ResolutionStatus):
        if row.set_status:
            remarks.append([say(T("picture.judged", status=T(f"own_status.{row.set_status}"))), False])
        name = say(wording.resolution_name(row.number, "") if bare else resolution_title(row))
        words = clip(" ".join(row.text.split()), TEXT)
    return {
        "name": name,
        "words": words,
        "remarks": remarks,
        "pieces": [[stage.value, row.tally.count(stage), number(turn, row.tally.count(stage))] for stage in stages],
    }


async def ask_due(turn: Turn, tap: Tap) -> Reply:
    """Start the job that draws what is overdue and what is due in the next weeks («سررسیدها»)."""
    place = Place.of(tap)
    days = await due_days.until(turn.session, turn.today + timedelta(days=AHEAD), place.meeting)
    if not days:
        return Screen(T("picture.nothing_due", days=AHEAD), ((menu_button(),),))
    shared = pictures.pages(days, _day_lines, MOST_DAYS, MOST_DAY_LINES)
    drawn = shared[: pictures.MOST_PAGES]
    left = len(days) - sum(map(len, drawn))
    parts = [
        {"weeks": [] if place_ else _weeks(turn, days), "rows": [_day(turn, day) for day in part]}
        for place_, part in enumerate(drawn)
    ]
    head = T("picture.title.due"), await _subject(turn, place)
    left_out = T("picture.left.days", count=left) if left else None
    await pictures.start(turn, "timeline", head, parts, back="status", left=left_out)
    return None


def _day_lines(day: DueDay) -> int:
    return 1 + sum(1 + min(len(part.agencies), MOST_NAMES) // 2 for part in day.parts[:MOST_PARTS])


def _weeks(turn: Turn, days: Sequence[DueDay]) -> list[list[Any]]:
    """Return the counts of what is overdue and of each week, with the label of each: [count, stage, number, label]."""
    first = week_start(turn.today)
    overdue = sum(day.count for day in days if day.day < turn.today)
    columns = [_column(turn, overdue, Stage.OVERDUE, T("picture.week.overdue"))]
    for week in range(WEEKS):
        start = first + timedelta(weeks=week)
        within = (day for day in days if start <= day.day < start + timedelta(weeks=1) and day.day >= turn.today)
        label = T("picture.week.from", day=start) if week else T("picture.week.this")
        columns.append(_column(turn, sum(day.count for day in within), Stage.OPEN, label))
    return columns


def _column(turn: Turn, count: int, stage: Stage, label: Text) -> list[Any]:
    return [count, stage.value, number(turn, count), turn.voice.plain(label)]


def _day(turn: Turn, day: DueDay) -> dict[str, Any]:
    say = turn.voice.plain
    parts = day.parts[:MOST_PARTS]
    items = [[say(wording.resolution_name(part.number, "", part.meeting)), say(_agencies(part))] for part in parts]
    if more := len(day.parts) - len(parts):
        items.append([say(T("picture.more_resolutions", count=more)), ""])
    return {
        "stage": (Stage.OVERDUE if day.day < turn.today else Stage.OPEN).value,
        "day": say(T("picture.day", day=day.day)),
        "left": say(_left(day.day, turn.today)),
        "items": items,
    }


def _agencies(part: DuePart) -> Text:
    names = wording.comma_separated([clip(name, NAME) for name in part.agencies[:MOST_NAMES]])
    if (more := len(part.agencies) - MOST_NAMES) > 0:
        return T("picture.agencies_more", names=names, count=more)
    return T("picture.agencies", names=names)


def _left(day: date, today: date) -> Text:
    days = (day - today).days
    if days in (0, 1):
        return T("tasks.short.today" if days == 0 else "tasks.short.tomorrow")
    return T("tasks.short.left", days=days) if days > 0 else T("picture.late", days=-days)
