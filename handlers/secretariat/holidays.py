"""The calendar of days off by month, which the secretariat edits («روزهای تعطیل»)."""

from __future__ import annotations

from datetime import date

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.dates import jalali
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Words
from domain.forms.types.coming_day import ComingDay, near_day, says_closed
from handlers.core.forms import form_filling
from handlers.core.turn import Filled, Reply, Turn
from models.tables.organisation import Holiday
from services.errors import Refused
from services.messaging import buttons
from services.reminders import holiday_list

REACH = 20 * 366
"""Days from today within which the months can be paged."""
FORM = Form("holidays.new", (Question("day", ComingDay()), Question("name", Words(100), required=False)), at_once=True)


async def show(turn: Turn) -> Reply:
    """Show the days off of this month (/holidays)."""
    return await _month_screen(turn, turn.today)


async def page(turn: Turn, tap: Tap) -> Reply:
    """Show another month, by the number of one of its days."""
    return await _month_screen(turn, _day(turn, tap))


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the day off and its occasion."""
    return await form_filling.begin(turn, FORM)


async def offer(turn: Turn) -> Reply:
    """Take a day off that was announced unasked, «فردا تعطیل شد», and ask for its occasion. None for other words."""
    day = near_day(turn.incoming.text, turn.today) if says_closed(turn.incoming.text) else None
    if day is None or day < turn.today or not turn.member.secretary:
        return None
    return await form_filling.begin(turn, FORM, answers={"day": day.isoformat()})


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Add the day off with its occasion."""
    day = date.fromisoformat(filled.answers["day"])
    name = filled.answers.get("name") or turn.voice.plain(T("holidays.by_secretariat"))
    await holiday_list.add(turn.context, day, name)
    return await _month_screen(turn, day, T("holidays.added", day=day))


async def confirm(turn: Turn, tap: Tap) -> Reply:
    """Confirm an estimated day off, or restore one that was removed."""
    day = _day(turn, tap)
    await holiday_list.add(turn.context, day, "")
    return await _month_screen(turn, day, T("holidays.added", day=day))


async def remove(turn: Turn, tap: Tap) -> Reply:
    """Make a day a working day again."""
    day = _day(turn, tap)
    await holiday_list.remove(turn.context, day)
    return await _month_screen(turn, day, T("holidays.removed", day=day))


def _day(turn: Turn, tap: Tap) -> date:
    """Return the day of a tap, by its ordinal number. Raises Refused for one that no screen shows."""
    if abs(tap.id - turn.today.toordinal()) > REACH:
        raise Refused("common.stale")
    return date.fromordinal(tap.id)


async def _month_screen(turn: Turn, day: date, news: Text | None = None) -> Screen:
    year, month, _ = jalali.to_jalali(day)
    rows_of_month = await holiday_list.of_month(turn.session, year, month)
    certain_until = await holiday_list.known_until(turn.session, turn.today)
    first, last = jalali.from_jalali(year, month, 1), jalali.month_end(year, month)
    names = jalali.MONTHS if turn.voice.language == "fa" else jalali.MONTHS_LATIN
    lines: list[Text | str] = [T("holidays.title", month=names[month - 1], year=year), ""]
    if news:
        lines[:0] = [news, ""]
    lines += [T(_key(row), day=row.day, name=row.name) for row in rows_of_month] or [T("holidays.empty")]
    if certain_until and last > certain_until:
        lines += ["", T("holidays.estimated", day=certain_until)]
    elif ending := await holiday_list.ends_soon(turn.context):
        lines += ["", T("holidays.ends_soon", day=ending)]
    lines += ["", T("holidays.next_step")]
    edits = [button for row in rows_of_month if row.day >= turn.today for button in _edits(row)]
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
