"""Words told beside decisions, bodies that a heading charges, and cards of one decision each."""

from __future__ import annotations

import pytest

from domain.minutes import PassedOverKind
from domain.minutes.language.acts import Act, act_of
from tests.domain.minutes.paper import doubts, due, reading_of, told

HEAD = "صورتجلسه شماره ۱۲ شورای شهر گلبهار مورخ ۱۴۰۲/۰۸/۰۳\n"


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("شایان ذکر است مصوبه شماره ۷ جلسه دهم اجرا شده و از دستور کار خارج گردید.", Act.TELLS),
        ("مصوبات جلسه قبل در خصوص کشتارگاه انجام شده است.", Act.TELLS),
        ("بند ۳ صورتجلسه پنجم محقق شد.", Act.TELLS),
        ("تصمیمات نشست آبان‌ماه اجرایی شده و در دستور نیست.", Act.TELLS),
        ("مصوبه شماره ۷ جلسه دهم اجرا شده و مقرر شد هزینه آن پرداخت شود.", Act.DECIDES),
        ("مقرر شد مصوبه جلسه دهم تا پایان ماه اجرا شود.", Act.DECIDES),
        ("طرح پارکینگ از دستور کار خارج گردید.", Act.DECIDES),
        ("اعضا نظرهای متفاوتی داشتند و تصمیمی گرفته نشد.", Act.TELLS),
        ("درباره مرخصی‌ها تصمیم قطعی اتخاذ نگردید.", Act.TELLS),
        ("بحث تابلوی سردر هم شد ولی به نتیجه نرسیدیم.", Act.TELLS),
        ("اعضا درباره محل نمایشگاه به توافق نرسیدند.", Act.TELLS),
        ("کمک‌های مردمی هفده درصد رشد داشته است.", Act.NAMES),
        ("نماینده شهرداری در همه جلسات حضور داشته باشد.", Act.CHARGES),
    ],
)
def test_what_a_sentence_does(sentence: str, act: Act) -> None:
    assert act_of(sentence) is act


def test_agencies_are_headings_of_their_works_however_long_their_names() -> None:
    """The crisis staff writes each agency's works as bullets below its name."""
    reading = reading_of(
        """
        صورتجلسه شماره ۴ ستاد بحران شهرستان گلدره مورخ ۱۴۰۲/۰۸/۰۳
        تکالیف دستگاه‌ها به شرح ذیل تعیین شد:
        الف – اداره راهداری و حمل و نقل جاده ای شهرستان
        - پل قدیم را بلافاصله مسدود نماید.
        - دو دستگاه لودر در محل سه‌راهی مستقر کند.
        ب – جمعیت هلال احمر
        - اردوگاه را تا ۱۰ آبان برپا نماید.
        ج – شبکه بهداشت و درمان و مرکز اورژانس ۱۱۵ گلدره
        - کلر آب را روزانه بسنجد.
        """
    )

    agency = "اداره راهداری و حمل و نقل جاده ای شهرستان"
    assert [one.responsible[:1] for one in reading.resolutions[:3]] == [(agency,), (agency,), ("جمعیت هلال احمر",)]
    assert [due(one) for one in reading.resolutions] == ["1402-08-08", "none", "1402-08-10", "1402-08-04"]
    headings = [one.text for one in reading.passed_over if one.kind is PassedOverKind.HEADING]
    assert any(agency in heading for heading in headings)


def test_a_report_that_was_approved_stays_with_its_decision() -> None:
    reading = reading_of(
        HEAD
        + """
        مصوبات:
        ۱- گزارش مالی ارائه شد و به تأیید اعضا رسید. مقرر شد خزانه‌دار گزارش حسابرس را تا پایان دی ارائه کند.
        ۲- با خرید کاغذ موافقت شد.
        """
    )

    assert "به تأیید اعضا رسید" in reading.resolutions[0].text
    assert told(reading) == [(1, ("خزانه‌دار",), "1402-10-30"), (2, (), "none")]


@pytest.mark.parametrize(
    "line",
    [
        "در حاشیه این نشست از خانم پرستو ساحلی تجلیل شد و عضو جدید شورا نیز معرفی گردید.",
        "در پایان جلسه عضو تازه شورا معرفی شد و از آقای صالحی با اهدای لوح تقدیر شد.",
        "در ادامه نشست نماینده تازه بخشداری به اعضای شورا معرفی گردید و خوشامد گفته شد.",
    ],
)
def test_what_happened_beside_the_session_is_no_part_of_the_last_decision(line: str) -> None:
    reading = reading_of(
        HEAD + f"مصوبات:\n۱- با خرید کاغذ موافقت شد.\n۲- شهرداری جوی‌ها را تا پایان آبان لایروبی کند.\n{line}"
    )

    assert [one.text for one in reading.resolutions] == [
        "با خرید کاغذ موافقت شد.",
        "شهرداری جوی‌ها را تا پایان آبان لایروبی کند.",
    ]
    assert any(line in one.text for one in reading.passed_over)


