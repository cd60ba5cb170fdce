"""Read the rows of a table of resolutions: each is one, or more of the one above it, or a title across the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from domain.deadlines import TIMELESS
from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.language.acts import CONFIRMED, Act, strongest_act
from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.verbs import states_decision
from domain.minutes.reading import PassedOverKind
from domain.minutes.structure.answers import divide
from domain.minutes.structure.blocks import Cell, number_in, row_text, said_cells, table_lines, text_of
from domain.minutes.structure.column_headings import ANSWERS, ColumnRole, Row, is_title
from domain.minutes.structure.columns import Columns, assigned_to
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.findings import Findings
from domain.minutes.structure.lines.labelled import labelled_draft
from domain.minutes.structure.lines.marks import Mark, MarkKind, mark_of
from domain.minutes.structure.tabular.banners import Banner
from domain.persian.text import fold, latin_digits

_PAIR = re.compile(r"\W*(\d{1,3}) ?[-/.] ?(\d{1,3})\W*")
"""A number beside its group's, or beside the meeting's: «۲-۱»."""

_DITTO = re.compile(r'["”″〃]+|//|ایضا|همان')
_NOTE = re.compile(r"\W*(?:تبصره|توضیح|نکته|یادداشت|ضمنا|ادامه|تذکر(?=\s*:))(?![^\W\d])")
_OF_ALL = re.compile(r"\W*(?:تذکر|توجه|نکته|توضیح|یاداوری)\s*:.*\b(?:مصوبات|تصمیمات)\b")

_BESIDE = (ColumnRole.PARTNER, ColumnRole.FOLLOWER, ColumnRole.NOTE)
"""Columns in which a row without a text goes on with the one above it."""

_NOTES = {ColumnRole.START, ColumnRole.UNRELATED}
_FIELDS = {
    *(ColumnRole.TEXT, ColumnRole.TOPIC, ColumnRole.OWNER, ColumnRole.PARTNER, ColumnRole.FOLLOWER),
    *(ColumnRole.DEADLINE, ColumnRole.OWNER_AND_DEADLINE, ColumnRole.NOTE),
}
"""The columns that make fields of a resolution."""

_INFORMED = {"اطلاع", "جهت اطلاع", "برای اطلاع", "اطلاع رسانی", "-", "—", "–"}
_SUBTITLE_LENGTH = 60
_SIGNED = re.compile(
    r"\W*(?:(?:نام|محل|مهر) و )?امضا\w?(?:(?: \w+){0,2}\s*:|(?: (?:حاضر(?:ان|ین)|اعضا\w?|شرکت ?کنندگان))?\s*$)"
)
"""The first cell of a line of signatures that was pasted right below the table."""

_SIGNS = re.compile(
    r"\W*(?:تهیه|تنظیم|تایید|تصویب|کنترل|بازبینی|صادر|ابلاغ|دبیر|رییس|منشی|نماینده|مدیر|امضا)\w*"
    r"(?: \w+){0,4}\s*:.{0,40}"
)
"""A cell that says who made the minutes or approved them: «تهیه‌کننده: رضا کیانی», «تأیید رئیس جلسه:»."""


@dataclass
class RowReader:
    """Reads the rows of a document's tables of resolutions in order, because a row may go on with the one above."""

    resolver: DeadlineResolver
    findings: Findings
    meeting: int | None = None
    """The meeting's number, which «۴۱-۲» may carry beside the resolution's."""

    drafts: list[Draft] = field(default_factory=list)
    banner: Banner | None = None
    """The row across the table that says who answers for the rows below it, or until when."""

    def read(self, row: Row, columns: Columns, following: Row = ()) -> None:
        """Take in a row, and the tables inside its cells as what its resolution asks to be filled in.

        The `following` row shows whether this one is the title of a group: «۲ · مصالح» above «۲-۱ · …».
        """
        draft = None
        if not self._passes_title(row, columns, following):
            for part in _counted_parts(row, columns):
                draft = self._read(part, columns)
        for child in (child for cell in row for child in cell.children):
            if draft is None:
                for line in table_lines(child):
                    self.findings.pass_over(PassedOverKind.UNPLACED, line)
                continue
            draft.columns = draft.columns or tuple(text for cell in child.rows[0] if (text := clean(cell.text)))
            draft.text += "".join(f"\n{line}" for line in table_lines(child))

    def add(self, draft: Draft) -> None:
        """Add a resolution of its own."""
        self.drafts.append(draft)
        self.findings.all.append(draft)

    def _passes_title(self, row: Row, columns: Columns, following: Row) -> bool:
        """Pass over a numbered row that only names what the rows below it are about; False for any other."""
        number = number_in(columns.cell(ColumnRole.NUMBER, row))
        pair = _PAIR.fullmatch(latin_digits(text_of(columns.cell(ColumnRole.NUMBER, following))))
        answered = any(_has_word(text_of(columns.cell(role, row))) for role in ANSWERS)
        if number is None or pair is None or answered or str(number) not in pair.groups():
            return False
        self.findings.pass_over(PassedOverKind.HEADING, row_text(row))
        return True

    def _read(self, row: Row, columns: Columns) -> Draft | None:
        """Read a row; return the resolution that its texts went to, None for a title."""
        text_cell = columns.cell(ColumnRole.TEXT, row)
        text = text_of(text_cell)
        said = said_cells(row)
        alone = clean(said[0].text) if len(said) == 1 else ""
        above = self.drafts[-1] if self.drafts else None
        if above and _OF_ALL.match(fold(alone)):
            self.findings.pass_over(PassedOverKind.CLOSING, alone)
            return None
        if above and _NOTE.match(fold(alone)):
            above.text += f"\n{alone}"
            return above
        if above and (inner := _nested_heading(row, columns)):
            above.columns += inner
            return above
        answered = any(_has_word(text_of(columns.cell(role, row))) for role in ANSWERS)
        beside = any(_has_word(text_of(columns.cell(role, row))) for role in _BESIDE)
        if not answered and not (beside and above) and _is_title_across(alone, text):
            self.findings.pass_over(PassedOverKind.HEADING, row_text(row))
            return None
        number = self._number(columns.cell(ColumnRole.NUMBER, row))
        if number is None and said and (_SIGNED.match(fold(said[0].text)) or _are_signatures(said, columns)):
            self.findings.pass_over(PassedOverKind.SIGNATURE, row_text(row))
            return None
        if _only_informs(text, columns, row):
            self.findings.pass_over(PassedOverKind.DISCUSSION, row_text(row), asked=True)
            return None
        if (
            above
            and not answered
            and not (beside and not text)
            and _goes_on(alone or text, number, text_cell, said, columns)
        ):
            _append(above, said)
            return above
        draft = self._draft(row, columns, text, number)
        if text_cell and text_cell.merged:
            draft.text = text_of(columns.cell(ColumnRole.TOPIC, row))
            return self._add_to_above(draft, row)
        if not draft.text:
            return self._add_to_above(draft, row)
        self.add(draft)
        return draft

    def _number(self, cell: Cell | None) -> int | None:
        """The number in a cell; of a pair, the one beside the meeting's."""
        pair = _PAIR.fullmatch(latin_digits(text_of(cell)))
        if pair is None:
            return number_in(cell)
        first, second = int(pair[1]), int(pair[2])
        return second if first == self.meeting else first if second == self.meeting else None

    def _draft(self, row: Row, columns: Columns, text: str, number: int | None) -> Draft:
        """A draft of a row's cells, whatever of them it has."""
        if ColumnRole.NUMBER not in columns.roles and (mark := mark_of(text)) and mark.number:
            number, text = mark.number, text[mark.end :].strip()
        draft = Draft(text, number) if ANSWERS & columns.roles.keys() else labelled_draft(text, number)
        draft.assured, draft.case = True, columns.verdict
        owner, asked = assigned_to(draft.text) if columns.assigned else ("", draft.text)
        if owner:
            draft.text = asked
        _fill(draft, {role: columns.cell(role, row) for role in ColumnRole})
        draft.owners = [owner] if owner else draft.owners
        if self.banner and self.banner.role is ColumnRole.OWNER and not _has_word("".join(draft.owners or ())):
            draft.owners = [self.banner.text]
        elif self.banner and self.banner.role is ColumnRole.DEADLINE and not draft.deadlines:
            draft.deadlines = [self.banner.text]
        self._keep_side_columns(draft, row, columns)
        if self.drafts:
            _resolve_dittos(draft, self.drafts[-1])
        if both := columns.cell(ColumnRole.OWNER_AND_DEADLINE, row):
            answer = divide(both.text, self.resolver)
            draft.owners = [*(draft.owners or []), *answer.owners]
            draft.deadlines += answer.deadlines
        topic = text_of(columns.cell(ColumnRole.TOPIC, row)).rstrip(":")
        if topic and f" {fold(topic)} " not in f" {fold(text)} ":
            draft.text, draft.topic = (f"{topic}: {text}", topic) if text else (topic, "")
        if number is None and ColumnRole.NUMBER not in columns.roles and (mark := mark_of(draft.text)) and mark.number:
            draft.number, draft.text = mark.number, draft.text[mark.end :]
        self._swap_back(draft)
        return draft

    def _keep_side_columns(self, draft: Draft, row: Row, columns: Columns) -> None:
        """Tell what stands in columns that make no field of a resolution; votes are passed over."""
        roles = {**columns.more, **{column: role for role, column in columns.roles.items()}}
        for column, cell in enumerate(row):
            role, extra = roles.get(column), " ".join(clean(cell.text).split())
            numbered = role is ColumnRole.NUMBER and (self._number(cell) or _PAIR.fullmatch(latin_digits(extra)))
            if cell.merged or not _has_word(extra) or numbered:
                continue
            if role is ColumnRole.VOTE:
                self.findings.pass_over(PassedOverKind.CLOSING, extra)
            elif role is ColumnRole.DISCUSSION:
                self.findings.pass_over(PassedOverKind.DISCUSSION, extra)
            elif role is ColumnRole.SUPERVISOR:
                draft.remark(f"ناظر: {extra}")
            elif role is ColumnRole.FOLLOWER and column in columns.more:
                draft.remark(f"پیگیری: {extra}")
            elif role in {ColumnRole.NOTE, ColumnRole.TOPIC} and column in columns.more:
                draft.remark(extra)
            elif role in _NOTES:
                draft.doubt("note", note=extra)
            elif role not in _FIELDS or column in columns.more:
                draft.doubt("column_unread", text=extra)

    def _add_to_above(self, draft: Draft, row: Row) -> Draft | None:
        """Add a row without a text of its own to the resolution above it; one with a number lacks its text."""
        above = self.drafts[-1] if self.drafts else None
        if above and draft.number in (None, above.number):
            _add_to(above, draft)
            return above
        if draft.number is not None and (draft.owners or draft.deadlines):
            draft.doubt("text_missing")
            self.add(draft)
            return draft
        self.findings.pass_over(PassedOverKind.UNPLACED, row_text(row))
        return None

    def _swap_back(self, draft: Draft) -> None:
        """Put an owner and a deadline back that stand in each other's cell, with a doubt."""
        if not draft.owners or len(draft.deadlines) != 1:
            return
        owner, deadline = draft.owners[0], draft.deadlines[0]
        meaning = self.resolver.resolve(clean(owner)).kind
        if meaning not in TIMELESS and begins_with_name(clean(deadline)) and not begins_with_name(clean(owner)):
            draft.owners, draft.deadlines = [deadline], [owner]
            draft.doubt("cells_swapped")


