"""The reach of a name in running text: the words that go on with it, those that end it, and those in no list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.minutes.language.common_words import (
    CHARGED,
    DRAWN_UP,
    HIRED,
    is_action,
    is_common,
    is_link,
    is_no_place,
    is_thing,
)
from domain.minutes.language.organisations import (
    ALONE,
    GROUPS,
    HEADS,
    NAME_WORDS,
    NEEDY,
    PEOPLE,
    PLACED,
    PLACES,
    TITLES,
    UNIVERSAL,
    is_head,
    known_at,
)
from domain.minutes.language.verbs import SPOKEN, TOLD, finite_verbs, is_verb
from domain.minutes.owners.beginnings import ARTICLES, BRANCHES, CREW, DEVICE, SCHOOLS, name_begins_at
from domain.minutes.owners.lists import OBJECT, before_object, several_before_object
from domain.minutes.owners.tokens import ENDS, Token, units_from, words_from
from domain.persian.text import cardinal_word, folded_words

SUFFIXES = folded_words("ها های هایی محترم محترمه")
_PLACE_WORDS = PLACES | folded_words("کل شهر شهرستان استان بخش منطقه ناحیه مرکز کشور روستای شمال جنوب شرق غرب جدید")
BEFORE_A_PLACE = folded_words("شهرستان بخش روستای مرکز ناحیه منطقه شهید")
_FOUNDATION = "بنیاد"
_SIDES = folded_words("بالا پایین علیا سفلی سفلا وسطی")
"""Second words of the names of villages: «دهیار روستای چنارک بالا»."""

_AREAS, _COUNCIL_OF = folded_words("استان شهرستان"), "شورای"
_BARE_COUNCIL = "شورا"
"""A council that no name goes on with, for which it would be «شورای»."""

_FIRST, _TIMES = "اول", folded_words("هر ماه هفته سال وقت صبح")
"""«حسابدار شرکت اول هر ماه …» sets a time; «معاون اول» is a name."""

_CLAUSE, _CLOSERS = 20, ENDS | {"و", ")"}
"""So many words before a verb may have its object; signs and words behind it."""

_MANY = re.compile(r"(?!ن?ب?کند)\w+(?<!ا)ند")
"""A verb of several: «کنند», not «کند» or «رساند»."""

_PRESENT = folded_words("می نمی")
_VERBAL = {("به", "عمل"), ("بعمل",)}
"""Behind a noun these make a verb of it: «از سوی ریاست قدردانی به عمل آید»."""

_ACCEPTED = {("پذیرفت", "که"), ("پذیرفتند", "که")}
"""A verb that needs no noun before it: «شهرداری گلدره پذیرفت که …»."""

TEAMS = folded_words("گروه تیم")
_WORKED_ON = (GROUPS - UNIVERSAL) | folded_words(
    """
    کارخانه کتابخانه بوفه درمانگاه داروخانه مدرسه دبیرستان دبستان مهدکودک هنرستان آموزشگاه بیمارستان کلینیک نانوایی
    رستوران فروشگاه هتل مسجد حسینیه کارگاه موزه نیروگاه پالایشگاه کشتارگاه تعمیرگاه آزمایشگاه پاسگاه ناظر رابط
    مربی معلم پرستار دانشآموز دانشآموزان سالمندان
    """
)
"""Houses and people that a body works with rather than is named by, where «را» stands behind them."""

WHOLE = folded_words("صمت آبفا بهزیستی شیلات ناجا فراجا اوقاف ارشاد")
"""Bodies whose name nothing but a place goes on with: «صمت بیمه کارگران را …»."""

_OF_WHAT = folded_words("حمایت حفاظت صیانت پیشگیری جلوگیری مراقبت پاسداری بهره‌برداری")
"""Fields in a name that «از» leads on: «کمیسیون حمایت از وکلا», «ستاد صیانت از حقوق شهروندی»."""

_SHORTEST_FIELD, _RIGHTS = 2, folded_words("حقوق حریم")

_POINTERS = folded_words("زیر ذیل فوق")
_OWNERS_OF_AN_OBJECT = folded_words("خود خویش آن آنها این")
_NUMBERED = folded_words("منطقه ناحیه شعبه اورژانس واحد معاونت کلانتری پاسگاه ایستگاه پایگاه مدرسه دبستان بلوک")
_ITS_OBJECT = re.compile(r"\w{3,}(?:شو|شونو|مونو|تونو)")
"""An object as it is spoken, which no name goes on with: «خانم صادقی زحمتشو می‌کشه»."""

_ITS_OWN, _LONGEST_POST = folded_words("خود خویش خودشان خودشون"), 4
_GOES = folded_words("برود بروند برن بره بیاید بیایند بیاد بیان")
"""Verbs that need no noun before them: «مشهدی رحمان کرمی بروند با صاحب زمین صحبت کنند»."""

_BECOMES = folded_words("شد شدند شود شوند گردید گردد گردند")
_COPULAS = folded_words("باشد باشند است هستند")
MEMBER = {"عضو"}
_NO_SURNAME = PEOPLE | HEADS | GROUPS | MEMBER | folded_words("متولی مامور صد دویست سیصد هزار میلیون")


def continuation(tokens: Sequence[Token], start: int, end: int) -> int:
    """Count the tokens at `end` that surely belong to the name from `start` on; 0 for none."""
    words = words_from(tokens, end)
    if not words:
        return 0
    word, before = words[0], tokens[end - 1].word
    led = 0 if tokens[start].word in ALONE | (PEOPLE - NEEDY) else _led_on_by_from(words)
    if led and (end == start + 1 or not before_object(tokens, end)):
        return led
    if tokens[end].joined or word in SUFFIXES or (before in _NUMBERED and _is_its_number(words)):
        return 1
    if word == "(" and words[2:3] == (")",):
        return 3
    placed = any(token.word in PLACED for token in tokens[start:end])
    if word == "و":
        return _after_and(words[1:], tokens[start].word, placed or name_begins_at(tokens, end + 1))
    if end == start + 2 and tokens[start].word == CREW and word[0].isalpha() and not (is_verb(word) or is_link([word])):
        return 1
    if before in TEAMS and end - start > 1 and is_common(words):
        return 0  # «اساتید گروه سؤالات …», «مدیر گروه کمبود اتاق …»
    if word in ARTICLES and words[1:2] and (words[1][0].isdecimal() or cardinal_word(words[1]) is not None):
        return 2
    if word in _NUMBERED and tokens[start].word in GROUPS | PEOPLE and words[1:2] and _is_its_number(words[1:]):
        return 2
    if word in _SIDES and end > start + 1 and tokens[end - 2].word in BEFORE_A_PLACE | PLACED:
        return 1
    if word in BRANCHES and name_begins_at(tokens, end):
        return 1
    if before not in NEEDY and word in PEOPLE - TITLES and is_its_own(tokens, end):
        return 0
    if word in PEOPLE and before in _AREAS:
        return 0  # «اداره کار استان بازرس ویژه اعزام نماید»
    if (
        (before in NEEDY or before == _COUNCIL_OF)
        and OBJECT.isdisjoint(words_from(tokens, after_words(tokens, end, 1), 1))
        and not _stops_needy(tokens, end)
    ):
        return max(1, known_at(words))
    if before == _BARE_COUNCIL and is_head(word):
        return 0
    if (word in HIRED and end - start > 1) or _begins_an_object(tokens, start, end):
        return 0
    if word in _POINTERS and tokens[start].word in GROUPS:
        return 1
    if words[1:2] and words[1] in OBJECT:
        return 0
    if before in BEFORE_A_PLACE and end - start > 1 and tokens[end - 2].word != _FOUNDATION:
        several = not {"ها", "های"}.isdisjoint(words[1:2])
        return int(not (several or ends_name(tokens, end) or is_no_place(units_from(tokens, end))))
    if placed:
        return int(word in _PLACE_WORDS)
    if known := known_at(words):
        return known
    if word == SCHOOLS and before in GROUPS | PEOPLE:
        return 1
    if is_head(word):
        of_people = tokens[start].word in GROUPS | PEOPLE
        object_of = tokens[start].word in PEOPLE and several_before_object(tokens, end)
        return int(
            word not in TITLES
            and (before in NEEDY or not is_common(words))
            and not object_of
            and (of_people or word != DEVICE)
        )
    return int(_continues(units_from(tokens, end), word, before))


def is_its_own(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a post at a token is the subject's own to fill: «کلیه ادارات رابط سلامت خود را معرفی نمایند»."""
    for at in range(position + 1, min(position + _LONGEST_POST + 1, len(tokens) - 1)):
        if tokens[at].word in _ITS_OWN:
            return tokens[at + 1].word in OBJECT
        if not tokens[at].word[0].isalpha() or is_verb(tokens[at].word) or is_link([tokens[at].word]):
            return False
    return False


