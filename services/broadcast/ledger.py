"""The ledger of a broadcast: its deliveries by outcome and receipt, in pages and as a sheet."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.chat.screens import T, Text
from domain.persian.search import words_of
from models.tables.broadcasts import Broadcast, Delivery, DeliveryState
from models.tables.people import Membership, Person
from services.broadcast import audience
from services.context import ActionContext
from services.messaging.readdressing import ROLE_ENDED
from texts.format import Formatter


class Filter(StrEnum):
    """The people that a page of the ledger shows."""

    ALL = "all"
    UNSEEN = "unseen"
    SEEN = "seen"
    FAILED = "failed"
    WAITING = "waiting"
    STANDING = "standing"


_KNOWN_REASONS = frozenset({"no_account", "blocked", "stopped", "undone", "files", "words", "twice", ROLE_ENDED})
WITH_BUTTONS = or_(
    Delivery.state == DeliveryState.DELIVERED,
    and_(Delivery.state == DeliveryState.PARTLY, Delivery.reason == "files"),
)
"""The deliveries whose message with the buttons arrived."""
_UNSUCCESSFUL = (DeliveryState.FAILED, DeliveryState.WITHHELD, DeliveryState.PARTLY)
_WHICH: dict[Filter, tuple[ColumnElement[bool], ...]] = {
    Filter.ALL: (),
    Filter.UNSEEN: (WITH_BUTTONS, Delivery.acknowledged_at.is_(None)),
    Filter.SEEN: (Delivery.acknowledged_at.is_not(None),),
    Filter.FAILED: (Delivery.state.in_(_UNSUCCESSFUL),),
    Filter.WAITING: (Delivery.state == DeliveryState.WAITING,),
    Filter.STANDING: (Delivery.state == DeliveryState.STANDING,),
}


async def page(
    session: AsyncSession, broadcast_id: int, which: Filter, offset: int, most: int, search: str = ""
) -> tuple[Sequence[Delivery], int]:
    """A page of deliveries by the people's names, and the number of all that the filter and the search leave."""
    named = (Person.name_fold.contains(word, autoescape=True) for word in words_of(search))
    conditions = (Delivery.broadcast_id == broadcast_id, *_WHICH[which], *named)
    rows = await session.scalars(
        select(Delivery)
        .join(Delivery.person)
        .where(*conditions)
        .options(joinedload(Delivery.person))
        .order_by(Person.name_fold, Delivery.id)
        .offset(offset)
        .limit(most)
        .execution_options(populate_existing=True)
    )
    count = select(func.count(Delivery.id)).join(Delivery.person).where(*conditions)
    return rows.all(), await session.scalar(count) or 0


async def unseen(session: AsyncSession, broadcast: Broadcast) -> int:
    """The number of those who have a broadcast that asks for a receipt, gave none, and have a role still."""
    if not (broadcast.receipt or broadcast.question):
        return 0
    held = select(Membership.person_id).where(Membership.ended_at.is_(None))
    conditions = (Delivery.broadcast_id == broadcast.id, *_WHICH[Filter.UNSEEN], Delivery.person_id.in_(held))
    return await session.scalar(select(func.count(Delivery.id)).where(*conditions)) or 0


def outcome(delivery: Delivery) -> Text:
    """The outcome of a delivery in words, of a failed one with the reason."""
    return outcome_of(delivery.state, delivery.reason)


def outcome_of(state: DeliveryState, reason: str) -> Text:
    """The outcome in words that a state and its reason stand for."""
    if state not in _UNSUCCESSFUL:
        return T(f"ledger.state.{state}")
    if reason in _KNOWN_REASONS:
        return T(f"ledger.reason.{reason}")
    return T("ledger.reason.other", words=reason)


async def rows(context: ActionContext, broadcast: Broadcast, language: str) -> dict[str, Any]:
    """The parameters of the job that writes the ledger as a sheet: {broadcast, rows}; moments are local, in ISO.

    A row is name, roles, outcome, delivered, acknowledged, answer, answered, reminded.
    """
    voice = Formatter(language, context.organisation.zone)
    options = broadcast.question.get("options", ())
    found = list(
        await context.session.scalars(
            select(Delivery).where(Delivery.broadcast_id == broadcast.id).order_by(Delivery.id)
        )
    )
    people = {one.id: one for one in await audience.addressees(context, [row.person_id for row in found])}

    def local(moment: Any) -> str:
        return moment.astimezone(context.organisation.zone).replace(tzinfo=None).isoformat() if moment else ""

    sheet = [
        [
            voice.plain(people[row.person_id].name),
            "، ".join(voice.plain(role) for role in people[row.person_id].roles),
            voice.plain(outcome(row)),
            local(row.delivered_at),
            local(row.acknowledged_at),
            options[row.answer] if row.answer is not None and row.answer < len(options) else "",
            local(row.answered_at),
            local(row.reminded_at),
        ]
        for row in found
        if row.person_id in people
    ]
    return {"broadcast": broadcast.id, "rows": sorted(sheet)}
