"""People who have left an agency for another one, and what of the former one they still have in hand."""

import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.agencies import Agency
from models.tables.people import Account, Membership
from services.context import ActionContext
from services.directory import members
from services.meetings import resolution_lifecycle, resolutions
from tests.handlers.secretariat.meetings.binalud import CLEAR, sends_minutes
from tests.issued import issue
from tests.published_forms import NEWS, attach, publish
from tests.town import Human, Town

CITY, CHAMBER, HERITAGE = "شهرداری مشهد", "اتاق بازرگانی", "اداره میراث فرهنگی"
TEXT, SECRET = "جدول منابع تکمیل شود.", "محلهٔ دوم کم است."
NOT_YOURS = "برای نقش شما باز نیست"


async def leaves(town: Town, human: Human, agency: str) -> None:
    """End the role of a person in an agency."""
    async with town.app.db.write() as session:
        held = select(Membership.id).join(Membership.agency).join(Account, Account.person_id == Membership.person_id)
        number = (await session.scalars(held.where(Account.user == human.user, Agency.name == agency))).one()
        context = ActionContext(session, town.app.organisation, None, town.clock.now())
        await members.end(context, await members.get(session, number))
    await town.quiet()


async def test_who_left_an_agency_does_not_read_what_the_secretariat_says_of_its_form(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    ali = await town.representative_of(CITY, "علی کریمی")
    await issue(town, 7, TEXT, CITY, due="1398-07-25")
    await attach(town, await publish(town, NEWS), resolution=1)
    await sara.says("/data")
    await sara.taps("پر کردن: ")
    await sara.says("خبر یک", "خبر دو")
    await sara.taps("ارسال")
    await leaves(town, sara, CITY)
    await town.representative_of(CHAMBER)
    await maryam.says("/review")
    await maryam.taps("برگشت برای اصلاح")
    await maryam.says(SECRET)
    await maryam.taps("ارسال")
    assert SECRET in ali.everything()
    assert NOT_YOURS in await sara.taps("دیدن فرم پرشده")
    assert SECRET not in sara.everything()


async def test_who_left_a_neighbourhood_is_not_told_what_the_secretariat_says_of_its_form(town: Town) -> None:
    maryam, reza = await town.secretary(), await town.member("رضا احمدی", Role.FACILITATOR, "طبرسی")
    leila = await town.member("لیلا نوری", Role.FACILITATOR, "طبرسی")
    await attach(town, await publish(town, NEWS), role=Role.FACILITATOR)
    await reza.says("/data")
    await reza.taps("پر کردن: ")
    await reza.says("خبر یک", "خبر دو")
    await reza.taps("ارسال")
    await leaves(town, reza, "طبرسی")
    await town.member("رضا احمدی", Role.FACILITATOR, "سیدی")
    await maryam.says("/review")
    await maryam.taps("فرم‌های رسیده", "شمارهٔ ف-۱: طبرسی", "برگشت برای اصلاح")
    await maryam.says(SECRET)
    await maryam.taps("ارسال")
    assert SECRET in leila.everything()
    assert SECRET not in reza.everything()


async def test_who_left_an_agency_with_a_draft_is_not_told_who_answers_there(town: Town) -> None:
    sara = await town.representative_of(CITY)
    ali = await town.representative_of(CITY, "علی کریمی")
    await issue(town, 7, TEXT, CITY, due="1398-07-25")
    await sara.says("/report")
    await sara.taps("انجام شده", "بعداً ادامه می‌دهم")
    await leaves(town, sara, CITY)
    await town.representative_of(CHAMBER)
    await ali.says("/report")
    await ali.taps("انجام شده")
    await ali.says("جدول شش محله")
    await ali.taps("رد کردن", "رد کردن", "ارسال")
    assert "ثبت شد" in ali.sees()
    assert "علی کریمی" not in sara.everything()


async def test_a_leave_begun_in_an_agency_shows_none_of_its_people_later(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    await town.representative_of(CHAMBER)
    await town.representative_of(CITY, "علی کریمی")
    await sara.says("/settings")
    await sara.taps("جانشین", "ثبت مرخصی")
    assert "علی کریمی" in sara.buttons()
    await leaves(town, sara, CITY)
    await town.representative_of(CITY, "لیلا نوری")
    assert NOT_YOURS in await sara.says("نوری")
    assert "لیلا نوری" not in str(sara.buttons())


@pytest.mark.rows
async def test_who_left_an_agency_at_night_does_not_read_the_news_of_its_resolutions(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    ali = await town.representative_of(CITY, "علی کریمی")
    await issue(town, 7, TEXT, CITY, due="1398-07-25")
    await town.clock.to("1398-07-14 22:30")
    await maryam.says("/resolutions")
    await maryam.taps("مصوبهٔ ۷", "متن")
    await maryam.says(SECRET)
    await maryam.taps("بله، به مسئولان خبر داده شود", "ثبت")
    async with town.app.db.write() as session:
        context = ActionContext(session, town.app.organisation, None, town.clock.now())
        await resolution_lifecycle.close(context, await resolutions.get(session, 1))
    await town.representative_of(CHAMBER)
    await leaves(town, sara, CITY)
    await town.clock.to("1398-07-15 12:00")
    assert SECRET in ali.everything()
    assert "بسته شد" in ali.everything()
    assert SECRET not in sara.everything()


@pytest.mark.rows
async def test_who_left_an_agency_at_night_does_not_read_what_was_issued_to_it(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(HERITAGE)
    ali = await town.representative_of(HERITAGE, "علی کریمی")
    await town.clock.to("1398-07-14 22:30")
    await sends_minutes(maryam, CLEAR)
    await maryam.taps("تأیید و ابلاغ", "از تاریخ جلسه", "ارسال")
    await town.representative_of(CHAMBER)
    await leaves(town, sara, HERITAGE)
    await town.clock.to("1398-07-15 12:00")
    assert "نقشه راه گردشگری" in ali.everything()
    assert "نقشه راه گردشگری" not in sara.everything()
