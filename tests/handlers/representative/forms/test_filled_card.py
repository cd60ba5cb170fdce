"""Filled forms that are read again: section by section, row by row, page by page, with their files."""

import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.forms import FilledForm, FormRow
from tests.issued import issue
from tests.published_forms import attach, publish
from tests.town import Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
PLACES = """
survey:
type|name|label
begin group|about|دربارهٔ محله
text|who|نام
image|photo|عکس
end group||
begin repeat|place|مکان‌ها
text|address|نشانی
text|note|یادداشت
end repeat||
settings:
form_id|form_title
places|مکان‌های خالی
"""

ROW_THEN_REMARK = """
survey:
type|name|label
begin repeat|worker|کارکنان
text|who|نام کارگر
end repeat||
text|remark|ملاحظات
"""


@pytest.mark.rows
async def test_rows_and_photos_are_read_by_pages(town: Town) -> None:
    maryam = await town.secretary()
    reza = await town.member("رضا احمدی", Role.FACILITATOR, "طبرسی")
    await attach(town, await publish(town, PLACES, "مکان‌های خالی"), role=Role.FACILITATOR)
    await reza.says("/data")
    await reza.taps("پر کردن: مکان‌های خالی")
    await reza.says("رضا")
    await reza.sends_photo()
    await reza.says("\n".join(f"کوچهٔ {number}؛ شماره {number}" for number in range(1, 13)))
    await reza.taps("تمام")
    seen = await reza.taps("ارسال")
    assert "شمارهٔ پیگیری ف-۱" in seen
    async with town.app.db.write() as session:
        for number in range(13, 16):
            session.add(FormRow(filled_id=1, repeat="place", number=number, values={"address": "کوچه"}))
    await maryam.says("/review")
    seen = await maryam.taps("فرم‌های رسیده (۱)", "شمارهٔ ف-۱: طبرسی")
    assert "دربارهٔ محله" in seen
    assert "نام: رضا\nعکس: " in seen
    assert "مکان‌ها، ردیف ۱\nنشانی: کوچهٔ 1\nیادداشت: شماره 1" in seen
    # A row stands whole on one page.
    assert seen.endswith("مکان‌ها، ردیف ۷\nنشانی: کوچهٔ 7\nیادداشت: شماره 7\n\nصفحهٔ ۱ از ۲")
    seen = await maryam.taps("صفحهٔ بعد")
    assert "ادامهٔ «مکان‌های خالی»\n\nمکان‌ها، ردیف ۸\nنشانی: کوچهٔ 8" in seen
    assert seen.endswith("صفحهٔ ۲ از ۲")
    assert "مکان‌ها، ردیف ۱۲\nنشانی: کوچهٔ 12" in seen
    assert "مکان‌ها: ۳ ردیف دیگر که با اکسل آمده است" in seen
    await maryam.taps("پیوست‌ها (۱)")
    assert any("photo" in message for message in maryam.messages())
    assert "«مکان‌های خالی»، شمارهٔ ف-۱، پیوست ۱ از ۱\nعکس" in maryam.everything()
    async with town.app.db.read() as session:
        [filled] = await session.scalars(select(FilledForm))
    assert len(filled.files) == 1


async def test_an_answer_behind_rows_is_not_read_as_the_last_row_s(town: Town) -> None:
    await town.secretary()
    reza = await town.member("رضا احمدی", Role.FACILITATOR, "طبرسی")
    await attach(town, await publish(town, ROW_THEN_REMARK, "کارگاه"), role=Role.FACILITATOR)
    await reza.says("/data")
    await reza.taps("پر کردن: کارگاه")
    await reza.says("حسن\nزینب")
    await reza.taps("تمام")
    await reza.says("کارگاه نوساز است.")
    await reza.taps("ارسال")
    seen = await reza.taps("دیدن فرم پرشده")
    assert "کارکنان، ردیف ۱\nنام کارگر: حسن\nکارکنان، ردیف ۲\nنام کارگر: زینب\n\nملاحظات: کارگاه نوساز است." in seen


