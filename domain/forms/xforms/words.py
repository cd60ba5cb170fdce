"""The words of a compiled form for one reader, with the answers that stand in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from domain.chat.screens import T, Text
from domain.dates import jalali
from domain.forms.compiled.model import Kind, Words
from domain.forms.engine import Question
from domain.forms.form_words import FormWords, Label, QuestionWords
from domain.forms.instance import choices
from domain.forms.instance.instance import Instance
from domain.forms.xforms.asked import Asked
from domain.forms.xforms.types import DIGITS
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.syntax import Tree
from domain.forms.xpath.values import Value, to_text
from domain.persian.requests import as_name
from domain.persian.text import persian_digits

_TAG = r"</?(?:span|b|i|u|em|strong|p|div|font|br|h\d)\b[^>]*>"
_MARKUP = re.compile(rf"{_TAG}|\*\*|__|(?:^|(?<=\n))#{{1,6}} ", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_PERSIAN = re.compile("[\u0600-\u06ff]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
MADE = {"Specify other.": "xform.specify_other", "Specify other": "xform.specify_other", "Other": "xform.other"}
"""The labels that pyxform gives to the choice «other» and to the question for it, whatever the form's language."""
SHORT_MADE = {**MADE, "Specify other.": "xform.specified", "Specify other": "xform.specified"}
"""The words for those labels in a summary."""
YEAR = 4
"""Digits of a year: up to so many are not parted."""
IN_A_LABEL = 2
"""The answers of a row that stand in its label."""


@dataclass(frozen=True, slots=True)
class TitleWords(FormWords):
    """The title of a form of which nothing is answered here, and the names of its questions."""

    form_title: str

    @property
    def title(self) -> str:
        return self.form_title

    def of(self, question: Question) -> QuestionWords:
        return QuestionWords(question.name, question.name)


@dataclass(frozen=True, slots=True)
class InstanceWords(FormWords):
    """The words of a form that is filled in."""

    instance: Instance
    found: Asked
    root: str

    @property
    def title(self) -> str:
        return self.instance.program.form.title

    def of(self, question: Question) -> QuestionWords:
        name = question.name
        if name in self.found.repeats:
            return self._of_repeat(name)
        node = self.instance.find(self.root + name)
        if node is None:
            return QuestionWords(name, name)
        element = node.spec.element
        ask = self._plain(node, element.label) or element.name
        options: dict[str, Label] = {}
        if node.spec.is_select:
            options = {one.value: _made(plain(one.label)) for one in choices.offered(self.instance, node)}
        elif element.type == "boolean":
            options = {"true": T("xform.true"), "false": T("xform.false")}
        return QuestionWords(
            _made(ask),
            _short(self._plain(node, element.short), ask),
            options,
            hint=self._plain(node, element.hint),
            guidance=self._plain(node, element.guidance),
            section=self.section(node),
            notes=self.notes(name),
        )

    def _of_repeat(self, name: str) -> QuestionWords:
        spec, parent = self.found.repeats[name]
        label = self._plain(parent, spec.element.label) or spec.element.name
        short = one_line(self._plain(parent, spec.element.short) or label)
        return QuestionWords(label, short, section=self.section(parent, inside=True), notes=self.notes(name))

    def notes(self, name: str) -> tuple[str, ...]:
        """Return the words that stand before a question, "" for those at the end; a value beside its label."""
        lines = []
        for node in self.found.notes.get(name, ()):
            label = self._plain(node, node.spec.element.label)
            is_persian = _PERSIAN.search(label or self.title)
            value = choices.label(self.instance, node, node.shown) or (_persian([node]) if is_persian else node.shown)
            lines.append(f"{label}: {value}" if value and label else label or value)
        return tuple(line for line in lines if line)

    def section(self, node: Node, *, inside: bool = False) -> tuple[Label, ...]:
        """Return the labels of the groups and rows around a node, the outermost first."""
        parts: list[Label] = []
        at: Node | None = node if inside else node.parent
        while at is not None and at.parent is not None and at.parent.parent is not None:
            if label := self.group(at):
                parts.append(label)
            at = at.parent
        return tuple(reversed(parts))

    def group(self, node: Node) -> Label:
        """Return the short label of a group, or its label, "" for one that has none; of a row with its number."""
        label = self._plain(node, node.spec.element.short) or self._plain(node, node.spec.element.label)
        if node.spec.element.kind is Kind.REPEAT:
            return T("xform.row_of", label=one_line(label) or node.name, row=node.place())
        return one_line(label)

    def row(self, node: Node) -> Text:
        """Return the label of a row: its number and what it is about."""
        said = self.about(node)
        return T("xform.row_label", row=node.place(), said=said) if said else T("xform.row_blank", row=node.place())

    def about(self, node: Node) -> Label:
        """Return the first two answers of a row that are words, choices or numbers; "" without any."""
        said: list[Label] = []
        for field in node.below():
            if field.children is None and field.shown and field.spec.element.is_asked and len(said) < IN_A_LABEL:
                element = field.spec.element
                if element.type == "int":
                    said.append(T("xform.number", number=int(field.shown)))
                elif element.type == "string":
                    chosen = plain(choices.label(self.instance, field, field.shown)) if field.spec.is_select else ""
                    line = one_line(chosen or field.shown, 30)
                    said.append(T("xform.digits", said=line) if not chosen and DIGITS.fullmatch(line) else line)
        return T("list.and", first=said[0], second=said[1]) if len(said) > 1 else said[0] if said else ""

    def _plain(self, node: Node, label: Words) -> str:
        return plain(written(self.instance, node, label)).strip()


