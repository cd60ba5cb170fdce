"""Owners that an office calls by their work or describes: units, crews, facilities, the writer, everybody."""

from __future__ import annotations

import pytest

from domain.minutes.owners.actors import actors_of
from domain.minutes.owners.split import split_owners
from tests.domain.minutes.paper import codes, due, reading_of, told

MEETING = (
    "جلسه هفتگی کارگاه سفال - شنبه ۱۲ اسفند ۱۴۰۲\nحاضرین: بهنام، خانم ملکی (خرید)، آقای سالمی (انبار)، کیانی (فروش)\n"
)
NUMBERED = "صورتجلسه کمیته ایمنی\nتاریخ جلسه: ۱۴۰۲/۱۲/۱۲\nمصوبات:\n"


def test_those_present_are_called_by_their_units() -> None:
    reading = reading_of(
        MEETING
        + "قرار شد:\n"
        + "- خرید تا دوشنبه با سه فروشنده تماس بگیره.\n"
        + "- لعاب: انبار هر پنجشنبه آمار لعاب رو بفرسته.\n"
        + "- خاک: فروش به محض اینکه چک پاس شد خاک سفید بخره.\n"
        + "- خرید خاک رو بهنام دنبال کنه.\n"
    )

    assert [one.responsible for one in reading.resolutions] == [("خرید",), ("انبار",), ("فروش",), ("بهنام",)]


def test_a_unit_behind_somebody_is_where_she_works() -> None:
    assert split_owners("خانم ملکی - مالی")[0] == ("خانم ملکی - مالی",)
    assert split_owners("مالی - انبار")[0] == ("مالی", "انبار")


@pytest.mark.parametrize(
    ("sentence", "owners"),
    [
        (
            "خانم رستگار (مادر پارسا) و آقای سالمی تا ۲۵ مهر از دو جا قیمت بگیرن.",
            ["خانم رستگار (مادر پارسا)", "آقای سالمی"],
        ),
        ("همه همکارها فرم مرخصی رو تا دوشنبه تحویل بدن.", ["همه همکارها"]),
        ("همه همکار‌ها فرم مرخصی رو تا دوشنبه تحویل بدن.", ["همه همکار‌ها"]),
        ("از این به بعد نگهبانی اسم مهمان رو بنویسه.", ["نگهبانی"]),
        ("مقرر شد بنده قرارداد سرویس را تا پایان ماه تمدید کنم.", ["بنده"]),
        ("یگان مراقبت هر شب از انبارها بازدید کند.", ["یگان مراقبت"]),
        ("مجری گرم‌خانه نتایج بازدید را تحویل دهد.", ["مجری گرم‌خانه"]),
        ("پیمانکار آشپزخانه را تجهیز کند.", ["پیمانکار"]),
        ("شهرداری لوله‌گذاری خیابان باغ را متوقف نماید.", ["شهرداری"]),
        ("شهرداری حفاری میدان را متوقف نماید.", ["شهرداری"]),
        ("واحدهای فاقد کنتور مستقل گاز ظرف ده روز فرم را تکمیل نمایند.", ["واحدهای فاقد کنتور مستقل گاز"]),
    ],
)
def test_owners_are_named_to_their_end(sentence: str, owners: list[str]) -> None:
    assert [actor.name for actor in actors_of(sentence)] == owners


def test_a_work_of_another_that_shares_its_verb_is_asked_about() -> None:
    reading = reading_of(
        NUMBERED
        + "۱- شرکت گاز کپسول خانوارها را تأمین و اداره برق دو مولد در روستا مستقر نماید.\n"
        + "۲- شرکت گاز کپسول خانوارها را تأمین و توزیع نماید.\n"
    )

    first, second = reading.resolutions
    assert [doubt.params for doubt in first.doubts if doubt.code == "line_unclear"] == [
        {"text": "اداره برق دو مولد در روستا مستقر نماید."}
    ]
    assert "line_unclear" not in codes(second)


def test_a_council_decides_below_what_is_told_of_its_matter() -> None:
    reading = reading_of(
        "صورتجلسه شورای فنی\nتاریخ: ۱۲ اسفند ۱۴۰۲\nپرونده‌های زیر بررسی شد.\n"
        "الف) پل خشتی\nتصمیم شورا: طرح مرمت پل به شرط حذف سایبان تصویب شد "
        "و مشاور طرح مکلف است نقشه را ظرف ده روز تحویل دهد.\n"
        "ب) باغ سالار\nباغ در یک سال گذشته هشت هزار بازدیدکننده داشته است.\n"
        "تصمیم شورا: مدیر باغ فهرست درختان را تا پایان اسفند اصلاح کند.\n"
        "مصوبات فوق به اتفاق آرا تصویب شد.\n"
    )

    assert [(owners, day) for _, owners, day in told(reading)] == [
        (("مشاور طرح",), "1402-12-22"),
        (("مدیر باغ",), "1402-12-29"),
    ]


def test_what_is_drawn_up_is_brought_to_the_next_meeting_in_one_breath() -> None:
    reading = reading_of(
        MEETING + "قرار شد:\n- بهنام فهرست قالب‌ها رو بنویسه جلسه بعد بیاره.\n- خانم ملکی گل سفارش بده.\n"
    )

    assert [due(one) for one in reading.resolutions] == ["next_meeting", "none"]


def test_what_is_passed_on_a_condition_that_the_work_itself_waits_for_has_no_day() -> None:
    reading = reading_of(NUMBERED + "۱- شهرداری به شرط تحویل زمین، نقشه را ظرف ده روز تهیه کند.\n")

    assert due(reading.resolutions[0]) == "unknown"
