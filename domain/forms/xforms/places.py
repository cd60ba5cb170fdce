"""Places of XForms: a shared location, several of them as a line or an area, or degrees that are typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from domain.chat.screens import T
from domain.forms.instance.codecs import write_decimal
from domain.forms.types.answer_types import AnswerInput, InvalidAnswer, Type
from domain.persian.text import latin_digits

_DEGREES = re.compile(r"(-?\d{1,2}(?:[.٫]\d+)?)(?:\s*[,،]\s*|\s+)(-?\d{1,3}(?:[.٫]\d+)?)")


def read_point(given: AnswerInput) -> str:
    """Read a shared location, or «36.2972, 59.6067». Raises InvalidAnswer."""
    if given.location:
        here = given.location
        return " ".join(map(write_decimal, (here.latitude, here.longitude, 0.0, here.accuracy)))
    found = _DEGREES.fullmatch(latin_digits(given.text).strip())
    if not found:
        raise InvalidAnswer(T("xform.location_needed"))
    latitude, longitude = (float(one.replace("٫", ".")) for one in found.groups())
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise InvalidAnswer(T("xform.location_needed"))
    return " ".join(map(write_decimal, (latitude, longitude, 0.0, 0.0)))


@dataclass(frozen=True, slots=True)
class Point(Type):
    """One place."""

    def read(self, given: AnswerInput, before: Any) -> str:
        return read_point(given)


@dataclass(frozen=True, slots=True)
class Track(Type):
    """A line through at least two places, which are sent one after another and then confirmed."""

    gathers: ClassVar[bool] = True
    least: ClassVar[int] = 2

    def read(self, given: AnswerInput, before: Any) -> str:
        return ";".join([*points(before), read_point(given)])

    def finished(self, value: str) -> str:
        """Return the line when it has enough places. Raises InvalidAnswer."""
        if len(points(value)) < self.least:
            raise InvalidAnswer(T("xform.more_locations", least=self.least))
        return value


@dataclass(frozen=True, slots=True)
class Area(Track):
    """An area of at least three places; its line closes by itself."""

    gathers: ClassVar[bool] = True
    least: ClassVar[int] = 3

    def finished(self, value: str) -> str:
        # An area that was stored is closed already.
        placed = points(value)
        whole = Track.finished(self, ";".join(dict.fromkeys(placed)))
        return f"{whole};{points(whole)[0]}"

    def read(self, given: AnswerInput, before: Any) -> str:
        return ";".join([*dict.fromkeys(points(before)), read_point(given)])


def points(value: Any) -> list[str]:
    """Return the places of a line or an area."""
    return [point for point in str(value or "").split(";") if point.strip()]
