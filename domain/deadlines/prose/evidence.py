"""Evidence that a time in running prose limits a work: the words beside it."""

from domain.deadlines.grammar.combine import Meaning, Recurring, Start
from domain.deadlines.grammar.rules import Context, Span
from domain.deadlines.model import Deadline, DeadlineKind
from domain.deadlines.prose.openers import is_held_on
from domain.deadlines.prose.sentences import clause_goes_on, tells_of_an_event
from domain.deadlines.prose.words import (
    ABOUT,
    ADJECTIVES,
    AT_ONCE,
    BEFORE_A_MEETING,
    BEFORE_AN_ADVERB,
    BEFORE_AN_EVENT,
    DONE_AGAIN,
    FORE,
    GONE_BY,
    LASTING,
    LIMITS,
    MEETINGS,
    OBJECT,
    ON_A_DAY,
    ONGOING,
    PARTS_OF_YEAR,
    REPORT_REACH,
    REPORTS,
    RHYTHM_OF_A_REPORT,
    RHYTHM_OPENERS,
    SOON,
    UNITS,
    URGENT,
    VERBS,
    WEEKDAY_WORDS,
    WHOLE_PERIODS,
    begins_later,
)


def is_deadline(meaning: Meaning, words: list[str], start: int, end: int, context: Context) -> bool:
    """Tell whether the words around a meaning make it a deadline."""
    opener = words[start]
    pairs = zip(words[end : end + 2], [*words[end + 1 : end + 3], "", ""], strict=False)
    if any(word in GONE_BY and then not in FORE for word, then in pairs) and words[end : end + 2] != BEFORE_AN_EVENT:
        return False
    if isinstance(meaning, Span):
        if tells_of_an_event(words, start) or (meaning.rule == "range" and _is_of_something(meaning, words, start)):
            return False
        if opener in ABOUT and meaning.rule in WHOLE_PERIODS:
            ahead = meaning.first > context.on and not meaning.rolled
            return opener == "در" and meaning.rule in PARTS_OF_YEAR and ahead
        counted = meaning.rule.startswith("offset")
        if begins_later(words, start):
            return counted or meaning.rule == "week"
        if opener == "مورخ" or opener[0].isdecimal():
            return meaning.last > context.on and not meaning.rolled and is_held_on(words, start)
        if opener in SOON and words[max(0, start - 1)] == "از":
            return False  # «از فردا تا اطلاع بعدی»
        if opener == "روز" or opener in WEEKDAY_WORDS or opener in SOON:
            named = opener == "روز" and meaning.rule == "weekday"
            return named or meaning.rule in ON_A_DAY
        return (
            opener in LIMITS
            or (opener in AT_ONCE and bool(LIMITS.intersection(words[start + 1 : end])))
            or (opener == "در" and not counted)
            or (opener == "از" and (counted or meaning.rule == "range"))
        )
    if isinstance(meaning, Start):
        lasting = words[end : end + 1] == ["تا"] or UNITS.intersection(words[max(0, start - 1) : start])
        return opener == "از" and not lasting and not tells_of_an_event(words, start)
    if isinstance(meaning, Recurring):
        report = REPORTS.intersection(words[max(0, start - 1) : end + 1])
        if opener in RHYTHM_OF_A_REPORT and clause_goes_on(words, end):
            report = report or REPORTS.intersection(words[max(0, start - REPORT_REACH) : start])
        told = opener in RHYTHM_OPENERS or opener[0].isdecimal() or (opener == "از" and meaning.first is not None)
        again = start > 0 and words[start - 1] in DONE_AGAIN
        return bool(report) or again or words[max(0, start - 1)] in OBJECT or told
    if isinstance(meaning, Deadline):
        if meaning.kind is DeadlineKind.NEXT_MEETING:
            near = words[max(0, start - 1) : start] or ["،"]
            put_off = words[end : end + 1] == ["تصمیم"] or (near[0] in VERBS and not words[end:])
            bare = opener in MEETINGS and (put_off or near[0] in BEFORE_A_MEETING)
            return bare or opener in LIMITS or opener in {"در", "به", "برای"}
        if meaning.kind in {DeadlineKind.IMMEDIATE, DeadlineKind.CONTINUOUS}:
            adverb = start == 0 or words[start - 1] in BEFORE_AN_ADVERB
            if end - start > 1 or opener not in ADJECTIVES or (adverb and clause_goes_on(words, end)):
                return True
            at_once = bool(VERBS.intersection(words[end : end + 2])) or words[start - 1] in URGENT
            at_once = at_once or words[end : end + 1] == ["توسط"]
            if meaning.kind is DeadlineKind.CONTINUOUS:
                return words[max(0, start - 1)] in ONGOING
            return at_once
    return False


def _is_of_something(span: Span, words: list[str], start: int) -> bool:
    """Tell whether a range says how long something lasts («قرارداد از … تا …»), or is over."""
    return span.rolled or (start > 0 and words[start - 1] in LASTING)
