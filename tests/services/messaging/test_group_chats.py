"""Linked groups: what waits for one that got another number, and is unlinked."""

from sqlalchemy import select

from domain.access.member import Role
from domain.chat.screens import T
from models.tables.queues import Outbox, OutboxState
from services.messaging import group_chats
from tests.services.desk import Desk

OLD, NEW = "telegram:-100", "telegram:-100200"


async def test_what_waits_for_a_group_that_moved_is_taken_back_when_it_is_unlinked(desk: Desk) -> None:
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    async with desk.db.write() as session:
        context = desk.context(session, maryam)
        await group_chats.link(context, OLD, "کارگروه اشتغال")
        await group_chats.tell(context, T("common.private_only", office="دبیرخانه"), "weekly:{person}")
        await group_chats.move(context, OLD, NEW)
        assert await group_chats.unlink(context, NEW)
    async with desk.db.read() as session:
        [waited] = await session.scalars(select(Outbox).where(Outbox.chat == NEW))
    assert waited.state is OutboxState.SKIPPED


async def test_a_group_whose_new_number_is_linked_by_itself_becomes_one_with_it_and_hears_all_once(desk: Desk) -> None:
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    async with desk.db.write() as session:
        context = desk.context(session, maryam)
        await group_chats.link(context, OLD, "کارگروه اشتغال")
        await group_chats.tell(context, T("common.stale"), "issued:{person}")
        # Maryam links the supergroup before the platform tells that it is the same group.
        await group_chats.link(context, NEW, "کارگروه اشتغال")
        await group_chats.tell(context, T("common.private_only", office="دبیرخانه"), "weekly:{person}")
        await group_chats.move(context, OLD, NEW)
        assert [group.chat for group in await group_chats.linked(session)] == [NEW]
    async with desk.db.read() as session:
        rows = await session.scalars(select(Outbox).where(Outbox.state == OutboxState.PENDING))
        waits = [(row.chat, row.recipient, row.screen) for row in rows]
    assert {(chat, recipient) for chat, recipient, _ in waits} == {(NEW, NEW)}
    assert len(waits) == len({screen for _, _, screen in waits}) == 2
