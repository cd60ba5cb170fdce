"""Answer types: each reads an input into a JSON value, or refuses it with the text that says why."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field, replace
from datetime import UTC, date, tzinfo
from typing import Any, ClassVar

from domain.chat.incoming import Attachment, Contact, Location
from domain.chat.rich_text import RichText
from domain.chat.screens import T, Text
from domain.dates import jalali
from domain.dates.relative_days import relative_day
from domain.dates.working_days import Calendar
from domain.forms.expressions import Answers
from domain.persian import phones
from domain.persian.text import is_either_number, is_seen, normalise, parse_number, parse_percent, upright


class InvalidAnswer(Exception):  # noqa: N818 - it is no error of the program: it is what a person reads
    """A refused answer: ``text`` says what was wrong and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.key)
        self.text = text


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """An input as an answer: words, a tapped option, a shared number or place, or files.

    ``rich`` are the words with their formatting, None where they have none. ``today`` is the organisation's day,
    ``zone`` its time zone, ``calendar`` its working days, ``source`` the message's name.
    """

    today: date
    text: str = ""
    rich: RichText | None = None
    choice: str = ""
    contact: Contact | None = None
    files: tuple[Attachment, ...] = ()
    source: str = ""
    calendar: Calendar = field(default_factory=Calendar)
    location: Location | None = None
    zone: tzinfo = UTC


# No ABC: to ask of a thing whether it is of such a class is a call of Python, thirty times a step.
class Type:
    """A type of answer. One that ``gathers`` takes several messages, until the person goes on.

    Files that come while one that does not take them is asked go to the form's question for files. A ``private`` answer
    is somebody's number or file.
    """

    gathers: ClassVar[bool] = False
    takes_files: ClassVar[bool] = False
    private: ClassVar[bool] = False

    @abstractmethod
    def read(self, given: AnswerInput, before: Any) -> Any:
        """Return the JSON value of an answer; ``before`` is the one that it replaces. Raises InvalidAnswer."""

    def whole(self, value: Any) -> bool:
        """Tell whether a gathered value is complete, so that the form goes on by itself."""
        return False

    def offers(self, answers: Answers) -> tuple[int, ...]:
        """Return the usual numbers among the answers, for buttons that give one without typing."""
        return ()


@dataclass(frozen=True, slots=True)
class Words(Type):
    """Free text of at most ``most`` characters."""

    most: int = 3000

    def read(self, given: AnswerInput, before: Any) -> str:
        words = upright(given.text).strip()
        if not is_seen(normalise(words)):
            raise InvalidAnswer(T("form.words_needed"))
        if len(words) > self.most:
            raise InvalidAnswer(T("form.too_long", most=self.most, length=len(words)))
        return words


@dataclass(frozen=True, slots=True)
class Number(Type):
    """A whole number between two bounds, in digits or in words."""

    least: int = 0
    most: int = 10**12

    def read(self, given: AnswerInput, before: Any) -> int:
        text = given.choice or given.text
        number = parse_number(text)
        if number is None or number.value != int(number.value) or is_either_number(text):
            raise InvalidAnswer(T("form.number_needed"))
        value = int(number.value)
        if not self.least <= value <= self.most:
            raise InvalidAnswer(T("form.out_of_range", least=self.least, most=self.most))
        return value


@dataclass(frozen=True, slots=True)
class Percent(Type):
    """A whole share from 0 to 100: «۴۰ درصد», "40", «چهل درصد»; the usual ones by buttons."""

    def offers(self, answers: Answers) -> tuple[int, ...]:
        return (10, 25, 50, 75, 90)

    def read(self, given: AnswerInput, before: Any) -> int:
        value = parse_percent(given.choice or given.text)
        if value is None or value != int(value):
            raise InvalidAnswer(T("form.percent_needed"))
        if not 0 <= value <= 100:
            raise InvalidAnswer(T("form.percent_out_of_range"))
        return int(value)


@dataclass(frozen=True, slots=True)
class Choice(Type):
    """One of a few named options. A typed label has become a ``choice`` before it gets here."""

    options: tuple[str, ...]

    def read(self, given: AnswerInput, before: Any) -> str:
        if given.choice not in self.options:
            raise InvalidAnswer(T("form.choice_needed"))
        return given.choice


