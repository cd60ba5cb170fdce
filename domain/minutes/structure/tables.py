"""Read the tables of minutes: resolutions, duties of the appendix, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from domain.deadlines import DeadlineKind
from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.doubts import Doubt
from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.verbs import states_decision
from domain.minutes.structure.blocks import Cell, Table
from domain.minutes.structure.columns import (
    ColumnRole,
    Columns,
    Row,
    columns_of,
    heading_role,
    is_heading_row,
    is_title,
)
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.vertical import read_vertical
from domain.persian.text import fold, latin_digits

_EARLIER = re.compile(
    r"(?:پیگیری|مرور|بررسی|گزارش|وضعیت|نتایج|نتیجه).{0,25}(?:جلسه|جلسات|نشست|صورت ?جلسه)\s*"
    r"(?:های\s*)?(?:قبل|گذشته|پیشین|پیش)"
)
_TELLS = re.compile(r"(?:شد|گردید|شدند|نمودند|کردند|نمود|کرد)\s*\.?$")
_HEADING_LENGTH = 120
_DITTO = re.compile(r'["”″〃]+|//|ایضا|همان')
_AGENDA = re.compile(
    r"دستور (?:کار )?جلسه|حاضرین|حاضران|مدعوین جلسه|غایبین|غایبان|شرکت کنندگان|اعضای حاضر|برنامه زمانبندی"
)


def announces_follow_up(heading: str) -> bool:
    """Tell whether a folded heading announces a follow-up of an earlier meeting's resolutions."""
    return len(heading) < _HEADING_LENGTH and bool(_EARLIER.search(heading)) and not _TELLS.search(heading)


@dataclass
class Section:
    """A heading of a table, which may take several rows, with the rows under it."""

    heading: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


