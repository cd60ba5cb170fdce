"""Building blocks of the grammar's rules: spans of days, the context of a phrase, patterns over tokens."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from domain.dates.jalali import format_day, full_year, to_jalali
from domain.dates.working_days import Calendar
from domain.deadlines.model import DeadlineSettings
from domain.persian.text import fold, fold_letters, folded_words

ORDINAL = r"\d{1,3}th"
NEXT = r"(?:اینده|بعد(?! از))"
YEAR = rf"(?:سال )?(?:1[345]\d\d|\d\d)(?!\S)|سال جاری|همین سال|این سال|امسال|سال {NEXT}|سال"

# The 15 of «مهر ۱۵» is no year: two digits are a year only when it is this many years away or fewer.
_FARTHEST_SHORT_YEAR = 10
_THIS_YEAR = {"سال جاری", "همین سال", "این سال", "امسال"}


BOUNDS = folded_words("حداکثر ظرف طی تا در مدت مهلت موعد زمان تاریخ مورخ انجام اجرا فرصت طول خلال سررسید : ، , -")


class UnclearPhrase(Exception):  # noqa: N818 - an outcome, not an error
    """A phrase that a rule covers but that has no one meaning; `code` is a code of `reasons`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Span:
    """The days of a date expression, both included; a deadline falls on the last one.

    `boundary` marks the end of a period («پایان مهر»): «قبل از» it includes the day itself. `rolled` marks a date that
    was moved to the next year because it is over in this one.
    """

    first: date
    last: date
    assumed: tuple[str, ...] = ()
    rule: str = ""
    boundary: bool = False
    rolled: bool = False

    @classmethod
    def day(cls, day: date, *assumed: str) -> "Span":
        """The span of a single day."""
        return cls(day, day, assumed)


@dataclass(frozen=True)
class Context:
    """The meeting's day, the working days and the settings for which phrases are read.

    `memory` keeps the meanings of tokens that have been read already.
    """

    on: date
    calendar: Calendar
    settings: DeadlineSettings
    rules: tuple["DateRule", ...]
    memory: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def year(self) -> int:
        return to_jalali(self.on)[0]

    def span(self, text: str) -> Span | None:
        """Read a date expression; None when no rule covers it. Raises UnclearPhrase."""
        text = strip_bounds(text)
        for rule in self.rules:
            if (match := rule.pattern.fullmatch(text)) and (span := rule.read(match, self)):
                return replace(span, rule=span.rule or rule.name)
        return None

    def years(self, text: str | None) -> tuple[int, ...]:
        """The Jalali years that the words of a year allow, the likeliest first. Raises UnclearPhrase."""
        if text is None or text == "سال":
            return self.year, self.year + 1
        if text in _THIS_YEAR:
            return (self.year,)
        if digits := re.search(r"\d+", text):
            year = full_year(int(digits[0]), self.year)
            if len(digits[0]) == 2 and abs(year - self.year) > _FARTHEST_SHORT_YEAR:
                raise UnclearPhrase("ambiguous_date")
            return (year,)
        return (self.year + 1,)

    def first_ahead(self, candidates: Iterable[Span]) -> Span:
        """The first candidate that is not over at the meeting, else the last one.

        Any but the very first is an assumption.
        """
        remaining = iter(candidates)
        first = span = next(remaining)
        while span.last < self.on and (later := next(remaining, None)):
            span = later
        if span is first:
            return span
        return replace(assuming(span, f"{format_day(span.last)} فرض شد."), rolled=True)


@dataclass(frozen=True)
class DateRule:
    """One way to write a date: `read` gives the days of a match of `pattern`, `example` is such a phrase."""

    name: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Context], Span | None]
    example: str


def pattern(*parts: str) -> re.Pattern[str]:
    """Compile a regular expression over tokens, written in ordinary Persian letters; the parts are alternatives."""
    return re.compile(fold_letters("|".join(parts)))


def any_of(words: Iterable[str]) -> str:
    """Alternatives of a regular expression for words written in ordinary Persian letters.

    The name of a weekday is one token, however it is spaced.
    """
    return "|".join(fold(word).replace(" ", "") if "شنبه" in word else fold(word) for word in words)


def strip_bounds(text: str) -> str:
    """The tokens without the words that only announce a limit: «حداکثر تا», «ظرف مدت», «مهلت انجام:»."""
    words = text.split()
    while words and words[0] in BOUNDS:
        del words[0]
    return " ".join(words)


def assuming(span: Span, *assumed: str) -> Span:
    """The span with more assumptions, each a Persian sentence."""
    return replace(span, assumed=(*span.assumed, *assumed))


def number(text: str) -> int:
    """The whole number of a token: 25 for `25` and for `25th`."""
    return int(text.removesuffix("th"))
