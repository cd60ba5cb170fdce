"""A form filled in in Excel: the sheet goes out, comes back at any time, and lands in the draft that it belongs to."""

import pytest
from sqlalchemy import func, select

from domain.access.member import Role
from models.tables.conversations import Draft
from models.tables.forms import FilledForm, FormRow
from services.form_sheets import recognition
from tests.published_forms import attach, publish
from tests.services.form_sheets.office import Workbook
from tests.town import Human, Town

CITY = "شهرداری مشهد"
WORKS = """
survey:
type|name|label|required|constraint|constraint_message
text|firm|نام شرکت
begin repeat|work|کارها
text|activity|نام فعالیت|yes
integer|wage|دستمزد|yes|. > 0 and . <= 1000000|دستمزد از ۱ تا ۱٬۰۰۰٬۰۰۰ ریال است.
end repeat||
settings:
form_id|form_title
works|کارهای خانگی
"""
TABLE = "کارها"
ALL = "پرسش‌های کلی"


async def opens_works(town: Town) -> Human:
    """Have Sara open the form of everyone, at its first question."""
    await town.secretary()
    sara = await town.representative_of(CITY)
    await attach(town, await publish(town, WORKS, "کارهای خانگی"), role=Role.REPRESENTATIVE)
    await sara.says("/data")
    await sara.taps("۱. پر کردن: کارهای خانگی")
    return sara


async def sheet_of(human: Human, button: str) -> Workbook:
    await human.taps(button)
    return Workbook(await human.downloads(".xlsx"))


async def draft(town: Town) -> Draft:
    async with town.app.db.read() as session:
        return (await session.scalars(select(Draft))).one()


@pytest.mark.rows
async def test_sara_fills_the_form_in_in_excel_mends_a_cell_and_sends_it(town: Town) -> None:
    sara = await opens_works(town)
    await sara.says("نخ طلایی")
    sheet = await sheet_of(sara, "پر کردن این جدول در اکسل")
    # A blank row is no answer.
    assert "ردیف‌ها: ۱" not in sara.everything()
    assert sheet.heads(TABLE) == ["ردیف", "نام فعالیت", "دستمزد"]
    sheet.fill(TABLE, 2, {"نام فعالیت": "خیاطی", "دستمزد": "۲۰۰٬۰۰۰"})
    sheet.fill(TABLE, 3, {"نام فعالیت": "گلدوزی", "دستمزد": "زیاد"})
    sara.marks()
    await sara.sends_file("کارها.xlsx", sheet.data)
    told = sara.everything()
    assert "۱ ردیف درست بود و ثبت شد. ۱ ردیف خانهٔ نادرست دارد" in told
    assert "سطر ۳، ستون «دستمزد»: «زیاد» عدد نیست." in told
    # The message that said that the file came says now that it was read.
    assert "بررسی فایل به پایان رسید." in told
    assert "فایل دریافت شد" not in told
    # The list of the wrong cells stays above whatever she does next.
    await sara.taps("ادامه در گفت‌وگو")
    assert "«زیاد» عدد نیست." in sara.everything()
    assert (await draft(town)).state["rows"] == {"work": 1}
    marked = Workbook(await sara.downloads(".xlsx"))
    assert marked.read(TABLE, 3, "دستمزد") == "زیاد"
    marked.fill(TABLE, 3, {"دستمزد": 5000})
    seen = await sara.sends_file("کارها (۲).xlsx", marked.data)
    assert "۲ ردیف درست بود و ثبت شد." in seen
    # Twice is once.
    seen = await sara.sends_file("کارها (۲).xlsx", marked.data)
    assert "۲ ردیف درست بود و ثبت شد." in seen
    seen = await sara.taps("دیدن و فرستادن فرم")
    assert "خیاطی" in sara.buttons()[0]
    seen = await sara.taps("تمام")
    assert "نام شرکت: نخ طلایی" in seen
    seen = await sara.taps("ارسال")
    assert "فرم «کارهای خانگی»" in seen
    async with town.app.db.read() as session:
        [filled] = await session.scalars(select(FilledForm))
    assert filled.rows == {"work": 2}
    assert [filled.answers[f"work[{n}]/wage"] for n in (1, 2)] == ["200000", "5000"]
    seen = await sara.sends_file("کارها (۲).xlsx", marked.data)
    assert "پیش‌تر فرستاده یا کنار گذاشته شده است" in seen


