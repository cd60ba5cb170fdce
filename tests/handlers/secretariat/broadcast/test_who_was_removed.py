"""Removed people: what waits for the morning is taken back, and nothing new of a broadcast reaches them."""

import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.people import Account, Membership
from services.context import ActionContext
from services.directory import members
from tests.handlers.secretariat.broadcast.broadcasting import drafts, finishes, sends
from tests.town import Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
NEWS, OTHER = "جلسه به سه‌شنبه افتاد.", "جلسه به چهارشنبه افتاد."
pytestmark = pytest.mark.rows


async def removes(town: Town, human: Human) -> None:
    """Let a secretary end the role of a person."""
    async with town.app.db.write() as session:
        of_human = select(Account.person_id).where(Account.user == human.user).scalar_subquery()
        [number] = await session.scalars(select(Membership.id).where(Membership.person_id == of_human))
        context = ActionContext(session, town.app.organisation, None, town.clock.now())
        await members.end(context, await members.get(session, number))
    await town.quiet()


async def test_what_waits_for_the_morning_is_taken_back(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(CHAMBER, "رضا احمدی")
    await reza.says("/question")
    await reza.says("جلسه کی است؟")
    await reza.taps("رد کردن", "ارسال")
    await town.clock.to("1398-07-13 22:30")
    await maryam.says("/questions")
    await maryam.taps("پرسش ۱", "پاسخ")
    await maryam.says("پاسخ محرمانه")
    await maryam.taps("رد کردن", "ارسال")
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await sends(town, maryam, "۲")
    await removes(town, reza)
    await town.clock.to("1398-07-14 08:30")
    await finishes(town, maryam)
    assert NEWS in sara.everything()
    assert NEWS not in reza.everything()
    assert "پاسخ محرمانه" not in reza.everything()
    assert "پایان یافت" in reza.everything()
    await maryam.opens("اطلاع‌رسانی")
    await maryam.taps("۱. ", "فهرست رؤیت‌ها")
    assert "نرسید، نقش او پیش از آن پایان یافته بود" in await maryam.taps("نرسیده")


async def test_a_correction_and_a_reminder_are_for_those_who_are_still_there(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(CHAMBER, "رضا احمدی")
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await sends(town, maryam, "۲")
    assert NEWS in reza.everything()
    await removes(town, reza)
    reza.marks()
    await maryam.taps("اصلاح متن")
    await maryam.says(OTHER)
    await finishes(town, maryam)
    await maryam.taps("فهرست رؤیت‌ها", "یادآوری به")
    await finishes(town, maryam)
    assert OTHER in sara.everything()
    assert "هنوز رؤیت نشده است" in sara.everything()
    assert reza.sees() == ""
    await maryam.opens("اطلاع‌رسانی")
    await maryam.taps("۱. ", "پس گرفتن", "بله")
    await finishes(town, maryam)
    assert NEWS not in reza.everything()


async def test_the_progress_is_for_a_secretary_who_is_still_one(town: Town) -> None:
    maryam, zahra = await town.secretary(), await town.member("زهرا کریمی", Role.SECRETARY)
    sara = await town.representative_of(CITY)
    await drafts(zahra, "یک نقش", "نماینده‌ها")
    await zahra.taps("پیش‌نمایش و ارسال", "ارسال به ۱ نفر")
    await finishes(town, zahra)
    await removes(town, zahra)
    zahra.marks()
    await sara.taps("رؤیت شد")
    await maryam.opens("اطلاع‌رسانی")
    await maryam.taps("۱. ", "اصلاح متن")
    await maryam.says(OTHER)
    await finishes(town, maryam)
    assert "رؤیت" not in zahra.sees()
