"""The screen of one planned meeting, and the lines and buttons by which lists show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from models.tables.planning import Attendance, MeetingPlan, PlanState, Rsvp
from services.correspondence import letters
from services.planning import invitees, message, plans
from services.planning.invitees import Tally
from services.planning.papers import Paper
from texts import wording
from texts.answer_summary import clip

LABEL = 40


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show one planned meeting."""
    await turn.leave()
    return await screen(turn, await plans.get(turn.session, tap.id))


async def screen(turn: Turn, plan: MeetingPlan, *news: Text) -> Screen:
    """Return a planned meeting's screen: when and where, its agenda, who comes, and the buttons of its next steps."""
    tally = invitees.tally(await invitees.listed(turn.session, plan.id))
    over = plans.is_over(turn.organisation, plan, turn.now)
    lines: list[Text | str] = [*news, ""] if news else []
    lines += [*message.details(turn.organisation, plan), T("plan.stands", state=T(f"plan.state.{state(turn, plan)}"))]
    if plan.state is PlanState.PLANNED and not over:
        lines += _gaps(turn, plan, tally)
    lines += message.agenda(plan.agenda)
    if tally.invited:
        lines += ["", replies_line(tally)]
    if tally.attendance:
        lines.append(attendance_line(tally.attendance))
    made, sent = await letters.inviting(turn.session, plan.id)
    if made and turn.member.secretary:
        lines += ["", T("paper.meeting_invitation.made", made=made, sent=sent)]
    rows = _buttons(turn, plan, tally, over=over)
    rows.append((Button(T("meeting.all"), Tap("meetings")), menu_button()))
    return Screen(T("form.lines", lines=lines), tuple(row for row in rows if row))


def _gaps(turn: Turn, plan: MeetingPlan, tally: Tally) -> list[Text]:
    """Return the lines that say what the plan still lacks."""
    lines = []
    if turn.organisation.calendar.is_day_off(plan.day):
        lines.append(T("plan.on_day_off"))
    if not plan.time:
        lines.append(T("plan.no_time"))
    if not plan.place:
        lines.append(T("plan.no_place"))
    if not plan.agenda:
        lines.append(T("plan.no_agenda"))
    if tally.chosen:
        lines.append(T("plan.not_sent", count=tally.chosen))
    elif not tally.invited:
        lines.append(T("plan.nobody_invited"))
    return lines


def replies_line(tally: Tally) -> Text:
    """Return the line that counts the replies: «۱۲ نفر می‌آیند، ۲ نفر نماینده معرفی کردند…»."""
    order = (Rsvp.COMING, Rsvp.DELEGATE, Rsvp.DECLINED, Rsvp.WAITING)
    counts = [T(f"plan.count.{reply}", count=tally.replies[reply]) for reply in order if tally.replies[reply]]
    return T("plan.replies", invited=tally.invited, counts=wording.comma_separated(counts))


def attendance_line(counted: Counter[Attendance]) -> Text:
    """Return the line that counts who came: «۱۲ حاضر، ۲ با نماینده، ۵ غایب»."""
    return T("attendance.counts", **{str(kind): counted[kind] for kind in Attendance})


def _buttons(turn: Turn, plan: MeetingPlan, tally: Tally, *, over: bool) -> list[tuple[Button, ...]]:
    replies = (Button(T("plan.open_replies"), Tap("plan.replies", plan.id)),) if tally.invited else ()
    if plan.state is PlanState.CANCELLED:
        return [replies]
    changeable = turn.member.secretary and not over
    rows: list[tuple[Button, ...]] = []
    if changeable:
        rows.append(
            (Button(T("plan.open_agenda"), Tap("agenda", plan.id)), Button(T("plan.invite"), Tap("invitees", plan.id)))
        )
    rows.append(replies)
    if plan.meeting_id:
        rows.append((Button(T("plan_minutes.open"), Tap("meeting", plan.meeting_id)),))
    elif turn.member.secretary and over:
        rows.append((Button(T("plan_minutes.send"), Tap("plan.minutes", plan.id)),))
    if turn.member.secretary and over and (tally.invited or tally.unreachable):
        rows.append((Button(T("attendance.button"), Tap("attendance", plan.id)),))
    rows.append(
        (
            Button(T("paper.agenda.button"), Tap("plan.paper", plan.id, 0, Paper.AGENDA)),
            Button(T("paper.meeting_invitation.button"), Tap("plan.paper", plan.id, 0, Paper.INVITATION)),
        )
    )
    if changeable and (tally.invited or tally.chosen or tally.unreachable):
        rows.append((Button(T("paper.meeting_invitation.letters"), Tap("plan.letters", plan.id)),))
    rows.append((Button(T("plan.calendar.button"), Tap("plan.calendar", plan.id)),))
    if changeable:
        rows.append(
            (
                Button(T("plan.move"), Tap("plan.move", plan.id, plan.version)),
                Button(T("plan.cancel"), Tap("plan.cancel", plan.id, plan.version)),
            )
        )
        rows.append((Button(T("plan.renumber"), Tap("plan.number", plan.id)),))
    return rows


def state(turn: Turn, plan: MeetingPlan) -> str:
    """Return the name of a plan's state: cancelled, recorded once its minutes are in, held, or planned."""
    if plan.state is PlanState.CANCELLED:
        return "cancelled"
    if plan.meeting_id is not None:
        return "recorded"
    return "held" if plans.is_over(turn.organisation, plan, turn.now) else "planned"


def lines_of(turn: Turn, some: Sequence[MeetingPlan]) -> list[Text | str]:
    """Return a list's lines of planned meetings."""
    return [
        T(
            "plan.row",
            title=message.title(plan),
            when=message.when(turn.organisation, plan),
            state=T(f"plan.state.{state(turn, plan)}"),
        )
        for plan in some
    ]


def buttons_of(some: Sequence[MeetingPlan]) -> list[tuple[Button, ...]]:
    """Return a list's buttons that open planned meetings."""
    return [
        (Button(T("plan.label", title=clip(plan.body, LABEL), day=plan.day), Tap("plan", plan.id)),) for plan in some
    ]


def open_button(plan: MeetingPlan) -> Button:
    """Return the button that leads back to the planned meeting."""
    return Button(T("plan.open"), Tap("plan", plan.id))
