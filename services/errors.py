"""Errors that users see: a text key with parameters, rendered once in ``dispatch``."""

from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from domain.chat.screens import T, Text

Row = TypeVar("Row")


class Refused(Exception):  # noqa: N818 - it is no error of the program: it is what a person reads
    """The refusal of a request: nothing was done, and ``text`` tells the reason and the way out."""

    def __init__(self, key: str, /, **params: object) -> None:
        super().__init__(key)
        self.text: Text = T(key, **params)


class AnswerRefused(Refused):
    """The refusal of a form for its answer to ``question``, which need not be the one that was answered last."""

    def __init__(self, key: str, /, *, question: str, **params: object) -> None:
        super().__init__(key, **params)
        self.question = question


class Ended(Refused):
    """The refusal of a form for what has ended for good: the form ends, too, and what was typed in it is said back."""


class AlreadyDecided(Refused):
    """The refusal to decide on a row that has a decision already, of another person or of an earlier tap.

    ``state`` is the present one, ``by`` the id of the person who decided, None where nobody did, and ``at`` the moment.
    A service raises a subclass with the row itself, which a handler turns into a screen.
    """

    def __init__(self, key: str, /, *, state: StrEnum, by: int | None, at: datetime | None) -> None:
        super().__init__(key)
        self.state, self.by, self.at = state, by, at


def existing(row: Row | None) -> Row:
    """A row that was looked up. Raises Refused when there is none, as the button that names it is an old one."""
    if row is None:
        raise Refused("common.stale")
    return row
