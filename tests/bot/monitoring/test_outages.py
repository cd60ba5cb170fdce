"""Outages of one platform: the other goes on, the owners are told once, and nothing is lost."""

import asyncio
from collections.abc import Callable
from typing import Any
from unittest.mock import ANY

import aiohttp
import pytest
from sqlalchemy import select, update

import bot.monitoring.health
import bot.monitoring.outages
from bot.inbound.file_fetcher import FILES_AT_ONCE
from domain.access.member import Role
from models.tables.meetings import Submission
from models.tables.people import Account
from models.tables.queues import Inbox, InboxState, Outbox, OutboxState, StoredFile
from sandbox.world.faults import Fault, FaultKind
from tests.issued import issue
from tests.town import PNG, Human, Town

CITY, RELIEF, CHAMBER = "شهرداری مشهد", "کمیتهٔ امداد", "اتاق بازرگانی"
NAMES = {"telegram": "تلگرام", "bale": "بله"}
OTHER = {"telegram": "bale", "bale": "telegram"}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell of outages after a moment, and try platforms again after another."""
    monkeypatch.setattr(bot.monitoring.health, "PATIENCE", 0.3)
    monkeypatch.setattr(bot.monitoring.health, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(bot.monitoring.health, "LONGEST_PAUSE", 0.1)
    monkeypatch.setattr(bot.monitoring.outages, "LOOK_EVERY", 0.05)


def takes_away(town: Town, platform: str, kind: FaultKind = "down") -> None:
    town.away.add(platform)
    town.server.faces[platform].faults.add(Fault(kind, times=None))


async def brings_back(town: Town, platform: str) -> None:
    town.server.faces[platform].faults.clear()
    town.away.discard(platform)
    await town.quiet()


async def until(true: Callable[[], object]) -> None:
    """Wait until something holds that no chat tells of."""
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come to hold")


async def call(town: Town, method: str, params: dict[str, Any]) -> None:
    """Call the Bot API as somebody else would."""
    url = f"{town.face.url}/bot{town.face.token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, json=params) as answer:
        assert (await answer.json())["ok"]


async def hears(human: Human, words: str, times: int = 1) -> None:
    """Wait until somebody's chat has some words so many times, and no more often after that."""
    await human.world.wait_until(lambda: human.everything().count(words) >= times)
    await human.town.quiet()
    assert human.everything().count(words) == times


@pytest.mark.parametrize("platform", NAMES)
@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("down", "پاسخی از آن نمی‌رسد"),
        ("html", "صفحهٔ فیلترینگ یا پراکسی"),
        ("revoked", "توکن باطل شده"),
    ],
    ids=["down", "html", "revoked"],
)
async def test_owners_hear_once_on_the_other_platform_also_across_a_restart(
    both: Town, platform: str, kind: FaultKind, reason: str
) -> None:
    owners = {name: await both.secretary(on=name) for name in NAMES}
    told = owners[OTHER[platform]]
    takes_away(both, platform, kind)
    await hears(told, reason)
    assert f"«{NAMES[platform]}»" in told.everything()
    assert "۱۳ مهر ۱۳۹۸، ساعت ۱۸:۰۰" in told.everything()
    await both.stop_bot()
    await both.start_bot()
    await told.says("/start")
    assert told.everything().count(reason) == 1
    await brings_back(both, platform)
    await hears(told, "برطرف شد")
    assert reason not in owners[platform].everything()


async def test_an_owner_with_one_account_hears_where_they_are_that_it_is_over(town: Town) -> None:
    maryam = await town.secretary()
    takes_away(town, town.face.name)
    await until(lambda: town.face.name in town.app.health.down)
    await maryam.starts_saying("/help")
    await brings_back(town, town.face.name)
    await hears(maryam, "برطرف شد")
    assert "برقرار نیست" not in maryam.everything()
    assert "ثبت از طرف دستگاه" in maryam.everything()


async def test_a_platform_that_comes_and_goes_is_told_of_once_an_hour(both: Town) -> None:
    maryam = await both.secretary(on="bale")
    for _ in range(3):
        takes_away(both, "telegram")
        await until(lambda: "telegram" in both.app.health.down)
        await brings_back(both, "telegram")
        await until(lambda: not both.app.health.failing("telegram"))
        await both.quiet()
    await hears(maryam, "برقرار نیست")
    await hears(maryam, "برطرف شد")
    await both.clock.to("1398-07-13 20:00")
    takes_away(both, "telegram")
    await hears(maryam, "برقرار نیست", times=2)


@pytest.mark.refused("Conflict")
async def test_owners_hear_that_another_program_takes_the_updates(town: Town) -> None:
    maryam = await town.secretary()
    await call(town, "setWebhook", {"url": "https://127.0.0.1:443/elsewhere"})
    # One that was left is removed, and the chat goes on; one that is set again is somebody's.
    await hears(maryam, "آن نشانی برداشته شد")
    assert await maryam.says("/help")
    await call(town, "setWebhook", {"url": "https://127.0.0.1:443/elsewhere"})
    await hears(maryam, "برنامهٔ دیگری با توکن همین ربات آن‌ها را دریافت می‌کند")
    assert town.app.health.down == set()
    await call(town, "deleteWebhook", {})
    await hears(maryam, "برطرف شد")


