"""The sheets and columns of a form's answers, several versions together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.forms.compiled.model import TRUE, CompiledForm, Control, Element, Kind
from domain.forms.compiled.moved import Moves
from domain.forms.xpath.references import Place
from services.form_sheets.layout import said

_INSTANCE_ID = ("meta", "instanceID")
"""The place of the id that Kobo calls ``_uuid``."""
Labels = Callable[[Place], Mapping[str, str]]
"""The labels of a select's choices by their values."""


@dataclass(slots=True)
class Field:
    """A question or value of a sheet, as the latest version has it; ``options`` are those of all versions."""

    place: Place
    element: Element
    options: dict[str, str] = field(default_factory=dict)

    @property
    def is_multiple(self) -> bool:
        return self.element.control is Control.SELECT_MULTIPLE

    @property
    def is_note(self) -> bool:
        """Tell whether it only says something: a read-only text with nothing to work out."""
        own = self.element
        return own.control is Control.INPUT and own.readonly == TRUE and own.calculate is None and not own.default

    def label(self, language: str) -> str:
        """Return its short label in a language, else its question."""
        return said(self.element.short or self.element.label, language)


@dataclass(slots=True)
class AnswerSheet:
    """A sheet: the form's own (``place`` is the root's) or a repeat's, which lies in the sheet of ``parent``.

    ``added`` are the headings of columns that people added in Excel.
    """

    place: Place
    element: Element
    parent: AnswerSheet | None = None
    fields: list[Field] = field(default_factory=list)
    inner: list[AnswerSheet] = field(default_factory=list)
    added: list[str] = field(default_factory=list)

    def each(self) -> Iterator[AnswerSheet]:
        """Yield this sheet and those of the repeats inside."""
        yield self
        for one in self.inner:
            yield from one.each()

    def name_of(self, one: Field) -> str:
        """Return the name of a field; with its groups where two have the same."""
        inside = one.place[len(self.place) :]
        alone = sum(other.place[-1] == inside[-1] for other in self.fields) == 1
        return inside[-1] if alone else "/".join(inside)


def lay_out(versions: Sequence[tuple[CompiledForm, Labels]]) -> AnswerSheet:
    """Lay out the sheets of a form's versions, the latest first: what only an earlier one has stands where it stood.

    What the latest has in another group is one column, as in Kobo.
    """
    latest = versions[0][0]
    root: Place = (latest.root.name,)
    main = AnswerSheet(root, latest.root)
    sheets = {root: main}
    for form, labels in versions:
        before: dict[Place, Place | None] = {}
        moves = Moves(form, latest)
        # A version may have another name for its root.
        for raw, element in form.each():
            place = (*root, *moves.place(raw[1:]))
            home = _home(place, sheets)
            if element.kind is Kind.REPEAT and place not in sheets:
                sheets[place] = AnswerSheet(place, element, home)
                home.inner.append(sheets[place])
            elif element.kind is Kind.FIELD and place[1:] != _INSTANCE_ID:
                _add(home, place, element, before.get(home.place))
                before[home.place] = place
                if element.control in (Control.SELECT_ONE, Control.SELECT_MULTIPLE, Control.RANK):
                    known = next(one for one in home.fields if one.place == place)
                    for value, label in labels(raw).items():
                        known.options.setdefault(value, label)
    return main


def _home(place: Place, sheets: Mapping[Place, AnswerSheet]) -> AnswerSheet:
    """Return the sheet of the innermost repeat around a place."""
    return next(sheets[place[:depth]] for depth in range(len(place) - 1, 0, -1) if place[:depth] in sheets)


def _add(sheet: AnswerSheet, place: Place, element: Element, after: Place | None) -> None:
    """Add a field after another one, unless it is there."""
    places = [one.place for one in sheet.fields]
    if place not in places:
        at = places.index(after) + 1 if after in places else 0 if sheet.fields and after is None else len(places)
        sheet.fields.insert(at, Field(place, element))
