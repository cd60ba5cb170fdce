"""Resolve the deadline phrases of one meeting, whose date may be unknown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from domain.dates.jalali import from_jalali
from domain.dates.working_days import Calendar
from domain.deadlines import Deadline, DeadlineKind, find, resolve
from domain.persian.text import fold

_PROBES = (from_jalali(1380, 1, 16), from_jalali(1381, 7, 21))
"""Two days on which a phrase has the same meaning only when it does not depend on the meeting's date."""

_BINDING = re.compile(
    r"ظرف|حداکثر|\bطی\b|\bطول\b|بلافاصله|بلادرنگ|\bتا\b|مدت|لغایت|فوری|فورا|اسرع|سریع|مهلت|فرصت|پایان|قبل"
    r"|پیش از|\bهر\b|مستمر|ماهانه|هفتگی|هفته ?ای|شنبه ?ها|جلسه|نشست|شورا"
)
_HELD = re.compile(
    r"\s*(?:(?!\S*(?:شد|است|بود)\b)[^\s.؛:]+ ){0,6}?"
    r"(?:برگزار|تشکیل|انجام|اجرا|افتتاح|آغاز|ارائه|ارسال|معرفی|تحویل|اعلام)\b"
)
"""Words after a day that no word of limit introduces: the decision itself is carried out on it."""

_PUT_OFF = re.compile(r"\s*موکول")
_NEAR = 60
NO_DATE = Deadline(DeadlineKind.UNKNOWN, rule="unknown", code="no_meeting_date", reason="تاریخ جلسه معلوم نیست.")


@dataclass(frozen=True)
class DeadlineResolver:
    """The deadlines of one meeting; without its date only those that do not depend on it are known."""

    on: date | None
    calendar: Calendar

    def resolve(self, phrase: str) -> Deadline:
        """Resolve a phrase; `NO_DATE` when it depends on a date that is unknown."""
        if self.on is not None:
            return resolve(phrase, self.on, self.calendar)
        first, second = (resolve(phrase, probe, self.calendar) for probe in _PROBES)
        known = first == second or first.kind == second.kind == DeadlineKind.UNKNOWN
        return first if known else NO_DATE

    def find(self, text: str) -> list[tuple[str, Deadline]]:
        """Find the phrases in a text that set a deadline, each with its meaning, in order."""
        found = [
            (text[start:end].strip(), deadline)
            for (start, end), deadline in find(text, self.on or _PROBES[0], self.calendar)
            if _sets_a_limit(fold(text[start:end]), fold(text[end : end + _NEAR]))
        ]
        # A deadline that its sentence makes unknown stays so. Without a date the others are resolved by their phrase.
        return [
            (phrase, deadline if self.on or deadline.kind is DeadlineKind.UNKNOWN else self.resolve(phrase))
            for phrase, deadline in found
        ]


def _sets_a_limit(phrase: str, after: str) -> bool:
    """Tell whether a time limits the work, by its own words or by those behind it; what is put off has no limit yet."""
    return not _PUT_OFF.match(after) and bool(_BINDING.search(phrase) or _HELD.match(after))
