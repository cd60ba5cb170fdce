"""Messages out: their order, their lanes, edits that fold, and the platform's limiter."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

from bot.outbound.rate_limits import LONGEST_CLOSED, Bucket, RateLimiter
from bot.platforms.base import Capabilities
from domain.access.member import Role
from domain.chat.screens import File, Screen, T, Text
from models.tables.people import Account
from models.tables.queues import Lane, Outbox, OutboxState, StoredFile
from sandbox.world.actions import Call
from sandbox.world.faults import Fault
from services.messaging import outbox
from services.reminders import unsent_reminders
from tests.outgoing import post
from tests.town import Human, Town

CITY = "شهرداری مشهد"


def words(line: str) -> Screen:
    return Screen(Text("form.lines", {"lines": [line]}))


def made(town: Town, human: Human, *methods: str) -> list[Call]:
    """Return the calls that reached somebody's chat, oldest first."""
    return [
        call
        for call in town.world.transcript
        if call.method in methods and call.params.get("chat_id") == human.chat.id and call.answer and call.answer["ok"]
    ]


async def person_id(town: Town, human: Human) -> int:
    async with town.app.db.read() as session:
        found = await session.scalar(select(Account.person_id).where(Account.user == human.user))
    assert found
    return found


async def posted(town: Town, human: Human, line: str, lane: Lane = Lane.REMINDER) -> int:
    """Write a message to somebody and wait until it has arrived; return its row."""
    who = await person_id(town, human)
    async with town.app.db.write() as session:
        row = await post(session, who, words(line), town.clock.now(), lane=lane)
    town.app.messenger.wake()
    await town.quiet()
    assert row
    return row


async def amended(town: Town, row: int, lines: Sequence[str]) -> None:
    async with town.app.db.write() as session:
        for line in lines:
            await outbox.amend(session, row, words(line), town.clock.now())
    town.app.messenger.wake()
    await town.quiet()


async def ends(town: Town, *rows: int) -> list[tuple[str, str]]:
    async with town.app.db.read() as session:
        found = await session.execute(
            select(Outbox.state, Outbox.reason).where(Outbox.id.in_(rows)).order_by(Outbox.id)
        )
        return [(str(state), reason) for state, reason in found]


async def test_the_order_in_a_chat_holds_through_retries(town: Town) -> None:
    sara = await town.representative_of(CITY)
    town.server.faults.add(Fault("server_error", method="sendMessage", chat_id=sara.chat.id, times=2))
    now, who = town.clock.now(), await person_id(town, sara)
    async with town.app.db.write() as session:
        await outbox.write(session, [outbox.row(words(f"خط {place}"), now, person_id=who) for place in range(5)])
    town.app.messenger.wake()
    await town.quiet()
    assert [message["text"] for message in sara.messages()[-5:]] == [f"خط {place}" for place in range(5)]


async def test_a_reply_is_never_behind_a_broadcast(town: Town) -> None:
    sara, ali = await town.representative_of(CITY), await town.member("علی کریمی", Role.DEPUTY, CITY)
    now = town.clock.now()
    many = [outbox.row(words(f"پیام {place}"), now, chat=sara.user, lane=Lane.BROADCAST) for place in range(60)]
    reminder = outbox.row(words("یادآوری"), now, chat=ali.user, lane=Lane.REMINDER)
    reply = outbox.row(words("پاسخ"), now, chat=sara.user)
    async with town.app.db.write() as session:
        await outbox.write(session, [*many, reminder, reply])
    town.app.messenger.wake()
    await town.quiet()
    seen = [message["text"] for message in sara.messages()[-61:]]
    assert seen.index("پاسخ") == 0
    sent = [call.params["text"] for call in town.world.transcript if call.method == "sendMessage"]
    assert sent.index("یادآوری") < sent.index("پیام 3")


async def test_edits_of_one_message_fold_into_the_last(town: Town) -> None:
    sara = await town.representative_of(CITY)
    row = await posted(town, sara, "۱ گزارش تازه")
    await amended(town, row, ["۲ گزارش تازه", "۳ گزارش تازه", "۴ گزارش تازه"])
    assert [call.params["text"] for call in made(town, sara, "editMessageText")] == ["۴ گزارش تازه"]
    assert await ends(town, row + 1, row + 2, row + 3) == [
        ("skipped", "superseded"),
        ("skipped", "superseded"),
        ("sent", ""),
    ]


