"""Limits in running prose that no rule turns into a day: an event, a condition, a length that is not told."""

from dataclasses import replace
from itertools import takewhile

from domain.deadlines.grammar.reasons import reason_code, unknown_deadline
from domain.deadlines.model import Deadline
from domain.deadlines.prose.sentences import SENTENCE_ENDS, sentence_around
from domain.deadlines.prose.words import (
    ABOUT_SO_LONG,
    AFTER,
    AS_SOON_AS,
    CELEBRATED,
    CERTAIN,
    COMES,
    CONFIRMED,
    COUNTED_BACK,
    EVENT_WORDS,
    FEASTS,
    FOR_NOW,
    FUNDS,
    MEETINGS,
    MONTH_WORDS,
    PAST_BEFORE,
    PUT_OFF,
    TERMS,
    TIME,
    UNTIL,
    UNTIL_A_FEAST,
    UNTIL_FURTHER_NOTICE,
    begins_another_time,
    is_before_an_event,
    stands_at_an_event,
)

_LINKS = frozenset({"نسبت", "را", "رو"})
"""Words behind which the work stands, and no more of the event: «قبل از بازگشایی مدارس نسبت به معاینه …»."""


def unknown_if_certain(words: list[str], start: int) -> tuple[int, Deadline] | None:
    """An unknown deadline where a limit is surely meant although no rule covers it; else None."""
    if is_before_an_event(words, start):
        return unknown_at(words, start, "from_event")
    if words[start] == "تا" and UNTIL.intersection(words[start + 1 : start + 2]):
        return unknown_at(words, start, "condition")
    if words[start : start + 3] == ["تا", "بعد", "از"] and AFTER.intersection(words[start + 3 : start + 4]):
        return unknown_at(words, start, "from_event")
    if words[start] == "برای":
        around = [*words[max(0, start - 2) : start], *words[start + 3 : start + EVENT_WORDS]]
        return unknown_at(words, start, "from_event") if PUT_OFF.intersection(around) else None
    if words[start] == "تا" and FOR_NOW.intersection(sentence_around(words, start, start)):
        awaited = takewhile(lambda word: word not in SENTENCE_ENDS, words[start + 1 : start + EVENT_WORDS])
        return unknown_at(words, start, "condition") if COMES.intersection(awaited) else None
    if words[start] == "تا" and COUNTED_BACK.match(" ".join(words[start + 1 : start + 6])):
        return unknown_at(words, start, "from_event")
    if words[start : start + 2] == ["تا", "پایان"] and start + 2 < len(words):
        return unknown_at(words, start, "condition")
    if stands_at_an_event(words, start):
        return _event_at(words, start, "from_event")
    if words[start] in {"در", "به", "تا"} and MEETINGS.intersection(words[start + 1 : start + 2]):
        of_a_month = MONTH_WORDS.intersection(words[start + 2 : start + 3])
        return (start + 3, unknown_deadline("leftover")) if of_a_month else None  # «در نشست آذرماه ارائه کند»
    in_case = words[start : start + 2] == ["در", "صورت"] and TERMS.intersection(words[start + 2 : start + 3])
    if in_case or words[start : start + 2] in AS_SOON_AS:
        return _event_at(words, start, "condition")
    if words[start] == "با" and CONFIRMED.intersection(words[start + 1 : start + 2]):
        end = max((at + 1 for at in range(start + 2, min(start + 4, len(words))) if words[at] in FUNDS), default=None)
        return (end, replace(unknown_deadline("condition"), rule="event")) if end else None
    if words[start] == "در" and FEASTS.intersection(words[start + 1 : start + 2]):
        named = CELEBRATED.intersection(words[start + 1 : start + 4])
        return _event_at(words, start, "from_event") if named else None
    ahead = " ".join(words[start : start + EVENT_WORDS])
    if UNTIL_A_FEAST.fullmatch(ahead) and words[max(0, start - 1)] not in PAST_BEFORE:
        return unknown_at(words, start, "from_event")
    if words[start] in {"تا", *CERTAIN} and ABOUT_SO_LONG.fullmatch(" ".join(words[start + 1 : start + 5])):
        return unknown_at(words, start, "approximate")
    if words[start : start + 3] in UNTIL_FURTHER_NOTICE:
        return start + 3, unknown_deadline("unsettled")
    if words[start] in CERTAIN and TIME.match(" ".join(words[start + 1 : start + 5])):
        return unknown_at(words, start, None)
    return None


def unknown_at(words: list[str], start: int, code: str | None) -> tuple[int, Deadline]:
    """An unknown deadline of a few words, for the reason given or for the one that its words show."""
    sentence = takewhile(lambda word: word not in SENTENCE_ENDS | _LINKS, words[start : start + EVENT_WORDS])
    end = start + len(list(sentence))
    # A rhythm behind a comma is another time: «تا رسیدن به نتیجه، هر دو هفته یک بار …».
    end = next((at for at in range(start + 1, end) if begins_another_time(words, at)), end)
    return end, unknown_deadline(code or reason_code(" ".join(words[start:end])))


def _event_at(words: list[str], start: int, code: str) -> tuple[int, Deadline]:
    """An event or a condition that a work waits for, which counts only where nothing else limits it."""
    end, deadline = unknown_at(words, start, code)
    return end, replace(deadline, rule="event")
