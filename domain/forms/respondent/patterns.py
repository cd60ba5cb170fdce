"""Texts that match a pattern, by chance; for the patterns that forms have, not for all that there are."""

from __future__ import annotations

import string
from random import Random

_CLASSES = {
    "d": string.digits,
    "w": string.ascii_letters + string.digits + "_",
    "s": " ",
    "D": string.ascii_lowercase,
    "W": "-",
    "S": string.ascii_lowercase,
}
_ANY = string.ascii_lowercase + string.digits
_MOST = 3
"""The most that an open repetition gives beyond its least."""


def sample(pattern: str, chance: Random) -> str:
    """Return a text that most likely matches; the caller looks whether it does."""
    return _Sampler(pattern, chance).alternatives()


class _Sampler:
    """A recursive descent that writes while it reads."""

    def __init__(self, pattern: str, chance: Random) -> None:
        self._pattern, self._chance, self._place = pattern, chance, 0

    def _peek(self) -> str:
        return self._pattern[self._place : self._place + 1]

    def _take(self) -> str:
        self._place += 1
        return self._pattern[self._place - 1 : self._place]

    def alternatives(self) -> str:
        """Write one of the alternatives up to the end or a closing bracket."""
        found = [self._sequence()]
        while self._peek() == "|":
            self._take()
            found.append(self._sequence())
        return self._chance.choice(found)

    def _sequence(self) -> str:
        written = []
        while self._peek() and self._peek() not in "|)":
            start = self._place
            text = self._atom()
            end = self._place
            count = self._count()
            after = self._place
            parts = [text] if count else []
            for _ in range(count - 1):
                # Each repetition chooses anew.
                self._place = start
                parts.append(self._atom())
            self._place = after if count > 1 else max(after, end)
            written.append("".join(parts))
        return "".join(written)

    def _atom(self) -> str:
        letter = self._take()
        if letter == "(":
            if self._pattern.startswith("?", self._place):
                ahead = self._pattern[self._place + 1 : self._place + 2]
                self._place += 2
                if ahead in "=!":
                    self.alternatives()
                    self._take()
                    return ""
            text = self.alternatives()
            self._take()
            return text
        if letter == "[":
            return self._chance.choice(self._letters() or [""])
        if letter == "\\":
            escaped = self._take()
            if escaped in "bBAzZ":
                return ""
            if escaped in "pP" and self._peek() == "{":
                while self._peek() and self._take() != "}":
                    pass
                return self._chance.choice(string.ascii_letters)
            return self._chance.choice(_CLASSES.get(escaped, escaped or "\\"))
        if letter == ".":
            return self._chance.choice(_ANY)
        return "" if letter in "^$" else letter

    def _letters(self) -> list[str]:
        """Return the letters of a class, after its opening bracket."""
        excluded = self._peek() == "^"
        if excluded:
            self._take()
        letters: list[str] = []
        first = True
        while self._peek() and (self._peek() != "]" or first):
            first = False
            letter = self._take()
            if letter == "\\":
                letter = self._take()
                if letter in _CLASSES:
                    letters += _CLASSES[letter]
                    continue
            if self._peek() == "-" and self._pattern[self._place + 1 : self._place + 2] not in ("]", ""):
                self._take()
                end = self._take()
                letters += [chr(code) for code in range(ord(letter), min(ord(end), ord(letter) + 500) + 1)]
            else:
                letters.append(letter)
        self._take()
        return [letter for letter in _ANY + " " if letter not in letters] if excluded else letters

    def _count(self) -> int:
        least, most = 1, 1
        mark = self._peek()
        if mark in ("*", "+", "?"):
            self._take()
            least, most = {"*": (0, _MOST), "+": (1, 1 + _MOST), "?": (0, 1)}[mark]
        elif mark == "{":
            end = self._pattern.find("}", self._place)
            low, comma, high = self._pattern[self._place + 1 : end].partition(",")
            if end > 0 and low.strip().isdecimal():
                self._place = end + 1
                least = int(low)
                most = int(high) if high.strip().isdecimal() else least + _MOST if comma else least
        if self._peek() in ("?", "+") and (least, most) != (1, 1):
            self._take()
        return self._chance.randint(least, max(least, min(most, least + 12)))