async def test_the_last_edit_wins_whatever_lane_it_is_in(town: Town) -> None:
    sara = await town.representative_of(CITY)
    row = await posted(town, sara, "۱ گزارش تازه")
    async with town.app.db.write() as session:
        await outbox.amend(session, row, words("۲ گزارش تازه"), town.clock.now())
        last = await outbox.amend(session, row, words("۳ گزارش تازه"), town.clock.now())
        await session.execute(update(Outbox).where(Outbox.id == last).values(lane=Lane.BROADCAST))
    town.app.messenger.wake()
    await town.quiet()
    assert sara.messages()[-1]["text"] == "۳ گزارش تازه"
    async with town.app.db.write() as session:
        await outbox.amend(session, row, words("۴ گزارش تازه"), town.clock.now())
        last = await outbox.amend(session, row, words("۵ گزارش تازه"), town.clock.now())
        await session.execute(update(Outbox).where(Outbox.id == last).values(lane=Lane.REPLY))
    town.app.messenger.wake()
    await town.quiet()
    assert sara.messages()[-1]["text"] == "۵ گزارش تازه"


async def test_an_edit_that_changes_nothing_is_not_sent(town: Town) -> None:
    sara = await town.representative_of(CITY)
    row = await posted(town, sara, "۱ گزارش تازه")
    await amended(town, row, ["۱ گزارش تازه"])
    assert made(town, sara, "editMessageText") == []
    assert await ends(town, row + 1) == [("sent", "unchanged")]


@pytest.mark.refused("message to edit not found", "message not found")
async def test_an_edit_of_a_message_that_is_gone_is_sent_as_a_new_one(town: Town) -> None:
    sara = await town.representative_of(CITY)
    row = await posted(town, sara, "۱ گزارش تازه")
    async with town.app.db.write() as session:
        await session.execute(update(Outbox).where(Outbox.id == row).values(message_id=999_999))
    await amended(town, row, ["۲ گزارش تازه"])
    assert sara.messages()[-1]["text"] == "۲ گزارش تازه"
    assert made(town, sara, "editMessageText") == []


@pytest.mark.refused("wrong file identifier")
async def test_a_file_goes_by_its_id_and_whole_where_that_is_not_known(town: Town) -> None:
    sara = await town.representative_of(CITY)
    digest = town.app.organisation.store.write(b"numbers")
    async with town.app.db.write() as session:
        ids = {"telegram:document": "of-another-bot"}
        await session.execute(insert(StoredFile).values(hash=digest, size=7, ids=ids, stored_at=town.clock.now()))
    for _ in range(2):
        async with town.app.db.write() as session:
            screen = Screen(T("menu.button"), file=File(digest, "منابع.xlsx"))
            await outbox.write(session, [outbox.row(screen, town.clock.now(), chat=sara.user)])
        town.app.messenger.wake()
        await town.quiet()
    whole, by_id = made(town, sara, "sendDocument")
    assert whole.params["document"] == {"name": "منابع.xlsx", "size": 7}
    assert isinstance(by_id.params["document"], str)


async def test_a_file_that_is_gone_from_the_store_ends_with_its_reason(town: Town) -> None:
    sara = await town.representative_of(CITY)
    screen = Screen(T("menu.button"), file=File("ab" * 32, "منابع.xlsx"))
    async with town.app.db.write() as session:
        await outbox.write(session, [outbox.row(screen, town.clock.now(), chat=sara.user)])
    town.app.messenger.wake()
    await town.quiet()
    async with town.app.db.read() as session:
        [row] = await session.scalars(select(Outbox).where(Outbox.state == OutboxState.FAILED))
    assert row.reason == "the file is not in the store"