@pytest.mark.ci
async def test_a_partner_and_a_colleague_give_rows_too(town: Town) -> None:
    await town.secretary()
    sara, mina = await town.representative_of(CITY), await town.member("مینا رضوی", Role.CONTACT, CITY)
    ali = await town.representative_of(CHAMBER, "علی کاظمی")
    await issue(town, 7, "جدول تکمیل شود.", CITY, due="1398-07-20", partners=[CHAMBER])
    await attach(town, await publish(town, PLACES, "مکان‌های خالی"), resolution=1)
    await ali.says("/data")
    await ali.taps("پر کردن: مکان‌های خالی")
    await ali.says("علی")
    await ali.taps("رد کردن")
    await ali.says("کوچهٔ ۱")
    await ali.taps("رد کردن", "تمام", "ارسال")
    await mina.says("/tasks")
    await mina.taps("مصوبهٔ ۷", "سهم همکاران", "دادن ردیف از طرف من")
    await mina.says("مینا")
    await mina.taps("رد کردن")
    await mina.says("کوچهٔ ۲")
    await mina.taps("رد کردن", "تمام", "ارسال")
    assert sara.everything().count("ردیف‌های خود را برای فرم «مکان‌های خالی» فرستادند") == 2
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷")
    seen = await sara.taps("سهم همکاران")
    assert f"شمارهٔ ف-۱: {CHAMBER}، علی کاظمی، ۱ ردیف" in seen
    assert f"شمارهٔ ف-۲: {CITY}، مینا رضوی، ۱ ردیف" in seen
    # What the others left blank is not asked again.
    await sara.taps("افزودن شمارهٔ ف-۱ به فرم", "رد کردن", "افزودن شمارهٔ ف-۲ به فرم", "تمام", "ارسال")
    async with town.app.db.read() as session:
        whole = (await session.scalars(select(FilledForm).where(FilledForm.part.is_(False)))).one()
    assert whole.rows["place"] == 2
    assert whole.answers["place[2]/address"] == "کوچهٔ ۲"
    # A partner may not add to the lead's form.
    assert "سهم همکاران" not in ali.buttons()


async def test_the_chair_reads_the_forms_and_changes_none(town: Town) -> None:
    await town.secretary()
    karim = await town.member("کریم صالحی", Role.CHAIR)
    reza = await town.member("رضا احمدی", Role.FACILITATOR, "طبرسی")
    await attach(town, await publish(town, PLACES, "مکان‌های خالی"), role=Role.FACILITATOR)
    await reza.says("/data")
    await reza.taps("پر کردن: مکان‌های خالی")
    await reza.says("رضا")
    await reza.sends_photo()
    await reza.says("کوچهٔ ۱؛ شمارهٔ ۱\nکوچهٔ ۲؛ شمارهٔ ۲")
    await reza.taps("تمام", "ارسال")
    await karim.says("/start")
    assert "مکان‌های خالی" in await karim.taps("فرم‌ها")
    await karim.taps("مکان‌های خالی")
    assert karim.buttons() == ["پاسخ‌ها", "همهٔ ردیف‌ها", "دریافت فایل اکسل", "همهٔ فرم‌ها", "منوی اصلی"]
    assert "نشانی: کوچهٔ ۱" in await karim.taps("همهٔ ردیف‌ها")
    await karim.taps("صفحهٔ فرم", "پاسخ‌ها")
    assert "نام: رضا" in await karim.taps("شمارهٔ ف-۱: طبرسی")
    assert "پذیرش" not in karim.buttons()
    await karim.taps("پاسخ‌های این فرم")
    assert "شمارهٔ ف-۱" in karim.sees()


STALLS = """
survey:
type|name|label
begin repeat|stall|غرفه‌ها
text|title|نام
text|street|خیابان
text|width|پهنا
text|depth|گودی
end repeat||
settings:
form_id|form_title
stalls|غرفه‌ها
"""


async def test_rows_of_many_answers_stand_apart(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of("شهرداری مشهد")
    await attach(town, await publish(town, STALLS, "غرفه‌ها"), role=Role.REPRESENTATIVE)
    await sara.says("/data")
    await sara.taps("پر کردن: غرفه‌ها")
    await sara.says("شرقی؛ بهار؛ سه؛ چهار\nغربی؛ پاییز؛ سه؛ پنج")
    await sara.taps("تمام", "ارسال")
    assert "گودی: چهار\n\nغرفه‌ها، ردیف ۲\nنام: غربی" in await sara.taps("دیدن فرم پرشده")
