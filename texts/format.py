"""The formatter of texts: spans of words with Persian digits, Jalali dates, and Latin words isolated.

Formats of a parameter: ``date`` (weekday, day, month, year), ``day`` (day and month), ``short`` (1398/07/13),
``month`` and ``year`` (those alone, Jalali in English too),
``time`` (the hour and minute), ``moment`` (both), ``grouped`` (thousands apart), ``plural:one|many`` (English),
``phone`` (+98… as it is dialled in Iran), ``dial`` (+98… that a tap calls), ``digits`` (a string's
digits as readers know them), ``raw`` (as it is, for codes).
"""

import re
import unicodedata
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from domain.chat.rich_text import RichText, combined
from domain.chat.screens import Personal, Text
from domain.dates import jalali
from domain.persian.text import persian_digits
from texts.catalogue import Piece, sentence

ISOLATE, END_ISOLATE, RTL_MARK = "\u2068", "\u2069", "\u200f"
LEFT_TO_RIGHT = "\u2066"
_LATIN = re.compile(r"[A-Za-z]")


class Span(NamedTuple):
    """Words in one style: "", "b", "i", "code" or "quote"; words of people may have several, and lead to an address."""

    words: str
    style: str = ""
    url: str = ""


class Formatter:
    """The formatter of texts in one language and one time zone."""

    def __init__(self, language: str, zone: ZoneInfo) -> None:
        self.language = language
        self.zone = zone
        self._persian = language == "fa"

    def spans(self, text: Text) -> list[Span]:
        """Format a text as spans. Raises KeyError for an unknown key or a missing parameter."""
        return self._direct(self._spans(text, ""))

    def plain(self, text: Text | Personal | str) -> str:
        """Format a text as words alone, for a button, a file's caption or a log. A string is returned as it is."""
        if isinstance(text, Personal):
            text = text.words
        if isinstance(text, str):
            return text
        if not text.params:
            return _plain(text.key, self.language)
        return "".join(span.words for span in self._spans(text, ""))

    def _spans(self, text: Text, style: str) -> list[Span]:
        spans: list[Span] = []
        for part in _template(text.key, self.language, style):
            if isinstance(part, Span):
                spans.append(part)
            else:
                spans += self._value(text.params[part.param], part.spec, part.style)
        return spans

    def _value(self, value: Any, spec: str, style: str) -> list[Span]:
        if type(value) is str:
            return [Span(self._string(value, spec), style)]
        if isinstance(value, Text):
            return self._spans(value, style)
        if isinstance(value, (list, tuple)):
            lines: list[Span] = []
            for item in value:
                if lines:
                    lines.append(Span("\n", style))
                lines += self._value(item, spec, style)
            return lines
        if isinstance(value, Personal):
            return self._value(value.words, spec, style)
        if isinstance(value, RichText):
            return [Span(piece.words, combined(style, piece.style), piece.url) for piece in value.pieces]
        return [Span(self._words(value, spec), style)]

    def _words(self, value: Any, spec: str) -> str:
        if isinstance(value, datetime):
            return self._moment(value.astimezone(self.zone), spec)
        if isinstance(value, date):
            return self._date(value, spec)
        if isinstance(value, int | float):
            return self._number(value, spec)
        if value is None:
            raise ValueError("a parameter has no value")
        return self._string(str(value), spec)

    def _string(self, words: str, spec: str) -> str:
        if spec == "phone":
            return self._phone(words)
        if spec == "digits" and self._persian:
            return persian_digits(words)
        if spec == "dial":
            # No letter in it says which way it runs, and its «+» must not go to the end.
            return f"{LEFT_TO_RIGHT}{words}{END_ISOLATE}"
        if self._persian and spec != "raw" and _LATIN.search(words) and "\n" not in words:
            return f"{ISOLATE}{words}{END_ISOLATE}"
        return words

    def _phone(self, number: str) -> str:
        if not number.startswith("+98"):
            return f"{ISOLATE}{number}{END_ISOLATE}"
        dialled = number.replace("+98", "0", 1)
        return persian_digits(dialled) if self._persian else dialled

    def _number(self, value: float, spec: str) -> str:
        if spec.startswith("plural:"):
            one, many = spec.removeprefix("plural:").split("|")
            return one if value == 1 else many
        digits = f"{value:,}" if spec == "grouped" else str(value)
        if spec == "raw" or not self._persian:
            return digits
        return persian_digits(digits.replace(",", "٬").replace(".", "٫"))

    def _date(self, value: date, spec: str) -> str:
        if spec in ("month", "year"):
            return _month_or_year(value, spec, persian=self._persian)
        if not self._persian:
            return _english_date(value, spec)
        match spec:
            case "short":
                return persian_digits(jalali.format_short(value))
            case "day":
                _, month, day = jalali.to_jalali(value)
                return f"{persian_digits(day)} {jalali.MONTHS[month - 1]}"
            case _:
                return persian_digits(jalali.format_long(value))

    def _moment(self, value: datetime, spec: str) -> str:
        clock = f"{value:%H:%M}"
        if self._persian:
            clock = persian_digits(clock)
        if spec == "time":
            return clock
        between = "، ساعت " if self._persian else ", "
        return f"{self._date(value.date(), 'date' if spec in ('', 'moment') else spec)}{between}{clock}"

    def _direct(self, spans: list[Span]) -> list[Span]:
        """Put a right-to-left mark before each line that would otherwise be set, or partly ordered, from the left."""
        if not self._persian:
            return spans
        words = "".join(span.words for span in spans)
        marked = [_needs_mark(line) for line in words.split("\n")]
        if not any(marked):
            return spans
        directed: list[Span] = []
        line, fresh = 0, True
        for span in spans:
            out = []
            for number, part in enumerate(span.words.split("\n")):
                if number:
                    line, fresh = line + 1, True
                    out.append("\n")
                if fresh and part:
                    if marked[line]:
                        out.append(RTL_MARK)
                    fresh = False
                out.append(part)
            directed.append(span._replace(words="".join(out)))
        return directed


