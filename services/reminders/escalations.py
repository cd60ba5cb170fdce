"""Escalations of overdue obligations to the agency's head or to the chair, after the owner was told.

A secretary's press tells the owner in the same moment, before. The organisation's own setting, off by default, warns
the owner first and escalates after a pause of working days, unless the answer or a later due date has come.
"""

from collections.abc import Awaitable, Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain import reminder_plan
from domain.access.member import Role
from domain.chat.screens import Button, Screen, T, Tap, Text
from models.database import Database
from models.tables.followup import Escalation, EscalationState, EscalationTarget, Extension, ExtensionState
from models.tables.meetings import OPEN_STATES, Obligation
from models.tables.queues import Lane
from services import audit
from services.context import ActionContext
from services.errors import Refused, existing
from services.isolation import isolated
from services.messaging import buttons, outbox, quiet_hours, recipients
from services.messaging.notify import notify
from services.messaging.recipients import Recipient
from services.obligations import obligations
from services.obligations.obligations import View
from services.organisation import Organisation
from texts import wording
from texts.answer_summary import clip

LONGEST = 300
"""The most characters of an obligation's text in a message about one."""
MOST = 8
"""The most obligations on one message."""


class Escalated(NamedTuple):
    """An escalation at a press; ``told`` is False when nobody of the agency could be told before."""

    escalation: Escalation
    told: bool


class EscalationCounts(NamedTuple):
    """Counts of a tick: obligations of which owners were warned, and obligations that were escalated."""

    warned: int = 0
    escalated: int = 0


async def escalate(
    context: ActionContext, obligation_id: int, target: EscalationTarget, words: str, agency_id: int = 0
) -> Escalated:
    """Escalate one open obligation at a secretary's press; its owner is told first, where anybody can be told.

    Raises Refused when it is answered, was escalated to this target already, waits for a decision on more time, or
    nobody is there to receive it; Ended when it is not ``agency_id``'s any more.
    """
    obligation = existing(
        await context.session.scalar(
            select(Obligation)
            .where(Obligation.id == obligation_id)
            .with_for_update(of=Obligation)
            .execution_options(populate_existing=True)
        )
    )
    await obligations.check_owner(context.session, obligation, agency_id)
    if obligation.state not in OPEN_STATES:
        raise Refused("answer.settled")
    if await _asked_for_time(context.session, obligation_id):
        raise Refused("escalation.asked_for_time")
    receivers = await _receivers(context, target, obligation.agency_id)
    if not receivers:
        raise Refused(f"escalation.nobody_{target}")
    earlier = await context.session.scalar(
        select(Escalation).where(
            Escalation.obligation_id == obligation_id,
            Escalation.target == target,
            Escalation.due == obligation.due if obligation.due else Escalation.due.is_(None),
            Escalation.state != EscalationState.WITHDRAWN,
        )
    )
    if earlier and earlier.state is EscalationState.SENT:
        raise Refused("escalation.already", at=earlier.sent_at)
    escalation = earlier or Escalation(
        obligation_id=obligation_id, target=target, due=obligation.due, announced_at=context.now, goes_on=context.today
    )
    escalation.state, escalation.sent_at = EscalationState.SENT, context.now
    escalation.person_id, escalation.words = context.person, words
    context.session.add(escalation)
    audit.record(context, "escalate", "obligation", obligation_id, target=target.value)
    [view] = await obligations.views(context.session, Obligation.id == obligation_id)
    owners = await recipients.answering_for(context.session, [view.agency_id])
    to_task = ((buttons.to_task(obligation_id),),)
    told = _about(context, "escalation.told_owner", view, words, target=T(f"escalation.target.{target}"))
    await notify(context, owners, Screen(told, to_task), group_key=_owners_key(obligation_id, target))
    escalated = _about(context, f"escalation.told_{target}", view, words)
    key, later = _group_key(obligation_id, target), _after(context, owners)
    await notify(context, receivers, Screen(escalated, to_task), not_before=later, group_key=key)
    await context.session.flush()
    return Escalated(escalation, bool(owners))


