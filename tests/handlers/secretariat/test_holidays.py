"""The days off that the secretariat edits, and the reminders that follow them."""

import pytest

from domain.access.member import Role
from tests.issued import issue, jalali_day
from tests.town import Town

CITY = "شهرداری مشهد"


async def test_maryam_leafs_through_the_months(town: Town) -> None:
    maryam = await town.secretary()
    seen = await maryam.opens("روزهای تعطیل")
    assert "روزهای تعطیل مهر ۱۳۹۸" in seen
    assert "شنبه ۲۷ مهر ۱۳۹۸: " in seen
    assert "روزهای تعطیل آبان ۱۳۹۸" in await maryam.taps("ماه بعد")
    assert "روزهای تعطیل مهر ۱۳۹۸" in await maryam.taps("ماه پیش")


async def test_tomorrow_is_off_and_the_reminder_comes_this_afternoon_instead(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-08-21")
    await town.clock.to("1398-08-18 09:00")
    await town.clock.to("1398-08-20 15:00")
    before = len(sara.messages())
    assert "مناسبت" in await maryam.says("فردا تعطیل شد")
    assert "سه‌شنبه ۲۱ آبان ۱۳۹۸: برف (افزودهٔ دبیرخانه)" in await maryam.says("برف")
    await town.clock.to("1398-08-20 15:05")
    assert len(sara.messages()) == before + 1
    await town.clock.to("1398-08-21 10:00")
    assert len(sara.messages()) == before + 1


async def test_an_official_day_off_is_taken_out_and_taken_back(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/holidays")
    assert "برداشته شد؛ روز کاری است" in await maryam.taps("حذف ۲۷ مهر")
    assert town.app.organisation.calendar.is_day_off(jalali_day("1398-07-27")) is False
    assert "برداشته شد" not in await maryam.taps("بازگرداندن ۲۷ مهر")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("دیروز", "گذشته است"),
        ("۱۰ مهر", "گذشته است"),
        ("یکشنبه ۲۷ مهر", "تاریخ خوانده نشد"),
        ("شنبه ۲۷ مهر", "از پیش تعطیل است"),
    ],
)
async def test_a_day_that_cannot_be_made_a_day_off_is_answered_plainly(town: Town, said: str, answer: str) -> None:
    maryam = await town.secretary()
    await maryam.says("/holidays")
    await maryam.taps("افزودن روز تعطیل")
    seen = await maryam.says(said)
    if "مناسبت" in seen:
        seen = await maryam.taps("رد کردن")
    assert answer in seen


async def test_years_to_come_are_marked_as_estimates_and_can_be_made_certain(town: Town) -> None:
    maryam = await town.secretary()
    await town.clock.to("1406-01-05 12:00")
    seen = await maryam.opens("روزهای تعطیل")
    assert "۱۴ فروردین ۱۴۰۶: شهادت امام جعفر صادق علیه السلام (تعطیلی تخمینی است)" in seen
    assert "تقویم رسمی تا" in seen
    seen = await maryam.taps("قطعی شدن ۱۴ فروردین")
    assert "شهادت امام جعفر صادق علیه السلام" in seen
    assert "شهادت امام جعفر صادق علیه السلام (تعطیلی تخمینی است)" not in seen


async def test_the_end_of_the_certain_calendar_is_told_on_the_screen_and_once_a_week(town: Town) -> None:
    maryam = await town.secretary()
    note = "توجه: تقویم قطعی تعطیلات"
    assert note not in await maryam.opens("روزهای تعطیل")
    await town.clock.to("1405-12-15 10:00")
    assert note in maryam.sees()
    await town.clock.to("1405-12-16 10:00")
    await maryam.says("/start")
    await town.clock.to("1405-12-17 10:00")
    assert note not in maryam.sees()
    assert "تقویم رسمی تا سه‌شنبه ۱۸ اسفند ۱۴۰۵ قطعی است" in await maryam.opens("روزهای تعطیل")
    assert note in await maryam.taps("ماه پیش")


async def test_a_representative_does_not_keep_the_calendar(town: Town) -> None:
    sara = await town.member("سارا محمدی", Role.REPRESENTATIVE, CITY)
    assert "برای نقش شما باز نیست" in await sara.says("/holidays")
    assert "مناسبت" not in await sara.says("فردا تعطیل شد")
