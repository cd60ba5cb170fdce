"""Who hears of an agency's obligations, and when a person may be told something that is no answer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from domain import reminder_plan
from domain.access.member import ANSWERING, Role
from domain.chat.screens import Screen
from models.agencies import Agency
from models.people import Account, Membership, Person
from models.queues import Lane
from services.context import ActionContext
from services.messaging import outbox
from services.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person who can be reached; ``settings`` are the person's own."""

    id: int
    title: str
    name: str
    settings: Mapping[str, Any]


async def of_agencies(session: AsyncSession, agency_ids: Collection[int]) -> dict[int, list[Recipient]]:
    """Who answers for each agency and can be reached on some platform; for the secretariat itself its secretaries.

    An agency that nobody answers for is not among the keys.
    """
    found: dict[int, dict[int, Recipient]] = {}
    for answers in (_for_agency(), _for_secretariat()):
        rows = await session.execute(
            select(Agency.id, Person.id, Person.title, Person.name, Person.settings)
            .join(Membership, answers)
            .join(Person, Person.id == Membership.person_id)
            .where(Agency.id.in_(agency_ids), _reachable())
            .order_by(Membership.id)
        )
        for agency_id, *person in rows:
            found.setdefault(agency_id, {})[person[0]] = Recipient(*person)
    return {agency_id: list(people.values()) for agency_id, people in found.items()}


async def answered_for(session: AsyncSession, person_ids: Collection[int]) -> set[int]:
    """The ids of the agencies that any of some people answers for."""
    found: set[int] = set()
    for answers in (_for_agency(), _for_secretariat()):
        rows = await session.scalars(
            select(Agency.id).join(Membership, answers).where(Membership.person_id.in_(person_ids))
        )
        found.update(rows)
    return found


async def secretaries(session: AsyncSession, *, reachable: bool = True) -> list[Recipient]:
    """Who works in the secretariat and can be reached, or whoever works there; each person once."""
    rows = await session.execute(
        select(Person.id, Person.title, Person.name, Person.settings)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.role == Role.SECRETARY, Membership.ended_at.is_(None), _reachable() if reachable else true())
        .order_by(Membership.id)
    )
    return list({row[0]: Recipient(*row) for row in rows}.values())


def somebody_answers() -> ColumnElement[bool]:
    """The condition that an Agency of the query has anybody who hears of its obligations."""
    of_agency, of_secretariat = (
        exists().where(answers, _reachable()).correlate(Agency) for answers in (_for_agency(), _for_secretariat())
    )
    return or_(of_agency, of_secretariat)


async def tell(
    context: ActionContext,
    agency_ids: Collection[int],
    screen: Screen,
    group_key: str = "",
) -> int:
    """One message to each person who answers for any of the agencies, when their quiet hours are over.

    What an earlier call of the same ``group_key`` said and nobody was sent yet is taken back. Returns the number told.
    """
    if group_key:
        await outbox.cancel(context.session, group_key=group_key, reason="superseded")
    people = await of_agencies(context.session, agency_ids)
    told = {person.id: person for of_agency in people.values() for person in of_agency}
    rows = [
        outbox.row(
            screen,
            context.now,
            person_id=person.id,
            lane=Lane.REMINDER,
            not_before=awake(context.organisation, person.settings, context.now),
            group_key=group_key,
        )
        for person in told.values()
    ]
    await outbox.write(context.session, rows)
    return len(rows)


def awake(organisation: Organisation, settings: Mapping[str, Any], now: datetime) -> datetime | None:
    """The end of the quiet that holds now, the office's or the person's own; None when neither does."""
    local = moment = now.astimezone(organisation.zone)
    hours = [
        (organisation.reminder_settings.quiet_from, organisation.reminder_settings.quiet_to),
        *_own_quiet(settings),
    ]
    # One quiet may end in the other.
    for start, end in [*hours, *hours]:
        if reminder_plan.quiet(moment.time(), start, end):
            moment = _next(moment, end)
    return moment if moment > local else None


# Two conditions and not one with an "or" in it: such a one reads every membership for every agency.
def _for_agency() -> ColumnElement[bool]:
    return and_(Membership.agency_id == Agency.id, Membership.ended_at.is_(None), Membership.role.in_(ANSWERING))


def _for_secretariat() -> ColumnElement[bool]:
    return and_(Agency.secretariat.is_(True), Membership.role == Role.SECRETARY, Membership.ended_at.is_(None))


def _reachable() -> ColumnElement[bool]:
    return exists().where(Account.person_id == Membership.person_id, Account.reachable.is_(True)).correlate(Membership)


def _own_quiet(settings: Mapping[str, Any]) -> Sequence[tuple[time, time]]:
    """A person's quiet hours, kept as ``{"quiet": ["22:00", "07:00"]}``."""
    kept = settings.get("quiet")
    return [(time.fromisoformat(kept[0]), time.fromisoformat(kept[1]))] if kept else []


def _next(local: datetime, hour: time) -> datetime:
    today = datetime.combine(local.date(), hour, local.tzinfo)
    return today if today > local else datetime.combine(local.date() + timedelta(days=1), hour, local.tzinfo)
