"""An answer that a secretary begins to enter as it came by one way, and that came by another."""

import pytest

from tests.handlers.representative.forms.test_filling import CITY, HOUSES, TABLE, submissions
from tests.issued import issue
from tests.published_forms import attach, publish
from tests.town import Human, Town

pytestmark = pytest.mark.rows
BY_PAPER, BY_PHONE = "مکاتبهٔ کاغذی", "تلفن"


async def enters(maryam: Human, *way: str) -> str:
    await maryam.says("/behalf")
    return await maryam.taps(CITY, "مصوبهٔ ۷", *way)


async def test_a_report_has_the_channel_that_was_chosen_last(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await enters(maryam, BY_PAPER, "گزارش")
    await maryam.taps("انجام شده")
    await enters(maryam, BY_PHONE, "گزارش")
    await maryam.says("جدول شش محله")
    await maryam.taps("رد کردن", "رد کردن", "ارسال")
    assert [report.channel for report in await submissions(town)] == ["phone"]


async def test_a_form_has_the_channel_that_was_chosen_last(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    form = await publish(town, HOUSES)
    await attach(town, form, resolution=1)
    way = "فرم پیوست‌شده", "پر کردن فرم «خانه‌ها»"
    await enters(maryam, BY_PAPER, *way)
    await maryam.says("رضا کریمی")
    await maryam.taps("گنبدی")
    await enters(maryam, BY_PHONE, *way)
    await maryam.says("۱۲")
    await maryam.taps("تمام", "ارسال")
    assert [report.channel for report in await submissions(town)] == ["phone"]


async def test_a_form_of_an_older_version_is_asked_about_whatever_the_channel(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    form = await publish(town, HOUSES)
    await attach(town, form, resolution=1)
    way = "فرم پیوست‌شده", "پر کردن فرم «خانه‌ها»"
    await enters(maryam, BY_PAPER, *way)
    await maryam.says("رضا کریمی")
    await publish(town, HOUSES.replace("متراژ اتاق", "متراژ"), form_id=form)
    assert "نسخهٔ تازه‌ای دارد" in await enters(maryam, BY_PHONE, *way)
    await maryam.taps("بردن پاسخ‌ها به نسخهٔ تازه", "گنبدی")
    await maryam.says("۱۲")
    await maryam.taps("تمام", "ارسال")
    assert [report.channel for report in await submissions(town)] == ["phone"]
