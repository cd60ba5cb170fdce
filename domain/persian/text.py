"""Persian text as people type it: Arabic letters, three kinds of digits, half-spaces, number words."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

ZWNJ = "\u200c"

_TO_PERSIAN = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹" * 2)
_TO_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 2)
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
_KEYBOARD = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ـ": None, "\ufeff": None, "\u00ad": None})
_ONE_SHAPE = str.maketrans("آأإٱةۀؤئ", "ااااههوی")
_INVISIBLE = re.compile("[\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069]")
_TURNING = re.compile("[\u200b\u202a-\u202e\u2060-\u2069]")
# U+200D makes one picture of two: a family, or somebody at work.
_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069]|\u200d(?![\u2190-\U0001faff])")
_BLANKS = frozenset(("Cc", "Cf", "Cs", "Zs", "Zl", "Zp"))
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0").union(map(chr, range(0xFE00, 0xFE10)))
_NOT_IN_NAMES = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
_ALPHABET = "ءآاأإبپتثجچحخدذرزژسشصضطظعغفقکگلمنوؤهةیئ"
_BLESSING = unicodedata.normalize("NFKC", "ﷺ")
LONGEST_KEPT = 400
"""Letters of a text whose folded form is kept for the next time: a name or a line, but no message as long as can be."""
_RANKED = str.maketrans({letter: chr(0xE000 + rank) for rank, letter in enumerate(_ALPHABET)})


def persian_digits(value: object) -> str:
    """Write a value with Persian digits."""
    return str(value).translate(_TO_PERSIAN)


def latin_digits(text: str) -> str:
    """Write a text with Latin digits in place of Persian and Arabic ones."""
    return text.translate(_TO_LATIN)


def normalise(text: str) -> str:
    """Normalise a text to keep and show: Persian letters and digits, single spaces, clean half-spaces.

    Lines stay lines. Words, diacritics, ة and Latin digits stay as they were typed; marks that nobody sees, and that
    turn what follows around, do not.
    """
    composed = unicodedata.normalize("NFC", text).translate(_KEYBOARD).translate(_ARABIC_DIGITS)
    composed = _UNSEEN.sub("", composed)
    lines = (re.sub(r"[^\S\n]+", " ", line).strip(f" {ZWNJ}") for line in composed.split("\n"))
    return re.sub(f" ?{ZWNJ}+ ?(?= )|(?<= ){ZWNJ}+|{ZWNJ}+(?={ZWNJ})", "", "\n".join(lines))


def is_seen(text: str) -> bool:
    """Tell whether anything of a text is seen; blanks, half-spaces and marks of direction are not."""
    return any(unicodedata.category(one) not in _BLANKS and one not in _BLANK_LETTERS for one in text)


def upright(text: str) -> str:
    """Remove the marks that turn the reading of what follows, which may be words of another; all else stays."""
    return _TURNING.sub("", text)


def file_name(name: str) -> str:
    """Replace what ends a line or turns the reading of a file's name: no call can carry it, or it hides the ending."""
    return " ".join(_NOT_IN_NAMES.sub(" ", name).split()) if _NOT_IN_NAMES.search(name) else name


def fold_letters(text: str) -> str:
    """Give each letter the one shape that `fold` gives it, and leave all else, spaces too, as it was."""
    return text.translate(_KEYBOARD).translate(_ONE_SHAPE)


def fold(text: str) -> str:
    """Fold a text for comparing: texts that differ only by keyboard, habit or diacritics become equal.

    Half-spaces become spaces, آ becomes ا, ة becomes ه, digits become Latin, Latin letters small.
    """
    # One letter is eighteen in the end. Each of them would cost a microsecond to take apart, and room where it is kept.
    text = text.replace("ﷺ", _BLESSING)
    return _kept(text) if len(text) <= LONGEST_KEPT else _folded(text)


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    # A text has few different letters, so that asking for each place would be ten times the work.
    for letter in set(folded):
        if (shape := _shape(letter)) != letter:
            folded = folded.replace(letter, shape)
    return " ".join(folded.split())


_kept = lru_cache(maxsize=4096)(_folded)


