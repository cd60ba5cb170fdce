"""Broadcasts of a secretary who has left since, and of two secretaries who work on one draft."""

import pytest
from sqlalchemy import select, update

from domain.access.member import Role
from models.tables.people import Account, Membership
from tests.handlers.secretariat.broadcast.broadcasting import drafts, finishes
from tests.town import Human, Town

CITY, ROADS = "شهرداری مشهد", "اداره کل راه و شهرسازی"
NEWS = "جلسه به سه‌شنبه افتاد."
NUMBERED = "۱. جلسه"
pytestmark = pytest.mark.rows


async def leaves(town: Town, human: Human) -> None:
    """End the roles of a person."""
    async with town.app.db.write() as session:
        person = select(Account.person_id).where(Account.user == human.user).scalar_subquery()
        ended = update(Membership).where(Membership.person_id == person)
        await session.execute(ended.values(ended_at=town.clock.now()))


async def test_maryam_sends_the_draft_of_a_colleague_who_has_left(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    await drafts(zahra, "یک نقش", "نماینده‌ها")
    await leaves(town, zahra)
    await maryam.opens("اطلاع‌رسانی")
    await maryam.taps(NUMBERED, "پیش‌نمایش و ارسال")
    sara.marks()
    assert "آغاز شد" in await maryam.taps("ارسال به ۱ نفر")
    await finishes(town, maryam)
    assert sara.sees() == NEWS


async def test_what_a_secretary_scheduled_who_has_left_is_told_to_the_others(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    await drafts(zahra, "یک نقش", "نماینده‌ها")
    await zahra.taps("پیش‌نمایش و ارسال", "ارسال در زمان دیگر")
    await zahra.says("دوشنبه ۹:۳۰ صبح")
    await leaves(town, zahra)
    maryam.marks()
    zahra.marks()
    await town.clock.to("1398-07-15 09:31")
    assert NEWS not in sara.everything()
    assert "اطلاع‌رسانی ۱ فرستاده نشد" in maryam.sees()
    assert zahra.sees() == ""
    await maryam.taps("اطلاع‌رسانی ۱", "پیش‌نمایش و ارسال", "ارسال به ۱ نفر")
    await finishes(town, maryam)
    assert NEWS in sara.everything()


async def test_what_was_changed_since_the_preview_gets_no_hour(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.member("رضا کریمی", Role.HEAD, ROADS)
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await maryam.taps("پیش‌نمایش و ارسال", "ارسال در زمان دیگر")
    await zahra.opens("اطلاع‌رسانی")
    await zahra.taps(NUMBERED, "گیرندگان", "افزودن…", "همهٔ اعضا")
    assert "پس از پیش‌نمایش تغییر کرده" in await maryam.says("دوشنبه ۹:۳۰ صبح")
    await town.clock.to("1398-07-15 09:31")
    assert NEWS not in sara.everything() + reza.everything()
