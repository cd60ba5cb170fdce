"""Rows that came by Excel and that the chat does not hold: in a correction, the next month, a new version, a part."""

import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.agencies import Agency
from models.tables.forms import FilledForm, FormRhythm, FormRow
from tests.handlers.representative.forms.test_sheets import CITY, TABLE, VISITS, WORKS, sheet_of
from tests.issued import issue
from tests.published_forms import attach, publish
from tests.town import Human, Town

RENEWED = WORKS.replace(
    "integer|wage|دستمزد|yes|. > 0 and . <= 1000000|دستمزد از ۱ تا ۱٬۰۰۰٬۰۰۰ ریال است.", "text|note|شرح"
)


async def by_excel(human: Human, *activities: str, wrong: str = "") -> str:
    """Send a sheet with a row of each activity; of the ``wrong`` one the wage is no number."""
    sheet = await sheet_of(human, "پر کردن این جدول در اکسل")
    for row, activity in enumerate(activities, 2):
        sheet.fill(TABLE, row, {"نام فعالیت": activity, "دستمزد": "زیاد" if activity == wrong else row * 100})
    await human.sends_file("کارها.xlsx", sheet.data)
    way = next(name for name in human.buttons() if name in ("دیدن و فرستادن فرم", "ادامه در گفت‌وگو"))
    return await human.taps(way)


async def rows_of(town: Town, number: int) -> list[str]:
    """The activities of a filled form, in the order of its rows, an exclamation mark for a wrong one."""
    async with town.app.db.read() as session:
        filled = await session.get_one(FilledForm, number)
        own = [filled.answers[f"work[{row}]/activity"] for row in range(1, filled.rows.get("work", 0) + 1)]
        stored = await session.execute(
            select(FormRow.number, FormRow.values).where(FormRow.filled_id == number).order_by(FormRow.number)
        )
        rows = stored.all()
    assert [place for place, _ in rows] == list(range(len(own) + 1, len(own) + len(rows) + 1))
    return own + [values.get("activity", "!") for _, values in rows]


