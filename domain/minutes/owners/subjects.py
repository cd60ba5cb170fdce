"""Rules by which the subject of a clause is charged with it: a name, a pronoun, each one of many."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from domain.minutes.language.acts import is_for_a_work
from domain.minutes.language.common_words import CHARGED, is_common, is_link, is_thing
from domain.minutes.language.organisations import GROUPS, NEEDY, PEOPLE, TITLES
from domain.minutes.language.verbs import PAST, TOLD, finite_verbs, is_verb
from domain.minutes.owners.actor import Actor, Found, actors_named
from domain.minutes.owners.beginnings import name_begins_at
from domain.minutes.owners.clauses import (
    CHOSEN,
    acts,
    clause,
    end_of_relative_clause,
    follows_a_decision,
    in_a_cause,
    is_charged,
    is_topic,
    opens_clause,
    shall_be,
)
from domain.minutes.owners.mentions import last_body, last_person, same_body
from domain.minutes.owners.name_reach import after_words
from domain.minutes.owners.names import Name, free_name_at, names_at
from domain.minutes.owners.tokens import ENDS, Token, units_from, words_from
from domain.persian.text import cardinal_word, folded_words

PRONOUNS = folded_words("نامبرده نامبردگان مشارالیه ایشان وی")
_I, _MYSELF = folded_words("من بنده"), folded_words("کنم نمایم بدم دهم بگیرم بیارم بفرستم ببرم")
"""The writer, with what the writer does in the first person."""

_THAT = folded_words("آن این")
_NOT_EACH = folded_words(
    "روز هفته ماه سال فصل بار ساعت شب صبح جلسه نوع کس کسی کی چند مورد گونه جمعه یک کدام کدوم چه چقدر"
)
_EACH_ONE = folded_words("خانوار خانواده نفر عضو سهامدار کشاورز دانشجو دانش‌آموز")
"""Nouns that are given things elsewhere, and act as each one of many."""

_LONGEST_SUBJECT = 9
"""So many words and signs have a person's name and post at most."""

_MAY = folded_words("تواند توانند میتواند میتوانند")
_BOUND = folded_words("موظف مکلف ملزم متعهد مامور")
_TAKES_CARE = folded_words("متولی")
_IS_BOUND = folded_words("شد شدند گردید گردیدند است اند هستند می خواهد خواهند")
_TOO = folded_words("نیز هم")
_LONGEST_BOUND = 9
"""So many tokens a name has that stands before «موظف شد»."""

_MEETING = folded_words("کارگروه کمیته کمیسیون ستاد شورا هیئت هیات زیرکارگروه")
_CONVENED, _OFTEN = "تشکیل", folded_words("هر ماهانه ماهیانه هفتگی روزانه فصلی ماهی هفته‌ای هفته")
_CONVENING = folded_words("مجمع شورا جلسه کمیته کمیسیون ستاد")
"""Bodies that oblige others, when they stand before the name of one."""

_LONGEST_REST, _NO_NAME = 3, folded_words("از به با در بر برای تا نیز هم خود همه و که")
_SHALL = folded_words("باید بایستی میبایست")
_OF_AN_ACTOR = {"الزام": "به", "بازدید": "از", "نظارت": "بر"}
"""Nouns at the beginning of a decision before who acts, with the word behind him."""

_OF_A_VISIT, _MEMBERS = {("مشترک",), ("میدانی",), ("حضوری",), ("مجدد",)}, folded_words("اعضای")
_ADVERBS = folded_words("بلافاصله فورا سریعا مجددا اکیدا حتما مستمرا همواره ضمنا سپس همزمان بلادرنگ راسا")
_HOLDERS = folded_words("مالک مالکان مالکین مستأجر صاحب")
_LOTS = folded_words("پلاک قطعه ملک واحد مغازه غرفه")
_ACTED = folded_words("نماید نمایند کند کنند کنه کنن")
_INDEFINITE = ("انی", "ینی")
"""Endings of people whom a clause with «که» describes."""

_OBLIGING = TOLD | PAST | {"به"}
_OBLIGED = {("موظف",), ("مکلف",), ("ملزم",)}