def test_a_topic_on_which_nothing_was_decided_is_no_decision() -> None:
    """Parvin labels her decisions below numbered topics; on the second the board did not agree."""
    reading = reading_of(
        HEAD
        + """
        ۱. گزارش مالی
        خانم پاکزاد گزارش شش‌ماهه را ارائه کرد. کمک‌های مردمی هفده درصد رشد داشته است.
        مصوبه: خزانه‌دار ریز کمک‌ها را تا پایان آبان نصب کند.
        ۲. صندوق‌های صدقات
        درباره جمع‌آوری صندوق‌ها گفت‌وگو شد؛ اعضا نظرهای متفاوتی داشتند و تصمیمی گرفته نشد.
        ۳. همایش
        مصوبه: همایش در تاریخ ۱۴۰۲/۰۹/۲۵ برگزار شود.
        """
    )

    assert [due(one) for one in reading.resolutions] == ["1402-08-30", "1402-09-25"]
    assert "رشد داشته است" not in reading.resolutions[0].text
    assert any("تصمیمی گرفته نشد" in one.text for one in reading.passed_over)


def test_a_card_with_an_empty_label_is_a_card() -> None:
    """Farhad's form has a row for a partner in every card; the last decision has none."""
    reading = reading_of(
        HEAD
        + """
        مصوبه شماره ۱ |
        شرح | نتایج نمونه‌برداری آب به فرمانداری ارسال شود.
        دستگاه مسئول | امور آب و فاضلاب
        دستگاه همکار | مرکز بهداشت
        زمان اجرا | ظرف سه هفته

        مصوبه شماره ۲ |
        شرح | آمار بیماران به تفکیک روستا تهیه شود.
        دستگاه مسئول | مرکز بهداشت
        دستگاه همکار |
        زمان اجرا | ۳۰ دی ۱۴۰۲
        """
    )

    assert told(reading) == [
        (1, ("امور آب و فاضلاب", "مرکز بهداشت"), "1402-08-24"),
        (2, ("مرکز بهداشت",), "1402-10-30"),
    ]
    assert "passed_over" not in doubts(reading)


def test_cards_of_a_matter_and_what_was_decided_on_it() -> None:
    """A board's form has a small table for each topic; some topics have two decisions, some are only told."""
    reading = reading_of(
        HEAD
        + """
        دستور ۱ | نوسازی خط
        شرح مذاکرات | خرابی‌های پیاپی موجب توقف تولید شده است.
        تصمیم (۱) | از سه فروشنده استعلام بها اخذ شود.
        مسئول اقدام | مدیر فنی
        سررسید | ۱۴۰۲/۰۸/۱۶

        دستور ۲ | مطالبات
        شرح مذاکرات | مانده مطالبات گزارش شد.
        تصمیم (۲) | فهرست مطالبات تهیه شود.
        مسئول اقدام | مدیر مالی
        سررسید | —
        تصمیم (۳) | بدهکاران به وکیل معرفی شوند.
        مسئول اقدام | مدیرعامل
        سررسید | پایان آبان
        """
    )

    assert told(reading) == [
        (1, ("مدیر فنی",), "1402-08-16"),
        (2, ("مدیر مالی",), "none"),
        (3, ("مدیرعامل",), "1402-08-30"),
    ]


def test_cards_whose_labels_nobody_knows_but_that_of_the_decision() -> None:
    reading = reading_of(
        HEAD
        + """
        واحد متقاضی | کاشی مهر
        درخواست | امهال اقساط
        گزارش دبیرخانه | واحد با ۴۰ درصد ظرفیت فعال است.
        تصمیم کارگروه | بانک ملی نتیجه را تا پایان آبان به دبیرخانه اعلام نماید.

        واحد متقاضی | فولاد ارغوان
        درخواست | آزادسازی وثایق
        گزارش دبیرخانه | ارزش وثایق بیش از بدهی است.
        تصمیم کارگروه | با آزادسازی وثایق موافقت نشد.
        """
    )

    assert [due(one) for one in reading.resolutions] == ["1402-08-30", "none"]
    assert reading.resolutions[0].responsible == ("بانک ملی",)
    assert "passed_over" not in doubts(reading)


@pytest.mark.parametrize(
    "line", ["یادآوری: در مورد بند ۱، ترک تشریفات مجاز است.", "توضیح ردیف ۱: ترک تشریفات مجاز است."]
)
def test_a_note_below_a_list_belongs_to_the_decision_that_it_names(line: str) -> None:
    reading = reading_of(HEAD + f"مصوبات:\n۱- با خرید کاغذ موافقت شد.\n۲- شهرداری جوی‌ها را لایروبی کند.\n{line}")

    assert [line in one.text for one in reading.resolutions] == [True, False]


def test_a_numbered_title_of_the_next_meeting_is_no_decision() -> None:
    reading = reading_of(
        HEAD
        + """
        ۱. مصوبات
        مصوبه ۱: شهرداری جوی‌ها را تا پایان آبان لایروبی کند.
        ۲. جلسه بعد
        جلسه سیزدهم در تاریخ ۷ آذر ۱۴۰۲ تشکیل خواهد شد.
        """
    )

    assert [due(one) for one in reading.resolutions] == ["1402-08-30"]
