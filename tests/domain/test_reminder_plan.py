"""Days of reminders: for any calendar, and for the two awkward due dates of the fifth session."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.dates.jalali import format_machine, from_jalali, to_jalali
from domain.dates.working_days import Calendar, Holiday, official_holidays
from domain.reminder_plan import (
    ReminderSettings,
    is_open,
    longest_snooze,
    may_send,
    next_check_in,
    next_opening,
    next_reminder,
    quiet,
    snooze_end,
)

TEHRAN = ZoneInfo("Asia/Tehran")
OFFICIAL = Calendar({day.date: day for day in official_holidays(1398, 1399)})
USUAL = ReminderSettings()
MEETING = from_jalali(1398, 7, 13)


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(from_jalali(year, month, day), time(hour, minute), TEHRAN)


def unanswered(
    due: date,
    now: datetime,
    *,
    calendar: Calendar = OFFICIAL,
    rhythm: ReminderSettings = USUAL,
    heard: date | None = None,
) -> Iterator[datetime]:
    """Yield the reminders of an obligation that nobody ever answers, each sent at its moment."""
    while True:
        now = next_reminder(due, calendar, rhythm, now, reminded_on=heard)
        heard = now.date()
        yield now


def days_of(due: date, count: int) -> list[str]:
    """The days of the first reminders of an obligation issued on the evening of the meeting, all of them at nine."""
    moments = list(islice(unanswered(due, at(1398, 7, 13, 18), heard=MEETING), count))
    assert all(moment.time() == time(9) for moment in moments)
    return [format_machine(moment.date()) for moment in moments]


def test_a_due_date_is_reminded_of_three_days_before_on_it_and_then_every_saturday() -> None:
    assert days_of(from_jalali(1398, 8, 21), 5) == [
        "1398-08-18",
        "1398-08-21",
        "1398-08-25",
        "1398-09-02",
        "1398-09-09",
    ]


def test_two_weeks_end_on_arbaeen_27_mehr_1398_a_saturday_with_a_weekend_before_it() -> None:
    """Three days before is Wednesday the 24th, and so is the open day before the due date: one reminder, not two."""
    assert OFFICIAL.is_day_off(from_jalali(1398, 7, 27))
    assert days_of(from_jalali(1398, 7, 27), 3) == ["1398-07-24", "1398-08-04", "1398-08-11"]


def test_5_aban_1398_is_a_holiday_and_three_days_before_it_a_thursday() -> None:
    assert OFFICIAL.is_day_off(from_jalali(1398, 8, 5))
    assert days_of(from_jalali(1398, 8, 5), 3) == ["1398-08-01", "1398-08-04", "1398-08-11"]


def test_nobody_is_reminded_around_the_new_year() -> None:
    """Due on 5 Farvardin: reminded before the silence, and then on the first Saturday after it."""
    assert days_of(from_jalali(1399, 1, 5), 3) == ["1398-12-27", "1399-01-16", "1399-01-23"]


def test_a_saturday_off_moves_the_weekly_list_to_the_next_open_day() -> None:
    last = from_jalali(1398, 7, 20)
    assert next_reminder(last, OFFICIAL, USUAL, at(1398, 7, 24, 12), reminded_on=last) == at(1398, 7, 28)


def test_a_day_off_declared_in_the_afternoon_brings_tomorrows_reminder_forward_to_this_afternoon() -> None:
    due, afternoon = from_jalali(1398, 8, 14), at(1398, 8, 13, 15, 30)
    assert next_reminder(due, OFFICIAL, USUAL, afternoon, reminded_on=from_jalali(1398, 8, 11)) == at(1398, 8, 14)
    closed = Calendar({**OFFICIAL.holidays, due: Holiday(due, "آلودگی هوا")})
    assert next_reminder(due, closed, USUAL, afternoon, reminded_on=from_jalali(1398, 8, 11)) == afternoon


def test_a_snooze_ends_with_a_reminder() -> None:
    due, now = from_jalali(1398, 8, 21), at(1398, 8, 18, 10)
    assert snooze_end(from_jalali(1398, 8, 20), due, OFFICIAL, USUAL, now) == at(1398, 8, 20)


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        (at(1398, 7, 13, 18), at(1398, 8, 1)),
        (at(1398, 8, 1, 9), at(1398, 9, 2)),  # 1 Azar is a Friday.
        (at(1398, 12, 20), at(1399, 1, 16)),  # The new year's silence, and a Friday after it.
        (at(1399, 1, 10), at(1399, 1, 16)),
    ],
)
def test_continuous_ones_are_asked_about_on_the_first_open_day_of_a_month(now: datetime, asked: datetime) -> None:
    assert next_check_in(OFFICIAL, USUAL, now) == asked


def test_quiet_hours_may_run_past_midnight() -> None:
    assert quiet(time(23), time(21), time(7))
    assert quiet(time(6, 59), time(21), time(7))
    assert not quiet(time(7), time(21), time(7))
    assert quiet(time(13), time(12), time(14))
    assert not quiet(time(12), time(0), time(0))


def test_an_hour_within_the_quiet_waits_for_its_end() -> None:
    assert ReminderSettings(at=time(6), quiet_to=time(8)).opens(date(2019, 10, 5)) == time(8)


DAYS = st.dates(from_jalali(1398, 1, 1), from_jalali(1399, 12, 29))
CALENDARS = st.sets(DAYS, max_size=120).map(lambda days: Calendar({day: Holiday(day, "تعطیل") for day in days}))
RHYTHMS = st.builds(
    ReminderSettings,
    days_before=st.integers(0, 10),
    at=st.sampled_from([time(6), time(8, 30), time(9), time(16)]),
    weekday=st.integers(0, 6),
    quiet_from=st.sampled_from([time(18), time(21), time(23, 59)]),
    quiet_to=st.sampled_from([time(7), time(8)]),
)
MOMENTS = st.datetimes(datetime(2019, 4, 1), datetime(2020, 12, 1), timezones=st.just(TEHRAN))  # noqa: DTZ001
HEARD = st.none() | st.integers(0, 5)


@given(DAYS, MOMENTS, CALENDARS, RHYTHMS, HEARD)
def test_reminders_fall_on_different_open_days_within_the_hours(
    due: date, now: datetime, calendar: Calendar, rhythm: ReminderSettings, heard_ago: int | None
) -> None:
    heard = None if heard_ago is None else now.date() - timedelta(days=heard_ago)
    moments = list(islice(unanswered(due, now, calendar=calendar, rhythm=rhythm, heard=heard), 8))
    assert all(may_send(moment, calendar, rhythm) for moment in moments)
    assert all(earlier.date() < later.date() for earlier, later in pairwise(moments))
    assert moments[0] >= now
    assert heard is None or moments[0].date() > heard


@given(DAYS, MOMENTS, CALENDARS, RHYTHMS)
def test_there_is_a_reminder_by_the_due_date_whenever_there_is_time_for_one(
    due: date, now: datetime, calendar: Calendar, rhythm: ReminderSettings
) -> None:
    opening = next_opening(now, calendar, rhythm)
    reminded = next_reminder(due, calendar, rhythm, now)
    assert (reminded.date() <= due) == (opening.date() <= due)


@given(DAYS, MOMENTS, CALENDARS, RHYTHMS, st.floats(0, 1))
def test_a_plan_made_again_at_any_moment_before_it_comes_is_the_same(
    due: date, now: datetime, calendar: Calendar, rhythm: ReminderSettings, share: float
) -> None:
    moment = next_reminder(due, calendar, rhythm, now)
    again = now + (moment - now) * share
    assert next_reminder(due, calendar, rhythm, again) == moment


@given(DAYS, MOMENTS, CALENDARS, RHYTHMS, st.integers(1, 3))
def test_a_snoozed_reminder_comes_on_the_last_open_day_of_the_snooze_or_after_it(
    due: date, now: datetime, calendar: Calendar, rhythm: ReminderSettings, days: int
) -> None:
    today = now.date()
    until = min(today + timedelta(days=days), due)
    assume(until > today)
    reminded = snooze_end(until, due, calendar, rhythm, now)
    between = [today + timedelta(days=n) for n in range(1, (until - today).days + 1)]
    open_days = [day for day in between if is_open(day, calendar, rhythm)]
    assert reminded.date() == open_days[-1] if open_days else reminded.date() > until


@given(DAYS, st.integers(-30, 30))
def test_a_snooze_takes_a_week_at_most_and_ends_by_the_due_date_or_two_weeks_after_it(due: date, ahead: int) -> None:
    today = due - timedelta(days=ahead)
    most = longest_snooze(due, today)
    assert 0 <= most <= 7
    assert (most == 0) == (ahead <= -14)
    assert today + timedelta(days=most) <= (due if ahead > 0 else max(today, due + timedelta(days=14)))


@given(MOMENTS, CALENDARS, RHYTHMS)
def test_a_month_is_asked_about_once(now: datetime, calendar: Calendar, rhythm: ReminderSettings) -> None:
    months = []
    for _ in range(6):
        now = next_check_in(calendar, rhythm, now)
        assert may_send(now, calendar, rhythm)
        months.append(to_jalali(now.date())[:2])
    assert len(set(months)) == 6
