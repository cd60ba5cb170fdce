"""Times of reminders, as pure functions of the due date, the calendar, the settings and the present moment.

All times are in the organisation's own zone. An open day is a working day outside the silent periods. A reminder that
would fall on a closed day moves to the open day before it up to the due date, and to the one after it from then on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from domain.dates import yearly_periods
from domain.dates.jalali import to_jalali
from domain.dates.working_days import Calendar
from domain.dates.yearly_periods import OfYear, Yearly

ONE_DAY = timedelta(days=1)
ONE_HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
SNOOZE_ENDS = timedelta(days=14)
"""The longest time after a due date until which its reminders are put off, however often."""


@dataclass(frozen=True, slots=True)
class ReminderSettings:
    """The organisation's settings for reminders, in its own zone.

    The first reminder goes ``days_before`` the due date; ``at`` is its hour, but in a period of ``hours`` the hour of
    that period. ``weekday`` is the day of the weekly list
    while something is overdue, Monday being 0. Nothing is sent from ``quiet_from`` to ``quiet_to``, nor in a ``silent``
    period: two Jalali (month, day) pairs, both included, which may span the new year. With ``meetings`` those who are
    invited to a meeting are reminded of it on the working day before and that morning.

    An obligation that is ``escalate_after`` days overdue is escalated to ``escalate_to``, "head" or "chair", and its
    owner is warned ``escalate_pause`` working days before; 0 days are never. Without ``check_ins`` nobody is asked
    every month about continuous resolutions.
    """

    days_before: int = 3
    at: time = time(9)
    weekday: int = 5
    quiet_from: time = time(21)
    quiet_to: time = time(7)
    silent: tuple[Yearly, ...] = (((12, 28), (1, 14)),)
    meetings: bool = True
    escalate_after: int = 0
    escalate_to: str = "head"
    escalate_pause: int = 1
    hours: tuple[tuple[OfYear, OfYear, time], ...] = ()
    check_ins: bool = True

    def opens(self, day: date) -> time:
        """The hour at which a day's reminders begin: its period's, or the end of the quiet hours if it lies in them."""
        of_year = to_jalali(day)[1:]
        own = (hour for start, end, hour in self.hours if yearly_periods.within((start, end), of_year))
        return self._not_quiet(next(own, self.at))

    @property
    def opens_last(self) -> time:
        """The latest hour at which reminders begin on any day."""
        return max(map(self._not_quiet, (self.at, *(hour for *_, hour in self.hours))))

    def _not_quiet(self, hour: time) -> time:
        return self.quiet_to if quiet(hour, self.quiet_from, self.quiet_to) else hour


def from_stored(values: Mapping[str, Any]) -> ReminderSettings:
    """The settings out of JSON values by the configuration's keys."""
    return ReminderSettings(
        days_before=values["days_before"],
        at=time.fromisoformat(values["hour"]),
        weekday=values["weekly_day"],
        quiet_from=time.fromisoformat(values["quiet_from"]),
        quiet_to=time.fromisoformat(values["quiet_to"]),
        silent=tuple((_of_year(start), _of_year(end)) for start, end in values["silent_periods"]),
        meetings=values["meetings"],
        escalate_after=values["escalate_after"],
        escalate_to=values["escalate_to"],
        escalate_pause=values["escalate_pause"],
        hours=tuple((_of_year(start), _of_year(end), time.fromisoformat(at)) for start, end, at in values["hours"]),
        check_ins=values["check_ins"],
    )


def _of_year(stored: Sequence[int]) -> OfYear:
    month, day = stored
    return month, day


def quiet(hour: time, start: time, end: time) -> bool:
    """Tell whether an hour lies in quiet hours, from ``start`` until before ``end``.

    They may span midnight; equal ends are no quiet hours at all.
    """
    return start <= hour < end if start <= end else hour >= start or hour < end