def _are_signatures(said: Sequence[Cell], columns: Columns) -> bool:
    """Tell whether the cells of a row without a number, in a table that has them, all say who signs."""
    counted = ColumnRole.NUMBER in columns.roles
    return counted and all(_SIGNS.fullmatch(fold(cell.text)) and strongest_act(cell.text) is Act.NAMES for cell in said)


def _counted_parts(row: Row, columns: Columns) -> list[Row]:
    """Divide a row whose text lists several decisions, «۱- … ۲- …», where no column numbers them, or that of a matter.

    What stands beside the text, but for its topic, stays with the first part where nobody answers for it; who answers,
    and until when, is said of each part by its number or its line, or of all at once.
    """
    place = columns.roles.get(ColumnRole.TEXT, len(row))
    if place >= len(row) or row[place].merged:
        return [row]
    lines = clean(row[place].text).split("\n")
    answered = bool(ANSWERS & columns.roles.keys())
    number = columns.roles.get(ColumnRole.NUMBER)
    if number is not None and (answered or ColumnRole.TOPIC not in columns.roles or not _all_decide(lines)):
        return [row]
    starts = [at for at, line in enumerate(lines) if _is_counted(line)] or _lettered(lines)
    if not starts and answered:
        starts = [at for at, line in enumerate(lines) if (mark := mark_of(line)) and mark.kind is MarkKind.BULLET]
    if len(starts) < (1 if answered else 2) or starts[0]:
        return [row]
    texts = ["\n".join(lines[begin:end]) for begin, end in pairwise([*starts, len(lines)])]
    marks = [mark_of(text) for text in texts]
    shared = [column for role in ANSWERS if (column := columns.roles.get(role, len(row))) < len(row)]
    topic = columns.roles.get(ColumnRole.TOPIC)
    bare = tuple(cell if column == topic else Cell("") for column, cell in enumerate(row))
    parts = []
    for at, text in enumerate(texts):
        cells = list(bare if at else row)
        for column in shared:
            cells[column] = replace(row[column], text=_line_of(row[column].text, at, marks))
        if number is not None and (mark := marks[at]):
            cells[number], text = Cell(str(mark.number)), text[mark.end :]
        cells[place] = replace(row[place], text=text)
        parts.append(tuple(cells))
    return parts


