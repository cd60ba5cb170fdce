"""The answers of a filled form in pages: a row stands whole on one, and a heading with what it is over."""

from __future__ import annotations

from collections.abc import Iterator

from domain.chat.screens import T, Text
from domain.forms.form_words import Label, QuestionWords
from domain.forms.xforms.form import XFormFilling
from handlers.core.turn import Turn
from handlers.core.xforms import summary_view
from texts import answer_summary as shown
from texts.answer_summary import clip

LINES = 24
"""Lines of one page."""
CHARACTERS = 2800
"""Characters of one page; with the head, a message holds 4096 in all."""
CLOSE = 4
"""Lines of a row that needs no blank line before it."""
LONG = 400
"""Characters of one answer on a page."""
Block = list[Label]
"""Lines that stay together."""


def lines_of(opened: XFormFilling, inside: str = "") -> list[Label]:
    """Return the answers of a form, or ``inside`` one of its rows, a line each under headings."""
    if not inside:
        return [line for block in blocks(opened) for line in block]
    own, inner = _row(opened, inside)
    return [*own, *(line for block in inner for line in block)]


def once(opened: XFormFilling) -> list[Label]:
    """Return the answers of a form that lie in no row, a line each."""
    found = [line for _, _, line in _answers(opened, "") if line is not None]
    return [*found, *summary_view.added_lines(opened, "", LONG)]


def blocks(opened: XFormFilling) -> list[Block]:
    """Return the answers of a form: a heading stands with the first under it, a row with its own.

    What comes behind rows stands apart from the last of them.
    """
    made: list[Block] = []
    section: tuple[Label, ...] = ()
    heading: Block = []
    behind_rows = False
    for name, its, line in _answers(opened, ""):
        if its.section != section:
            section = its.section
            # What comes behind a section stands apart from it; rows have headings of their own.
            apart: Block = [""] if line is not None else []
            heading = [T("xform.heading", name=summary_view.shown_section(section))] if section else apart
        elif behind_rows and line is not None:
            heading = [""]
        found = _rows(opened, name, its.short) if line is None else [[line]]
        if found:
            made += [[*heading, *found[0]], *found[1:]]
            heading, behind_rows = [], line is None
    added: list[Block] = [[line] for line in summary_view.added_lines(opened, "", LONG)]
    return [*made, *([["", *added[0]], *added[1:]] if added and behind_rows else added)]


def _rows(opened: XFormFilling, repeat: str, label: Label) -> list[Block]:
    """Return the rows of a repeat, each followed by the rows in it."""
    made: list[Block] = []
    for number in range(1, len(opened.found.rows(repeat)) + 1):
        own, inner = _row(opened, f"{repeat}[{number}]")
        made += [[T("form_fill.row_heading", repeat=label, number=number), *own], *inner]
    return made


def _row(opened: XFormFilling, inside: str) -> tuple[Block, list[Block]]:
    """Return a row's own answers, and the rows in it."""
    own: Block = []
    inner: list[Block] = []
    for name, its, line in _answers(opened, inside):
        if line is None:
            inner += _rows(opened, name, its.short)
        else:
            own.append(line)
    return [*own, *summary_view.added_lines(opened, inside, LONG)], inner


def _answers(opened: XFormFilling, inside: str) -> Iterator[tuple[str, QuestionWords, Label | None]]:
    """Yield the answered questions, each with its line, and the repeats, which have none."""
    for name in summary_view.names_of(opened, inside):
        question = opened.question(name)
        if question is None:
            continue
        its = opened.words.of(question)
        if name in opened.found.repeats:
            yield name, its, None
        elif (value := opened.value(name)) not in (None, "", []):
            answer = shown.value(question, its, value)
            answer = clip(answer, LONG) if isinstance(answer, str) else answer
            yield name, its, T("form.answer", label=its.short, value=answer)


def pages(turn: Turn, found: list[Block]) -> list[list[Label]]:
    """Return the lines of each page; what is longer than a page goes on under its first line on the next."""
    made: list[list[Label]] = [[]]
    room, letters = LINES, CHARACTERS
    for block in found:
        for part in _parts(turn, block):
            is_row = isinstance(part[0], Text) and part[0].key == "form_fill.row_heading"
            if is_row and made[-1] and len(part) > CLOSE:
                part = ["", *part]
            size = _letters(turn, part)
            if made[-1] and (len(part) > room or size > letters):
                made.append([])
                room, letters = LINES, CHARACTERS
                part = part[1:] if part[0] == "" else part
            made[-1] += part
            room, letters = room - len(part), letters - size
    return [page for page in made if page]


def _parts(turn: Turn, block: Block) -> Iterator[Block]:
    """Yield a block whole, or in parts where it is longer than a page."""
    part: Block = []
    for line in block:
        if len(part) == LINES or (part and _letters(turn, [*part, line]) > CHARACTERS):
            yield part
            part = [T("form_fill.row_goes_on", row=block[0])]
        part.append(line)
    if part:
        yield part


def _letters(turn: Turn, lines: Block) -> int:
    return sum(len(turn.voice.plain(T("form.lines", lines=[line]))) + 1 for line in lines)
