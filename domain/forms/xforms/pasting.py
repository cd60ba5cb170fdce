"""The lines of a message as rows of a repeat: right cells are kept, the words of wrong ones wait to be mended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.chat.screens import T, Text
from domain.forms.compiled.model import Kind
from domain.forms.engine import Filling, Question
from domain.forms.instance.program import Spec
from domain.forms.moves import onward
from domain.forms.types.answer_types import AnswerInput, InvalidAnswer
from domain.forms.xforms import rows
from domain.forms.xforms.form import XFormFilling
from domain.forms.xforms.types import PlainText, Row, Rows
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.references import EVERYTHING, references
from domain.persian.text import fold, latin_digits

MOST_WORK = 400_000
"""Questions that are worked out for the cells of one message, about a second; the lines beyond wait for the next."""
_SENT = frozenset({"binary", "geopoint", "geotrace", "geoshape"})
_NUMBERED = re.compile(r"^\s*(?:[-–•*]|[\d۰-۹]{1,3}[.)\-])\s+")
"""The number or mark at the beginning of a line of a list."""
_CELLS = re.compile(r"\t|[;؛]")
_OPTIONS = re.compile(r"[،,]")


@dataclass(frozen=True, slots=True)
class Pasted:
    """A form after lines were pasted: ``kept`` rows are right, ``wrong`` says what is wrong in ``wrong_lines`` others.

    ``left`` are the lines from ``first_left`` on that found no room, the first of them in words; with ``too_long``
    there is room, and they may come in another message.
    """

    filling: Filling
    kept: int
    wrong: tuple[Text, ...]
    wrong_lines: int
    left: int = 0
    first_left: int = 0
    said: str = ""
    too_long: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    said: str
    cells: list[str]


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that have words."""
    return [line for line in text.split("\n") if line.strip()]


def repeat_of(filling: XFormFilling, question: Question) -> str:
    """Return the repeat whose rows pasted words may fill at a question, "" where they are an answer like any other."""
    if isinstance(question.type, Row):
        return ""
    name = question.name if isinstance(question.type, Rows) else question.name.rpartition("[")[0]
    if not filling.found.grows(name):
        return ""
    fields = typed(filling, name)
    is_first = bool(fields) and question.name.rpartition("/")[2] == fields[0].element.name
    return name if fields and (isinstance(question.type, Rows) or is_first) else ""


def are_rows(filling: XFormFilling, question: Question, repeat: str, text: str) -> bool:
    """Tell whether a text can be nothing but rows: in their list, lines with cells, or where no text is asked for."""
    lines = lines_of(text)
    if isinstance(question.type, Rows):
        return bool(lines)
    fields = typed(filling, repeat)
    if len(lines) < 2:
        return bool(lines) and _is_whole_row(filling, question, fields, lines[0])
    spec = rows.spec_of(filling, repeat)
    if not isinstance(question.type, PlainText) or all(_CELLS.search(line) for line in lines):
        return True
    return len(fields) == len(spec.children) == 1 and "multiline" not in fields[0].element.appearance.split()


def _is_whole_row(filling: XFormFilling, question: Question, fields: Sequence[Spec], line: str) -> bool:
    """Tell whether a line has a part for each question of the row in hand, of which nothing else is answered yet."""
    cells = [cell.strip() for cell in _CELLS.split(line)]
    row = f"{question.name.rpartition('/')[0]}/"
    inside = [name for name in filling.found.nodes if name.startswith(row)]
    names = {field.element.name for field in fields}
    asked = sum(name.removeprefix(row) in names for name in inside)
    return (
        max(asked, 2) <= len(cells) <= len(fields)
        and all((cells[0], cells[-1]))
        and not any(filling.has(name) for name in inside if name != question.name and name not in filling.found.repeats)
    )


def waiting(filling: XFormFilling, question: Question) -> str:
    """Return the lines that wait for a decision whether each is a row, at a first question or in the list of rows."""
    if not repeat_of(filling, question):
        return ""
    return filling.state.rejected.get(question.name, "") if isinstance(question.type, Rows) else filling.state.pasted


def without_waiting(filling: XFormFilling) -> XFormFilling:
    """Return the filling without the lines that wait, which are decided on."""
    state = filling.state
    if state.pasted:
        return filling.with_state(pasted="")
    return filling.with_state(rejected={name: words for name, words in state.rejected.items() if name != state.at})


def typed(filling: XFormFilling, name: str) -> list[Spec]:
    """Return the first questions of a row of a repeat that can be typed, as far as all before them can."""
    found = []
    last = filling.instance.find(f"{filling.root}{name}[{len(filling.found.rows(name))}]")
    for child in rows.spec_of(filling, name).children:
        if child.element.kind is not Kind.FIELD or child.element.type in _SENT:
            break
        found += [child] if child.element.is_asked and not (last and _is_in_no_row(child, last)) else []
    return found


def _is_in_no_row(spec: Spec, row: Node) -> bool:
    """Tell whether a question is asked in no row: it is not in this one, and its condition reads nothing of a row."""
    tree, inside = spec.element.relevant, row.spec.place
    if tree is None or any(
        one.place == EVERYTHING or one.place[: len(inside)] == inside for one in references(tree, spec.place)
    ):
        return False
    return not any(node.relevant for node in (row.children or {}).get(spec.element.name, ()))


