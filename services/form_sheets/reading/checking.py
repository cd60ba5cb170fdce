"""The check of a workbook's rows by the engine: relevance, constraints, choices, what has to be answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.chat.screens import T, Text
from domain.forms.instance import choices
from domain.forms.instance.instance import Instance
from domain.forms.instance.program import Program
from domain.forms.xforms.words import written
from domain.forms.xpath.context import Environment
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.references import Place, references
from domain.persian.text import latin_digits
from services.form_sheets.choice_names import ChoiceNames, WrongCell
from services.form_sheets.layout import Column
from services.form_sheets.reading.assembling import Assembled, Assembler
from services.form_sheets.reading.cell_values import as_words
from services.form_sheets.reading.rows import ReadPage, Row

MOST_AT_ONCE = 1000
"""Rows of a repeat that are checked in one instance, where each row sees all others."""
SLICE = 500
"""Rows that are checked at once where there are more."""
Dump = tuple[dict[str, str], dict[str, int]]


@dataclass(slots=True)
class Checker:
    """Checks rows, and writes what is wrong into them. ``not_asked`` counts answers that the form does not ask for."""

    program: Program
    environment: Callable[[], Environment]
    assembler: Assembler
    pages: list[ReadPage]
    not_asked: int = 0

    @property
    def _root(self) -> str:
        return f"/{self.program.form.root.name}/"

    def whole(self, *, good: bool = False) -> Dump:
        """Check all rows in one instance, or only the ``good`` ones; return what the instance then holds.

        Raises TooManyRows where the form itself makes more rows than there may be.
        """
        # Where the form counts its rows each has its place, and a wrong one keeps it without its wrong cells.
        chosen = {
            page.page.place: [row for row in page.rows if page.page.counted or not (good and row.wrong)]
            for page in self.pages
        }
        return self._check(self.assembler.assemble(chosen), quiet=good)

    def slices(self, page: ReadPage) -> Iterator[tuple[list[Row], Dump]]:
        """Check the rows of an outermost repeat in slices, with the rows inside them and none of the other repeats.

        Up to ``MOST_AT_ONCE`` are one slice.
        """
        there = [row for row in page.rows if not self.assembler.origins.is_passed_over(row)]
        size = SLICE if len(there) > MOST_AT_ONCE else MOST_AT_ONCE
        for begin in range(0, len(there), size):
            rows = there[begin : begin + size]
            # Other repeats have no rows in this instance, those inside the slice's rows all of theirs.
            others: dict[Place, list[Row]] = {one.page.place: [] for one in self.pages if one.page.parent is None}
            yield rows, self._check(self.assembler.assemble({**others, page.page.place: rows}, alone=True))

    def compares_rows(self, page: ReadPage) -> bool:
        """Tell whether a question of a page reads other rows, which slices cannot see all of."""
        for column in page.page.columns:
            element = column.element
            for tree in (element.constraint, element.relevant, element.required):
                if tree is not None and any(one.crossing for one in references(tree, column.place)):
                    return True
        return False

    def _check(self, made: Assembled, *, quiet: bool = False) -> Dump:
        values = {self._root + name: value for name, value in made.answers.items()}
        rows = {self._root + name: count for name, count in made.rows.items()}
        most = max([MOST_AT_ONCE, *rows.values()])
        instance = Instance.load(self.program, self.environment(), values, rows, most)
        if not quiet:
            for page, row, reference in made.places:
                self._check_row(instance, page, row, self._node(instance, reference))
        return instance.dump()

    def _node(self, instance: Instance, reference: str) -> Node | None:
        return instance.find(self._root + reference) if reference else instance.root

    def _check_row(self, instance: Instance, page: ReadPage, row: Row, node: Node | None) -> None:
        depth = len(page.page.place)
        if node is None:
            row.wrong.setdefault(0, T("form_sheet.wrong.surplus"))
            return
        for index, column in enumerate(page.page.columns):
            if index in row.wrong or (page.page.upright and index not in row.lines):
                continue
            field_ = _below(node, column.place[depth:])
            if field_ is not None:
                self._check_cell(instance, page, row, index, field_)

    def _check_cell(self, instance: Instance, page: ReadPage, row: Row, index: int, node: Node) -> None:
        column = page.page.columns[index]
        value = row.values.get(column.place, "")
        if not node.relevant:
            self.not_asked += bool(value)
            return
        if value and not node.shown and node.spec.is_select:
            row.wrong[index] = _not_offered(instance, node, value, as_words(page.cell(row, index)))
        elif value and not instance.is_valid(node) and not self._valid_in_latin(instance, row, column, node):
            words = written(instance, node, column.element.constraint_message)
            row.wrong[index] = _said(words, "form_sheet.wrong.constraint")
        elif not node.shown and instance.is_required(node):
            words = written(instance, node, column.element.required_message)
            row.wrong[index] = _said(words, "form_sheet.wrong.required")

    def _valid_in_latin(self, instance: Instance, row: Row, column: Column, node: Node) -> bool:
        """Take a text with Latin digits where its constraint asks for them, as a pattern of a number does."""
        latin = latin_digits(node.shown)
        if column.element.type != "string" or latin == node.shown:
            return False
        before = node.shown
        instance.set(node, latin)
        if instance.is_valid(node):
            row.values[column.place] = latin
            return True
        instance.set(node, before)
        return False


def _below(node: Node, names: Place) -> Node | None:
    at: Node | None = node
    for name in names:
        group = (at.children or {}).get(name) if at is not None else None
        at = group[0] if group else None
    return at


def _not_offered(instance: Instance, node: Node, value: str, typed: str) -> Text:
    """Say that a choice is not among those that go with the other answers."""
    names = ChoiceNames(choices.offered(instance, node))
    for one in value.split():
        if one not in names.labels:
            try:
                names.one(one)
            except WrongCell as wrong:
                return T(wrong.key, **{**wrong.params, "said": typed[:60]})
    return T("form_sheet.wrong.no_choices", said=typed[:60])


def _said(words: str, otherwise: str) -> Text:
    return T("form_sheet.wrong.own", words=words) if words else T(otherwise)
