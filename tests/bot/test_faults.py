"""Faults of the platform, of every kind that the sandbox knows, in which nobody loses a word."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import select, text

from bot import app
from domain.access.member import Role
from models import database, process_lock, sqlite_driver
from models.database import Database
from models.tables.people import Account
from models.tables.queues import Inbox, InboxState, Job, JobState, Lane, Outbox, OutboxState
from sandbox.world.faults import Fault, FaultKind
from services.queues import outbox
from tests.issued import issue
from tests.town import Human, Town

CITY = "شهرداری مشهد"
MENU = "اقدام"
"""A word of what /tasks answers."""
pytestmark = pytest.mark.durable


def sends(town: Town, human: Human) -> int:
    """Return the number of tries to send something to somebody."""
    return sum(
        call.method == "sendMessage" and call.params.get("chat_id") == human.chat.id for call in town.world.transcript
    )


async def reachable(town: Town, human: Human) -> bool:
    async with town.app.db.read() as session:
        return bool(await session.scalar(select(Account.reachable).where(Account.user == human.user)))


@asynccontextmanager
async def _kept_by_another(town: Town) -> AsyncIterator[None]:
    """Hold a lock that lets no start through."""
    other = Database(town.database)
    async with other.write() as session:
        # A transaction of SQLite's that writes holds everything from its first statement on.
        await session.execute(
            text("SELECT 1" if other.sqlite else "LOCK TABLE facts, holidays IN ACCESS EXCLUSIVE MODE")
        )
        yield
    await other.close()


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a connection wait for 0.2 seconds where it waits for ten."""
    monkeypatch.setattr(sqlite_driver, "LOCK_TIMEOUT", 200)
    monkeypatch.setitem(database.PATIENCE["server_settings"], "lock_timeout", "200ms")


