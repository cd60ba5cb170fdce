"""Busy chats: whoever has many messages waiting holds up nobody else, and gets the last answer for many."""

from typing import Any

import pytest
from sqlalchemy import func, select

from domain.chat.screens import Screen, Text
from models.tables.queues import Lane, Operation, Outbox, OutboxState
from services.accounts import flood_control
from services.messaging import outbox
from tests.town import PATIENCE, Human, Town

CITY = "شهرداری مشهد"
HELD = {"chat_burst": 5, "chat_per_second": 0.001, "group_per_minute": 0.001}
"""Rates by which a chat gets five messages and then none as long as a test lasts."""
FOLDED = "پشت سر هم"


def words(line: str) -> Screen:
    return Screen(Text("form.lines", {"lines": [line]}))


async def waiting_for(town: Town, human: Human) -> int:
    """Count the new messages that wait to be sent to somebody."""
    async with town.app.db.read() as session:
        pending = select(func.count()).where(Outbox.state == OutboxState.PENDING, Outbox.operation == Operation.SEND)
        return await session.scalar(pending.where(Outbox.chat == human.user)) or 0


@pytest.mark.parametrize("kind", ["lines", "group", "broadcast"])
async def test_nobody_waits_for_another_s_many_messages(town: Town, kind: str) -> None:
    sara, ali = await town.representative_of(CITY), await town.representative_of("فرمانداری", "علی کریمی")
    group = town.world.add_group("کارگروه", [sara.chat])
    many: dict[str, Any] = {
        "lines": {"chat": sara.user},
        "group": {"chat": town.face.user(group)},
        "broadcast": {"chat": sara.user, "lane": Lane.BROADCAST},
    }[kind]
    await town.restart_bot(**HELD)
    now = town.clock.now()
    async with town.app.db.write() as session:
        await outbox.write(session, [outbox.row(words(f"پاسخ {n}"), now, **many) for n in range(1000)])
        await outbox.write(session, [outbox.row(words("یادآوری"), now, chat=ali.user, lane=Lane.REMINDER)])
    await ali.starts_saying("/help")
    # The reminder is of a later lane than what waits, and is not held up by it either.
    await town.world.wait_until(lambda: "راهنما" in ali.sees() and "یادآوری" in ali.sees(), within=PATIENCE)


async def test_whoever_writes_faster_than_answers_come_gets_the_last_one(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await town.restart_bot(**HELD)
    for _ in range(flood_control.MOST_UNSENT + 20):
        await sara.starts_saying("/help")
    await sara.starts_saying("/tasks")
    await town.taken_in()
    assert await waiting_for(town, sara) <= flood_control.MOST_UNSENT + 1
    await town.restart_bot(chat_burst=100, chat_per_second=100)
    await town.quiet()
    assert FOLDED in sara.messages()[-1]["text"]
    assert "اقدام" in sara.messages()[-1]["text"]
    assert sum(FOLDED in message["text"] for message in sara.messages()) == 1
    assert FOLDED not in await sara.says("/tasks")
