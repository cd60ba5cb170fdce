"""Deadlines, rhythms and the settings by which they are counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NotRequired, Self, TypedDict

from domain.dates.jalali import format_machine


class DeadlineKind(StrEnum):
    """The kinds of deadlines. `NONE` has no limit of time; `UNKNOWN` has to be asked about."""

    DATE = "date"
    RECURRING = "recurring"
    CONTINUOUS = "continuous"
    NEXT_MEETING = "next_meeting"
    IMMEDIATE = "immediate"
    NONE = "none"
    UNKNOWN = "unknown"


TIMELESS = frozenset({DeadlineKind.NONE, DeadlineKind.UNKNOWN})
"""The kinds that say nothing of a time."""


class Unit(StrEnum):
    """The units of a rhythm. Weeks begin on Saturday; months, quarters, halves and years are Jalali."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class RhythmJson(TypedDict):
    """The JSON of a rhythm; `unit` is a value of `Unit`. Without `weekday`, the day counts days."""

    every: int
    unit: str
    day: int | None
    weekday: NotRequired[int]


class DeadlineJson(TypedDict):
    """The JSON of a deadline; `kind` is a value of `DeadlineKind`, `due` a Jalali date like `1398-07-30`."""

    kind: str
    due: str | None
    rule: str
    assumed: list[str]
    rhythm: RhythmJson | None
    reason: str | None


@dataclass(frozen=True)
class Rhythm:
    """A recurrence: every so many units, on one day of the unit.

    `day` counts from 1, so 1 is a week's Saturday and a year's 1 Farvardin; None is the unit's last day. When `every`
    is more than one, the periods are counted from the first due date. With a `weekday` (1 is Saturday), `day` counts
    these weekdays of a month: 2 is its second one, None its last.
    """

    every: int
    unit: Unit
    day: int | None = None
    weekday: int | None = None

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        return cls(written["every"], Unit(written["unit"]), written["day"], written.get("weekday"))

    def to_json(self) -> RhythmJson:
        written: RhythmJson = {"every": self.every, "unit": self.unit.value, "day": self.day}
        return {**written, "weekday": self.weekday} if self.weekday else written


@dataclass(frozen=True)
class DeadlineSettings:
    """The organisation's settings for counting deadlines.

    `day_zero_counts`: the meeting's day is the first of «سه روز». `roll_forward`: a due date on a day off
    moves to the next working day. `immediate_days`: working days given to «در اسرع وقت».
    """

    day_zero_counts: bool = False
    roll_forward: bool = False
    immediate_days: int = 3


DEFAULT_SETTINGS = DeadlineSettings()


@dataclass(frozen=True)
class Deadline:
    """The meaning of a deadline phrase: a date, a rhythm, another kind, or the reason why a person has to be asked.

    `due` is the date, or the first one of a rhythm. `rule` names the rule of the grammar that was used.
    `assumed` holds Persian sentences, one for each choice that the phrase left open. `until` ends a rhythm or a
    continuous deadline. `lead_days` are the days by which a `next_meeting` one falls before that meeting.
    `code` and `reason` (a Persian sentence) explain an `unknown` one; the codes are those of `grammar.reasons`.
    """

    kind: DeadlineKind
    due: date | None = None
    rule: str = ""
    assumed: tuple[str, ...] = ()
    rhythm: Rhythm | None = None
    until: date | None = None
    lead_days: int = 0
    code: str | None = None
    reason: str | None = None

    def to_json(self) -> DeadlineJson:
        """The deadline as `dabir deadline --json` shows it; dates like `1398-07-30`."""
        return {
            "kind": self.kind.value,
            "due": format_machine(self.due) if self.due else None,
            "rule": self.rule,
            "assumed": list(self.assumed),
            "rhythm": self.rhythm.to_json() if self.rhythm else None,
            "reason": self.reason,
        }


def days(count: float) -> timedelta:
    """A length of so many days."""
    return timedelta(days=count)