@pytest.mark.ci
@pytest.mark.rows
async def test_the_sheet_of_the_whole_form_has_what_was_answered_and_comes_back_days_later(town: Town) -> None:
    sara = await opens_works(town)
    await sara.says("نخ طلایی")
    await sara.says("خیاطی")
    await sara.says("2000")
    await sara.taps("تمام")
    sheet = await sheet_of(sara, "پر کردن در اکسل")
    assert sheet.read(TABLE, 2, "نام فعالیت") == "خیاطی"
    sheet.answer(ALL, "نام شرکت", "نخ نقره‌ای")
    sheet.fill(TABLE, 3, {"نام فعالیت": "گلدوزی", "دستمزد": 3000})
    await sara.taps("بعداً ادامه می‌دهم")
    # Meanwhile another row was written in the chat, which stays.
    await sara.says("/data")
    await sara.taps("۱. پر کردن: کارهای خانگی")
    await sara.taps("کارها", "ردیف تازه")
    await sara.says("قالی")
    await sara.says("4000")
    await sara.taps("تمام")
    await sara.says("/menu")
    await town.clock.to("1398-07-18 10:00")
    seen = await sara.sends_file("فرم.xlsx", sheet.data)
    assert "۲ ردیف درست بود و ثبت شد." in seen
    assert "۱ ردیف دیگر پیش‌نویس که در این فایل نیست" in seen
    seen = await sara.taps("دیدن و فرستادن فرم")
    answers = (await draft(town)).state["answers"]
    assert answers["firm"] == "نخ نقره‌ای"
    assert [answers[f"work[{n}]/activity"] for n in (1, 2, 3)] == ["خیاطی", "گلدوزی", "قالی"]


@pytest.mark.ci
@pytest.mark.rows
async def test_more_rows_than_a_chat_holds_become_rows_of_their_own_and_are_sent_with_it(town: Town) -> None:
    sara = await opens_works(town)
    await sara.says("نخ طلایی")
    sheet = await sheet_of(sara, "پر کردن این جدول در اکسل")
    for row in range(2, 252):
        sheet.fill(TABLE, row, {"نام فعالیت": f"کار {row}", "دستمزد": "زیاد" if row == 100 else row})
    sara.marks()
    await sara.sends_file("کارها.xlsx", sheet.data)
    told = sara.everything()
    assert "۲۴۹ ردیف درست بود و ثبت شد. ۱ ردیف خانهٔ نادرست دارد" in told
    assert "بیش از ۲۰۰ است" in told
    marked = Workbook(await sara.downloads(".xlsx"))
    seen = await sara.taps("ادامه در گفت‌وگو")
    assert "۲۵۰ ردیف از اکسل آمده است و در گفت‌وگو نمایش داده نمی‌شود؛ ۱ ردیف آن هنوز نادرست است." in seen
    marked.fill(TABLE, 100, {"دستمزد": 99})
    assert "۲۵۰ ردیف درست بود و ثبت شد." in await sara.sends_file("کارها.xlsx", marked.data)
    again = await sheet_of(sara, "پر کردن این جدول در اکسل")
    assert again.read(TABLE, 251, "نام فعالیت") == "کار 251"
    await sara.taps("دیدن و فرستادن فرم", "تمام", "ارسال")
    async with town.app.db.read() as session:
        [filled] = await session.scalars(select(FilledForm))
        count = await session.scalar(select(func.count()).where(FormRow.filled_id == filled.id))
    assert count == 250


async def test_an_older_summary_sends_nothing_that_came_by_excel_since(town: Town) -> None:
    sara = await opens_works(town)
    await sara.says("نخ طلایی")
    sheet = await sheet_of(sara, "پر کردن این جدول در اکسل")
    await sara.says("خیاطی")
    await sara.says("2000")
    seen = await sara.taps("تمام")
    assert "کارها: ۱ ردیف" in seen
    sheet.fill(TABLE, 2, {"نام فعالیت": "گلدوزی", "دستمزد": 3000})
    assert "۱ ردیف درست بود" in await sara.sends_file("کارها.xlsx", sheet.data)
    seen = await sara.taps("ارسال")
    # She sees it with the new row first.
    assert "کارها: ۲ ردیف" in seen
    assert "پیش از ارسال" in seen
    assert "با شمارهٔ پیگیری" in await sara.taps("ارسال")


async def test_a_sheet_of_somebody_else_and_any_other_workbook_are_told(town: Town) -> None:
    sara = await opens_works(town)
    sheet = await sheet_of(sara, "پر کردن در اکسل")
    reza = await town.representative_of("اتاق بازرگانی", "رضا احمدی")
    assert "برای شخص دیگری ساخته شده است" in await reza.sends_file("کارها.xlsx", sheet.data)
    # Without its name it is taken for the form in hand.
    del sheet.book.defined_names[recognition.NAME]
    sheet.answer(ALL, "نام شرکت", "نخ طلایی")
    seen = await sara.sends_file("کارها.xlsx", sheet.data)
    assert "پاسخ‌های فایل ثبت شد." in seen
    assert (await draft(town)).state["answers"]["firm"] == "نخ طلایی"
    assert "خانهٔ نادرست" not in await sara.sends_file("دیگر.xlsx", b"PK\x03\x04 nothing")


