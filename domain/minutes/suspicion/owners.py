"""A second look at the owners of a resolution: names that are none, that carry more, join several or stop short."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from domain.minutes.doubts import Doubt
from domain.minutes.language.common_words import DRAWN_UP, is_action, is_common, is_link, is_thing
from domain.minutes.language.organisations import (
    ALONE,
    GROUPS,
    HEADS,
    NAME_WORDS,
    NEEDY,
    SEVERAL_BODIES,
    TITLES,
    UNITS,
    begins_with_name,
    known_spans,
)
from domain.minutes.language.verbs import finite_verbs, is_verb
from domain.minutes.owners.roster import is_unlisted
from domain.minutes.reading import Resolution
from domain.persian.text import fold, folded_words

_NO_PART_OF_A_NAME = folded_words(
    "درباره پیرامون راجع نسبت را رو که می نمی باید توسط جهت تا طی ظرف کردند کرد شد گردید باهمکاری قبول موظف مکلف"
)
"""Words of a sentence that no name has."""

_OF_A_VOTE = folded_words("رای ارا موافق مخالف ممتنع نفر درصد ریال تومان")
"""Words of a vote or a sum, which stand beside a decision as a name does."""

_GENERAL = folded_words("صنعتی تولیدی بازرگانی خدماتی ملی مرکزی عمومی خصوصی دولتی تخصصی")
"""Words behind a head that make no name of it yet: «گروه صنعتی»."""

_LONGEST_NAME = 12
_BEFORE_A_NAME = folded_words("شورا اعضا روسا اولیا")
"""Words that with «ی» wait for a name behind them: «شورای آن»."""

_UNFINISHED = (("اداره", "کل"), ("ادارات", "کل"), ("شرکت", "ملی"), ("سازمان", "ملی"))
"""Beginnings of names that are none by themselves."""

_WAITING = folded_words("فاقد دارای واجد مشمول")
"""Last words behind which a name goes on: «نانوایی‌های فاقد پروانه»."""

_FIELD = 4
"""So many words behind a name tell whether it goes on."""

_HOUSE_HEADS = folded_words("واحد بخش دایره")
_ASIDE = re.compile(r"\([^)]*\)")


def owner_doubts(resolution: Resolution, answered: bool) -> Iterator[Doubt]:
    """A doubt for each owner that a careful reader stops at; `answered` where a cell or a label names the owners."""
    owners, text = resolution.responsible, resolution.text
    for name in owners:
        if not _is_like_a_name(name) or (
            not answered
            and (
                _carries_more(name)
                or _stops_short(name, text)
                or _leaves_a_list(name, owners, text)
                or _goes_on(name, owners, text)
            )
        ):
            yield Doubt("owner_boundary", {"name": name})
        elif _joins_several(name):
            yield Doubt("owners_unclear", {"cell": name})


def _is_like_a_name(name: str) -> bool:
    words = re.findall(r"[^\W_]+", fold(name))
    whole = name.count("(") == name.count(")") and ":" not in name
    construct = words and (words[-1].endswith("های") or (words[-1][-1] == "ی" and words[-1][:-1] in _BEFORE_A_NAME))
    whole = whole and not construct and (len(words) != 1 or words[0] not in NEEDY)
    whole = whole and tuple(words) not in _UNFINISHED and not (words and words[-1] in _WAITING)
    whole = whole and not (_NO_PART_OF_A_NAME | _OF_A_VOTE) & set(words)
    return whole and 0 < len(words) <= _LONGEST_NAME and not (is_verb(words[-1]) or _ends_in_a_verb(words))


def _ends_in_a_verb(words: Sequence[str]) -> bool:
    """Tell whether a name has run on into what its bearer does: «آقای نوری بفرستد», «استاد راهنماست»."""
    return words[-1].endswith(("است", "وست")) or any(index for index, _ in finite_verbs([*words[-2:], ""]))


def _carries_more(name: str) -> bool:
    """Tell whether a name that was taken from a sentence has a thing or a work in it: «بازرس مجتمع دفاتر گزارش»."""
    words = fold(_without_known(name)).split()
    return any(
        word not in NAME_WORDS and word not in UNITS and (is_thing([word]) or is_action([word])) for word in words[1:]
    )


def _joins_several(name: str) -> bool:
    """Tell whether «و» or a comma may join several: «شرکت‌های آب و برق», «واحد تأسیسات و تجهیزات پزشکی»."""
    words = fold(_ASIDE.sub(" ", _without_known(name))).replace("،", " ، ").split()
    joint = next((at for at, word in enumerate(words) if word in {"و", "،"}), 0)
    if words[:1] == ["#"] and joint == 1:
        return len(words) > 2
    if joint < 2 or joint + 1 >= len(words):
        return False
    several = words[0] in SEVERAL_BODIES or (words[1] == "های" and words[0] not in GROUPS and joint > 2)
    return several or (words[0] in _HOUSE_HEADS and joint == 2 and words[1] in UNITS)


def _stops_short(name: str, text: str) -> bool:
    """Tell whether «و» joins a word to a person's name that may name another: «آقای یوسفی و مهتاب …»."""
    behind = text.partition(name)[2]
    if fold(name).split()[0] not in TITLES:
        return False
    second = re.match(r"(?:\s+و\s+|\s*،\s+(?=\w+(?:\s\w+)?\s+و\s))([^\W\d_]+)(?=\s)", behind)
    return second is not None and is_unlisted(second[1]) and not begins_with_name(second[1])


