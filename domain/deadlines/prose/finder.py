"""Find the deadlines inside running prose, where most dates and numbers are none."""

from datetime import date

from domain.dates.working_days import Calendar
from domain.deadlines.grammar.meaning import DATE_RULES, SEPARATORS, TAIL, prefix_has_meaning, read, to_deadline
from domain.deadlines.grammar.reasons import unknown_deadline
from domain.deadlines.grammar.rules import Context, UnclearPhrase
from domain.deadlines.grammar.tokens import tokenise
from domain.deadlines.model import DEFAULT_SETTINGS, Deadline, DeadlineSettings
from domain.deadlines.prose.evidence import is_deadline
from domain.deadlines.prose.openers import LONGEST, may_open
from domain.deadlines.prose.surroundings import with_surroundings
from domain.deadlines.prose.unknowns import unknown_at, unknown_if_certain
from domain.deadlines.prose.words import GIVEN, GRANTED, LIMITS


def find(
    sentence: str, on: date, calendar: Calendar, settings: DeadlineSettings = DEFAULT_SETTINGS
) -> list[tuple[tuple[int, int], Deadline]]:
    """Find the deadlines in a sentence, each with its characters (start, end) in the sentence as given.

    A date or a duration counts only after a word of limit («تا»، «ظرف»، «حداکثر»). One that depends on an event or a
    condition is `unknown`.
    """
    tokens, context = tokenise(sentence), Context(on, calendar, settings, DATE_RULES)
    found = find_in_tokens([token.text for token in tokens], context)
    return [((tokens[start].start, tokens[end - 1].end), deadline) for (start, end), deadline in found]


def find_in_tokens(words: list[str], context: Context) -> list[tuple[tuple[int, int], Deadline]]:
    """Find the deadlines in tokens, each with the tokens (start, end) that it covers."""
    found, at = [], 0
    while at < len(words):
        here = _deadline_at(words, at, context) if may_open(words, at) else None
        if here is None:
            at += 1
            continue
        end, deadline = here
        found.append(((at, end), deadline))
        at = at + 2 if deadline.rule == "event" else end
    limits = [one for one in found if one[1].rule not in {"event", "start", "from_now_on"}]
    return limits or found


def _deadline_at(words: list[str], start: int, context: Context) -> tuple[int, Deadline] | None:
    """The longest deadline that begins at a token, with the token after its last one."""
    if words[start][0].isdecimal() and words[max(0, start - 1)] == "و" and words[start - 2].endswith("th"):
        return _several_days(words, start)
    if words[start][0].isdecimal() and (granted := _granted(words, start, context)):
        return granted
    if not prefix_has_meaning(words[start : start + LONGEST], context):
        return unknown_if_certain(words, start)
    code = None
    for end in range(min(len(words), start + LONGEST), start, -1):
        if words[end - 1] in SEPARATORS or words[end - 1] in TAIL:
            continue
        try:
            meaning = read(words[start:end], context)
            if meaning is None or not is_deadline(meaning, words, start, end, context):
                continue
            deadline = to_deadline(meaning, context)
        except UnclearPhrase as error:
            code = error.code
            continue
        return with_surroundings(deadline, words, start, end)
    if words[start] in LIMITS and code not in {None, "past", "several", "start_only"}:
        return unknown_at(words, start, str(code))
    return unknown_if_certain(words, start)


def _several_days(words: list[str], start: int) -> tuple[int, Deadline] | None:
    """Several days of each month, which no rhythm has: «اول و پانزدهم هر ماه»."""
    of_each = words[start + 1 : start + 3] == ["هر", "ماه"] and words[start].endswith("th")
    return (start + 3, unknown_deadline("several")) if of_each else None


def _granted(words: list[str], start: int, context: Context) -> tuple[int, Deadline] | None:
    """A length of time that is given to somebody: «یک ماه مهلت دارند»."""
    end = next((at for at in range(start + 1, min(start + 4, len(words))) if words[at] in GRANTED), len(words))
    given = words[end + 1 : end + 2]
    if not given or given[0] not in GIVEN:
        return None
    try:
        span = context.span(" ".join(words[start:end]))
    except UnclearPhrase as unclear:
        return end + 1, unknown_deadline(unclear.code)
    return (end + 1, to_deadline(span, context)) if span and span.rule == "offset" else None
