"""Answers about a letter: its number, and its signed paper."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from domain.chat.incoming import Attachment
from domain.chat.screens import T
from domain.forms.types.answer_types import AnswerInput, Files, InvalidAnswer, Words

_ENDINGS = frozenset(
    {".pdf", ".doc", ".docx", ".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".tif", ".tiff", ".bmp", ".gif"}
)
_MIMES = (
    "image/",
    "application/pdf",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml",
)


def with_digit(number: str) -> bool:
    """Tell whether a letter's number has a digit, as every one has."""
    return any(letter.isdecimal() for letter in number)


@dataclass(frozen=True, slots=True)
class LetterNumber(Words):
    """The number of a letter, «۱۲/۳۴۵۶»."""

    def read(self, given: AnswerInput, before: Any) -> str:
        number = super(LetterNumber, self).read(given, before)
        if not with_digit(number):
            raise InvalidAnswer(T("form.letter_number_needed"))
        return number


@dataclass(frozen=True, slots=True)
class Paper(Files):
    """A signed letter as PDF, pictures of its pages or a Word file; with another file among them none is taken."""

    def read(self, given: AnswerInput, before: Any) -> list[dict[str, Any]]:
        if not all(map(_is_paper, given.files)):
            raise InvalidAnswer(T("form.paper_needed"))
        return super(Paper, self).read(given, before)


def _is_paper(file: Attachment) -> bool:
    if file.kind == "photo":
        return True
    ending = PurePath(file.name).suffix.lower()
    return ending in _ENDINGS if ending else file.mime.startswith(_MIMES)
