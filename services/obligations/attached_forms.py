"""The forms that are attached to obligations, by themselves, by their sub-item or by their resolution."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.forms.occasion import PREFIX, Occasion
from models.tables.forms import FormAssignment, FormState, FormTarget, OfficeForm
from models.tables.meetings import Obligation
from services.conversations import drafts


class Attached(NamedTuple):
    """A form that is attached to an obligation; ``begun`` when the reader has a draft of it."""

    assignment_id: int
    title: str
    begun: bool = False


def concerns() -> ColumnElement[bool]:
    """The condition that a form's being attached concerns an obligation of the query."""
    of_resolution = FormAssignment.resolution_id == Obligation.resolution_id
    return or_(
        and_(FormAssignment.target == FormTarget.RESOLUTION, of_resolution),
        and_(FormAssignment.target == FormTarget.ITEM, of_resolution, FormAssignment.item == Obligation.item),
        and_(FormAssignment.target == FormTarget.OBLIGATION, FormAssignment.obligation_id == Obligation.id),
    )


async def of_obligation(session: AsyncSession, obligation_id: int, person_id: int) -> list[Attached]:
    """The published forms that are attached to an obligation, and which of them a person has begun."""
    attached = (await of_obligations(session, [obligation_id])).get(obligation_id, [])
    if not attached:
        return []
    subjects = await drafts.answered_subjects(session, person_id, PREFIX)
    occasions = map(Occasion.parse, subjects)
    begun = {one.assignment_id for one in occasions if one and one.obligation_id == obligation_id and not one.part}
    return [one._replace(begun=one.assignment_id in begun) for one in attached]


async def of_obligations(session: AsyncSession, obligation_ids: Collection[int]) -> dict[int, list[Attached]]:
    """The published forms that are attached to each of some obligations, for those that have any."""
    if not obligation_ids:
        return {}
    rows = await session.execute(
        select(Obligation.id, FormAssignment.id, OfficeForm.title)
        .select_from(Obligation)
        .join(FormAssignment, concerns())
        .join(OfficeForm, OfficeForm.id == FormAssignment.form_id)
        .where(
            Obligation.id.in_(obligation_ids),
            FormAssignment.detached_at.is_(None),
            OfficeForm.state == FormState.PUBLISHED,
        )
        .order_by(Obligation.id, FormAssignment.id)
    )
    attached: dict[int, list[Attached]] = {}
    for obligation_id, assignment_id, title in rows:
        attached.setdefault(obligation_id, []).append(Attached(assignment_id, title))
    return attached
