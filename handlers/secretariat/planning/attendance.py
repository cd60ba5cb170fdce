"""The attendance of a meeting: a tap for whoever came, came not or sent somebody («حضور و غیاب»)."""

from __future__ import annotations

from domain.chat.screens import Button, Screen, T, Tap, Text, row_number
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Reply, Turn
from handlers.secretariat.planning import plan_card
from handlers.secretariat.planning.invitees import called
from models.tables.planning import MeetingPlan
from services.planning import attendance, invitees, message


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show the invitees of a meeting that was held, each as the reply lets expect or as recorded."""
    await turn.leave()
    return await _screen(turn, await attendance.held(turn.context, tap.id), tap.place)


async def _screen(turn: Turn, plan: MeetingPlan, first: int) -> Screen:
    guests = await invitees.listed(turn.session, plan.id)
    first = first if first < len(guests) else 0
    counted = invitees.attended((guest.who, attendance.of(guest)) for guest in guests)
    lines: list[Text | str] = [T("attendance.head", title=message.title(plan))]
    lines.append(plan_card.attendance_line(counted) if guests else T("attendance.nobody"))
    lines.append(T("attendance.next_step"))
    rows: list[tuple[Button, ...]] = []
    for guest in guests[first : first + PAGE]:
        shown = attendance.of(guest)
        label = T(f"attendance.{shown}", name=called(guest, guests))
        rows.append((Button(label, Tap("attendance.turn", plan.id, guest.id, f"{first}.{shown}")),))
    rows.append(page_buttons(len(guests), first, lambda there: Tap("attendance", plan.id, arg=str(there))))
    if guests:
        rows.append((Button(T("attendance.record"), Tap("attendance.record", plan.id)),))
    rows.append((plan_card.open_button(plan),))
    return Screen(T("form.lines", lines=lines), tuple(row for row in rows if row))


async def cycle(turn: Turn, tap: Tap) -> Reply:
    """Change one invitee's attendance, which the button says after its page, to the next; ``version`` is the invitee.

    What a colleague has changed meanwhile is shown and stays.
    """
    plan = await attendance.held(turn.context, tap.id)
    first, _, shown = tap.arg.partition(".")
    if not await attendance.cycle(turn.context, plan, tap.version, shown):
        turn.toast = T("plan.changed_toast")
    return await _screen(turn, plan, row_number(first))


async def record(turn: Turn, tap: Tap) -> Reply:
    """Record the attendance as it is shown («ثبت حضور و غیاب»)."""
    plan = await attendance.held(turn.context, tap.id)
    await attendance.record(turn.context, plan)
    return await plan_card.screen(turn, plan, T("attendance.recorded"))
