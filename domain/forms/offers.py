"""Offers: the services, places and facilities that agencies describe in three of the shipped forms, a row each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.forms.compiled.differences import choices_of
from domain.forms.compiled.model import CompiledForm
from domain.forms.occasion import NEIGHBOURHOOD


class OfferKind(StrEnum):
    """Kinds of what is offered; the value is stored in taps."""

    SERVICE = "service"
    PLACE = "place"
    FACILITY = "facility"


@dataclass(frozen=True, slots=True)
class OfferForm:
    """The repeat of a form whose rows are offers, and the questions of a row that say what it is and where.

    A row whose answer to ``gone[0]`` is ``gone[1]`` is not on offer. A search also looks at ``more``.
    """

    kind: OfferKind
    repeat: str
    title: str
    subject: str
    hood: str
    gone: tuple[str, str] = ("", "")
    more: tuple[str, ...] = ()


OFFER_FORMS: Mapping[str, OfferForm] = {
    "service_description": OfferForm(
        OfferKind.SERVICE,
        "service",
        "service_title",
        "service_subject",
        "service_places",
        more=("service_words", "audience"),
    ),
    "vacant_places": OfferForm(
        OfferKind.PLACE,
        "spot",
        "spot_title",
        "spot_kind",
        "spot_hood",
        gone=("spot_state", "taken"),
        more=("spot_address", "uses"),
    ),
    "facilities": OfferForm(
        OfferKind.FACILITY, "facility", "facility_title", "kind", "facility_hood", more=("subtype", "users")
    ),
}
"""The forms by their names, as they are shipped in ``forms/``."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A row of a form that offers something. One without a ``hood`` holds for all neighbourhoods.

    ``more`` are further words that a search looks at.
    """

    row: int
    kind: OfferKind
    title: str
    subject: str
    hood: str
    more: str = ""


def read(form: CompiledForm, answers: Mapping[str, Any], rows: int, language: str) -> Iterator[Offered]:
    """Yield what the rows of a filled form offer; nothing for a form that is none of ``OFFER_FORMS``."""
    layout = OFFER_FORMS.get(form.id)
    if layout is None:
        return
    place = str(answers.get(NEIGHBOURHOOD, ""))
    labels = {name: _labels(form, layout, name, language) for name in (layout.subject, *layout.more)}
    for row in range(1, rows + 1):
        told = {name: str(answers.get(f"{layout.repeat}[{row}]/{name}", "")) for name in (*_names(layout),)}
        if not told[layout.title] or (layout.gone[0] and told[layout.gone[0]] == layout.gone[1]):
            continue
        subject = told[f"{layout.subject}_other"] or _worded(told[layout.subject], labels[layout.subject])
        more = " ".join(_worded(told[name], labels[name]) for name in layout.more if told[name])
        yield Offered(row, layout.kind, told[layout.title], subject, told[layout.hood] or place, more)


def _names(layout: OfferForm) -> tuple[str, ...]:
    named = (layout.title, layout.subject, f"{layout.subject}_other", layout.hood, layout.gone[0], *layout.more)
    return tuple(filter(None, named))


def _worded(value: str, labels: Mapping[str, str]) -> str:
    """Write choices in words; a text as it is."""
    return " ".join(labels.get(each, each) for each in value.split(" ")) if labels else value


def _labels(form: CompiledForm, layout: OfferForm, name: str, language: str) -> dict[str, str]:
    """Return the labels of a question's choices by their values."""
    place = (form.root.name, layout.repeat, name)
    asked = next((element for found, element in form.each() if found == place), None)
    return choices_of(form, asked, language) if asked else {}
