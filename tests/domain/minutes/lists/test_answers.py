"""Owners and days that stand together: under one label, in brackets, in a cell, in any order; people by first names."""

from __future__ import annotations

import json

import pytest

from tests.domain.minutes.paper import codes, reading_of, told

OPENING = "صورتجلسه شماره ۱۲ هیئت شنا مورخ ۱۴۰۲/۰۵/۰۵\nحاضرین: نرگس احمدی، پارسا کیان، سهیل\nمصوبات:\n"


@pytest.mark.parametrize(
    "beside",
    [
        "(مسئول: دبیر هیئت / ۲۰ مرداد)",
        "(مسئول: دبیر هیئت – مهلت: ۲۰ مرداد)",
        "(دبیر هیئت، ۲۰ مرداد)",
        "(دبیر هیئت تا ۲۰ مرداد)",
        "(۲۰ مرداد - دبیر هیئت)",
        "(مهلت: ۲۰ مرداد / دبیر هیئت)",
        "— دبیر هیئت — ۲۰ مرداد",
        "👈 دبیر هیئت 👈 ۲۰ مرداد",
        "مسئول: دبیر هیئت (۲۰ مرداد)",
    ],
)
def test_an_owner_and_a_day_in_any_order(beside: str) -> None:
    reading = reading_of(f"{OPENING}۱- ارسال فهرست ناجیان به استخرها {beside}")

    assert told(reading) == [(1, ("دبیر هیئت",), "1402-05-20")]
    assert reading.resolutions[0].text == "ارسال فهرست ناجیان به استخرها"


@pytest.mark.parametrize(
    "cell", ["دبیر هیئت / یک ماه", "یک ماه (دبیر هیئت)", "دبیر هیئت ظرف یک ماه", "دبیر هیئت: یک ماه"]
)
@pytest.mark.parametrize("heading", ["مسئول و مهلت", "مسئول"])
def test_a_cell_with_both(heading: str, cell: str) -> None:
    reading = reading_of(
        f"صورتجلسه شماره ۱۲ هیئت شنا مورخ ۱۴۰۲/۰۵/۰۵\nردیف | متن مصوبه | {heading}\n۱ | فهرست ناجیان ارسال شود | {cell}"
    )

    assert told(reading) == [(1, ("دبیر هیئت",), "1402-06-05")]


@pytest.mark.parametrize("condition", ["با تخصیص اعتبار", "در صورت تأمین اعتبار", "به محض وصول مطالبات"])
def test_a_cell_with_a_condition_is_no_longer_name(condition: str) -> None:
    reading = reading_of(
        "صورتجلسه شماره ۱۲ هیئت شنا مورخ ۱۴۰۲/۰۵/۰۵\n"
        f"ردیف | متن مصوبه | مسئول و مهلت\n۱ | فهرست ناجیان ارسال شود | دبیر هیئت – {condition}\n"
        "۲ | استخر تعمیر شود | شهرداری – یک ماه"
    )

    first = reading.resolutions[0]
    assert (first.responsible, first.phrase) == (("دبیر هیئت",), condition)
    assert "deadline_unknown" in codes(first)


@pytest.mark.parametrize("unit", ["ایمنی و بهداشت", "نگهداری و تعمیرات", "تحقیق و توسعه"])
def test_a_unit_of_two_words_is_one_owner(unit: str) -> None:
    reading = reading_of(
        "صورتجلسه شماره ۱۲ کارخانه مورخ ۱۴۰۲/۰۵/۰۵\n"
        f"ردیف | متن مصوبه | مسئول | مهلت\n۱ | گوشی محافظ تهیه شود | {unit} | یک ماه\n"
        "۲ | انبار مرتب شود | خرید و انبار | یک ماه"
    )

    assert [one.responsible for one in reading.resolutions] == [(unit,), ("خرید", "انبار")]


@pytest.mark.parametrize("verb", ["بچرخونن", "برسونن", "بخوابونن"])
def test_a_spoken_verb_of_several_has_its_subject(verb: str) -> None:
    reading = reading_of(f"{OPENING}۱- برنامه رو خانم احمدی و آقای کیان {verb}\n۲- مقرر شد استخر تعمیر شود.")

    assert reading.resolutions[0].responsible == ("خانم احمدی", "آقای کیان")


