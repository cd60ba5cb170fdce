"""An answer that is returned at night and corrected before the morning's news of it."""

import pytest

from domain.access.member import Role
from tests.answered import reported, returned
from tests.issued import issue
from tests.published_forms import NEWS, attach, publish
from tests.town import Town

CITY = "شهرداری مشهد"
WORDS = "محلهٔ دوم کم است."
pytestmark = pytest.mark.rows


async def test_who_corrected_a_report_at_night_is_not_asked_to_in_the_morning(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-25")
    await reported(sara, "یک محله")
    await town.clock.to("1398-07-14 22:30")
    await returned(maryam, WORDS)
    await sara.says("/tasks")
    assert WORDS in await sara.taps("مصوبهٔ ۷")
    await sara.taps("ثبت گزارش", "ارسال")
    sara.marks()
    await town.clock.to("1398-07-15 08:30")
    assert WORDS not in sara.sees()


async def test_who_corrected_a_form_at_night_is_not_asked_to_in_the_morning(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await attach(town, await publish(town, NEWS), role=Role.REPRESENTATIVE)
    await sara.says("/data")
    await sara.taps("پر کردن: ")
    await sara.says("خبر یک", "خبر دو")
    await sara.taps("ارسال")
    await town.clock.to("1398-07-14 22:30")
    await maryam.says("/review")
    await maryam.taps("فرم‌های رسیده", "شمارهٔ ف-۱", "برگشت برای اصلاح")
    await maryam.says(WORDS)
    await maryam.taps("ارسال")
    await sara.says("/data")
    await sara.taps("۱. اصلاح", "ارسال")
    sara.marks()
    await town.clock.to("1398-07-15 08:30")
    assert WORDS not in sara.sees()


async def test_who_did_not_correct_it_hears_in_the_morning(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-25")
    await reported(sara, "یک محله")
    await town.clock.to("1398-07-14 22:30")
    await returned(maryam, WORDS)
    sara.marks()
    await town.clock.to("1398-07-15 08:30")
    assert WORDS in sara.sees()
