"""Messages on two platforms: each goes to the right one, once, and one that is down holds up nobody."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select, update

import bot.monitoring.health
from bot.outbound.circuit_breaker import LONGEST_PAUSE, SEVERAL, CircuitBreaker
from bot.outbound.sender import AT_ONCE, WINDOW
from bot.platforms.bale import Bale
from bot.platforms.base import Rejected
from domain.access.member import Role
from domain.chat.screens import Button, File, Screen, T, Tap
from models.tables.people import Account, Person
from models.tables.queues import Operation, Outbox, OutboxState
from sandbox.world.faults import Fault, FaultKind
from services.messaging import outbox
from services.queues.routing import SLICE, choose, platform_of
from tests import outgoing
from tests.bot.linked import on_both, person_id, post, words
from tests.town import PNG, Human, Town

CITY = "شهرداری مشهد"


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count a platform as down as soon as it was seen to fail."""
    monkeypatch.setattr(bot.monitoring.health, "PATIENCE", 0.1)
    monkeypatch.setattr(bot.monitoring.health, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(bot.monitoring.health, "LONGEST_PAUSE", 0.1)


def fail(town: Town, platform: str, kind: FaultKind = "html", **where: Any) -> Fault:
    fault = Fault(kind, times=where.pop("times", None), **where)
    town.server.faces[platform].faults.add(fault)
    return fault


async def until(happened: Callable[[], object]) -> None:
    """Wait until ``happened``, of which no chat tells; it may query the database."""
    async with asyncio.timeout(20):
        while not (await found if isinstance(found := happened(), Awaitable) else found):  # noqa: ASYNC110 - as it says
            await asyncio.sleep(0.02)


async def is_down(town: Town, platform: str) -> None:
    await until(lambda: platform in town.app.health.down)


async def ended(town: Town, *rows: int) -> list[Outbox]:
    async with asyncio.timeout(20):
        while True:
            async with town.app.db.read() as session:
                found = list(await session.scalars(select(Outbox).where(Outbox.id.in_(rows)).order_by(Outbox.id)))
            if all(row.state is not OutboxState.PENDING for row in found):
                return found
            await asyncio.sleep(0.02)


def heard(line: str, *humans: Human) -> list[int]:
    """Return the number of times that each has a line in the chat."""
    return [human.everything().count(line) for human in humans]


async def wish(town: Town, human: Human, platform: str) -> None:
    who = await person_id(town, human)
    async with town.app.db.write() as session:
        await session.execute(update(Person).where(Person.id == who).values(settings={"messages_on": platform}))


async def test_a_message_goes_where_its_person_was_last_or_wishes_it(both: Town) -> None:
    sara, on_bale = await on_both(both, CITY)
    await ended(both, *await post(both, sara, "مهلت نزدیک است"))
    assert heard("مهلت نزدیک است", sara, on_bale) == [0, 1]
    await wish(both, sara, "telegram")
    await ended(both, *await post(both, sara, "مهلت امروز است"))
    assert heard("مهلت امروز است", sara, on_bale) == [1, 0]
    await wish(both, sara, "eitaa")
    await ended(both, *await post(both, sara, "مهلت گذشت"))
    assert heard("مهلت گذشت", sara, on_bale) == [0, 1]


async def test_who_can_not_be_reached_on_one_platform_is_told_on_the_other(both: Town) -> None:
    sara, on_bale = await on_both(both, CITY)
    fail(both, "bale", "blocked", chat_id=on_bale.chat.id)
    [row] = await ended(both, *await post(both, sara, "مهلت نزدیک است"))
    assert heard("مهلت نزدیک است", sara, on_bale) == [1, 0]
    assert (row.state, row.chat, row.platform) == (OutboxState.SENT, sara.user, "telegram")
    async with both.app.db.read() as session:
        reachable = {row.user: row.reachable for row in await session.execute(select(Account.user, Account.reachable))}
    assert (reachable[sara.user], reachable[on_bale.user]) == (True, False)
    fail(both, "telegram", "blocked", chat_id=sara.chat.id)
    [row] = await ended(both, *await post(both, sara, "مهلت امروز است"))
    assert row.state is OutboxState.FAILED
    assert "blocked" in row.reason


@pytest.mark.usefixtures("_impatient")
async def test_what_waits_for_a_platform_that_is_down_goes_to_the_other_and_never_to_both(both: Town) -> None:
    sara, on_bale = await on_both(both, CITY)
    fail(both, "bale")
    await is_down(both, "bale")
    lines = [f"خبر {place}" for place in range(5)]
    await ended(both, *await post(both, sara, *lines))
    assert [heard(line, sara, on_bale) for line in lines] == [[1, 0]] * 5
    both.server.faces["bale"].faults.clear()
    await both.quiet()
    assert [heard(line, sara, on_bale) for line in lines] == [[1, 0]] * 5


@pytest.mark.usefixtures("_impatient")
async def test_what_was_refused_for_certain_goes_to_the_other_platform_once_that_one_is_down(both: Town) -> None:
    sara, on_bale = await on_both(both, CITY)
    fail(both, "bale", method="sendMessage")
    [row] = await post(both, sara, "مهلت نزدیک است")
    await until(partial(tries, both, row))
    assert heard("مهلت نزدیک است", sara, on_bale) == [0, 0]
    fail(both, "bale")
    await ended(both, row)
    assert heard("مهلت نزدیک است", sara, on_bale) == [1, 0]


def refused(town: Town) -> list[Any]:
    """Return the messages that Telegram did not take."""
    return [call for call in calls(town, "telegram", "sendMessage") if call.fault]


async def tries(town: Town, row: int) -> int:
    async with town.app.db.read() as session:
        return int(await session.scalar(select(Outbox.attempts).where(Outbox.id == row)) or 0)


async def test_half_a_letter_in_one_platform_s_refusal_holds_up_nobody_on_the_other(
    both: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    reza = await both.member("رضا کریمی", Role.DEPUTY, CITY, on="bale")
    sara = await both.representative_of(CITY)

    async def refuse(*_: Any) -> None:
        raise Rejected("Bad Request: \ud83d\0")

    monkeypatch.setattr(Bale, "send", refuse)
    [broken] = await ended(both, *await post(both, reza, "مهلت نزدیک است"))
    assert broken.reason == "Bad Request: ?"
    await ended(both, *await post(both, sara, "مهلت نزدیک است"))
    assert heard("مهلت نزدیک است", sara, reza) == [1, 0]


@pytest.mark.usefixtures("_impatient")
async def test_what_may_have_arrived_is_not_sent_to_the_other_platform(both: Town) -> None:
    sara, on_bale = await on_both(both, CITY)
    fail(both, "bale", "timeout_after_accept", method="sendMessage", times=1, seconds=0.2)
    [row] = await post(both, sara, "مهلت نزدیک است")
    await until(partial(tries, both, row))
    fail(both, "bale")
    await is_down(both, "bale")
    # One that was never tried passes by it.
    await ended(both, *await post(both, sara, "مهلت امروز است"))
    assert heard("مهلت نزدیک است", sara, on_bale) == [0, 1]
    both.server.faces["bale"].faults.clear()
    await ended(both, row)
    assert heard("مهلت نزدیک است", sara) == [0]


async def test_what_is_on_its_way_to_one_platform_is_not_given_to_the_other(both: Town) -> None:
    """An account that is unlinked from its person while a message is on its way."""
    sara, on_bale = await on_both(both, CITY)
    fault = fail(both, "bale", "slow", method="sendMessage", times=1, seconds=1)
    [row] = await post(both, sara, "مهلت نزدیک است")
    await until(lambda: not fault.times)
    await wish(both, sara, "telegram")
    async with both.app.db.write() as session:
        await session.execute(update(Outbox).where(Outbox.id == row).values(platform=""))
    both.app.messenger.wake()
    await ended(both, row)
    await both.quiet()
    assert heard("مهلت نزدیک است", sara, on_bale) == [0, 1]


async def test_a_change_goes_where_its_message_is(both: Town) -> None:
    sara, on_bale = await on_both(both, CITY)
    [row] = await ended(both, *await post(both, sara, "۱ گزارش تازه"))
    await wish(both, sara, "telegram")
    async with both.app.db.write() as session:
        await outbox.amend(session, row.id, words("۲ گزارش تازه"), both.clock.now())
    both.app.messenger.wake()
    await both.quiet()
    assert on_bale.messages()[-1]["text"] == "۲ گزارش تازه"
    assert heard("گزارش تازه", sara) == [0]


@pytest.mark.usefixtures("_impatient")
async def test_a_change_follows_its_message_to_the_other_platform(both: Town) -> None:
    sara, on_bale = await on_both(both, CITY)
    fail(both, "bale")
    await is_down(both, "bale")
    # More than are looked at together wait before them.
    before = [outbox.row(words("پاسخ"), both.clock.now(), chat=on_bale.user) for _ in range(WINDOW + 1)]
    async with both.app.db.write() as session:
        await outbox.write(session, before)
    [row] = await post(both, sara, "۱ گزارش تازه")
    async with both.app.db.write() as session:
        await session.execute(update(Outbox).where(Outbox.id == row).values(platform="bale"))
        await outbox.amend(session, row, words("۲ گزارش تازه"), both.clock.now())
    await ended(both, row, row + 1)
    assert sara.messages()[-1]["text"] == "۲ گزارش تازه"
    assert heard("گزارش تازه", on_bale) == [0]


@pytest.mark.ci
@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize(
    ("kind", "method"), [("server_error", None), ("server_error", "sendMessage"), ("revoked", None)]
)
async def test_thousands_that_wait_for_a_dead_platform_hold_up_no_reply_on_the_other(
    both: Town, kind: FaultKind, method: str | None
) -> None:
    sara, ali = await both.representative_of(CITY), await both.member("علی کریمی", Role.DEPUTY, CITY, on="bale")
    world = both.server.faces["telegram"].world
    others = [world.add_person("علی", str(place)) for place in range(40)]
    for chat in others:
        world.say(chat, "سلام")
    await both.quiet()
    both.away.add("telegram")
    fail(both, "telegram", kind, method=method)
    now = both.clock.now()
    chats = [sara.user, *(f"telegram:{chat.id}" for chat in others)]
    waiting = [outbox.row(words("خبر"), now, chat=chat) for _ in range(50) for chat in chats]
    async with both.app.db.write() as session:
        await session.execute(insert(Outbox), waiting)
    for place in range(20):
        async with both.app.db.write() as session:
            await outbox.write(session, [outbox.row(words(f"پاسخ {place}."), now, chat=ali.user)])
        both.app.messenger.wake()
        await both.quiet()
        assert heard(f"پاسخ {place}.", ali) == [1]
    # It is tried now and then, and its thousands are left alone.
    await both.world.wait_until(lambda: refused(both))
    assert len(refused(both)) <= AT_ONCE
    both.server.faces["telegram"].faults.clear()
    both.away.clear()
    await both.world.wait_until(lambda: heard("خبر", sara) == [50], within=20)


@pytest.mark.usefixtures("_impatient")
async def test_a_platform_that_comes_back_gets_what_waited_in_its_order(both: Town) -> None:
    sara, reza = await both.representative_of(CITY), await both.member("رضا کریمی", Role.DEPUTY, CITY)
    both.away.add("telegram")
    fail(both, "telegram")
    await is_down(both, "telegram")
    lines = [f"خبر {place}." for place in range(30)]
    for human in (sara, reza):
        await post(both, human, *lines)
    await both.quiet()
    both.server.faces["telegram"].faults.clear()
    both.away.clear()
    await both.quiet()
    for human in (sara, reza):
        assert [message["text"] for message in human.messages()[-30:]] == lines


async def test_a_platform_that_answers_again_is_written_to_at_once(both: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.outbound.circuit_breaker.SHORTEST_PAUSE", 1000.0)
    monkeypatch.setattr(bot.monitoring.health, "FIRST_PAUSE", 0.05)
    members = [await both.member(f"رضا {place}", Role.DEPUTY, CITY) for place in "ابپت"]
    fail(both, "telegram", "server_error")
    both.away.add("telegram")
    people = [await person_id(both, human) for human in members]
    async with both.app.db.write() as session:
        for person in people:
            await outgoing.post(session, person, words("خبر"), both.clock.now())
    both.app.messenger.wake()
    # All are under way when the platform is found not to answer: the last to fail is put off as what then tries it.
    await until(lambda: len(refused(both)) > SEVERAL and both.app.health.failing("telegram"))
    both.server.faces["telegram"].faults.clear()
    both.away.clear()
    await both.quiet()
    assert heard("خبر", *members) == [1] * len(members)


async def test_what_is_for_a_platform_that_is_taken_out_of_the_settings_waits_until_it_is_back(both: Town) -> None:
    sara, ali = await both.representative_of(CITY), await both.member("علی کریمی", Role.DEPUTY, CITY, on="bale")
    await both.stop_bot()
    configured, both.config = both.config, lambda: configured().model_copy(update={"bale": None})  # type: ignore[method-assign]
    both.away.add("bale")
    await both.start_bot()
    now = both.clock.now()
    async with both.app.db.write() as session:
        await outbox.write(session, [outbox.row(words("پاسخ"), now, chat=ali.user)])
    await post(both, ali, "مهلت نزدیک است")
    await post(both, sara, "مهلت نزدیک است")
    await both.quiet()
    await both.clock.to("1398-08-02")
    assert heard("مهلت نزدیک است", sara, ali) == [1, 0]
    await both.stop_bot()
    both.config = configured  # type: ignore[method-assign]
    both.away.clear()
    await both.start_bot()
    await both.clock.to("1398-08-02 09:30")
    assert [heard(line, ali) for line in ("مهلت نزدیک است", "پاسخ")] == [[1], [1]]


async def test_what_waits_for_a_platform_that_stays_away_ends_with_its_reason(town: Town) -> None:
    gone = "bale:1001" if town.face.name == "telegram" else "telegram:1001"
    async with town.app.db.write() as session:
        await outbox.write(session, [outbox.row(words("پاسخ"), town.clock.now(), chat=gone)])
    await town.stop_bot()
    await town.start_bot()
    await town.quiet()
    await town.clock.to("1398-08-14")
    async with town.app.db.read() as session:
        [row] = await session.scalars(select(Outbox).where(Outbox.chat == gone))
    assert (row.state, row.reason) == (OutboxState.SKIPPED, "no account can be reached")


async def test_what_waits_for_the_morning_of_somebody_who_is_gone_holds_up_nobody(both: Town) -> None:
    sara, gone = await both.member("سارا", Role.DEPUTY, CITY), await both.member("رضا", Role.DEPUTY, CITY)
    reza = await person_id(both, gone)
    now = both.clock.now()
    morning = now + timedelta(hours=12)
    waiting = [outbox.row(words("خبر"), now, person_id=reza, not_before=morning) for _ in range(SLICE + 1)]
    async with both.app.db.write() as session:
        await session.execute(update(Account).where(Account.person_id == reza).values(reachable=False))
        await outbox.write(session, waiting)
    await ended(both, *await post(both, sara, "مهلت نزدیک است"))
    assert heard("مهلت نزدیک است", sara) == [1]
    async with both.app.db.read() as session:
        assert set(await session.scalars(select(Outbox.state).where(Outbox.not_before == morning))) == {
            OutboxState.PENDING
        }


async def test_an_answer_to_a_tap_that_no_client_shows_any_more_is_not_sent(both: Town) -> None:
    sara = await both.representative_of(CITY)
    await sara.says("/start")
    fail(both, "telegram", "server_error", method="answerCallbackQuery")
    sara.starts_tapping(sara.buttons()[0])
    await both.world.wait_until(lambda: not both.world.unconfirmed)
    await until(partial(toasts, both))
    await both.clock.to("1398-07-13 18:01")
    [(state, reason)] = await toasts(both)
    assert (state, reason) == (OutboxState.SKIPPED, "too old")


async def toasts(town: Town) -> list[tuple[OutboxState, str]]:
    async with town.app.db.read() as session:
        rows = await session.execute(
            select(Outbox.state, Outbox.reason).where(Outbox.operation == Operation.TOAST, Outbox.attempts > 0)
        )
        return [(row.state, row.reason) for row in rows]


async def test_a_client_that_shows_no_toast_gets_its_words_as_a_message(both: Town) -> None:
    sara = await both.representative_of(CITY, on="bale")
    sara.chat.old_client = True
    await sara.says("/start")
    before = len(sara.messages())
    await tap_twice_on_what_is_gone(both, sara)
    assert len(sara.messages()) > before
    assert all(not call.params.get("text") for call in calls(both, "bale", "answerCallbackQuery"))


async def tap_twice_on_what_is_gone(town: Town, human: Human) -> None:
    """Tap a second time on «ارسال», which is answered by a toast alone."""
    stale = Screen(T("menu.button"), ((Button(T("menu.button"), Tap("f", 999, 0, "send")),),))
    async with town.app.db.write() as session:
        await outbox.write(session, [outbox.row(stale, town.clock.now(), chat=human.user)])
    town.app.messenger.wake()
    await town.quiet()
    await human.taps(human.buttons()[0])


def calls(town: Town, platform: str, method: str) -> list[Any]:
    return [call for call in town.server.faces[platform].world.transcript if call.method == method]


@pytest.mark.parametrize(("platform", "replaced"), [("telegram", False), ("bale", True)])
async def test_a_file_takes_the_place_of_a_message(both: Town, platform: str, replaced: bool) -> None:
    sara = await both.representative_of(CITY, on=platform)
    [row] = await ended(both, *await post(both, sara, "تصویر آماده می‌شود"))
    picture = Screen(T("menu.button"), file=File(both.app.organisation.store.write(PNG), "وضعیت.png", "photo"))
    count = len(sara.messages())
    async with both.app.db.write() as session:
        await outbox.amend(session, row.id, picture, both.clock.now())
    both.app.messenger.wake()
    await both.quiet()
    assert len(sara.messages()) == count
    assert "تصویر آماده می‌شود" not in sara.everything()
    assert bool(calls(both, platform, "deleteMessage")) == replaced
    assert [call.params["action"] for call in calls(both, platform, "sendChatAction")] == ["upload_photo"]
    # What is said there next takes the picture's place.
    async with both.app.db.write() as session:
        await outbox.amend(session, row.id + 1, words("۱ گزارش تازه"), both.clock.now())
    both.app.messenger.wake()
    await both.quiet()
    assert heard("۱ گزارش تازه", sara) == [1]


CHATS = st.lists(st.sampled_from(["telegram:1", "bale:2", "eitaa:3"]), unique=True)


@given(
    chats=CHATS,
    wished=st.sampled_from([None, "telegram", "bale", "eitaa", 7]),
    down=st.sets(st.sampled_from(["telegram", "bale", "eitaa"])),
)
def test_the_choice_of_an_account(chats: list[str], wished: object, down: set[str]) -> None:
    chosen = choose(chats, wished, down)
    up = [chat for chat in chats if platform_of(chat) not in down]
    if not chats:
        assert chosen == ""
    elif up:
        assert chosen in [chat for chat in up if platform_of(chat) == wished] or chosen == up[-1]
        assert platform_of(chosen) == wished or wished not in [platform_of(chat) for chat in up]
    else:
        assert chosen == chats[-1]


def test_one_chat_that_fails_is_no_outage_and_several_are() -> None:
    breaker = CircuitBreaker(lambda: 0.0)
    for _ in range(50):
        breaker.record_failure("telegram:1")
    assert not breaker.open
    breaker.record_failure("telegram:2")
    breaker.record_failure("telegram:3")
    assert breaker.open


def test_what_met_a_dead_platform_lets_others_try_it_and_waits_no_longer_when_it_answers() -> None:
    breaker = CircuitBreaker(lambda: 0.0)
    breaker.trip()
    breaker.defer(7)
    assert (breaker.deferred_for(7) > breaker.pause, breaker.deferred_for(8)) == (True, 0)
    breaker.close()
    assert breaker.deferred_for(7) == 0


@given(waits=st.lists(st.floats(0, 200), max_size=50))
def test_a_dead_platform_is_tried_ever_more_seldom_and_for_ever(waits: list[float]) -> None:
    now = 0.0
    breaker = CircuitBreaker(lambda: now)
    breaker.trip()
    tried = list[float]()
    for wait in [*waits, *[LONGEST_PAUSE] * 3]:
        now += wait
        if not breaker.wait():
            tried.append(now)
            breaker.record_probe()
    gaps = [later - earlier for earlier, later in pairwise(tried)]
    assert all(gap >= min(2**place, LONGEST_PAUSE) - 1e-6 for place, gap in enumerate(gaps))
    assert now - tried[-1] <= LONGEST_PAUSE