def _is_its_number(words: Sequence[str]) -> bool:
    """Tell whether words begin with the number of a branch: «منطقه ۲ …», «منطقه دو نسبت به …», not «… دو نفر را»."""
    if words[0][0].isdecimal() or (len(words[0]) == 1 and words[0].isalpha() and words[0] != "و"):
        return True  # «بلوک ۳», «بلوک ب»
    behind = words[1:2]
    return cardinal_word(words[0]) is not None and (not behind or is_link(behind) or not behind[0][0].isalpha())


def _led_on_by_from(words: tuple[str, ...]) -> int:
    """Count the words of «حمایت از وکلا», where a name goes on with them; 0 where «از» leads to no noun."""
    if words[0] not in _OF_WHAT or words[1:2] != ("از",) or len(words) <= _SHORTEST_FIELD:
        return 0
    what = words[2]
    if not what[0].isalpha() or is_verb(what) or is_link([what]):
        return 0
    return max(3 + (what in _RIGHTS), 2 + known_at(words[2:]), known_at(words))


def _begins_an_object(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether the object of a known body begins: «آموزش و پرورش بوفه‌های مدارس را …», «آبفا رانندگان را …»."""
    known = known_at(words_from(tokens, start)) == end - start > 1
    known = known or (end - start > 2 and known_at(words_from(tokens, start + 1)) == end - start - 1)
    word, alone = tokens[end].word, end - start == 1 and tokens[start].word in ALONE - PLACED
    if ((known and is_head(word)) or (alone and word in NAME_WORDS)) and several_before_object(tokens, end):
        return True
    if end - start == 1 and tokens[start].word in WHOLE and word not in _PLACE_WORDS:
        several = units_from(tokens, end, 1)[0].endswith("های")  # «آبفا دام‌های تلف شده را …»
        return several or before_object(tokens, end)
    worked_on = word in _WORKED_ON or units_from(tokens, end, 1)[0] in _WORKED_ON
    return (known or alone) and worked_on and before_object(tokens, end)


def _stops_needy(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a word is not the one that a needy head lacks: a link, a verb, a sign, another name."""
    word = tokens[position].word
    drawn_up = word in DRAWN_UP and position > 1 and is_head(tokens[position - 2].word)
    behind = frozenset(words_from(tokens, position + 1, 1))
    done = is_thing([word]) and not SPOKEN.isdisjoint(behind)  # «مدیر نامه بزنه»
    done = done or (is_action([word]) and any(is_verb(one) or one in TOLD for one in behind))  # «کمیسیون ارجاع شد»
    done = done or _is_a_participle(tokens, position) or not _OWNERS_OF_AN_OBJECT.isdisjoint(behind)
    return (
        drawn_up
        or done
        or not word[0].isalpha()
        or is_verb(word)
        or is_link([word])
        or name_begins_at(tokens, position)
    )


def _after_and(words: Sequence[str], head: str, ended: bool) -> int:
    """Count «و» and the words after it that go on with a name: «امور اجتماعی و فرهنگی»; 0 when they do not."""
    if head in UNIVERSAL and words and words[0] in GROUPS:
        return 2
    if ended or head in ALONE:
        return 0
    if known := known_at(tuple(words)):
        return known + 1
    return 2 if words and words[0] in NAME_WORDS and not is_common(words) else 0


def _continues(units: Sequence[str], word: str, before: str) -> bool:
    """Tell whether a word, the first of some units, goes on with a name.

    A word of names that is a noun of action or a thing, too, does so before another word of names, and right after a
    head before a link: «سازمان زیباسازی نسبت به …», but not «سازمان زیباسازی را انجام دهد».
    """
    if word in _PLACE_WORDS:
        return True
    if word not in NAME_WORDS:
        return False
    following = units[1] if len(units) > 1 else ""
    after_head = is_head(before) and not are_people(before) and is_link(units[1:])
    after_head = after_head and following not in OBJECT | _ITS_OWN
    return after_head or following in NAME_WORDS - SUFFIXES or not is_common(units)


def are_people(word: str) -> bool:
    """Tell whether a word names several people: «فرمانداران هماهنگی لازم را …» ends before the noun of action."""
    return word in GROUPS and word.endswith(("ان", "ین"))


def unlisted(tokens: Sequence[Token], position: int, *, of_person: bool = False) -> tuple[int, str]:
    """Count the words from a position on that may belong to a name, and the word or sign that stops them."""
    count, at = 0, position
    while at < len(tokens) and not ends_name(tokens, at) and (of_person or not name_begins_at(tokens, at)):
        if of_person and (tokens[at].word in _NO_SURNAME or cardinal_word(tokens[at].word) is not None):
            break  # «آقای مهرجو هزار جلد از آن را …»
        count += not tokens[at].joined
        at += 1
    stop = tokens[at].word if at < len(tokens) else "."
    following = {words_from(tokens, at, 1), words_from(tokens, at, 2)}
    verbal = (is_verb(stop) or stop in TOLD or not _VERBAL.isdisjoint(following)) and _ACCEPTED.isdisjoint(following)
    if (
        count
        and (stop in OBJECT or stop in _OWNERS_OF_AN_OBJECT or verbal)
        and not (of_person and (count == 1 or stop in _COPULAS | _GOES))
    ):
        count -= 1
    return count, stop


def ends_name(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a token is surely no part of a name: a sign, a number, a verb, a common word."""
    word = tokens[position].word
    before = tokens[position - 1].word if tokens[position].joined else "ه"
    joined = not before.endswith("ه") and before not in CHARGED  # «بک‌اند», not «رفته‌اند» or «موظف‌اند»
    of_a_place = position > 0 and tokens[position - 1].word in PLACED | _PLACE_WORDS  # «شهرداری بجنورد و»
    closing = not of_a_place and any(index == 0 for index, _ in finite_verbs(words_from(tokens, position, 2)))
    verb = (is_verb(word) or word in TOLD or word in _PRESENT or closing) and not joined
    its_object = _ITS_OBJECT.fullmatch(word) is not None or _is_verb_behind_an_object(tokens, position)
    timed = word == _FIRST and not _TIMES.isdisjoint(words_from(tokens, position + 1, 1))
    other = verb or its_object or timed or _is_a_participle(tokens, position)
    return not word[0].isalpha() or word == "و" or other or is_common(units_from(tokens, position))


def _is_a_participle(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a word is half of a passive verb: «سپرده شد»."""
    return tokens[position].word.endswith("ه") and not _BECOMES.isdisjoint(words_from(tokens, position + 1, 1))


def _is_verb_behind_an_object(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a verb in «ب» ends a clause with «را»: «نامه را آقای کرمی بفرستد», not «با خانم مهری برومند»."""
    earlier = [token.word for token in tokens[max(0, position - _CLAUSE) : position]]
    start = max((at + 1 for at, word in enumerate(earlier) if word in ENDS), default=0)
    behind = words_from(tokens, position + 1, 2)
    if OBJECT.isdisjoint(earlier[start:]) or not (not behind or behind[0] in _CLOSERS):
        return False
    if behind[:1] == ("و",) and name_begins_at(tokens, position + 2):
        further = [token.word for token in tokens[position + 2 : position + _CLAUSE]]
        if _MANY.fullmatch(next((further[at] for at, _ in finite_verbs(further)), "")):
            return False  # «طرح را آقای سعید برومند و خانم کریمی امضا کنند»
    return any(index == 1 for index, _ in finite_verbs([earlier[-1], tokens[position].word, *behind[:1]]))


def after_words(tokens: Sequence[Token], position: int, count: int) -> int:
    """The token after so many words, each with what a half-space joins to it."""
    for _ in range(count):
        position += 1
        while position < len(tokens) and tokens[position].joined:
            position += 1
    return position
