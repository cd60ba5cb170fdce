"""Combine the meanings of two parts of one phrase: «در اسرع وقت و حداکثر تا پایان مهر»، «مستمر تا دهم هر ماه»."""

from dataclasses import dataclass, replace
from datetime import date

from domain.dates.jalali import format_day
from domain.deadlines.grammar.rules import Span
from domain.deadlines.model import Deadline, DeadlineKind, Rhythm, Unit


@dataclass(frozen=True)
class Recurring:
    """A rhythm whose first due date is not counted yet; it holds from `starts` until `until`, where these are said.

    `first` is its first due date, where that is said.
    """

    rhythm: Rhythm
    rule: str
    assumed: tuple[str, ...] = ()
    starts: date | None = None
    until: date | None = None
    first: date | None = None


@dataclass(frozen=True)
class Start:
    """The day from which something holds («از اول آبان»): no deadline by itself."""

    day: date
    vague: bool = False
    """True for the beginning of a longer time, and for a day that was moved to the next year."""


Meaning = Span | Deadline | Recurring | Start


def combine(left: Meaning, right: Meaning, words: tuple[str, str]) -> Meaning | None:
    """The one meaning of two parts, whose words are given in the same order; None when they are two deadlines."""
    for one, other, other_words in ((left, right, words[1]), (right, left, words[0])):
        together = _qualify(one, other, other_words)
        if together is not None:
            return together
    return None


def _qualify(one: Meaning, other: Meaning, other_words: str) -> Meaning | None:
    """The meaning of one part made narrower by the other, None when the other does not do so."""
    if isinstance(one, Span) and isinstance(other, Span):
        return one if one.last == other.last else None
    if isinstance(one, Recurring):
        return _narrow(one, other, other_words)
    if not isinstance(one, Deadline):
        return None
    if one.kind is DeadlineKind.IMMEDIATE and (isinstance(other, Span) or _is(other, DeadlineKind.NEXT_MEETING)):
        return other
    if isinstance(other, Deadline):
        return one if one.kind is other.kind and one.lead_days == other.lead_days else None
    if one.kind is DeadlineKind.CONTINUOUS:
        if isinstance(other, Recurring):
            return other
        if isinstance(other, Span) and _is_limit(other, other_words):
            assumed = (*one.assumed, *other.assumed, f"تا {format_day(other.last)} ادامه دارد.")
            return replace(one, until=other.last, assumed=assumed)
        if isinstance(other, Start):
            return replace(one, assumed=(*one.assumed, f"از {format_day(other.day)} آغاز می‌شود."))
    return None


def _narrow(one: Recurring, other: Meaning, other_words: str) -> Recurring | None:
    """A rhythm with the day, the start or the end that the other part gives it; None when it gives none."""
    if isinstance(other, Start):
        on_it = one.rhythm.unit in {Unit.DAY, Unit.WEEK} and one.rhythm.day is None
        return replace(one, first=other.day) if on_it else replace(one, starts=other.day)
    if isinstance(other, Span) and _is_limit(other, other_words):
        starts = other.first if other.rule == "range" else one.starts
        return replace(one, starts=starts, until=other.last, assumed=(*one.assumed, *other.assumed))
    if isinstance(other, Recurring):
        same_pace = (one.rhythm.every, one.rhythm.unit) == (other.rhythm.every, other.rhythm.unit)
        if _is_every_few_weeks(one.rhythm, other.rhythm):
            return replace(one, rhythm=replace(one.rhythm, day=other.rhythm.day), starts=other.starts or one.starts)
        if same_pace and (one.rhythm.day is None or one.rhythm.day == other.rhythm.day):
            return replace(other, starts=other.starts or one.starts, until=other.until or one.until)
    return None


def _is_every_few_weeks(one: Rhythm, other: Rhythm) -> bool:
    """Tell whether a rhythm of several weeks gets its day from another: «یک هفته در میان، دوشنبه‌ها»."""
    weekly = one.unit is other.unit is Unit.WEEK and one.every > other.every == 1
    return weekly and one.day is None and other.day is not None


def _is_limit(span: Span, words: str) -> bool:
    return span.rule == "range" or "تا" in words.split()[:2]


def _is(meaning: Meaning, kind: DeadlineKind) -> bool:
    return isinstance(meaning, Deadline) and meaning.kind is kind
