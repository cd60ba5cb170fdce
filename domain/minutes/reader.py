"""Make a reading of a document's blocks: find the resolutions, resolve each, and collect the doubts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from domain.dates.working_days import Calendar
from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.decisions.resolution import to_resolution
from domain.minutes.doubts import Doubt
from domain.minutes.language.markup import clean
from domain.minutes.language.numbers import split_sequence
from domain.minutes.language.verbs import states_decision
from domain.minutes.reading import ActorDuties, PassedOver, PassedOverKind, Reading
from domain.minutes.structure.blocks import Document, Paragraph, Table
from domain.minutes.structure.columns import ColumnRole, heading_role
from domain.minutes.structure.completeness import completeness_doubts, number_drafts
from domain.minutes.structure.header import read_meeting
from domain.minutes.structure.prose import ProseReader
from domain.minutes.structure.tables import TableReader
from domain.persian.text import fold

_DECISION = re.compile(
    r"^\W*(?:\d{1,3}\W+)?(?:مقرر|مصوب)\s+(?:شد|گردید|است)|^\W*(?:مصوبه|بند)\s+\S{1,8}\s*(?:[:.)-]|$)"
)
_KINDS = {
    PassedOverKind.EARLIER_RESOLUTIONS: r"جلسه (?:قبل|گذشته)",
    PassedOverKind.AGENDA: r"^دستور (?:کار )?جلسه",
    PassedOverKind.ATTENDANCE: r"^(?:حاضرین|حاضران|غایبین)",
    PassedOverKind.DISCUSSION: r"مذاکرات|قرایت شد",
    PassedOverKind.HEADING: r"^(?:مصوبات|ردیف)",
    PassedOverKind.CLOSING: r"(?:پایان یافت|خاتمه یافت)",
    PassedOverKind.SIGNATURE: r"^امضا",
}
_NUMBERED = re.compile(r"^\W*\d{1,3}\s*[-–.)]")


def read(document: Document, calendar: Calendar, on: date | None = None) -> Reading:
    """Read minutes. `on` is the meeting's date where the caller knows it; then the text is not searched for it."""
    texts = [clean(text) for text in document.texts()]
    opening = list(_opening(texts))
    meeting, doubts_of_header = read_meeting(opening, texts[len(opening) :], on)
    resolver = DeadlineResolver(meeting.date, calendar)
    tables, prose = TableReader(resolver), ProseReader(meeting.number)
    _walk(document, tables, prose)
    drafts = tables.drafts or prose.drafts()
    doubts = [*document.doubts, *doubts_of_header, *tables.doubts]
    doubts += number_drafts(drafts)
    doubts += completeness_doubts(document, opening, len(drafts))
    if prose.skipped_earlier:
        doubts.append(Doubt("earlier_skipped"))
    if skipped := prose.skipped(bool(tables.drafts)):
        doubts.append(Doubt("prose_skipped", {"count": len(skipped), "text": skipped[0][:80]}))
    reading = Reading(
        meeting,
        tuple(to_resolution(draft, meeting.number, resolver) for draft in drafts),
        tuple(ActorDuties(clean(actor), _duties(clean(duties))) for actor, duties in tables.duties),
        tuple(doubt for index, doubt in enumerate(doubts) if doubt not in doubts[:index]),
    )
    return replace(reading, passed_over=tuple(_passed_over(texts, len(opening), reading)))


def _passed_over(texts: list[str], opening: int, reading: Reading) -> Iterator[PassedOver]:
    """The lines that are nowhere in the reading: those of its opening as letterhead, the others without a kind."""
    read_lines = fold(json.dumps(reading.to_json(), ensure_ascii=False))
    for index, text in enumerate(texts):
        for line in text.split("\n"):
            if line and fold(line) not in read_lines:
                otherwise = PassedOverKind.LETTERHEAD if index < opening else PassedOverKind.UNPLACED
                kinds = (kind for kind, pattern in _KINDS.items() if re.search(pattern, fold(line)))
                yield PassedOver(next(kinds, otherwise), line)


def _opening(texts: list[str]) -> Iterator[str]:
    """The texts before the first decision and before the first heading of owners or deadlines."""
    for text in texts:
        folded = fold(text)
        deciding = _DECISION.match(folded) or (_NUMBERED.match(folded) and states_decision(text))
        if deciding or heading_role(text) in {ColumnRole.OWNER, ColumnRole.DEADLINE, ColumnRole.OWNER_AND_DEADLINE}:
            return
        yield text


def _walk(document: Document, tables: TableReader, prose: ProseReader) -> None:
    """Give tables to their reader and paragraphs to that of prose, in reading order.

    The caption of a table is the last text before it, empty right after another table.
    """
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
    """Read a table; one that only lays out a page is read cell by cell, and so are the tables inside it."""
    if tables.read(table, caption):
        return
    for row in table.rows:
        for cell in row:
            if cell.text and not cell.merged:
                prose.read([Paragraph(clean(cell.text))])
            for child in cell.children:
                _lay_out(child, "", tables, prose)


def _duties(text: str) -> tuple[str, ...]:
    """Split a cell into its numbered duties, or into its lines when it has no numbers."""
    before, parts = split_sequence(text)
    if parts:
        first = f"{before}\n{parts[0]}" if before else parts[0]
        return (first, *parts[1:])
    return tuple(line.removeprefix("• ") for line in before.split("\n") if line)
