"""Notices that are renewed in their message, when that message is on a platform where nobody reads it any more."""

from datetime import timedelta

import pytest
from sqlalchemy import update

import bot.monitoring.health
from domain.access.member import Role
from models.tables.people import Account
from services.context import ActionContext
from services.messaging import secretary_notices
from services.messaging.secretary_notices import NoticeKind
from tests.bot.linked import person_id
from tests.bot.test_two_platforms import fail, heard, is_down
from tests.handlers.account.test_registration import fill
from tests.town import Human, Town

CITY = "شهرداری مشهد"


async def secretary_on_both(town: Town) -> tuple[Human, Human]:
    """Return Maryam on Telegram, where she was active last, and on Bale."""
    await town.member("رضا احمدی", Role.HEAD, CITY, on="bale")
    maryam, on_bale = await town.secretary(on="telegram"), town.person("مریم رضایی", on="bale")
    await on_bale.says("/start")
    who, now = await person_id(town, maryam), town.clock.now()
    async with town.app.db.write() as session:
        for human, at in ((maryam, now), (on_bale, now - timedelta(hours=1))):
            account = update(Account).where(Account.user == human.user)
            await session.execute(account.values(person_id=who, last_active_at=at))
    return maryam, on_bale


def hurry(monkeypatch: pytest.MonkeyPatch, *, patience: float) -> None:
    """Ask a silent platform again after moments, and take it for down after ``patience`` seconds."""
    monkeypatch.setattr(bot.monitoring.health, "PATIENCE", patience)
    monkeypatch.setattr(bot.monitoring.health, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(bot.monitoring.health, "LONGEST_PAUSE", 0.1)


async def asks_to_join(town: Town, name: str) -> None:
    newcomer = town.person(name, on="bale")
    await newcomer.says("/start")
    await newcomer.taps("ثبت‌نام", "نمایندهٔ دستگاه", CITY)
    await fill(newcomer, name=name, letter=True)
    await newcomer.taps("ارسال")


async def test_what_is_renewed_on_a_platform_that_is_down_comes_on_the_other(
    both: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch, patience=0.1)
    maryam, on_bale = await secretary_on_both(both)
    await asks_to_join(both, "سارا محمدی")
    assert heard("۱ درخواست عضویت", maryam, on_bale) == [1, 0]
    both.away.add("telegram")
    fail(both, "telegram")
    await is_down(both, "telegram")
    await asks_to_join(both, "امید کریمی")
    await both.clock.to("1398-07-13 18:30")
    await both.world.wait_until(lambda: heard("۲ درخواست عضویت", on_bale) == [1])
    # From now on it is that message which is renewed.
    await asks_to_join(both, "نادر کریمی")
    await both.clock.to("1398-07-13 19:30")
    await both.world.wait_until(lambda: heard("۳ درخواست عضویت", on_bale) == [1])
    assert heard("درخواست عضویت در انتظار", on_bale) == [1]
    both.server.faces["telegram"].faults.clear()
    both.away.clear()
    await both.quiet()
    assert heard("درخواست عضویت در انتظار", maryam, on_bale) == [1, 1]


async def test_of_two_changes_that_wait_for_a_platform_that_is_down_the_latest_comes_on_the_other(
    both: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch, patience=1000.0)
    _, on_bale = await secretary_on_both(both)
    await asks_to_join(both, "سارا محمدی")
    both.away.add("telegram")
    fail(both, "telegram")
    for name, moment in (("امید کریمی", "18:30"), ("نادر کریمی", "19:30")):
        await asks_to_join(both, name)
        await both.clock.to(f"1398-07-13 {moment}")
    monkeypatch.setattr(bot.monitoring.health, "PATIENCE", 0.1)
    await both.world.wait_until(lambda: heard("۳ درخواست عضویت", on_bale) == [1])
    await both.quiet()
    assert heard("درخواست عضویت در انتظار", on_bale) == [1]


async def test_what_is_renewed_where_the_bot_was_blocked_comes_on_the_other_platform(both: Town) -> None:
    maryam, on_bale = await secretary_on_both(both)
    await asks_to_join(both, "سارا محمدی")
    fail(both, "telegram", "blocked", chat_id=maryam.chat.id)
    await asks_to_join(both, "امید کریمی")
    await both.clock.to("1398-07-13 18:30")
    assert heard("درخواست عضویت در انتظار", maryam, on_bale) == [1, 1]
    await both.clock.to("1398-07-13 19:30")
    async with both.app.db.write() as session:
        context = ActionContext(session, both.app.organisation, None, both.clock.now())
        await secretary_notices.tell_secretaries(context, NoticeKind.REQUESTS)
    both.app.messenger.wake()
    await both.quiet()
    assert heard("درخواست عضویت در انتظار", maryam, on_bale) == [1, 1]
