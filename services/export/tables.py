"""The declaration of a sheet: its rows as a query, its columns, and what stands beside each row."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Text
from services.export.scope import Scope


class Shape(Enum):
    """The shape of a column's values. A day or a moment fills two columns: Jalali words, and a true date."""

    WORDS = auto()
    NUMBER = auto()
    DAY = auto()
    MOMENT = auto()


Value = Text | str | int | date | datetime | None
Beside = Mapping[int, Mapping[str, Any]]
"""Further values of some rows, by the row's id."""


@dataclass(frozen=True, slots=True)
class ExportContext:
    """The terms of an export: its scope, its day, and the zone in which days begin.

    ``standing`` leaves out the answers to forms that were returned for correction.
    """

    scope: Scope
    today: date
    zone: ZoneInfo
    standing: bool = False

    def day(self, moment: datetime) -> date:
        """The day of a moment."""
        return moment.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its columns of the query, and what stands beside it."""

    row: Row[Any]
    beside: Mapping[str, Any]
    today: date

    def __getitem__(self, name: str) -> Any:
        """The value of that name, beside the row or in it."""
        return self.beside[name] if name in self.beside else getattr(self.row, name, None)


@dataclass(frozen=True, slots=True)
class Column:
    """A column, its head the text ``book.head.<name>``; ``width`` is in characters.

    Its value is the line's of that name, unless ``made`` makes one. A ``personal`` column is left out for those who may
    not see people's numbers; a ``code``, such as a phone number or a file's name, is written from the left.
    """

    name: str
    width: int = 14
    shape: Shape = Shape.WORDS
    made: Callable[[Line], Value] | None = None
    personal: bool = False
    code: bool = False

    def value(self, line: Line) -> Value:
        """The value in a line."""
        return self.made(line) if self.made else line[self.name]


async def nothing(session: AsyncSession, rows: Sequence[Row[Any]], export: ExportContext) -> Beside:
    """Put nothing beside the rows."""
    return {}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, its title the text ``book.sheet.<name>``.

    The first column of ``query`` is the row's id, by which the rows are read in slices; ``beside`` adds to a slice what
    one query would have to read again for each row. The ``attachments`` of a row are put into an archive, each name
    beginning with the text ``book.file.<name>``.
    """

    name: str
    query: Callable[[ExportContext], Select[*tuple[Any, ...]]]
    columns: tuple[Column, ...]
    beside: Callable[[AsyncSession, Sequence[Row[Any]], ExportContext], Awaitable[Beside]] = nothing


def labelled(name: str, section: str) -> Callable[[Line], Text | None]:
    """Make a column's value the text ``<section>.<value>`` of an enum's value; nothing for none."""

    def made(line: Line) -> Text | None:
        value = line[name]
        return Text(f"{section}.{value}") if value else None

    return made
