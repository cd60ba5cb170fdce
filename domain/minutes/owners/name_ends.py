"""Ends of names in running text: of a body with its field and place, of a person, of a plural, of a firm's own name.

A name reaches at most to the next link («نسبت به», «را»), verb or sign. Within this reach, words of names continue it,
a noun of action or a thing ends it, and words that are in no list are weighed by what stands behind them.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.minutes.language.common_words import is_action, is_common, is_link, is_no_place, is_thing
from domain.minutes.language.organisations import (
    ALONE,
    NEEDY,
    PEOPLE,
    PLACED,
    SURNAME_ENDS,
    TITLES,
    UNITS,
    is_head,
    known_at,
)
from domain.minutes.language.verbs import is_verb
from domain.minutes.owners.beginnings import OF_BODIES, PATROL, is_count, name_begins_at
from domain.minutes.owners.lists import OBJECT, after_joint
from domain.minutes.owners.name_reach import (
    BEFORE_A_PLACE,
    SUFFIXES,
    TEAMS,
    after_words,
    are_people,
    continuation,
    unlisted,
)
from domain.minutes.owners.named_by_work import AFTER_A_SUBJECT, SURE_LINKS, is_behind_a_subject, work_end
from domain.minutes.owners.tokens import ENDS, Token, read_once, units_from, words_from
from domain.persian.text import folded_words

HONOURED = folded_words("محترم محترمه")
"""Behind these only words of names go on with a name: «شهردار محترم», not «شهردار محترم جشن …»."""

_NAMED = folded_words("سازمان اداره شرکت موسسه بنیاد بانک")
"""Heads that have a name of their own even after a post: «سرپرست سازمان آرامستان‌ها»."""

_OF_A_BRANCH = folded_words("کل ملی")
"""Behind these a name waits for its field: «اداره کل جمع‌آوری …», «شرکت ملی پخش …»."""

_OF_FIELDS = folded_words("کمیته کمیسیون کارگروه معاونت مدیریت واحد")
"""Heads whose name is their field, or two: «کمیته اسکان و تغذیه»."""

_OF_WORKS, _WORKS = (
    folded_words("حسابدار سرایدار نگهبان ناظر مجری مشاور پیمانکار کارفرما"),
    folded_words("پروژه طرح ساختمان"),
)
"""People of a building site, and what they are of: «ناظر پروژه»."""

_HOLDERS = folded_words("مالکان مالکین صاحبان ساکنان ساکنین اهالی متصرفین مستاجران مستاجرین")
"""People who are called by what is theirs: «مالکین اراضی بالادست»."""

_FACILITY = ("خانه", "گاه")
_HAVING, _LONGEST_DESCRIPTION = folded_words("دارای فاقد واجد مشمول"), 12
"""Words behind a group that lead to what it has or lacks, which takes so many words."""

_REALMS = folded_words("استان شهرستان کشور")
_LONGEST_ASIDE = 3
_OF_PLACES = folded_words("دهیاران بخشداران شهرداران فرمانداران استانداران")
"""Many who are named by their places alone: «با کمک دهیاران نخاله‌ها را جمع‌آوری کند»."""

_NUMERALS = folded_words("یک دو سه چهار پنج")
_BEHIND_A_PLACE = folded_words("در از با به ضمن جهت برای تا طی")
_BEFORE_A_TIME = {("تا",), ("طی",), ("هر",)}
_BEHIND_A_FIRM = {("از",), ("با",)}
_PLURAL, _SHORTEST_PLURAL = "ها", 4
LONGEST_PERSON = 4
_LONGEST_OWN_NAME = 3
_LONGEST_REST = 2


@read_once
def name_end(tokens: Sequence[Token], start: int) -> tuple[int, bool]:
    """The token after the name that begins at a token, with True when that end is sure.

    A word or two before «نسبت به» or «ظرف» can be nothing but the rest of the subject: «مشاور طرح جامع نسبت به …».
    """
    end, certain = _listed_end(tokens, start)
    count, stop = unlisted(tokens, end)
    rest = 0 < count <= _LONGEST_REST and (stop,) in AFTER_A_SUBJECT and tokens[end - 1].word not in HONOURED
    return (after_words(tokens, end, count), False) if rest else (end, certain)


def _listed_end(tokens: Sequence[Token], start: int) -> tuple[int, bool]:
    """The token after the words of names from a token on, with True when that end is sure."""
    words = words_from(tokens, start)
    if words[0] in TITLES:
        end, certain = person_end(tokens, start)
        return _behind_aside(tokens, end), certain
    if is_count(words) and not is_head(words[0]):
        return start + 2 + (words[2:3] != () and words[2] in OF_BODIES), True
    if end := _bare_plural(tokens, start):
        return end, True
    end = start + max(1 + (words[:2] == PATROL), known_at(words))
    while step := continuation(tokens, start, end):
        end += step
    if _has_second_field(tokens, start, end):
        return end + 2, False
    if end == start + 1 and (field := _field_end(tokens, start)):
        return field
    if end == start + 1 and (work := work_end(tokens, start)):
        return work, False
    own, certain = _own_name_end(tokens, start, end)
    of_a_realm = end < own < len(tokens) and tokens[own].word in _REALMS
    end = own + of_a_realm  # «ستاد بحران استان»
    if described := _described_end(tokens, start, end):
        return described, False
    return (end + 2, False) if _has_second_field(tokens, start, end) else (end, certain)


def _behind_aside(tokens: Sequence[Token], end: int) -> int:
    """The token behind a bracket that says who a person is: of one word, or before another name.

    «خانم رستگار (مادر پارسا) و آقای …».
    """
    words = words_from(tokens, end, _LONGEST_ASIDE + 3)
    inside = words[1 : words.index(")")] if words[:1] == ("(",) and ")" in words else ()
    behind = words[len(inside) + 2 : len(inside) + 3]
    called = len(inside) == 1 or (len(inside) > 1 and behind == ("و",))
    return end + len(inside) + 2 if called and all(word.isalpha() for word in inside) else end


def _described_end(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """The token after what a group has or lacks, up to a word that surely follows a subject: «واحدهای دارای … ظرف»."""
    at = next((at for at in range(start + 1, min(end + 1, len(tokens))) if tokens[at].word in _HAVING), None)
    if at is None:
        return None
    for place in range(at + 1, min(at + _LONGEST_DESCRIPTION, len(tokens))):
        word = tokens[place].word
        if words_from(tokens, place, 1) in AFTER_A_SUBJECT:
            return place if place > at + 1 else None
        if word in OBJECT and place > at + 1:
            return place  # «… نیز هنرجویان واجد شرایط را معرفی نماید»
        if not word[0].isalnum() or is_verb(word) or word in OBJECT:
            return None
    return None


def _bare_plural(tokens: Sequence[Token], start: int) -> int:
    """The token after a plural whose «ها» leads to no further word: «دستگاه‌ها شماره جانشین خود را …»; 0 for others."""
    word = tokens[start].word
    if word.endswith(_PLURAL) and len(word) > _SHORTEST_PLURAL and word not in TITLES:
        return start + 1
    if start + 1 < len(tokens) and tokens[start + 1].word == _PLURAL:
        return start + 2 if start + 2 == len(tokens) or not tokens[start + 2].joined else 0
    return 0


def _has_second_field(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether «و» and a word go on with a committee's name: «کمیته اسکان و تغذیه صادر می‌کند»."""
    words = words_from(tokens, end)
    of_fields = tokens[start].word in _OF_FIELDS or (
        are_people(tokens[start].word) and tokens[start].word not in PEOPLE
    )
    if not of_fields or end - start != 2 or words[:1] != ("و",) or len(words) < 3:
        return False
    field, behind = words[1], words[2]
    if not field[0].isalpha() or is_verb(field) or is_link([field]) or name_begins_at(tokens, end + 1):
        return False
    sure = (behind,) in AFTER_A_SUBJECT or behind in {"تا", "باید", "هر"}
    return sure or (not is_common([field]) and behind not in OBJECT and (is_common([behind]) or behind in ENDS))


