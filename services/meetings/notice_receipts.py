"""Receipts of the notice of a meeting's resolutions: who pressed «رؤیت شد» under it, and who has not yet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.chat.screens import Button, Screen, T, Tap
from models.tables.followup import NoticeReceipt
from models.tables.queues import Lane, Outbox
from services.context import ActionContext
from services.errors import Refused
from services.messaging import sent_messages
from services.messaging.sent_messages import Change

TAP = "notice.seen"


def button(meeting_id: int) -> Button:
    """The button under the notice, which says that it was seen."""
    return Button(T("receipt.button"), Tap(TAP, meeting_id))


async def expect(context: ActionContext, meeting_id: int, rows: Mapping[int, int]) -> None:
    """Note whom the notice went to, each person with the outbox row of its last message; a new one is unseen."""
    known = await context.session.scalars(
        select(NoticeReceipt).where(NoticeReceipt.meeting_id == meeting_id, NoticeReceipt.person_id.in_(rows))
    )
    before = {receipt.person_id: receipt for receipt in known}
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
    if shown := await context.session.scalar(select(Outbox.screen).where(Outbox.id == receipt.row_id)):
        screen = _without_button(Screen.from_json(shown))
        await sent_messages.revise(context, [Change(receipt.row_id, receipt.person_id, screen)], Lane.REPLY)
    return True


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