async def settled(context: ActionContext, changed: Iterable[Obligation], *, moved: bool = False) -> None:
    """Take back what waits of escalations whose obligations were answered or ended, have another due date or agency.

    One of which its receivers have not heard is withdrawn.
    """
    by_id = {obligation.id: obligation for obligation in changed}
    known = Escalation.obligation_id.in_(by_id), Escalation.state != EscalationState.WITHDRAWN
    lists = set[tuple[int, EscalationTarget, EscalationState]]()
    for escalation in (await context.session.scalars(select(Escalation).where(*known))).all():
        obligation, target = by_id[escalation.obligation_id], escalation.target
        answered = obligation.state not in OPEN_STATES or obligation.answered_at == context.now
        if not (moved or answered or escalation.due != obligation.due):
            continue
        agency_id = obligation.moved_from_id if moved and obligation.moved_from_id else obligation.agency_id
        lists.add((agency_id, target, escalation.state))
        if escalation.state is EscalationState.ANNOUNCED:
            continue
        waiting = await outbox.cancel(context.session, [_group_key(obligation.id, target)], "answered")
        await outbox.cancel(context.session, [_owners_key(obligation.id, target)], "answered")
        listed = await outbox.waiting(context.session, [_list_key(agency_id, target, EscalationState.SENT)])
        waiting += sum(row.created_at == escalation.sent_at for row in listed)
        if waiting and waiting >= len(await _receivers(context, target, obligation.agency_id)):
            escalation.state = EscalationState.WITHDRAWN
    await context.session.flush()
    for agency_id, target, state in sorted(lists):
        await _list_anew(context, agency_id, target, state)


async def list_anew(context: ActionContext, agency_id: int) -> None:
    """Write every list of an agency that is not sent yet as it is now, such as after another joined it."""
    for target in EscalationTarget:
        for state in (EscalationState.ANNOUNCED, EscalationState.SENT):
            await _list_anew(context, agency_id, target, state)


async def _list_anew(context: ActionContext, agency_id: int, target: EscalationTarget, state: EscalationState) -> None:
    """Write the lists of an agency that are not sent yet as they are now, and take back those that are empty."""
    at = Escalation.announced_at if state is EscalationState.ANNOUNCED else Escalation.sent_at
    of_target = Escalation.obligation_id == Obligation.id, Escalation.target == target, Escalation.state == state
    for row in await outbox.waiting(context.session, [_list_key(agency_id, target, state)]):
        same = exists().where(*of_target, Escalation.due == Obligation.due, at == row.created_at)
        still_open = Obligation.agency_id == agency_id, Obligation.state.in_(OPEN_STATES)
        views = await obligations.views(context.session, same, *still_open)
        if not views:
            await outbox.skip(context.session, [row.id], "answered")
        elif state is EscalationState.SENT:
            await outbox.reword(context.session, {row.id: _escalated(context, views, target)})
        else:
            goes_on = select(Escalation.goes_on).where(*of_target[1:], Escalation.obligation_id == views[0].id)
            day = await context.session.scalar(goes_on.order_by(Escalation.id.desc()).limit(1))
            await outbox.reword(context.session, {row.id: _warning(context, views, target, day or context.today)})


def _list_key(agency_id: int, target: EscalationTarget, state: EscalationState) -> str:
    """Return the group key of the lists of an agency's obligations that were announced, or escalated, by a tick."""
    return f"escalations:{state}:{agency_id}:{target}"


def _escalated(context: ActionContext, views: Sequence[View], target: EscalationTarget) -> Screen:
    return _list(context, "escalation.listed", views, target, agency=views[0].agency)


def _warning(context: ActionContext, views: Sequence[View], target: EscalationTarget, day: date) -> Screen:
    return _list(context, "escalation.warned", views, target=T(f"escalation.target.{target}"), day=day)


def _group_key(obligation_id: int, target: EscalationTarget) -> str:
    return f"escalation:{obligation_id}:{target}"


def _owners_key(obligation_id: int, target: EscalationTarget) -> str:
    return f"{_group_key(obligation_id, target)}:owners"


