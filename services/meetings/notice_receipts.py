"""Receipts of the notice of a meeting's resolutions: who pressed «رؤیت شد» under it, and who has not yet.

What changes an issued resolution is such a notice, too: whoever had seen the one before is awaited anew, for the latest
alone has the button. Each receipt is in the audit trail.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.chat.screens import Button, Screen, T, Tap, Text
from models.tables.followup import NoticeReceipt
from models.tables.queues import Lane, Outbox
from services import audit
from services.context import ActionContext
from services.errors import Refused
from services.messaging import buttons, outbox, sent_messages
from services.messaging.notify import PERSON, notify
from services.messaging.recipients import Recipient
from services.messaging.sent_messages import Change

TAP = "notice.seen"


def button(meeting_id: int) -> Button:
    """The button under the notice, which says that it was seen."""
    return Button(T("receipt.button"), Tap(TAP, meeting_id))


async def tell(
    context: ActionContext, meeting_id: int, people: Sequence[Recipient], text: Text, *, group_key: str
) -> None:
    """Tell people of a change of what was issued, with the button under it; ``text`` says what stood there ``before``.

    It takes the place of the notice of an earlier change that was not sent yet: whoever never saw what that one told
    reads what stood before either.
    """
    unsent = await _before_in_unsent(context.session, people, group_key)
    rows = ((button(meeting_id),), *buttons.TO_TASKS)

    def screen(person: Recipient) -> Screen:
        return Screen(T(text.key, **{**text.params, "before": unsent.get(person.id, text.params["before"])}), rows)

    written = await notify(context, people, screen, group_key=group_key)
    await expect(context, meeting_id, {message.person_id: message.id for message in written if message.person_id})


async def _before_in_unsent(session: AsyncSession, people: Sequence[Recipient], group_key: str) -> dict[int, Any]:
    """The text that stood before a change whose notice is not sent yet, by person."""
    keys = {group_key.replace(PERSON, person.key) for person in people}
    unsent = await outbox.waiting_screens(session, keys)
    return {person_id: screen.text.params["before"] for person_id, screen in unsent.items()}


async def expect(context: ActionContext, meeting_id: int, rows: Mapping[int, int]) -> None:
    """Note whom the notice went to, each person with the outbox row of its last message; a new one is unseen."""
    known = await context.session.scalars(
        select(NoticeReceipt).where(NoticeReceipt.meeting_id == meeting_id, NoticeReceipt.person_id.in_(rows))
    )
    before = {receipt.person_id: receipt for receipt in known}
    unseen = {
        receipt.row_id: person_id
        for person_id, receipt in before.items()
        if not receipt.seen_at and receipt.row_id != rows[person_id]
    }
    await _take_buttons(context, unseen)
    for person_id, row_id in rows.items():
        receipt = before.get(person_id) or NoticeReceipt(meeting_id=meeting_id, person_id=person_id)
        receipt.row_id, receipt.told_at, receipt.seen_at = row_id, context.now, None
        context.session.add(receipt)
    await context.session.flush()


async def acknowledge(context: ActionContext, meeting_id: int) -> bool:
    """Note that the person who acts has seen the notice; False when they had said so before.

    Raises Refused for who was told nothing.
    """
    receipt = await context.session.scalar(
        select(NoticeReceipt)
        .where(NoticeReceipt.meeting_id == meeting_id, NoticeReceipt.person_id == context.person)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if receipt is None:
        raise Refused("receipt.not_yours")
    if receipt.seen_at:
        return False
    receipt.seen_at = context.now
    audit.record(context, "acknowledge", "meeting", meeting_id)
    await _take_buttons(context, {receipt.row_id: receipt.person_id})
    return True


async def _take_buttons(context: ActionContext, people: Mapping[int, int]) -> None:
    """Take the button from the messages of some outbox rows, each with its person's id."""
    kept = await sent_messages.changeable(context.session, people) if people else ()
    shown = await context.session.execute(select(Outbox.id, Outbox.screen).where(Outbox.id.in_(kept))) if kept else ()
    changes = [Change(row_id, people[row_id], _without_button(Screen.from_json(screen))) for row_id, screen in shown]
    if changes:
        await sent_messages.revise(context, changes, Lane.REPLY)


def _without_button(screen: Screen) -> Screen:
    rows = (tuple(one for one in row if not (one.tap and one.tap.name == TAP)) for row in screen.buttons)
    return replace(screen, buttons=tuple(row for row in rows if row))


async def counts(session: AsyncSession, meeting_id: int) -> tuple[int, int]:
    """The numbers of those who have seen the notice, and of all who were told."""
    rows = await session.execute(
        select(func.count(NoticeReceipt.seen_at), func.count()).where(NoticeReceipt.meeting_id == meeting_id)
    )
    seen, told = rows.one()
    return seen, told


async def of_meeting(session: AsyncSession, meeting_id: int) -> Sequence[NoticeReceipt]:
    """The receipts of a meeting's notice with their people: those that are awaited first, then the latest."""
    rows = await session.scalars(
        select(NoticeReceipt)
        .where(NoticeReceipt.meeting_id == meeting_id)
        .options(joinedload(NoticeReceipt.person))
        .order_by(NoticeReceipt.seen_at.is_not(None), NoticeReceipt.seen_at.desc(), NoticeReceipt.id)
    )
    return rows.all()
