"""The Jalali calendar: names, lengths, and dates as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates.jalali import (
    MONTHS,
    MONTHS_LATIN,
    WEEKDAYS,
    add_months,
    format_day,
    format_long,
    format_machine,
    format_short,
    from_jalali,
    full_year,
    month_end,
    month_length,
    parse,
    to_jalali,
    week_start,
    weekday,
)

MEETING = date(2019, 10, 5)
DAYS = st.dates(date(1950, 1, 1), date(2090, 1, 1))


def test_the_fifth_meeting_was_on_saturday_13_mehr_1398() -> None:
    assert to_jalali(MEETING) == (1398, 7, 13)
    assert from_jalali(1398, 7, 13) == MEETING
    assert format_long(MEETING) == "شنبه ۱۳ مهر ۱۳۹۸"
    assert format_day(MEETING) == "۱۳ مهر ۱۳۹۸"
    assert format_short(MEETING) == "۱۳۹۸/۰۷/۱۳"
    assert format_machine(MEETING) == "1398-07-13"


def test_twelve_months_and_seven_days() -> None:
    assert len(MONTHS) == len(MONTHS_LATIN) == 12
    assert len(WEEKDAYS) == 7


def test_esfand_has_thirty_days_in_a_leap_year_only() -> None:
    assert month_length(1399, 12) == 30
    assert month_length(1400, 12) == 29
    assert month_end(1399, 12) + timedelta(days=1) == from_jalali(1400, 1, 1)
    with pytest.raises(ValueError, match="day"):
        from_jalali(1400, 12, 30)


def test_a_month_later_stays_inside_a_shorter_month() -> None:
    assert add_months(from_jalali(1398, 6, 31), 1) == from_jalali(1398, 7, 30)
    assert add_months(from_jalali(1398, 11, 30), 1) == from_jalali(1398, 12, 29)
    assert add_months(from_jalali(1398, 1, 10), -1) == from_jalali(1397, 12, 10)
    assert add_months(from_jalali(1399, 12, 30), 12) == from_jalali(1400, 12, 29)


@given(DAYS)
def test_a_date_survives_the_way_there_and_back(day: date) -> None:
    assert from_jalali(*to_jalali(day)) == day
    assert parse(format_short(day), day) == day
    assert parse(format_day(day), day) == day


@given(day=DAYS, months=st.integers(-200, 200))
def test_adding_months_lands_in_the_month_meant(day: date, months: int) -> None:
    year, month, of_month = to_jalali(day)
    then = to_jalali(add_months(day, months))
    assert (then[0] * 12 + then[1]) - (year * 12 + month) == months
    assert then[2] == min(of_month, month_length(*then[:2]))


@given(DAYS)
def test_weeks_begin_on_saturday(day: date) -> None:
    start = week_start(day)
    assert start.strftime("%A") == "Saturday"
    assert (day - start).days == weekday(day) < 7


@given(one=DAYS, other=DAYS)
def test_short_dates_sort_as_their_dates(one: date, other: date) -> None:
    assert (format_short(one) < format_short(other)) == (one < other)


@pytest.mark.parametrize(
    "text",
    [
        "۱۳۹۸/۷/۱۳",
        "۱۳۹۸/۰۷/۱۳",
        "1398-07-13",
        "۹۸/۰۷/۱۳",
        "۹۸.۷.۱۳",
        "۱۳/۷/۱۳۹۸",
        "13/07/98",
        "٩٨/٧/١٣",
        "۱۳ مهر ۹۸",
        "۱۳ مهر ۱۳۹۸",
        "۱۳ مهرماه ۱۳۹۸",
        "13 مهر‌ماه 98",
        "۱۳ مهر",
        "سیزدهم مهر",
        "سیزده مهرماه ۹۸",
        "شنبه ۱۳ مهر ۱۳۹۸",
        "روز شنبه، سیزدهم مهر",
        "سیزدهم مهرماه یکهزار و سیصد و نود و هشت",
        "سیزدهم مهر هزار و سیصدو نود وهشت",
        "۱۳ مهر سال ۱۳۹۸",
        "شنبه ۱۳۹۸/۷/۱۳",
        "۱۳/مهر/۹۸",
        "13-مهر-1398",
        " ۱۳۹۸/۷/۱۳ ",
    ],
)
def test_dates_as_people_type_them(text: str) -> None:
    assert parse(text, MEETING) == MEETING


@pytest.mark.parametrize(
    "text",
    [
        "",
        "فردا",
        "۱۳۹۸/۱۳/۱",
        "۱۳۹۸/۷/۳۱",
        "۳۰ اسفند ۱۴۰۰",
        "۷/۱۳",
        "۱۳۹۸/۷-۱۳",
        "۱۳ مهرگان",
        "یکشنبه ۱۳ مهر",
        "به‌زودی مهر",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse(text, MEETING) is None


def test_a_day_without_a_year_is_the_nearest_one() -> None:
    assert parse("۲۵ اسفند", from_jalali(1399, 1, 10)) == from_jalali(1398, 12, 25)
    assert parse("۵ فروردین", from_jalali(1398, 12, 25)) == from_jalali(1399, 1, 5)
    assert parse("۳۰ اسفند", from_jalali(1400, 2, 1)) == from_jalali(1399, 12, 30)


@given(st.text())
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    parse(text, MEETING)


def test_a_year_of_two_digits_lies_near() -> None:
    assert full_year(98, near=1398) == 1398
    assert full_year(5, near=1398) == 1405
    assert full_year(98, near=1405) == 1398
    assert full_year(1398, near=1450) == 1398


@pytest.mark.parametrize("name", ["سه‌شنبه", "سه شنبه", "3 شنبه", "۳شنبه", "روز سه شنبه"])
def test_a_weekday_in_any_writing(name: str) -> None:
    assert parse(f"{name} ۱۶ مهر ۱۳۹۸", MEETING) == from_jalali(1398, 7, 16)
    assert parse(f"{name} ۱۵ مهر ۱۳۹۸", MEETING) is None
