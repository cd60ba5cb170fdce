"""A platform goes away: the other one goes on as before, the owners hear of it once, and nothing is lost."""

import pytest
from sqlalchemy import select, update

import bot.health
import bot.outages
from domain.people import Role
from models.meetings import Submission
from models.people import Account
from models.transit import Outbox, OutboxState
from sandbox.faults import Fault, Kind
from tests.notified import notify
from tests.town import Human, Town

CITY, RELIEF, CHAMBER = "شهرداری مشهد", "کمیتهٔ امداد", "اتاق بازرگانی"
NAMES = {"telegram": "تلگرام", "bale": "بله"}
OTHER = {"telegram": "bale", "bale": "telegram"}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outages that are told after a moment, and platforms that are asked again after another."""
    monkeypatch.setattr(bot.health, "PATIENCE", 0.3)
    monkeypatch.setattr(bot.health, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(bot.health, "LONGEST_PAUSE", 0.1)
    monkeypatch.setattr(bot.outages, "LOOK_EVERY", 0.05)


def takes_away(town: Town, platform: str, kind: Kind = "down") -> None:
    town.away.add(platform)
    town.server.faces[platform].faults.add(Fault(kind, times=None))


async def brings_back(town: Town, platform: str) -> None:
    town.server.faces[platform].faults.clear()
    town.away.discard(platform)
    await town.quiet()


async def hears(human: Human, words: str, times: int = 1) -> None:
    """Waits until somebody's chat has some words so many times, and no more often after that."""
    await human._world.settled(lambda: human.everything().count(words) >= times)
    await human._town.quiet()
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
    both: Town, platform: str, kind: Kind, reason: str
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


def reminders(human: Human) -> int:
    return human.everything().count("یادآوری اقدام‌هایی که در انتظار پاسخ شماست")


async def linked(town: Town, human: Human, on: str) -> Human:
    """The same person's account on another platform; where they wrote last is where ``human`` is."""
    other = town.person(f"{human.chat.first_name} {human.chat.last_name}", on=on)
    await other.says("/start")
    async with town.app.db.write() as session:
        mine = await session.scalar(select(Account.person_id).where(Account.user == human.user))
        await session.execute(update(Account).where(Account.user == other.user).values(person_id=mine))
    await human.says("/start")
    return other


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
        await notify(both, number, "جدول منابع تکمیل شود.", CITY, RELIEF, CHAMBER, due=due)
    await sara.says("/report")
    await sara.taps("مصوبهٔ ۷", "انجام شده")
    await sara.says("جدول شش محله تکمیل شد.")
    await sara.taps("رد کردن", "رد کردن")

    # Her report is on its way when the platform goes: the answer to it is not.
    face = both.server.faces[away]
    for method in ("sendMessage", "editMessageText", "answerCallbackQuery"):
        face.faults.add(Fault("down", method=method, times=None))
    sara.starts_tapping("ارسال")
    await face.world.settled(lambda: face.world.unconfirmed == 0)
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
    tasks, verdict, reminder = (message["text"] for message in sara.messages()[before[sara] :])
    assert "۲ اقدام در انتظار پاسخ شماست" in tasks
    assert "گزارش شمارهٔ ۱ شما دربارهٔ مصوبهٔ ۷ بررسی و پذیرفته شد" in verdict
    assert "مصوبهٔ ۷" not in reminder
    assert "مصوبهٔ ۸، امروز" in reminder
    assert "مصوبهٔ ۹، فردا" in reminder
    assert len(zahra.messages()) == before[zahra]
    async with both.app.db.read() as session:
        reports = list(await session.scalars(select(Submission.obligation_id)))
        ends = (await session.execute(select(Outbox.state, Outbox.reason).distinct())).all()
    assert len(set(reports)) == len(reports) == 2
    assert set(ends) <= {(OutboxState.SENT, ""), (OutboxState.SKIPPED, "superseded"), (OutboxState.SKIPPED, "too old")}
