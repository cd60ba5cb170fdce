"""Find the day of the next meeting, which often stands in the closing words alone: «جلسه بعد: یکشنبه ۱۳ اردیبهشت»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from domain.dates.jalali import WEEKDAY
from domain.deadlines import DeadlineKind
from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.doubts import NEXT_QUOTATION, Doubt
from domain.minutes.language.patterns import MONTH
from domain.minutes.reading import Resolution
from domain.persian.text import fold

_SAYS_WHEN = re.compile(
    r"(?:^\W*|[.؛،|:]\s*|\b(?:زمان|تاریخ|موعد|مقرر شد|مقرر گردید|قرار شد)\s+)(?:که )?(?:برگزاری )?"
    r"(?:جلسه|نشست|قرار|گردهمایی|دیدار)(?: [^\s\d:.]+){0,3}? (?:بعد|بعدی|اتی|اینده)\b(?P<when>[^.؛|]*)"
)
_DAY = re.compile(
    rf"(?:(?:{WEEKDAY}) ?[،,]? ?(?:مورخه? )?)?(?:\d{{1,4}} ?[/.-] ?\d{{1,2}} ?[/.-] ?\d{{1,4}}"
    rf"|\d{{1,2}} ?(?:ام |م )?(?:{MONTH})(?: ?ماه)?(?: ?(?:سال )?1[34]\d\d)?)|(?:{WEEKDAY}) (?:هفته )?(?:بعد|اینده|اتی)"
)

_A_DAY = re.compile(rf"\d|{WEEKDAY}")
"""A number or a weekday, without which words say no day."""


def give_day(
    resolutions: Iterable[Resolution], texts: Iterable[str], resolver: DeadlineResolver
) -> tuple[Resolution, ...]:
    """Give the resolutions that are due by the next meeting its day, where one of the texts says it.

    Where they say it in a way that nobody understood, or more than one day, each of these gets a doubt.
    """
    resolutions = tuple(resolutions)
    waiting = [one for one in resolutions if _waits(one)]
    said = list(dict.fromkeys(_phrases(texts))) if waiting else []
    if not said:
        return resolutions
    days = {_day(phrase, resolver) for phrase in said}
    return tuple(_with_day(one, days, said) if one in waiting else one for one in resolutions)


def _waits(resolution: Resolution) -> bool:
    return resolution.deadline.kind is DeadlineKind.NEXT_MEETING and resolution.deadline.due is None


def _phrases(texts: Iterable[str]) -> Iterator[str]:
    """The words that say when the next meeting is held, those with a number or a weekday in them."""
    for text in texts:
        for line in text.split("\n"):
            for match in _SAYS_WHEN.finditer(fold(line)):
                if _A_DAY.search(match["when"]):
                    yield match["when"].strip(" :،-–")


def _day(phrase: str, resolver: DeadlineResolver) -> date | None:
    written = _DAY.search(phrase)
    deadline = resolver.resolve(written[0]) if written and resolver.on else None
    due = deadline.due if deadline and deadline.kind is DeadlineKind.DATE else None
    return due if due and resolver.on and due > resolver.on else None


def _with_day(resolution: Resolution, days: set[date | None], said: list[str]) -> Resolution:
    day = next(iter(days)) if len(days) == 1 else None
    if day is None:
        doubt = Doubt("next_meeting_day", {"text": NEXT_QUOTATION.join(said)})
        return replace(resolution, doubts=(*resolution.doubts, doubt))
    due = day - timedelta(days=resolution.deadline.lead_days)
    return replace(resolution, deadline=replace(resolution.deadline, due=due))