def _all_decide(lines: Sequence[str]) -> bool:
    """Tell whether a cell counts decisions of its own on the matter that its row numbers."""
    counted = [line for line in lines if _is_counted(line)]
    acts = [strongest_act(line) for line in counted]
    return len(acts) > 1 and acts[0] is Act.DECIDES and min(acts) >= Act.CHARGES


def _line_of(text: str, at: int, marks: Sequence[Mark | None]) -> str:
    """The part of a cell for one of several decisions: the line of its mark, the line in its place, or all of it."""
    lines = [line for line in clean(text).split("\n") if line.strip()]
    own = {mark.number: line[mark.end :] for line in lines if (mark := mark_of(line)) and mark.number is not None}
    wanted = marks[at]
    if wanted and wanted.number is not None and own.keys() == {mark.number for mark in marks if mark}:
        return own[wanted.number]
    return lines[at] if len(lines) == len(marks) and not own else text


def _lettered(lines: Sequence[str]) -> list[int]:
    """The lines that bear letters and decide each: «الف) …», «ب) …»."""
    starts = [at for at, line in enumerate(lines) if (mark := mark_of(line)) and mark.kind is MarkKind.LETTER]
    return starts if all(strongest_act(lines[at]) >= Act.CHARGES for at in starts) else []


def _only_informs(text: str, columns: Columns, row: Row) -> bool:
    """Tell whether a row tells something to be known and has nobody to do it: «اطلاع», «-», no column for anybody."""
    owner = fold(text_of(columns.cell(ColumnRole.OWNER, row)))
    answered = any(_has_word(text_of(columns.cell(role, row))) for role in ANSWERS)
    if text and not _has_word(text) and not answered:
        return True
    unasked = ColumnRole.TOPIC in columns.roles and not ANSWERS & columns.roles.keys()
    informs = strongest_act(text) is Act.TELLS and not CONFIRMED.search(fold(text))
    return (unasked or owner in _INFORMED) and informs and not _is_counted(text)


