"""Bodies that a decision makes of others: where their members end, and whether they are only made or work then."""

from __future__ import annotations

from collections.abc import Sequence

from domain.minutes.language.verbs import finite_verbs, is_verb
from domain.minutes.owners.actor import Actor, Found
from domain.minutes.owners.beginnings import name_begins_at
from domain.minutes.owners.clauses import acts, clause, follows_a_decision, opens_clause
from domain.minutes.owners.tokens import ENDS, Token, words_from
from domain.persian.text import folded_words

_MADE, _WHAT_FOR, _SHARED = "تشکیل", (["برای"], ["جهت"], ["به"]), (["و"], ["شود"], ["گردد"], ["می"], ["شد"], ["گردید"])
_BODIES = folded_words("کارگروه کمیته کمیسیون ستاد تیم گروه هیئت هیات اکیپ شورای زیرکارگروه قرارگاه")
OF_MEMBERS = {("متشکل", "از"), ("مرکب", "از"), ("با", "عضویت")}
_OF_MEMBERS_OR_PRESENT = OF_MEMBERS | {("با", "حضور"), ("با", "ترکیب")}
_LONGEST_NAME, _ALL_MEMBERS = 9, 40
_MEMBERS = 12
"""So many words have the further members of a body."""


def is_to_be_made(words: Sequence[str]) -> bool:
    """Tell whether «تشکیل» stands right behind a body or what it is for: «کارگروهی … برای تدوین شیوه‌نامه تشکیل و …»."""
    if words[:1] not in _WHAT_FOR:
        return words[:1] == [_MADE]
    verb = next((index for index, _ in finite_verbs(words)), len(words))
    return _MADE in words[:verb] and words[words.index(_MADE) + 1 : words.index(_MADE) + 2] in _SHARED


def end_of_members(tokens: Sequence[Token], position: int) -> int:
    """The token after members that are called by their field alone: «…، تعاون و شهرک‌های صنعتی تشکیل گردد»."""
    if position < len(tokens) and tokens[position].word in {"،", ",", "و"}:
        for at in range(position, min(position + _MEMBERS, len(tokens))):
            if tokens[at].word == _MADE:
                return at
            if tokens[at].word in ENDS or is_verb(tokens[at].word):
                break
    return position


def made_of_others(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«کارگروه فضاهای آموزشی با عضویت نوسازی مدارس و شهرداری تشکیل و گزارش خود را ارائه نماید»: the body, no member."""
    named = tokens[position].word in _BODIES and name_begins_at(tokens, position)
    if not named or not opens_clause(tokens, position):
        return None
    for at in range(position + 2, min(position + _LONGEST_NAME, len(tokens) - 2)):
        if words_from(tokens, at, 2) in _OF_MEMBERS_OR_PRESENT:
            end = next((end for end in range(at, min(at + _ALL_MEMBERS, len(tokens))) if _ends(tokens[end].word)), at)
            shared = words_from(tokens, end + 1, 1) == ("و",) and acts(tokens, end + 2)
            if tokens[end].word != _MADE or not (shared or works_then(tokens, end)):
                return None
            # What stands between the head and its members is its whole name.
            name = text[tokens[position].start : tokens[at - 1].end].rstrip(" ،")
            return end, [Actor(name, certain=False)]
        if _ends(tokens[at].word):
            break
    return None


def _ends(word: str) -> bool:
    return word == _MADE or word in ENDS or is_verb(word)


def works_then(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a body that is made works then: «تشکیل شود و پیش‌نویس را تهیه کند»."""
    words = clause(tokens, position)
    if words[:1] == [_MADE] and words[-1:] == ["و"] and follows_a_decision(tokens, at := position + len(words) + 2):
        return acts(tokens, at) and not name_begins_at(tokens, at)  # «تشکیل شد و مقرر گردید پیشنهاد خود را …»
    verbs = finite_verbs(words)
    index, _ = next(verbs, (0, False))
    begins = name_begins_at(tokens, position + index + 2)
    return words[index + 1 : index + 2] == ["و"] and not begins and any(active for _, active in verbs)
