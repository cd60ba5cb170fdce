"""The people of an audience, as they are now; who of them can be reached, and how long a message to all takes."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.audience import Audience, Operator, Part, PartKind
from domain.access.member import ANSWERING, Role
from domain.chat.screens import Personal, Text
from domain.persian.text import sort_key
from models.tables.agencies import Agency, GroupMember
from models.tables.meetings import OPEN_STATES, Obligation, Owner
from models.tables.people import Account, Membership, Person
from services.context import ActionContext
from services.directory import members
from services.organisation import Organisation
from services.queues import routing
from services.slices import slices

AT_ONCE = 500
"""The most ids in one query."""
_OF_DUTIES = (PartKind.OWNERS, PartKind.SILENT, PartKind.OVERDUE)
"""The parts that mean those who answer for an agency, and not its head."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person of an audience, with the roles that say who it is. ``platform`` is "" for who cannot be reached.

    One who has ``blocked`` the bot had an account; another never had one.
    """

    id: int
    name: Personal
    sort: str
    roles: tuple[Text, ...]
    platform: str
    blocked: bool


@dataclass(frozen=True, slots=True)
class People:
    """An audience worked out: its people by name, and the agencies in it that nobody belongs to."""

    addressees: tuple[Addressee, ...]
    unmanned: tuple[str, ...]

    @property
    def reachable(self) -> tuple[Addressee, ...]:
        return tuple(person for person in self.addressees if person.platform)

    @property
    def unreachable(self) -> tuple[Addressee, ...]:
        return tuple(person for person in self.addressees if not person.platform)

    def seconds(self, organisation: Organisation, messages: int) -> int:
        """The time that sending so many messages to each takes at the platforms' rates."""
        counts = Counter(person.platform for person in self.reachable)
        return sending_seconds(organisation, {platform: count * messages for platform, count in counts.items()})


def sending_seconds(organisation: Organisation, messages: Mapping[str, int]) -> int:
    """The time for some messages by platform, which send beside each other; the slowest rate where none is known."""
    slowest = min(organisation.rates.values(), default=1.0)
    return ceil(max((count / organisation.rates.get(name, slowest) for name, count in messages.items()), default=0.0))


async def ids(context: ActionContext, audience: Audience) -> frozenset[int]:
    """The ids of the people of an audience, reachable or not."""
    of_part: dict[Part, frozenset[int]] = {}
    for step in audience.steps:
        of_part[step.part] = frozenset(await context.session.scalars(_people(context, step.part)))
    return audience.evaluate(of_part.__getitem__)


async def people(context: ActionContext, audience: Audience) -> People:
    """Work out an audience with names, roles and accounts."""
    found = await ids(context, audience)
    unmanned = await _unmanned(context, audience)
    return People(tuple(await addressees(context, found)), unmanned)


async def addressees(context: ActionContext, person_ids: Collection[int]) -> list[Addressee]:
    """Some persons with their names, roles and accounts, in dictionary order."""
    found: list[Addressee] = []
    for some in slices(sorted(person_ids), AT_ONCE):
        roles = await _roles(context.session, some)
        known = set(await context.session.scalars(select(Account.person_id).where(Account.person_id.in_(some))))
        platforms = await reachable(context.session, context.organisation, some)
        rows = await context.session.scalars(select(Person).where(Person.id.in_(some)))
        found += [
            Addressee(
                row.id,
                members.formal_name(row),
                sort_key(row.name),
                tuple(roles.get(row.id, ())),
                platforms.get(row.id, ""),
                row.id in known,
            )
            for row in rows
        ]
    return sorted(found, key=lambda person: (person.sort, person.id))


async def reachable(session: AsyncSession, organisation: Organisation, person_ids: Sequence[int]) -> dict[int, str]:
    """The platform by which each of some persons will get a message; who can't be reached is not among the keys."""
    status = routing.PlatformStatus(organisation.links.keys(), (), {})
    chats = await routing.chats_of(session, person_ids, status)
    return {person_id: routing.platform_of(chat) for person_id, chat in chats.items()}