def _field_end(tokens: Sequence[Token], start: int) -> tuple[int, bool] | None:
    """The end of a head and the thing it is for, which could be its object: «کارگروه نرخ (…)», «مسئولان انبارها».

    A noun of action is what it is for before another one: «تیم ارزیابی بازدید نماید».
    """
    units = units_from(tokens, start + 1)
    if not units or tokens[start].joined:
        return None
    end = after_words(tokens, start + 1, 1)
    behind = words_from(tokens, end, 1)
    if tokens[start].word in _OF_FIELDS | TEAMS and is_action(units) and not is_thing(units):
        acts = is_action(units[1:]) and OBJECT.isdisjoint(units[2:])
        if acts or behind in {("(",), *AFTER_A_SUBJECT}:
            return end, True
        return (end, False) if behind in _BEFORE_A_TIME else None  # «مدیریت بهره‌برداری تا پایان آذر …»
    if tokens[start].word in _HOLDERS and is_thing(units) and OBJECT.isdisjoint(behind):
        count, stop = unlisted(tokens, end)
        return after_words(tokens, end, int(count == 1 and is_link([stop]))), False
    of_works = tokens[start].word in _OF_WORKS and (units[0] in _WORKS or units[0].endswith(_FACILITY))
    if not is_thing(units) and not of_works:
        return None
    if tokens[start].word in _OF_FIELDS:
        return (end, True) if behind in {("(",), *AFTER_A_SUBJECT} else (start + 1, False)
    plural = units[0].endswith("ها") and are_people(tokens[start].word) and tokens[start].word not in _OF_PLACES
    return (end, False) if (plural or of_works) and OBJECT.isdisjoint(behind) else None