def _is_counted(text: str) -> bool:
    """Tell whether a text begins with a number of its own."""
    mark = mark_of(text)
    return mark is not None and mark.number is not None


def _is_title_across(alone: str, text: str) -> bool:
    """Tell whether a row is a title of the rows below it: «مصوبات», «ب – داده‌های پایه» over the table's width."""
    if is_title(alone or text) and not states_decision(text) and strongest_act(text) is not Act.DECIDES:
        return True
    named = alone and not text and len(alone) < _SUBTITLE_LENGTH and not _NOTE.match(fold(alone))
    return bool(named) and strongest_act(alone) is Act.NAMES


def _goes_on(text: str, number: int | None, text_cell: Cell | None, said: Sequence[Cell], columns: Columns) -> bool:
    """Tell whether a row without a number, owner and deadline goes on with the resolution of the row above it."""
    if not text or number is not None or (text_cell is not None and text_cell.merged):
        return False
    if _NOTE.match(fold(text)):
        return True
    return len(said) == 1 and (ColumnRole.NUMBER in columns.roles or text_cell is None or said[0] is not text_cell)


def _append(draft: Draft, cells: Sequence[Cell]) -> None:
    """Append a row's texts: to a sentence that a page break cut as its end, else as a line of their own."""
    for cell in cells:
        text = clean(cell.text)
        cut = not draft.text.rstrip().endswith((".", "؛", ":", "!", "؟")) and not _NOTE.match(fold(text))
        cut = cut and strongest_act(draft.text) < Act.CHARGES
        draft.text += f" {text}" if cut else f"\n{text}"


