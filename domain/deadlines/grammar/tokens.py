"""Split a text into the tokens of the deadline grammar.

Letters are folded, glued words taken apart («مهرماه»), numbers written in digits («بیست و پنجم» becomes `25th`),
and words that mean the same become one word. The rules are written in these tokens.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from domain.dates.jalali import MONTHS
from domain.persian.text import ZWNJ, cardinal_word, fold, leading_number, ordinal_word


@dataclass(frozen=True)
class Token:
    """A word of the grammar, with the characters (start, end) of the text that it was read from."""

    text: str
    start: int
    end: int


_SYNONYMS = {
    synonym: word
    for word, synonyms in {
        "تا": "الی لغایت لغایه",
        "اینده": "اتی اتیه بعدی دیگر دیگه",
        "پایان": "انتها انتهای اتمام خاتمه",
        "اخر": "اخرین پایانی",
        "ابتدا": "ابتدای اغاز شروع اوان",
        "نیمه": "وسط میانه",
        "قبل": "پیش",
        "بعد": "پس",
        "حداکثر": "نهایتا نهایت ماکزیمم",
        "ماهانه": "ماهیانه",
        "سالانه": "سالیانه",
        "مورخ": "مورخه بتاریخ",
        "ساعت": "ساعته",
        "کاری": "اداری",
        "روز": "یوم",
        "هیات": "هییت",
        "مهلت": "ددلاین deadline",
        "بطور": "بصورت",
    }.items()
    for synonym in synonyms.split()
}
_PHRASES = {
    ("پس", "فردا"): "پسفردا",
    ("نیم", "سال"): "نیمسال",
    ("هفته", "ای"): "هفتهای",
    ("به", "طور"): "بطور",
    ("به", "صورت"): "بطور",
    ("به", "شکل"): "بطور",
    ("پیش", "رو"): "اینده",
    ("روز", "تقویمی"): "روز",
    ("به", "مدت"): "بمدت",
    ("حد", "اکثر"): "حداکثر",
    ("دست", "بالا"): "حداکثر",
    ("در", "نهایت"): "حداکثر",
    **{
        (number, "شنبه"): f"{word}شنبه"
        for word, numbers in {"یک": "یک 1", "دو": "دو 2", "سه": "سه 3", "چهار": "چهار 4", "پنج": "پنج 5"}.items()
        for number in numbers.split()
    },
}
_BEFORE_A_MONTH = {"تا", "پایان", "اخر", "ابتدا", "نیمه", "اوایل", "اواسط", "اواخر"}
_WITH_A_HEAD = {"برج", "ماه", "سال"}
_LONGEST_MONTH = 31
_ORDINAL_ENDINGS = {"م", "ام", "مین", "امین"}
_SILENT = {"شمسی", "خورشیدی", "ی", "«", "»", '"', "'", "“", "”", "*", "_"}

# Words that people write without a space before or after them.
_GLUED = frozenset(
    fold(
        f"""{" ".join(MONTHS)}
        روز روزه روزانه هفته هفتهای ماه ماهه ماهانه سال ساله سالانه فصل ساعت ساعته نیم نیمه دهه نیمسال
        امروز امشب امسال فردا شنبه یکشنبه دوشنبه سهشنبه چهارشنبه پنجشنبه جمعه
        در درصد هر تا و پایان آخر ابتدای انتهای اوایل اواسط اواخر اول یکم جاری آینده آتی بعد بعدی قبل پس مانده
        کاری اداری بار ها های جلسه حداکثر ظرف مدت را"""
    ).split()
)
_LONGEST_GLUED = 30
_LONGEST_NUMBER = 12
# «صفر» is a month of the moon: zero, which it means too, means nothing in a deadline.
_SAFAR = "صفر"
_PART = re.compile(
    r"(?P<first>\d{1,4})\s?(?P<sep>[/.\-])\s?(?P<second>\d{1,2})\s?(?P=sep)\s?(?P<third>\d{1,4})(?!\d)"
    rf"|(?P<day>\d{{1,2}})\s?(?P<stroke>[/\-])\s?(?P<month>{'|'.join(map(fold, MONTHS))})\s?(?P=stroke)"
    r"\s?(?P<year>\d{2,4})(?!\d)"
    r"|\d{1,2}/\d{1,2}(?!\d)|\d{1,2}[.٫]5(?!\d)|\d+|[^\W\d_]+|[^\w\s]|_"
)


def tokenise(text: str) -> list[Token]:
    """Split a text into tokens, in order."""
    tokens = [token for token in _words(text) if token.text not in _SILENT]
    tokens = _join_phrases(tokens)
    tokens = _name_months(_join_numbers(tokens))
    return [_renamed(token, _SYNONYMS.get(token.text, token.text)) for token in tokens]


def _words(text: str) -> Iterator[Token]:
    """The folded words, numerals, dates and signs of a text, glued words taken apart."""
    folded, places = _fold_with_places(text)
    for part in _PART.finditer(folded):
        start, end = places[part.start()][0], places[part.end() - 1][1]
        if part["sep"]:
            yield Token(f"{part['first']}/{part['second']}/{part['third']}", start, end)
            continue
        if part["stroke"]:
            for name in ("day", "month", "year"):
                begin, close = part.span(name)
                yield Token(part[name], places[begin][0], places[close - 1][1])
            continue
        at = part.start()
        for piece in _pieces(part[0]):
            yield Token(piece, places[at][0], places[at + len(piece) - 1][1])
            at += len(piece)


def _fold_with_places(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The folded text, with the characters (start, end) of the text that each of its characters came from."""
    folded, places = "", []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        cluster = text[start:end]
        plain = " " if cluster.isspace() or cluster == ZWNJ else fold(cluster)
        folded += plain
        places += [(start, end)] * len(plain)
        start = end
    return folded, places