@lru_cache(maxsize=2048)
def _shape(letter: str) -> str:
    """The one shape of a letter in folded text; folding that once more leaves it as it is."""
    parts = unicodedata.normalize("NFD", fold_letters(letter))
    bare = "".join(part for part in parts if not unicodedata.combining(part)).translate(_KEYBOARD)
    return latin_digits(_INVISIBLE.sub("", bare).replace(ZWNJ, " ")).casefold()


def folded_words(text: str) -> frozenset[str]:
    """The set of a text's folded words: a vocabulary in ordinary Persian, which folded text is compared with."""
    return frozenset(fold(text).split())


def sort_key(text: str) -> str:
    """The key that sorts Persian words as in a dictionary: پ after ب, گ after ک, half-spaces ignored."""
    return latin_digits(normalise(text)).replace(ZWNJ, "").casefold().translate(_RANKED)


_UNITS = "صفر یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده"
_TENS = "بیست سی چهل پنجاه شصت هفتاد هشتاد نود"
_HUNDREDS = "صد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد"
_SPELLINGS = {"یه": 1, "شیش": 6, "هیجده": 18, "هژده": 18, "شصد": 600, "یکصد": 100, "پونزده": 15, "شونزده": 16}
_CARDINALS = {
    **{word: number for number, word in enumerate(_UNITS.split())},
    **{word: 10 * number for number, word in enumerate(_TENS.split(), 2)},
    **{word: 100 * number for number, word in enumerate(_HUNDREDS.split(), 1)},
    **_SPELLINGS,
}
_ORDINALS = {
    "اول": 1,
    "اولین": 1,
    "نخست": 1,
    "نخستین": 1,
    "یکم": 1,
    "یکمین": 1,
    "سوم": 3,
    "سیام": 30,
    "سومین": 3,
    **{word + ending: number for word, number in _CARDINALS.items() for ending in ("م", "مین") if number > 1},
}
_SCALES = {
    "هزار": 10**3,
    "یکهزار": 10**3,
    "میلیون": 10**6,
    "ملیون": 10**6,
    "میلیارد": 10**9,
    "ملیارد": 10**9,
    "تریلیون": 10**12,
}
_HALF = "نیم"
_HUNDRED = 100
_AND = "و"

_NUMERAL = re.compile(r"\d{1,3}(?:([٬,،' ])\d{3})(?:\1\d{3})*(?:[٫.]\d+)?|\d+(?:[٫./]\d+)?")
_AMBIGUOUS = re.compile(r"\d+/\d+|\d{1,3}\.\d{3}")
_THOUSANDS = re.compile(r"(?<![\d٫])\d{1,3}(?:٫\d{3})+(?![\d٫])")
_NEGATIVE = re.compile(r"(?:منفی |[-−])\s*(?=\w)")
_SINGLE_SCALES = tuple([scale] for scale in _SCALES)
_PARTS = re.compile(rf"{_NUMERAL.pattern}|[^\W\d]+|[^\s\w]")
_PERCENT = re.compile(r"[%٪] ?(.+)|(.+?) ?(?:[%٪]|در ?صد)|(.+)")
_ORDINAL_NUMERAL = re.compile(r"(\d{1,3}) ?(?:م|ام|مین|امین)")


@dataclass(frozen=True)
class Amount:
    """A number with the unit written after it («ریال»، «نفر»), normalised; None without a unit."""

    value: Decimal
    unit: str | None


def cardinal_word(word: str) -> int | None:
    """The number that one folded word counts, 0 to 900 («دو»، «بیست»، «سیصد»), or None."""
    return _CARDINALS.get(word)


def ordinal_word(word: str) -> int | None:
    """The number of one folded ordinal word («دوم»، «بیستم»، «پنجمین»، «نخست»), or None."""
    return _ORDINALS.get(word)


def parse_ordinal(text: str) -> int | None:
    """Read a whole text as an ordinal, 1 to 999: «بیست و پنجم», «پنجمین», «۵ام»; None for all else."""
    plain = re.sub(r"\bسی ام", "سیم", fold(text))
    if numeral := _ORDINAL_NUMERAL.fullmatch(plain):
        return int(numeral[1])
    *before, last = plain.split() or [""]
    number = ordinal_word(last)
    if number is None:
        return None
    words = [*before, str(number)]
    total, used = leading_number(words)
    return int(total) if used == len(words) else None


