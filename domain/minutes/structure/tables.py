"""Read the tables of minutes: resolutions, duties of the appendix, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from domain.deadlines import DeadlineKind
from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.verbs import states_decision
from domain.minutes.reading import PassedOverKind
from domain.minutes.structure.blocks import Cell, Table, row_text
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
from domain.minutes.structure.findings import Findings
from domain.minutes.structure.headings import announces_follow_up, is_signature
from domain.minutes.structure.marks import mark_of
from domain.minutes.structure.vertical import read_vertical
from domain.persian.text import fold, latin_digits

_DITTO = re.compile(r'["”″〃]+|//|ایضا|همان')
_AGENDA = re.compile(r"دستور ?(?:کار ?)?جلسه|دستور کار|برنامه زمانبندی")
_ATTENDANCE = re.compile(r"حاضرین|حاضران|مدعوین جلسه|غایبین|غایبان|شرکت کنندگان|اعضای حاضر")
_NOTE = re.compile(r"\W*(?:تبصره|توضیح|نکته|یادداشت|ضمنا|ادامه)\b")
_SUBTITLE_LENGTH = 60
_SAYS_DECISION = re.compile(r"مصوب|تصمیم")
_TIME = re.compile(r"(?:^|\s)(?:تا|ظرف|حداکثر|روز|هفته|ماه|سال|پایان|روزانه|هر|فوری|مستمر|ساعت)(?:\s|$)")
_NO_DECISIONS = {PassedOverKind.AGENDA, PassedOverKind.ATTENDANCE, PassedOverKind.SIGNATURE}
_ANSWERS = frozenset({ColumnRole.OWNER, ColumnRole.DEADLINE, ColumnRole.OWNER_AND_DEADLINE})


@dataclass
class Section:
    """A heading of a table, which may take several rows, with the rows under it."""

    heading: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


@dataclass
class TableReader:
    """Reads the tables of one document in order; a table without a header continues the one before it."""

    resolver: DeadlineResolver
    findings: Findings
    drafts: list[Draft] = field(default_factory=list)
    _previous: tuple[int, Columns] | None = None
    _earlier: tuple[str, ...] | None = None
    """The heading of the last table about an earlier meeting, which a table without a caption may continue."""

    def read(self, table: Table, caption: str, below: PassedOverKind | None) -> list[Row]:
        """Take in a table; return the rows that are no resolutions, no duties and no table of a known kind.

        `caption` is the text before the table, empty right after another table; `below` is the kind of the section that
        it stands in, None among resolutions.
        """
        upright = read_vertical(table)
        for draft in upright:
            self._add(draft)
        if upright:
            return []
        return [row for section in _sections(table) for row in self._read_section(section, caption, below)]

    def _read_section(self, section: Section, caption: str, below: PassedOverKind | None) -> list[Row]:
        titles = " ".join(clean(cell.text) for row in section.heading for cell in row if is_title(cell.text))
        about = fold(f"{caption} {titles}")
        columns, width = self._columns(section)
        heading = tuple(fold(cell.text) for row in section.heading for cell in row)
        earlier = below is PassedOverKind.EARLIER_RESOLUTIONS and bool(caption)
        if (
            earlier
            or announces_follow_up(about)
            or (not caption and self._earlier is not None and heading in ((), self._earlier))
        ):
            self._earlier = heading
            self.findings.doubt("earlier_skipped")
            self._pass_over(PassedOverKind.EARLIER_RESOLUTIONS, [*section.heading, *section.rows])
            return []
        if columns is None:
            return [*section.heading, *section.rows]
        if ColumnRole.DUTIES in columns.roles:
            return self._read_duties(section, columns)
        if self._holds_resolutions(section, columns, fold(titles), below):
            self._read_resolutions(section, columns, width)
            return []
        if (kind := _kind_of(section, columns, fold(titles), below)) is None:
            return [*section.heading, *section.rows]
        self._pass_over(kind, [*section.heading, *section.rows])
        return []

    def _read_resolutions(self, section: Section, columns: Columns, width: int) -> None:
        self._pass_over(PassedOverKind.HEADING, section.heading)
        if not columns.sure:
            self.findings.doubt("columns_unclear", heading=_quote_heading(section))
        self._previous = (width, columns)
        for row in section.rows:
            self._read_row(row, columns)

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

    def _holds_resolutions(self, section: Section, columns: Columns, titles: str, below: PassedOverKind | None) -> bool:
        """Tell whether the rows are resolutions, by a header of text and owner or deadline, or by their verbs.

        `titles` are the folded titles inside the table.
        """
        if ColumnRole.TEXT not in columns.roles:
            return False
        headers = [cell.text for row in section.heading for cell in row if heading_role(cell.text)]
        named = {heading_role(header) for header in headers}
        if ColumnRole.TEXT in named and _ANSWERS & named:
            return True
        if ColumnRole.UNRELATED in columns.roles or below in _NO_DECISIONS or _kind_of_title(titles):
            return False
        texts = [text for row in section.rows if (text := _text(columns.cell(ColumnRole.TEXT, row)))]
        verbs = sum(map(states_decision, texts))
        answered = bool(_ANSWERS & columns.roles.keys())
        if any(_SAYS_DECISION.search(fold(header)) for header in headers):
            return True
        if self._previous is not None and columns is self._previous[1] and not section.heading:
            return _kind_of(section, columns, titles, below) is None
        if verbs * 2 >= max(1, len(texts)):
            return answered or ColumnRole.TEXT in named
        if below is None and answered and ColumnRole.NUMBER in columns.roles:
            return True
        return ColumnRole.TOPIC in named and bool(_ANSWERS & named)

    def _read_duties(self, section: Section, columns: Columns) -> list[Row]:
        actor_column = columns.roles.get(ColumnRole.ACTOR, columns.roles.get(ColumnRole.OWNER))
        if actor_column is None:
            return [*section.heading, *section.rows]
        self._pass_over(PassedOverKind.HEADING, section.heading)
        for row in section.rows:
            duties = columns.cell(ColumnRole.DUTIES, row)
            if duties is None or actor_column >= len(row):
                self._pass_over(PassedOverKind.UNPLACED, [row])
                continue
            actor, text = row[actor_column].text, duties.text
            others = [cell for cell in row if cell is not duties and cell is not row[actor_column]]
            self._pass_over(PassedOverKind.HEADING, [tuple(cell for cell in others if not _number(cell))])
            if self.findings.duties and not clean(actor):  # A page break has cut the row in two.
                actor, before = self.findings.duties.pop()
                text = f"{before}\n{text}"
            self.findings.duties.append((actor, text))
        return []

    def _read_row(self, row: Row, columns: Columns) -> None:
        """Read a row as a resolution, as more of the one above it, or as a title."""
        cells = {role: columns.cell(role, row) for role in ColumnRole}
        text_cell = cells[ColumnRole.TEXT]
        text = _text(text_cell)
        said = [cell for cell in row if clean(cell.text) and not cell.merged]
        alone = clean(said[0].text) if len(said) == 1 else ""
        above = self.drafts[-1] if self.drafts else None
        if above and (inner := _nested_heading(row, columns)):
            above.columns = inner
            return
        answered = any(_has_word(_text(cells[role])) for role in _ANSWERS)
        if not answered and (
            (is_title(alone or text) and not states_decision(text)) or (alone and not text and _is_subtitle(alone))
        ):
            self._pass_over(PassedOverKind.HEADING, [row])
            return
        number = _number(cells[ColumnRole.NUMBER])
        if above and not answered and _goes_on(alone or text, number, text_cell, said, columns):
            _append(above, said)
            return
        draft = Draft(text, number)
        _fill(draft, cells)
        self._keep_side_columns(draft, row, columns)
        if above:
            _resolve_dittos(draft, above)
        if both := cells[ColumnRole.OWNER_AND_DEADLINE]:
            draft.owners, draft.deadlines = self._split_owner_and_deadline(both)
        if not text or (text_cell and text_cell.merged):
            self._add_without_text(draft, number, row)
            return
        topic = _text(cells[ColumnRole.TOPIC])
        if topic and fold(topic) not in fold(text):
            draft.text = f"{topic.rstrip(':')}: {text}"
        if ColumnRole.NUMBER not in columns.roles and (mark := mark_of(draft.text)) and mark.number:
            draft.number, draft.text = mark.number, draft.text[mark.end :]
        self._swap_back(draft)
        for child in (child for cell in row for child in cell.children):
            draft.columns = draft.columns or _first_row_texts(child)
            draft.text += "".join(f"\n{line}" for inner in child.rows if (line := row_text(inner)))
        self._add(draft)

    def _keep_side_columns(self, draft: Draft, row: Row, columns: Columns) -> None:
        """Tell what stands in columns that make no field of a resolution; votes are passed over."""
        roles = {**columns.more, **{column: role for role, column in columns.roles.items()}}
        for column, cell in enumerate(row):
            role, extra = roles.get(column), " ".join(clean(cell.text).split())
            if cell.merged or not _has_word(extra):
                continue
            if role is ColumnRole.VOTE:
                self.findings.pass_over(PassedOverKind.CLOSING, extra)
            elif role in {ColumnRole.START, ColumnRole.UNRELATED} or (
                role is ColumnRole.NOTE and column in columns.more
            ):
                draft.doubt("note", note=extra)
            elif role is None or column in columns.more:
                draft.doubt("column_unread", text=extra)

    def _add(self, draft: Draft) -> None:
        self.drafts.append(draft)
        self.findings.all.append(draft)

    def _add_without_text(self, draft: Draft, number: int | None, row: Row) -> None:
        """Add a row without a text to the resolution above it; one with a number of its own lacks its text."""
        if self.drafts and number in (None, self.drafts[-1].number):
            _add_to(self.drafts[-1], draft)
        elif number is not None and (draft.owners or draft.deadlines):
            draft.doubt("text_missing")
            self._add(draft)
        else:
            self._pass_over(PassedOverKind.HEADING, [row])

    def _pass_over(self, kind: PassedOverKind, rows: Iterable[Row]) -> None:
        for row in rows:
            self.findings.pass_over(kind, row_text(row))
            for child in (child for cell in row for child in cell.children):
                self._pass_over(kind, child.rows)

    def _split_owner_and_deadline(self, cell: Cell) -> tuple[list[str], list[str]]:
        """Split a cell that holds both owners and deadlines."""
        text = re.sub(r"\(([^()]*)\)", r" - \1", clean(cell.text))
        parts = [part.strip() for part in re.split(r"\n|\s+[-–—/]\s*|\s*[-–—/]\s+|\s*[،؛]\s*", text) if part.strip()]
        timed = [part for part in parts if self.resolver.resolve(part).kind is not DeadlineKind.UNKNOWN]
        timed += [
            part for part in parts if part not in timed and not begins_with_name(part) and _TIME.search(fold(part))
        ]
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


def _goes_on(text: str, number: int | None, text_cell: Cell | None, said: Sequence[Cell], columns: Columns) -> bool:
    """Tell whether a row without a number, owner and deadline goes on with the resolution of the row above it."""
    if not text or number is not None or (text_cell is not None and text_cell.merged):
        return False
    if _NOTE.match(fold(text)):
        return True
    return len(said) == 1 and (ColumnRole.NUMBER in columns.roles or text_cell is None or said[0] is not text_cell)


def _is_subtitle(text: str) -> bool:
    """Tell whether a text across a table is the title of the rows below it: «ب – داده‌های پایه»."""
    return len(text) < _SUBTITLE_LENGTH and strongest_act(text) is Act.NAMES and not _NOTE.match(fold(text))


def _append(draft: Draft, cells: Sequence[Cell]) -> None:
    """Append a row's texts: to a sentence that a page break cut as its end, else as a line of their own."""
    for cell in cells:
        text = clean(cell.text)
        cut = not draft.text.rstrip().endswith((".", "؛", ":", "!", "؟")) and not _NOTE.match(fold(text))
        cut = cut and strongest_act(draft.text) < Act.CHARGES
        draft.text += f" {text}" if cut else f"\n{text}"


