"""Read the tables of minutes: resolutions, duties of the appendix, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.markup import clean
from domain.minutes.language.verbs import states_decision
from domain.minutes.reading import PassedOverKind
from domain.minutes.structure.blocks import Table, labels_header, number_in, row_text, said_cells, table_lines, text_of
from domain.minutes.structure.column_headings import (
    ANSWERS,
    VERDICT,
    ColumnRole,
    Row,
    heading_role,
    is_title,
    role_in_heading,
)
from domain.minutes.structure.columns import Columns, asks_for_most, columns_of
from domain.minutes.structure.findings import Findings
from domain.minutes.structure.headings import announces_follow_up, heading_of, is_signature
from domain.minutes.structure.tabular.banners import Banner, banners_of, groups_by_owner
from domain.minutes.structure.tabular.keyed import read_keyed
from domain.minutes.structure.tabular.matrix import Legend, Matrix, goes_on, matrix_of, plain_table
from domain.minutes.structure.tabular.rows import RowReader
from domain.minutes.structure.tabular.sections import Section, sections_of
from domain.minutes.structure.tabular.upright import upright_section
from domain.persian.text import fold

_AGENDA = re.compile(r"دستور ?(?:کار ?)?جلسه|دستور کار|برنامه زمانبندی")
_ATTENDANCE = re.compile(r"حاضرین|حاضران|مدعوین جلسه|غایبین|غایبان|شرکت کنندگان|اعضای حاضر")
_OF_MEETING = re.compile(
    r"(?:(?:شماره|تاریخ|زمان|ساعت|روز|نوبت|مدت|محل|مکان|رییس|دبیر|ریاست|منشی|موضوع)"
    r"(?: و (?:ساعت|زمان|محل|مکان|تاریخ))?(?: (?:برگزاری|تشکیل|شروع|پایان|خاتمه|اداره))?(?: (?:جلسه|نشست))?"
    r"|جلسه|نشست|کارگروه|دستور ?(?:کار )?جلسه"
    r"|(?:اعضای )?(?:حاضر|غایب)(?:ین|ان)?(?: (?:در )?جلسه)?|غایبین|مدعوین)\W*"
)
"""A label that says something of the meeting."""

_LABEL = 20
_TOLD = re.compile(r"^(?!.*(?:زیر|ذیل|جدول)).*\b(?:شد|گردید|نمود|کرد|داد|داشت|گرفت)(?:ند)?\W*(?<!:)$", re.DOTALL)
"""A text that says what happened, and leads to no table: «… گزارشی از پیگیری مصوبات نشست دوم ارائه نمود.»."""

_SAYS_DECISION = re.compile(rf"مصوب|تصمیم|^{VERDICT}")
_NO_DECISIONS = {PassedOverKind.AGENDA, PassedOverKind.ATTENDANCE, PassedOverKind.SIGNATURE}


@dataclass
class TableReader:
    """Reads the tables of one document in order; a table without a header continues the one before it."""

    resolver: DeadlineResolver
    findings: Findings
    rows: RowReader
    legend: Legend = field(default_factory=dict)
    """The signs that the document explains."""

    people: frozenset[str] = frozenset()
    """The folded words outside its tables, among which are the names of those present."""

    _previous: tuple[int, Columns] | None = None
    _matrix: Matrix | None = None
    _earlier: tuple[str, ...] | None = None
    """The heading of the last table about an earlier meeting, which a table without a caption may continue."""

    def read(self, table: Table, caption: str, below: PassedOverKind | None) -> list[Row]:
        """Take in a table; return the rows that are no resolutions, no duties and no table of a known kind.

        `caption` is the text before the table, empty right after another table; `below` is the kind of the section that
        it stands in, None among resolutions.
        """
        whole = Section(rows=list(table.rows))
        upright = None if _labels_meeting(whole) else upright_section(table)
        sections = [upright] if upright else sections_of(self._without_matrix(table), self.resolver)
        return [row for section in sections for row in self._read_section(section, caption, below)]

    def _without_matrix(self, table: Table) -> Table:
        """The table with the bodies of a matrix in a column of owners; its names are headings.

        A table without a heading, as below the edge of a page, may have the columns of the matrix before it.
        """
        if found := matrix_of(table, self.people, self.resolver):
            self._matrix, place = found
            self._pass_over(
                PassedOverKind.HEADING,
                [*table.rows[:place], tuple(table.rows[place][at] for at in self._matrix.names)],
            )
            return plain_table(table, self._matrix, place, self.legend, self.resolver)
        if self._matrix and goes_on(table, self._matrix):
            return plain_table(table, self._matrix, None, self.legend, self.resolver)
        return table

    def _read_section(self, section: Section, caption: str, below: PassedOverKind | None) -> list[Row]:
        if read_keyed(section.heading, section.rows, self.findings):
            self._pass_over(PassedOverKind.HEADING, section.heading)
            return []
        if _labels_meeting(section):
            for row in section.rows:
                self._pass_over(_kind_of_title(fold(row_text(row))[:_LABEL]) or PassedOverKind.LETTERHEAD, [row])
            return []
        titles = " ".join(_titles(section.heading))
        about = fold(f"{caption} {titles}")
        columns, width = (section.columns, 0) if section.columns else self._columns(section)
        heading = tuple(fold(cell.text) for row in section.heading for cell in row)
        earlier = below is PassedOverKind.EARLIER_RESOLUTIONS and bool(caption) and not _begins_anew(section, caption)
        if (
            earlier
            or (announces_follow_up(about) and not _TOLD.search(fold(caption)))
            or announces_follow_up(fold(titles))
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
        banners = banners_of(section.rows, columns, about, self.resolver)
        if self._holds_resolutions(section, columns, fold(titles), below, bool(banners)):
            self._read_resolutions(section, columns, width, banners)
            return []
        if (kind := _kind_of(section, columns, fold(titles), below)) is None:
            return [*section.heading, *section.rows]
        self._pass_over(kind, [*section.heading, *section.rows])
        return []

    def _read_resolutions(self, section: Section, columns: Columns, width: int, banners: Mapping[int, Banner]) -> None:
        self._pass_over(PassedOverKind.HEADING, section.heading)
        if not columns.sure:
            self.findings.doubt("columns_unclear", heading=_quote_heading(section))
        self._previous = (width, columns)
        grouped = groups_by_owner(section.rows, columns)
        for place, (row, following) in enumerate(zip(section.rows, [*section.rows[1:], ()], strict=True)):
            if banner := banners.get(place):
                self.rows.banner = banner
                self._pass_over(PassedOverKind.HEADING, [row])
                continue
            if grouped and (owner := text_of(columns.cell(ColumnRole.OWNER, row))):
                self.rows.banner = Banner(ColumnRole.OWNER, owner)
            self.rows.read(row, columns, following)
        self.rows.banner = None

    def _columns(self, section: Section) -> tuple[Columns | None, int]:
        width = max((len(row) for row in (*section.heading, *section.rows)), default=0)
        if width < 2 or not section.rows:
            return None, width
        heading = [*section.names, *section.heading]
        named = any(heading_role(cell.text) for row in heading for cell in row)
        if not named and self._previous is not None and self._previous[0] == width:
            own = columns_of(heading, section.rows, self.resolver)
            previous = self._previous[1]
            if self._counts_on(section):
                return self._previous[1], width
            agrees = all(previous.roles.get(role) in (column, None) for role, column in own.roles.items())
            return (previous if agrees else own), width
        return columns_of(heading, section.rows, self.resolver), width

    def _counts_on(self, section: Section) -> bool:
        """Tell whether the first row has the number after that of the last resolution, as below the edge of a page."""
        last = self.rows.drafts[-1].number if self.rows.drafts else None
        return last is not None and number_in(section.rows[0][0]) == last + 1

    def _holds_resolutions(
        self, section: Section, columns: Columns, titles: str, below: PassedOverKind | None, answered: bool
    ) -> bool:
        """Tell whether the rows are resolutions, by a header of text and owner or deadline, or by their verbs.

        `titles` are the folded titles inside the table; `answered` tells that rows across it say who answers.
        """
        if ColumnRole.TEXT not in columns.roles:
            return False
        headers = [
            cell.text for row in (*section.names, *section.heading) for cell in row if role_in_heading(cell.text)
        ]
        named = {role_in_heading(header) for header in headers}
        if ColumnRole.DUTIES in named:  # «وظیفه» beside a deadline
            named.add(ColumnRole.TEXT)
        if ColumnRole.TEXT in named and (answered or ANSWERS & named):
            return True
        texts = [text for row in section.rows if (text := text_of(columns.cell(ColumnRole.TEXT, row)))]
        beside_agenda = ColumnRole.TOPIC in columns.roles and asks_for_most(texts)
        if beside_agenda and section.columns:
            return True
        if ColumnRole.UNRELATED in columns.roles or below in _NO_DECISIONS:
            return False
        if beside_agenda or _kind_of_title(titles):
            return beside_agenda
        verbs = sum(map(states_decision, texts))
        answered = answered or bool(ANSWERS & columns.roles.keys())
        if any(_SAYS_DECISION.search(fold(header)) for header in headers):
            return True
        if self._previous is not None and columns is self._previous[1] and not section.heading:
            return _kind_of(section, columns, titles, below) is None
        if verbs * 2 >= max(1, len(texts)):
            return answered or ColumnRole.TEXT in named
        if below is None and answered and ColumnRole.NUMBER in columns.roles:
            return True
        if {ColumnRole.OWNER, ColumnRole.DEADLINE} <= columns.roles.keys() and len(texts) > 1:
            return True
        if columns.assigned and (answered or below is None) and not _is_letterhead(section, columns):
            return True
        return ColumnRole.TOPIC in named and bool(ANSWERS & named)

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
            inner = (line for cell in row for child in cell.children for line in table_lines(child))
            actor, text = row[actor_column].text, "\n".join([duties.text, *inner])
            others = [cell for cell in row if cell is not duties and cell is not row[actor_column]]
            self._pass_over(PassedOverKind.HEADING, [tuple(cell for cell in others if not number_in(cell))])
            if self.findings.duties and not clean(actor):  # A page break has cut the row in two.
                actor, before = self.findings.duties.pop()
                text = f"{before}\n{text}"
            self.findings.duties.append((actor, text))
        return []

    def _pass_over(self, kind: PassedOverKind, rows: Iterable[Row]) -> None:
        for line in table_lines(Table(tuple(rows))):
            self.findings.pass_over(kind, line)


def _is_letterhead(section: Section, columns: Columns) -> bool:
    """Tell whether a table is one row, or labels further cells, too: «تاریخ: … · دبیر: …»."""
    others = [cell for row in section.rows for cell in row if cell is not columns.cell(ColumnRole.TEXT, row)]
    return len(section.rows) < 2 or any(":" in cell.text for cell in others)


def _labels_meeting(section: Section) -> bool:
    """Tell whether rows without a heading begin with labels each, one of the meeting's number or day among them."""
    firsts = [next((text for cell in row if (text := clean(cell.text))), "") for row in section.rows]
    pairs = len(firsts) > 2 and all(
        len(said_cells(row)) < 3 and _OF_MEETING.fullmatch(fold(first))
        for row, first in zip(section.rows, firsts, strict=True)
    )
    if section.heading or not (pairs or all(first.endswith(":") for first in firsts)):
        return False
    if not any(map(labels_header, section.rows)):
        return False
    return all(strongest_act(cell.text) < Act.PASSED and not cell.children for row in section.rows for cell in row)


def _begins_anew(section: Section, caption: str) -> bool:
    """Tell whether a table's header asks for what is to be done, below lines that said what became of earlier things.

    Right below the title of the follow-up, or with a column of results, it belongs to that.
    """
    named = {role_in_heading(cell.text) for row in section.heading for cell in row}
    asks = ColumnRole.TEXT in named and bool(ANSWERS & named) and ColumnRole.NOTE not in named
    return asks and not caption.endswith(":") and heading_of(caption, marked=False) is None


def _titles(heading: Iterable[Row]) -> Iterator[str]:
    """The titles in a heading; «دستور جلسه» beside a column of decisions names what they are about, and is none."""
    for row in heading:
        texts = [clean(cell.text) for cell in row]
        decided = any(_SAYS_DECISION.search(fold(text)) and not _AGENDA.search(fold(text)) for text in texts)
        yield from (text for text in texts if is_title(text) and not (decided and _AGENDA.search(fold(text))))


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


def _quote_heading(section: Section) -> str:
    row = section.heading[-1] if section.heading else section.rows[0]
    return "، ".join(f"«{text[:40]}»" for cell in row if (text := clean(cell.text)))
