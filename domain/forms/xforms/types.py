"""Answer types of XForms: each reads what people write, tap or send into the text that XForms stores."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, ClassVar

from domain.chat.incoming import Attachment
from domain.chat.screens import T
from domain.forms.compiled.model import Control, Element
from domain.forms.types.answer_types import AnswerInput, Choice, InvalidAnswer, Type, Words
from domain.forms.xforms.moments import Date, Hour, Moment
from domain.forms.xforms.numbers import Quantity, money_of
from domain.forms.xforms.places import Area, Point, Track
from domain.forms.xpath.values import read_number
from domain.persian import phones
from domain.persian.text import fold, latin_digits, normalise

DIGITS = re.compile(r"[ +\-./]*\d[\d +\-./]*")
"""An answer to a question for words that is nothing but digits, perhaps with signs: a year, a code or a phone number.

By it an answer is kept with Latin digits and shown with the reader's. It reads each character once.
"""
YES = frozenset(map(fold, ("بله", "بلی", "آری", "تأیید", "تایید", "درست است", "yes", "ok", "confirm")))
MEDIA = {"image": ("photo",), "audio": ("voice", "audio"), "video": ("video", "video_note")}
"""The kinds of messages that hold each kind of media."""


@dataclass(frozen=True, slots=True)
class PlainText(Words):
    """Free text; of an answer that is nothing but digits the digits are Latin, as constraints expect them."""

    def read(self, given: AnswerInput, before: Any) -> str:
        if given.contact:
            return phones.national(given.contact.phone)
        words = super(PlainText, self).read(given, before)
        latin = latin_digits(words)
        return latin if DIGITS.fullmatch(latin) else normalise(words)


@dataclass(frozen=True, slots=True)
class Scale(Quantity):
    """A number between two ends, on a step."""

    start: str = "0"
    end: str = "10"
    step: str = "1"

    @property
    def points(self) -> list[Decimal]:
        """The numbers from one end to the other."""
        start, end, step = Decimal(self.start), Decimal(self.end), abs(Decimal(self.step)) or Decimal(1)
        count = int(abs(end - start) / step)
        return [start + (step if end >= start else -step) * place for place in range(count + 1)]

    def read(self, given: AnswerInput, before: Any) -> str:
        number = self.number(given.choice or given.text)
        least, most = sorted((Decimal(self.start), Decimal(self.end)))
        if not least <= number <= most:
            raise InvalidAnswer(T("form.out_of_range", least=float_or_int(least), most=float_or_int(most)))
        return self.written(number)


def float_or_int(number: Decimal) -> float | int:
    """Return a number as it is shown: without a point when it is whole."""
    return int(number) if number == int(number) else float(number)


@dataclass(frozen=True, slots=True)
class Ticks(Type):
    """Several of some options, ticked one by one and then confirmed; words with a space between."""

    gathers: ClassVar[bool] = True
    options: tuple[str, ...]

    def read(self, given: AnswerInput, before: Any) -> str:
        named = [one for one in given.choice.split() if one in self.options]
        if not named:
            raise InvalidAnswer(T("form.choice_needed"))
        chosen = dict.fromkeys(str(before or "").split())
        # A tap on what is ticked takes the tick away; what is typed is only added.
        if not given.text and named[0] in chosen:
            del chosen[named[0]]
        else:
            chosen.update(dict.fromkeys(named))
        return " ".join(option for option in self.options if option in chosen)


@dataclass(frozen=True, slots=True)
class Ranking(Type):
    """All of some options in the order in which they are tapped; a tap on a ranked one takes it out again."""

    gathers: ClassVar[bool] = True
    options: tuple[str, ...]

    def whole(self, value: Any) -> bool:
        return len(str(value).split()) == len(self.options)

    def read(self, given: AnswerInput, before: Any) -> str:
        order = [one for one in str(before or "").split() if one in self.options]
        named = [one for one in given.choice.split() if one in self.options]
        if not named:
            raise InvalidAnswer(T("form.choice_needed"))
        for one in named:
            order = [*order, one] if one not in order else [other for other in order if other != one]
        left = [one for one in self.options if one not in order]
        # With one left there is nothing to choose any more.
        return " ".join([*order, *left] if len(left) == 1 and len(order) else order)


@dataclass(frozen=True, slots=True)
class Acknowledgement(Type):
    """A single «yes»."""

    def read(self, given: AnswerInput, before: Any) -> str:
        if given.choice != "OK" and fold(given.text) not in YES:
            raise InvalidAnswer(T("xform.confirm_needed"))
        return "OK"


@dataclass(frozen=True, slots=True)
class Upload(Type):
    """One file, of a kind of media, as the attachment that it came as; ``stored_name`` is what the answer has of it."""

    takes_files: ClassVar[bool] = True
    private: ClassVar[bool] = True
    media: str = ""

    def takes_all(self, files: Sequence[Attachment]) -> bool:
        """Tell whether files are of the media that is asked for."""
        media = f"{self.media}/"
        return not self.media or all(one.kind in MEDIA[self.media] or one.mime.startswith(media) for one in files)

    def read(self, given: AnswerInput, before: Any) -> dict[str, Any]:
        if not given.files:
            raise InvalidAnswer(T(f"xform.{self.media or 'file'}_needed"))
        if len(given.files) > 1:
            raise InvalidAnswer(T("xform.one_file"))
        [file] = given.files
        if not self.takes_all(given.files):
            raise InvalidAnswer(T(f"xform.{self.media}_needed"))
        return replace(file, caption=given.text.strip()).to_json()


def stored_name(attachment: dict[str, Any]) -> str:
    """Return the name by which an answer has a file: two files of one name stay apart."""
    return f"{attachment['hash'][:8]}-{attachment['name']}"


@dataclass(frozen=True, slots=True)
class Rows(Type):
    """The rows of a repeat that may grow: it is open until somebody says that there are no more."""

    def read(self, given: AnswerInput, before: Any) -> Any:
        raise InvalidAnswer(T("xform.rows_needed"))


@dataclass(frozen=True, slots=True)
class Row(Type):
    """One row of a repeat, looked at as a whole."""

    def read(self, given: AnswerInput, before: Any) -> Any:
        raise InvalidAnswer(T("xform.row_needed"))


_BY_TYPE: dict[str, Type] = {
    "int": Quantity(),
    "decimal": Quantity(decimal=True),
    "date": Date(),
    "time": Hour(),
    "dateTime": Moment(),
    "geopoint": Point(),
    "geotrace": Track(),
    "geoshape": Area(),
    "boolean": Choice(("true", "false")),
}


def type_of(element: Element, options: tuple[str, ...] = ()) -> Type:
    """Return the answer type of a field; ``options`` are the values that a select offers now."""
    appearance = element.appearance.split()
    match element.control:
        case Control.SELECT_ONE:
            return Choice(options)
        case Control.SELECT_MULTIPLE:
            return Ticks(options)
        case Control.RANK:
            return Ranking(options)
        case Control.TRIGGER:
            return Acknowledgement()
        case Control.UPLOAD:
            media = element.media.get("type", "").partition("/")[0]
            return Upload(media if media in MEDIA else "")
        case Control.RANGE if element.bounds:
            start, end, step = (str(Decimal(str(read_number(edge) or 0))) for edge in element.bounds)
            return Scale(element.type == "decimal", start=start, end=end, step=step)
    if element.type in ("int", "decimal") and (money := money_of(element)):
        return Quantity(element.type == "decimal", money)
    if element.type == "date" and ("year" in appearance or "month-year" in appearance):
        return Date("year" if "year" in appearance else "month")
    return _BY_TYPE.get(element.type) or PlainText()