@dataclass(frozen=True, slots=True)
class Pick(Type):
    """One row of a long list, found by paging or by typing a part of its name; the value is {id, label}.

    ``source`` names the list. With ``other``, words that are on no list can be taken as they are: {id: 0, label}.
    ``sheet`` names the Excel sheet of the same list, where it has one.
    """

    source: str
    other: bool = False
    most: int = 300
    sheet: str = ""

    def read(self, given: AnswerInput, before: Any) -> dict[str, Any]:
        number, _, label = given.choice.partition("|")
        if not number.isdecimal() or not label:
            raise InvalidAnswer(T("form.pick_needed"))
        if len(label) > self.most:
            raise InvalidAnswer(T("form.name_too_long", most=self.most, length=len(label)))
        return {"id": int(number), "label": label}


@dataclass(frozen=True, slots=True)
class Picks(Type):
    """Several rows of a long list, ticked one by one; a tick on a chosen row takes it off. The value is [{id, label}].

    ``source`` names the list, and with ``other`` words that are on no list are taken too, as for a ``Pick``.
    """

    gathers: ClassVar[bool] = True
    source: str
    other: bool = False
    most: int = 300

    def read(self, given: AnswerInput, before: Any) -> list[dict[str, Any]]:
        number, _, label = given.choice.partition("|")
        if not number.isdecimal() or not label:
            raise InvalidAnswer(T("form.pick_needed"))
        kept, new = list(before or []), {"id": int(number), "label": label}
        others = [row for row in kept if row != new and (not new["id"] or row["id"] != new["id"])]
        if len(others) == len(kept) >= self.most:
            raise InvalidAnswer(T("form.too_many_picks", most=self.most))
        return others if len(others) < len(kept) else [*kept, new]


@dataclass(frozen=True, slots=True)
class Day(Type):
    """A Jalali date, or one by its distance from today such as «دیروز», stored as ISO."""

    def read(self, given: AnswerInput, before: Any) -> str:
        day = relative_day(given.choice or given.text, given.today) or jalali.parse(given.text, given.today)
        if day is None:
            raise InvalidAnswer(T("form.date_needed", today=given.today))
        return day.isoformat()


@dataclass(frozen=True, slots=True)
class Files(Type):
    """Any number of files up to ``most``, sent one by one or as albums; more are added until one goes on."""

    gathers: ClassVar[bool] = True
    takes_files: ClassVar[bool] = True
    private: ClassVar[bool] = True
    most: int = 20

    def whole(self, value: Any) -> bool:
        return len(value) >= self.most

    def read(self, given: AnswerInput, before: Any) -> list[dict[str, Any]]:
        if not given.files:
            raise InvalidAnswer(T("form.files_needed"))
        kept = list(before or [])
        if len(kept) + len(given.files) > self.most:
            raise InvalidAnswer(T("form.too_many_files", most=self.most))
        first, *more = given.files
        return kept + [file.to_json() for file in (replace(first, caption=given.text.strip() or first.caption), *more)]


def is_picture(file: dict[str, Any]) -> bool:
    """Tell whether a file of an answer is a photo, or came as a picture."""
    return file["kind"] == "photo" or str(file["mime"]).startswith("image/")


@dataclass(frozen=True, slots=True)
class Material(Type):
    """A document: {texts, files}. A file is the whole of it; text and pictures of pages may take several messages."""

    gathers: ClassVar[bool] = True
    takes_files: ClassVar[bool] = True
    private: ClassVar[bool] = True

    def whole(self, value: Any) -> bool:
        return any(not is_picture(file) for file in value["files"])

    def read(self, given: AnswerInput, before: Any) -> dict[str, list[Any]]:
        if not given.files and not is_seen(given.text):
            raise InvalidAnswer(T("form.material_needed"))
        kept = before or {"texts": [], "files": []}
        return {
            "texts": kept["texts"] + ([given.text] if is_seen(given.text) else []),
            "files": kept["files"] + [file.to_json() for file in given.files],
        }


@dataclass(frozen=True, slots=True)
class Phone(Type):
    """A phone number: {phone, verified}. Only a number that the platform vouches to be the sender's is verified.

    One that is to be the sender's ``own`` is refused as somebody else's contact; any other may be shared as one.
    """

    private: ClassVar[bool] = True
    own: bool = True

    def read(self, given: AnswerInput, before: Any) -> dict[str, Any]:
        if self.own and given.contact and given.contact.of_another:
            raise InvalidAnswer(T("form.contact_of_another"))
        number = phones.e164(given.contact.phone if given.contact else given.text)
        if number is None:
            raise InvalidAnswer(T("form.phone_needed" if self.own else "form.other_phone_needed"))
        return {"phone": number, "verified": bool(self.own and given.contact and given.contact.own)}
