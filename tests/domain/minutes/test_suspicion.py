"""Maryam's minutes are looked over once more: what may be a decision, and was taken for something else, is quoted."""

from __future__ import annotations

import pytest

from domain.minutes import Reading
from tests.domain.minutes.paper import codes, doubts, reading_of

HEAD = """
صورتجلسه نشست پنجم کارگروه بوم‌گردی شهرستان سپیدکوه
تاریخ جلسه: ۱۴۰۳/۰۶/۱۱
"""
LISTED = "مصوبات:\n۱- شهرداری تابلوها را نصب نماید.\n۲- دهیاری ظرف ده روز گزارش دهد.\n"


def quoted(reading: Reading) -> list[str]:
    return [str(doubt.params["text"]) for doubt in reading.doubts if doubt.code == "passed_over"]


def parts(reading: Reading, number: int) -> list[str]:
    """The texts that a doubt of a resolution takes for resolutions of their own."""
    asked = [
        doubt for doubt in reading.resolutions[number - 1].doubts if doubt.code in {"line_unclear", "parts_unclear"}
    ]
    return [str(text) for doubt in asked for text in doubt.params.values()]


def test_a_name_a_task_and_a_day_among_the_signatures_are_asked_about() -> None:
    reading = reading_of(HEAD + LISTED + "\nآقای بهرامی تا آخر هفته با راننده‌ها قرارداد ببنده")

    assert any("قرارداد ببنده" in text for text in quoted(reading))


def test_the_talks_of_a_stretch_are_asked_about_in_one_doubt() -> None:
    reading = reading_of(
        HEAD
        + """
        مذاکرات:
        شهرداری تا پایان آبان راه روستا را مرمت می‌کند.
        دهیاری ظرف دو هفته پل چوبی را تعمیر نماید.
        آقای بهرامی از کمبود آب گفت.
        """
        + LISTED
    )

    [text] = quoted(reading)
    assert "مرمت" in text
    assert "پل چوبی" in text
    assert "کمبود آب" not in text


def test_the_number_that_the_resolutions_leave_out_is_quoted() -> None:
    reading = reading_of(
        HEAD
        + "مصوبات:\n۱- شهرداری تابلوها را نصب نماید.\n"
        + "۲- نشریهٔ کوه‌نورد برای آگهی‌ها پیشنهاد گردید تا به تصویب مجمع برسد.\n۳- دهیاری ظرف ده روز گزارش دهد."
    )

    assert any("نشریهٔ کوه‌نورد" in text for text in quoted(reading))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("مقرر شد اداره برق تیرها را جابه‌جا کند و خانم نیکو نتیجه را به اهالی خبر دهد.", "خانم نیکو نتیجه"),
        ("نظافت راه‌پله به سرایدار سپرده شد ولی هزینهٔ نگهبانی بین واحدها تقسیم می‌شود.", "هزینهٔ نگهبانی"),
    ],
)
def test_a_second_decision_inside_a_resolution_is_quoted(text: str, part: str) -> None:
    reading = reading_of(f"{HEAD}مصوبات:\n۱- {text}\n۲- شهرداری تابلوها را نصب نماید.")

    assert any(one.startswith(part) or part in one for one in parts(reading, 1))


@pytest.mark.parametrize(
    "text",
    [
        "اداره برق تیرها را جابه‌جا کند و نتیجه را گزارش دهد.",
        "مقرر شد نامه‌ای به اداره برق نوشته شود و آقای صادقی پیگیری کند.",
        "مقرر شد شهرداری تابلو نصب نماید. موضوع با ۵ رأی موافق تصویب شد.",
    ],
)
def test_one_decision_in_two_clauses_is_not_doubted(text: str) -> None:
    assert parts(reading_of(f"{HEAD}مصوبات:\n۱- {text}\n۲- شهرداری تابلوها را نصب نماید."), 1) == []


def test_the_items_that_a_first_line_announces_are_asked_about_together() -> None:
    reading = reading_of(
        HEAD
        + """
        مصوبات:
        ۱) دربارهٔ شیوهٔ برگزاری مجمع پس از گفتگو مقرر شد:
        الف) هر عضو وکالت یک عضو دیگر را بپذیرد.
        ب) وکالت‌نامه‌ها در دبیرخانه ثبت شود.
        ۲) هزینهٔ دوره‌های زمستان مورد موافقت قرار گرفت.
        """
    )

    [text] = parts(reading, 1)
    assert "هر عضو" in text
    assert "وکالت‌نامه‌ها" in text


