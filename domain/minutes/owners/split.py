"""Split the owners in a cell or after a label without cutting a name in two."""

from __future__ import annotations

import re

from domain.minutes.doubts import Doubt
from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import (
    ALONE,
    NAME_WORDS,
    PLACED,
    POSTS,
    TITLES,
    UNITS,
    UTILITIES,
    begins_with_name,
    is_head,
    is_unit,
    known_spans,
)
from domain.minutes.owners.roster import NOBODY, Roster, is_unlisted
from domain.persian.text import fold, folded_words

_NOBODY = re.compile(r"[-–—ـ_.*\s]*|ندارد|نامشخص|نا ?معلوم")
_MARK = re.compile(r"(?:^|\s)(?:•|\(?\d{1,2}\s*[-–.)])\s*(?=[^\W\d])")
_LABEL = re.compile(
    r"(?:مسئول|مسوول|مسؤول|مجری|متولی|دستگاه|همکار|همکاران|ناظر)(?:\s+(?:اصلی|اجرا|اقدام|پیگیری|مسئول|مجری|همکار))?\s*[:：]\s*"
)
_ROLE = re.compile(r"\s*\((?:مسئول|مجری|اصلی|همکار|ناظر|متولی|مسئول اصلی)\)")
_WITH = re.compile(
    r"(?:\s*[،(]\s*|\s+)(?:و\s+)?(?:با|به)\s+(?:همکاری|مشارکت|کمک|همراهی|هماهنگی|نظارت|مساعدت|پشتیبانی)"
    r"(?:\s+و\s+(?:همکاری|مشارکت|هماهنگی|همراهی|نظارت))?\s+"
)
_SEPARATOR = re.compile(r"\s*(?:\n|[؛;/+|])\s*|\s+[-–—]+\s*|\s*[-–—]+\s*|\s*[،,]\s*(?:و\s+)?|\s+و\s*(?=\s)")
_FIRST, _LETTER = re.compile(r"\s*\(?الف\s*[-–)]"), re.compile(r"(?:^|\n)\s*\(?(?:الف|[بپتجچحد])\s*[-–)]\s*")
_PARTS = re.compile(r"[\n؛;/+|،,–—]|\s-\s|\s+و\s")
_PLURAL = re.compile(r"(?:اقایان|خانم ?ها|خانم ?های|سرکاران|دکترها|مهندسان)(?: (?:دکتر|مهندس))? \w+$")
"""Two people with one title: «آقایان رضایی و کاظمی»."""

_CALLED = UTILITIES | folded_words("استاندارد راه غله میراث تعاون ورزش ارشاد زندانها")
"""Bodies that are called by one word in a list of others: «صمت، استاندارد»."""

_WHOLE = ALONE | POSTS | _CALLED | folded_words("سپاه بسیج فرمانداران شهرداران بخشداران دهیاران")
"""Words that «و» may follow because no name goes on behind them."""

_BRANCH = re.compile(r"(?:ناحیه|شعبه|منطقه|حوزه|سرپرستی)\b")
"""Behind a dash the branch of the body before it: «شرکت پخش - ناحیه شمال»."""

_AFFAIRS = re.compile(r"امور \w")
_OF_AFFAIRS = re.compile(r"(?:معاون|معاونت|مدیر|مدیریت|دفتر|کمیسیون|کمیته)\b")
"""One who answers for several affairs: «معاون برنامه‌ریزی و امور عمرانی»."""

_PLURAL_ENDS = ("ها", "های", "ات")
_NEAR = 200
"""The number of characters on each side of a separator by which it is judged."""


def split_owners(cell: str, roster: Roster = NOBODY) -> tuple[tuple[str, ...], tuple[Doubt, ...]]:
    """Split a cell into names in order, leads before the partners of «با همکاری»; none for «-».

    A separator cuts only between a whole name and the beginning of another, so «اتاق بازرگانی، صنایع، معادن و کشاورزی»
    stays whole. A doubt tells of a part that might be several names and was not cut, or was cut by its shape alone. The
    `roster` knows names that no list has.
    """
    if _FIRST.match(cell) and len(parts := list(filter(None, _LETTER.split(cell)))) > 1:
        found = [split_owners(part, roster) for part in parts]
        names_of_parts = dict.fromkeys(name for names, _ in found for name in names)
        return tuple(names_of_parts), tuple(doubt for _, doubts in found for doubt in doubts)
    text = _ROLE.sub("", _LABEL.sub("\n", clean(cell)))
    text = _MARK.sub("\n", text).strip()
    if _NOBODY.fullmatch(fold(text)):
        return (), ()
    names: list[str] = []
    doubtful = False
    for part in _WITH.split(text):
        start, whole = 0, known_spans(part)
        for separator in _SEPARATOR.finditer(part):
            inside = any(begin < separator.start() < end for begin, end in whole)
            if inside or separator.start() <= start or separator.end() >= len(part):
                continue
            before = part[max(start, separator.start() - _NEAR) : separator.start()]
            after = part[separator.end() : separator.end() + _NEAR]
            known = _is_between_names(before, separator[0], after, roster)
            if known or _is_between_unlisted(before, separator[0], after):
                names.append(part[start : separator.start()])
                start = separator.end()
                doubtful = doubtful or not known
            elif not _inside_a_name(before, separator[0], after):
                doubtful = True
        names.append(part[start:])
    tidy = [" ".join(name.split()).strip(" .،:()" if name.count("(") != name.count(")") else " .،:@") for name in names]
    doubts = (Doubt("owners_unclear", {"cell": " ".join(text.split())}),) if doubtful else ()
    return tuple(dict.fromkeys(name for name in tidy if name)), doubts


