"""Letters that were made before somebody makes them again: who made them and when, and a way to new ones."""

from __future__ import annotations

from collections.abc import Sequence

from domain.chat.screens import Button, Screen, T, Tap, Text
from models.tables.correspondence import SecretariatLetter
from services.correspondence.letters import AlreadyMade
from services.directory import members
from texts.answer_summary import clip

MOST = 8
NAME = 60


def lines(made: Sequence[SecretariatLetter]) -> list[Text]:
    """Return a line for each letter: to whom, by whom and when; the newest first, and the rest as a number."""
    shown = [_line(letter) for letter in reversed(made[-MOST:])]
    return [*shown, *([T("letters.more", count=len(made) - MOST)] if len(made) > MOST else [])]


def _line(letter: SecretariatLetter) -> Text:
    agency = clip(letter.agency.name, NAME)
    if letter.maker is None:
        return T("letters.made_at", agency=agency, at=letter.made_at)
    return T("letters.made_by", agency=agency, by=members.colleague(letter.maker), at=letter.made_at)


def screen(refused: AlreadyMade, again: Tap, back: Button | None = None) -> Screen:
    """Return the screen that asks whether letters are made ``again``; without ``back`` it leads back to all letters."""
    rows = [(Button(T("letters.make_again"), again),)]
    if any(not letter.number for letter in refused.made):
        rows.append((Button(T("letters.number_made"), Tap("letters.unsent")),))
    rows.append((back or Button(T("letters.back"), Tap("letters")),))
    return Screen(T("form.lines", lines=[refused.text, "", *lines(refused.made)]), tuple(rows))


def newest(refused: AlreadyMade) -> int:
    """The id of the newest of the letters, which the tap to new ones carries."""
    return max(letter.id for letter in refused.made)
