"""From a document's blocks to a reading: what was found is understood, and what is unsure is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from domain.dates.working_days import Calendar
from domain.minutes.decisions.resolution import understand
from domain.minutes.doubts import Doubt
from domain.minutes.language.numbers import split_sequence
from domain.minutes.language.scraps import clean
from domain.minutes.language.verbs import says_a_decision
from domain.minutes.reading import ActorDuties, Reading
from domain.minutes.reckoning import Reckoning
from domain.minutes.structure.blocks import Document, Paragraph, Table
from domain.minutes.structure.columns import ColumnRole, heading_role
from domain.minutes.structure.header import read_meeting
from domain.minutes.structure.prose import ProseReader
from domain.minutes.structure.tables import TableReader
from domain.minutes.structure.wholeness import doubts_about_numbers, doubts_about_wholeness
from domain.persian.text import fold

_DECISION = re.compile(
    r"^\W*(?:\d{1,3}\W+)?(?:مقرر|مصوب)\s+(?:شد|گردید|است)|^\W*(?:مصوبه|بند)\s+\S{1,8}\s*(?:[:.)-]|$)"
)
_NUMBERED = re.compile(r"^\W*\d{1,3}\s*[-–.)]")


def read(document: Document, calendar: Calendar, on: date | None = None) -> Reading:
    """Read minutes. `on` is the meeting's date where the caller knows it better than the text."""
    texts = [clean(text) for text in document.texts()]
    opening = list(_opening(texts))
    meeting, doubts_of_header = read_meeting(opening, texts[len(opening) :], on)
    reckoning = Reckoning(meeting.date, calendar)
    tables, prose = TableReader(reckoning), ProseReader(meeting.number)
    _walk(document, tables, prose)
    drafts = tables.drafts or prose.drafts()
    doubts = [*document.doubts, *doubts_of_header, *tables.doubts]
    doubts += doubts_about_numbers(drafts)
    doubts += doubts_about_wholeness(document, opening, len(drafts))
    if prose.earlier:
        doubts.append(Doubt("earlier_skipped"))
    if skipped := prose.skipped(bool(tables.drafts)):
        doubts.append(Doubt("prose_skipped", {"count": len(skipped), "text": skipped[0][:80]}))
    return Reading(
        meeting,
        tuple(understand(draft, meeting.number, reckoning) for draft in drafts),
        tuple(ActorDuties(clean(actor), _duties(clean(duties))) for actor, duties in tables.duties),
        tuple(doubt for index, doubt in enumerate(doubts) if doubt not in doubts[:index]),
    )


def _opening(texts: list[str]) -> Iterator[str]:
    """The texts before the first that decides or the first heading of owners or deadlines."""
    for text in texts:
        folded = fold(text)
        deciding = _DECISION.match(folded) or (_NUMBERED.match(folded) and says_a_decision(text))
        if deciding or heading_role(text) in {ColumnRole.OWNER, ColumnRole.DEADLINE, ColumnRole.OWNER_AND_DEADLINE}:
            return
        yield text


def _walk(document: Document, tables: TableReader, prose: ProseReader) -> None:
    """Give each table to the reader of tables, and the rest to that of prose."""
    caption = ""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            paragraph = replace(block, text=clean(block.text))
            caption = paragraph.text or caption
            prose.read([paragraph])
        else:
            _lay_out(block, caption, tables, prose)
            caption = ""


def _lay_out(table: Table, caption: str, tables: TableReader, prose: ProseReader) -> None:
    """Read a table; one that only lays out a page is read cell by cell, with the tables inside it."""
    if tables.read(table, caption):
        return
    for row in table.rows:
        for cell in row:
            if cell.text and not cell.merged:
                prose.read([Paragraph(clean(cell.text))])
            for child in cell.children:
                _lay_out(child, "", tables, prose)


def _duties(text: str) -> tuple[str, ...]:
    """The numbered duties of a cell, or its lines when it has no numbers."""
    before, parts = split_sequence(text)
    if parts:
        first = f"{before}\n{parts[0]}" if before else parts[0]
        return (first, *parts[1:])
    return tuple(line.removeprefix("• ") for line in before.split("\n") if line)
