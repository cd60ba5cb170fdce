"""Options of a choice as buttons: all of a few, a page of many, which typing narrows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.chat.screens import Button, T
from domain.forms.form_words import Label, QuestionWords
from domain.forms.types.answer_types import Choice
from domain.forms.xforms.form import XFormFilling
from domain.forms.xforms.types import Ranking, Ticks
from domain.persian.search import words_of
from domain.persian.text import fold
from handlers.core import pagination
from handlers.core.open_form import OpenForm
from handlers.core.turn import Listing, Turn
from texts.xform_values import joined

FEW = 10
"""Options that are shown all at once."""
Selection = Choice | Ticks | Ranking


def buttons(
    turn: Turn, opened: OpenForm, filling: XFormFilling, kind: Selection, words: QuestionWords, lines: list[Label]
) -> list[list[Button]]:
    """Return the buttons of the options, and add to ``lines`` what is chosen and how to choose."""
    question = opened.question
    chosen = str(filling.value(question.name) or "").split() if question else []
    if isinstance(kind, Ranking):
        return _ranking(turn, opened, filling, kind, words, chosen, lines)
    shown, pages = _page(turn, opened, words, lines)
    rows = []
    for value, label in shown:
        if isinstance(kind, Ticks):
            label = T("form.ticked" if value in chosen else "form.unticked", label=label)
        rows.append([opened.button(label, f"c={filling.tag(value)}")])
    rows += pages
    if isinstance(kind, Ticks):
        lines.append(T("xform.ticks_way"))
        if chosen:
            names = joined([words.option(one) for one in chosen])
            lines.append(T("form.picked", count=len(chosen), names=names))
            clear = opened.button(T("form.clear"), "clear")
            rows.append([opened.button(T("xform.confirm"), "next"), clear])
    return rows


def _ranking(
    turn: Turn,
    opened: OpenForm,
    filling: XFormFilling,
    kind: Ranking,
    words: QuestionWords,
    chosen: Sequence[str],
    lines: list[Label],
) -> list[list[Button]]:
    lines.append(T("xform.rank_way"))
    ordered = [T("xform.ranked", place=place, label=words.option(one)) for place, one in enumerate(chosen, 1)]
    if ordered:
        lines.append(T("xform.order", names=joined([*ordered])))
    left = [value for value in kind.options if value not in chosen]
    rows = [[opened.button(words.option(value), f"c={filling.tag(value)}")] for value in left]
    if chosen:
        clear = opened.button(T("form.clear"), "clear")
        rows.append([clear] if left else [opened.button(T("xform.confirm"), "next"), clear])
    return rows


def _page(
    turn: Turn, opened: OpenForm, words: QuestionWords, lines: list[Label]
) -> tuple[list[tuple[str, Label]], list[list[Button]]]:
    """Return the options that are shown now with the buttons to the others."""
    options = list(words.options.items())
    if len(options) <= FEW:
        return options, []
    if turn.notes.search:
        wanted = words_of(turn.notes.search)
        options = [one for one in options if all(part in fold(turn.voice.plain(one[1])) for part in wanted)]
    offset = turn.notes.offset if turn.notes.offset < len(options) else 0
    listing = pagination.page_of([(place, value) for place, (value, _) in enumerate(options)], offset)
    lines += pagination.lines(turn, Listing(listing.rows, listing.total))
    moves = [opened.button(label, f"p={place}") for label, place in pagination.moves(turn, listing)]
    rows = [moves] if moves else []
    if turn.notes.search:
        rows.append([opened.button(T("list.whole"), "whole")])
    return [options[place] for place, _ in listing.rows], rows


def typed(turn: Turn, kind: Selection, words: QuestionWords, text: str) -> str:
    """Return the options that were typed, with a space between: by label, its beginning, or number; "" for none.

    Of several words that are parted by commas or lines each has to name one.
    """
    # Of a list of thousands the labels are read once, whatever the number of parts.
    labels = {fold(turn.voice.plain(label)): value for value, label in words.options.items()}
    whole = _named(kind, labels, text)
    if whole or isinstance(kind, Choice):
        return whole
    parts = [part for part in text.replace("،", "\n").replace(",", "\n").split("\n") if part.strip()]
    named = [_named(kind, labels, part) for part in parts]
    return " ".join(named) if all(named) else ""


def _named(kind: Selection, labels: Mapping[str, str], text: str) -> str:
    said = fold(text)
    if said in labels:
        return labels[said]
    if len(kind.options) <= FEW:
        if said.isdecimal() and 1 <= int(said) <= len(kind.options):
            return kind.options[int(said) - 1]
        beginning = [value for label, value in labels.items() if len(said) >= 3 and label.startswith(said)]
        return beginning[0] if len(beginning) == 1 else ""
    return ""
