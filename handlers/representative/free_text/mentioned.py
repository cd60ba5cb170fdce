"""The obligations that a text names, by number or by a few words, and what it says of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.chat import asides, mentions
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

    What it says of two obligations may differ, and is then no meaning of the whole. A question after it is left out.
    """
    text = asides.parted(text)[0] or text
    if numbers := mentions.named_numbers(text) or mentions.leading_number(text) & all_numbers(views):
        named = [view for view in views if numbers & numbers_of(view)]
        meaning = _understood(text, named)
        if not named:
            return Said(meaning, tuple(view.id for view in await _numbered(turn, numbers)))
        about = tuple(view.id for view in named)
        if len(numbers) == 1:
            return Said(meaning, about)
        meanings = {understand(said) for number, said in mentions.parts(text) if number in all_numbers(named)}
        return Said(meanings.pop() if len(meanings) == 1 else None, about)
    texts = [(view.id, view.text) for view in views]
    each = mentions.named_each(text, texts)
    if len(each) > 1:
        meaning = understand(text)
        return Said(None if meaning and meaning.purpose in _OF_ONE else meaning, each)
    about = mentions.best_named(text, texts)
    named = [view for view in views if view.id in about]
    one = len(named) == 1
    meaning = _understood(text, named if one else views)
    several = mentions.tells_of_others(text)
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


async def unknown_numbers(turn: Turn, text: str, views: Sequence[View]) -> list[int]:
    """Return the numbers that a text names and that none of the obligations has, nor one that was answered."""
    unknown = mentions.named_numbers(text) - all_numbers(views)
    if unknown and views:
        unknown -= all_numbers(await _numbered(turn, unknown))
    return sorted(unknown)


def _understood(text: str, named: Sequence[View]) -> Meaning | None:
    """Understand a text, of the only obligation of ``named`` without its name, too: «پل هوایی ۵۰ درصد».

    What is no «done» with the name, such as a step, is none without it, and a name that is left out takes nothing back.
    """
    if len(named) != 1:
        return understand(text)
    [view] = named
    if meaning := understand(text, view.text):
        return meaning
    unnamed = understand(mentions.without_names(text, view.text), view.text)
    return None if unnamed and unnamed.purpose in (Purpose.DONE, Purpose.RETRACTION, Purpose.COURTESY) else unnamed


async def _numbered(turn: Turn, numbers: frozenset[int]) -> Sequence[View]:
    """Return the person's obligations of some numbers, those that were answered, too."""
    return await obligation_search.numbered(turn.session, tasks.answered_agencies(turn), numbers)
