"""Plain Excel tables, and tables that minutes bring, as forms."""

import io

import openpyxl
import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.forms import FilledForm, FormOrigin, FormVersion, OfficeForm
from models.tables.meetings import Resolution
from tests.issued import issue
from tests.published_forms import attach
from tests.town import Town
from tests.xlsforms import saved, workbook

TABLE = """
کارهای خانگی:
فعالیت|حجم ماهانه|پرداخت هر واحد|ملاحظات
دوخت لباس|۲۰۰|۵۰۰۰|
بسته‌بندی|زیاد|۲۰۰۰|
"""


async def test_of_a_plain_table_types_and_rows_are_asked_about_before_it_is_kept(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.sends_file("کارها.xlsx", workbook(TABLE))
    maryam.marks()
    await maryam.taps("فرم است")
    report, seen = maryam.everything(), maryam.sees()
    assert "نسخهٔ نوشته‌شده در فرم" not in report
    # Every column is listed, and what is only a guess can be changed with a tap.
    for line in ("فعالیت: متن", "حجم ماهانه: متن (قطعی نیست)", "پرداخت هر واحد: مبلغ به ریال (قطعی نیست)"):
        assert f"• {line}" in seen
    assert maryam.buttons()[:3] == ["حجم ماهانه: متن", "پرداخت هر واحد: مبلغ به ریال", "تغییر نوع ستونی دیگر"]
    assert not await forms(town)
    await maryam.taps("حجم ماهانه: متن")
    # A column of few values may be a choice, and whoever looked in by mistake finds the way back.
    assert {"یک گزینه از فهرست", "بازگشت"} <= set(maryam.buttons())
    await maryam.taps("بازگشت", "حجم ماهانه: متن")
    seen = await maryam.taps("عدد کامل")
    assert "حجم ماهانه: عدد کامل" in seen
    # The same message has the columns again; none is left that says that the form is being read.
    assert seen.count("ستون‌های این جدول") == 1
    assert "خوانده و امتحان می‌شود" not in maryam.everything()
    assert "توقف" not in maryam.buttons()
    await maryam.taps("تغییر نوع ستونی دیگر", "ملاحظات: متن")
    await maryam.taps("پرسیده نشود")
    assert "ملاحظات: پرسیده نشود" in maryam.sees()
    seen = await maryam.taps("همین نوع‌ها درست است")
    assert "این جدول ۲ ردیف داده دارد" in seen
    assert "سطر ۳، ستون «حجم ماهانه»: «زیاد» عدد نیست" in seen
    seen = await maryam.taps("در آغاز هر پاسخ باشد")
    assert "فرم خوانده شد و هنوز منتشر نشده است" in seen
    assert "هر پاسخ با ۲ ردیف این جدول آغاز می‌شود" in seen
    assert "در خود فرم" not in seen
    [form] = await forms(town)
    assert (form.title, form.origin) == ("کارهای خانگی", FormOrigin.TABLE)
    async with town.app.db.read() as session:
        compiled = str(await session.scalar(select(FormVersion.compiled)))
    assert "'type': 'int'" in compiled


@pytest.mark.rows
async def test_rows_of_a_table_stand_at_the_beginning_of_each_answer_and_what_is_blank_is_asked(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of("شهرداری مشهد")
    await maryam.sends_file("کارها.xlsx", workbook(TABLE))
    await maryam.taps("فرم است", "همین نوع‌ها درست است", "در آغاز هر پاسخ باشد", "انتشار")
    await maryam.taps("امتحان فرم")
    # Whoever opens it sees that rows are there, and whose is the one that is asked about.
    assert "۲ ردیف از پیش در این فرم هست" in maryam.sees()
    assert "کارهای خانگی، ردیف ۱ (دوخت لباس" in maryam.sees()
    await maryam.taps("خروج از امتحان")
    await maryam.sends_file("کارها.xlsx", workbook(TABLE))
    await maryam.taps("فرم است", "همین نوع‌ها درست است", "نمونه است، کنار برود", "بله، نسخهٔ تازهٔ همان فرم")
    assert "پاسخ‌ها دیگر با ردیف‌های جدول آغاز نمی‌شود" in maryam.sees()
    await maryam.taps("دور انداختن")
    async with town.app.db.read() as session:
        form_id = await session.scalar(select(OfficeForm.id)) or 0
    await attach(town, form_id, role=Role.REPRESENTATIVE)
    await sara.says("/data")
    seen = await sara.taps("پر کردن: کارهای خانگی")
    assert "۲ ردیف از پیش در این فرم هست" in seen
    assert "ملاحظات" in seen
    await sara.says("پارچه از شهرداری", "بی‌نکته")
    assert sara.buttons()[:2] == ["۱. دوخت لباس، ۲۰۰", "۲. بسته‌بندی، زیاد"]
    await sara.taps("تمام شد، ادامه", "ارسال")
    async with town.app.db.read() as session:
        filled = (await session.scalars(select(FilledForm))).one()
    assert (filled.rows, filled.answers["row[1]/پرداخت_هر_واحد"]) == ({"row": 2}, "5000.0")


async def test_a_table_is_called_by_its_file_and_renamed_before_it_is_kept(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.sends_file("کارگاه_های محله (2).xlsx", workbook(TABLE.replace("کارهای خانگی:", "Sheet1:")))
    # Nobody knows a form by the name that Excel gave a sheet.
    assert "نام فرم: کارگاه های محله" in await maryam.taps("فرم است")
    await maryam.taps("حجم ماهانه: متن", "عدد کامل")
    assert "نام فرم را بنویسید" in await maryam.taps("نام فرم")
    seen = await maryam.says("کارگاه‌های خانگی\nمحلهٔ نوغان")
    assert "نام فرم: کارگاه‌های خانگی محلهٔ نوغان" in seen
    assert "حجم ماهانه: عدد کامل" in seen
    await maryam.taps("همین نوع‌ها درست است", "نمونه است، کنار برود", "انتشار")
    [form] = await forms(town)
    assert form.title == "کارگاه‌های خانگی محلهٔ نوغان"
    # The name stays when the table comes again under another file's name.
    await maryam.taps("فرستادن نسخهٔ تازه")
    seen = await maryam.sends_file("تازه.xlsx", workbook(TABLE.replace("کارهای خانگی:", "ورق ۱:")))
    assert "نام فرم: کارگاه‌های خانگی محلهٔ نوغان" in seen


async def forms(town: Town) -> list[OfficeForm]:
    async with town.app.db.read() as session:
        return list(await session.scalars(select(OfficeForm)))


@pytest.mark.ci
async def test_of_a_plain_table_the_guesses_may_stay(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.sends_file("کارها.xlsx", workbook(TABLE))
    await maryam.taps("فرم است")
    seen = await maryam.taps("همین نوع‌ها درست است")
    assert "این جدول ۲ ردیف داده دارد" in seen
    seen = await maryam.taps("نمونه است، کنار برود")
    assert "هنوز منتشر نشده است" in seen
    assert "آغاز می‌شود" not in seen
    assert len(await forms(town)) == 1


@pytest.mark.ci
async def test_the_table_that_a_resolution_brings_becomes_its_form(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of("شهرداری مشهد")
    await issue(town, 15, "بخش‌های قابل اجرا در منازل در قالب جدول زیر اعلام شود.", "شهرداری مشهد", due="1398-07-27")
    async with town.app.db.write() as session:
        resolution = await session.scalar(select(Resolution))
        assert resolution
        resolution.columns = ["نوع فعالیت", "حجم در ماه", "ملاحظات"]
    await maryam.says("/resolutions")
    await maryam.taps("مصوبهٔ ۱۵", "فرم‌های مصوبه")
    assert "در متن مصوبه جدولی آمده است: نوع فعالیت، حجم در ماه، ملاحظات" in maryam.sees()
    seen = await maryam.taps("ساختن فرم از جدول مصوبه")
    if "همین نوع‌ها درست است" in maryam.buttons():
        seen = await maryam.taps("همین نوع‌ها درست است")
    assert "جدول مصوبهٔ ۱۵" in seen
    await maryam.taps("انتشار")
    await maryam.says("/resolutions")
    await maryam.taps("مصوبهٔ ۱۵", "فرم‌های مصوبه", "پیوست فرم", "جدول مصوبهٔ ۱۵", "پیوست شود")
    await sara.says("/data")
    seen = await sara.taps("پر کردن: جدول مصوبهٔ ۱۵")
    assert "نوع فعالیت" in seen


async def test_of_two_tables_in_a_merged_resolution_each_or_both_become_a_form(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 15, "در قالب جدول‌های زیر اعلام شود.", "شهرداری مشهد", due="1398-07-27")
    async with town.app.db.write() as session:
        resolution = await session.scalar(select(Resolution))
        assert resolution
        resolution.columns = ["فعالیت", "ملاحظات", None, "مکان", "ملاحظات"]
    await maryam.says("/resolutions")
    seen = await maryam.taps("مصوبهٔ ۱۵", "فرم‌های مصوبه")
    assert "جدول ۱ در متن مصوبه: فعالیت، ملاحظات" in seen
    assert "جدول ۲ در متن مصوبه: مکان، ملاحظات" in seen
    for button, title in (("از جدول ۲", "جدول ۲ مصوبهٔ ۱۵"), ("از همهٔ جدول‌ها", "جدول مصوبهٔ ۱۵")):
        await maryam.says("/resolutions")
        await maryam.taps("مصوبهٔ ۱۵", "فرم‌های مصوبه", button)
        if "همین نوع‌ها درست است" in maryam.buttons():
            await maryam.taps("همین نوع‌ها درست است")
        assert title in maryam.sees()
    async with town.app.db.read() as session:
        one, both = await session.scalars(select(FormVersion.compiled).order_by(FormVersion.id))
    assert [head in str(one) for head in ("فعالیت", "مکان")] == [False, True]
    assert [head in str(both) for head in ("فعالیت", "مکان")] == [True, True]
    assert str(both).count("ملاحظات") == str(one).count("ملاحظات")


async def test_maryam_reads_that_a_column_of_formulas_is_not_asked_and_has_it_asked_by_a_tap(town: Town) -> None:
    maryam = await town.secretary()
    book = openpyxl.load_workbook(io.BytesIO(workbook(TABLE)))
    sheet = book["کارهای خانگی"]
    sheet["E1"], sheet["F1"] = "پرداخت ماه", "کد پرونده"
    for row in (2, 3):
        sheet[f"E{row}"], sheet[f"F{row}"] = f"=B{row}*C{row}", f"۱۲-{row}"
    sheet.column_dimensions["F"].hidden = True
    await maryam.sends_file("کارها.xlsx", saved(book))
    maryam.marks()
    await maryam.taps("فرم است")
    told = maryam.everything()
    assert "ستون «پرداخت ماه» فرمول است و پرسیده نمی‌شود." in told
    assert "ستون «کد پرونده» در اکسل پنهان است و پرسیده نمی‌شود." in told
    assert "پرداخت ماه: پرسیده نشود" in maryam.sees()
    await maryam.taps("تغییر نوع ستونی دیگر", "کد پرونده: پرسیده نشود", "متن")
    assert "• کد پرونده: متن" in maryam.sees()
