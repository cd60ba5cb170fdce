"""The obligations that a text names, by number or by a few words, and what it says of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.chat import mentions
from domain.chat.free_text import Meaning, Purpose, understand
from domain.persian.text import latin_digits
from handlers.core.turn import Turn
from handlers.representative import tasks
from services.obligations import obligation_search
from services.obligations.obligations import View

_OF_ONE = (Purpose.UNDER_WAY, Purpose.NOT_DONE, Purpose.MORE_TIME)
"""Purposes that hold for one of several, when something else is said of the others: «اولی انجام شد دومی ۵۰ درصد»."""


@dataclass(frozen=True, slots=True)
class Said:
    """The meaning of a text, and the ids of the obligations that it names."""

    meaning: Meaning | None
    about: tuple[int, ...] = ()


async def said_of(turn: Turn, text: str, views: Sequence[View]) -> Said:
    """Return what a text says of the open obligations ``views``, or of those answered before that it numbers.

    What it says of two obligations differs, so that it is no meaning of the whole.
    """
    if numbers := mentions.named_numbers(text):
        named = [view for view in views if numbers & numbers_of(view)]
        meaning = _understood(text, named)
        if not named:
            return Said(meaning, await _answered(turn, numbers))
        about = tuple(view.id for view in named)
        if len(numbers) == 1:
            return Said(meaning, about)
        meanings = {understand(said) for number, said in mentions.parts(text) if number in all_numbers(named)}
        return Said(meanings.pop() if len(meanings) == 1 else None, about)
    about = mentions.best_named(text, [(view.id, view.text) for view in views])
    named = [view for view in views if view.id in about]
    one = len(named) == 1
    meaning = _understood(text, named if one else views)
    several = mentions.tells_of_others(text) or (
        not one and mentions.names_several(text, (view.text for view in views))
    )
    # A share is of the one that is named; what is not done, may be another.
    if len(views) > 1 and several and meaning and meaning.purpose in _OF_ONE and not (one and meaning.percent):
        return Said(None)
    return Said(meaning, about if one else ())


def numbers_of(view: View) -> frozenset[int]:
    """Return the numbers by which people call an obligation: its resolution's, and its item's."""
    item = latin_digits(view.item)
    return frozenset({view.number, *([int(item)] if item.isdecimal() else [])})


def all_numbers(views: Sequence[View]) -> frozenset[int]:
    """Return the numbers by which people call some obligations."""
    return frozenset().union(*map(numbers_of, views))


def unknown_numbers(text: str, views: Sequence[View]) -> list[int]:
    """Return the numbers that a text names and that none of the obligations has."""
    return sorted(mentions.named_numbers(text) - all_numbers(views))


def _understood(text: str, named: Sequence[View]) -> Meaning | None:
    """Understand a text, of the only obligation of ``named`` without its name, too: «پل هوایی ۵۰ درصد».

    What is no «done» with the name, such as a step, is none without it.
    """
    if len(named) != 1:
        return understand(text)
    [view] = named
    if meaning := understand(text, view.text):
        return meaning
    unnamed = understand(mentions.without_names(text, view.text), view.text)
    return unnamed if unnamed and unnamed.purpose is not Purpose.DONE else None


async def _answered(turn: Turn, numbers: frozenset[int]) -> tuple[int, ...]:
    """Return the ids of the obligations of some numbers that were answered before."""
    found = await obligation_search.numbered(turn.session, tasks.answered_agencies(turn), numbers)
    return tuple(view.id for view in found)