def partners_in(cell: str, roster: Roster = NOBODY) -> tuple[str, ...]:
    """The names in a cell after «با همکاری»."""
    _, *rest = _WITH.split(clean(cell), maxsplit=1)
    return split_owners(rest[0], roster)[0] if rest else ()


def _is_between_names(before: str, separator: str, after: str, roster: Roster) -> bool:
    """Tell whether a name ends before a separator and another begins behind it."""
    first, second = _PARTS.split(before)[-1], _SEPARATOR.split(after, maxsplit=1)[0]
    alone = is_unit(first) or roster.knows(first)
    if separator.strip() in {"-", "–", "—"} and (_BRANCH.match(fold(second)) or _is_of_unit(first, second)):
        return False
    if separator.strip() == "و" and _AFFAIRS.match(fold(second)) and _OF_AFFAIRS.match(fold(first)):
        return False
    if _PLURAL.match(fold(first)) and (is_unlisted(second) or begins_with_name(second)):
        return True
    if begins_with_name(after):
        return alone or _can_end_name(before, separator)
    if _is_called(second):  # not «شرکت‌های آب، برق و گاز»
        plural = fold(before.split()[0]).replace(" ", "").endswith(_PLURAL_ENDS)
        return not plural and (_is_called(first) or _is_whole(first, separator))
    # «معاونت مالی و اداری» is one name, «خرید و انبار» are two; a free stroke parts «کارپردازی / مهندسی پزشکی», too.
    if separator.strip() == "/" and separator != "/" and all(map(_is_of_a_field, (first, second))):
        return True
    listed = alone or separator.strip() not in {"و", "،", ","}
    return listed and (is_unit(second) or roster.knows(second))


def _is_of_a_field(name: str) -> bool:
    """Tell whether a name is a unit that may be called by its work and its field: «انبار», «مهندسی پزشکی»."""
    first, *rest = fold(name).strip(" .").split() or [""]
    return first in UNITS and len(rest) < 2 and NAME_WORDS.issuperset(rest)


def _is_of_unit(person: str, unit: str) -> bool:
    """Tell whether a bare unit behind somebody with a title says where she works: «خانم لطیفی - مالی»."""
    return " " not in unit and is_unit(unit) and not TITLES.isdisjoint(fold(person).split()[:1])


def _is_between_unlisted(before: str, separator: str, after: str) -> bool:
    """Tell whether two names that are in no list stand around a separator: «نرگس و یاسمن», «کریمی / زیرخانی»."""
    first, second = _PARTS.split(before)[-1], _SEPARATOR.split(after, maxsplit=1)[0]
    return separator not in {"-", "–"} and is_unlisted(first) and is_unlisted(second)


def _can_end_name(before: str, separator: str) -> bool:
    """Tell whether a name can end before a separator: «شهرداری و فرمانداری» are two, «فعالان و تشکل‌ها» is one."""
    return separator.strip() != "و" or len(fold(before).split()) > 1 or fold(before).strip() in _WHOLE


def _is_called(name: str) -> bool:
    return fold(name).strip(" .").replace(" ", "") in _CALLED


def _is_whole(name: str, separator: str) -> bool:
    """Tell whether a name before a body called by one word is whole: «شهرداری و گاز», not «امور آب و برق»."""
    return begins_with_name(name) and (separator.strip() != "و" or fold(name).strip() in _WHOLE)


def _inside_a_name(before: str, separator: str, after: str) -> bool:
    """Tell whether a separator that did not cut is surely a part of a name, or only the end of its line."""
    words = fold(before).split()
    if not words or separator in {"-", "–"}:
        return True
    if separator.strip() == "و":
        second = fold(_SEPARATOR.split(after, maxsplit=1)[0]).split()
        placed = words[0] in PLACED and len(words) == 2
        return not (len(second) == 1 and (placed or (len(words) == 1 and is_head(words[0]))))
    return "\n" in separator and words[-1].endswith(("و", "،"))