def _own_name_end(tokens: Sequence[Token], start: int, end: int) -> tuple[int, bool]:
    """End a name at words that are in no list: a place («شهرداری نورآباد»), a firm's own name, or an object.

    Words before «را» and before a verb leave it one word as its object. A name that is whole without such words gets
    one, as a guess.
    """
    count, stop = unlisted(tokens, end)
    head = tokens[end - 1].word
    if head in PLACED and is_no_place(units_from(tokens, end)):
        return end, True  # «شهرداری دوربرگردان بلوار را …»
    if stop == "که" and count == 0:
        # «باشگاه‌هایی که …»: the clause behind it says which.
        return end, False
    waits = end - start == 2 and tokens[start].word in _NAMED and head in _OF_A_BRANCH
    bare = (end - start == 1 and head not in ALONE) or head in NEEDY | _NAMED or waits
    if count == 0 and bare and is_thing(units_from(tokens, end)) and words_from(tokens, end + 1)[:1] in AFTER_A_SUBJECT:
        return end + 1, True
    unit = end == start + 2 and tokens[start].word in NEEDY and units_from(tokens, end, 1)[:1] != []
    if count == 0 and unit and units_from(tokens, end)[0] in UNITS and is_behind_a_subject(tokens, end + 1):
        return end + 1, True  # «دفتر بهبود کیفیت با همکاری …»
    joins = count == 1 and words_from(tokens, after_words(tokens, end, 1), 1) == ("و",)
    if (waits or ((count == 0 or joins) and bare and head in _NAMED)) and (
        run := _run_before_a_link(tokens, end, waits)
    ):
        return run, False
    if count == 0 or (end - start > 2 and tokens[end - 2].word in BEFORE_A_PLACE):
        return end, True
    if head in HONOURED:
        return end, False
    if end == start + 2 and tokens[start].word in NEEDY and head in UNITS and stop in OBJECT:
        return end, True  # «واحد تأسیسات نرده پله را …»
    if tokens[start].word in _NAMED and not bare and count <= _LONGEST_OWN_NAME and (stop,) in AFTER_A_SUBJECT:
        return after_words(tokens, end, count), False
    if head in PLACED or head in SUFFIXES or head.endswith("های"):
        return (
            _place_end(tokens, end, count, stop)
            if head in PLACED
            else (after_words(tokens, end, min(count, 2)), count == 1)
        )
    if bare:
        longest = 1 if head in TEAMS else _LONGEST_OWN_NAME
        last = after_words(tokens, end, max(0, min(count, longest) - 1))
        if count > 1 and tokens[last].word not in SUFFIXES and is_no_place(units_from(tokens, last, 1)):
            count = min(count, longest) - 1  # «فرماندهی ساحلی گشت‌های شبانه را …»
        return after_words(tokens, end, min(count, longest)), count < max(longest, 2) and stop not in OBJECT
    after = after_words(tokens, end, 1)
    joined = (following := after_joint(tokens, after)) is not None and name_begins_at(tokens, following)
    of_post = end - start > 1 and tokens[end - 2].word in NEEDY and is_link([stop]) and stop not in OBJECT
    taken = count == 1 and (joined or of_post or stop in SURE_LINKS or stop in ENDS or stop in _NUMERALS)
    # One word before a preposition is a place, «ناحیه بسیج پشتکوه در …», rather than a thing: «… دیداری با …».
    taken = taken or (count == 1 and stop in _BEHIND_A_PLACE and not tokens[after - 1].word.endswith("ی"))
    return (after, False) if taken else (end, False)


