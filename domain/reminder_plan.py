"""When a reminder is due: a pure function of the deadline, the calendar, the clock and the settings.

Everything here is in the organisation's own zone. An open day is a working day outside the silent periods. Before
and on the due date a reminder that would fall on a closed day comes on the open day before it, after the due date
on the one after it.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.dates.jalali import to_jalali
from domain.dates.working_days import Calendar

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ReminderSettings:
    """The organisation's settings for reminders, in its own zone.

    ``weekday`` is the day of the weekly list while something is overdue, Monday being 0. Nothing is sent from
    ``quiet_from`` to ``quiet_to``, nor in a silent period: Jalali (month, day) pairs, both ends included, which may
    span the new year.
    """

    days_before: int = 3
    at: time = time(9)
    weekday: int = 5
    quiet_from: time = time(21)
    quiet_to: time = time(7)
    silent: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = (((12, 28), (1, 14)),)

    @property
    def opens(self) -> time:
        """When a day's reminders go out: at their hour, or when the quiet ends if that hour lies in it."""
        return self.quiet_to if quiet(self.at, self.quiet_from, self.quiet_to) else self.at


def quiet(hour: time, start: time, end: time) -> bool:
    """Whether an hour lies from ``start`` until before ``end``, which may be past midnight; equal ends are no quiet."""
    return start <= hour < end if start <= end else hour >= start or hour < end


def is_open(day: date, calendar: Calendar, settings: ReminderSettings) -> bool:
    """Whether anybody may be reminded on a day at all."""
    of_year = to_jalali(day)[1:]
    silent = any(
        start <= of_year <= end if start <= end else of_year >= start or of_year <= end
        for start, end in settings.silent
    )
    return not silent and not calendar.is_day_off(day)


def may_send(now: datetime, calendar: Calendar, settings: ReminderSettings) -> bool:
    """Whether reminders may go out at this moment."""
    hour = now.time()
    if hour < settings.opens or quiet(hour, settings.quiet_from, settings.quiet_to):
        return False
    return is_open(now.date(), calendar, settings)


def next_opening(now: datetime, calendar: Calendar, settings: ReminderSettings) -> datetime:
    """The moment itself when reminders may go out in it, else the next one in which they may."""
    if may_send(now, calendar, settings):
        return now
    day = now.date() if now.time() < settings.opens else now.date() + ONE_DAY
    return datetime.combine(_open_from(day, calendar, settings), settings.opens, now.tzinfo)


def plan(
    due: date,
    calendar: Calendar,
    settings: ReminderSettings,
    now: datetime,
    *,
    reminded_on: date | None = None,
    snoozed_until: date | None = None,
) -> datetime:
    """The next reminder of an obligation that is still owed, from ``now`` on; it may be ``now`` itself.

    Some days before the due date and on it, then once a week. Never on ``reminded_on``, the day on which its owner last
    heard of it, nor on a day before; while it is snoozed only what falls on that day or later.
    """
    first = now.date() if settings.opens > now.time() or may_send(now, calendar, settings) else now.date() + ONE_DAY
    if reminded_on and reminded_on >= first:
        first = reminded_on + ONE_DAY
    if snoozed_until and snoozed_until > now.date():
        first = max(first, now.date() + ONE_DAY)
    days = _before(due, calendar, settings, snoozed_until)
    day = next((day for day in days if day >= first), None) or _weekly(due, calendar, settings, first)
    return max(datetime.combine(day, settings.opens, now.tzinfo), now)


def plan_check_in(calendar: Calendar, settings: ReminderSettings, now: datetime) -> datetime:
    """The next monthly question about a continuous resolution: on the first open day of a Jalali month, after today."""
    today = now.date()
    month_start = today - timedelta(days=to_jalali(today)[2] - 1)
    day = _open_from(month_start, calendar, settings)
    while day <= today:
        month_start = _next_month(month_start)
        day = _open_from(month_start, calendar, settings)
    return datetime.combine(day, settings.opens, now.tzinfo)


def _before(due: date, calendar: Calendar, settings: ReminderSettings, snoozed_until: date | None) -> list[date]:
    days = {
        _open_until(due - timedelta(days=settings.days_before), calendar, settings),
        _open_until(due, calendar, settings),
    }
    if snoozed_until:
        days = {day for day in days if day >= snoozed_until} | {_open_until(snoozed_until, calendar, settings)}
    return sorted(days)


def _weekly(due: date, calendar: Calendar, settings: ReminderSettings, first: date) -> date:
    """The first weekly day on or after ``first`` while overdue."""
    week = max(first, due + ONE_DAY)
    week -= timedelta(days=(week.weekday() - settings.weekday) % 7)
    if week > due and (day := _open_from(week, calendar, settings)) >= first:
        return day
    return _open_from(week + WEEK, calendar, settings)


def _open_until(day: date, calendar: Calendar, settings: ReminderSettings) -> date:
    while not is_open(day, calendar, settings):
        day -= ONE_DAY
    return day


def _open_from(day: date, calendar: Calendar, settings: ReminderSettings) -> date:
    while not is_open(day, calendar, settings):
        day += ONE_DAY
    return day


def _next_month(month_start: date) -> date:
    following = month_start + timedelta(days=31)
    return following - timedelta(days=to_jalali(following)[2] - 1)
