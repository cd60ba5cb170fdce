"""Further shapes of minutes as offices write them: plain questions as headers, the day first, topics with decisions."""

from __future__ import annotations

import pytest

from domain.dates.working_days import Calendar
from domain.minutes import read
from services.document_reading.text import from_text
from tests.domain.minutes.paper import reading_of, told

HEAD = "صورتجلسه شماره ۷ شورای مدیران مورخ ۱۴۰۲/۱۰/۱۲\n"


def test_headers_that_ask() -> None:
    reading = reading_of(HEAD + "چه کاری | چه کسی | تا کی\nتهیه فهرست | انباردار | ۲۰ دی\nنصب دوربین | پیمانکار | فوری")

    assert [(one.text, *owners[1:]) for one, owners in zip(reading.resolutions, told(reading), strict=True)] == [
        ("تهیه فهرست", ("انباردار",), "1402-10-20"),
        ("نصب دوربین", ("پیمانکار",), "1402-10-17"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "تا ۲۰ دی — معاونت فنی — نصب تابلوها",
        "معاونت فنی – ۲۰ دی – نصب تابلوها",
        "نصب تابلوها — معاونت فنی — ۲۰ دی",
        "نصب تابلوها. کی: معاونت فنی، تا کی: ۲۰ دی",
        "نصب تابلوها - مسئولش: معاونت فنی - مهلتش: ۲۰ دی",
    ],
)
def test_who_and_when_before_or_behind_what(line: str) -> None:
    reading = reading_of(f"{HEAD}مصوبات:\n۱. {line}")

    assert told(reading) == [(1, ("معاونت فنی",), "1402-10-20")]
    assert reading.resolutions[0].text.strip(".") == "نصب تابلوها"


def test_topics_with_their_decisions_count_on() -> None:
    """Sara writes «موضوع» and «تصمیم» below each number; each number stays a decision of its own."""
    reading = reading_of(
        """
        صورتجلسه کمیسیون ماده پنج شهرستان آذین
        شماره: ۲۳ تاریخ: ۱۴۰۲/۱۰/۱۲
        تصمیمات متخذه:
        ۱) موضوع: پارک بانوان
        تصمیم: شهرداری مکلف گردید نقشه را ظرف یک ماه ارائه نماید.
        ۲) موضوع: پایانه
        تصمیم: راهداری نظر خود را تا جلسه بعد اعلام کند.
        ۳) موضوع: خیابان دانش
        تصمیم: مخالفت شد.
        """
    )

    assert reading.meeting.number == 23
    assert told(reading) == [
        (1, ("شهرداری",), "1402-11-12"),
        (2, ("راهداری",), "next_meeting"),
        (3, (), "none"),
    ]


def test_a_row_alone_below_the_edge_of_a_page() -> None:
    reading = read(
        from_text(
            HEAD
            + "ردیف\tمصوبات\tمسئول\tهمکار\tسررسید\tتوضیحات\n"
            + "۱\tمرمت بام\tاداره میراث فرهنگی\tشهرداری\tپایان اسفند\tمنوط به اعتبار\n"
            + "\t\t\tاتاق اصناف\t\t\n"
            + "صفحه ۲\n"
            + "۲\tچاپ نقشه گردشگری\tاداره میراث فرهنگی\t—\t۱۴۰۲/۱۱/۱۵\t\n"
        ),
        Calendar(),
    )

    assert told(reading) == [
        (1, ("اداره میراث فرهنگی", "شهرداری", "اتاق اصناف"), "1402-12-29"),
        (2, ("اداره میراث فرهنگی",), "1402-11-15"),
    ]
    assert [one.remark for one in reading.resolutions] == ["منوط به اعتبار", None]


def test_those_who_were_present_act_behind_an_object() -> None:
    reading = reading_of(HEAD + "حاضران: زهرا نادری، سعید پاکدل\nمصوبات:\n۱- هزینه تعمیر را نادری از اولیا جمع کند.")

    assert told(reading) == [(1, ("نادری",), "none")]
