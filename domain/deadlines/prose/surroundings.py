"""Names, events and conditions beside a deadline, which make it one whose day nobody can tell."""

from domain.deadlines.grammar.reasons import reason_code, unknown_deadline
from domain.deadlines.model import Deadline, DeadlineKind
from domain.deadlines.prose.sentences import clause_goes_on, sentence_around
from domain.deadlines.prose.words import (
    AFTER_EVENT,
    BARE,
    BODIES,
    CONDITION,
    EVENT_WORDS,
    FUNDING,
    MONTH_WORDS,
    NAMES,
    PASSED_ON_CONDITION,
    THESE,
)


def with_surroundings(deadline: Deadline, words: list[str], start: int, end: int) -> tuple[int, Deadline]:
    """The deadline, or an unknown one where a name, an event or a condition beside it changes its meaning."""
    counted = deadline.rule.startswith("offset")
    this_one = words[end - 2] in THESE if end > 1 else False
    named_on = not counted and words[end - 1] in BARE and not this_one and not clause_goes_on(words, end)
    of_a_body = deadline.kind is DeadlineKind.NEXT_MEETING and BODIES.intersection(words[end - 1 : end + 1])
    other_meeting = of_a_body and (words[end - 1] not in BODIES or not clause_goes_on(words, end))
    if deadline.kind is DeadlineKind.NEXT_MEETING and MONTH_WORDS.intersection(words[end : end + 1]):
        return end + 1, unknown_deadline("leftover")  # «در نخستین جلسه آبان‌ماه»
    if named_on or NAMES.intersection(words[end : end + 1]) or other_meeting:
        return end, unknown_deadline("leftover")
    if counted or deadline.kind is DeadlineKind.IMMEDIATE:
        begins_after = end > start + 1 and words[end - 1] == "بعد" and words[end : end + 1] == ["از"]
        after = " ".join(words[end - begins_after : end + EVENT_WORDS])
        if AFTER_EVENT.fullmatch(after):
            return min(len(words), end + EVENT_WORDS), unknown_deadline(reason_code(after))
        if CONDITION.search(PASSED_ON_CONDITION.sub("", " ".join(sentence_around(words, start, end)))):
            return end, unknown_deadline("condition")
    if deadline.kind is DeadlineKind.DATE and FUNDING.search(" ".join(sentence_around(words, start, end))):
        return end, unknown_deadline("condition")
    return end, deadline
