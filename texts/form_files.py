"""The files of a filled form, each by the question and the row that it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.chat.screens import T, Text
from domain.forms.compiled.differences import label_of
from domain.forms.compiled.model import CompiledForm, Element
from domain.forms.xpath.references import Place
from domain.persian.requests import as_name
from texts import wording


def described(
    form: CompiledForm, files: Mapping[str, dict[str, Any]], answers: Mapping[str, Any], language: str
) -> list[dict[str, Any]]:
    """Return the files of a filled form with words ``about`` each that answers a question: «مکان‌ها، ردیف ۲، عکس»."""
    elements = {place[1:]: element for place, element in form.each()}
    about = {name: _label(elements, reference, language) for reference, name in answers.items() if name in files}
    return [{**file, "about": about.get(name)} for name, file in files.items()]


def _label(elements: Mapping[Place, Element], reference: str, language: str) -> Text | str | int:
    """Return the label of a question by its reference below the root, after that of the row around it."""
    place: Place = ()
    words: list[Text | str] = []
    for part in reference.split("/"):
        bare, _, row = part.partition("[")
        place = (*place, bare)
        label = as_name(label_of(elements[place], language, short=True)) if place in elements else bare
        if row:
            words.append(T("xform.row_of", label=label, row=int(row[:-1])))
    return wording.comma_separated([*words, label])
