"""Each way in which a sentence charges somebody, with each kind of name that it may charge."""

from __future__ import annotations

from datetime import date

import pytest

from domain.dates.working_days import Calendar
from domain.minutes.reader import read_resolution

NAMES = """
شهرداری / شهرداری نورشهر / اداره کل راه و شهرسازی / مدیریت امور آموزشی / مدیریت منابع انسانی / معاونت خدمات شهری
معاون دانشجویی / رئیس دانشگاه / خانم شکوهی / آقای مهندس رستمی / دکتر کامکار / خزانه‌دار / کمیسیون نظارت / کمیته فنی
دبیر کانون / واحد حقوقی / امور مالی سازمان / روابط عمومی / شرکت آب و فاضلاب روستایی / سازمان صنایع دستی
ستاد بحران استان / هیئت تیراندازی / مؤسسه ترازنمای شرق / دفتر فنی استانداری / مشاور طرح / بخشداری مرکزی
نماینده معلمان / انجمن اولیا و مربیان / کارشناس بخشداری / حسابرس / تعاونی تولید روستایی / کمیسیون حمل و نقل
اداره تغذیه / مسئول فنی باشگاه
"""
FRAMES = """
مقرر شد {} گزارش عملکرد سه‌ماهه را تهیه و ارسال کند.
مقرر شد {} نسبت به بازسازی پل اقدام نماید.
مقرر گردید بازسازی پل توسط {} انجام شود.
مقرر شد تقویم اصلاح‌شده توسط {} به دانشکده‌ها ابلاغ شود.
مقرر شد موضوع از طریق {} پیگیری گردد.
مقرر شد {} ظرف دو هفته نقشه‌ها را تحویل دهد.
مقرر شد در خصوص زباله‌ها {} طرح خود را ارائه کند.
قرار شد {} با کارخانه تماس بگیرد.
مصوب شد {} سه دستگاه کامیون خریداری کند.
با توجه به نامه واصله، {} نتیجه را اعلام نماید.
{} موظف است فهرست نیازها را ارائه دهد.
{} موظف به پیگیری موضوع است.
{} باید تا هفته آینده پاسخ دهد.
{} متعهد شد دستگاه‌ها را تا پایان مهر نصب کند.
{} مأمور شد متن نامه را آماده کند.
{} پذیرفت که هزینه‌ها را بپردازد.
{} مسئول پیگیری این مصوبه شد.
{} پاسخگوی این موضوع است.
{} زحمت جمع‌آوری نظرها را قبول کرد.
زحمت خرید لوازم را {} قبول کرد.
متن نامه را {} تا شنبه آماده می‌کند.
پیگیری موضوع بر عهده {} است.
اجرای این بند با {} است.
مسئولیت پیگیری آن به {} سپرده شد.
به {} مأموریت داده شد قرارداد را ببندد.
از {} خواسته شد گزارش بدهد.
موضوع جهت بررسی به {} ارجاع شد.
"""


@pytest.mark.parametrize("frame", FRAMES.strip().split("\n"))
def test_a_frame_charges_whoever_stands_in_it(frame: str) -> None:
    names = [name.strip() for line in NAMES.strip().split("\n") for name in line.split(" / ")]
    found = {name: read_resolution(frame.format(name), 5, date(2024, 11, 6), Calendar()).responsible for name in names}

    assert {name: owners for name, owners in found.items() if owners != (name,)} == {}


def test_a_topic_that_a_name_goes_on_with_charges_nobody() -> None:
    text = "مقرر شد در خصوص زباله‌های شهرداری گزارشی به شورا ارائه شود."

    assert read_resolution(text, 5, date(2024, 11, 6), Calendar()).responsible == ()


def test_who_may_only_have_made_the_thing_is_asked_about() -> None:
    text = "مقرر شد نقشه تهیه شده توسط مشاور طرح برای شورا ارسال شود."
    reading = read_resolution(text, 5, date(2024, 11, 6), Calendar())

    assert reading.responsible == ("مشاور طرح",)
    assert "owner_boundary" in {doubt.code for doubt in reading.doubts}
