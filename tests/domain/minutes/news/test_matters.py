"""Decisions on the matters of firms, agencies before their work, and what a page or a section puts beside them."""

from __future__ import annotations

import pytest

from domain.minutes.owners.actors import actors_of
from tests.domain.minutes.paper import codes, doubts, due, reading_of, told

HEAD = "صورتجلسه شماره ۲۱ ستاد تسهیل استان نیلوفر مورخ ۱۴۰۳/۰۲/۱۰\n"


@pytest.mark.parametrize("header", ["نام واحد", "نام شرکت", "واحد تولیدی"])
def test_decisions_on_a_firm_are_counted_in_its_row_and_charge_others(header: str) -> None:
    reading = reading_of(
        HEAD
        + f"""
        ردیف | {header} | شرح مشکل | مصوبات ستاد
        ۱ | شرکت بلور گلدره | وام | ۱- مقرر شد بانک سپه تا ۱۴۰۳/۰۳/۱۰ مهلت دهد. ⏎ ۲- مقرر شد اداره برق بدهی را ببخشد.
        ۲ | کارگاه فرش یاس | برق ندارد. | ۱- مقرر شد شرکت گاز ظرف یک ماه کنتور نصب کند. ⏎ ۲- شهرداری معبر را ترمیم کند.
        """
    )

    assert told(reading) == [
        (1, ("بانک سپه",), "1403-03-10"),
        (2, ("اداره برق",), "none"),
        (1, ("شرکت گاز",), "1403-03-10"),
        (2, ("شهرداری",), "none"),
    ]
    assert reading.resolutions[1].text.startswith("شرکت بلور گلدره: مقرر شد")


