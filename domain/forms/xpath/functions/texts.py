"""Functions of texts."""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
import re
from functools import lru_cache
from uuid import UUID

from domain.forms.xpath.context import Context
from domain.forms.xpath.effort import MOST_TEXT, PATTERN, TooCostlyError, bounded, search
from domain.forms.xpath.registry import strict
from domain.forms.xpath.values import Value, texts, to_number, to_text, utf16_length
from domain.persian.text import LONGEST_KEPT

_SPACE = re.compile(r"[ \t\r\n]+")
_INTEGER = re.compile(r"\s*([-+]?\d+)", re.ASCII)
_LETTERS = re.compile(r"\\p\{(?:IsAlphabetic|Alpha|L[ultmo]?)\}")
_LETTER_RANGES = "A-Za-z\u00c0-\u024f\u0370-\u1fff\u3040-\ud7ff"
_NEEDLESSLY_ESCAPED = frozenset("/%@#!\"'`~&=<>:;,_ یکآابپتثجچحخدذرزژسشصضطظعغفقگلمنوه")
"""Letters that Python refuses, or does not need, after a backslash."""
_CLASSES = frozenset({"\\w", "\\d", "\\s", "\\W", "\\D", "\\S"})
_DIGESTS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


@strict("string", 0, 1)
def string(context: Context, *values: Value) -> Value:
    return to_text(values[0]) if values else context.node.text


@strict("concat", 0, None)
def concat(_context: Context, *values: Value) -> Value:
    return bounded("".join(text for value in values for text in texts(value)))


@strict("join", 1, None)
def join(_context: Context, glue: Value, *values: Value) -> Value:
    """Join texts; nodes that are not relevant are left out, as JavaRosa does."""
    shown = ([node for node in value if node.relevant] if isinstance(value, list) else value for value in values)
    return bounded(to_text(glue).join(text for value in shown for text in texts(value)))


@strict("contains", 2, 2)
def contains(_context: Context, text: Value, part: Value) -> Value:
    return to_text(part) in to_text(text)


@strict("starts-with", 2, 2)
def starts_with(_context: Context, text: Value, part: Value) -> Value:
    return to_text(text).startswith(to_text(part))


@strict("ends-with", 2, 2)
def ends_with(_context: Context, text: Value, part: Value) -> Value:
    return to_text(text).endswith(to_text(part))


@strict("normalize-space", 0, 1)
def normalize_space(context: Context, *values: Value) -> Value:
    text = to_text(values[0]) if values else context.node.text
    return _SPACE.sub(" ", text).strip(" ")


@strict("string-length", 0, 1)
def string_length(context: Context, *values: Value) -> Value:
    return float(utf16_length(to_text(values[0]) if values else context.node.text))


@strict("substring-before", 2, 2)
def substring_before(_context: Context, text: Value, part: Value) -> Value:
    before, found, _ = to_text(text).partition(to_text(part) or "\x00")
    return before if found else ""


@strict("substring-after", 2, 2)
def substring_after(_context: Context, text: Value, part: Value) -> Value:
    if not to_text(part):
        return to_text(text)
    return to_text(text).partition(to_text(part))[2]


@strict("substring", 2, 3)
def substring(context: Context, text: Value, start: Value, length: Value | None = None) -> Value:
    """Cut by places from 1 on, as XPath does."""
    words, first = to_text(text), to_number(start, context.zone)
    count = math.inf if length is None else to_number(length, context.zone)
    if math.isnan(first) or math.isnan(count):
        return ""
    begin = math.floor(first + 0.5) - 1 if math.isfinite(first) else first
    end = begin + (math.floor(count + 0.5) if math.isfinite(count) else count)
    places = range(len(words))
    return "".join(words[place] for place in places if begin <= place < end)


@strict("substr", 2, 3)
def substr(_context: Context, text: Value, start: Value, end: Value | None = None) -> Value:
    """Cut by places from 0 on; negative ones count from the end."""
    words = to_text(text)
    length = len(words)

    def place(value: Value | None) -> int:
        if value is None:
            return length
        number = _integer(to_text(value)) or 0
        return min(max(0, number + length if number < 0 else number), length)

    return words[place(start) : place(end)]