@pytest.mark.usefixtures("_impatient")
async def test_a_start_waits_for_a_database_that_is_locked(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await town.stop_bot()
    async with _kept_by_another(town):
        starting = asyncio.create_task(town.start_bot())
        await asyncio.sleep(2.0)
        assert not starting.done()
    await starting
    assert MENU in await sara.says("/tasks")


@pytest.mark.usefixtures("_impatient")
async def test_a_start_that_waited_in_vain_says_so_in_one_sentence(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await town.stop_bot()
    monkeypatch.setattr(app, "START_PATIENCE", 0.5)
    async with _kept_by_another(town):
        with pytest.raises(
            process_lock.InUseError, match=r"^The database lets nobody in: .*lock.* End what keeps it\.$"
        ):
            await town.start_bot()
        await town.app.stop()
    await town.start_bot()


@pytest.mark.parametrize(
    "fault", [{"kind": "too_many_requests", "retry_after": 2}, {"kind": "slow", "seconds": 2}], ids=["429", "slow"]
)
async def test_a_chat_that_has_to_wait_holds_up_no_other(town: Town, fault: dict[str, Any]) -> None:
    sara, ali = await town.representative_of(CITY), await town.member("علی کریمی", Role.DEPUTY, CITY)
    town.server.faults.add(Fault(method="sendMessage", chat_id=sara.chat.id, **fault))
    await sara.starts_saying("/tasks")
    await ali.starts_saying("/tasks")
    await town.world.wait_until(lambda: MENU in ali.sees())
    assert sara.sees() == ""
    await town.quiet()
    assert MENU in sara.sees()


@pytest.mark.parametrize("wait", [0, 1])
async def test_a_platform_that_asks_to_wait_has_tried_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch, wait: int
) -> None:
    """Twenty waits and one failure ended a message within seconds."""
    sara, ali = await town.representative_of(CITY), await town.member("علی کریمی", Role.DEPUTY, CITY)
    monkeypatch.setattr("bot.outbound.sender.TRIES", 1)
    faults = town.server.faults
    faults.add(Fault("too_many_requests", method="sendMessage", chat_id=sara.chat.id, retry_after=wait))
    faults.add(Fault("server_error", method="sendMessage", chat_id=sara.chat.id))
    await sara.starts_saying("/tasks")
    # Others are answered meanwhile, so that it is not the platform that fails.
    await ali.says("/tasks")
    await town.quiet()
    assert MENU in sara.sees()


async def test_a_chat_that_is_told_to_wait_for_years_is_asked_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara = await town.representative_of(CITY)
    monkeypatch.setattr("bot.outbound.sender.LONGEST_WAIT", 0.5)
    fault = Fault("too_many_requests", method="sendMessage", chat_id=sara.chat.id, retry_after=10**9)
    town.server.faults.add(fault)
    await sara.says("/tasks")
    assert MENU in sara.sees()


async def test_a_stop_waits_for_the_answers_under_way_and_repeats_none(town: Town) -> None:
    people = [await town.member(f"عضو {number}", Role.DEPUTY, CITY) for number in range(5)]
    before = [sends(town, human) for human in people]
    town.server.faults.add(Fault("slow", method="sendMessage", times=5, seconds=0.4))
    for human in people:
        await human.starts_saying("/tasks")
    await town.world.wait_until(lambda: [sends(town, human) for human in people] != before)
    await town.restart_bot()
    await town.quiet()
    assert [sends(town, human) for human in people] == [number + 1 for number in before]
    assert all(MENU in human.sees() for human in people)


async def test_a_stop_does_not_wait_for_ever(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.outbound.messenger.LAST_WAIT", 0.2)
    sara = await town.representative_of(CITY)
    before = sends(town, sara)
    town.server.faults.add(Fault("timeout_after_accept", method="sendMessage", chat_id=sara.chat.id, seconds=30))
    await sara.starts_saying("/tasks")
    await town.world.wait_until(lambda: sends(town, sara) > before)
    async with asyncio.timeout(10):
        await town.stop_bot()
    town.server.faults.clear()
    await town.start_bot()
    await town.quiet()
    assert MENU in sara.sees()


@pytest.mark.parametrize("kind", ["server_error", "drop", "html", "gateway"])
async def test_what_was_not_taken_is_sent_again(town: Town, kind: FaultKind) -> None:
    sara = await town.representative_of(CITY)
    before = len(sara.messages())
    town.server.faults.add(Fault(kind, method="sendMessage", chat_id=sara.chat.id))
    assert MENU in await sara.says("/tasks")
    assert len(sara.messages()) == before + 1


async def test_what_was_taken_without_a_word_comes_twice_at_most(town: Town) -> None:
    sara = await town.representative_of(CITY)
    before = len(sara.messages())
    town.server.faults.add(Fault("timeout_after_accept", method="sendMessage", chat_id=sara.chat.id, seconds=0.1))
    await sara.says("/tasks")
    assert len(sara.messages()) == before + 2
    await sara.says("/tasks")
    assert len(sara.messages()) == before + 3


@pytest.mark.parametrize("kind", ["blocked", "chat_not_found"])
async def test_who_cannot_be_reached_is_marked_and_the_others_are_reminded(town: Town, kind: FaultKind) -> None:
    sara, ali = await town.representative_of(CITY), await town.member("علی کریمی", Role.DEPUTY, CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    town.server.faults.add(Fault(kind, method="sendMessage", chat_id=ali.chat.id))
    await town.clock.to("1398-07-17 09:30")
    assert "مصوبهٔ ۷" in sara.everything()
    assert "مصوبهٔ ۷" not in ali.everything()
    assert not await reachable(town, ali)
    async with town.app.db.read() as session:
        ends = await session.execute(select(Outbox.state, Outbox.reason).where(Outbox.lane == Lane.REMINDER))
        assert sorted(state for state, _ in ends) == [OutboxState.FAILED, OutboxState.SENT]
    # Whoever speaks can be written to.
    assert "مصوبهٔ ۷" in await ali.says("/tasks")
    assert await reachable(town, ali)


async def test_a_message_that_meets_a_revoked_token_waits_for_a_new_one(town: Town) -> None:
    """Every error for an unknown token, none of which may count somebody as gone."""
    sara = await town.representative_of(CITY)
    before = len(sara.messages())
    town.server.faults.add(Fault("revoked", method="sendMessage"))
    town.server.faults.add(Fault("revoked", method="getMe"))
    assert MENU in await sara.says("/tasks")
    assert len(sara.messages()) == before + 1
    assert await reachable(town, sara)


@pytest.mark.only_on("telegram", reason="Bale tells no bot that somebody blocked it or let it in again")
async def test_who_blocked_the_bot_is_passed_over_until_it_is_let_in_again(town: Town) -> None:
    await town.representative_of(CITY)
    ali = await town.member("علی کریمی", Role.DEPUTY, CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    town.world.block(ali.chat)
    await town.quiet()
    tried = sends(town, ali)
    await town.clock.to("1398-07-17 09:30")
    assert sends(town, ali) == tried
    town.world.unblock(ali.chat)
    await town.quiet()
    await town.clock.to("1398-07-20 09:30")
    assert "مصوبهٔ ۷" in ali.everything()


@pytest.mark.only_on("bale", reason="Telegram tells the bot that somebody blocked it before anything is refused")
@pytest.mark.refused("blocked by the user")
async def test_who_is_found_to_have_blocked_the_bot_is_passed_over_until_they_write(town: Town) -> None:
    await town.representative_of(CITY)
    ali = await town.member("علی کریمی", Role.DEPUTY, CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    town.world.block(ali.chat)
    tried = sends(town, ali)
    await town.clock.to("1398-07-17 09:30")
    assert sends(town, ali) == tried + 1
    assert not await reachable(town, ali)
    await town.clock.to("1398-07-19 09:30")
    assert sends(town, ali) == tried + 1
    town.world.unblock(ali.chat)
    assert "اقدام" in await ali.says("/start")
    await town.clock.to("1398-07-20 09:30")
    assert "مصوبهٔ ۷" in ali.everything()


async def test_a_file_that_is_too_big_is_refused_by_name_and_the_report_goes_on(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.says("جدول تکمیل شد.")
    await sara.taps("رد کردن")
    town.server.faults.add(Fault("file_too_big", method="getFile"))
    seen = await sara.sends_file("منابع.xlsx", b"numbers")
    assert "منابع.xlsx" in seen
    assert "پرسش ۴ از ۴" in seen
    assert "۱ مورد" in await sara.sends_file("منابع.xlsx", b"numbers")


@pytest.mark.ci
@pytest.mark.parametrize("kind", ["server_error", "drop", "html"])
async def test_a_file_is_fetched_again_when_its_way_broke(town: Town, kind: FaultKind) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.says("جدول تکمیل شد.")
    await sara.taps("رد کردن")
    town.server.faults.add(Fault(kind, method="getFile"))
    assert "۱ مورد" in await sara.sends_file("منابع.xlsx", b"numbers")


async def test_a_malformed_update_is_kept_and_marked_and_the_line_goes_on(town: Town) -> None:
    sara = await town.representative_of(CITY)
    town.server.faults.add(Fault("malformed_update"))
    assert MENU in await sara.says("/tasks")
    async with town.app.db.read() as session:
        [kept] = await session.scalars(select(Inbox).where(Inbox.state == InboxState.UNREADABLE))
    assert kept.raw
    assert kept.error


async def test_an_update_that_comes_twice_is_answered_once(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await sara.says("/help")
    before = len(sara.messages())
    town.server.faults.add(Fault("duplicate_update"))
    await sara.says("/tasks")
    assert len(sara.messages()) == before + 1


@pytest.mark.parametrize("method", ["getUpdates", None])
@pytest.mark.parametrize("kind", ["server_error", "html"])
async def test_updates_are_asked_for_until_they_come(town: Town, kind: FaultKind, method: str | None) -> None:
    sara = await town.representative_of(CITY)
    town.server.faults.add(Fault(kind, method=method))
    assert MENU in await sara.says("/tasks")


async def test_a_platform_that_is_down_at_the_start_is_waited_for(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await town.stop_bot()
    town.server.faults.add(Fault("down", times=2))
    await town.start_bot()
    assert MENU in await sara.says("/tasks")


@pytest.mark.ci
async def test_a_database_that_is_away_for_a_while_ends_nothing_and_loses_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All work under way, also a picture that is being made."""
    ended: list[int] = []
    monkeypatch.setattr("signal.raise_signal", ended.append)
    maryam = await town.secretary()
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-16")
    await maryam.says("/status")
    maryam.starts_tapping("تصویر وضعیت")
    await until(town, JobState.RUNNING)
    refused = asyncio.Semaphore(0)

    def refuse(db: Database) -> Any:
        refused.release()
        raise ConnectionRefusedError

    with monkeypatch.context() as away:
        away.setattr(Database, "read", refuse)
        away.setattr(Database, "write", refuse)
        await maryam.starts_saying("/tasks")
        town.app.health.changed.set()
        for _ in range(20):
            await refused.acquire()
    await until(town, JobState.DONE)
    await town.quiet()
    assert not ended
    assert MENU in maryam.everything()
    assert "وضعیت پاسخ دستگاه‌ها، شنبه ۱۳ مهر" in maryam.everything()


async def until(town: Town, state: JobState) -> None:
    async with asyncio.timeout(30), town.app.db.read() as session:
        while await session.scalar(select(Job.state)) is not state:
            await session.rollback()
            await asyncio.sleep(0.01)


async def test_a_message_waits_no_longer_because_the_machine_s_clock_was_set_back(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara = await town.representative_of(CITY)
    now = time.time
    town.server.faults.add(Fault("too_many_requests", method="sendMessage", retry_after=2))
    await sara.starts_saying("/tasks")
    await town.taken_in()
    await asyncio.sleep(0.5)
    monkeypatch.setattr(time, "time", lambda: now() - 7200)
    await town.quiet()
    assert MENU in sara.sees()


async def test_a_wait_that_was_stored_by_another_clock_ends_after_a_restart(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "LONGEST_HINT", 0.5)
    sara = await town.representative_of(CITY)
    town.server.faults.add(Fault("too_many_requests", method="sendMessage", retry_after=7200))
    await sara.starts_saying("/tasks")
    await town.taken_in()
    for _ in range(500):
        async with town.app.db.read() as session:
            if await session.scalar(select(Outbox.retry_at).order_by(Outbox.id.desc()).limit(1)):
                break
        await asyncio.sleep(0.01)
    await town.restart_bot()
    await town.quiet()
    assert MENU in sara.sees()