def _goes_on(name: str, owners: tuple[str, ...], text: str) -> bool:
    """Tell whether the words behind a name may belong to it, wherever the text has it.

    So does a noun behind nothing but a head, «مدیریت / بهره‌برداری …», or «و» that joins no other name to it:
    «دفتر بازرسی / و رسیدگی به شکایات».
    """
    behind = [text[found.end() :] for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    first, *rest = fold(name).split()
    bare = first in HEADS - ALONE and _GENERAL.issuperset(rest)
    return bool(behind) and all((bare and _begins_a_field(one)) or _joins_no_name(one, owners) for one in behind)


def _begins_a_field(behind: str) -> bool:
    """Tell whether a noun stands behind a head that is not what its bearer works on: «بهره‌برداری تا …»."""
    words = re.findall(r"[^\W_]+|[^\w\s]", fold(re.split(r"[.؛\n]", behind)[0]))[:_FIELD]
    if len(words) < 2 or not behind[:1].isspace() or not words[0].isalpha() or words[0] in DRAWN_UP:
        return False
    object_ends = next((at for at, word in enumerate(words) if word in {"را", "رو"}), 0)
    if object_ends == 1 or (object_ends == 2 and is_thing(words)):
        return False  # «بانک تسهیلات تازه را …»
    return not is_link(words) and not any(map(is_verb, words[:2]))


def _joins_no_name(behind: str, owners: tuple[str, ...]) -> bool:
    """Tell whether «و» joins a noun to a name that is no other owner and nothing that is done."""
    joined = re.match(r"\s+و\s+(?=\S)", behind)
    rest = behind[joined.end() :] if joined else ""
    words = re.findall(r"[^\W_]+", fold(rest))[:_FIELD]
    if len(words) < 2 or is_link(words) or begins_with_name(rest) or any(rest.startswith(one) for one in owners):
        return False
    return is_common(words) or words[0] in NAME_WORDS or is_unlisted(words[0])


def _leaves_a_list(name: str, owners: tuple[str, ...], text: str) -> bool:
    """Tell whether a list goes on behind a plural whose further names are no owners: «بانک‌های ملی، صادرات و …»."""
    words = fold(name).split()
    behind = text.partition(name)[2].lstrip()
    if not (words[0] in SEVERAL_BODIES or "های" in words) or not behind.startswith("،"):
        return False
    rest = behind.lstrip("، ")
    listed = re.match(r"[^،.؛]{2,30}? و \w", rest) or re.match(r"[^،.؛]{2,30}،", rest)
    return listed is not None and not any(rest.startswith(one) for one in owners)


def _without_known(name: str) -> str:
    """A name with a sign in the place of each known phrase."""
    for begin, end in reversed(known_spans(name)):
        name = f"{name[:begin]}#{name[end:]}"
    return name
