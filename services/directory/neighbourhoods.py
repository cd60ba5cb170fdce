"""Neighbourhoods and their facilitators: listed, added, and whose each is.

A neighbourhood is an agency, so that it owes, answers and is reminded as any other; its people are its facilitators.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import Role
from domain.access.neighbourhoods import full_name, key, near_twin
from domain.chat.screens import Personal, Screen, T
from domain.persian.search import Named, words_of
from domain.persian.text import fold, normalise, sort_key
from models.tables.agencies import Agency, Group, GroupMember
from models.tables.people import Membership, Person
from services import audit
from services.context import ActionContext
from services.directory import agencies, members
from services.errors import Refused
from services.messaging import buttons, recipients
from services.messaging.notify import notify
from services.messaging.recipients import Recipient
from services.obligations import creation

CALLED = ("تسهیلگران محلات", "تسهیلگران محلات هدف", "تسهیلگران دفاتر توسعه محلات")
"""The other names by which minutes call the facilitators."""
LONGEST_NAME = 200


CURRENT = (Membership.role == Role.FACILITATOR) & Membership.ended_at.is_(None)
"""The condition that a membership is a facilitator's."""


class Row(NamedTuple):
    """A neighbourhood in a list; ``facilitators`` are their names, empty where there is none."""

    id: int
    name: str
    district: str
    facilitators: tuple[Personal, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """The effect of adding several names: ``new``, ``known`` before, and ``restored`` because they were retired."""

    new: tuple[str, ...]
    known: tuple[str, ...]
    restored: tuple[str, ...]


async def browse(
    session: AsyncSession, search: str = "", *, retired: bool = False, unserved: bool = False
) -> list[Row]:
    """List the neighbourhoods whose name or district has every word of a search, in dictionary order.

    ``unserved`` are only those without a facilitator.
    """
    words = words_of(search)
    rows = await session.execute(
        select(Agency.id, Agency.name, Agency.district).where(
            Agency.neighbourhood.is_(True), Agency.retired_at.is_not(None) if retired else Agency.retired_at.is_(None)
        )
    )
    named = ((row, fold(f"{row.name} {row.district}")) for row in rows)
    found = [row for row, folded in named if all(word in folded for word in words)]
    people = await _names(session)
    listed = [Row(row.id, row.name, row.district, people.get(row.id, ())) for row in found]
    return sorted((row for row in listed if not (unserved and row.facilitators)), key=lambda row: sort_key(row.name))


async def named(session: AsyncSession, search: str = "") -> list[Named]:
    """The neighbourhoods in service that a search finds, for a question."""
    return [Named(row.id, _label(row.name, row.district)) for row in await browse(session, search)]


async def named_of(session: AsyncSession, neighbourhood_ids: Collection[int]) -> list[Named]:
    """Some neighbourhoods in service, in dictionary order."""
    rows = await session.execute(
        select(Agency.id, Agency.name).where(
            Agency.id.in_(neighbourhood_ids), Agency.neighbourhood.is_(True), Agency.retired_at.is_(None)
        )
    )
    return sorted((Named(*row) for row in rows), key=lambda row: sort_key(row.name))


async def counts(session: AsyncSession) -> tuple[int, int]:
    """The numbers of neighbourhoods in service, and of those without a facilitator."""
    served = select(Membership.agency_id).where(CURRENT, Membership.agency_id.is_not(None))
    in_service = select(func.count(Agency.id)).where(Agency.neighbourhood.is_(True), Agency.retired_at.is_(None))
    unserved = await session.scalar(in_service.where(Agency.id.not_in(served)))
    return await session.scalar(in_service) or 0, unserved or 0


async def get(session: AsyncSession, neighbourhood_id: int) -> Agency:
    """Load one neighbourhood. Raises Refused when there is none."""
    row = await session.get(Agency, neighbourhood_id)
    if row is None or not row.neighbourhood:
        raise Refused("neighbourhoods.gone")
    return row


async def by_key(session: AsyncSession) -> dict[str, Agency]:
    """All neighbourhoods, the retired ones too, by the key of their names."""
    rows = await session.scalars(select(Agency).where(Agency.neighbourhood.is_(True)).order_by(Agency.id))
    return {key(row.name): row for row in rows}


async def add(context: ActionContext, names: Iterable[tuple[str, str]]) -> Added:
    """Add neighbourhoods of (name, district), each name once; a retired one is back in service.

    A known one keeps its district, and gains it where it had none. The new ones join the facilitators' group.
    Raises Refused for a name that is too long.
    """
    session, present = context.session, await by_key(context.session)
    new: dict[str, Agency] = {}
    known: dict[str, str] = {}
    restored: dict[str, str] = {}
    for words, district in names:
        name = full_name(words)
        if not name:
            continue
        _check_length(name)
        row = present.get(key(name))
        if row is None:
            # An agency that was entered under this very name before is the neighbourhood.
            row = await agencies.by_name(session, name) or Agency(name=name, name_fold=fold(name))
            row.neighbourhood = True
            present[key(name)] = new[key(name)] = row
            session.add(row)
        elif row.retired_at:
            row.retired_at, row.version = None, row.version + 1
            restored[key(name)] = row.name
        elif key(name) not in new:
            known[key(name)] = row.name
        row.district = row.district or normalise(district)
    await _found(context, list(new.values()))
    for row in (present[which] for which in restored):
        audit.record(context, "restore", "agency", row.id)
    return Added(tuple(row.name for row in new.values()), tuple(known.values()), tuple(restored.values()))


async def separate_near_duplicates(
    session: AsyncSession, names: Iterable[tuple[str, str]]
) -> tuple[list[tuple[str, str]], list[tuple[tuple[str, str], str]]]:
    """Part (name, district) pairs into those to add, and those that may be a misspelling, each with what it is like."""
    known = {which: row.name for which, row in (await by_key(session)).items()}
    sure: list[tuple[str, str]] = []
    twins: list[tuple[tuple[str, str], str]] = []
    for name, district in names:
        like = "" if key(name) in known else near_twin(name, known)
        if like:
            twins.append(((name, district), like))
        else:
            known.setdefault(key(name), full_name(name))
            sure.append((name, district))
    return sure, twins


async def change(context: ActionContext, neighbourhood_id: int, *, name: str, district: str) -> None:
    """Write a neighbourhood's name and district; the old name becomes an alias.

    Raises Refused for a name that another has, or that is too long.
    """
    row = await get(context.session, neighbourhood_id)
    new = full_name(name)
    other = (await by_key(context.session)).get(key(name)) or await agencies.by_name(context.session, new)
    if other and other.id != row.id:
        raise Refused("neighbourhoods.taken", name=other.name)
    _check_length(new)
    after = {"name": new, "district": normalise(district)}
    audit.record(context, "change", "agency", row.id, before={"name": row.name, "district": row.district}, after=after)
    if row.name != new:
        row.aliases = [*row.aliases, row.name]
    row.name, row.name_fold, row.district = new, fold(new), normalise(district)
    row.version += 1


async def retire(context: ActionContext, neighbourhood: Agency) -> None:
    """Take a neighbourhood out of service, or back into it, and tell its facilitators."""
    await agencies.retire(context, neighbourhood)
    which = "neighbourhoods.out" if neighbourhood.retired_at else "neighbourhoods.back"
    screen = Screen(T(which, name=neighbourhood.name), ((buttons.TASKS,),))
    await notify(context, await facilitators_of(context.session, [neighbourhood.id]), screen)


async def facilitators(session: AsyncSession, neighbourhood_id: int) -> Sequence[Membership]:
    """The memberships of a neighbourhood's facilitators."""
    return await members.of_agency(session, neighbourhood_id)


async def facilitators_of(session: AsyncSession, neighbourhood_ids: Collection[int]) -> list[Recipient]:
    """The facilitators of some neighbourhoods, each person once, reachable or not."""
    chosen = select(Membership.person_id).where(CURRENT, Membership.agency_id.in_(neighbourhood_ids))
    return await recipients.people(session, set(await session.scalars(chosen)))


async def _found(context: ActionContext, new: Sequence[Agency]) -> None:
    """Give new neighbourhoods their kind and their place in the facilitators' group, with its open obligations."""
    if not new:
        return
    session = context.session
    kinds = await agencies.kinds_in_order(session)
    kind = next((kind for kind in kinds if agencies.of_facilitators(kind.name)), None)
    kind = kind or await agencies.find_or_add_kind(session, agencies.FACILITATORS)
    group = await facilitators_group(context)
    for row in new:
        row.kind_id = row.kind_id or kind.id
    await session.flush()
    listed = set(await session.scalars(select(GroupMember.agency_id).where(GroupMember.group_id == group.id)))
    joining = [row for row in new if row.id not in listed]
    session.add_all(GroupMember(group_id=group.id, agency_id=row.id, joined_at=context.now) for row in joining)
    await session.flush()
    for row in new:
        audit.record(context, "add", "agency", row.id, name=row.name)
    if group.id in await creation.groups_asked(session):
        for row in joining:
            await creation.offer_group(context, group.id, row.id)


async def facilitators_group(context: ActionContext) -> Group:
    """The group of facilitators: the first that is called so, also «تسهیلگران دفاتر توسعه محلات»; else a new one."""
    rows = await context.session.scalars(select(Group).order_by(Group.id))
    for row in rows:
        if any(map(agencies.of_facilitators, (row.name, *row.aliases))):
            return row
    group = await agencies.group_named(context, agencies.FACILITATORS)
    group.aliases = list(CALLED)
    return group


def _check_length(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise Refused("neighbourhoods.too_long", most=LONGEST_NAME)


async def _names(session: AsyncSession) -> dict[int, tuple[Personal, ...]]:
    rows = await session.execute(
        select(Membership.agency_id, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(CURRENT, Membership.agency_id.is_not(None))
        .order_by(Membership.id)
    )
    people: dict[int, tuple[Personal, ...]] = {}
    for agency_id, person in rows:
        people[agency_id or 0] = (*people.get(agency_id or 0, ()), members.formal_name(person))
    return people


def _label(name: str, district: str) -> str:
    return f"{name} ({district})" if district else name
