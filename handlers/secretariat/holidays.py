"""«روزهای تعطیل»: the days off by month, made and unmade by the secretariat."""

from __future__ import annotations

from datetime import date

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.dates import jalali
from domain.forms.answer_types import Words
from domain.forms.coming_day import ComingDay, near_day, says_closed
from domain.forms.engine import Form, Question
from handlers.core import form_filling
from handlers.core.turn import Filled, Reply, Turn
from models.organisation import Holiday
from services.errors import Refused
from services.messaging import buttons
from services.reminders import holidays

REACH = 20 * 366
"""How many days from today the months can be paged."""
FORM = Form("holidays.new", (Question("day", ComingDay()), Question("name", Words(100), required=False)), at_once=True)


async def show(turn: Turn) -> Reply:
    """/holidays: this month's."""
    return await _month(turn, turn.today)


async def page(turn: Turn, tap: Tap) -> Reply:
    """Another month, by the number of one of its days."""
    return await _month(turn, _day(turn, tap))


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Which day is off?"""
    return await form_filling.begin(turn, FORM)


async def announced(turn: Turn) -> Reply:
    """«فردا تعطیل شد», said without being asked: only its occasion is left to be told. None when it was not said."""
    day = near_day(turn.incoming.text, turn.today) if says_closed(turn.incoming.text) else None
    if day is None or day < turn.today or not turn.member.secretary:
        return None
    return await form_filling.begin(turn, FORM, answers={"day": day.isoformat()})


async def sent(turn: Turn, filled: Filled) -> Reply:
    """The day is known, and perhaps what it is."""
    day = date.fromisoformat(filled.answers["day"])
    name = filled.answers.get("name") or turn.voice.plain(T("holidays.by_secretariat"))
    await holidays.add(turn.context, day, name)
    return await _month(turn, day, T("holidays.added", day=day))


async def confirm(turn: Turn, tap: Tap) -> Reply:
    """An estimated day is certain now, or one that was taken out is off again."""
    day = _day(turn, tap)
    await holidays.add(turn.context, day, "")
    return await _month(turn, day, T("holidays.added", day=day))


async def remove(turn: Turn, tap: Tap) -> Reply:
    """A day is a working day again."""
    day = _day(turn, tap)
    await holidays.remove(turn.context, day)
    return await _month(turn, day, T("holidays.removed", day=day))


def _day(turn: Turn, tap: Tap) -> date:
    """The day that a tap is about, by its ordinal number. Raises Refused for one that no screen of ours shows."""
    if abs(tap.id - turn.today.toordinal()) > REACH:
        raise Refused("common.stale")
    return date.fromordinal(tap.id)


async def _month(turn: Turn, day: date, news: Text | None = None) -> Screen:
    year, month, _ = jalali.to_jalali(day)
    kept = await holidays.of_month(turn.session, year, month)
    certain_until = await holidays.known_until(turn.session)
    first, last = jalali.from_jalali(year, month, 1), jalali.month_end(year, month)
    names = jalali.MONTHS if turn.voice.language == "fa" else jalali.MONTHS_LATIN
    lines: list[Text | str] = [T("holidays.title", month=names[month - 1], year=year), ""]
    if news:
        lines[:0] = [news, ""]
    lines += [T(_key(row), day=row.day, name=row.name) for row in kept] or [T("holidays.empty")]
    if certain_until and last > certain_until:
        lines += ["", T("holidays.estimated", day=certain_until)]
    lines += ["", T("holidays.next_step")]
    edits = [button for row in kept if row.day >= turn.today for button in _edits(row)]
    rows = [tuple(edits[place : place + 2]) for place in range(0, len(edits), 2)]
    before = Button(T("holidays.before"), Tap("holidays", jalali.add_months(first, -1).toordinal()))
    after = Button(T("holidays.after"), Tap("holidays", jalali.add_months(first, 1).toordinal()))
    add = Button(T("holidays.add_button"), Tap("holidays.add"))
    return Screen(T("holidays.lines", lines=lines), ((add,), *rows, (before, after), (buttons.MENU,)))


def _key(row: Holiday) -> str:
    if not row.off:
        return "holidays.row_working"
    if row.by_hand:
        return "holidays.row_by_hand"
    return "holidays.row_estimated" if row.estimated else "holidays.row"


def _edits(row: Holiday) -> list[Button]:
    number = row.day.toordinal()
    if not row.off:
        return [Button(T("holidays.restore_button", day=row.day), Tap("holidays.confirm", number))]
    remove = Button(T("holidays.remove_button", day=row.day), Tap("holidays.remove", number))
    if row.estimated:
        return [remove, Button(T("holidays.confirm_button", day=row.day), Tap("holidays.confirm", number))]
    return [remove]
