"""The rows of all agencies in one view, as the secretary reads them before a meeting."""

import pytest

from domain.access.member import Role
from tests.published_forms import attach, publish
from tests.town import Human, Town

PLACES = """
survey:
type|name|label|short
begin repeat|spot|مکان‌ها|
text|title|نام مکان چیست؟|نام
integer|area|مساحت آن چند متر است؟|متراژ
end repeat||
settings:
form_id|form_title
spots|مکان‌های خالی
"""
NEWS = """
survey:
type|name|label
text|word|چه خبر؟
settings:
form_id|form_title
news|خبر محله
"""


async def gives(human: Human, *spots: tuple[str, str]) -> None:
    """Fill in the form, a row for each place, and send it."""
    await human.says("/data")
    await human.taps("پر کردن: مکان‌های خالی")
    for place, (title, area) in enumerate(spots):
        if place:
            await human.taps("ردیف تازه")
        await human.says(title, area)
    await human.taps("تمام", "ارسال")


@pytest.mark.rows
async def test_the_rows_of_two_agencies_are_one_table(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of("شهرداری مشهد")
    reza = await town.representative_of("بنیاد مسکن", "رضا اکبری")
    form = await publish(town, PLACES, "مکان‌های خالی")
    await attach(town, form, role=Role.REPRESENTATIVE)
    await maryam.says("/forms")
    await maryam.taps("مکان‌های خالی")
    assert "هنوز کسی این فرم را نفرستاده است" in await maryam.taps("همهٔ ردیف‌ها")
    await gives(sara, ("سولهٔ شمالی", "۱۲۰۰"), ("سالن", "۳۰۰"))
    await gives(reza, ("زمین خالی", "۵۰۰۰"))
    await maryam.says("/forms")
    await maryam.taps("مکان‌های خالی")
    seen = await maryam.taps("همهٔ ردیف‌ها")
    assert "۳ ردیف از ۲ فرستنده" in seen
    assert "بنیاد مسکن، در انتظار بررسی\n۱. نام: زمین خالی؛ متراژ: ۵٬۰۰۰" in seen
    assert "شهرداری مشهد، در انتظار بررسی\n۱. نام: سولهٔ شمالی؛ متراژ: ۱٬۲۰۰\n۲. نام: سالن؛ متراژ: ۳۰۰" in seen


async def test_a_form_without_rows_gives_one_for_each_sender(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of("شهرداری مشهد")
    await attach(town, await publish(town, NEWS, "خبر محله"), role=Role.REPRESENTATIVE)
    await sara.says("/data")
    await sara.taps("پر کردن: خبر محله")
    await sara.says("بوستان باز شد")
    await sara.taps("ارسال")
    await maryam.says("/forms")
    await maryam.taps("خبر محله")
    assert "۱. چه خبر: بوستان باز شد" in await maryam.taps("همهٔ ردیف‌ها")
