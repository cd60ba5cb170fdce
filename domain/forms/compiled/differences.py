"""The differences of a form's new version from the one before, as whoever has to answer it notices them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.forms.compiled.model import CompiledForm, Element, Kind, Words
from domain.forms.compiled.moved import Moves
from domain.forms.xpath.references import Place
from domain.forms.xpath.syntax import Tree


@dataclass(frozen=True, slots=True)
class Differences:
    """The changes of a new version, by the labels of its questions; ``gone_choices`` are (question, choices)."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    retyped: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    gone_choices: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def none(self) -> bool:
        """True when whoever answers notices nothing."""
        return self == Differences()


def differences(old: CompiledForm, new: CompiledForm, language: str) -> Differences:
    """Compare two versions of a form; ``language`` is the one in which labels are wanted."""
    moves = Moves(old, new)
    before, after = {moves.place(place): one for place, one in _questions(old).items()}, _questions(new)
    both = [(place, before[place], after[place]) for place in after if place in before]
    return Differences(
        tuple(label_of(element, language) for place, element in after.items() if place not in before),
        tuple(label_of(element, language) for place, element in before.items() if place not in after),
        tuple(label_of(new_one, language) for _, old_one, new_one in both if not same_type(old_one, new_one)),
        tuple(
            label_of(new_one, language)
            for _, old_one, new_one in both
            if label_of(old_one, language) != label_of(new_one, language)
        ),
        tuple(
            (label_of(new_one, language), gone)
            for _, old_one, new_one in both
            if same_type(old_one, new_one) and (gone := _gone(old, old_one, new, new_one, language))
        ),
    )


def same_type(old: Element, new: Element) -> bool:
    """Tell whether an answer to one question is of the type of another: it is stored and asked alike."""
    return (old.kind, old.type, old.control) == (new.kind, new.type, new.control)


def _questions(form: CompiledForm) -> dict[Place, Element]:
    """The questions and repeats of a form by their places below its root, which may be called otherwise."""
    return {place[1:]: element for place, element in form.each() if element.is_asked or element.kind is Kind.REPEAT}


def _gone(old: CompiledForm, before: Element, new: CompiledForm, after: Element, language: str) -> tuple[str, ...]:
    kept = set(choices_of(new, after, language))
    return tuple(label for value, label in choices_of(old, before, language).items() if value not in kept)


def choices_of(form: CompiledForm, element: Element, language: str) -> dict[str, str]:
    """All choices that a question may ever offer, by value, with their labels."""
    if element.itemset is None:
        return {option.value: _words(option.label, language) or option.value for option in element.options}
    choices: dict[str, str] = {}
    for name in _instances(element.itemset.nodes):
        table = form.tables.get(name)
        if table is None or element.itemset.value not in table.columns:
            continue
        value = table.columns.index(element.itemset.value)
        label = table.columns.index(element.itemset.label) if element.itemset.label in table.columns else value
        for place, row in enumerate(table.rows):
            translated = _words(table.labels[place], language) if table.labels else ""
            choices[row[value]] = translated or row[label] or row[value]
    return choices


def _instances(tree: Tree) -> Iterator[str]:
    """Yield the names of the tables that an expression begins in."""
    match tree:
        case ["call", "instance", [["text", str(name)]]]:
            yield name
        case [*parts]:
            for part in parts:
                if isinstance(part, list):
                    yield from _instances(part)


def label_of(element: Element, language: str, *, short: bool = False) -> str:
    """The label of a question in a language, its ``short`` one where it has any, or its name."""
    words = element.short if short and element.short else element.label
    return _words(words, language) or element.name


def _words(words: Words, language: str) -> str:
    parts = words.get(language) or next(iter(words.values()), [])
    return " ".join("".join(part if isinstance(part, str) else "…" for part in parts).split())
