"""Rules by which a sentence charges somebody, each for what a word may introduce or begin.

«توسط …», «با همکاری …», «به … اجازه داده شد», «… را موظف نمود», a subject, a pronoun.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from domain.minutes.language.common_words import is_work
from domain.minutes.language.organisations import GROUPS, HEADS, PEOPLE, TITLES
from domain.minutes.language.verbs import PARTICIPLES, PASSIVE, finite_verbs
from domain.minutes.owners.actor import Actor, Found, actors_named
from domain.minutes.owners.beginnings import name_begins_at
from domain.minutes.owners.clauses import (
    acts,
    clause,
    opens_clause,
    shall_be,
)
from domain.minutes.owners.lists import before_object
from domain.minutes.owners.made_bodies import OF_MEMBERS, end_of_members, is_to_be_made, made_of_others, works_then
from domain.minutes.owners.names import Name, names_at
from domain.minutes.owners.spoken import called_by_name, rests_with
from domain.minutes.owners.subjects import (
    appointed,
    bound_subject,
    bound_to,
    each,
    holder_of_a_lot,
    obliged,
    pronoun,
    subject,
    that_body,
    those_who,
    unlisted_subject,
)
from domain.minutes.owners.taken_on import ON_ONESELF, RESPONSIBILITY, holder, in_charge, taken_on
from domain.minutes.owners.tokens import ENDS, Token, units_from, words_from
from domain.minutes.owners.unlisted_agents import unlisted_agent
from domain.persian.text import fold, folded_words

_AGENTS = (
    ("توسط",),
    ("بوسیله",),
    ("به", "وسیله"),
    ("از", "سوی"),
    ("از", "طرف"),
    ("از", "جانب"),
    ("از", "طریق"),
    *((link, work) for work in ("مسئولیت", "محوریت", "سرپرستی", "سردبیری", "میزبانی") for link in ("با", "به")),
    ("با", "تصدی"),
    ("با", "مدیریت"),
    ("با", "پیگیری"),
)
_LED = folded_words("مسئولیت سرپرستی تصدی سردبیری")
"""Agents that need no verb: «تشکیل کمیته با مسئولیت آقای …»."""

_OBLIGATORY = (["الزامی"], ["ضروری"], ["لازم"])
"""Right behind an agent these charge it: «ثبت آمار توسط ادارات الزامی است»."""

_DEVICE = fold("دستگاه")
"""By means of it something is done, unless it is a body."""

_MEANS = ("از", "طریق")
"""An agent only in the passive; in «شهرداری از طریق دهیاری‌ها اقدام کند» another acts."""

_BURDENS = (("به", "عهده"), ("بر", "عهده"), ("بعهده",), ("برعهده",), ("عهده", "دار"))
_PARTNERS = tuple(("با", word) for word in ("همکاری", "مشارکت", "کمک", "همراهی", "مساعدت"))
_GRANTED = folded_words("فرصت مهلت اجازه اختیار ماموریت مجوز وکالت نمایندگی محول تکلیف")
_SENT = folded_words("ارجاع محول واگذار اعلام")
_GIVEN = folded_words("داده شد گردید می داد دادند")
_NEAR = 12
"""So many words after a body it is told what is granted to it."""

_RIGHT, _SIGNING = "حق", "امضا"
_REPRESENTED = re.compile(r"^(?:نماینده|نمایندگان)[\s\u200c]+(?:ی\s+|تام[\s\u200c]?الاختیار\s+)?")
_BLAME = fold("عدم")
"""A failure that is laid on somebody is no work of his: «مسئولیت عدم جذب اعتبار بر عهده مدیر دستگاه است»."""

_JOINTLY = folded_words("متفقا مشترکا توامان منفردا")
_PROPOSAL = "پیشنهاد"
_LAID = folded_words("گذاشته گذارده قرار واگذار نهاده")
_FOLLOWED = folded_words("پیگیری مسئولیت مسوولیت اجرا")
"""Right before «با» these lay it on somebody without a verb: «پیگیری با خانم ملکی»."""

_WITH_PERSON = ("با", "")
_RESTS = folded_words("است میباشد می")
"""Right behind a person's name these say that the work is theirs: «جمع‌آوری پول با حاج قربان می‌باشد»."""

_POSSIBLE = folded_words("امکان امکانپذیر میسر مقدور ممکن بلامانع")
"""Right behind a name these lay nothing on it: «تنها با هماهنگی با فرماندار امکان‌پذیر است»."""

_REST = 6
"""So many words of a burdened name may be in no list."""

_ONESELF = "خود"
_ENTRUSTED = (["سپرده"], ["محول"], ["سپرد"], ["سپردند"])
_HANDED = (["تحویل"], ["داده"])
_FOR_ACTION = folded_words("اقدام پیگیری")
"""Before whom something is handed to, these say what for: «جهت اقدام به آقای مهندس نوری تحویل شد»."""

_IS = folded_words("است میباشد می باشد خواهد شد گردید بود")