async def _roles(session: AsyncSession, person_ids: Sequence[int]) -> dict[int, list[Text]]:
    rows = await session.execute(
        select(Membership.person_id, Membership.role, Agency.name, Membership.body)
        .outerjoin(Agency, Agency.id == Membership.agency_id)
        .where(Membership.person_id.in_(person_ids), Membership.ended_at.is_(None))
        .order_by(Membership.id)
    )
    roles: dict[int, list[Text]] = {}
    for person_id, role, agency, body in rows:
        roles.setdefault(person_id, []).append(members.role_in(role, agency or body or ""))
    return roles


def _people(context: ActionContext, part: Part) -> Select[int]:
    """The query for the ids of a part's people."""
    retired = exists().where(Agency.id == Membership.agency_id, Agency.retired_at.is_not(None)).correlate(Membership)
    current = select(Membership.person_id).where(Membership.ended_at.is_(None), ~retired)
    match part.kind:
        case PartKind.EVERYONE:
            return current
        case PartKind.ROLE:
            return current.where(Membership.role == Role(part.name))
        case PartKind.OUTSIDE:
            return current.where(Membership.role == Role.OUTSIDE)
    agencies = _agencies(context, part)
    belongs: ColumnElement[bool] = Membership.agency_id.in_(agencies)
    if part.kind in _OF_DUTIES:
        belongs = and_(belongs, Membership.role.in_(ANSWERING))
    # The secretariat is an agency too, whose people are the secretaries.
    secretariat = exists().where(Agency.secretariat.is_(True), Agency.id.in_(agencies))
    return current.where(or_(belongs, and_(Membership.role == Role.SECRETARY, secretariat)))


def _agencies(context: ActionContext, part: Part) -> Select[int]:
    """The query for the ids of the agencies in service that a part names."""
    in_service = select(Agency.id).where(Agency.retired_at.is_(None))
    owed = select(Obligation.agency_id).where(Obligation.resolution_id.in_(part.ids))
    open_ones = Obligation.state.in_(OPEN_STATES)
    match part.kind:
        case PartKind.ACTOR_KIND:
            return in_service.where(Agency.kind_id.in_(part.ids))
        case PartKind.GROUP:
            return in_service.where(
                Agency.id.in_(select(GroupMember.agency_id).where(GroupMember.group_id.in_(part.ids)))
            )
        case PartKind.OWNERS:
            owners = select(Owner.agency_id).where(Owner.resolution_id.in_(part.ids), Owner.agency_id.is_not(None))
            return in_service.where(Agency.id.in_(union_all(owed, owners)))
        case PartKind.SILENT:
            return in_service.where(Agency.id.in_(owed.where(open_ones)))
        case PartKind.OVERDUE:
            late = select(Obligation.agency_id).where(open_ones, Obligation.due < context.today)
            return in_service.where(Agency.id.in_(late))
    return in_service.where(Agency.id.in_(part.ids))


async def _unmanned(context: ActionContext, audience: Audience) -> tuple[str, ...]:
    """The names of agencies that were added, and not left out again, and that nobody belongs to."""
    named: set[int] = set()
    for step in audience.steps:
        if step.part.kind in (PartKind.EVERYONE, PartKind.ROLE, PartKind.OUTSIDE):
            continue
        found = set(await context.session.scalars(_agencies(context, step.part)))
        match step.operator:
            case Operator.PLUS:
                named |= found
            case Operator.AND:
                named &= found
            case Operator.MINUS:
                named -= found
    somebody = exists().where(Membership.agency_id == Agency.id, Membership.ended_at.is_(None)).correlate(Agency)
    names: list[str] = []
    for some in slices(sorted(named), AT_ONCE):
        rows = select(Agency.name).where(Agency.id.in_(some), Agency.secretariat.is_(False), ~somebody)
        names += await context.session.scalars(rows)
    return tuple(sorted(names, key=sort_key))
