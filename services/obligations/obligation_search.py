"""The search of obligations by the words and the number of their resolutions."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, or_
from sqlalchemy.ext.asyncio import AsyncSession

from domain.persian.search import words_of
from domain.persian.text import fold, latin_digits
from models.tables.meetings import OPEN_STATES, Obligation, Resolution
from services.obligations import obligations
from services.obligations.obligations import View

_RESOLUTION = fold("مصوبه")
"""The word that a search ignores: «مصوبه ۷» finds the seventh, whether or not its text has the word."""


def says(words: str) -> list[ColumnElement[bool]]:
    """The conditions that a resolution's text has all of some words; a number finds the one of that number, too."""
    return [_says(word) for word in words_of(words) if word != _RESOLUTION]


def _says(word: str) -> ColumnElement[bool]:
    in_text = Resolution.text_fold.contains(word, autoescape=True)
    number = latin_digits(word)
    return or_(in_text, Resolution.number == int(number)) if number.isdecimal() and len(number) < 5 else in_text


async def of_agencies(session: AsyncSession, agency_ids: Collection[int], words: str) -> list[View]:
    """The obligations of some agencies, open or not, whose resolution a search finds; the earliest due come first."""
    return obligations.in_order(await obligations.views(session, Obligation.agency_id.in_(agency_ids), *says(words)))


async def answered(session: AsyncSession, agency_ids: Collection[int], ids: Collection[int]) -> list[View]:
    """Those of some obligations that are these agencies' and need no answer any more."""
    closed = Obligation.state.not_in(OPEN_STATES)
    found = await obligations.views(session, Obligation.id.in_(ids), Obligation.agency_id.in_(agency_ids), closed)
    return obligations.in_order(found)


async def numbered(session: AsyncSession, agency_ids: Collection[int], numbers: Collection[int]) -> list[View]:
    """The obligations of some agencies whose resolution has one of some numbers, open or not."""
    of_number = Resolution.number.in_(numbers)
    return obligations.in_order(await obligations.views(session, Obligation.agency_id.in_(agency_ids), of_number))