@cache
def voice(language: str, zone: ZoneInfo) -> Formatter:
    """The formatter of a language in a zone; one serves everybody."""
    return Formatter(language, zone)


@cache
def _template(key: str, language: str, style: str) -> tuple[Span | Piece, ...]:
    """A sentence inside a style: its words as spans, its parameters as they are to be filled in."""
    parts = ((piece, piece.style or style) for piece in sentence(key, language))
    return tuple(replace(piece, style=inner) if piece.param else Span(piece.words, inner) for piece, inner in parts)


@cache
def _plain(key: str, language: str) -> str:
    """The words of a sentence that has no parameters. Raises KeyError for one that has some."""
    parts = _template(key, language, "")
    if missing := [part.param for part in parts if isinstance(part, Piece)]:
        raise KeyError(missing[0])
    return "".join(part.words for part in parts)


def _needs_mark(line: str) -> bool:
    """Tell whether a line has a Latin letter before any Persian one, or begins with a number and signs behind it.

    After a blank line Chromium takes such a number, and with it the bracket behind it, for words that run to the right.
    """
    depth = 0
    numbered = spaced = False
    for letter in line:
        if letter == ISOLATE:
            depth += 1
        elif letter == END_ISOLATE:
            depth -= 1
        elif not depth:
            kind = unicodedata.bidirectional(letter)
            is_number = kind in ("EN", "AN")
            if kind in ("R", "AL"):
                return False
            if kind == "L" or (numbered and kind == "ON") or (spaced and is_number):
                return True
            numbered = numbered or is_number
            spaced = spaced or (numbered and kind == "WS")
    return bool(line.strip())


def _month_or_year(value: date, spec: str, *, persian: bool) -> str:
    year, month, _ = jalali.to_jalali(value)
    names = jalali.MONTHS if persian else jalali.MONTHS_LATIN
    words = str(year) if spec == "year" else f"{names[month - 1]} {year}"
    return persian_digits(words) if persian else words


def _english_date(value: date, spec: str) -> str:
    year, month, day = jalali.to_jalali(value)
    match spec:
        case "short":
            return f"{year}/{month:02}/{day:02}"
        case "day":
            return f"{day} {jalali.MONTHS_LATIN[month - 1]}"
        case _:
            return f"{value:%A} {day} {jalali.MONTHS_LATIN[month - 1]} {year}"
