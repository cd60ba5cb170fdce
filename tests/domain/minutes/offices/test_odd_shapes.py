"""Minutes that hide resolutions: behind conditions, stretched letters, nested tables and merged titles."""

from __future__ import annotations

import pytest

from domain.dates.working_days import Calendar
from domain.minutes import Cell, Document, Paragraph, Table, read
from domain.minutes.decisions.references import references_in
from tests.domain.minutes.paper import codes, document, doubts, due, reading_of, told

OPENING = "صورتجلسه نهمین جلسه کارگروه منابع آب استان گلدره\nتاریخ جلسه: ۱۳۹۸/۰۷/۱۳\nمصوبات:\n"


def test_a_condition_in_the_sentence_holds_only_its_own_deadline_up() -> None:
    reading = reading_of(
        OPENING
        + "۱- در صورت تأمین اعتبار، شرکت آب و فاضلاب تصفیه‌خانه را تا پایان سال تکمیل نماید.\n"
        + "۲- در صورت تأمین اعتبار، شهرداری گلدره ظرف دو ماه عملیات را آغاز کند.\n"
        + "۳- فرمانداری گلدره در صورت لزوم بازرسان را همراهی کند و تا پایان مهر گزارش دهد."
    )

    assert [due(one) for one in reading.resolutions] == ["unknown", "unknown", "1398-07-30"]
    assert [codes(one) & {"deadline_unknown"} for one in reading.resolutions[:2]] == [{"deadline_unknown"}] * 2


def test_a_report_to_the_next_meeting_has_no_date_yet() -> None:
    reading = reading_of(OPENING + "۱- گزارش پیشرفت کار در جلسه آینده توسط دبیرخانه ارائه گردد.")

    assert told(reading) == [(1, ("دبیرخانه",), "next_meeting")]


def test_numbers_written_with_a_stretched_letter_for_a_dash() -> None:
    reading = reading_of(OPENING + "۱ـ شهرداری گلدره گزارش دهد.\n۲ـ صدا و سیمای مرکز گلدره برنامه‌ها را پخش نماید.")

    assert [(number, owners) for number, owners, _ in told(reading)] == [
        (1, ("شهرداری گلدره",)),
        (2, ("صدا و سیمای مرکز گلدره",)),
    ]


def test_those_named_below_are_the_owners_of_the_items() -> None:
    reading = reading_of(
        OPENING + "۱- مقرر گردید دستگاه‌های زیر اطلاعات خود را ظرف یک هفته ارسال نمایند:\n"
        "الف- اداره راه و شهرسازی: پروژه‌های محور\nب- بنیاد مسکن: طرح‌های روستاها"
    )

    assert told(reading) == [(1, ("اداره راه و شهرسازی", "بنیاد مسکن"), "1398-07-20")]


def test_a_section_named_after_talks_and_decisions_holds_decisions() -> None:
    reading = reading_of(
        """
        خلاصه مذاکرات و تصمیمات چهل و یکمین جلسه کارگروه خانواده استان گلدره که در تاریخ ۱۴۰۰/۱۱/۲۵ برگزار شد
        ۱- شهرداری گلدره غرفه‌ها را واگذار نماید.
        ۲- خانم رضایی گزارش صندوق را در جلسه آتی ارائه می‌نماید.
        """
    )

    assert [one.number for one in reading.resolutions] == [1, 2]
    assert (reading.meeting.number, reading.meeting.body) == (41, "کارگروه خانواده استان گلدره")


def test_the_number_of_a_meeting_stands_under_its_title() -> None:
    reading = reading_of(
        """
        صورتجلسه کمیسیون کارگری استان گلدره
        جلسه شانزدهم - شنبه ۱۳۹۷/۰۹/۱۷
        ۱- سازمان تأمین اجتماعی بیمه را تا پایان ماه جاری برقرار نماید.
        """
    )

    assert (reading.meeting.number, due(reading.resolutions[0])) == (16, "1397-09-30")


def test_a_title_across_the_table_names_no_column() -> None:
    reading = reading_of(
        """
        صورتجلسه دومین جلسه کمیسیون حمل و نقل گلدره - ۱۳۹۸/۰۷/۱۳
        مصوبات جلسه | | |
        ردیف | شرح مصوبه | مسئول اجرا | مهلت
        ۱ | احداث پایانه مسافربری | شهرداری گلدره | پایان سال
        ۲ | نصب دوربین | پلیس راه | دو ماه
        """
    )

    assert told(reading) == [(1, ("شهرداری گلدره",), "1398-12-29"), (2, ("پلیس راه",), "1398-09-13")]
    assert doubts(reading) == set()


def test_a_table_inside_a_cell_that_only_lays_out_the_page() -> None:
    inner = document("ردیف | مصوبه | مسئول | مهلت\n۱ | صدور سند | اداره ثبت اسناد و املاک | ۲۰ روز").blocks[0]
    assert isinstance(inner, Table)
    page = Table(((Cell("صورتجلسه دهمین جلسه شورای گلدره\nتاریخ: ۱۳۹۸/۰۷/۱۳"),), (Cell("مصوبات", (inner,)),)))

    assert told(read(Document((page,)), Calendar())) == [(1, ("اداره ثبت اسناد و املاک",), "1398-08-03")]


@pytest.mark.ci
@pytest.mark.parametrize(
    "text",
    [
        "بند " + "۱ و " * 5_000,
        "شهرداری و فرمانداری ظرف یک هفته و تا پایان مهر و " * 400,
        "۲۰ مهر تا ۵ آبان " * 1_000,
        "1/1/" * 5_000,
        "<a " * 5_000,
        " " * 50_000 + "•",
        "شهرداری، " * 3_000,
        "(شهرداری - " * 3_000,
        "کران: یک هفته؛ " * 2_000,
        "\n- " * 10_000,
        "کار / " * 3_000,
        "شهرداری" + " " * 50_000 + "گلدره: کار",
    ],
    ids=[
        "list",
        "sentence",
        "ranges",
        "dates",
        "tags",
        "spaces",
        "owners",
        "brackets",
        "labels",
        "lines",
        "slashes",
        "gap",
    ],
)
def test_hostile_text_comes_to_an_end(text: str) -> None:
    """Texts that once took minutes to read: a parser that backtracks would not come to an end."""
    paper = Document(
        (Paragraph(f"۱- مقرر شد {text}"), *document(f"متن | مسئول | مهلت\nکار شود | {text} | {text}").blocks)
    )

    assert read(paper, Calendar()).resolutions
    assert references_in(text, 3)[0] == ()
