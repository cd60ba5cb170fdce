"""What the rules of the grammar are made of."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from domain.dates.jalali import format_day, full_year, to_jalali
from domain.dates.working_days import Calendar
from domain.deadlines.model import DeadlineSettings
from domain.persian.text import fold, fold_letters

ORDINAL = r"\d{1,3}th"
NEXT = r"(?:اینده|بعد(?! از))"
YEAR = rf"(?:سال )?(?:1[345]\d\d|\d\d)(?!\S)|سال جاری|همین سال|این سال|امسال|سال {NEXT}|سال"

# «مهر ۱۵» is no year: two digits are one only when it is this near.
_FARTHEST_SHORT_YEAR = 10
_THIS_YEAR = {"سال جاری", "همین سال", "این سال", "امسال"}


def words_of(text: str) -> frozenset[str]:
    """The tokens that words written in ordinary Persian become."""
    return frozenset(fold(text).split())


BOUNDS = words_of("حداکثر ظرف طی تا در مدت مهلت موعد زمان تاریخ مورخ انجام اجرا فرصت طول خلال سررسید : ، , -")


class RefusedError(Exception):
    """A phrase that a rule covers but that has no one meaning; named by a code of `reasons`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Span:
    """The days that a date expression stands for, both included; a deadline falls on the last.

    `boundary` marks the end of a period («پایان مهر»): what comes before it includes the day itself. `rolled`
    marks a date that was moved to the next year because it is over in this one.
    """

    first: date
    last: date
    assumed: tuple[str, ...] = ()
    rule: str = ""
    boundary: bool = False
    rolled: bool = False

    @classmethod
    def day(cls, day: date, *assumed: str) -> "Span":
        return cls(day, day, assumed)


@dataclass(frozen=True)
class Context:
    """What a phrase is read for: the day of the meeting, the working days, and how the organisation counts."""

    on: date
    calendar: Calendar
    settings: DeadlineSettings
    rules: tuple["DateRule", ...]
    memory: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def year(self) -> int:
        return to_jalali(self.on)[0]

    def span(self, text: str) -> Span | None:
        """The days that a date expression stands for, None when no rule covers it. Raises RefusedError."""
        text = strip_bounds(text)
        for rule in self.rules:
            if (match := rule.pattern.fullmatch(text)) and (span := rule.read(match, self)):
                return replace(span, rule=span.rule or rule.name)
        return None

    def years(self, text: str | None) -> tuple[int, ...]:
        """The Jalali years that the words of a year allow, the likeliest first."""
        if text is None or text == "سال":
            return self.year, self.year + 1
        if text in _THIS_YEAR:
            return (self.year,)
        if digits := re.search(r"\d+", text):
            year = full_year(int(digits[0]), self.year)
            if len(digits[0]) == 2 and abs(year - self.year) > _FARTHEST_SHORT_YEAR:
                raise RefusedError("ambiguous_date")
            return (year,)
        return (self.year + 1,)

    def first_ahead(self, candidates: Iterable[Span]) -> Span:
        """The first candidate that is not over at the meeting; what was passed over makes it an assumption."""
        remaining = iter(candidates)
        first = span = next(remaining)
        while span.last < self.on and (later := next(remaining, None)):
            span = later
        if span is first:
            return span
        return replace(assuming(span, f"{format_day(span.last)} در نظر گرفته شد."), rolled=True)


@dataclass(frozen=True)
class DateRule:
    """One way to write a date: its name, the tokens that it covers, what they mean, and an example of it."""

    name: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Context], Span | None]
    example: str


def pattern(*parts: str) -> re.Pattern[str]:
    """A regular expression over tokens, written in ordinary Persian letters; the parts are alternatives."""
    return re.compile(fold_letters("|".join(parts)))


def any_of(words: Iterable[str]) -> str:
    """The alternatives of a regular expression that match any of some words, written in ordinary letters.

    The name of a weekday is one token, however it is spaced.
    """
    return "|".join(fold(word).replace(" ", "") if "شنبه" in word else fold(word) for word in words)


def strip_bounds(text: str) -> str:
    """Tokens without what only says that a limit follows: «حداکثر تا», «ظرف مدت», «مهلت انجام:»."""
    words = text.split()
    while words and words[0] in BOUNDS:
        del words[0]
    return " ".join(words)


def assuming(span: Span, *assumed: str) -> Span:
    return replace(span, assumed=(*span.assumed, *assumed))


def number(text: str) -> int:
    """The whole number of a token: 25 of `25` and of `25th`."""
    return int(text.removesuffix("th"))
