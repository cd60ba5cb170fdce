"""From a phrase to its deadline."""

from dataclasses import replace
from datetime import date

from domain.dates.working_days import Calendar
from domain.deadlines.finder import find_in, goes_on
from domain.deadlines.grammar.meaning import DATE_RULES, MOST_TOKENS, TAIL, finish, read
from domain.deadlines.grammar.reasons import code_of, says_when, unknown
from domain.deadlines.grammar.rules import Context, RefusedError
from domain.deadlines.grammar.tokens import tokenise
from domain.deadlines.model import DEFAULT_SETTINGS, Deadline, DeadlineSettings, Kind

_DASHES = frozenset("ـ_*")
_LONGEST = 8


def resolve(phrase: str, on: date, calendar: Calendar, settings: DeadlineSettings = DEFAULT_SETTINGS) -> Deadline:
    """What a phrase means for a meeting on a date. What no rule covers is `unknown`; no text raises."""
    words = [token.text for token in tokenise(phrase)]
    if not words and _DASHES.intersection(phrase):
        words = ["-"]
    if len(words) > MOST_TOKENS:
        return unknown("leftover")
    context = Context(on, calendar, settings, DATE_RULES)
    try:
        reading = read(words, context)
        if reading is None:
            return _inside(words, context) or unknown(_why(words, context))
        return finish(reading, context)
    except RefusedError as refused:
        return unknown(refused.code)


def _inside(words: list[str], context: Context) -> Deadline | None:
    """The one deadline of a phrase whose other words say nothing about when, or None."""
    found = find_in(words, context)
    if len(found) > 1 and len({deadline.to_json()["due"] for _, deadline in found}) > 1:
        raise RefusedError("several")
    if len(found) != 1:
        return None
    (start, end), deadline = found[0]
    # «ظرف یک هفته آمار ارسال شود»: after a length of time a clause may begin with its object.
    followed = goes_on(words, end) or (deadline.rule == "offset" and words[-1] in TAIL)
    if deadline.kind is Kind.UNKNOWN or not followed or says_when(words[:start]) or says_when(words[end:]):
        return None
    return replace(deadline, assumed=(*deadline.assumed, "واژه‌های دیگر این عبارت دربارهٔ زمان دانسته نشد."))


def _why(words: list[str], context: Context) -> str:
    """The code of why a phrase is unknown: it holds several deadlines, or what its words betray."""
    seen, at = 0, 0
    while at < len(words):
        readable = (end for end in range(min(len(words), at + _LONGEST), at, -1) if _reads(words[at:end], context))
        end = next(readable, None)
        seen += end is not None
        at = end or at + 1
    return "several" if seen > 1 else code_of(" ".join(words))


def _reads(words: list[str], context: Context) -> bool:
    try:
        return read(words, context) is not None
    except RefusedError:
        return False