@lru_cache(maxsize=4096)
def _known(word: str) -> bool:
    return word in _GLUED or cardinal_word(word) is not None or ordinal_word(word) is not None


def _pieces(word: str) -> list[str]:
    """The known words that a word was glued together from, or the word itself."""
    if len(word) > _LONGEST_GLUED or word[0].isdecimal() or _known(word):
        return [word]
    return _unglued(word) or [word]


def _unglued(word: str) -> list[str] | None:
    if not word:
        return []
    for length in range(len(word), 0, -1):
        if _known(word[:length]) and (rest := _unglued(word[length:])) is not None:
            return [word[:length], *rest]
    return None


def _renamed(token: Token, text: str) -> Token:
    return Token(text, token.start, token.end)


def _joined(tokens: list[Token], text: str) -> Token:
    return Token(text, tokens[0].start, tokens[-1].end)


def _join_phrases(tokens: list[Token]) -> list[Token]:
    joined: list[Token] = []
    for token in tokens:
        joined.append(token)
        pair = tuple(each.text for each in joined[-2:])
        if pair in _PHRASES:
            joined[-2:] = [_joined(joined[-2:], _PHRASES[pair])]
    return joined


def _name_months(tokens: list[Token]) -> list[Token]:
    """The tokens with a month's name for its number behind a part of it or a limit: «آخر برج ۸», not «در برج ۳».

    «آخر برج» is the end of the month, «۲۰ برج» its twentieth day, and «سر ماه» its beginning.
    """
    named: list[Token] = []
    for token, following in zip(tokens, [*(each.text.removesuffix("th") for each in tokens[1:]), ""], strict=False):
        number = token.text.removesuffix("th")
        before = [each.text for each in named[-2:]]
        counted = before[-1:] == ["برج"] and number.isdecimal() and 1 <= int(number) <= len(MONTHS)
        if counted and (before[0][0].isdecimal() or _SYNONYMS.get(before[0], before[0]) in _BEFORE_A_MONTH):
            named[-1:] = [_joined([named[-1], token], fold(MONTHS[int(number) - 1]))]
        elif named and before[-1] == "سر" and token.text in _WITH_A_HEAD:
            named[-1] = _renamed(named[-1], "ابتدا")
            named.append(_renamed(token, "ماه" if token.text == "برج" else token.text))
        elif named and token.text == "برج" and not following.isdecimal() and _part_of_month(before[-1]):
            if before[-1].isdecimal():
                named[-1] = _renamed(named[-1], f"{before[-1]}th")
            named.append(_renamed(token, "ماه"))
        else:
            named.append(token)
    return named


def _part_of_month(word: str) -> bool:
    """Tell whether a word before «برج» makes it a month: «آخر برج», «بیستم برج», not «تا برج میلاد»."""
    word = word.removesuffix("th")
    return (word.isdecimal() and int(word) <= _LONGEST_MONTH) or (_SYNONYMS.get(word, word) in _BEFORE_A_MONTH - {"تا"})


def _join_numbers(tokens: list[Token]) -> list[Token]:
    """The tokens with each number joined into one: `25` or `2.5`, and `25th` for an ordinal."""
    joined, at = [], 0
    while at < len(tokens):
        value, used = _number([token.text for token in tokens[at : at + _LONGEST_NUMBER]])
        if used:
            joined.append(_joined(tokens[at : at + used], value))
        else:
            joined.append(tokens[at])
        at += used or 1
    return joined


def _number(words: list[str]) -> tuple[str, int]:
    """The number at the start of some words, and the count of its words: 0 when there is none."""
    value, used = (Decimal(0), 0) if "/" in words[0] or words[0] == _SAFAR else leading_number(words)
    following = words[used : used + 2]
    written = words[0] if used == 1 and words[0].isdecimal() else f"{value:f}"
    if used and following and following[0] in _ORDINAL_ENDINGS:
        return f"{value:f}th", used + 1
    ordinal = ordinal_word(words[used]) if used < len(words) else None
    if used == 0 and ordinal is not None:
        return f"{ordinal}th", 1
    if used and len(following) == 2 and following[0] == "و" and (last := ordinal_word(following[1])) is not None:
        whole, counted = leading_number([*words[: used + 1], str(last)])
        if counted == used + 2:
            return f"{whole}th", counted
    return written, used