def _kind_of_title(titles: str) -> PassedOverKind | None:
    if _AGENDA.search(titles):
        return PassedOverKind.AGENDA
    return PassedOverKind.ATTENDANCE if _ATTENDANCE.search(titles) else None


def _kind_of(section: Section, columns: Columns, titles: str, below: PassedOverKind | None) -> PassedOverKind | None:
    """The kind of a table that holds no resolutions, by its columns, its titles, its section and its cells."""
    if kind := _kind_of_title(titles):
        return kind
    if ColumnRole.UNRELATED in columns.roles:
        presented = any(re.search("دهنده|سخنران", fold(cell.text)) for row in section.heading for cell in row)
        return PassedOverKind.AGENDA if presented else PassedOverKind.ATTENDANCE
    texts = [text for row in section.rows for cell in row if (text := clean(cell.text))]
    if below in _NO_DECISIONS and not any(strongest_act(text) is Act.DECIDES for text in texts):
        return below
    if not section.heading and all(len(text) < 40 and not any(map(str.isdigit, text)) for text in texts):
        return PassedOverKind.SIGNATURE if any(map(is_signature, texts)) else None
    return None


def _sections(table: Table) -> Iterator[Section]:
    """Divide a table at its headings; a heading without rows is a section, too, and an empty row is in none."""
    section = Section()
    for row in table.rows:
        if is_heading_row(row) or (not section.rows and _is_title_row(row)):
            if section.rows:
                yield section
                section = Section()
            section.heading.append(row)
        elif any(clean(cell.text) or cell.children for cell in row):
            section.rows.append(row)
    if section.rows or section.heading:
        yield section


def _is_title_row(row: Row) -> bool:
    texts = [text for cell in row if (text := clean(cell.text))]
    return bool(texts) and all(is_title(text) for text in texts)


def _nested_heading(row: Row, columns: Columns) -> tuple[str, ...]:
    """The headings of a table inside a cell, where an extraction has spread them over a row of the outer table."""
    outer = [columns.cell(role, row) for role in _ANSWERS]
    texts = [clean(cell.text) for cell in row]
    said = [text for text in texts if _has_word(text)]
    if (
        len(said) < 3
        or not _ANSWERS & columns.roles.keys()
        or _number(columns.cell(ColumnRole.NUMBER, row)) is not None
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
