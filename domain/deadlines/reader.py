"""Resolve a whole phrase to its deadline."""

from dataclasses import replace
from datetime import date

from domain.dates.working_days import Calendar
from domain.deadlines.grammar.meaning import DATE_RULES, MOST_TOKENS, TAIL, read, to_deadline
from domain.deadlines.grammar.reasons import mentions_time, reason_code, unknown_deadline
from domain.deadlines.grammar.rules import Context, UnclearPhrase
from domain.deadlines.grammar.tokens import tokenise
from domain.deadlines.model import DEFAULT_SETTINGS, Deadline, DeadlineKind, DeadlineSettings
from domain.deadlines.prose.finder import find_in_tokens
from domain.deadlines.prose.sentences import clause_goes_on

_DASHES = frozenset("ـ_*")
_LONGEST = 8
OTHER_WORDS = "واژه‌های دیگر این عبارت دربارهٔ زمان دانسته نشد."
"""The assumption about a phrase that has more in it than its deadline."""


def resolve(phrase: str, on: date, calendar: Calendar, settings: DeadlineSettings = DEFAULT_SETTINGS) -> Deadline:
    """Resolve a phrase of the minutes of a meeting held on `on`.

    A phrase that no rule covers is `unknown`, with a code and a reason; no text raises.
    """
    words = [token.text for token in tokenise(phrase)]
    if not words and _DASHES.intersection(phrase):
        words = ["-"]
    if len(words) > MOST_TOKENS:
        return unknown_deadline("leftover")
    context = Context(on, calendar, settings, DATE_RULES)
    try:
        meaning = read(words, context)
        if meaning is None:
            return _only_deadline_inside(words, context) or unknown_deadline(_reason_for(words, context))
        return to_deadline(meaning, context)
    except UnclearPhrase as unclear:
        return unknown_deadline(unclear.code)


def _only_deadline_inside(words: list[str], context: Context) -> Deadline | None:
    """The only deadline inside a phrase, when its other words say nothing about time; else None.

    Raises UnclearPhrase for several deadlines that differ.
    """
    found = find_in_tokens(words, context)
    if len(found) > 1 and len({deadline.to_json()["due"] for _, deadline in found}) > 1:
        raise UnclearPhrase("several")
    if len(found) != 1:
        return None
    (start, end), deadline = found[0]
    # A clause may begin with its object after a length of time: «ظرف یک هفته آمار ارسال شود».
    followed = clause_goes_on(words, end) or (deadline.rule == "offset" and words[-1] in TAIL)
    if (
        deadline.kind is DeadlineKind.UNKNOWN
        or not followed
        or mentions_time(words[:start])
        or mentions_time(words[end:])
    ):
        return None
    return replace(deadline, assumed=(*deadline.assumed, OTHER_WORDS))


def _reason_for(words: list[str], context: Context) -> str:
    """The code of the reason why no rule covers a phrase: `several` deadlines in it, or the one that its words show."""
    seen, at = 0, 0
    while at < len(words):
        readable = (end for end in range(min(len(words), at + _LONGEST), at, -1) if _reads(words[at:end], context))
        end = next(readable, None)
        seen += end is not None
        at = end or at + 1
    return "several" if seen > 1 else reason_code(" ".join(words))


def _reads(words: list[str], context: Context) -> bool:
    try:
        return read(words, context) is not None
    except UnclearPhrase:
        return False
