"""Make a reading of a document's blocks: find the resolutions, resolve each, and collect the doubts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from domain.dates.working_days import Calendar
from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.decisions.deadline import say_once
from domain.minutes.decisions.next_meeting import give_day
from domain.minutes.decisions.resolution import to_resolution
from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.markup import clean
from domain.minutes.language.numbers import number_of, split_sequence
from domain.minutes.language.verbs import states_decision
from domain.minutes.merit import is_better, unread_in
from domain.minutes.owners.roster import Roster
from domain.minutes.reading import ActorDuties, PassedOverKind, Reading, Resolution
from domain.minutes.recasts import RECASTS, narrowed
from domain.minutes.structure.blocks import (
    Cell,
    Document,
    Paragraph,
    Table,
    bars_to_tables,
    labelled_texts,
    labels_header,
    row_text,
)
from domain.minutes.structure.column_headings import ColumnRole, Row, heading_role
from domain.minutes.structure.completeness import completeness_doubts, number_drafts
from domain.minutes.structure.entries.offices import Charge, under_offices
from domain.minutes.structure.entries.prose import ProseReader
from domain.minutes.structure.findings import Findings
from domain.minutes.structure.headings import heading_of
from domain.minutes.structure.judging.judgement import judge
from domain.minutes.structure.lines.inline import unfold_inline
from domain.minutes.structure.lines.labelled import labelled_draft
from domain.minutes.structure.lines.line_labels import arrows_to_colons, with_known_labels
from domain.minutes.structure.lines.missing_numbers import with_missing_numbers
from domain.minutes.structure.messages import in_messages
from domain.minutes.structure.opening.header import read_meeting
from domain.minutes.structure.page_foot import PageFoot
from domain.minutes.structure.tabular.matrix import Legend, legend_of
from domain.minutes.structure.tabular.rows import RowReader
from domain.minutes.structure.tabular.tables import TableReader
from domain.minutes.suspicion.resolutions import ask_once, look_again, only_titles
from domain.minutes.suspicion.stretches import StretchReader, quoting, sound_drafts, stretch_doubts
from domain.persian.text import fold

_ANY_DAY = date(2024, 3, 20)
"""The day that a time is counted from where only this matters: that it is one."""

_DECISION = re.compile(
    r"^\W*(?:\d{1,3}\W+)?(?:مقرر|مصوب)\s+(?:شد|گردید|است)|^\W*(?:مصوبه|بند)\s+\S{1,8}\s*(?:[:.)-]|$)"
)
_NUMBERED = re.compile(r"^\W*\d{1,3}\s*[-–.)]")

_ATTENDING = re.compile(
    r"(?:^|[.!؟]\s)\W*(?:(?:حاضر(?:ین|ان)?|غای?یب(?:ین|ان)?|شرکت ?کنندگان|مدعوین?|اعضای حاضر|بودیم"
    r"|(?:کی ?ها|کیا) بودند?)\s*:|بودیم\s).*"
)
"""A list of those present, also behind a first sentence of its line: «خلاصه جلسه رو می‌ذارم. بودیم: …»."""


def read(document: Document, calendar: Calendar, on: date | None = None) -> Reading:
    """Read minutes. `on` is the meeting's date where the caller knows it; then the text is not searched for it.

    Another reading of the same body is taken where it is clearly better; else what it alone finds is asked about.
    """
    document = replace(document, blocks=tuple(with_missing_numbers(in_messages(document.blocks))))
    best = _read(document, calendar, on)
    resolver = DeadlineResolver(best.meeting.date or _ANY_DAY, calendar)
    left: list[Reading] = []
    document = narrowed(document)
    for recast in RECASTS:
        other = recast(document, resolver)
        if other.blocks == document.blocks:
            continue
        found = _read(other, calendar, on)
        if is_better(found, best):
            document, best, found = other, found, best
        left.append(found)
    quoted = " ".join(str(doubt.params.get("text")) for doubt in best.doubts)
    unread = dict.fromkeys(" ".join(text.split()) for reading in left for text in unread_in(best, reading))
    asked = [text for text in unread if text not in quoted]
    return replace(best, doubts=(*best.doubts, quoting(asked))) if asked else best


def _read(document: Document, calendar: Calendar, on: date | None) -> Reading:
    """Read minutes in the shapes that are known.

    Each text of the document is taken in by the reader of tables or of prose, and is in exactly one of their findings.
    """
    texts = list(labelled_texts(document))
    opening = list(_opening(texts))
    meeting, doubts_of_header = read_meeting(opening, texts[len(opening) :], on)
    resolver = DeadlineResolver(meeting.date, calendar, meeting.number)
    findings = Findings()
    _walk(
        document,
        TableReader(
            resolver, findings, RowReader(resolver, findings, meeting.number), _legend(document), _people(document)
        ),
        ProseReader(findings, meeting.number),
    )
    judge(findings)
    drafts = list(findings.drafts())
    sound = sound_drafts(drafts)
    doubts = [*document.doubts, *doubts_of_header, *number_drafts(drafts)]
    doubts += completeness_doubts(document, opening, len(drafts))
    roster = _roster(opening, findings)
    resolutions, missing = say_once([to_resolution(draft, meeting.number, resolver, roster) for draft in drafts])
    resolutions = tuple(map(look_again, resolutions, drafts))
    resolutions = give_day(resolutions, (passed.text for passed in findings.passed_over()), resolver)
    owners = frozenset(fold(name) for one in resolutions for name in one.responsible)
    titles = only_titles(resolutions)
    resolutions, unsure = ask_once(resolutions)
    doubts += [*findings.doubts, *missing, *titles, *unsure]
    doubts += stretch_doubts(findings, StretchReader(resolver, roster, owners), sound)
    return Reading(
        meeting,
        resolutions,
        tuple(ActorDuties(clean(actor), _duties(clean(duties))) for actor, duties in findings.duties),
        tuple(doubt for index, doubt in enumerate(doubts) if doubt not in doubts[:index]),
        tuple(findings.passed_over()),
    )


def read_resolution(text: str, meeting: int | None, on: date | None, calendar: Calendar) -> Resolution:
    """Read one text as a resolution, because somebody says that it is one; `meeting` is its meeting's number."""
    draft = labelled_draft(clean(text))
    draft.assured = True
    return to_resolution(draft, meeting, DeadlineResolver(on, calendar, meeting))