def _nested_heading(row: Row, columns: Columns) -> tuple[str, ...]:
    """The headings of a table inside a cell, where an extraction has spread them over a row of the outer table."""
    outer = [columns.cell(role, row) for role in ANSWERS]
    texts = [clean(cell.text) for cell in row]
    said = [text for text in texts if _has_word(text)]
    if (
        len(said) < 3
        or not ANSWERS & columns.roles.keys()
        or number_in(columns.cell(ColumnRole.NUMBER, row)) is not None
        or _is_counted(text_of(columns.cell(ColumnRole.TEXT, row)))
        or any(_has_word(text_of(cell)) for cell in outer)
        or max(map(len, said)) > 60
        or states_decision(" ".join(said))
    ):
        return ()
    return tuple(said)


def _fill(draft: Draft, cells: dict[ColumnRole, Cell | None]) -> None:
    owner, follower = cells[ColumnRole.OWNER], text_of(cells[ColumnRole.FOLLOWER])
    note = text_of(cells[ColumnRole.NOTE])
    if owner is not None:
        draft.owners = [owner.text]
    if _has_word(partner := text_of(cells[ColumnRole.PARTNER])):
        draft.partners = [partner]
    if deadline := text_of(cells[ColumnRole.DEADLINE]):
        draft.deadlines = [deadline]
    if _has_word(follower) and fold(follower) != fold(text_of(owner)):
        draft.partners.append(follower)
        draft.doubt("two_owner_columns", name=follower)
    if _has_word(note):
        draft.remark(note)


def _resolve_dittos(draft: Draft, above: Draft) -> None:
    """Replace ditto marks by the owners and deadlines of the row above."""
    if draft.owners and _DITTO.fullmatch(fold(clean(draft.owners[0]))):
        draft.owners = above.owners
    if draft.deadlines and _DITTO.fullmatch(fold(clean(draft.deadlines[0]))):
        draft.deadlines = list(above.deadlines)


def _add_to(draft: Draft, more: Draft) -> None:
    """Add the owners, partners and deadlines of a row without a text to the resolution above it."""
    if more.text and fold(more.text) not in fold(draft.text):
        draft.text += f"\n{more.text}"
    for cell in more.owners or []:
        if clean(cell) and cell not in (draft.owners or []):
            draft.owners = [*(draft.owners or []), cell]
    draft.partners += [cell for cell in more.partners if cell not in draft.partners]
    draft.deadlines += [cell for cell in more.deadlines if cell not in draft.deadlines]
    for remark in more.remarks:
        draft.remark(remark)
    draft.doubts += more.doubts


def _has_word(text: str) -> bool:
    """Tell whether a text has a word in it, and is not just «-»."""
    return re.search(r"\w", text) is not None
