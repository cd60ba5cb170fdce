"""Find the actors of a sentence: the organisations that the text of a resolution charges with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from domain.minutes.language.organisations import GROUPS, HEADS, PEOPLE, UNIVERSAL
from domain.minutes.language.verbs import PARTICIPLES, finite_verbs, is_verb
from domain.minutes.owners.names import ENDS, Token, name_begins_at, names_at, tokens_of
from domain.persian.text import fold, folded_words

_CHARGED = folded_words("موظف موظفند مکلف مکلفند ملزم ملزمند متعهد متعهدند مامور مسئول مسوول باید بایستی")
_OPENERS = folded_words("همچنین ضمنا سپس نیز لذا که ابتدا : » )")
_FORMULA = folded_words("شد گردید است نمود شده گردیده شدند")
_DECIDED = folded_words("مقرر مصوب تصویب تایید موافقت توافق تصمیم تاکید پیشنهاد لازم ضروری")
_ENDS_OF_A_TIME = folded_words("روز هفته ماه سال جاری آینده آتی")
"""Words before the «و» of a second subject with a time of its own: «شهرداری ظرف یک هفته و فرمانداری ظرف یک ماه»."""

_AGENT = {"توسط", "بوسیله"}
_PARTNERSHIP = {"همکاری", "مشارکت"}
_EACH = {"یک", "هریک", "کدام"}
_PREPOSITIONS = folded_words("با به از در برای جهت بر میان بین بدون ضمن طبق مطابق حسب نزد")
_ALREADY_NAMED = folded_words("فوق مذکور مزبور نامبرده یادشده مربوطه متبوع مشارالیه")
_GENERAL = HEADS | GROUPS | folded_words("کل استان شهرستان شهر محترم های ها و مذکور مربوطه ذیربط")


_REACH = 150
"""A clause's verb is sought in so many words: the longest sentences of real minutes have about a hundred."""


@dataclass(frozen=True)
class Actor:
    """A name that the text charges, as typed; not `certain` when its beginning or end is a guess.

    `partner` marks a name after «با همکاری».
    """

    name: str
    certain: bool
    partner: bool = False


def actors_of(text: str) -> tuple[Actor, ...]:
    """Find the actors of a text, each once, in order, leads before partners."""
    tokens = tokens_of(text)
    found: dict[str, Actor] = {}
    position = 0
    while position < len(tokens):
        end, actors = _charged_at(text, tokens, position)
        for actor in actors:
            found.setdefault(fold(actor.name), actor)
        position = max(end, position + 1)
    return tuple(sorted(found.values(), key=lambda actor: actor.partner))


def matches_an_owner(actor: str, owners: tuple[str, ...]) -> bool:
    """Tell whether an actor is one of the owners, even if one of the two names is shortened."""
    named = re.findall(r"\w+", fold(actor))
    if not named or _ALREADY_NAMED & set(named):
        return True
    rest = set(named) - _GENERAL
    for owner in owners:
        known = re.findall(r"\w+", fold(owner))
        rest_known = set(known) - _GENERAL
        if known and {named[0], known[0]} <= UNIVERSAL:
            return True
        if rest and rest_known and (rest <= rest_known or rest_known <= rest):
            return True
        if not (rest and rest_known) and set(named) & set(known) & (HEADS | PEOPLE | GROUPS):
            return True
        if named[0] in GROUPS and rest and len(rest & rest_known) * 2 >= len(rest):
            return True
    return False


def _charged_at(text: str, tokens: list[Token], position: int) -> tuple[int, list[Actor]]:
    """The actors that a token introduces or begins, with the token after them."""
    word = tokens[position].word
    if word in _AGENT and not _describes(tokens, position):
        end, names = names_at(text, tokens, position + 1)
        charged, partner = any(True for _ in finite_verbs(_clause(tokens, end, ")"))), False
    elif word in _PARTNERSHIP and position and tokens[position - 1].word == "با":
        end, names = names_at(text, tokens, position + 1)
        charged = partner = True
    elif _opens_clause(tokens, position) and name_begins_at(tokens, position):
        end, names = names_at(text, tokens, position)
        charged, partner = _acts(tokens, end) and not _is_topic(tokens, end), False
    else:
        return position + 1, []
    if not charged:
        return position + 1, []
    return end, [Actor(name.text, name.certain, partner) for name in names]


def _describes(tokens: list[Token], position: int) -> bool:
    """Tell whether «توسط» belongs to a description: «دفاتر راه‌اندازی شده توسط …», «خدمات قابل ارائه توسط …»."""
    before = [token.word for token in tokens[max(0, position - 2) : position]]
    return bool(before) and (before[-1] in PARTICIPLES or before[0] == "قابل")


def _opens_clause(tokens: list[Token], position: int) -> bool:
    """Tell whether a subject may stand here: at the start, after «مقرر شد», a comma, or «و» behind a verb or a time."""
    if position == 0:
        return True
    before = tokens[position - 1].word
    earlier = tokens[position - 2].word if position > 1 else ""
    if before in ENDS or before in _OPENERS:
        return True
    if before in _FORMULA:
        return earlier in _DECIDED
    if before == "از":
        return earlier in _EACH
    if before == "و":
        return (
            is_verb(earlier)
            or earlier in _ENDS_OF_A_TIME
            or any(index == 0 for index, _ in finite_verbs([earlier, before]))
        )
    return before in {"،", ","} and not _ends_in_a_list(tokens, position - 1)


def _ends_in_a_list(tokens: list[Token], comma: int) -> bool:
    """Tell whether a body before a comma is not the subject but in a list: «با حضور شهرداری، فرمانداری و …»."""
    words: list[str] = []
    for token in reversed(tokens[:comma]):
        if token.word in ENDS or token.word in {"،", ","} or token.word in _FORMULA or len(words) == 8:
            break
        words.insert(0, token.word)
    heads = [index for index, word in enumerate(words) if word in HEADS or word in GROUPS]
    return bool(heads) and any(word in _PREPOSITIONS for word in words[: heads[-1]])


def _acts(tokens: list[Token], position: int) -> bool:
    """Tell whether the subject of the clause from here on does something, or is told to."""
    words = _clause(tokens, position)
    return bool(_CHARGED & set(words[:3])) or next((active for _, active in finite_verbs(words)), False)


def _is_topic(tokens: list[Token], position: int) -> bool:
    """Tell whether the name before this token is the topic of another's work: «مدیریت پسماند: شهرداری … گزارش دهد»."""
    return position < len(tokens) and tokens[position].word == ":" and name_begins_at(tokens, position + 1)


def _clause(tokens: list[Token], position: int, *more_ends: str) -> list[str]:
    """The words from a token to the end of its sentence."""
    ends = ENDS.union(more_ends)
    words = (token.word for token in tokens[position : position + _REACH])
    return list(takewhile(lambda word: word not in ends, words))