def _legend(document: Document) -> Legend:
    return {sign: role for text in document.texts() for sign, role in legend_of(text).items()}


def _people(document: Document) -> frozenset[str]:
    """The folded words of the paragraphs."""
    texts = (block.text for block in document.blocks if isinstance(block, Paragraph))
    return frozenset(word for text in texts for word in re.findall(r"\w+", fold(text)))


def _roster(opening: Iterable[str], findings: Findings) -> Roster:
    """The names that the document shows to be names."""
    opening = list(opening)
    present = [passed.text for passed in findings.passed_over() if passed.kind is PassedOverKind.ATTENDANCE]
    present += [found[0] for text in opening for line in text.split("\n") if (found := _ATTENDING.search(fold(line)))]
    return Roster.of(present, opening, (clean(cell) for draft in findings.drafts() for cell in draft.owners or ()))


def _opening(texts: list[str]) -> Iterator[str]:
    """The texts before the first decision and before the first heading of owners or deadlines."""
    answers = {ColumnRole.OWNER, ColumnRole.DEADLINE, ColumnRole.OWNER_AND_DEADLINE}
    for before, text, behind in zip(["", *texts], texts, [*texts[1:], ""], strict=False):
        folded = fold(text)
        deciding = _DECISION.match(folded) or (_NUMBERED.match(folded) and states_decision(text))
        # «تاریخ» alone above a day is a label of the meeting.
        heads = heading_role(text) in answers and (heading_role(before) or heading_role(behind))
        if deciding or heads:
            return
        yield text


def _walk(document: Document, tables: TableReader, prose: ProseReader) -> None:
    """Give tables to their reader and paragraphs to that of prose, in reading order.

    The caption of a table is the last text before it, empty right after another table.
    """
    caption, foot = "", PageFoot.of(document.blocks)
    blocks = with_known_labels(arrows_to_colons(unfold_inline(document.blocks)), tables.resolver)
    for block in under_offices(bars_to_tables(blocks)):
        if isinstance(block, Charge):
            prose.charge(block)
        elif foot.holds(block) and isinstance(block, Paragraph):
            tables.findings.pass_over(PassedOverKind.CLOSING, clean(block.text))
            prose.close()
        elif isinstance(block, Paragraph):
            paragraph = replace(block, text=clean(block.text))
            caption = paragraph.text or caption
            if legend_of(block.text):
                tables.findings.pass_over(PassedOverKind.HEADING, " ".join(block.text.split()))
            elif paragraph.margin and strongest_act(paragraph.text) < Act.DECIDES:
                tables.findings.pass_over(PassedOverKind.LETTERHEAD, paragraph.text)
                prose.close()
            else:
                prose.read(paragraph)
        else:
            _lay_out(block, caption, tables, prose)
            prose.leave_follow_up()
            caption = ""


def _lay_out(table: Table, caption: str, tables: TableReader, prose: ProseReader) -> None:
    """Read a table; what is no table of a known kind only lays out a page and is read as text."""
    if prose.takes_table(table):
        return
    left = tables.read(table, caption, prose.section)
    lined = len(left) > 1 and (_is_numbered(left) or all(_is_line(cell) for row in left for cell in row))
    for row in left:
        if lined:
            _read_line(row, prose)
            continue
        if prose.section is not None and labels_header(row):
            tables.findings.pass_over(PassedOverKind.LETTERHEAD, row_text(row))
            continue
        for cell in row:
            if cell.text and not cell.merged:
                prose.read(Paragraph(clean(cell.text)))
            for child in cell.children:
                _lay_out(child, "", tables, prose)
    prose.close()


def _is_line(cell: Cell) -> bool:
    text = clean(cell.text)
    return not cell.children and "\n" not in text and ":" not in text and heading_of(text, marked=False) is None


def _is_numbered(rows: list[Row]) -> bool:
    firsts = [next((cell.text for cell in row if cell.text.strip()), "") for row in rows]
    nested = any(cell.children for row in rows for cell in row)
    return not nested and all(re.fullmatch(r"\W*\d{1,3}\W*", first) for first in firsts)


def _read_line(row: Row, prose: ProseReader) -> None:
    """Read a row of a list that somebody drew as a table: «۱ | شهرداری گزارش دهد»."""
    said = [cell for cell in row if cell.text.strip() and not cell.merged]
    number = number_of(fold(said[0].text)) if len(said) > 1 else None
    text = row_text(tuple(said[1:] if number is not None else said))
    prose.read(Paragraph(text, number))


def _duties(text: str) -> tuple[str, ...]:
    """Split a cell into its numbered duties, or into its lines when it has no numbers."""
    before, parts = split_sequence(text)
    if parts:
        first = f"{before}\n{parts[0]}" if before else parts[0]
        return (first, *parts[1:])
    return tuple(line.removeprefix("• ") for line in before.split("\n") if line)