async def run(db: Database, organisation: Organisation, now: datetime) -> EscalationCounts:
    """Warn owners of what is long overdue by the organisation's setting, and escalate what was warned of before.

    Nothing happens outside of the hours in which reminders may be sent. An agency is one transaction, and one at which
    this fails stops no other. Raises ExceptionGroup of what failed, at the end.
    """
    local = now.astimezone(organisation.zone)
    if not reminder_plan.may_send(local, organisation.calendar, organisation.reminder_settings):
        return EscalationCounts()
    warned = escalated = 0

    def escalate(session: AsyncSession, ids: Sequence[int]) -> Awaitable[int]:
        return _escalate(ActionContext(session, organisation, None, now), ids[0])

    def warn(session: AsyncSession, ids: Sequence[int]) -> Awaitable[int]:
        return _warn(ActionContext(session, organisation, None, now), ids[0])

    async with isolated(db, "escalate", now) as escalating, isolated(db, "warn", now) as warning:
        async with db.read() as session:
            context = ActionContext(session, organisation, None, now)
            announced = await _agencies(session, _announced(context.today))
            overdue = await _to_warn(context) if organisation.reminder_settings.escalate_after else []
        for agency_id in announced:
            escalated += sum(await escalating.run([agency_id], escalate))
        for agency_id in overdue:
            warned += sum(await warning.run([agency_id], warn))
    return EscalationCounts(warned, escalated)


async def _escalate(context: ActionContext, agency_id: int) -> int:
    """Escalate an agency's obligations that were announced and are still overdue; the others need it no more.

    Where more time was asked for, the announcement is withdrawn: if it is refused, the owner is warned anew.
    """
    rows = await context.session.execute(
        select(Escalation, Obligation)
        .join(Obligation, Obligation.id == Escalation.obligation_id)
        .where(*_announced(context.today), Obligation.agency_id == agency_id)
        .order_by(Obligation.id)
        .with_for_update()
    )
    by_target: dict[EscalationTarget, list[int]] = {}
    for escalation, obligation in rows:
        receivable = await _receivers(context, escalation.target, agency_id)
        overdue = obligation.state in OPEN_STATES and obligation.due == escalation.due
        if overdue and receivable and not await _asked_for_time(context.session, obligation.id):
            escalation.state, escalation.sent_at = EscalationState.SENT, context.now
            by_target.setdefault(escalation.target, []).append(obligation.id)
            audit.record(context, "escalate", "obligation", obligation.id, target=escalation.target.value)
        else:
            escalation.state = EscalationState.WITHDRAWN
    await context.session.flush()
    for target, ids in by_target.items():
        views = await obligations.views(context.session, Obligation.id.in_(ids))
        receivers = await _receivers(context, target, agency_id)
        key = _list_key(agency_id, target, EscalationState.SENT)
        await notify(context, receivers, _escalated(context, views, target), group_key=key, supersede=False)
    return sum(map(len, by_target.values()))


async def _asked_for_time(session: AsyncSession, obligation_id: int) -> bool:
    """Tell whether a request for more time waits for its decision."""
    asked = (Extension.obligation_id == obligation_id, Extension.state == ExtensionState.PENDING)
    return await session.scalar(select(Extension.id).where(*asked).limit(1)) is not None


async def _warn(context: ActionContext, agency_id: int) -> int:
    """Announce to an agency's people which of its obligations will be escalated, and on which day."""
    target = EscalationTarget(context.organisation.reminder_settings.escalate_to)
    pause = context.organisation.reminder_settings.escalate_pause
    goes_on = context.organisation.calendar.add_working_days(context.today, pause)
    rows = await context.session.scalars(
        select(Obligation)
        .where(*_long_overdue(context, target), Obligation.agency_id == agency_id)
        .order_by(Obligation.id)
        .with_for_update(of=Obligation)
    )
    overdue = rows.all()
    if not overdue:
        return 0
    context.session.add_all(
        Escalation(
            obligation_id=obligation.id,
            target=target,
            due=obligation.due,
            state=EscalationState.ANNOUNCED,
            announced_at=context.now,
            goes_on=goes_on,
        )
        for obligation in overdue
    )
    views = await obligations.views(context.session, Obligation.id.in_([obligation.id for obligation in overdue]))
    owners = await recipients.answering_for(context.session, [agency_id])
    key = _list_key(agency_id, target, EscalationState.ANNOUNCED)
    await notify(context, owners, _warning(context, views, target, goes_on), group_key=key, supersede=False)
    return len(overdue)