async def test_files_of_a_platform_that_gives_none_hold_up_no_other_platforms(both: Town) -> None:
    sara = await both.representative_of(CITY, on="bale")
    crowd = [both.person(f"همکار {n}", on="telegram") for n in range(FILES_AT_ONCE + 4)]
    both.away.add("telegram")
    both.server.faces["telegram"].faults.add(Fault("server_error", method="getFile", times=None))
    for human in crowd:
        human.world.send_files(human.chat, [("photo.png", PNG, "image/png")], kind="photo")
    await until(lambda: both.world.unconfirmed == 0)
    await sara.sends_photo()
    async with both.app.db.read() as session:
        waiting = list(await session.scalars(select(Inbox.platform).where(Inbox.state == InboxState.FETCHING)))
        assert await session.scalar(select(StoredFile.ids)) == {"bale:photo": ANY}
    assert waiting == ["telegram"] * len(crowd)
    await brings_back(both, "telegram")


def reminders(human: Human) -> int:
    return human.everything().count("یادآوری اقدام‌هایی که در انتظار پاسخ شماست")


async def linked(town: Town, human: Human, on: str) -> Human:
    """Link the same person's account on another platform; where they wrote last is where ``human`` is."""
    other = town.person(f"{human.chat.first_name} {human.chat.last_name}", on=on)
    await other.says("/start")
    async with town.app.db.write() as session:
        mine = await session.scalar(select(Account.person_id).where(Account.user == human.user))
        await session.execute(update(Account).where(Account.user == other.user).values(person_id=mine))
    await human.says("/start")
    return other


@pytest.mark.ci
@pytest.mark.parametrize("away", NAMES)
async def test_a_week_without_a_platform_loses_nothing_and_floods_nobody(both: Town, away: str) -> None:
    here = OTHER[away]
    maryam = await both.secretary(on=here)
    sara = await both.representative_of(CITY, on=away)
    ali = await both.representative_of(RELIEF, "علی کریمی", on=here)
    zahra = await both.representative_of(CHAMBER, "زهرا احمدی", on=away)
    reza = await both.member("رضا حسینی", Role.DEPUTY, CHAMBER, on=here)
    zahra_here = await linked(both, zahra, here)
    for number, due in ((7, "1398-07-17"), (8, "1398-07-20"), (9, "1398-07-21")):
        await issue(both, number, "جدول منابع تکمیل شود.", CITY, RELIEF, CHAMBER, due=due)
    await sara.says("/report")
    await sara.taps("مصوبهٔ ۷", "انجام شده")
    await sara.says("جدول شش محله تکمیل شد.")
    await sara.taps("رد کردن", "رد کردن")

    # Her report is on its way when the platform goes: the answer to it is not.
    face = both.server.faces[away]
    for method in ("sendMessage", "editMessageText", "answerCallbackQuery"):
        face.faults.add(Fault("down", method=method, times=None))
    sara.starts_tapping("ارسال")
    await face.world.wait_until(lambda: face.world.unconfirmed == 0)
    takes_away(both, away)
    await hears(maryam, "پاسخی از آن نمی‌رسد")
    before = {human: len(human.messages()) for human in (sara, zahra)}
    for day in (14, 15, 16, 17, 18, 19, 20):
        await both.clock.to(f"1398-07-{day} 09:30")
        if day == 15:
            await ali.says("/report")
            await ali.taps("مصوبهٔ ۷", "انجام شده")
            await ali.says("جدول دو محله تکمیل شد.")
            assert "شمارهٔ ۲ ثبت شد" in await ali.taps("رد کردن", "رد کردن", "ارسال")
        if day == 16:
            await both.stop_bot()
            await both.start_bot()
        if day == 17:
            await maryam.opens("بررسی گزارش‌ها")
            assert "پذیرفته شد" in await maryam.taps("پذیرش")
    assert reminders(ali) == 3
    assert reminders(zahra_here) == reminders(reza) == 3
    # What is older than a day is forgotten by some platforms, so that no bot could answer it.
    await sara.starts_saying("/tasks")
    await brings_back(both, away)
    await hears(maryam, "برطرف شد")

    assert sara.everything().count("شمارهٔ ۱ ثبت شد") == 1
    came = [message["text"] for message in sara.messages()[before[sara] :]]
    # What she asked and what waited for her are worked on beside each other; of the latter the order stands.
    tasks = next(n for n, message in enumerate(came) if "۲ اقدام در انتظار پاسخ شماست" in message)
    verdict, reminder = (message for n, message in enumerate(came) if n != tasks)
    assert "گزارش شمارهٔ ۱ شما دربارهٔ مصوبهٔ ۷، جلسهٔ ۵ بررسی و پذیرفته شد" in verdict
    assert "مصوبهٔ ۷" not in reminder
    assert "مصوبهٔ ۸، امروز" in reminder
    assert "مصوبهٔ ۹، فردا" in reminder
    assert len(zahra.messages()) == before[zahra]
    async with both.app.db.read() as session:
        reports = list(await session.scalars(select(Submission.obligation_id)))
        ends = (await session.execute(select(Outbox.state, Outbox.reason).distinct())).all()
    assert len(set(reports)) == len(reports) == 2
    assert set(ends) <= {(OutboxState.SENT, ""), (OutboxState.SKIPPED, "superseded"), (OutboxState.SKIPPED, "too old")}
