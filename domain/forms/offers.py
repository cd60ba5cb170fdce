"""Offers: the services, places and facilities that agencies describe in three of the shipped forms, a row each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.forms.compiled.differences import choices_of
from domain.forms.compiled.model import CompiledForm


class OfferKind(StrEnum):
    """Kinds of what is offered; the value is stored in taps."""

    SERVICE = "service"
    PLACE = "place"
    FACILITY = "facility"


@dataclass(frozen=True, slots=True)
class OfferForm:
    """The repeat of a form whose rows are offers, and the questions of a row that say what it is and where.

    A row whose answer to ``gone[0]`` is ``gone[1]`` is not on offer.
    """

    kind: OfferKind
    repeat: str
    title: str
    subject: str
    hood: str
    gone: tuple[str, str] = ("", "")


OFFER_FORMS: Mapping[str, OfferForm] = {
    "service_description": OfferForm(
        OfferKind.SERVICE, "service", "service_title", "service_subject", "service_places"
    ),
    "vacant_places": OfferForm(
        OfferKind.PLACE, "spot", "spot_title", "spot_kind", "spot_hood", gone=("spot_state", "taken")
    ),
    "facilities": OfferForm(OfferKind.FACILITY, "facility", "facility_title", "kind", "facility_hood"),
}
"""The forms by their names, as they are shipped in ``forms/``."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A row of a form that offers something. One without a ``hood`` holds for all neighbourhoods."""

    row: int
    kind: OfferKind
    title: str
    subject: str
    hood: str


def read(form: CompiledForm, answers: Mapping[str, Any], rows: int, language: str) -> Iterator[Offered]:
    """Yield what the rows of a filled form offer; nothing for a form that is none of ``OFFER_FORMS``."""
    layout = OFFER_FORMS.get(form.id)
    if layout is None:
        return
    labels = _labels(form, layout, language)
    for row in range(1, rows + 1):
        told = {name: str(answers.get(f"{layout.repeat}[{row}]/{name}", "")) for name in (*_names(layout),)}
        if not told[layout.title] or (layout.gone[0] and told[layout.gone[0]] == layout.gone[1]):
            continue
        subject = told[layout.subject]
        yield Offered(row, layout.kind, told[layout.title], labels.get(subject, subject), told[layout.hood])


def _names(layout: OfferForm) -> tuple[str, ...]:
    return tuple(filter(None, (layout.title, layout.subject, layout.hood, layout.gone[0])))


def _labels(form: CompiledForm, layout: OfferForm, language: str) -> dict[str, str]:
    """Return the labels of the subjects by their values."""
    place = (form.root.name, layout.repeat, layout.subject)
    subject = next((element for found, element in form.each() if found == place), None)
    return choices_of(form, subject, language) if subject else {}