@strict("translate", 3, 3)
def translate(_context: Context, text: Value, letters: Value, others: Value) -> Value:
    mapping: dict[int, str] = {}
    replacements = to_text(others)
    for place, letter in enumerate(to_text(letters)):
        mapping.setdefault(ord(letter), replacements[place : place + 1])
    return to_text(text).translate(mapping)


@strict("regex", 2, 2)
def regex(context: Context, text: Value, pattern: Value) -> Value:
    """Find a pattern anywhere in a text: ODK Web Forms and Kobo look for it, so ``^`` and ``$`` are the form's."""
    looked_for, words = _pattern(to_text(pattern)), to_text(text)
    context.environment.spend(0)
    try:
        return search(looked_for, words)
    except TooCostlyError:
        context.environment.effort -= PATTERN
        raise


def _pattern(source: str) -> re.Pattern[str]:
    """Compile a pattern of Java or JavaScript, and keep it. Raises ValueError for one that is none."""
    return (_short if len(source) <= LONGEST_KEPT else _long)(source)


def _compiled(source: str) -> re.Pattern[str]:
    try:
        return re.compile(translate_pattern(source), re.ASCII)
    except (re.error, OverflowError, RecursionError) as wrong:
        raise ValueError(f"no pattern: {source!r}") from wrong


_short, _long = lru_cache(maxsize=500)(_compiled), lru_cache(maxsize=8)(_compiled)


def translate_pattern(source: str) -> str:
    """Write a pattern as Python's own: classes of letters, named groups, and «$», which means the very end."""
    written: list[str] = []
    inside = False
    place = 0
    while place < len(source):
        if found := _LETTERS.match(source, place):
            written.append(_LETTER_RANGES if inside else f"[{_LETTER_RANGES}]")
            place = found.end()
            continue
        one = source[place : place + 2] if source[place] == "\\" else source[place]
        place += len(one)
        if one == "[" and inside:
            one = "\\["
        elif one in ("[", "]"):
            inside = one == "["
        elif one == "$" and not inside:
            one = "\\Z"
        elif one[0] == "\\" and one[1:] in _NEEDLESSLY_ESCAPED:
            one = one[1:]
        written.append(one)
        if inside and one in _CLASSES and source.startswith("-", place):
            # After a class of letters «-» is itself.
            written.append("\\-")
            place += 1
    return re.sub(r"\(\?<(?![=!])", "(?P<", "".join(written))


@strict("digest", 2, 3)
def digest(_context: Context, text: Value, algorithm: Value, encoding: Value = "base64") -> Value:
    name = _DIGESTS.get(to_text(algorithm))
    if name is None:
        raise ValueError(f"no digest: {to_text(algorithm)}")
    hashed = hashlib.new(name, to_text(text).encode(), usedforsecurity=False)
    if to_text(encoding) == "hex":
        return hashed.hexdigest()
    return base64.b64encode(hashed.digest()).decode()


@strict("base64-decode", 1, 1)
def base64_decode(_context: Context, text: Value) -> Value:
    try:
        return base64.b64decode(to_text(text), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


@strict("uuid", 0, 1)
def uuid(context: Context, *values: Value) -> Value:
    """Make a random identifier, or that many letters of some."""
    made = _uuid(context)
    if not values:
        return made
    length = to_number(values[0], context.zone)
    if math.isnan(length):
        raise ValueError("uuid() needs a number")
    if length > MOST_TEXT:
        raise TooCostlyError(f"a text of {length:.0f} characters")
    while len(made) < length:
        made += _uuid(context)
    return made[: max(0, int(length))]


def _uuid(context: Context) -> str:
    return str(UUID(int=context.environment.random.getrandbits(128), version=4))


def _integer(text: str) -> int | None:
    found = _INTEGER.match(text)
    return int(found[1]) if found else None


def as_integer(value: Value) -> int | None:
    """Read the whole number that a text begins with, as JavaScript's parseInt; None when it begins with none."""
    return _integer(to_text(value))