async def _to_warn(context: ActionContext) -> list[int]:
    """The agencies with long overdue obligations whose owners can be told, and for which somebody receives them."""
    target = EscalationTarget(context.organisation.reminder_settings.escalate_to)
    agencies = await _agencies(context.session, _long_overdue(context, target))
    if not agencies:
        return []
    heard = await recipients.of_agencies(context.session, agencies)
    if target is EscalationTarget.CHAIR:
        chairs = await recipients.in_role(context.session, Role.CHAIR)
        return [agency for agency in agencies if agency in heard] if chairs else []
    heads = await recipients.heads(context.session, agencies)
    return [agency for agency in agencies if agency in heard and agency in heads]


async def _agencies(session: AsyncSession, conditions: Collection[ColumnElement[bool]]) -> list[int]:
    rows = await session.scalars(
        select(Obligation.agency_id)
        .outerjoin(Escalation, Escalation.obligation_id == Obligation.id)
        .where(*conditions)
        .distinct()
        .order_by(Obligation.agency_id)
    )
    return list(rows)


def _announced(today: date) -> tuple[ColumnElement[bool], ...]:
    return Escalation.state == EscalationState.ANNOUNCED, Escalation.goes_on <= today


def _long_overdue(context: ActionContext, target: EscalationTarget) -> tuple[ColumnElement[bool], ...]:
    """The conditions on an obligation that is to be announced: none that waits for a decision on more time is."""
    last = context.today - timedelta(days=context.organisation.reminder_settings.escalate_after)
    known = aliased(Escalation)
    same = (
        known.obligation_id == Obligation.id,
        known.target == target,
        known.due == Obligation.due,
        known.state != EscalationState.WITHDRAWN,
    )
    escalated = exists().where(*same)
    asked = exists().where(Extension.obligation_id == Obligation.id, Extension.state == ExtensionState.PENDING)
    return Obligation.state.in_(OPEN_STATES), Obligation.due <= last, ~escalated, ~asked


async def _receivers(context: ActionContext, target: EscalationTarget, agency_id: int) -> list[Recipient]:
    if target is EscalationTarget.CHAIR:
        return await recipients.in_role(context.session, Role.CHAIR)
    return (await recipients.heads(context.session, [agency_id])).get(agency_id, [])


def _after(context: ActionContext, owners: Iterable[Recipient]) -> datetime | None:
    """The moment at which every owner has been told, None when that is now: quiet hours may hold their message."""
    held = (
        quiet_hours.held_until(context.organisation, owner.settings, context.now, lane=Lane.REMINDER)
        for owner in owners
    )
    return max(filter(None, held), default=None)


def _about(context: ActionContext, key: str, view: View, words: str, **params: Text) -> Text:
    text = T(
        key,
        agency=view.agency,
        title=wording.resolution_name(view.number, view.item, view.meeting_number),
        due=wording.due_date(view.due, view.kind, context.today),
        text=clip(" ".join(view.text.split()), LONGEST),
        **params,
    )
    return T("form.lines", lines=[text, T("escalation.remark", words=words)]) if words else text


def _list(
    context: ActionContext,
    key: str,
    views: Sequence[View],
    receiver: EscalationTarget = EscalationTarget.HEAD,
    **params: Text | str | date,
) -> Screen:
    """The message about several obligations of one agency; the chair goes on to the status, others to their tasks."""
    lines: list[Text | str] = [T(key, **params)]
    for view in obligations.in_order(views)[:MOST]:
        title = wording.resolution_name(view.number, view.item, view.meeting_number)
        lines.append(T("escalation.row", title=title, due=wording.due_date(view.due, view.kind, context.today)))
    if len(views) > MOST:
        lines.append(T("reminder.more", count=len(views) - MOST))
    if len(views) == 1:
        onward = buttons.to_task(views[0].id)
    elif receiver is EscalationTarget.CHAIR:
        onward = Button(T("menu.status"), Tap("status"))
    else:
        onward = buttons.TASKS
    return Screen(T("form.lines", lines=lines), ((onward,),))
