"""Minutes whose marks change: topics behind the bullets of a follow-up, works that a repeated label begins."""

from __future__ import annotations

import pytest

from domain.minutes import PassedOverKind
from tests.domain.minutes.paper import codes, reading_of, told

OPENING = "صورتجلسه کمیته نوسازی گلدره\nشماره جلسه: ۹\nتاریخ جلسه: ۱۳۹۸/۰۷/۱۳\n"
FOLLOW_UP = """دبیر کمیته گزارش داد از ۶ مصوبه جلسه قبل، ۴ مورد اجرا شده است:
- خرید دو دستگاه چاپگر: اجرا شد
- جابجایی بایگانی راکد: در جریان است
"""


def test_lettered_topics_end_the_bullets_of_a_follow_up() -> None:
    reading = reading_of(
        OPENING
        + FOLLOW_UP
        + """الف) خدمات مراجعان
۱- نصب دستگاه نوبت‌دهی در ورودی. (مجری: اداره پشتیبانی؛ مهلت: ۱۳۹۸/۰۸/۱۰)
۲- چاپ راهنمای خدمات. (مجری: روابط عمومی؛ مهلت: دو هفته)
ب) ساختمان
۳- تعمیر بالابر ساختمان مرکزی. (مجری: اداره پشتیبانی؛ مهلت: ۱۳۹۸/۰۸/۳۰)
۴- پیشنهاد اجاره طبقه دوم مورد موافقت قرار نگرفت.
ج) آموزش کارکنان
۵- برگزاری دوره ایمنی. (مجری: مرکز آموزش؛ مهلت: ۱۳۹۸/۰۹/۱۵)
اسامی و امضای اعضا: سهراب گلدره‌ای، مینا کوهپایه
"""
    )

    assert told(reading) == [
        (1, ("اداره پشتیبانی",), "1398-08-10"),
        (2, ("روابط عمومی",), "1398-07-27"),
        (3, ("اداره پشتیبانی",), "1398-08-30"),
        (4, (), "none"),
        (5, ("مرکز آموزش",), "1398-09-15"),
    ]
    assert "آموزش کارکنان" in [one.text for one in reading.passed_over if one.kind is PassedOverKind.HEADING]
    earlier = [one.text for one in reading.passed_over if one.kind is PassedOverKind.EARLIER_RESOLUTIONS]
    assert [text.split(":")[0] for text in earlier] == ["خرید دو دستگاه چاپگر", "جابجایی بایگانی راکد"]


def test_numbers_that_name_who_does_it_end_the_bullets_of_a_follow_up() -> None:
    reading = reading_of(
        OPENING
        + FOLLOW_UP
        + "۱- نصب نوبت‌دهی. (مجری: اداره پشتیبانی؛ مهلت: ۱۳۹۸/۰۸/۱۰)\n۲- چاپ راهنما. (مجری: روابط عمومی؛ مهلت: دو هفته)"
    )

    assert told(reading) == [(1, ("اداره پشتیبانی",), "1398-08-10"), (2, ("روابط عمومی",), "1398-07-27")]


@pytest.mark.parametrize(
    "inside",
    [
        "۱- چاپگر اتاق ریاست: اجرا شد\n۲- چاپگر دبیرخانه: در دست اقدام",
        "الف) چاپگر ریاست: انجام شد\nب) رایانه: انجام شد",
    ],
    ids=["numbers", "letters"],
)
def test_marks_with_an_outcome_stay_in_the_follow_up(inside: str) -> None:
    reading = reading_of(OPENING + FOLLOW_UP + inside + "\nمصوبات:\n۱- روابط عمومی گلدره راهنما را چاپ کند.")

    assert [one.text for one in reading.resolutions] == ["روابط عمومی گلدره راهنما را چاپ کند."]


@pytest.mark.parametrize("label", ["اقدام", "کار", "تصمیم", "وظیفه"])
def test_each_label_above_an_owner_and_a_deadline_begins_a_decision_below_its_topic(label: str) -> None:
    reading = reading_of(
        OPENING
        + f"""۱. خاموشی سامانه نوبت‌دهی
سهراب کوهپایه توضیح داد که حافظه سرور پر شده و کسی خبردار نشده است.
{label}: حافظه سرور دو برابر شود.
مسئول: سهراب کوهپایه؛ مهلت: ۱۳۹۸/۰۷/۲۰
{label}: هشدارها با پیامک هم ارسال شود.
مسئول: مینا گلدره‌ای؛ مهلت: ۱۳۹۸/۰۷/۲۵
۲. جابجایی به ساختمان تازه
مینا گلدره‌ای دو ساختمان را مقایسه کرد.
{label}: پیش‌نویس قرارداد اجاره با موارد زیر تهیه گردد:
الف- تضمین برق
ب- جریمه دیرکرد
مسئول: مینا گلدره‌ای؛ مهلت: ۱۳۹۸/۰۸/۱۰
{label}: دسترسی پیمانکار قبلی قطع شود.
مسئول: واحد پشتیبانی؛ مهلت: ۱۳۹۸/۰۷/۱۵
"""
    )

    assert told(reading) == [
        (1, ("سهراب کوهپایه",), "1398-07-20"),
        (2, ("مینا گلدره‌ای",), "1398-07-25"),
        (3, ("مینا گلدره‌ای",), "1398-08-10"),
        (4, ("واحد پشتیبانی",), "1398-07-15"),
    ]
    assert [item.text for item in reading.resolutions[2].items] == ["تضمین برق", "جریمه دیرکرد"]
    kinds = {one.text: one.kind for one in reading.passed_over}
    assert kinds["1- خاموشی سامانه نوبت‌دهی"] is PassedOverKind.HEADING
    assert kinds["مینا گلدره‌ای دو ساختمان را مقایسه کرد."] is PassedOverKind.DISCUSSION


@pytest.mark.parametrize(
    ("lines", "doubted"),
    [
        ("مسئول: سهراب کوهپایه\nهشدارها با پیامک هم ارسال شود.\nمسئول: مینا گلدره‌ای", True),
        ("الف- سرور اول\nمهلت: ۱۳۹۸/۰۷/۲۰\nب- سرور دوم\nمهلت: ۱۳۹۸/۰۷/۲۵", True),
        ("الف- سرور اول\nب- سرور دوم\nمسئول: سهراب کوهپایه\nمهلت: ۱۳۹۸/۰۷/۲۵", False),
    ],
    ids=["owners", "deadlines", "one_of_each"],
)
def test_several_labels_of_owner_or_deadline_in_one_resolution_are_asked_about(lines: str, doubted: bool) -> None:
    reading = reading_of(
        f"{OPENING}مصوبات:\n۱- حافظه سرورهای زیر دو برابر شود:\n{lines}\n۲- واحد پشتیبانی دسترسی پیمانکار را قطع کند."
    )

    assert ("answers_several" in codes(reading.resolutions[0])) is doubted


def test_a_verb_above_its_list_charges_whoever_is_named() -> None:
    reading = reading_of(
        OPENING + "مصوبات:\n۱- شهرداری گلدره خط‌کشی خیابان‌های زیر را تا ۲۸ آبان به پایان برساند:\nالف) بهار\nب) لاله"
    )

    assert told(reading) == [(1, ("شهرداری گلدره",), "1398-08-28")]
