"""A form that a secretary enters for an agency while a new version of it is put in force."""

import pytest

from models.tables.meetings import Verdict
from tests.handlers.representative.forms.test_filling import CITY, HOUSES, RENEWED, TABLE, filled, submissions
from tests.issued import issue
from tests.published_forms import attach, publish
from tests.town import Town

pytestmark = pytest.mark.rows


async def test_what_is_entered_for_an_agency_is_carried_into_the_new_version(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    form = await publish(town, HOUSES)
    await attach(town, form, resolution=1)
    way = (CITY, "مصوبهٔ ۷", "مکاتبهٔ کاغذی", "فرم پیوست‌شده", "پر کردن فرم «خانه‌ها»")
    await maryam.says("/behalf")
    await maryam.taps(*way)
    await maryam.says("رضا کریمی")
    await publish(town, RENEWED, form_id=form)
    await maryam.says("/behalf")
    assert "نسخهٔ تازه‌ای دارد" in await maryam.taps(*way)
    assert "پاسخ‌های شما به نسخهٔ تازه برده شد" in await maryam.taps("بردن پاسخ‌ها به نسخهٔ تازه")
    await maryam.taps("سفالی")
    await maryam.says("۱۲")
    await maryam.taps("تمام", "ارسال")
    [report] = await submissions(town)
    assert (report.channel, report.verdict) == ("paper", Verdict.ACCEPTED)
    assert [(one.version_id, one.answers["who"]) for one in await filled(town)] == [(2, "رضا کریمی")]


SKILLS = """
survey:
type|name|label
select_multiple skill|skills|مهارت‌ها
text|more|دیگر چه؟
choices:
list_name|name|label
skill|sew|خیاطی
skill|weld|جوشکاری
settings:
form_id|form_title
skills|مهارت‌ها
"""


async def test_ticks_that_are_not_confirmed_yet_are_carried_too(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    form = await publish(town, SKILLS, "مهارت‌ها")
    await attach(town, form)
    await sara.says("/data")
    await sara.taps("پر کردن: مهارت‌ها", "خیاطی", "جوشکاری")
    await publish(town, SKILLS.replace("دیگر چه؟", "توضیح"), "مهارت‌ها", form)
    await sara.says("/data")
    await sara.taps("پر کردن: مهارت‌ها", "بردن پاسخ‌ها به نسخهٔ تازه", "تأیید")
    await sara.taps("رد کردن", "ارسال")
    assert [one.answers["skills"] for one in await filled(town)] == ["sew weld"]


async def test_what_was_carried_waits_when_it_is_left(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    form = await publish(town, HOUSES)
    await attach(town, form)
    await sara.says("/data")
    await sara.taps("پر کردن: خانه‌ها")
    await sara.says("رضا کریمی")
    await publish(town, RENEWED, form_id=form)
    await sara.says("/data")
    await sara.taps("خانه‌ها", "بردن پاسخ‌ها به نسخهٔ تازه", "بعداً")
    await sara.says("/data")
    assert "نیمه‌کاره" in sara.sees()
    await sara.taps("خانه‌ها", "سفالی")
    await sara.says("۱۲")
    await sara.taps("تمام", "ارسال")
    assert [one.answers["who"] for one in await filled(town)] == ["رضا کریمی"]


async def test_a_message_that_is_edited_after_the_carrying_changes_its_answer(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    form = await publish(town, HOUSES)
    await attach(town, form)
    await sara.says("/data")
    await sara.taps("پر کردن: خانه‌ها")
    said = await sara.starts_saying("رضا کریمی")
    await town.quiet()
    await publish(town, RENEWED, form_id=form)
    await sara.says("/data")
    await sara.taps("خانه‌ها", "بردن پاسخ‌ها به نسخهٔ تازه")
    await sara.edits(said, "رضا کریم‌زاده")
    await sara.taps("سفالی")
    await sara.says("۱۲")
    await sara.taps("تمام", "ارسال")
    assert [one.answers["who"] for one in await filled(town)] == ["رضا کریم‌زاده"]
