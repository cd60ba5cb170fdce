"""Mentions of resolutions in what a person types: by their numbers, or by a few of their words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from domain.persian.colloquial import written
from domain.persian.text import folded_words, parse_ordinal

_NUMBER = r"\d{1,4}\b(?!/| ?(?:[%٪]|درصد|روز|هفته|ماه))"
_ANOTHER = (
    rf"(?:،| و) ?{_NUMBER}"
    r"(?=(?:،| و) ?\d| (?:هم|را|نیز|هر ?دو|انجام|تمام|تکمیل|اجرا|ارسال|به|با|تمدید|نیاز|هنوز)\b|\W*$)"
)
_NUMBERED = re.compile(
    rf"\b(?:مصوبه|مصوبات|بند|ردیف)(?: ?های)?(?: ی)?(?: شماره)? (?:({_NUMBER}(?:{_ANOTHER})*)|(\w+م)\b(?! ?درصد))"
)
_NOT_MEANT = re.compile(r"\bمنظور(?:م|مان| ما) (?:\w+ ){1,4}نبود\b")
_LEADING = re.compile(r"\W*(\d{1,4})(?: (?:هم|نیز|را))?(?: (?:انجام|تمام|تکمیل|اجرا)\b|\W*$)")
SAYS_NOTHING = folded_words("""
و در به از که این آن را با برای تا بر یا هم هر نیز است شود شد شده نشد نشده باشد گردد گردید ها های ی می نمی کرد کند
کردیم کنید نه مصوبه مصوبات بند ردیف شماره جلسه کار کارهای کارگروه انجام تمام اجرا اقدام تکمیل تهیه ارسال آماده ارائه
برگزار پیگیری گزارش درصد پیشرفت پیش رفته حدود تقریبا تمدید مهلت فرصت وقت زمان روز هفته ماه سال دیگر آخر پایان اول دی
بهمن اسفند آذر آبان مهر شهریور مرداد تیر خرداد اردیبهشت فروردین سلام لطفا دادیم داده شدند ما شما همه هست هستیم هنوز
یک دو سه بدهید خواهم مورد
اون ان همون همان همین داریم دارد نداریم ندارد نیست مال خاطر بخاطر بجز جز فقط کلا محله محله‌های هدف شهر استان مشهد دستگاه
""")
"""Words of any report and any resolution, which name none."""
_IN_ORDER = re.compile(r"\b(?:اولی|دومی|سومی|چهارمی|یکی|دیگری)\w{0,3}\b")
_THE_OTHERS = re.compile(r"\w (?:و )?(?:بقیه(?! ?(?:اش|ان|ی|کار)\b)|مابقی|دیگران)\b")
_ADDED = folded_words("هم نیز حدود حدودا برای که")
SHORTEST = 4
"""The least letters of a word that may differ from a resolution's in its ending."""
MOST_OTHERS = 2
"""The most other words of a text of which a single one names a resolution: of more it may be there by chance."""


def named_numbers(text: str) -> frozenset[int]:
    """The numbers of resolutions that a text names: 4 for «مصوبهٔ ۴ انجام شد» and for «بند چهارم»."""
    return frozenset(number for match in _NUMBERED.finditer(written(text)) for number in _numbers(match))


def _numbers(match: re.Match[str]) -> list[int]:
    """Return the numbers of a match, none for a word that is no ordinal."""
    if match[1]:
        return [int(number) for number in re.findall(r"\d+", match[1])]
    number = parse_ordinal(match[2])
    return [] if number is None else [number]


def leading_number(text: str) -> frozenset[int]:
    """The bare number that a text is, or that it says is done: 2 for «۲ هم تموم شد»; it may be a count, too."""
    found = _LEADING.match(written(text))
    return frozenset({int(found[1])} if found else ())


def parts(text: str) -> list[tuple[int, str]]:
    """Return each number that a text names with what is said from there to the next."""
    said = written(text)
    found = list(_NUMBERED.finditer(said))
    ends = [*(match.start() for match in found[1:]), len(said)]
    return [
        (number, said[match.end() : end]) for match, end in zip(found, ends, strict=True) for number in _numbers(match)
    ]


def best_named(text: str, resolutions: Iterable[tuple[int, str]]) -> tuple[int, ...]:
    """Of (id, text) the ids of those that most words of ``text`` name; none when they name all or none."""
    words = _telling(text)
    scores = {number: len(_common(words, _telling(says))) for number, says in resolutions}
    best = max(scores.values(), default=0)
    if best == 1 and len(words) > best + MOST_OTHERS:
        return ()
    ids = tuple(number for number, score in scores.items() if score == best)
    return ids if best and len(ids) < max(len(scores), 2) else ()


def named_each(text: str, resolutions: Iterable[tuple[int, str]]) -> tuple[int, ...]:
    """Of (id, text) the ids of those that ``text`` names, each by a word that is no other's."""
    words, others = _telling(text), {number: _telling(says) for number, says in resolutions}
    own = {word for word in words if sum(bool(_common(frozenset({word}), says)) for says in others.values()) == 1}
    return tuple(number for number, says in others.items() if _common(frozenset(own), says))


def speaks_of(text: str, resolution: str) -> bool:
    """Tell whether a text has a word of the resolution, or none that tells anything; its number tells nothing."""
    words = _telling(_NUMBERED.sub("", written(text)))
    return not words or bool(_common(words, _telling(resolution)))


def tells_of_others(text: str) -> bool:
    """Tell whether a text says something of one and then of the others: «اولی … دومی», «… بقیه مونده»."""
    said = written(text)
    return len(_IN_ORDER.findall(said)) > 1 or bool(_THE_OTHERS.search(said))


def without_names(text: str, says: str) -> str:
    """Return a text in written words without those by which it names the resolution that ``says`` this."""
    said = _NUMBERED.sub("", written(text))
    naming = _common(_telling(said), _telling(says))
    return " ".join(word for word in said.split() if word.strip("،.!:") not in naming | _ADDED)


def _telling(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d]{2,}", _NOT_MEANT.sub("", written(text)))) - SAYS_NOTHING


def _common(words: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Return the words that are among the others, as they are or with another ending."""
    return frozenset(word for word in words if any(_same(word, other) for other in others))


def _same(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return word == other or (len(short) >= SHORTEST and long.startswith(short) and len(long) - len(short) < 3)
