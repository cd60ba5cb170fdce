"""Moves of an obligation from one agency to another, by a secretary."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from domain.chat.screens import Button, Screen, T, Tap
from domain.deadlines import periods
from models.tables.agencies import Agency
from models.tables.followup import Escalation, EscalationState
from models.tables.meetings import OPEN_STATES, Obligation, ObligationState, Resolution, Submission
from services import audit
from services.context import ActionContext
from services.directory import agencies
from services.errors import Refused, existing
from services.messaging import buttons, recipients
from services.messaging.notify import notify
from services.obligations import extensions, obligations, snoozes
from services.reminders import unsent_reminders
from texts import wording
from texts.answer_summary import clip

LONGEST = 600
"""The most characters of the obligation's text in the notice to the agency that gets it."""


@dataclass(frozen=True, slots=True)
class Move:
    """An obligation that was moved, the agency that had it, and which of the two agencies somebody was told in."""

    obligation: Obligation
    before: Agency
    told_before: bool
    told_new: bool

    @property
    def told_both(self) -> bool:
        return self.told_before and self.told_new


async def move(context: ActionContext, obligation_id: int, to_id: int, reason: str, from_id: int = 0) -> Move:
    """Move an open obligation to another agency; both are told with the reason, and reminders go to the new one.

    A request for more time is withdrawn, and nobody in particular has it any more. What the former agency answered
    stays its own; a returned answer binds the new one to nothing, so that the obligation is open again.

    Raises Refused when it is answered, and when the other agency has it already, is its agency, or is out of service;
    Ended when it is not ``from_id``'s any more.
    """
    obligation = existing(
        await context.session.scalar(
            select(Obligation)
            .options(joinedload(Obligation.resolution).joinedload(Resolution.meeting), joinedload(Obligation.agency))
            .where(Obligation.id == obligation_id)
            .with_for_update(of=Obligation)
            .execution_options(populate_existing=True)
        )
    )
    await obligations.check_owner(context.session, obligation, from_id)
    if obligation.state not in OPEN_STATES:
        raise Refused("answer.settled")
    to = await agencies.get(context.session, to_id)
    await _check(context, obligation, to)
    before = obligation.agency
    audit.record(context, "move", "obligation", obligation.id, before=before.id, to=to.id, reason=reason)
    await extensions.withdraw(context, obligation.id)
    # Whoever has it now was not warned yet.
    await context.session.execute(
        update(Escalation)
        .where(Escalation.obligation_id == obligation.id, Escalation.state == EscalationState.ANNOUNCED)
        .values(state=EscalationState.WITHDRAWN)
    )
    of_obligation = update(Submission).where(Submission.obligation_id == obligation.id)
    unmoved = of_obligation.where(Submission.former_agency_id.is_(None))
    await context.session.execute(unmoved.values(former_agency_id=before.id))
    back = of_obligation.where(Submission.former_agency_id == to.id)
    await context.session.execute(back.values(former_agency_id=None))
    obligation.state, obligation.answered_at = ObligationState.OPEN, None
    obligation.moved_from_id = obligation.moved_from_id or before.id
    obligation.agency, obligation.assignee_id = to, None
    await snoozes.clear(context.session, [obligation.id])
    obligation.reminded_on = context.today
    obligation.version += 1
    await obligations.replan(context, obligation)
    await context.session.flush()
    await unsent_reminders.refresh(context, [obligation], left=[before.id])
    return await _tell(context, obligation, before, reason)


async def _check(context: ActionContext, obligation: Obligation, to: Agency) -> None:
    if to.id == obligation.agency_id:
        raise Refused("chase.move_same", agency=to.name)
    if to.retired_at:
        raise Refused("chase.move_retired", agency=to.name)
    taken = await context.session.scalar(
        select(Obligation.id).where(
            Obligation.resolution_id == obligation.resolution_id,
            Obligation.agency_id == to.id,
            Obligation.item == obligation.item,
            Obligation.period == obligation.period,
        )
    )
    if taken:
        raise Refused("chase.move_taken", agency=to.name)


async def _tell(context: ActionContext, obligation: Obligation, before: Agency, reason: str) -> Move:
    resolution, to = obligation.resolution, obligation.agency
    title = wording.resolution_name(resolution.number, obligation.item, resolution.meeting.number)
    left = T("chase.told_left", title=title, agency=to.name, reason=reason)
    old = await recipients.answering_for(context.session, [before.id])
    await notify(context, old, Screen(left, buttons.TO_TASKS))
    got = T(
        "chase.told_got",
        title=title,
        due=wording.due_date(obligation.due, periods.kind(resolution.deadline), context.today),
        text=clip(obligations.text_asked(resolution.text, resolution.items, obligation.item), LONGEST),
        reason=reason,
    )
    new = await recipients.answering_for(context.session, [to.id])
    report = Button(T("tasks.report"), Tap("report", obligation.id, obligation.version))
    await notify(context, new, Screen(got, ((report,), (buttons.to_task(obligation.id),))))
    return Move(obligation, before, told_before=bool(old), told_new=bool(new))