@dataclass
class TableReader:
    """Reads the tables of one document in order; a table without a header continues the one before it."""

    resolver: DeadlineResolver
    drafts: list[Draft] = field(default_factory=list)
    duties: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    _previous: tuple[int, Columns] | None = None
    _earlier: tuple[str, ...] | None = None
    """The heading of the last table about an earlier meeting, which a table without a caption may continue."""

    def read(self, table: Table, caption: str) -> bool:
        """Read a table; False when it holds neither resolutions nor duties and should be read as plain text.

        `caption` is the text before the table, empty right after another table.
        """
        upright = read_vertical(table)
        self.drafts += upright
        if upright:
            return True
        taken = False
        for section in _sections(table):
            taken = self._read_section(section, caption) or taken
        return taken

    def _read_section(self, section: Section, caption: str) -> bool:
        titles = " ".join(clean(cell.text) for row in section.heading for cell in row if is_title(cell.text))
        about = fold(f"{caption} {titles}")
        columns, width = self._columns(section)
        if columns is None:
            return False
        if ColumnRole.DUTIES in columns.roles:
            return self._read_duties(section.rows, columns)
        heading = tuple(fold(cell.text) for row in section.heading for cell in row)
        if announces_follow_up(about) or (not caption and self._earlier is not None and heading in ((), self._earlier)):
            self._earlier = heading
            self.doubts.append(Doubt("earlier_skipped"))
            return True
        if ColumnRole.UNRELATED in columns.roles or not self._holds_resolutions(section, columns, about):
            return False
        if not columns.sure:
            self.doubts.append(Doubt("columns_unclear", {"heading": _quote_heading(section)}))
        self._previous = (width, columns)
        for row in section.rows:
            self._read_row(row, columns)
        return True

    def _columns(self, section: Section) -> tuple[Columns | None, int]:
        width = max((len(row) for row in (*section.heading, *section.rows)), default=0)
        if width < 2 or not section.rows:
            return None, width
        named = any(heading_role(cell.text) for row in section.heading for cell in row)
        if not named and self._previous is not None and self._previous[0] == width:
            own = columns_of(section.heading, section.rows, self.resolver)
            previous = self._previous[1]
            agrees = all(previous.roles.get(role) in (column, None) for role, column in own.roles.items())
            return (previous if agrees else own), width
        return columns_of(section.heading, section.rows, self.resolver), width

    def _holds_resolutions(self, section: Section, columns: Columns, about: str) -> bool:
        """Tell whether the rows are resolutions, by a header of text and owner or deadline, or by their verbs."""
        if ColumnRole.TEXT not in columns.roles:
            return False
        named = {heading_role(cell.text) for row in section.heading for cell in row}
        answered = {ColumnRole.OWNER, ColumnRole.DEADLINE, ColumnRole.OWNER_AND_DEADLINE}
        if ColumnRole.TEXT in named and answered & named:
            return True
        if _AGENDA.search(about):
            return False
        texts = [text for row in section.rows if (text := _text(columns.cell(ColumnRole.TEXT, row)))]
        verbs = sum(map(states_decision, texts))
        if verbs * 2 >= max(1, len(texts)):
            return bool(answered & columns.roles.keys()) or ColumnRole.TEXT in named
        return ColumnRole.TOPIC in named and bool(answered & named)

    def _read_duties(self, rows: Sequence[Row], columns: Columns) -> bool:
        actor_column = columns.roles.get(ColumnRole.ACTOR, columns.roles.get(ColumnRole.OWNER))
        for row in rows:
            duties = columns.cell(ColumnRole.DUTIES, row)
            if duties is None or actor_column is None or actor_column >= len(row):
                continue
            actor, text = row[actor_column].text, duties.text
            if self.duties and not clean(actor):  # A page break has cut the row in two.
                actor, before = self.duties.pop()
                text = f"{before}\n{text}"
            self.duties.append((actor, text))
        return actor_column is not None

    def _read_row(self, row: Row, columns: Columns) -> None:
        cells = {role: columns.cell(role, row) for role in ColumnRole}
        text_cell = cells[ColumnRole.TEXT]
        text = _text(text_cell)
        if self.drafts and (inner := _nested_heading(row, columns)):
            self.drafts[-1].columns = inner
            return
        answered = any(_has_word(_text(cells[role])) for role in (ColumnRole.OWNER, ColumnRole.DEADLINE))
        if is_title(text) and not answered and not states_decision(text):
            return
        number = _number(cells[ColumnRole.NUMBER])
        draft = Draft(text, number)
        _fill(draft, cells)
        for column, cell in enumerate(row):
            if column not in columns.roles.values() and _has_word(extra := clean(cell.text)):
                draft.doubt("column_unread", text=" ".join(extra.split()))
        if self.drafts:
            _resolve_dittos(draft, self.drafts[-1])
        if both := cells[ColumnRole.OWNER_AND_DEADLINE]:
            draft.owners, draft.deadlines = self._split_owner_and_deadline(both)
        if not text or (text_cell and text_cell.merged):
            if self.drafts and number in (None, self.drafts[-1].number):
                _add_to(self.drafts[-1], draft)
            elif number is not None and (draft.owners or draft.deadlines):
                draft.doubt("text_missing")
                self.drafts.append(draft)
            return
        topic = _text(cells[ColumnRole.TOPIC])
        if topic and fold(topic) not in fold(text):
            draft.text = f"{topic.rstrip(':')}: {text}"
        self._swap_back(draft)
        draft.columns = next((_first_row_texts(child) for cell in row for child in cell.children), ())
        self.drafts.append(draft)

    def _split_owner_and_deadline(self, cell: Cell) -> tuple[list[str], list[str]]:
        """Split a cell that holds both owners and deadlines."""
        parts = [part for part in re.split(r"\n|\s+[-–/]\s+|\s*[،؛]\s*", clean(cell.text)) if part]
        timed = [part for part in parts if self.resolver.resolve(part).kind is not DeadlineKind.UNKNOWN]
        return ["، ".join(part for part in parts if part not in timed)], timed

    def _swap_back(self, draft: Draft) -> None:
        """Put an owner and a deadline back that stand in each other's cell, with a doubt."""
        if not draft.owners or len(draft.deadlines) != 1:
            return
        owner, deadline = draft.owners[0], draft.deadlines[0]
        meaning = self.resolver.resolve(clean(owner)).kind
        if (
            meaning not in {DeadlineKind.UNKNOWN, DeadlineKind.NONE}
            and begins_with_name(clean(deadline))
            and not begins_with_name(clean(owner))
        ):
            draft.owners, draft.deadlines = [deadline], [owner]
            draft.doubt("cells_swapped")