def test_a_decision_that_charges_nobody_does_not_charge_the_firm_that_it_is_about() -> None:
    reading = reading_of(
        HEAD
        + """
        ردیف | نام واحد | مصوبات ستاد
        ۱ | شرکت بلور گلدره | ۱- مقرر شد بانک سپه وام را امهال کند. ⏎ ۲- موضوع در جلسه آتی ستاد مجدداً مطرح گردد.
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("بانک سپه",), ()]
    assert due(reading.resolutions[1]) == "next_meeting"


def test_a_column_of_bodies_keeps_those_who_are_charged_by_it() -> None:
    reading = reading_of(
        HEAD
        + """
        ردیف | مصوبه | واحد
        ۱ | مقرر شد شهرداری معبر را ترمیم کند. | شهرداری
        ۲ | مقرر شد گزارش بازدید ارسال شود. | بخشداری
        """
    )

    assert [one.responsible for one in reading.resolutions] == [("شهرداری",), ("بخشداری",)]


def test_steps_of_one_numbered_decision_stay_together() -> None:
    reading = reading_of(
        HEAD
        + """
        ردیف | شرح مصوبه | مسئول | مهلت
        ۱ | ۱- مقرر شد نقشه تهیه شود. ⏎ ۲- مقرر شد نقشه تایید گردد. | شهرداری | یک ماه
        ۲ | مقرر شد گزارش ارسال شود. | بخشداری | دو ماه
        """
    )

    assert [one.number for one in reading.resolutions] == [1, 2]


@pytest.mark.parametrize(
    ("line", "owner", "work"),
    [
        ("هلال احمر : تهیه لیست با همکاری آموزش و پرورش ظرف ده روز", "هلال احمر", "تهیه لیست"),
        ("آموزش و پرورش : بازرسی بخاری مدارس و ارائه گزارش تا تاریخ ۱۴۰۳/۰۳/۱۰", "آموزش و پرورش", "بازرسی بخاری"),
        ("شبکه بهداشت : نمایندگی‌های دارو و بررسی انبارها تا ۱۴۰۳/۰۳/۱۰", "شبکه بهداشت", "نمایندگی‌های دارو"),
        ("اداره برق : واحد سیار و تعمیر ترانس‌ها ظرف ده روز", "اداره برق", "واحد سیار"),
    ],
)
def test_the_work_of_a_body_is_not_its_owner_however_it_begins(line: str, owner: str, work: str) -> None:
    reading = reading_of(f"{HEAD}مصوبات:\n• شهرداری : لایروبی جوی‌ها تا ۱۴۰۳/۰۳/۱۰\n• {line}")

    assert reading.resolutions[1].responsible == (owner,)
    assert reading.resolutions[1].text.startswith(work)


def test_a_body_behind_the_work_still_answers_for_it() -> None:
    reading = reading_of(f"{HEAD}مصوبات:\n• بازرسی انبارها : سازمان صمت\n• نصب تابلو : شهرداری")

    assert [one.responsible for one in reading.resolutions] == [("سازمان صمت",), ("شهرداری",)]


@pytest.mark.parametrize(
    "line",
    [
        "د) اعضای حاضر: نمایندگان شهرداری، بخشداری، گمرک",
        "د) حاضرین: آقایان راد، نوری و خانم ملکی",
        "د) امضا: محسن راد",
    ],
)
def test_a_lettered_heading_with_its_names_ends_the_decisions(line: str) -> None:
    reading = reading_of(f"{HEAD}الف) دستور جلسه:\n- آب\nب) مصوبات:\n۱) مقرر شد شهرداری گزارش دهد.\n{line}")

    assert [one.text for one in reading.resolutions] == ["مقرر شد شهرداری گزارش دهد."]


def test_names_of_those_present_inside_a_decision_are_asked_about() -> None:
    reading = reading_of(
        f"{HEAD}مصوبات:\n۱) مقرر شد شهرداری گزارش دهد.\nد) اعضای حاضر: نمایندگان شهرداری، بخشداری، گمرک"
    )

    assert "line_foreign" in codes(reading.resolutions[0])


@pytest.mark.parametrize("mark", ["– ", "• ", "* "])
def test_a_bullet_that_fixes_the_next_meeting_is_a_decision_like_those_beside_it(mark: str) -> None:
    reading = reading_of(
        f"{HEAD}{mark}مقرر گردید آقای راد قیمت بگیرد.\n{mark}در پایان مقرر شد نشست بعدی ۳۰ اردیبهشت برگزار شود."
    )

    assert len(reading.resolutions) == 2


def test_the_next_meeting_that_was_decided_among_closing_words_is_asked_about() -> None:
    reading = reading_of(f"{HEAD}مصوبات:\n۱- شهرداری پل را بسازد.\nمقرر شد جلسه بعدی دوشنبه برگزار شود.")

    assert len(reading.resolutions) == 1
    assert "جلسه بعدی" in str([doubt.params for doubt in reading.doubts if doubt.code == "passed_over"])


@pytest.mark.parametrize(
    "trail", ["خانه > هیات مدیره > مصوبات", "صفحه اصلی › شورای شهر › مصوبات", "صفحه نخست » هیات امنا » تصمیمات"]
)
def test_the_way_to_a_page_owns_nothing(trail: str) -> None:
    reading = reading_of(f"{HEAD}{trail}\n• مقرر گردید فهرست در تابلو نصب گردد.\n• مقرر گردید نامه ارسال گردد.")

    assert [one.responsible for one in reading.resolutions] == [(), ()]


@pytest.mark.parametrize(
    "note", ["تبصره1- مراسم مستثنی است.", "تبصره۲- جریمه ده هزار تومان است.", "توضیح1: با اطلاع مدیر."]
)
def test_a_note_with_its_number_written_to_it_belongs_to_the_article_above(note: str) -> None:
    reading = reading_of(
        f"{HEAD}موارد ذیل تصویب گردید:\nماده1– شارژ ماهانه واریز گردد.\nماده2– پارک خودرو ممنوع است.\n{note}"
        + "\nماده3– پمپ آب تعویض گردد."
    )

    assert [one.number for one in reading.resolutions] == [1, 2, 3]
    assert note in reading.resolutions[1].text or reading.resolutions[1].remark


def test_an_opening_that_names_those_present_and_announces_decisions_is_a_heading() -> None:
    reading = reading_of(
        f"{HEAD}جلسه با حضور آقایان : ۱-محسن راد معاون فرماندار ۲-ایوب نوری رئیس اداره غله ۳-رحمان ملکی"
        + " تشکیل و نسبت به موارد ذیل تصمیم گیری شد .\n۱-مقرر شد اداره غله آرد را توزیع کند.\n۲-سهمیه نانوایی کسر گردد."
    )

    assert [one.number for one in reading.resolutions] == [1, 2]
    assert "count_differs" not in doubts(reading)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "مقرر شد اداره کل جمع آوری و فروش اموال تملیکی ظرف سه هفته کالاها را امحا کند.",
            ["اداره کل جمع آوری و فروش اموال تملیکی"],
        ),
        ("مقرر شد اداره کل خرید و فروش املاک دولتی نسبت به مزایده اقدام کند.", ["اداره کل خرید و فروش املاک دولتی"]),
        ("مقرر شد شرکت ملی پخش فرآورده های نفتی سهمیه را تعیین کند.", ["شرکت ملی پخش فرآورده های نفتی"]),
        ("مقرر شد شرکت ملی ساخت و توسعه راه‌ها ظرف یک ماه گزارش دهد.", ["شرکت ملی ساخت و توسعه راه‌ها"]),
        ("مقرر گردید شهرداری گلدره ضرورت موضوع را تهیه و ارسال نماید.", ["شهرداری گلدره"]),
        ("خانم لادن نوری مسئولیت هماهنگی با مربی را پذیرفت.", ["خانم لادن نوری"]),
        ("آقای راد پیگیری بیمه را قبول کرد.", ["آقای راد"]),
        ("آقای راد و خانم ملکی هماهنگی سالن را پذیرفتند.", ["آقای راد", "خانم ملکی"]),
        (
            "در انبار، بخشدار و رئیس مرکز بهداشت در هفته آینده بازدید بعمل آورده و تصمیم لازم اتخاذ گردد.",
            ["بخشدار", "رئیس مرکز بهداشت"],
        ),
        ("درضمن شهرداری تا اطلاع ثانوی از صدور پروانه خودداری نماید.", ["شهرداری"]),
        ("مسئولیت عدم جذب اعتبار بر عهده مدیر دستگاه خواهد بود.", []),
    ],
)
def test_who_is_charged(sentence: str, names: list[str]) -> None:
    assert [actor.name for actor in actors_of(sentence)] == names


@pytest.mark.parametrize("owner", ["اداره کل", "شرکت ملی", "نانوایی های فاقد"])
def test_a_name_that_stops_short_is_asked_about(owner: str) -> None:
    reading = reading_of(f"{HEAD}مصوبه | مسئول\nمقرر شد گزارش ارسال شود. | {owner}\nمقرر شد پل ساخته شود. | شهرداری")

    assert "owner_boundary" in codes(reading.resolutions[0])


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("شهرداری قبل از بازگشایی مدارس نسبت به معاینه خودروها اقدام کند.", "قبل از بازگشایی مدارس"),
        ("شهرداری قبل از شروع بارش جوی‌ها را لایروبی کند.", "قبل از شروع بارش جوی‌ها"),
        ("با تأیید تخصیص اعتبار از سوی خزانه نسبت به پرداخت اقدام شود.", "با تأیید تخصیص اعتبار"),
        ("ذیحسابی با وصول اعتبار حقوق‌ها را پرداخت نماید.", "با وصول اعتبار"),
        ("شهرداری با ابلاغ بودجه آسفالت را آغاز کند.", "با ابلاغ بودجه"),
        ("شهرداری تا پیش از افتتاح پل نسبت به نصب تابلو اقدام کند.", "تا پیش از افتتاح پل"),
    ],
)
def test_an_event_or_a_condition_ends_before_the_work(sentence: str, phrase: str) -> None:
    assert reading_of(f"{HEAD}مصوبات:\n۱- {sentence}").resolutions[0].phrase == phrase
