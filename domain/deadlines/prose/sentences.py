"""Sentences around a time in running prose: what is told of it, and where its clause ends."""

from itertools import takewhile

from domain.deadlines.prose.words import CLAUSE_GOES_ON, DECIDED, DOING, MONTH_WORDS, SHARING, VERBS

SENTENCE_ENDS = frozenset(".؛;!؟?")
# A condition is sought in so many words on each side: the longest sentences of real minutes have a hundred.
_REACH = 150
_IN_CASE, _IFS = ["در", "صورت"], frozenset({"اگر", "چنانچه"})


def tells_of_an_event(words: list[str], start: int) -> bool:
    """Tell whether a time stands in a relative clause: «مسابقاتی که در تاریخ … برگزار می‌شود», not «مقرر شد که تا …»."""
    return words[max(0, start - 1) : start] == ["که"] and words[max(0, start - 2)] not in DECIDED


def sentence_around(words: list[str], start: int, end: int) -> list[str]:
    """The words before and after a deadline, as far as its sentence goes, with a comma in its place."""
    before = takewhile(lambda word: word not in SENTENCE_ENDS, reversed(words[max(0, start - _REACH) : start]))
    after = takewhile(lambda word: word not in SENTENCE_ENDS, _clause_of(words[end : end + _REACH]))
    return [*reversed(list(before)), "،", *after]


def _clause_of(words: list[str]) -> list[str]:
    """The words before a condition of further work: «… بازدید کند و در صورت تخلف …»."""
    ends = (at for at in range(1, len(words) - 1) if words[at] == "و" and words[at - 1] in VERBS | SHARING)
    return words[: next((at for at in ends if words[at + 1 : at + 3] == _IN_CASE or words[at + 1] in _IFS), len(words))]


def clause_goes_on(words: list[str], end: int) -> bool:
    """Tell whether the clause goes on after a deadline, as a preposition, a verb or the end of the words shows."""
    if end + 2 < len(words) and words[end].isdecimal() and words[end + 1] not in MONTH_WORDS:
        return True  # «تا آخر هفته یک نفر را معرفی کند»
    verb = end + 1 + (words[end + 1 : end + 2] != [] and words[end + 1] in DOING)  # «… تصمیم‌گیری شود»
    return end == len(words) or words[end] in CLAUSE_GOES_ON or bool(VERBS.intersection(words[verb : verb + 1]))
