"""Answers about the office's own rules: its days off, periods of the year, and sentences with placeholders."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.chat.screens import T
from domain.dates import yearly_periods
from domain.dates.jalali import named_weekday
from domain.forms.types.answer_types import AnswerInput, InvalidAnswer, Type, Words
from domain.forms.types.hour_of_day import read_hour
from domain.persian.text import fold

NONE = ("هیچ", "هیچکدام", "ندارد", "none")
INVITATION = ("دبیرخانه", "نقش")
"""The words in braces that the sentence of an invitation may have, and ``REMINDER`` those of a reminder's."""
REMINDER = ("دبیرخانه", "تعداد")
LETTER = ("دبیرخانه", "نقش", "پیوند", "مهلت")
"""Those of the whole text of an invitation, of which it needs ``LETTER_NEEDS``."""
LETTER_NEEDS = ("پیوند",)
ROW = ("مصوبه", "مهلت", "متن")
"""Those of an obligation's row in a reminder, of which it needs ``ROW_NEEDS``."""
ROW_NEEDS = ("مصوبه",)
SAMPLES = {
    "دبیرخانه": "دبیرخانهٔ کارگروه",
    "نقش": "نمایندهٔ شهرداری",
    "تعداد": "۳",
    "پیوند": "https://t.me/dabir?start=نمونه",
    "مهلت": "شنبه ۲۰ مهر ۱۳۹۸",
    "مصوبه": "مصوبهٔ ۷",
    "متن": "جدول منابع تکمیل شود.",
}
"""A sample of each word's value, by which a text is shown before it is kept."""
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
    """A text in which some words in braces stand for what is known when it is sent; some of them it may need."""

    known: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()

    def read(self, given: AnswerInput, before: Any) -> str:
        words = super(Sentence, self).read(given, before)
        if strange := unknown_in(words, self.known):
            allowed = "، ".join(f"{{{name}}}" for name in self.known)
            raise InvalidAnswer(T("office.placeholder_unknown", said=strange, known=allowed))
        if missing := missing_in(words, self.needed):
            raise InvalidAnswer(T("office.placeholder_needed", missing=f"{{{missing}}}"))
        return words


def unknown_in(sentence: str, known: Iterable[str]) -> str:
    """The first thing in braces that stands for nothing known, "" for none; a lone brace is one, too."""
    names = set(known)
    strange = next((found[0] for found in _PLACEHOLDER.finditer(sentence) if found[1].strip() not in names), "")
    return strange or next((brace for brace in "{}" if brace in _PLACEHOLDER.sub("", sentence)), "")


def missing_in(sentence: str, needed: Iterable[str]) -> str:
    """The first of the words that a text needs and does not have in braces, "" for none."""
    present = {found[1].strip() for found in _PLACEHOLDER.finditer(sentence)}
    return next((name for name in needed if name not in present), "")


def sample(sentence: str) -> str:
    """A text with a sample in each of its placeholders."""
    return filled(sentence, SAMPLES)


def filled(sentence: str, values: Mapping[str, str]) -> str:
    """A sentence with its placeholders filled."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1].strip(), found[0]), sentence)


def _parts(text: str, separator: str) -> list[str]:
    parts = [part.strip() for part in re.split(separator, text) if part.strip()]
    if not parts:
        raise InvalidAnswer(T("form.words_needed"))
    return [] if fold(text).replace(" ", "") in NONE else parts