VISITS = """
survey:
type|name|label|required
begin repeat|house|خانه‌ها
text|head|نام سرپرست|yes
date|day|روز بازدید
image|photo|عکس خانه
end repeat||
settings:
form_id|form_title
visits|بازدیدها
"""


async def test_what_a_sheet_leaves_blank_is_not_asked_row_by_row(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    await attach(town, await publish(town, VISITS, "بازدیدها"), role=Role.REPRESENTATIVE)
    await sara.says("/data")
    await sara.taps("۱. پر کردن: بازدیدها")
    sheet = await sheet_of(sara, "پر کردن این جدول در اکسل")
    for row, head in enumerate(("پروین", "یاسر", "طاهره"), 2):
        sheet.fill("خانه‌ها", row, {"نام سرپرست": head})
    await sara.sends_file("خانه‌ها.xlsx", sheet.data)
    seen = await sara.taps("دیدن و فرستادن فرم")
    assert "تا کنون ۳ ردیف" in seen
    await sara.taps("تمام", "ارسال")
    async with town.app.db.read() as session:
        [filled] = await session.scalars(select(FilledForm))
    assert filled.rows == {"house": 3}


async def test_a_column_that_sara_added_goes_with_the_form_and_is_read_and_exported(town: Town) -> None:
    sara = await opens_works(town)
    await sara.says("نخ طلایی")
    sheet = await sheet_of(sara, "پر کردن این جدول در اکسل")
    sheet.sheet(TABLE).cell(1, 4).value = "نکته"
    for row, activity, remark in ((2, "خیاطی", "دو چرخ داریم"), (3, "گلدوزی", None)):
        sheet.fill(TABLE, row, {"نام فعالیت": activity, "دستمزد": 2000, "نکته": remark})
    seen = await sara.sends_file("کارها.xlsx", sheet.data)
    assert "۱ نوشته هست («نکته»). همراه پاسخ‌ها نگه داشته شد" in seen
    await sara.taps("دیدن و فرستادن فرم")
    assert "نکته (افزوده): دو چرخ داریم" in await sara.taps("۱. خیاطی")
    seen = await sara.taps("فهرست ردیف‌ها", "تمام")
    assert "۱ نوشته که پاسخ پرسشی نیست" in seen
    assert "حذف نوشته‌های افزوده" in sara.buttons()
    await sara.taps("ارسال")
    assert "نکته (افزوده): دو چرخ داریم" in await sara.taps("دیدن فرم پرشده")


async def test_sara_takes_her_own_notes_out_before_she_sends(town: Town) -> None:
    sara = await opens_works(town)
    await sara.says("نخ طلایی")
    sheet = await sheet_of(sara, "پر کردن این جدول در اکسل")
    sheet.sheet(TABLE).cell(1, 4).value = "برای خودم"
    sheet.fill(TABLE, 2, {"نام فعالیت": "خیاطی", "دستمزد": 2000, "برای خودم": "بپرسم"})
    await sara.sends_file("کارها.xlsx", sheet.data)
    await sara.taps("دیدن و فرستادن فرم", "تمام")
    seen = await sara.taps("حذف نوشته‌های افزوده")
    assert "نوشته‌های افزوده حذف شد." in seen
    await sara.taps("ارسال")
    async with town.app.db.read() as session:
        [filled] = await session.scalars(select(FilledForm))
    assert "@" not in str(filled.answers)


async def test_rows_that_were_deleted_in_the_sheet_are_brought_back_in_the_chat(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    await attach(town, await publish(town, VISITS, "بازدیدها"), role=Role.REPRESENTATIVE)
    await sara.says("/data")
    await sara.taps("۱. پر کردن: بازدیدها")
    await sara.says("پروین")
    await sara.taps("رد کردن")
    await sara.sends_photo()
    sheet = await sheet_of(sara, "پر کردن این جدول در اکسل")
    sheet.sheet("خانه‌ها").delete_rows(2)
    sheet.fill("خانه‌ها", 2, {"ردیف": None, "نام سرپرست": "یاسر"})
    seen = await sara.sends_file("خانه‌ها.xlsx", sheet.data)
    assert "۱ ردیف که پیش‌تر در پیش‌نویس بود و در این فایل نیست، حذف شد" in seen
    await sara.taps("دیدن و فرستادن فرم")
    seen = await sara.taps("بازگرداندن ردیف حذف‌شده")
    assert "تا کنون ۲ ردیف" in seen
    assert await draft_answers(town, "head") == ["یاسر", "پروین"]
    assert "photo" in str((await draft(town)).state["answers"]["house[2]/photo"])


async def draft_answers(town: Town, name: str) -> list[str]:
    answers = (await draft(town)).state["answers"]
    return [answers[f"house[{number}]/{name}"] for number in (1, 2)]