def paste(filling: XFormFilling, name: str, given: AnswerInput, only: str = "") -> Pasted:
    """Fill a row with each line of a text, its cells by tab or «;» in the order of the questions.

    A last row that is blank still is filled first; a text of one line fills the row ``only`` where one is given. A line
    with a wrong cell keeps its row: the words wait at their question. Lines for which the repeat has no room change
    nothing.
    """
    fields = typed(filling, name)
    lines = _read(filling, fields, given.text)
    after, used, wrong, wrong_lines, work = filling, "", list[Text](), 0, 0
    for place, line in enumerate(lines):
        row = only or f"{name}[{len(after.found.rows(name))}]"
        work += len(after.found.nodes) * (1 + len(line.cells))
        try:
            if work > MOST_WORK and place:
                raise _TooLongError
            if not only and (row == used or not _is_blank(after, name, row)):
                after = rows.with_row(after, name)
                row = f"{name}[{len(after.found.rows(name))}]"
        except (InvalidAnswer, _TooLongError) as end:
            left, too_long = len(lines) - place, isinstance(end, _TooLongError)
            return Pasted(
                _done(after, name),
                place - wrong_lines,
                tuple(wrong),
                wrong_lines,
                left,
                line.number,
                line.said,
                too_long=too_long,
            )
        used = row
        after, reasons = _with_line(after, row, fields, line, given)
        wrong += reasons
        wrong_lines += bool(reasons)
    return Pasted(_done(after, name), len(lines) - wrong_lines, tuple(wrong), wrong_lines)


class _TooLongError(Exception):
    """Ends the lines that are taken from one message."""


def _done(filling: XFormFilling, name: str) -> Filling:
    return onward(filling.with_state(skipped=filling.skipped_but(name)))


def _read(filling: XFormFilling, fields: Sequence[Spec], text: str) -> list[_Line]:
    """Part a text into lines and cells, without a line of headings and a column of numbers that a table brings."""
    said = [_NUMBERED.sub("", line).strip() for line in lines_of(text)]
    several = len(fields) > 1
    lines = [
        _Line(number, line, [cell.strip() for cell in _CELLS.split(line)] if several else [line])
        for number, line in enumerate(said, 1)
    ]
    if len(lines) > 1 and _are_heads(filling, fields, lines[0].cells):
        lines = lines[1:]
    if several and all(len(one.cells) == len(fields) + 1 and latin_digits(one.cells[0]).isdecimal() for one in lines):
        lines = [replace(one, cells=one.cells[1:]) for one in lines]
    return lines


def _are_heads(filling: XFormFilling, fields: Sequence[Spec], cells: Sequence[str]) -> bool:
    language = filling.instance.environment.language
    if len(cells) < len(fields):
        return False
    for field, cell in zip(fields, cells[-len(fields) :], strict=True):
        labels = [
            words.get(language) or next(iter(words.values()), [])
            for words in (field.element.short, field.element.label)
        ]
        heads = {fold("".join(part for part in parts if isinstance(part, str))) for parts in labels}
        if fold(cell) not in heads - {""}:
            return False
    return True


def _is_blank(filling: XFormFilling, name: str, row: str) -> bool:
    found = filling.found.rows(name)
    waits = any(reference.startswith(f"{row}/") for reference in filling.state.rejected)
    return bool(found) and not waits and not any(node.base for node in found[-1].below() if node.spec.element.is_asked)


def _with_line(
    filling: XFormFilling, row: str, fields: Sequence[Spec], line: _Line, given: AnswerInput
) -> tuple[XFormFilling, list[Text]]:
    """Put a line into a row; return what is wrong with it, too."""
    if len(line.cells) > len(fields):
        first = f"{row}/{fields[0].element.name}"
        reason = T("xform.line_too_long", line=line.number, said=line.said, most=len(fields))
        return _waiting(filling, first, line.said), [reason]
    after, wrong = filling, list[Text]()
    for field, cell in zip(fields, line.cells, strict=False):
        reference = f"{row}/{field.element.name}"
        question = after.question(reference)
        if question is None or not cell:
            continue
        try:
            value = question.type.read(replace(given, text=cell, choice=_choice(after, question, cell)), None)
            after = after.stored(question, value, "").settled(question)
        except InvalidAnswer as refused:
            wrong.append(T("xform.line_refused", line=line.number, said=cell, reason=_reason(refused.text)))
            after = _waiting(after, reference, cell)
    return after, wrong


def _reason(text: Text) -> Text | str:
    """Return the first line of a refusal: what was understood of a single answer follows it in others."""
    lines = text.params.get("lines")
    return lines[0] if isinstance(lines, list | tuple) and lines else text


def _waiting(filling: XFormFilling, reference: str, words: str) -> XFormFilling:
    return filling.with_state(rejected={**filling.state.rejected, reference: words})


def _choice(filling: XFormFilling, question: Question, cell: str) -> str:
    """Return the options that a cell names by their labels or values."""
    if isinstance(question.type, PlainText):
        return ""
    options = {fold(str(label)): value for value, label in filling.words.of(question).options.items()}
    options |= {fold(value): value for value in options.values()}
    if whole := options.get(fold(cell), ""):
        return whole
    return " ".join(filter(None, (options.get(fold(part), "") for part in _OPTIONS.split(cell))))
