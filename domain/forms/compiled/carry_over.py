"""Answers carried into another draft: into a form's new version where the questions agree, rows from one to another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.forms.added import MARK, head_of, is_added
from domain.forms.compiled.differences import choices_of, label_of, same_type
from domain.forms.compiled.model import CompiledForm, Control, Element, Kind
from domain.forms.compiled.moved import Moves
from domain.forms.xpath.references import Place

_POSITION = re.compile(r"\[\d+\]")
CHOOSING = (Control.SELECT_ONE, Control.SELECT_MULTIPLE, Control.RANK)


@dataclass(frozen=True, slots=True)
class Carried:
    """Answers and numbers of rows by reference below the root.

    ``lost`` are the labels of questions whose answers could not be carried, ``lost_at`` their new references;
    ``taken`` are the rows that were added.
    """

    answers: dict[str, str]
    rows: dict[str, int]
    lost: tuple[str, ...] = ()
    lost_at: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()


class CarryOver:
    """The way of answers from one version of a form into another, whose elements are compared once.

    Labels of what is lost are in ``language``; ``moves`` say where the new version has each question.
    """

    def __init__(self, old: CompiledForm, new: CompiledForm, language: str) -> None:
        self.moves = Moves(old, new)
        self._new, self._language = new, language
        self._before = {self.moves.place(place): element for place, element in _elements(old).items()}
        self._after = _elements(new)
        self._repeats = {place for place, element in self._after.items() if element.kind is Kind.REPEAT}

    def carry(self, answers: Mapping[str, str], rows: Mapping[str, int]) -> Carried:
        """Carry what was answered into the new version, where a question is asked alike there, in any group.

        A choice that the new version does not offer is left out, and its question named among the lost ones.
        """
        answers, rows = self.moves.answers(answers), self.moves.answers(rows)
        kept: dict[str, str] = {}
        lost: dict[str, None] = {}
        lost_at: list[str] = []
        for reference, value in answers.items():
            place = _place(reference)
            if is_added(reference):
                if place[:-1] in self._after or len(place) == 1:
                    kept[reference] = value
                else:
                    lost[head_of(reference)] = None
                continue
            was, now = self._before.get(place), self._after.get(place)
            answer = _offered(self._new, now, value) if was and now and same_type(was, now) else ""
            if answer:
                kept[reference] = answer
            elif was and now and _widens(was, now):
                kept[reference] = f"{value}.0"
                continue
            if answer != value and was is not None and was.is_asked:
                lost[label_of(was, self._language)] = None
                lost_at.append(reference)
        counts = {name: count for name, count in rows.items() if _place(name) in self._repeats}
        return Carried(kept, counts, tuple(lost), tuple(lost_at))


def _widens(old: Element, new: Element) -> bool:
    """Tell whether a question takes any number now and took whole ones before, as one for money that was too small."""
    return (old.type, new.type) == ("int", "decimal") and old.control is new.control


def appended(
    form: CompiledForm,
    answers: Mapping[str, str],
    rows: Mapping[str, int],
    more: Mapping[str, str],
    more_rows: Mapping[str, int],
    waiting: Iterable[str] = (),
) -> Carried:
    """Add the rows of another answer after one's own; what is in no row is taken where it is not answered yet.

    Blank rows at the end, such as the one that a form begins with, are filled first; one is not blank where words of a
    question wait to be mended, ``waiting`` are such questions.
    """
    kept, counts = dict(answers), dict(rows)
    repeats = [place for place, element in _elements(form).items() if element.kind is Kind.REPEAT]
    outermost = [
        "/".join(place)
        for place in repeats
        if not any(place[: len(other)] == other for other in repeats if other != place)
    ]
    names = (*kept, *waiting)
    shift = {name: _filled_rows(names, counts, name) for name in outermost}
    for reference, value in more.items():
        mine = kept.setdefault(_shifted(reference, shift), value)
        if reference.startswith(MARK) and mine != value:
            kept[reference] = f"{mine}\n{value}"
    for reference, count in more_rows.items():
        if reference in shift:
            counts[reference] = shift[reference] + count
        else:
            counts[_shifted(reference, shift)] = count
    taken = [f"{name}[{shift[name] + row}]" for name in outermost for row in range(1, more_rows.get(name, 0) + 1)]
    return Carried(kept, counts, taken=tuple(taken))


def same_rows(answers: Mapping[str, str], taken: Sequence[str]) -> int:
    """Count the rows ``taken`` whose answers are those of a row before them."""
    found: dict[str, dict[str, str]] = {}
    for reference, value in answers.items():
        row, inside, rest = reference.partition("]/")
        if inside:
            found.setdefault(f"{row}]", {})[rest] = value
    rows = [(row.partition("[")[0], int(row[row.index("[") + 1 : -1]), values) for row, values in found.items()]
    mine = [(name, place, values) for name, place, values in rows if f"{name}[{place}]" in taken]
    return sum(
        any(name == other and before < place and values == theirs for other, before, theirs in rows)
        for name, place, values in mine
    )


def _filled_rows(answers: Iterable[str], rows: Mapping[str, int], repeat: str) -> int:
    """The number of a repeat's rows up to the last one that has an answer."""
    positions = [int(found[1]) for name in answers if (found := re.match(rf"{re.escape(repeat)}\[(\d+)\]/", name))]
    return min(max(positions, default=0), rows.get(repeat, max(positions, default=0)))


def _shifted(reference: str, shift: Mapping[str, int]) -> str:
    """A reference with the position of its outermost row moved behind those that are there."""
    found = re.match(r"([^\[]+)\[(\d+)\](.*)", reference)
    if found is None or found[1] not in shift:
        return reference
    return f"{found[1]}[{int(found[2]) + shift[found[1]]}]{found[3]}"


def _elements(form: CompiledForm) -> dict[Place, Element]:
    return {place[1:]: element for place, element in form.each()}


def _place(reference: str) -> Place:
    return tuple(_POSITION.sub("", reference).split("/"))


def _offered(form: CompiledForm, element: Element, value: str) -> str:
    """Of an answer what a question may offer; one that chooses from nothing known keeps its answer."""
    known = choices_of(form, element, "") if element.control in CHOOSING else {}
    if not known:
        return value
    if element.control is Control.SELECT_ONE:
        return value if value in known else ""
    return " ".join(one for one in value.split() if one in known)