def test_an_owner_that_is_no_name_is_doubted() -> None:
    reading = reading_of(
        HEAD
        + """
        ردیف | مصوبه | مسئول | مهلت
        ۱ | بازدید از مدارس دارای بخاری نفتی | ✱ | پایان آبان
        ۲ | ذخیره‌سازی بسته‌های غذایی | هلال احمر | ۲۰ آبان
        """
    )

    assert "owner_boundary" in codes(reading.resolutions[0])
    assert "owner_boundary" not in codes(reading.resolutions[1])


def test_an_owner_of_the_premise_is_doubted() -> None:
    reading = reading_of(
        HEAD + "مصوبات:\n۱- با توجه به این که دانشگاه تا ۲۰ آبان خوابگاه را تحویل می‌دهد، وسایل آن خریداری شود."
    )

    assert "from_premise" in codes(reading.resolutions[0])


def test_a_list_of_titles_is_told_of() -> None:
    reading = reading_of(HEAD + "مصوبات:\n۱- نشریه\n۲- سایت\n۳- شهرداری تابلوها را نصب نماید.")

    assert "only_titles" in doubts(reading)
    assert "not_a_decision" in codes(reading.resolutions[0])


def test_minutes_that_are_read_whole_raise_no_doubt_about_texts() -> None:
    reading = reading_of(
        HEAD
        + """
        حاضران: خانم رضوی، آقای کریمی، آقای بهرامی
        دستور جلسه: بررسی وضعیت راه‌ها تا پایان آبان
        در این نشست گزارش بازدید از راه‌ها ارائه شد و موارد زیر به تصویب رسید:
        """
        + LISTED
        + "\nجلسهٔ بعد دوشنبه ۲۵ شهریور برگزار خواهد شد.\nامضا: رضوی – کریمی – بهرامی"
    )

    assert quoted(reading) == []


def test_rows_that_may_be_no_decisions_are_asked_about_once() -> None:
    """The council approved a list of things, which are named without a verb."""
    head = "مصوبات نشست سوم شورای شهر ۱۴۰۲/۰۸/۰۳\nموارد زیر:\n"
    things = [
        "الحاق اراضی غرب شهر به محدوده شهر",
        "تغییر کاربری زمین مقابل پایانه",
        "بازسازی پل قدیمی و دیوار ساحلی رودخانه",
    ]
    many = reading_of(head + "\n".join(f"- {thing}" for thing in things))
    few = reading_of(f"{head}- {things[0]}\n- شهرداری گزارش کار خود را بفرستد.")

    assert "not_decisions" in doubts(many)
    assert all("not_a_decision" not in codes(one) for one in many.resolutions)
    assert "not_a_decision" in codes(few.resolutions[0])


@pytest.mark.parametrize(
    "thing",
    [
        "نام‌گذاری میدان تازه شهر",
        "امضای تفاهم‌نامه با دانشگاه",
        "معلم کمکی برای دو کلاس",
        "عضوگیری تازه انجمن",
        "نام‌نویسی دانش‌آموزان",
    ],
)
def test_a_work_that_begins_like_a_signature_is_none(thing: str) -> None:
    reading = reading_of(
        f"مصوبات نشست سوم شورا ۱۴۰۲/۰۸/۰۳\nمصوبات:\n- شهرداری گزارش بفرستد.\n- {thing}\n- بوستان تعمیر شود."
    )

    assert thing in [one.text for one in reading.resolutions]


def test_a_name_that_ends_in_the_construct_of_a_plural_is_asked_about() -> None:
    reading = reading_of(HEAD + "مصوبات:\n۱- مالکین واحدهای ۲ و ۷ ظرف ده روز کولرها را سرویس کنند.\n")

    assert "owner_boundary" in codes(reading.resolutions[0])


def test_an_owner_that_is_nothing_but_a_bracket_is_looked_at_like_any_other() -> None:
    reading = reading_of(HEAD + "\nردیف | مصوبه | مسئول\n۱ | تابلوها نصب شود | (شهرداری)\n۲ | گزارش تهیه شود | دهیاری")

    assert [one.responsible for one in reading.resolutions] == [("(شهرداری)",), ("دهیاری",)]


def test_a_firm_that_may_have_a_name_of_its_own_is_asked_about() -> None:
    reading = reading_of(
        HEAD
        + "مصوبات:\n۱- شرکت لوله کویر بدهی خود را تسویه نماید.\n"
        + "۲- بانک تسهیلات تازه را پرداخت کند.\n۳- بانک پاسخ دهد."
    )

    assert ["owner_boundary" in codes(one) for one in reading.resolutions] == [True, False, False]
