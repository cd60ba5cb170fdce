"""Working days of the organisation, and the official holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates.jalali import from_jalali
from domain.dates.working_days import FRIDAY, THURSDAY, Calendar, Holiday, Weekend, official_holidays

OFFICIAL = {holiday.date: holiday for holiday in official_holidays(1398, 1407)}
CALENDAR = Calendar(OFFICIAL)
DAYS = st.dates(date(2019, 4, 1), date(2028, 1, 1))


def test_thursday_and_friday_are_days_off() -> None:
    saturday = from_jalali(1398, 7, 13)
    off = [CALENDAR.is_day_off(saturday + timedelta(days=ahead)) for ahead in range(7)]
    assert off == [False, False, False, False, False, True, True]


def test_arbaeen_and_28_safar_of_1398() -> None:
    assert OFFICIAL[from_jalali(1398, 7, 27)].name == "اربعین حسینی"
    assert "رحلت رسول اکرم" in OFFICIAL[from_jalali(1398, 8, 5)].name
    assert from_jalali(1398, 7, 28) not in OFFICIAL


@pytest.mark.parametrize(("month", "day"), [(3, 2), (5, 7)])
def test_the_closures_of_1403_are_there(month: int, day: int) -> None:
    assert CALENDAR.is_day_off(from_jalali(1403, month, day))


def test_21_ramadan_of_1405_is_on_the_published_day() -> None:
    published = OFFICIAL[from_jalali(1405, 12, 9)]
    assert published.name == "شهادت حضرت علی علیه السلام"
    assert not published.estimated
    assert from_jalali(1405, 12, 10) not in OFFICIAL


def test_days_of_the_moon_to_come_are_estimates_and_those_of_the_sun_are_not() -> None:
    coming = {holiday.name: holiday for holiday in official_holidays(1407, 1407)}
    assert coming["اربعین حسینی"].estimated
    assert not coming["روز طبیعت"].estimated
    assert not any("تخمینی" in name for name in coming)


def test_a_seed_holds_whole_jalali_years_in_order() -> None:
    holidays = official_holidays(1398, 1399)
    assert [holiday.date for holiday in holidays] == sorted(holiday.date for holiday in holidays)
    assert holidays[0].date == from_jalali(1398, 1, 1)
    assert from_jalali(1400, 1, 1) - holidays[-1].date == timedelta(days=1)


def test_the_weekend_can_change_from_a_day_on() -> None:
    change = from_jalali(1398, 8, 1)
    calendar = Calendar(
        weekend=(Weekend(date.min, frozenset({FRIDAY})), Weekend(change, frozenset({THURSDAY, FRIDAY})))
    )
    assert not calendar.is_day_off(from_jalali(1398, 7, 25))
    assert calendar.is_day_off(from_jalali(1398, 8, 2))


def test_tomorrow_was_declared_off() -> None:
    sunday = from_jalali(1398, 7, 14)
    calendar = Calendar({**OFFICIAL, sunday: Holiday(sunday, "آلودگی هوا")})
    assert calendar.on_or_after(sunday) == from_jalali(1398, 7, 15)
    assert calendar.on_or_before(sunday) == from_jalali(1398, 7, 13)
    assert calendar.add_working_days(from_jalali(1398, 7, 13), 1) == from_jalali(1398, 7, 15)


def test_working_days_step_over_the_weekend_and_holidays() -> None:
    assert CALENDAR.add_working_days(from_jalali(1398, 7, 24), 1) == from_jalali(1398, 7, 28)
    assert CALENDAR.add_working_days(from_jalali(1398, 7, 28), -1) == from_jalali(1398, 7, 24)


@given(day=DAYS, count=st.integers(1, 60))
def test_so_many_working_days_lie_after_a_day(day: date, count: int) -> None:
    then = CALENDAR.add_working_days(day, count)
    between = [day + timedelta(days=ahead) for ahead in range(1, (then - day).days + 1)]
    assert sum(not CALENDAR.is_day_off(each) for each in between) == count
    assert not CALENDAR.is_day_off(then)


@given(DAYS)
def test_the_nearest_working_days_have_only_days_off_between(day: date) -> None:
    before, after = CALENDAR.on_or_before(day), CALENDAR.on_or_after(day)
    assert before <= day <= after
    assert not CALENDAR.is_day_off(before)
    assert not CALENDAR.is_day_off(after)
    between = (before + timedelta(days=ahead) for ahead in range(1, (after - before).days))
    assert all(CALENDAR.is_day_off(each) for each in between)