def parse_number(text: str) -> Amount | None:
    """Read a whole text as a number with its unit: «۱۲٬۵۰۰٬۰۰۰ ریال», «یک میلیون و دویست هزار تومان».

    None when it is not one number, or can be read in two ways: "1.500", «۱/۵» (but «۱/۵ میلیارد» only in one).
    """
    plain = latin_digits(normalise(text).replace(ZWNJ, " ")).strip(" .")
    negative = _NEGATIVE.match(plain)
    parts = list(_PARTS.finditer(plain, negative.end() if negative else 0))
    words = [fold(part[0]) for part in parts]
    value, used = leading_number(words)
    ambiguous = words[:1] and _AMBIGUOUS.fullmatch(words[0]) and words[1:2] not in _SINGLE_SCALES
    rest = words[used:]
    if used == 0 or ambiguous or _AND in rest[:1] or any(map(_is_number, rest)):
        return None
    return Amount(-value if negative else value, plain[parts[used].start() :] if rest else None)


def is_either_number(text: str) -> bool:
    """Tell whether a whole number may be meant by a decimal one: «۲۰۰٫۰۰۰», but not «۲۰۰٫۵ هزار»."""
    plain = latin_digits(normalise(text))
    return bool(_THOUSANDS.search(plain)) and not any(fold(word) in _SCALES for word in plain.split())


def parse_percent(text: str) -> Decimal | None:
    """Read a whole text as a percentage of any size: «۴۰ درصد», "40", «۴۰٪», «چهل درصد»; None for all else."""
    match = _PERCENT.fullmatch(fold(text).strip(" .!،"))
    amount = parse_number(next(filter(None, match.groups()))) if match else None
    return amount.value if amount and amount.unit is None else None


def _value(word: str) -> Decimal | None:
    if _NUMERAL.fullmatch(word):
        return Decimal(re.sub("[٬,،' ]", "", word).replace("٫", ".").replace("/", "."))
    return Decimal(_CARDINALS[word]) if word in _CARDINALS else None


def _is_number(word: str) -> bool:
    return word in _SCALES or _value(word) is not None


def leading_number(words: list[str]) -> tuple[Decimal, int]:
    """Read the number at the start of folded words, with the count of its words: 0 when there is none."""
    scaled: list[tuple[Decimal, int]] = []
    group: Decimal | None = None
    used = 0
    for index, word in enumerate(words):
        before, after = words[index - 1] if index else "", words[index + 1 : index + 2]
        if word == _AND and used == index > 0:
            continue
        value = _value(word)
        if word in _SCALES:
            scale = _SCALES[word]
            if before in _SCALES:
                scaled[-1] = (scaled[-1][0] * scale, scale)
            else:
                scaled.append((scale * (Decimal(1) if group is None else group), scale))
            group = None
        elif word == _HALF and before == _AND and group is None and after not in _SINGLE_SCALES:
            scaled.append((Decimal(scaled[-1][1]) / 2, 1))
        elif word == _HALF:
            group = (group or 0) + Decimal("0.5")
        elif value is not None and (group is None or (group == 1 and value == _HUNDRED)):  # «یک صد»
            group = value
        elif value is not None and before == _AND and 0 < value < _limit_after(words[index - 2]):
            group = (group or 0) + value
        else:
            break
        used = index + 1
    parts = [*scaled, (group, 1)] if group is not None else scaled
    if any(smaller[0] >= larger[1] for larger, smaller in pairwise(parts)):
        return Decimal(0), 0
    return sum((part[0] for part in parts), Decimal(0)), used


def _limit_after(word: str) -> int:
    """The limit below which «و» may add a number to a word: 100 after «دویست», 10 after «بیست», 1 after a numeral."""
    value = _CARDINALS.get(word, 1)
    return next(power for power in (100, 10, 1) if (value and value % power == 0) or power == 1)
