"""Recipients of messages: people by id, by agency or as secretaries, and single chats."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import ANSWERING, Role
from models.tables.agencies import Agency
from models.tables.people import Account, Membership, Person


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person to whom a message goes, or a group; ``settings`` are the person's own.

    The account is chosen at sending, unless a ``chat`` is given: then the message goes there and nowhere else. A
    group has a chat and the ``id`` 0.
    """

    id: int
    title: str = ""
    name: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    chat: str = ""

    @property
    def key(self) -> str:
        """The recipient's name in keys of messages."""
        return str(self.id) if self.id else self.chat

    @classmethod
    def of(cls, person: Person) -> "Recipient":
        """The recipient for a person whose row is loaded."""
        return cls(person.id, person.title, person.name, person.settings)

    @classmethod
    def in_chat(cls, person_id: int, chat: str) -> "Recipient":
        """The recipient for the chat of one account."""
        return cls(person_id, chat=chat)

    @classmethod
    def group(cls, chat: str) -> "Recipient":
        """The recipient for a group's chat."""
        return cls(0, chat=chat)


async def people(session: AsyncSession, person_ids: Collection[int]) -> list[Recipient]:
    """The recipients for some persons, reachable or not."""
    if not person_ids:
        return []
    columns = select(Person.id, Person.title, Person.name, Person.settings)
    rows = await session.execute(columns.where(Person.id.in_(person_ids)).order_by(Person.id))
    return [Recipient(*row) for row in rows]


async def members(session: AsyncSession, person_ids: Collection[int]) -> list[Recipient]:
    """Those of some persons who still have a role, reachable or not."""
    held = select(Membership.person_id).where(Membership.person_id.in_(person_ids), Membership.ended_at.is_(None))
    return await people(session, set(await session.scalars(held)))


async def answering_for(session: AsyncSession, agency_ids: Collection[int]) -> list[Recipient]:
    """The people who answer for any of some agencies and can be reached, each person once."""
    answering = await of_agencies(session, agency_ids)
    return list({person.id: person for of_agency in answering.values() for person in of_agency}.values())


async def of_agencies(session: AsyncSession, agency_ids: Collection[int]) -> dict[int, list[Recipient]]:
    """The people who answer for each agency and can be reached; for the secretariat itself its secretaries.

    An agency that nobody answers for is not among the keys.
    """
    answering: dict[int, dict[int, Recipient]] = {}
    for answers in (_for_agency(), _for_secretariat()):
        rows = await session.execute(
            select(Agency.id, Person.id, Person.title, Person.name, Person.settings)
            .join(Membership, answers)
            .join(Person, Person.id == Membership.person_id)
            .where(Agency.id.in_(agency_ids), _reachable())
            .order_by(Membership.id)
        )
        for agency_id, *columns in rows:
            person = Recipient(*columns)
            answering.setdefault(agency_id, {})[person.id] = person
    return {agency_id: list(people.values()) for agency_id, people in answering.items()}


async def answered_for(session: AsyncSession, person_ids: Collection[int]) -> set[int]:
    """The ids of the agencies that any of some people answers for."""
    agency_ids: set[int] = set()
    for answers in (_for_agency(), _for_secretariat()):
        rows = await session.scalars(
            select(Agency.id).join(Membership, answers).where(Membership.person_id.in_(person_ids))
        )
        agency_ids.update(rows)
    return agency_ids


async def secretaries(session: AsyncSession, *, reachable: bool = True) -> list[Recipient]:
    """The secretaries, each once: those who can be reached, or with ``reachable=False`` all."""
    return await in_role(session, Role.SECRETARY, reachable=reachable)


async def in_role(session: AsyncSession, role: Role, *, reachable: bool = True) -> list[Recipient]:
    """The people who hold a role, each once: those who can be reached, or with ``reachable=False`` all."""
    rows = await session.execute(
        select(Person.id, Person.title, Person.name, Person.settings)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.role == role, Membership.ended_at.is_(None), _reachable() if reachable else true())
        .order_by(Membership.id)
    )
    everyone = (Recipient(*row) for row in rows)
    return list({person.id: person for person in everyone}.values())


async def heads(session: AsyncSession, agency_ids: Collection[int]) -> dict[int, list[Recipient]]:
    """The heads of agencies who can be reached, by the agency's id."""
    rows = await session.execute(
        select(Membership.agency_id, Person.id, Person.title, Person.name, Person.settings)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.role == Role.HEAD,
            Membership.agency_id.in_(agency_ids),
            Membership.ended_at.is_(None),
            _reachable(),
        )
        .order_by(Membership.id)
    )
    found: dict[int, list[Recipient]] = {}
    for agency_id, *columns in rows:
        found.setdefault(agency_id, []).append(Recipient(*columns))
    return found


def somebody_answers() -> ColumnElement[bool]:
    """The condition that somebody who answers for the Agency of a query can be reached."""
    of_agency, of_secretariat = (
        exists().where(answers, _reachable()).correlate(Agency) for answers in (_for_agency(), _for_secretariat())
    )
    return or_(of_agency, of_secretariat)


# There are two conditions and not one with an "or" in it: such a one reads every membership for every agency.
def _for_agency() -> ColumnElement[bool]:
    return and_(Membership.agency_id == Agency.id, Membership.ended_at.is_(None), Membership.role.in_(ANSWERING))


def _for_secretariat() -> ColumnElement[bool]:
    return and_(Agency.secretariat.is_(True), Membership.role == Role.SECRETARY, Membership.ended_at.is_(None))


def _reachable() -> ColumnElement[bool]:
    return exists().where(Account.person_id == Membership.person_id, Account.reachable.is_(True)).correlate(Membership)
