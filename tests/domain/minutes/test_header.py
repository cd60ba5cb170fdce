"""The meeting itself: title, number, date and body, wherever a secretariat writes them."""

from __future__ import annotations

import pytest

from domain.dates.jalali import format_machine
from domain.minutes.structure.header import read_meeting


def date_of(*lines: str) -> tuple[str | None, list[str]]:
    meeting, doubts = read_meeting(lines)
    day = format_machine(meeting.date) if meeting.date else None
    return day, [one.code for one in doubts if "number" not in one.code]


@pytest.mark.parametrize(
    "line",
    [
        "تاریخ جلسه: ۹۸/۰۷/۱۳",
        "تاریخ برگزاری: ۱۳/0۷/1398",
        "صورتجلسه نشست پنجم مورخ ۹۸/۷/۱۳",
        "جلسه در روز شنبه ۱۳ مهر ۱۳۹۸ برگزار شد.",
        "جلسه روز شنبه مورخ ۱۳۹۸/۰۷/۱۳ تشکیل گردید.",
        "زمان: شنبه ۱۳۹۸/۰۷/۱۳ ساعت ۱۶",
        "پیرو دعوتنامه شماره ۳۳۰ مورخ ۹۸/۷/۱۱ پنجمین جلسه در تاریخ ۹۸/۷/۱۳ برگزار شد.",
        "تاريخ جلسه: ٩٨/٠٧/١٣",
        "تاریخ جلسه: 2019-10-05",
        "مصوبات جلسه ۵ کارگروه صادرات - ۱۳ مهر ماه ۱۳۹۸",
    ],
)
def test_the_date_of_a_meeting(line: str) -> None:
    assert date_of(line) == ("1398-07-13", [])


def test_the_date_of_the_invitation_is_not_the_meetings() -> None:
    assert date_of("تاریخ دعوتنامه: ۹۸/۷/۱۱", "شماره نامه: ۱۲ تاریخ نامه: ۹۸/۷/۱۰") == (None, ["meeting_date_missing"])
    assert date_of("تاریخ دعوتنامه: ۹۸/۷/۱۱", "تاریخ: ۹۸/۷/۱۳") == ("1398-07-13", [])


def test_two_dates_and_a_wrong_weekday_are_asked_about() -> None:
    assert date_of("صورتجلسه مورخ ۹۸/۰۷/۱۴", "تاریخ جلسه: ۹۸/۰۷/۱۳") == ("1398-07-13", ["meeting_dates_differ"])
    assert date_of("جلسه یکشنبه ۱۳ مهر ۱۳۹۸ برگزار شد.") == ("1398-07-13", ["meeting_weekday"])


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("صورتجلسه پنجمین جلسه کارگروه اشتغال", 5),
        ("صورتجلسه جلسه بیست و یکم شورا", 21),
        ("صورتجلسه نشست سی‌ام شورا", 30),
        ("صورتجلسه شماره ۸ کارگروه", 8),
        ("شماره جلسه در سال جاری: (۵) تعداد حاضرین: ۷۰", 5),
        ("مصوبات جلسه 7 کارگروه صادرات", 7),
        ("صورتجلسه جلسه اول هیئت", 1),
        ("صورتجلسه کارگروه", None),
    ],
)
def test_the_number_of_a_meeting(line: str, number: int | None) -> None:
    assert read_meeting([line])[0].number == number


def test_two_numbers_are_asked_about() -> None:
    _, doubts = read_meeting(["صورتجلسه چهارمین جلسه مورخ ۹۸/۰۷/۱۳", "شماره جلسه: ۵"])

    assert [one.code for one in doubts] == ["meeting_numbers_differ"]


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("صورتجلسه پنجمین جلسه کارگروه تخصصی اشتغال استان خاوران در سال ۱۳۹۸", "کارگروه تخصصی اشتغال استان خاوران"),
        ("مصوبات جلسه دوم شورای سلامت شهرستان پیروزآباد مورخ 1401/11/20", "شورای سلامت شهرستان پیروزآباد"),
        ("صورتجلسه نشست سوم ستاد تسهیل (فوق‌العاده)", "ستاد تسهیل"),
        ("صورتجلسه نشست سوم", None),
    ],
)
def test_the_body_that_met(line: str, body: str | None) -> None:
    assert read_meeting([line])[0].body == body