def _sections(table: Table) -> Iterator[Section]:
    section = Section()
    for row in table.rows:
        if is_heading_row(row) or (not section.rows and _is_title_row(row)):
            if section.rows:
                yield section
                section = Section()
            section.heading.append(row)
        elif any(clean(cell.text) for cell in row):
            section.rows.append(row)
    if section.rows:
        yield section


def _is_title_row(row: Row) -> bool:
    texts = [text for cell in row if (text := clean(cell.text))]
    return bool(texts) and all(is_title(text) for text in texts)


def _nested_heading(row: Row, columns: Columns) -> tuple[str, ...]:
    """The headings of a table inside a cell, where an extraction has spread them over a row of the outer table."""
    outer = [columns.cell(role, row) for role in (ColumnRole.OWNER, ColumnRole.DEADLINE)]
    texts = [clean(cell.text) for cell in row]
    said = [text for text in texts if text]
    if (
        len(said) < 3
        or any(_has_word(_text(cell)) for cell in outer)
        or max(map(len, said)) > 60
        or states_decision(" ".join(said))
    ):
        return ()
    return tuple(said)


def _first_row_texts(table: Table) -> tuple[str, ...]:
    return tuple(text for cell in table.rows[0] if (text := clean(cell.text))) if table.rows else ()


def _fill(draft: Draft, cells: dict[ColumnRole, Cell | None]) -> None:
    owner, follower, note = cells[ColumnRole.OWNER], _text(cells[ColumnRole.FOLLOWER]), _text(cells[ColumnRole.NOTE])
    if owner is not None:
        draft.owners = [owner.text]
    if _has_word(partner := _text(cells[ColumnRole.PARTNER])):
        draft.partners = [partner]
    if deadline := _text(cells[ColumnRole.DEADLINE]):
        draft.deadlines = [deadline]
    if _has_word(follower) and fold(follower) != fold(_text(owner)):
        draft.partners.append(follower)
        draft.doubt("two_owner_columns", name=follower)
    if _has_word(note):
        draft.doubt("note", note=" ".join(note.split()))


def _resolve_dittos(draft: Draft, above: Draft) -> None:
    """Replace ditto marks by the owners and deadlines of the row above."""
    if draft.owners and _DITTO.fullmatch(fold(clean(draft.owners[0]))):
        draft.owners = above.owners
    if draft.deadlines and _DITTO.fullmatch(fold(clean(draft.deadlines[0]))):
        draft.deadlines = list(above.deadlines)


def _add_to(draft: Draft, more: Draft) -> None:
    """Add the owners, partners and deadlines of a row without a text to the resolution above it."""
    for cell in more.owners or []:
        if clean(cell) and cell not in (draft.owners or []):
            draft.owners = [*(draft.owners or []), cell]
    draft.partners += [cell for cell in more.partners if cell not in draft.partners]
    draft.deadlines += [cell for cell in more.deadlines if cell not in draft.deadlines]
    draft.doubts += more.doubts


def _text(cell: Cell | None) -> str:
    return clean(cell.text) if cell is not None else ""


def _has_word(text: str) -> bool:
    """Tell whether a text has a word in it, and is not just «-»."""
    return re.search(r"\w", text) is not None


def _number(cell: Cell | None) -> int | None:
    match = re.fullmatch(r"\W*(\d{1,3})\W*", latin_digits(_text(cell)))
    return int(match[1]) if match else None


def _quote_heading(section: Section) -> str:
    row = section.heading[-1] if section.heading else section.rows[0]
    return "، ".join(f"«{text[:40]}»" for cell in row if (text := clean(cell.text)))
