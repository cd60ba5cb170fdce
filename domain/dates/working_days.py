"""Working days and days off: the weekend of the organisation, and the holidays that the secretariat keeps."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Self

from domain.dates.jalali import from_jalali, weekday

THURSDAY, FRIDAY = 5, 6


@dataclass(frozen=True)
class Holiday:
    """A day off with its name; `estimated` when it depends on a moon that nobody has seen yet."""

    date: date
    name: str
    estimated: bool = False


@dataclass(frozen=True)
class Weekend:
    """The weekly days off from a date on, as numbers of weekdays: 0 is Saturday."""

    since: date
    days: frozenset[int]


def weekly(weekend: Collection[int]) -> tuple[Weekend, ...]:
    """The weekly days off, given as datetime counts weekdays, Monday being 0."""
    return (Weekend(date.min, frozenset((day + 2) % 7 for day in weekend)),)


DEFAULT_WEEKEND = (Weekend(date.min, frozenset({THURSDAY, FRIDAY})),)


@dataclass(frozen=True)
class Calendar:
    """The working days of one organisation."""

    holidays: Mapping[date, Holiday] = field(default_factory=dict)
    weekend: tuple[Weekend, ...] = DEFAULT_WEEKEND

    def is_day_off(self, day: date) -> bool:
        """Tell whether a day is a holiday or a part of the weekend."""
        return day in self.holidays or weekday(day) in self._weekend_on(day)

    def on_or_before(self, day: date) -> date:
        """The day itself if it is a working day, else the last working day before it."""
        while self.is_day_off(day):
            day -= timedelta(days=1)
        return day

    def on_or_after(self, day: date) -> date:
        """The day itself if it is a working day, else the first working day after it."""
        while self.is_day_off(day):
            day += timedelta(days=1)
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """Count so many working days on from a day (back for a negative count), the day itself not included."""
        for _ in range(count):
            day = self.on_or_after(day + timedelta(days=1))
        for _ in range(-count):
            day = self.on_or_before(day - timedelta(days=1))
        return day

    def to_json(self) -> dict[str, Any]:
        """The calendar for a child process: {holidays: [[day, name]], weekend: [[since, [days]]]}."""
        return {
            "holidays": [[day.isoformat(), holiday.name] for day, holiday in sorted(self.holidays.items())],
            "weekend": [[rule.since.isoformat(), sorted(rule.days)] for rule in self.weekend],
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """Restore a calendar that `to_json` wrote."""
        named = [(date.fromisoformat(day), name) for day, name in raw["holidays"]]
        weekend = (Weekend(date.fromisoformat(since), frozenset(days)) for since, days in raw["weekend"])
        return cls({day: Holiday(day, name) for day, name in named}, tuple(weekend))

    def _weekend_on(self, day: date) -> frozenset[int]:
        in_force = [rule for rule in self.weekend if rule.since <= day]
        return max(in_force, key=lambda rule: rule.since).days if in_force else frozenset()


_ESTIMATED_LABEL = " (تخمینی)"
_CLOSURE = "تعطیلی عمومی"
_CLOSURES = (from_jalali(1403, 3, 2), from_jalali(1403, 5, 7))
# The package puts 21 Ramadan of 1405 on the first date, the published calendar on the second.
_MOVED, _PUBLISHED = from_jalali(1405, 12, 10), from_jalali(1405, 12, 9)


def official_holidays(from_year: int = 1398, to_year: int = 1410) -> list[Holiday]:
    """The official holidays of Iran from one Jalali year to another, both included, in order.

    Source: the `holidays` package, corrected where published calendars differ from it: the closures of 1403, and
    21 Ramadan 1405. Days that the package estimates are marked.
    """
    # The import stands here because the package takes 20 MB, which only the filling of the holidays table needs.
    from holidays import country_holidays

    first, end = from_jalali(from_year, 1, 1), from_jalali(to_year + 1, 1, 1)
    listed = country_holidays("IR", years=range(first.year, end.year + 1), language="fa_IR")
    found = {
        day: Holiday(day, name.replace(_ESTIMATED_LABEL, ""), estimated=_ESTIMATED_LABEL in name)
        for day, name in listed.items()
    }
    if moved := found.pop(_MOVED, None):
        found[_PUBLISHED] = Holiday(_PUBLISHED, moved.name)
    found |= {day: Holiday(day, _CLOSURE) for day in _CLOSURES}
    return [holiday for day, holiday in sorted(found.items()) if first <= day < end]