async def test_an_outcome_that_can_not_be_recorded_stops_only_itself(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    ali = await town.member("علی کریمی", Role.DEPUTY, CITY)
    digest = town.app.organisation.store.write(b"numbers")

    async def broken(*_: object) -> None:
        raise LookupError

    monkeypatch.setattr("services.queues.files.remember_sent", broken)
    now = town.clock.now()
    async with town.app.db.write() as session:
        rows = [
            outbox.row(Screen(T("menu.button"), file=File(digest, "منابع.xlsx")), now, chat=sara.user),
            outbox.row(words("پاسخ"), now, chat=ali.user),
        ]
        written = await outbox.write(session, rows)
    town.app.messenger.wake()
    await town.quiet()
    assert await ends(town, *(row.id for row in written)) == [("failed", "the outcome can't be recorded"), ("sent", "")]
    assert "پاسخ" in ali.everything()
    assert "LookupError" in maryam.sees()
    monkeypatch.undo()
    assert "اقدام" in await sara.says("/tasks")


async def test_a_person_without_an_account_is_passed_over(town: Town) -> None:
    sara = await town.representative_of(CITY)
    async with town.app.db.write() as session:
        await session.execute(update(Account).where(Account.user == sara.user).values(reachable=False))
    row = await posted(town, sara, "یادآوری")
    assert await ends(town, row) == [("skipped", "no account can be reached")]


async def test_an_answer_to_a_tap_waits_before_it_is_tried_again(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await sara.says("/start")
    town.server.faults.add(Fault("server_error", method="answerCallbackQuery", times=None))
    sara.starts_tapping(sara.buttons()[0])
    await town.world.wait_until(lambda: not town.world.unconfirmed)
    await asyncio.sleep(0.5)
    async with town.app.db.read() as session:
        [tries] = await session.scalars(select(Outbox.attempts).where(Outbox.callback_id != ""))
    assert tries == 1
    town.server.faults.clear()
    await town.quiet()


CAN = Capabilities(
    download_limit=1, upload_limit=1, per_second=30, chat_burst=5, chat_per_second=1, group_per_minute=20
)


def test_two_refused_chats_wait_alone_and_three_within_a_second_stop_the_platform() -> None:
    limiter = RateLimiter(CAN)
    for chat in ("telegram:1", "telegram:1", "telegram:2"):
        limiter.slow_down(chat, 30)
    assert limiter.wait("telegram:1") > 29
    assert limiter.wait("telegram:3") == 0
    limiter.slow_down("telegram:3", 40)
    assert limiter.wait("telegram:4") > 39
    assert limiter.closed


def test_chats_that_have_to_wait_for_a_day_stop_the_others_for_a_minute() -> None:
    limiter = RateLimiter(CAN)
    for chat in range(3):
        limiter.slow_down(f"telegram:{chat}", 86_400)
    assert limiter.wait("telegram:3") <= LONGEST_CLOSED
    assert limiter.wait("telegram:2") > LONGEST_CLOSED


def test_groups_that_have_to_wait_wait_alone() -> None:
    limiter = RateLimiter(CAN)
    for chat in range(10):
        limiter.slow_down(f"telegram:-{chat}", 30)
    assert limiter.wait("telegram:-3") > 29
    assert limiter.wait("telegram:1") == 0


def test_chats_that_were_too_fast_themselves_wait_alone() -> None:
    limiter = RateLimiter(CAN)
    for chat in range(5):
        for _ in range(5):
            limiter.take(f"telegram:{chat}")
        limiter.slow_down(f"telegram:{chat}", 30)
    assert limiter.wait("telegram:3") > 29
    assert limiter.closed_until == 0


def test_a_chat_has_its_burst_and_a_group_its_own_rate() -> None:
    limiter = RateLimiter(CAN)
    for _ in range(5):
        assert limiter.wait("telegram:1") == 0
        limiter.take("telegram:1")
    assert 0 < limiter.wait("telegram:1") <= 1
    for _ in range(5):
        limiter.take("telegram:-1")
    assert limiter.wait("telegram:-1") > 2


def test_chats_that_are_rested_are_forgotten() -> None:
    limiter = RateLimiter(CAN)
    limiter.wait("telegram:1")
    limiter.take("telegram:2")
    limiter.slow_down("telegram:3", 30)
    limiter.forget_idle()
    assert set(limiter.chats) == {"telegram:2"}
    assert set(limiter.paused) == {"telegram:3"}


@given(
    rate=st.floats(0.1, 50),
    burst=st.integers(1, 40),
    waits=st.lists(st.floats(0, 5), max_size=60),
)
def test_no_stretch_of_time_lets_more_through_than_its_rate_and_one_burst(
    rate: float, burst: int, waits: list[float]
) -> None:
    now = 0.0
    bucket = Bucket(rate, burst, lambda: now)
    taken = list[float]()
    for wait in waits:
        now += wait
        while bucket.wait() == 0:
            bucket.take()
            taken.append(now)
    for first in range(len(taken)):
        for last in range(first, len(taken)):
            assert last - first + 1 <= burst + (taken[last] - taken[first]) * rate + 1e-3


@given(rate=st.floats(0.1, 50), burst=st.integers(1, 40))
def test_after_the_wait_that_it_tells_a_token_is_there(rate: float, burst: int) -> None:
    now = 0.0
    bucket = Bucket(rate, burst, lambda: now)
    for _ in range(burst):
        bucket.take()
    now += bucket.wait()
    assert bucket.wait() == pytest.approx(0)


async def test_who_waits_for_an_answer_that_is_never_taken_is_told_with_an_id(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    broken = [
        outbox.row(Screen(T("no.such_key")), town.clock.now(), chat=sara.user),
        outbox.row(Screen(T("no.such_key")), town.clock.now(), chat=sara.user, lane=Lane.BROADCAST),
    ]
    async with town.app.db.write() as session:
        await outbox.write(session, broken)
    town.app.messenger.wake()
    await town.quiet()
    apologies = [message["text"] for message in sara.messages() if "پاسخ‌های شما محفوظ است" in message["text"]]
    assert len(apologies) == 1
    assert sara.messages()[-1]["text"] == apologies[0]
    assert sum("در برنامه خطایی رخ داد" in message["text"] for message in maryam.messages()) == 1


async def test_a_message_that_alone_never_arrives_is_given_up_while_others_do(town: Town) -> None:
    sara, reza = await town.representative_of(CITY), await town.member("رضا کریمی", Role.DEPUTY, CITY)
    town.server.faults.add(Fault(kind="server_error", method="sendMessage", chat_id=sara.chat.id, times=1))
    who = await person_id(town, sara)
    async with town.app.db.write() as session:
        row = await post(session, who, words("خبر"), town.clock.now())
        # As after a quarter of an hour of tries.
        await session.execute(update(Outbox).where(Outbox.id == row).values(attempts=20))
    await posted(town, reza, "خبر")
    town.app.messenger.wake()
    await town.quiet()
    async with town.app.db.read() as session:
        ended = await session.get_one(Outbox, row)
    assert ended.state is OutboxState.FAILED
    assert ended.reason.startswith("given up")


async def test_a_notice_that_is_still_waiting_when_night_falls_comes_in_the_morning(town: Town) -> None:
    """A notice that an outage kept: when it was written, nothing held it back."""
    sara = await town.representative_of(CITY)
    await town.clock.to("1398-07-20 22:30")
    row = await posted(town, sara, "مهلت تغییر کرد")
    assert "مهلت تغییر کرد" not in sara.everything()
    assert await ends(town, row) == [("pending", "")]
    await town.clock.to("1398-07-21 07:00")
    assert "مهلت تغییر کرد" in sara.everything()


async def test_a_reminder_of_an_earlier_day_is_left_to_the_tick(town: Town) -> None:
    sara = await town.representative_of(CITY)
    who = await person_id(town, sara)
    await town.clock.to("1398-07-20 10:00")
    yesterday = town.clock.now() - timedelta(days=1)
    async with town.app.db.write() as session:
        held_up = outbox.row(
            words("یادآوری"), yesterday, person_id=who, lane=Lane.REMINDER, group_key=unsent_reminders.group_key(who)
        )
        await outbox.write(session, [held_up])
    town.app.messenger.wake()
    await town.quiet()
    assert "یادآوری" not in sara.everything()
    await town.clock.to("1398-07-20 10:05")
    async with town.app.db.read() as session:
        assert list(
            await session.scalars(select(Outbox.state).where(Outbox.group_key == unsent_reminders.group_key(who)))
        ) == [OutboxState.SKIPPED]


async def test_what_was_taken_back_while_it_was_tried_is_not_tried_again(town: Town) -> None:
    sara = await town.representative_of(CITY)
    who = await person_id(town, sara)
    before = len(made(town, sara, "sendMessage"))
    fault = Fault("timeout_after_accept", method="sendMessage", chat_id=sara.chat.id, seconds=1)
    town.server.faults.add(fault)
    async with town.app.db.write() as session:
        row = await post(session, who, words("مهلت"), town.clock.now(), group_key="deadline:1")
    town.app.messenger.wake()
    for _ in range(500):
        if not fault.times:
            break
        await asyncio.sleep(0.01)
    async with town.app.db.write() as session:
        await outbox.cancel(session, ["deadline:1"], "superseded")
    # A later message to the chat goes only after the outcome of this one.
    await posted(town, sara, "سلام")
    assert row
    assert await ends(town, row) == [("skipped", "superseded")]
    assert len(made(town, sara, "sendMessage")) <= before + 1