def _agent(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«… توسط بخشداری پیگیری شود», not «دفاتر راه‌اندازی شده توسط …» and not «… توسط شهردار ارائه شد»."""
    phrase = _phrase_at(_AGENTS, tokens, position)
    if phrase is None or _describes(tokens, position):
        return None
    start = position + len(phrase)
    end, names = names_at(text, tokens, start + (words_from(tokens, start, 1) == (_ONESELF,)))
    if phrase == _MEANS and words_from(tokens, start, 1) == (_DEVICE,):
        return None
    if words_from(tokens, end, 1) in {("،",), (",",)} and _in_an_event(tokens, position):
        return None
    words = clause(tokens, end)
    verb = shall_be(words)
    if "محوریت" in phrase and _PROPOSAL in _words_before(tokens, position, 8):
        return None
    led = not words and not _LED.isdisjoint(phrase)
    led = led or (verb is None and phrase[0] not in {"از", "به"} and _is_a_noun_phrase(tokens, position))
    if (
        not names
        or (verb is None and not led and words[:1] not in _OBLIGATORY)
        or (phrase == _MEANS and verb is not None and words[verb] not in PASSIVE)
    ):
        return None
    return end, actors_named(names)


def _is_a_noun_phrase(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether the sentence around a token has no verb at all: «ایجاد پاکوب توسط فدراسیون با همکاری انجمن»."""
    start = next((at + 1 for at in range(position - 1, -1, -1) if tokens[at].word in ENDS), 0)
    end = next((at for at in range(position, len(tokens)) if tokens[at].word in ENDS), len(tokens))
    return next(finite_verbs([token.word for token in tokens[start:end]]), None) is None


def _in_an_event(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether an agent brings about what a time waits for: «ظرف ده روز پس از ارائه مدارک توسط شرکت، …»."""
    before = [token.word for token in tokens[max(0, position - _REST) : position]]
    return any(pair in {("پس", "از"), ("بعد", "از")} for pair in pairwise(before)) and ENDS.isdisjoint(before)


def _composed(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«کمیته‌ای متشکل از دکتر نوری و کارشناس آموزش … رسیدگی کند»: the body that is made for it."""
    words = words_from(tokens, position, 4)
    one = words[0] in HEADS and words[1:2] == ("ای",)
    opens = opens_clause(tokens, position) or tokens[position - 1].word in ON_ONESELF
    if not one and not (words[0].endswith("ی") and words[0][:-1] in HEADS and opens):
        return None
    made_of = position + (2 if one else 1)
    if words_from(tokens, made_of, 2) not in OF_MEMBERS:
        return None
    end, names = names_at(text, tokens, made_of + 2)
    listed, end = end, end_of_members(tokens, end) if names else end
    # Where it is only to be made, nobody knows yet who makes it.
    made = not is_to_be_made(clause(tokens, end)) or works_then(tokens, end)
    if not names or not made:
        return None
    if listed == end and (members := _bodies(names)):
        return end, members
    return end, [Actor(text[tokens[position].start : tokens[end - 1].end], certain=True)]


def _bodies(names: Sequence[Name]) -> list[Actor]:
    """The bodies that a committee is made of, each of which can be asked; none where people are among them."""
    bodies = [_REPRESENTED.sub("", name.text) for name in names]
    people = any(fold(body.split()[0]) in PEOPLE | TITLES | GROUPS for body in bodies)
    return [Actor(body, certain=True) for body in bodies] if len(bodies) > 1 and not people else []


def _burden(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«پیگیری به عهده شهرداری است», «مسئولیت پیگیری با دبیر شورا است»."""
    phrase = _phrase_at(_BURDENS, tokens, position)
    if phrase is None and tokens[position].word == "با":
        before = _words_before(tokens, position, 6)
        wider = _words_before(tokens, position, 10)
        signs = _RIGHT in wider and any(word.startswith(_SIGNING) for word in wider)
        titled = position + 1 < len(tokens) and tokens[position + 1].word in TITLES
        phrase = ("با",) if RESPONSIBILITY & before or signs else _WITH_PERSON if titled else None
    if phrase is None:
        return None
    end, names = names_at(text, tokens, position + 1 if phrase == _WITH_PERSON else position + len(phrase))
    after = clause(tokens, end)
    if _BLAME in _words_before(tokens, position, 6):
        return None
    followed = phrase == ("با",) and tokens[position - 1].word in _FOLLOWED
    ended = 0 if followed or not after else None
    rest = next((index for index, word in enumerate(after[:_REST]) if word in _IS | _LAID), ended)
    if not names or rest is None or not _POSSIBLE.isdisjoint(after[:1]):
        return None
    if phrase == _WITH_PERSON and (rest or not _RESTS.intersection(after[:1])):
        return None
    if rest and after[0] == "و":
        return end, actors_named(names)  # «اجرا به عهده شهرداری و نظارت با بخشداری است»
    if rest and after[0] not in _JOINTLY:
        start = tokens[position + len(phrase)].start
        names = [Name(text[start : tokens[end + rest - 1].end], certain=False)]
    return end + rest, actors_named(names)


def _partner(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«… با همکاری بنیاد مسکن …»."""
    phrase = _phrase_at(_PARTNERS, tokens, position)
    if phrase is None:
        return None
    end, names = names_at(text, tokens, position + len(phrase))
    last = next((at for at in range(end - 1, position, -1) if tokens[at].word in {"،", ","}), end)
    if len(names) > 1 and any(name_begins_at(tokens, at) for at in range(position)) and before_object(tokens, last + 1):
        names = names[:-1]  # «شهرداری با همکاری خیرین، درمانگاه محله را … بسازد»
    return (end, [Actor(name.text, name.certain, partner=True) for name in names]) if names else None


def _permitted(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«به شهرداری اجازه داده شد», «به خزانه‌دار مأموریت داده شد», «مسئولیت آن به بهزیستی واگذار شد»."""
    if tokens[position].word != "به" or not name_begins_at(tokens, position + 1):
        return None
    end, names = names_at(text, tokens, position + 1)
    words = clause(tokens, end)[:_NEAR]
    granted = any(word in _GRANTED and _GIVEN.intersection(words[at + 1 : at + 8]) for at, word in enumerate(words))
    worked = not RESPONSIBILITY.isdisjoint(_words_before(tokens, position, 6)) or _begins_with_a_work(tokens, position)
    granted = granted or (words[:1] == ["واگذار"] and worked)
    return (end, actors_named(names)) if granted else None


def _begins_with_a_work(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a token's sentence begins with a work: «نصب دوربین به آقای نوری واگذار شد», not «زمین …»."""
    start = next((at + 1 for at in range(position - 1, -1, -1) if tokens[at].word in ENDS), 0)
    return is_work(units_from(tokens, start))


def _apposed(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«کمیته اسکان، متشکل از اوقاف و شهرداری، … تشکیل جلسه دهد»: members, who are no owners besides their body."""
    if words_from(tokens, position, 2) not in OF_MEMBERS or words_from(tokens, position - 1, 1) != ("،",):
        return None
    end, names = names_at(text, tokens, position + 2)
    return (end, []) if names and words_from(tokens, end, 1) == ("،",) else None


def _referred(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«به کمیسیون بازرسی ارجاع شد که … گزارش کند»: whom something is sent to acts in the clause behind it."""
    if tokens[position].word != "به" or not name_begins_at(tokens, position + 1):
        return None
    end, names = names_at(text, tokens, position + 1)
    words = words_from(tokens, end, 3)
    sent = words[:1] and words[0] in _SENT and words[2:3] and words[2] in {"که", "تا"}
    return (end, actors_named(names)) if sent and acts(tokens, end + 3) else None


def _laid_on(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«در دستور کار آقای طاهری قرار گیرد», «به مدیر بلوک سپرده شد», «برای خانم ملکی فرستاده شود تا … بررسی کند»."""
    agenda = words_from(tokens, position, 3) == ("در", "دستور", "کار")
    start = position + (3 if agenda else 1)
    if not (agenda or tokens[position].word in {"به", "برای"}) or not name_begins_at(tokens, start):
        return None
    end, names = names_at(text, tokens, start)
    rest = clause(tokens, end)
    if not agenda and names and rest[:1] == ["همان"]:
        end, rest = end + 2, rest[2:]
        names = [Name(text[tokens[start].start : tokens[end - 1].end], certain=False)]
    words = rest[:3]
    laid = words[:1] == ["قرار"] and not words[-1].startswith("نگیر") if agenda else words[:1] in _ENTRUSTED
    handed = not agenda and words[:1] in _HANDED and not _FOR_ACTION.isdisjoint(_words_before(tokens, position, 6))
    names = [Name(name.text, certain=False) for name in names] if handed else names
    passed_on = not agenda and words[2:3] == ["تا"] and words[1:2] and words[1] in PASSIVE and acts(tokens, end + 3)
    return (end, actors_named(names)) if names and (laid or handed or passed_on) else None


_Rule = Callable[[str, Sequence[Token], int], Found | None]
RULES: tuple[_Rule, ...] = (
    _composed,
    made_of_others,
    _apposed,
    _agent,
    unlisted_agent,
    _burden,
    rests_with,
    holder,
    in_charge,
    taken_on,
    obliged,
    bound_to,
    _partner,
    _permitted,
    _referred,
    pronoun,
    that_body,
    appointed,
    bound_subject,
    subject,
    each,
    _laid_on,
    called_by_name,
    holder_of_a_lot,
    those_who,
    unlisted_subject,
)


def _phrase_at(phrases: Sequence[tuple[str, ...]], tokens: Sequence[Token], position: int) -> tuple[str, ...] | None:
    words = words_from(tokens, position, 2)
    return next((phrase for phrase in phrases if words[: len(phrase)] == tuple(map(fold, phrase))), None)


def _words_before(tokens: Sequence[Token], position: int, count: int) -> set[str]:
    return {token.word for token in tokens[max(0, position - count) : position]}


def _describes(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether an agent belongs to a description: «دفاتر راه‌اندازی شده توسط …», «خدمات قابل ارائه توسط …»."""
    before = [token.word for token in tokens[max(0, position - 2) : position]]
    return bool(before) and (before[-1] in PARTICIPLES or before[0] == "قابل")