@pytest.mark.rows
async def test_they_are_in_a_correction_and_in_the_next_month(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    town.app.organisation.form_rows = 2
    form = await publish(town, WORKS, "کارهای خانگی")
    await attach(town, form, role=Role.REPRESENTATIVE, rhythm=FormRhythm.MONTH, carry_over=True)
    await sara.says("/data")
    await sara.taps("۱. پر کردن: کارهای خانگی")
    await sara.says("نخ طلایی")
    assert "۳ ردیف از اکسل آمده است" in await by_excel(sara, "خیاطی", "گلدوزی", "قالی", wrong="گلدوزی")
    # One more row in the chat: no number is there twice.
    await sara.taps("ردیف تازه")
    await sara.says("آشپزی", "۵۰۰")
    await sara.taps("تمام", "ارسال")
    assert await rows_of(town, 1) == ["آشپزی", "خیاطی", "!", "قالی"]
    seen = await maryam.says("/forms")
    seen = await maryam.taps("کارهای خانگی", "همهٔ ردیف‌ها")
    for activity in ("آشپزی", "خیاطی", "قالی"):
        assert seen.count(activity) == 1
    assert "۳. ردیف نادرست: نام فعالیت: گلدوزی؛ دستمزد: زیاد\nایراد: دستمزد: «زیاد» عدد نیست." in seen
    assert "۳ ردیف دیگر که با اکسل آمده است؛ ۱ ردیف آن نادرست است" in await sara.taps("دیدن فرم پرشده")
    assert "۳ ردیف از اکسل آمده است" in await sara.taps("اصلاح و ارسال دوباره")
    await sara.taps("ارسال")
    assert await rows_of(town, 2) == ["آشپزی", "خیاطی", "!", "قالی"]
    # What was wrong stays with its month.
    await town.clock.to("1398-08-05")
    await sara.says("/data")
    seen = await sara.taps("۱. پر کردن: کارهای خانگی")
    assert "ردیف‌های دورهٔ پیش آورده شد" in seen
    assert "۲ ردیف از اکسل آمده است" in seen
    again = await sheet_of(sara, "پر کردن در اکسل")
    assert [again.read(TABLE, row, "نام فعالیت") for row in range(2, 6)] == ["آشپزی", "خیاطی", "قالی", None]
    await sara.taps("ادامه در گفت‌وگو", "ارسال")
    assert await rows_of(town, 3) == ["آشپزی", "خیاطی", "قالی"]


@pytest.mark.rows
async def test_they_go_into_a_new_version_and_what_it_does_not_ask_is_told(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    town.app.organisation.form_rows = 2
    form = await publish(town, WORKS, "کارهای خانگی")
    await attach(town, form, role=Role.REPRESENTATIVE)
    await sara.says("/data")
    await sara.taps("۱. پر کردن: کارهای خانگی")
    await sara.says("نخ طلایی")
    await by_excel(sara, "خیاطی", "گلدوزی", "قالی")
    grouped = RENEWED.replace("begin repeat|", "begin group|all|همه\nbegin repeat|")
    await publish(town, grouped.replace("settings:", "end group||\nsettings:"), "کارهای خانگی", form)
    await sara.says("/data")
    await sara.taps("۱. پر کردن: کارهای خانگی")
    seen = await sara.taps("بردن پاسخ‌ها به نسخهٔ تازه")
    assert "۳ ردیف از اکسل آمده است" in seen
    assert "«دستمزد»" in seen
    await sara.taps("تمام", "ارسال")
    assert await rows_of(town, 1) == ["خیاطی", "گلدوزی", "قالی"]


@pytest.mark.rows
async def test_a_colleagues_rows_are_taken_over_and_ones_own_stay(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    reza = await town.representative_of("شهرداری منطقهٔ ۳", "رضا احمدی")
    town.app.organisation.form_rows = 2
    async with town.app.db.write() as session:
        rows = {row.name: row for row in await session.scalars(select(Agency))}
        rows["شهرداری منطقهٔ ۳"].parent_id = rows[CITY].id
    await issue(town, 7, "جدول کارهای خانگی تکمیل شود.", CITY, due="1398-07-20")
    await attach(town, await publish(town, WORKS, "کارهای خانگی"), resolution=1)
    for human, activities in ((reza, ("قالی", "گلیم", "نمد")), (sara, ("خیاطی", "گلدوزی", "آشپزی"))):
        await human.says("/data")
        await human.taps("پر کردن: کارهای خانگی")
        await human.says("نخ طلایی")
        await by_excel(human, *activities)
    await reza.taps("تمام", "ارسال")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷")
    assert "شهرداری منطقهٔ ۳، رضا احمدی، ۳ ردیف" in await sara.taps("سهم همکاران")
    seen = await sara.taps("افزودن شمارهٔ ف-۱ به فرم")
    assert "ردیف‌های همکارتان به فرم افزوده شد" in seen
    assert "۶ ردیف از اکسل آمده است" in seen
    await sara.taps("تمام", "ارسال")
    assert await rows_of(town, 2) == ["خیاطی", "گلدوزی", "آشپزی", "قالی", "گلیم", "نمد"]


@pytest.mark.rows
async def test_photos_of_the_chat_stay_with_rows_that_the_chat_does_not_hold(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    town.app.organisation.form_rows = 2
    await attach(town, await publish(town, VISITS, "بازدیدها"), role=Role.REPRESENTATIVE)
    await sara.says("/data")
    await sara.taps("۱. پر کردن: بازدیدها")
    await sara.says("پروین")
    await sara.taps("رد کردن")
    await sara.sends_photo()
    sheet = await sheet_of(sara, "پر کردن این جدول در اکسل")
    for row, head in enumerate(("یاسر", "طاهره"), 3):
        sheet.fill("خانه‌ها", row, {"نام سرپرست": head})
    await sara.sends_file("خانه‌ها.xlsx", sheet.data)
    await sara.taps("دیدن و فرستادن فرم", "تمام", "ارسال")
    async with town.app.db.read() as session:
        [filled] = await session.scalars(select(FilledForm))
        first = await session.scalar(select(FormRow.values).order_by(FormRow.number))
    assert first
    assert first["photo"] in filled.files


@pytest.mark.rows
async def test_the_words_that_sara_added_are_removed_from_them_too(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    town.app.organisation.form_rows = 2
    await attach(town, await publish(town, WORKS, "کارهای خانگی"), role=Role.REPRESENTATIVE)
    await sara.says("/data")
    await sara.taps("۱. پر کردن: کارهای خانگی")
    await sara.says("نخ طلایی")
    sheet = await sheet_of(sara, "پر کردن این جدول در اکسل")
    sheet.sheet(TABLE).cell(1, 4).value = "برای خودم"
    for row, wage in enumerate(("۱۰۰", "زیاد", "۳۰۰"), 2):
        sheet.fill(TABLE, row, {"نام فعالیت": f"کار {row}", "دستمزد": wage, "برای خودم": f"بپرسم {row}"})
    await sara.sends_file("کارها.xlsx", sheet.data)
    seen = await sara.taps("ادامه در گفت‌وگو", "تمام")
    assert "۳ نوشته که پاسخ پرسشی نیست" in seen
    seen = await sara.taps("حذف نوشته‌های افزوده")
    assert "نوشته‌های افزوده حذف شد." in seen
    assert "حذف نوشته‌های افزوده" not in sara.buttons()
    await sara.taps("ارسال")
    async with town.app.db.read() as session:
        kept = [str((row.values, row.problems)) for row in await session.scalars(select(FormRow))]
    assert len(kept) == 3
    assert "بپرسم" not in "".join(kept)
    assert "زیاد" in kept[1]
