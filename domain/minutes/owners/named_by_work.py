"""Names of bodies that are a work or a thing: «مدیریت بهره‌برداری», «بانک سرمایه کویر», «اداره اماکن»."""

from __future__ import annotations

from collections.abc import Sequence

from domain.minutes.language.common_words import (
    CHARGED,
    DRAWN_UP,
    compound_length,
    is_action,
    is_link,
    is_no_place,
    is_thing,
)
from domain.minutes.language.verbs import is_verb
from domain.minutes.owners.beginnings import name_begins_at
from domain.minutes.owners.lists import OBJECT, after_joint
from domain.minutes.owners.name_reach import after_words, unlisted
from domain.minutes.owners.tokens import ENDS, Token, units_from, words_from
from domain.persian.text import folded_words

SURE_LINKS = CHARGED | {"نسبت"}
AFTER_A_SUBJECT = {(word,) for word in (*SURE_LINKS, "ظرف", "حداکثر", "پذیرفت", "پذیرفتند")}
"""Words that follow the whole subject, so that a thing before them belongs to it: «واحد املاک نسبت به …»."""

_TOGETHER = {("با", word) for word in folded_words("همکاری هماهنگی مشارکت کمک")}

_OF_A_WORK = folded_words(
    "سازمان اداره شرکت موسسه بنیاد بانک مدیریت معاونت مرکز دانشگاه دانشکده انجمن اتحادیه صندوق ستاد نهاد حوزه"
)
"""Heads whose name may be a work or a thing: «شرکت بهره‌برداری», «اداره اماکن», «بانک سرمایه»."""

_TIMES_BEHIND = folded_words("تا هر طی")
_OF_WORKS_THEMSELVES = folded_words(
    "انجام آغاز شروع ادامه پیگیری متوقف تمام عهده تسریع نهایی اجرا افزایش کاهش بررسی تسهیل"
)
"""Verbs that are said of a work: «پرداخت تسهیلات را تسریع نماید»."""

_LONGEST_OWN_NAME = 3


def work_end(tokens: Sequence[Token], start: int) -> int | None:
    """The end of a body's name that is a work or a thing: «مدیریت بهره‌برداری تا …», «بانک سرمایه کویر تسهیلات را …».

    Behind it stands what surely follows a subject, another name, or an object that this work is not done to.
    """
    units = units_from(tokens, start + 1)
    length = compound_length(units)
    if tokens[start].word not in _OF_A_WORK or not length or tokens[start + 1].joined or units[0] in DRAWN_UP:
        return None
    end = after_words(tokens, start + 1, length)
    behind = words_from(tokens, end, 1)
    if not behind or behind[0] in OBJECT:
        return None
    if is_behind_a_subject(tokens, end) or behind[0] in _TIMES_BEHIND or _begins_behind_a_joint(tokens, end):
        return end
    if is_action(units):
        acted = is_thing(units[length:]) or is_no_place(units[length:])
        return end if acted and _is_worked_on_by_another_verb(tokens, end) else None
    count, stop = unlisted(tokens, end)
    last = after_words(tokens, end, count)
    named = 0 < count < _LONGEST_OWN_NAME and stop not in OBJECT and stop[0].isalnum() and not is_verb(stop)
    done = is_action([stop]) and any(map(is_verb, words_from(tokens, last + 1, 1)))  # «انجمن جلسه توجیهی برگزار کند»
    return last if named and not done else None


def _begins_behind_a_joint(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether «و» or a comma and another name stand at a token."""
    following = after_joint(tokens, position)
    return following is not None and name_begins_at(tokens, following)


def _is_worked_on_by_another_verb(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether the object from a token on has a verb of its own: «دریچه‌ها را تعمیر کند», not «… را انجام دهد»."""
    words = words_from(tokens, position)
    at = next((at for at, word in enumerate(words) if word in ENDS or is_verb(word) or is_link([word])), 0)
    return bool(at) and words[at] in OBJECT and _OF_WORKS_THEMSELVES.isdisjoint(words[at + 1 : at + 5])


def is_behind_a_subject(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether what surely follows a whole subject stands at a token: «نسبت به», «موظف است», «با همکاری …»."""
    return words_from(tokens, position, 1) in AFTER_A_SUBJECT or words_from(tokens, position, 2) in _TOGETHER
