"""Busy chats: whoever has many messages waiting holds up nobody else, and gets the last answer for many."""

from typing import Any

import pytest
from sqlalchemy import func, select

from bot.outbound import sender
from bot.outbound.circuit_breaker import CircuitBreaker
from bot.outbound.sender import AT_ONCE
from bot.platforms.botapi.parsing import chat_name
from domain.chat.screens import Screen, Text
from models.tables.queues import Lane, Operation, Outbox, OutboxState
from sandbox.world.faults import Fault
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
        "group": {"chat": chat_name(town.face.name, group.id, private=False)},
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


async def use_in_groups(town: Town, many: int, fault: dict[str, Any]) -> None:
    """Let a passer-by call the bot in groups, in each of which its answer meets a fault."""
    passer_by = town.person("رهگذر")
    groups = [town.world.add_group(f"گروه {place}", [passer_by.chat]) for place in range(many)]
    await town.quiet()
    for group in groups:
        town.server.faults.add(Fault(method="sendMessage", chat_id=group.id, **fault))
        town.world.say(passer_by.chat, f"/start@{town.face.username}", group=group)
    await town.taken_in()


async def answers(town: Town, human: Human) -> None:
    await human.starts_saying("/help")
    await town.world.wait_until(lambda: "راهنما" in human.sees(), within=PATIENCE)


@pytest.mark.only_on("telegram", reason="Bale does not say how long to wait")
async def test_groups_in_slow_mode_silence_nobody_else(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A group in slow mode answers as a platform that has to wait, and a passer-by may have two of them."""
    monkeypatch.setattr("bot.outbound.rate_limits.LONGEST_CLOSED", 3600)
    sara = await town.representative_of(CITY)
    await use_in_groups(town, 4, {"kind": "too_many_requests", "retry_after": 3600})
    await town.world.wait_until(lambda: sum(bool(call.fault) for call in town.world.transcript) == 4)
    await answers(town, sara)


async def test_groups_that_are_not_answered_in_open_no_circuit_breaker(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[CircuitBreaker] = []
    monkeypatch.setattr(CircuitBreaker, "trip", lambda breaker: opened.append(breaker))
    await use_in_groups(town, 6, {"kind": "server_error"})
    await town.quiet()
    assert sum(call.fault == "server_error" for call in town.world.transcript) == 6
    assert opened == []


async def held(town: Town) -> int:
    """Count the rows that were not given up yet."""
    async with town.app.db.read() as session:
        waiting = select(func.count()).where(Outbox.state == OutboxState.PENDING, Outbox.reason == "")
        return await session.scalar(waiting) or 0


async def test_groups_whose_calls_the_platform_holds_leave_room_for_everybody_else(town: Town) -> None:
    """A platform may hold a call for many seconds before it answers that the group is slow."""
    sara = await town.representative_of(CITY)
    await use_in_groups(town, AT_ONCE + 6, {"kind": "slow", "seconds": 3600})
    await answers(town, sara)
    assert await held(town) >= AT_ONCE + 6, "Sara had to wait until a held call was given up"


async def test_a_window_full_of_groups_that_wait_hides_nobody_s_second_message(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one person's groups there may be more than a sender looks at, and their calls are held."""
    monkeypatch.setattr(sender, "GLANCE", 8)
    monkeypatch.setattr(sender, "WINDOW", 16)
    sara = await town.representative_of(CITY)
    await use_in_groups(town, AT_ONCE + 6, {"kind": "slow", "seconds": 3600})
    lines = [outbox.row(words(f"پاسخ {n}"), town.clock.now(), chat=sara.user) for n in range(3)]
    async with town.app.db.write() as session:
        await outbox.write(session, lines)
    town.app.messenger.wake()
    await town.world.wait_until(lambda: "پاسخ 2" in sara.everything(), within=PATIENCE)
    assert await held(town) >= AT_ONCE + 6, "Sara had to wait until a held call was given up"