@lru_cache(maxsize=1024)
def leaves_an_hour(settings: ReminderSettings, start: time, end: time) -> bool:
    """Tell whether somebody's own quiet hours leave, besides the organisation's, any hour of the day for reminders."""
    return any(
        hour >= settings.opens_last
        and not quiet(hour, settings.quiet_from, settings.quiet_to)
        and not quiet(hour, start, end)
        for hour in map(time, range(24))
    )


def is_open(day: date, calendar: Calendar, settings: ReminderSettings) -> bool:
    """Tell whether a day is open for reminders: a working day outside the silent periods."""
    of_year = to_jalali(day)[1:]
    silent = any(yearly_periods.within(period, of_year) for period in settings.silent)
    return not silent and not calendar.is_day_off(day)


def may_send(now: datetime, calendar: Calendar, settings: ReminderSettings) -> bool:
    """Tell whether reminders may go out at this moment."""
    hour = now.time()
    if hour < settings.opens(now.date()) or quiet(hour, settings.quiet_from, settings.quiet_to):
        return False
    return is_open(now.date(), calendar, settings)


def next_opening(now: datetime, calendar: Calendar, settings: ReminderSettings) -> datetime:
    """The moment itself if reminders may go out in it, else the next one in which they may."""
    if may_send(now, calendar, settings):
        return now
    day = now.date() if now.time() < settings.opens(now.date()) else now.date() + ONE_DAY
    day = _open_from(day, calendar, settings)
    return datetime.combine(day, settings.opens(day), now.tzinfo)


def next_reminder(
    due: date,
    calendar: Calendar,
    settings: ReminderSettings,
    now: datetime,
    *,
    reminded_on: date | None = None,
) -> datetime:
    """The next reminder of an obligation that is still open, from ``now`` on; it may be ``now`` itself.

    Reminders go ``days_before`` the due date and on it, then once a week; none on or before ``reminded_on``, the day on
    which the owner last heard of it.
    """
    first = now.date()
    if settings.opens(first) <= now.time() and not may_send(now, calendar, settings):
        first += ONE_DAY
    if reminded_on and reminded_on >= first:
        first = reminded_on + ONE_DAY
    days = _days_until_due(due, calendar, settings)
    day = next((day for day in days if day >= first), None) or _weekly_day(due, calendar, settings, first)
    return max(datetime.combine(day, settings.opens(day), now.tzinfo), now)


def longest_snooze(due: date, today: date) -> int:
    """The most days by which a reminder is put off: a week, up to the due date or to ``SNOOZE_ENDS`` after it."""
    end = due if due > today else due + SNOOZE_ENDS
    return max(0, min(WEEK, end - today).days)


def snooze_end(until: date, due: date, calendar: Calendar, settings: ReminderSettings, now: datetime) -> datetime:
    """The reminder at the end of a snooze, which leaves out those before it: on the last open day until the end.

    Where there is none, and where it ends after the due date, on the first open day from then on.
    """
    day = _open_until(until, calendar, settings) if until <= due else until
    day = _open_from(day if day > now.date() else until, calendar, settings)
    return datetime.combine(day, settings.opens(day), now.tzinfo)


def next_check_in(calendar: Calendar, settings: ReminderSettings, now: datetime) -> datetime:
    """The next monthly question about a continuous resolution: the first open day of a Jalali month, after today."""
    today = now.date()
    month_start = today - timedelta(days=to_jalali(today)[2] - 1)
    day = _open_from(month_start, calendar, settings)
    while day <= today:
        month_start = _next_month(month_start)
        day = _open_from(month_start, calendar, settings)
    return datetime.combine(day, settings.opens(day), now.tzinfo)


def _days_until_due(due: date, calendar: Calendar, settings: ReminderSettings) -> list[date]:
    """The days of the reminders up to the due date, in order."""
    early = _open_until(due - timedelta(days=settings.days_before), calendar, settings)
    return sorted({early, _open_until(due, calendar, settings)})


def _weekly_day(due: date, calendar: Calendar, settings: ReminderSettings, first: date) -> date:
    """The day of the first weekly reminder on or after ``first``, for something overdue by then."""
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
