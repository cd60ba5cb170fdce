"""Answers about the office's own rules: its days off, periods of the year, and sentences with placeholders."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.chat.screens import T
from domain.dates import yearly_periods
from domain.dates.jalali import named_weekday
from domain.forms.answer_types import AnswerInput, InvalidAnswer, Type, Words
from domain.forms.hour_of_day import read_hour
from domain.persian.text import fold

NONE = ("هیچ", "هیچکدام", "ندارد", "none")
INVITATION = ("دبیرخانه", "نقش")
"""The words in braces that the sentence of an invitation may have, and ``REMINDER`` those of a reminder's."""
REMINDER = ("دبیرخانه", "تعداد")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Weekdays(Type):
    """The days off of a week, «پنجشنبه و جمعه»; kept as numbers, Monday being 0."""

    def read(self, given: AnswerInput, before: Any) -> list[int]:
        days = set()
        for part in _parts(given.text, r"[\n،,؛]| و "):
            number, rest = named_weekday(part)
            if number is None or rest:
                raise InvalidAnswer(T("office.weekday_unknown", said=part))
            days.add((number - 2) % 7)
        if len(days) == 7:
            raise InvalidAnswer(T("office.no_working_day"))
        return sorted(days)


@dataclass(frozen=True, slots=True)
class YearlyPeriods(Type):
    """Periods of every year, one a line, or «هیچ»; kept as {periods: [[[month, day], [month, day]], …]}.

    With ``hours`` each has its own, "10:00", as the third.
    """

    hours: bool = False

    def read(self, given: AnswerInput, before: Any) -> dict[str, list[list[Any]]]:
        rows = [self._one(line) for line in _parts(given.text, r"[\n؛;،]")]
        silent = [] if self.hours else [(tuple(start), tuple(end)) for start, end in rows]
        if yearly_periods.open_days(silent) < yearly_periods.LEAST_OPEN_DAYS:
            raise InvalidAnswer(T("office.too_silent", least=yearly_periods.LEAST_OPEN_DAYS))
        return {"periods": rows}

    def _one(self, line: str) -> list[Any]:
        words, hour = line, None
        if self.hours:
            words, _, said = re.sub(r"[ :،]*ساعت ", ": ", line).partition(": ")
            hour = read_hour(said)
        period = yearly_periods.read(words)
        if period is None or (self.hours and hour is None):
            raise InvalidAnswer(T("office.hours_unread" if self.hours else "office.period_unread", said=line))
        if yearly_periods.length(period) > yearly_periods.LONGEST:
            raise InvalidAnswer(T("office.end_before_start", said=line))
        return [*map(list, period), *([f"{hour:%H:%M}"] if hour else [])]


@dataclass(frozen=True, slots=True)
class Sentence(Words):
    """A sentence in which some words in braces stand for what is known when it is sent."""

    known: tuple[str, ...] = ()

    def read(self, given: AnswerInput, before: Any) -> str:
        words = super(Sentence, self).read(given, before)
        if strange := unknown_in(words, self.known):
            allowed = "، ".join(f"{{{name}}}" for name in self.known)
            raise InvalidAnswer(T("office.placeholder_unknown", said=strange, known=allowed))
        return words


def unknown_in(sentence: str, known: Iterable[str]) -> str:
    """The first thing in braces that stands for nothing known, "" for none; a lone brace is one, too."""
    names = set(known)
    strange = next((found[0] for found in _PLACEHOLDER.finditer(sentence) if found[1].strip() not in names), "")
    return strange or next((brace for brace in "{}" if brace in _PLACEHOLDER.sub("", sentence)), "")


def filled(sentence: str, values: Mapping[str, str]) -> str:
    """A sentence with its placeholders filled."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1].strip(), found[0]), sentence)


def _parts(text: str, separator: str) -> list[str]:
    parts = [part.strip() for part in re.split(separator, text) if part.strip()]
    if not parts:
        raise InvalidAnswer(T("form.words_needed"))
    return [] if fold(text).replace(" ", "") in NONE else parts
