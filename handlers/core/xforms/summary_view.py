"""The answers of a compiled form, section by section: of the whole form before it is sent, or of one row."""

from __future__ import annotations

from dataclasses import dataclass

from domain.chat.screens import Button, T
from domain.forms import added
from domain.forms.form_words import Label
from domain.forms.xforms.form import XFormFilling
from handlers.core.open_form import OpenForm
from handlers.core.turn import Turn
from texts import answer_summary as shown

LINES = 14
"""Answers on one page of a summary."""
LONGEST = 160
"""Characters of an answer on such a page."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A page of answers: its lines, and the name and label of each that can be corrected."""

    lines: list[Label]
    fixes: list[tuple[str, Label]]
    page: int
    pages: int


def names_of(filling: XFormFilling, inside: str = "") -> list[str]:
    """Return the questions and repeats of a form, or ``inside`` a row, without those of the rows in them."""
    found = filling.found
    prefix = f"{inside}/" if inside else ""
    names = [name for name in (*found.nodes, *found.repeats) if name.startswith(prefix)]
    mine = dict.fromkeys(name for name in names if "[" not in name[len(prefix) :])
    counted = {name for name in found.repeats if name not in found.nodes}
    # A counted repeat is no question and stands at the end of its section's questions.
    return [name for name in mine if name not in counted] + [name for name in mine if name in counted]


def of(filling: XFormFilling, offset: int, inside: str = "") -> Summary:
    """Return the page of a summary that begins with the answer at ``offset``."""
    names, found, words = names_of(filling, inside), filling.found, filling.words
    start = offset if 0 <= offset < len(names) else 0
    lines: list[Label] = []
    fixes: list[tuple[str, Label]] = []
    section: tuple[Label, ...] = ()
    for name in names[start : start + LINES]:
        question = filling.question(name)
        if question is None:
            continue
        its = words.of(question)
        if its.section != section and not inside:
            section = its.section
            # What comes behind a section stands apart from it.
            lines.append(T("xform.heading", name=shown_section(section)) if section else "")
        if name in found.repeats:
            lines.append(T("form.answer", label=its.short, value=T("xform.rows_count", count=len(found.rows(name)))))
        else:
            value = shown.value(question, its, filling.value(name))
            value = shown.clip(value, LONGEST) if isinstance(value, str) else value
            lines.append(T("form.answer", label=its.short, value=value))
        fixes.append((name, its.short))
    return Summary(lines, fixes, start // LINES + 1, -(-len(names) // LINES))


def added_lines(filling: XFormFilling, inside: str = "", most: int = LONGEST) -> list[Label]:
    """Return the words that were added in Excel beside the answers of a form, or ``inside`` one of its rows."""
    found = added.of_row(filling.state.answers, inside).items()
    return [T("xform.added", head=head, words=shown.clip(words, most)) for head, words in found]


def rejected_lines(filling: XFormFilling) -> list[Label]:
    """Return the words that were no answers and that nobody has mended yet, each with its question."""
    lines: list[Label] = []
    for name, words in list(filling.state.rejected.items())[:LINES]:
        if question := filling.question(name):
            its = filling.words.of(question)
            where = T("xform.within", outer=shown_section(its.section), inner=its.short) if its.section else its.short
            lines.append(T("form.answer", label=where, value=shown.clip(words, LONGEST)))
    return [T("xform.rejected_left"), *lines] if lines else []


def beside(opened: OpenForm, filling: XFormFilling, lines: list[Label], beyond: int) -> list[Button]:
    """Return the summary's button that removes added words, and add to ``lines`` those of no row and their number.

    ``beyond`` are in rows that the chat does not hold.
    """
    lines += added_lines(filling)
    count = beyond + sum(map(added.is_added, filling.state.answers))
    if not count:
        return []
    lines.append(T("xform.added_go", count=count))
    return [opened.button(T("xform.added_remove"), "unadd")]


def shown_section(section: tuple[Label, ...]) -> Label:
    """Join the labels of groups, the outermost first."""
    whole: Label = section[0]
    for label in section[1:]:
        whole = T("xform.within", outer=whole, inner=label)
    return whole


def buttons(turn: Turn, opened: OpenForm, filling: XFormFilling, summary: Summary) -> list[list[Button]]:
    """Return the buttons that correct an answer of a page, and those to the other pages."""
    repeats = filling.found.repeats
    labels = [(name, label if name in repeats else T("form.fix", label=label)) for name, label in summary.fixes]
    fixes = [opened.button(label, f"fix={filling.tag(name)}") for name, label in labels]
    rows = [fixes[place : place + 2] for place in range(0, len(fixes), 2)]
    pages = []
    if summary.page > 1:
        pages.append(opened.button(T("list.before"), f"p={(summary.page - 2) * LINES}"))
    if summary.page < summary.pages:
        pages.append(opened.button(T("list.after"), f"p={summary.page * LINES}"))
    return [*rows, pages] if pages else rows
