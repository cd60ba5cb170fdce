"""The column ``short`` of a survey: what a question is called in a summary, a table's head and a list.

XLSForm has no such column, and pyxform passes over it. It is translated as labels are: ``short::فارسی (fa)``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from domain.forms.compiled.model import CompiledForm, Element, Words
from domain.forms.xpath.references import Place
from services.form_reading.conversion.itext import code_of
from services.form_reading.workbook import Sheet

_COLUMN = re.compile(r"short(?:\s*::?\s*(.+))?", re.IGNORECASE)


def attach(form: CompiledForm, survey: Sheet, rows: Mapping[Place, int]) -> CompiledForm:
    """Return the form with the short labels of its rows, which ``rows`` numbers from 2 on by place."""
    languages: dict[str, str] = {}
    for column in survey.columns:
        if match := _COLUMN.fullmatch(column.strip()):
            languages[column] = code_of(match[1]) if match[1] else form.languages[0]
    if not languages:
        return form

    def shortened(element: Element, place: Place) -> Element:
        row = survey.rows[rows[place] - 2] if place in rows else {}
        # The question that pyxform adds to «or_other» stands in the row of its choice, which has the label.
        row = {} if f"{row.get('name')}_other" == element.name else row
        short: Words = {code: [row[column]] for column, code in languages.items() if row.get(column)}
        children = tuple(shortened(child, (*place, child.name)) for child in element.children)
        return replace(element, short=short, children=children)

    return replace(form, root=shortened(form.root, (form.root.name,)))