def _place_end(tokens: Sequence[Token], position: int, count: int, stop: str) -> tuple[int, bool]:
    """End a place of one or two words, of so many that are in no list, before what its town works on.

    Of «شهرداری نورآباد آذین میدان را …» nothing says where the place ends.
    """
    ends = [after_words(tokens, position, words) for words in range(1, min(count, 2) + 1)]
    place = next((end for end in ends if is_no_place(units_from(tokens, end))), None)
    return (place, True) if place else (ends[-1], count == 1 and stop not in OBJECT)


def _run_before_a_link(tokens: Sequence[Token], position: int, waits: bool) -> int | None:
    """The token after a name of common words up to «نسبت به» or «ظرف»: «سازمان ثبت املاک روستایی ظرف …».

    One that `waits` for its field may have two, «اداره کل خرید و فروش املاک ظرف …».
    """
    at = position
    longest = LONGEST_PERSON * (1 + waits) + (words_from(tokens, position + 1, 1) == ("و",))
    while at < len(tokens) and at - position < longest and (waits or not tokens[at].joined):
        word = tokens[at].word
        joins = word == "و" and at == position + 1 and not name_begins_at(tokens, at + 1)  # «شرکت لوله و پروفیل خاوران»
        if not word[0].isalpha() or (word == "و" and not (waits or joins)) or word in TITLES:
            break
        if (is_verb(word) or is_link([word])) and word != "و":
            break
        at += 1
    stop = words_from(tokens, at, 1)
    own = stop in _BEHIND_A_FIRM and not is_common(units_from(tokens, at - 1, 1))  # «بانک سرمایه کویر از …»
    return at if at > position + 1 and (stop in AFTER_A_SUBJECT or own) else None


def person_end(tokens: Sequence[Token], start: int) -> tuple[int, bool]:
    """The token after a person's titles and name; a post after the titles is named in their place: «آقای فرماندار»."""
    end = start
    while end < len(tokens) and (tokens[end].word in TITLES or tokens[end].joined):
        end += 1
    if start < end < len(tokens) - 1 and tokens[end + 1].word in SURNAME_ENDS:
        return end + 2, True
    count, stop = unlisted(tokens, end, of_person=True)
    if count == 0 and end > start and name_begins_at(tokens, end):
        return name_end(tokens, end)
    # «آقا سیروس دریچه شکسته را …»: some of the words before «را» are its object.
    certain = 0 < count <= LONGEST_PERSON and not (count > 1 and stop in OBJECT)
    return after_words(tokens, end, min(count, LONGEST_PERSON)) if count else max(end, start + 1), certain
