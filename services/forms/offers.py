"""The offers of agencies, read from the accepted answers to three forms, and found by kind, neighbourhood or words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Subquery, case, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.forms import offers
from domain.forms.offers import OFFER_FORMS, Offered, OfferKind
from domain.persian.search import words_of
from domain.persian.text import fold
from models.tables.agencies import Agency
from models.tables.forms import FilledForm, FormRow, FormVersion, OfficeForm
from models.tables.meetings import Obligation, Submission, Verdict
from services.errors import Refused
from services.forms import all_rows, library
from services.forms.all_rows import FilledRow, Place
from services.forms.library import VERDICT

_ROWS = 100_000
"""More than the rows of any filled form: an offer's id is that of its form and of its row in one number."""
MOST = 1000
"""The rows of one filled form that are shown: everybody would wait for those of one long sheet."""
_NEIGHBOURHOOD = fold("محله")


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer with the filled form that it stands in, and the agency that sent it; "" for a person's own."""

    filled_id: int
    version_id: int
    agency: str
    offered: Offered

    @property
    def id(self) -> int:
        """One number for a list's row."""
        return self.filled_id * _ROWS + self.offered.row


async def listed(
    session: AsyncSession, language: str, *, kind: OfferKind | None = None, hood: str = "", search: str = ""
) -> list[Offer]:
    """The offers of a kind, for a neighbourhood and with every word of a search, by title; all without these."""
    words, place = words_of(search), _bare(hood)
    found = [
        offer
        for offer in await _all(session, language)
        if (kind is None or offer.offered.kind is kind)
        and (not offer.offered.hood or place in fold(offer.offered.hood))
        and _has(offer, words)
    ]
    return sorted(found, key=lambda offer: (fold(offer.offered.title), offer.id))


async def is_cut(session: AsyncSession) -> bool:
    """Tell whether some agency's list is longer than what is shown of it."""
    latest = _latest()
    shown = select(latest.c.id).where(latest.c.period == latest.c.last)
    return bool(await session.scalar(select(exists().where(FormRow.filled_id.in_(shown), FormRow.number > MOST))))


async def get(session: AsyncSession, filled_id: int, row: int, language: str) -> Offer:
    """Load one offer. Raises Refused for one that is no more, or was replaced."""
    for offer in await _all(session, language, filled_id):
        if offer.offered.row == row:
            return offer
    raise Refused("offers.gone")


async def row_of(session: AsyncSession, offer: Offer) -> FilledRow:
    """Load all that was answered in an offer's row, with the files among it."""
    repeat = OFFER_FORMS[(await library.compiled(session, offer.version_id)).id].repeat
    place = Place(offer.filled_id, offer.version_id, offer.agency, False, repeat, offer.offered.row)
    [row] = await all_rows.load(session, [place])
    return replace(row, files={value: row.files[value] for value in row.answers.values() if value in row.files})


def place_of(offer_id: int) -> tuple[int, int]:
    """The filled form and the row of an offer's id."""
    return divmod(offer_id, _ROWS)


def _bare(hood: str) -> str:
    """A neighbourhood's name without the word for one, which agencies write or leave out."""
    return " ".join(word for word in fold(hood).split() if word != _NEIGHBOURHOOD)


def _has(offer: Offer, words: Iterable[str]) -> bool:
    said = offer.offered
    text = fold(f"{said.title} {said.subject} {said.hood} {offer.agency} {said.more}")
    return all(word in text for word in words)


async def _all(session: AsyncSession, language: str, filled_id: int = 0) -> list[Offer]:
    """Read the offers of every accepted form, or of one."""
    latest = _latest()
    rows = await session.execute(
        select(FilledForm, OfficeForm.name, Agency.name)
        .join(latest, latest.c.id == FilledForm.id)
        .join(FormVersion, FormVersion.id == FilledForm.version_id)
        .join(OfficeForm, OfficeForm.id == FormVersion.form_id)
        .outerjoin(Agency, Agency.id == FilledForm.agency_id)
        .where(latest.c.period == latest.c.last, *((FilledForm.id == filled_id,) if filled_id else ()))
    )
    found: list[Offer] = []
    filled_forms = rows.all()
    by_excel = await _by_excel(session, [filled.id for filled, *_ in filled_forms])
    versions = {filled.version_id for filled, *_ in filled_forms}
    forms = {version: await library.compiled(session, version) for version in versions}
    for filled, name, agency in filled_forms:
        repeat = OFFER_FORMS[name].repeat
        more, most = by_excel.get(filled.id, ({}, 0))
        answers, count = {**filled.answers, **more}, max(int(filled.rows.get(repeat, 0)), most)
        read = offers.read(forms[filled.version_id], answers, count, language)
        found += [Offer(filled.id, filled.version_id, agency or "", offered) for offered in read]
    return found


def _latest() -> Subquery:
    """Select the accepted answers to the three forms with the last period that the same place has one of.

    Who answers each month or quarter lists all there is, so that what was offered before is no more.
    """
    person = case((FilledForm.agency_id.is_(None), FilledForm.person_id))
    place = (FilledForm.assignment_id, FilledForm.agency_id, person, Obligation.item)
    return (
        select(FilledForm.id, FilledForm.period, func.max(FilledForm.period).over(partition_by=place).label("last"))
        .join(FormVersion, FormVersion.id == FilledForm.version_id)
        .join(OfficeForm, OfficeForm.id == FormVersion.form_id)
        .outerjoin(Submission, Submission.id == FilledForm.submission_id)
        .outerjoin(Obligation, Obligation.id == FilledForm.obligation_id)
        .where(OfficeForm.name.in_(OFFER_FORMS), FilledForm.part.is_(False), VERDICT == Verdict.ACCEPTED)
        .subquery()
    )


async def _by_excel(session: AsyncSession, filled: Sequence[int]) -> dict[int, tuple[dict[str, Any], int]]:
    """Load the rows that came by Excel: answers by reference, and the last row's number, by filled form."""
    rows = await session.execute(
        select(FormRow.filled_id, FormRow.repeat, FormRow.number, FormRow.values).where(
            FormRow.filled_id.in_(filled), FormRow.number <= MOST
        )
    )
    found: dict[int, tuple[dict[str, Any], int]] = {}
    for number, repeat, row, values in rows:
        answers, most = found.get(number or 0, ({}, 0))
        answers |= {f"{repeat}[{row}]/{name}": value for name, value in values.items()}
        found[number or 0] = answers, max(most, row)
    return found