def _made(label: str) -> Label:
    """Return a label, of those that pyxform makes for «or_other» in the reader's own language."""
    return T(MADE[label]) if label in MADE else label


def _short(short: str, ask: str) -> Label:
    """Return what a question is called in a summary: its short label, or the name of what it asks for."""
    return one_line(short) if short else T(SHORT_MADE[ask]) if ask in SHORT_MADE else one_line(as_name(ask))


def written(instance: Instance, node: Node, label: Words) -> str:
    """Write a label with the values that stand in it: in Persian words dates and numbers are as Persian has them."""
    said = label.get(instance.environment.language) or next(iter(label.values()), [])
    is_persian = any(isinstance(part, str) and _PERSIAN.search(part) for part in said)
    return choices.words(instance, node, label, _persian if is_persian else to_text)


def _persian(found: Value) -> str:
    """Return a value as Persian readers know it: a date of the Jalali calendar, a number in Persian digits.

    An amount has its thousands apart, unlike a code or a year.
    """
    value = to_text(found)
    if _DATE.fullmatch(value):
        try:
            return jalali.format_day(date.fromisoformat(value))
        except ValueError:
            return value
    if not _NUMBER.fullmatch(value):
        return value
    whole, point, rest = value.partition(".")
    if len(whole.lstrip("-")) > YEAR and _is_amount(found):
        whole = f"{int(whole):,}".replace(",", "٬")
    return persian_digits(f"{whole}{'٫' * bool(point)}{rest}")


def _is_amount(found: Value) -> bool:
    """Tell whether a value is a number by its question's type or because it was worked out."""
    if not isinstance(found, list):
        return isinstance(found, float)
    spec = getattr(found[0], "spec", None) if found else None
    if spec is None:
        return False
    element = spec.element
    return element.type in ("int", "decimal") or (element.calculate is not None and _works_out(element.calculate))


def _works_out(tree: Tree) -> bool:
    """Tell whether an expression makes an amount of other numbers."""
    match tree:
        case ["call", "if", [_, *ways]] | ["call", "coalesce" | "once", ways]:
            return any(map(_works_out, ways))
        case ["call", name, _]:
            return name in ("sum", "min", "max", "round", "int")
        case [sign, *_]:
            return sign in ("+", "-", "*", "div", "minus")
    return False


def plain(label: str) -> str:
    """Return a label without the marks of Markdown and HTML that other clients of XForms draw."""
    return _MARKUP.sub("", label) if any(mark in label for mark in "<*_#") else label


def one_line(label: str, most: int = 60) -> str:
    """Return a label on one line, not longer than a button or a summary has room for."""
    line = " ".join(label.split()).rstrip(":؟?.")
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"
