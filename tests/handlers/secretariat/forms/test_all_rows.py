"""The rows of all agencies in one view, as the secretary reads them before a meeting."""

import io

import openpyxl
import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.forms import FilledForm
from models.tables.meetings import Verdict
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

SHOPS = """
survey:
type|name|label|short
text|hood|نام محله را بنویسید.|محله
select_one use or_other|use|کاربری محله چیست؟|
begin repeat|shop|کارگاه‌ها|
text|title|نام کارگاه چیست؟|نام کارگاه
end repeat||
begin repeat|need|نیازها|
text|what|چه نیازی هست؟|نیاز
end repeat||
choices:
list_name|name|label
use|home|مسکونی
settings:
form_id|form_title
shops|کارگاه‌های محله
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


async def test_the_button_under_the_rows_exports_that_form_alone(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of("شهرداری مشهد")
    form = await publish(town, PLACES, "مکان‌های خالی")
    await attach(town, form, role=Role.REPRESENTATIVE)
    await attach(town, await publish(town, NEWS, "خبر محله"), role=Role.REPRESENTATIVE)
    await gives(sara, ("سولهٔ شمالی", "۱۲۰۰"))
    await maryam.says("/forms")
    await maryam.taps("مکان‌های خالی", "همهٔ ردیف‌ها")
    seen = await maryam.taps("همه در یک فایل اکسل")
    assert "همهٔ ردیف‌های فرم، اکسل\nفرم «مکان‌های خالی»" in seen
    book = openpyxl.load_workbook(io.BytesIO(await maryam.downloads(".xlsx")))
    assert book.sheetnames == ["همهٔ ردیف‌ها", "مکان‌های خالی", "مکان‌ها"]
    head, row = book["همهٔ ردیف‌ها"].iter_rows(values_only=True)
    told = dict(zip(head, row, strict=True))
    assert (told["دستگاه یا محله"], told["نام"], told["متراژ"]) == ("شهرداری مشهد", "سولهٔ شمالی", 1200)
    await maryam.taps("همین فرم با قالب کوبو")
    book = openpyxl.load_workbook(io.BytesIO(await maryam.downloads(".xlsx")))
    assert book.sheetnames == ["مکان‌های خالی", "spot"]
    assert "مکان‌های خالی" in await maryam.taps("صفحهٔ فرم")


@pytest.mark.ci
async def test_forms_are_exported_before_any_meeting(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of("شهرداری مشهد")
    await attach(town, await publish(town, PLACES, "مکان‌های خالی"), role=Role.REPRESENTATIVE)
    assert "چیزی برای خروجی نیست" in await maryam.says("/export")
    await gives(sara, ("سولهٔ شمالی", "۱۲۰۰"))
    await maryam.says("/export")
    await maryam.taps("اکسل فرم‌ها", "همه")
    book = openpyxl.load_workbook(io.BytesIO(await maryam.downloads(".xlsx")))
    assert book.sheetnames == ["مکان‌های خالی", "spot"]


async def test_what_was_returned_and_sent_again_counts_once(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of("شهرداری مشهد")
    await attach(town, await publish(town, PLACES, "مکان‌های خالی"), role=Role.REPRESENTATIVE)
    await gives(sara, ("سولهٔ شمالی", "۱۲۰۰"))
    await maryam.says("/review")
    await maryam.taps("فرم‌های رسیده", "شمارهٔ ف-۱", "برگشت برای اصلاح")
    await maryam.says("متراژ نادرست است.")
    await maryam.taps("ارسال")
    await sara.taps("اصلاح و ارسال دوباره")
    await sara.taps("ارسال")
    async with town.app.db.read() as session:
        first, second = await session.scalars(select(FilledForm).order_by(FilledForm.id))
    assert (first.verdict, second.verdict, second.replaces_id) == (Verdict.RETURNED, Verdict.WAITING, first.id)
    assert first.answers["meta/instanceID"] != second.answers["meta/instanceID"]
    await maryam.says("/forms")
    seen = await maryam.taps("مکان‌های خالی")
    assert "پاسخ‌های رسیده: ۱، در انتظار بررسی: ۱" in seen
    await maryam.taps("پاسخ‌ها", "شمارهٔ ف-۲")
    assert "متراژ نادرست است" in await maryam.taps("دیدن نسخهٔ پیش از اصلاح")


async def test_what_a_form_asks_once_stands_over_its_rows(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of("شهرداری مشهد")
    form = await publish(town, SHOPS, "کارگاه‌های محله")
    assignment = await attach(town, form, role=Role.REPRESENTATIVE)
    await sara.says("/data")
    await sara.taps("پر کردن: کارگاه‌های محله")
    await sara.says("گلشهر")
    await sara.taps("سایر")
    await sara.says("باغ", "نخ طلایی")
    await sara.taps("ردیف تازه")
    await sara.says("چرم توس")
    await sara.taps("تمام")
    await sara.says("آب")
    await sara.taps("تمام", "ارسال")
    async with town.app.db.write() as session:
        [filled] = await session.scalars(select(FilledForm))
        blank = {"hood": "طبرسی", "use": "home"}
        session.add(
            FilledForm(
                version_id=filled.version_id,
                assignment_id=assignment,
                agency_id=filled.agency_id,
                person_id=filled.person_id,
                answers=blank,
                rows={"shop": 0, "need": 0},
                verdict=Verdict.ACCEPTED,
                sent_at=town.clock.now(),
            )
        )
    await maryam.says("/forms")
    await maryam.taps("کارگاه‌های محله")
    seen = await maryam.taps("همهٔ ردیف‌ها")
    once = "محله: گلشهر؛ کاربری محله: سایر؛ مورد دیگر: باغ"
    assert f"شهرداری مشهد، در انتظار بررسی\n{once}\n— کارگاه‌ها\n۱. نام کارگاه: نخ طلایی\n۲. نام کارگاه: چرم توس" in seen
    assert "— نیازها\n۱. نیاز: آب" in seen
    assert "شهرداری مشهد\n۱. محله: طبرسی؛ کاربری محله: مسکونی" in seen