def test_a_body_called_by_a_day_is_no_deadline() -> None:
    reading = reading_of(
        """
        صورتجلسه شماره ۱۲ هیئت شنا مورخ ۱۴۰۲/۰۱/۰۵
        ردیف | متن مصوبه | مسئول | مهلت
        ۱ | استخر تعمیر شود | بنیاد ۱۵ خرداد | یک ماه
        """
    )

    assert told(reading) == [(1, ("بنیاد ۱۵ خرداد",), "1402-02-05")]


@pytest.mark.parametrize(
    ("line", "owners"),
    [
        ("[ ] سهیل: صفحه ورود تموم بشه", ("سهیل",)),
        ("- نرگس و پارسا: متن نامه رو بنویسن", ("نرگس", "پارسا")),
        ("- نرگس + سهیل: تست بار", ("نرگس", "سهیل")),
        ("- تست بار سرور (پارسا)", ("پارسا",)),
        ("- تست بار سرور — احمدی", ("احمدی",)),
        ("- پارسا گزارش خطا را بفرستد", ("پارسا",)),
    ],
)
def test_those_present_answer_by_first_or_last_names(line: str, owners: tuple[str, ...]) -> None:
    [resolution] = reading_of(OPENING + line).resolutions

    assert resolution.responsible == owners
    assert "owner_boundary" not in codes(resolution)


def test_somebody_who_was_not_present_is_asked_about() -> None:
    [resolution] = reading_of(OPENING + "- کامیار: گزارش را بفرستد").resolutions

    assert resolution.responsible == ("کامیار",)
    assert "owner_boundary" in codes(resolution)


def test_partners_alone_leave_the_owner_open() -> None:
    [resolution] = reading_of(OPENING + "۱- با همکاری هلال احمر مانور نجات برگزار شود").resolutions

    assert "owner_missing" in codes(resolution)


@pytest.mark.parametrize(
    "text",
    [
        "آقای جواد محمدی با ۱۲ رأی انتخاب شد (بازرس اصلی)",
        "خانم مهتاب چالاک به عنوان دبیر کمیته منصوب گردید",
        "آقای سنایی بعنوان نماینده اتحادیه در کمیسیون معرفی می‌گردد",
    ],
)
def test_who_is_appointed_has_nothing_to_do_by_it(text: str) -> None:
    [resolution] = reading_of(f"{OPENING}۱- {text}").resolutions

    assert resolution.responsible == ()


def test_an_owner_in_the_text_answers_before_the_heading_does() -> None:
    reading = reading_of(
        """
        صورتجلسه شماره ۱۲ ستاد سفر مورخ ۱۴۰۲/۱۲/۰۵
        وظایف کمیته‌ها:
        کمیته اسکان
        • تجهیز مدرسه‌ها تا ۲۵ اسفند
        • آموزش و پرورش نسبت به معرفی مدیران اقدام نماید.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("کمیته اسکان",), ("آموزش و پرورش",)]


def test_a_day_in_the_text_names_the_day_of_a_rhythm() -> None:
    reading = reading_of(
        """
        صورتجلسه شماره ۱۲ شورای مدرسه مورخ ۱۴۰۳/۰۸/۰۶
        ردیف | متن مصوبه | مسئول | مهلت
        ۱ | کلاس ریاضی سه‌شنبه‌ها برگزار شود | آقای قنبری | هر هفته
        """
    )

    assert told(reading) == [(1, ("آقای قنبری",), "1403-08-08")]
    assert "deadline_differs" not in codes(reading.resolutions[0])


def test_a_vote_in_brackets_is_no_owner() -> None:
    reading = reading_of(f"{OPENING}۱- قیمت بلیت کم شود (همه موافق)\n۲- دفتر اجاره شود (آقای رستگار رأی مخالف داد)")

    assert [one.responsible for one in reading.resolutions] == [(), ()]


def test_words_beside_a_time_that_are_no_name_are_remarked() -> None:
    reading = reading_of(
        """
        ۱- مقرر شد نامه ارسال شود.
        مهلت: تا پایان اسفند
        پرونده‌ها در قالب جدول زیر ارسال شود: نقشه‌ها
        شهرداری مهلت: تا پایان دی |
        شهرداری چاه‌ها را ظرف دو هفته پر کند
        """
    )

    assert "نقشه‌ها" in json.dumps(reading.to_json(), ensure_ascii=False)