def pronoun(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«نامبرده» as a subject: the person who was named last; «من», whom only the reader of a chat knows."""
    mine = tokens[position].word in _I and opens_clause(tokens, position)
    if mine and (acts(tokens, position + 1) or not _MYSELF.isdisjoint(clause(tokens, position + 1))):
        return position + 1, [Actor(text[tokens[position].start : tokens[position].end], certain=False)]
    if tokens[position].word not in PRONOUNS or not opens_clause(tokens, position) or not acts(tokens, position + 1):
        return None
    person = last_person(text, tokens, position)
    return (position + 1, [Actor(person.text, person.certain)]) if person else None


def that_body(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«آن شرکت» as a subject: the company that was named last."""
    if tokens[position].word not in _THAT or not name_begins_at(tokens, position + 1):
        return None
    charged = words_from(tokens, position - 1, 1) == ("و",) and is_charged(tokens, position + 2)
    meets = tokens[position + 1].word in _MEETING and _meets(clause(tokens, position + 2))
    if not charged and not (opens_clause(tokens, position) and (meets or acts(tokens, position + 2))):
        return None
    body = last_body(text, tokens, position, tokens[position + 1].word)
    if body is None and meets:
        return position + 2, [Actor(text[tokens[position].start : tokens[position + 1].end], certain=False)]
    return (position + 2, [Actor(body.text, body.certain)]) if body else None


def appointed(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«آقای نوری به نمایندگی شورا جهت رایزنی با … تعیین شد»: whoever is chosen for a work has to do it."""
    if tokens[position].word not in TITLES or not opens_clause(tokens, position):
        return None
    end, names = names_at(text, tokens, position)
    words = clause(tokens, end)
    chosen = any(pair[0] in CHOSEN and pair[1] in _IS_BOUND for pair in pairwise(words))
    if not names or words[:1] == ["را"] or not chosen or not is_for_a_work(" ".join(words)):
        return None
    return end, [Actor(name.text, certain=False) for name in names]


def _meets(words: Sequence[str]) -> bool:
    """Tell whether a body shall meet again and again, «هر ماه یک بار تشکیل شود», which is its own work."""
    at = next((at for at, word in enumerate(words) if word == _CONVENED), 0)
    return at > 0 and not _OFTEN.isdisjoint(words[:at]) and shall_be(words) is not None


def subject(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«شهرداری گزارش دهد», «مقرر شد شهرداری نسبت به … اقدام شود»."""
    if not name_begins_at(tokens, position):
        return None
    end, names = names_at(text, tokens, position)
    needy = end == position + 1 and tokens[position].word in NEEDY
    if (
        in_a_cause(tokens, position)
        or _follows_a_post(text, tokens, position)
        or (needy and _is_worked_on(tokens, end))
        or _is_ones_own(tokens, position, end)
    ):
        return None
    person = len(names) > 1 and tokens[position].word in TITLES and not is_link(words_from(tokens, position - 1, 1))
    charged = end < len(tokens) and tokens[end].word in CHARGED and (person or tokens[position - 1].word == "و")
    meets = tokens[position].word in _MEETING and len(names) == 1 and _meets(clause(tokens, end))
    if meets and opens_clause(tokens, position):
        return end, [Actor(names[0].text, certain=False)]
    if not (opens_clause(tokens, position) or charged) or not acts(tokens, end) or is_topic(tokens, end):
        return None
    if words_from(tokens, end, 1) == ("که",) and len(names) == 1:
        end = end_of_relative_clause(tokens, end)
        return end, [Actor(text[tokens[position].start : tokens[end - 1].end], certain=False)]
    return end, [Actor(same_body(name.text, text[: tokens[position].start]), name.certain) for name in names]


def bound_subject(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """All words before «موظف شد», where nothing else stands between: «شرکت‌های توزیع مکلف‌اند», not only «شرکت‌های»."""
    if not name_begins_at(tokens, position) or not opens_clause(tokens, position) or in_a_cause(tokens, position):
        return None
    for at in range(position + 1, min(position + _LONGEST_BOUND, len(tokens) - 1)):
        word = tokens[at].word
        cares = word in _TAKES_CARE and not _IS_BOUND.isdisjoint(clause(tokens, at))
        if cares or (word in _BOUND and tokens[at + 1].word in _IS_BOUND):
            end = at - (tokens[at - 1].word in _TOO)
            if end - position < 2 or names_at(text, tokens, position)[0] == end:
                return None
            return end, [Actor(text[tokens[position].start : tokens[end - 1].end], certain=True)]
        if not word[0].isalpha() or word == "و" or is_verb(word) or (is_link((word,)) and word not in _TOO):
            return None
    return None


def _alone_behind_a_comma(text: str, tokens: Sequence[Token], position: int, end: int, whole: int | None) -> list[Name]:
    """The one name behind a comma that no list has, as two are joined by «و»: «پس از گزارش پلیس، شهرداری را …»."""
    if opens_clause(tokens, position):
        return []
    commas = [at for at in range(position, end - 1) if tokens[at].word in {"،", ","} and name_begins_at(tokens, at + 1)]
    if len(commas) != 1:
        return []
    last, names = names_at(text, tokens, commas[0] + 1)
    if whole and len(names) == 1:
        return [Name(text[tokens[commas[0] + 1].start : tokens[whole - 1].end], certain=False)]
    return names if last == end and len(names) == 1 else []


def bound_to(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«الزام شهرداری به انتشار درآمد», «بازدید کمیسیون عمران از پل»: who stands in between shall do it."""
    link = _OF_AN_ACTOR.get(tokens[position].word)
    decided = follows_a_decision(tokens, position)
    start = position + 1 + (words_from(tokens, position + 1, 1) in _OF_A_VISIT)
    if link is None or (position and not decided) or not name_begins_at(tokens, start):
        return None
    if tokens[start].word in GROUPS - _MEMBERS:
        return None
    end, names = names_at(text, tokens, start)
    return (end, actors_named(names)) if words_from(tokens, end, 1) == (link,) else None


def obliged(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«… هیئت مدیره را موظف نمود …»: the object of a body that obliges another."""
    if not name_begins_at(tokens, position):
        return None
    end, names = names_at(text, tokens, position)
    if whole := _before_the_obliging(tokens, end):
        last = text.index(names[-1].text, tokens[position].start)
        end, names = whole, [*names[:-1], Name(text[last : tokens[whole - 1].end], certain=False)]
    words = words_from(tokens, end, 3)
    if words[:1] not in {("را",), ("رو",)} or words[1:2] == () or words[1] not in CHARGED or words[2] not in _OBLIGING:
        return None
    if alone := _alone_behind_a_comma(text, tokens, position, end, whole):
        names = alone
    convened = words_from(tokens, position, 2)
    if convened[0] in _CONVENING and name_begins_at(tokens, position + 1):
        end, names = names_at(text, tokens, position + 1)
    return end, actors_named(names)


def _before_the_obliging(tokens: Sequence[Token], end: int) -> int | None:
    """The token «را» before «مکلف کرد», a few words behind where a name seemed to end: «رئیس اداره کار را مکلف کرد»."""
    for at in range(end, min(end + _LONGEST_REST, len(tokens))):
        word = tokens[at].word
        if word == "را":
            words = words_from(tokens, at, 3)
            charged = at > end and words[2:] != () and words[1] in CHARGED and words[2] in _OBLIGING
            return at if charged else None
        joins = word == "و" and at == end  # «بخشداران مرکزی و گوکلان را مکلف کرد»
        if not word[0].isalpha() or is_verb(word) or name_begins_at(tokens, at) or (word in _NO_NAME and not joins):
            return None
    return None


def _follows_a_post(text: str, tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a bracket right before a token ends the name of the subject: «خانم رهبر (حسابدار) دفاتر … را»."""
    if tokens[position - 1].word != ")" or position < 4:
        return False
    places = range(max(0, position - _LONGEST_SUBJECT), position - 3)
    return any(
        tokens[at].word in TITLES and opens_clause(tokens, at) and names_at(text, tokens, at)[0] == position
        for at in places
    )


def _is_worked_on(tokens: Sequence[Token], end: int) -> bool:
    """Tell whether one word and «را» follow a head that hardly stands alone: «واحد متخلف را … معرفی کند»."""
    return words_from(tokens, end + 1, 1) in {("را",), ("رو",)}


def _is_ones_own(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether a name is another's object: «… نیز نماینده تام‌الاختیار خود را معرفی کند», not «سهم خود را …»."""
    at = next((at for at in range(end, min(end + _LONGEST_REST, len(tokens))) if tokens[at].word == "خود"), 0)
    own = tokens[start].word in PEOPLE - TITLES and any(name_begins_at(tokens, place) for place in range(start))
    own = own and bool(at) and words_from(tokens, at + 1, 1) in {("را",), ("رو",)}
    return own and not any(is_common(units_from(tokens, place)) for place in range(end, at))


def each(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«هر بلوک سهم خود را … واریز کند»: each one of many as a subject."""
    noun = words_from(tokens, position + 1, 1)
    if tokens[position].word != "هر" or not noun or not opens_clause(tokens, position):
        return None
    counted = cardinal_word(noun[0]) is not None or noun[0].isdecimal()  # «هر پانزده روز»
    timed = noun[0] in _NOT_EACH or noun[0].endswith("شنبه") or counted
    if timed or is_link(noun) or (is_thing(noun) and noun[0] not in _EACH_ONE) or not acts(tokens, position + 2):
        return None
    if not _MAY.isdisjoint(clause(tokens, position)):
        return None
    return position + 2, [Actor(text[tokens[position].start : tokens[position + 1].end], certain=False)]


def unlisted_subject(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """A subject that begins with no word of names, between «مقرر شد» and «نسبت به» or «موظف است»."""
    if not opens_clause(tokens, position):
        return None
    free = free_name_at(text, tokens, position) or _before_its_work(text, tokens, position)
    begins = not position or tokens[position - 1].word in ENDS
    obliged = free is not None and words_from(tokens, free[0], 1) in _OBLIGED
    several = free is not None and free[0] - position > 1  # not «متخلف باید خسارت بدهد»
    behind = free and several and tokens[free[0]].word in _SHALL and _follows_a_verb(tokens, position)
    if not (position == 0 or follows_a_decision(tokens, position) or (begins and obliged) or behind):
        return None
    if free is None or not (is_charged(tokens, free[0]) or acts(tokens, free[0])):
        return None
    return free[0], actors_named([free[1]])


def holder_of_a_lot(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«مالک پلاک ۷ دیوار را تخریب نماید»: people who are told by their lot alone."""
    words = words_from(tokens, position, 3)
    if words[0] not in _HOLDERS or words[1:2] == () or words[1] not in _LOTS or not opens_clause(tokens, position):
        return None
    end = position + 2 + (words[2:] != () and words[2][0].isdecimal())
    owner = Actor(text[tokens[position].start : tokens[end - 1].end], certain=False)
    return (end, [owner]) if acts(tokens, end) else None


def _before_its_work(text: str, tokens: Sequence[Token], position: int) -> tuple[int, Name] | None:
    """Up to three words right before «نسبت به … اقدام نماید», whatever they mean elsewhere: «انبار مرکزی»."""
    for end in range(position + 1, min(position + _LONGEST_REST + 1, len(tokens) - 2) + 1):
        word = tokens[end - 1].word
        if not word[0].isalpha() or is_verb(word) or is_link([word]) or word in _NO_NAME | _ADVERBS:
            return None
        if words_from(tokens, end, 2) == ("نسبت", "به"):
            words = clause(tokens, end)
            verb = next((words[at] for at, _ in finite_verbs(words)), "")
            name = Name(text[tokens[position].start : tokens[end - 1].end], certain=False)
            return (end, name) if verb in _ACTED else None
    return None


def those_who(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«مغازه‌دارانی که پیاده‌رو را بسته‌اند … نسبت به رفع آن اقدام نمایند»: a group that only a clause describes."""
    which = after_words(tokens, position, 1)
    if not tokens[which - 1].word.endswith(_INDEFINITE) or words_from(tokens, which, 1) != ("که",):
        return None
    if tokens[position].joined or name_begins_at(tokens, position) or not opens_clause(tokens, position):
        return None
    end = end_of_relative_clause(tokens, which)
    shall = end > which + 1 and (is_charged(tokens, end) or acts(tokens, end))
    return (end, [Actor(text[tokens[position].start : tokens[end - 1].end], certain=False)]) if shall else None


def _follows_a_verb(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a whole clause and «و» stand before a token: «ساخت‌وساز ممنوع است و گشت حریم باید …»."""
    return position > 1 and tokens[position - 1].word == "و" and is_verb(tokens[position - 2].word)
