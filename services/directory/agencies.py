"""The directory of agencies and groups: find, add, change and retire them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Button, Screen, T, Tap
from domain.persian.search import Named, matching, sought
from domain.persian.text import fold, normalise, sort_key
from models.tables.agencies import ActorKind, Agency, Group, GroupMember
from services import audit
from services.context import ActionContext
from services.directory import merged_agencies, welcome
from services.errors import Refused
from services.messaging import buttons, recipients
from services.messaging.notify import PERSON, notify
from services.obligations import creation

FACILITATORS = "تسهیلگران"
"""The kind of every neighbourhood, and the group that every new one joins, so that resolutions can name them all."""


def of_facilitators(name: str) -> bool:
    """Tell whether a kind or group is one of facilitators: «تسهیلگران دفاتر توسعه محلات»."""
    return fold(name).split()[:1] == [fold(FACILITATORS)]


async def browse(
    session: AsyncSession, search: str = "", without: int = 0, *, neighbourhoods: bool = False
) -> list[Named]:
    """List the agencies in service that a search finds, in dictionary order; ``without`` leaves one out.

    The ``neighbourhoods`` are among them only where they are asked for: they have a list of their own.
    """
    query = select(Agency.id, Agency.name, Agency.aliases).where(Agency.retired_at.is_(None), Agency.id != without)
    rows = await session.execute(query if neighbourhoods else query.where(Agency.neighbourhood.is_(False)))
    return matching(rows, search)


async def get(session: AsyncSession, agency_id: int) -> Agency:
    """Load one agency. Raises Refused when there is none; of one that was merged it says into which."""
    agency = await session.get(Agency, agency_id)
    if agency is None and (merged := await merged_agencies.find(session, agency_id)):
        raise Refused("agencies.merged_into", name=merged.name, into=merged.into.name)
    if agency is None:
        raise Refused("agencies.gone")
    return agency


async def by_name(session: AsyncSession, name: str) -> Agency | None:
    """Find the agency of that name or alias, even a retired one."""
    folded = fold(name)
    agency = await session.scalar(select(Agency).where(Agency.name_fold == folded))
    if agency:
        return agency
    rows = await session.scalars(select(Agency))
    return next((row for row in rows if folded in map(fold, row.aliases)), None)


async def add(context: ActionContext, name: str) -> Agency:
    """Add an agency. Raises Refused for a name that another already has."""
    await _free(context.session, name)
    agency = Agency(name=normalise(name), name_fold=fold(name))
    context.session.add(agency)
    await context.session.flush()
    audit.record(context, "add", "agency", agency.id, name=agency.name)
    return agency


async def all_names(session: AsyncSession) -> list[list[str]]:
    """The names of each agency in service, its own first; neighbourhoods are left out."""
    rows = await session.execute(
        select(Agency.name, Agency.aliases)
        .where(Agency.retired_at.is_(None), Agency.neighbourhood.is_(False))
        .order_by(Agency.id)
    )
    return [[name, *aliases] for name, aliases in rows]


async def find_or_add(context: ActionContext, name: str) -> tuple[Agency, bool]:
    """Find the agency of that name, or add it; the second value is True when it is new."""
    known = await by_name(context.session, name)
    return (known, False) if known else (await add(context, name), True)


async def change(
    context: ActionContext,
    agency: Agency,
    *,
    name: str,
    aliases: Sequence[str] = (),
    kind: str = "",
    parent_id: int | None = None,
    phone: str = "",
) -> None:
    """Write an agency's card anew. A kind that is not known yet is added.

    Raises Refused for a name that another has, and for a parent that is the agency itself or below it.
    """
    await _free(context.session, name, agency.id)
    await _not_below(context.session, agency.id, parent_id)
    before = _card(agency)
    agency.name, agency.name_fold = normalise(name), fold(name)
    agency.aliases = [normalise(alias) for alias in aliases]
    agency.kind_id = (await find_or_add_kind(context.session, kind)).id if kind else None
    agency.parent_id, agency.phone = parent_id, normalise(phone)
    agency.version += 1
    audit.record(context, "change", "agency", agency.id, before=before, after=_card(agency))


def _card(agency: Agency) -> dict[str, Any]:
    return {"name": agency.name, "aliases": agency.aliases, "parent": agency.parent_id, "phone": agency.phone}


async def retire(context: ActionContext, agency: Agency) -> None:
    """Take an agency out of service, or back into it: its history stays, and it gets nothing new meanwhile."""
    agency.retired_at = None if agency.retired_at else context.now
    agency.version += 1
    audit.record(context, "retire" if agency.retired_at else "restore", "agency", agency.id)


async def find_or_add_kind(session: AsyncSession, name: str) -> ActorKind:
    """Find the kind of that name, or add it at the end.

    The kind of all neighbourhoods takes on the fuller name by which an appendix calls the facilitators.
    """
    kinds = await kinds_in_order(session)
    known = next((kind for kind in kinds if fold(kind.name) == fold(name)), None)
    if known:
        return known
    bare = next((kind for kind in kinds if kind.name == FACILITATORS), None)
    if bare and of_facilitators(name):
        bare.name = normalise(name)
        return bare
    kind = ActorKind(name=normalise(name), place=max((kind.place for kind in kinds), default=0) + 1)
    session.add(kind)
    await session.flush()
    return kind


async def kinds_in_order(session: AsyncSession) -> Sequence[ActorKind]:
    """The kinds of actors in the order of the appendix that lists them."""
    return (await session.scalars(select(ActorKind).order_by(ActorKind.place, ActorKind.id))).all()


async def kinds_named(session: AsyncSession, search: str = "") -> list[Named]:
    """The kinds of actors that a search finds, in the order of the appendix."""
    words = sought(search)
    return [Named(kind.id, kind.name) for kind in await kinds_in_order(session) if words in fold(kind.name)]


async def kind_of(session: AsyncSession, agency: Agency) -> ActorKind | None:
    """The kind of an agency, when it is known."""
    return await session.get(ActorKind, agency.kind_id) if agency.kind_id else None


async def ask_for_kind(context: ActionContext, agency: Named) -> None:
    """Ask the secretaries to set an agency's kind, by which its people find their duties; once a day."""
    card = Button(T("agencies.edit"), Tap("card", agency.id))
    await notify(
        context,
        await recipients.secretaries(context.session, reachable=False),
        Screen(T("agencies.kind_wanted", agency=agency.name), ((card,), (buttons.MENU,))),
        dedupe_key=f"kind:{agency.id}:{context.today}:{PERSON}",
    )


async def groups(session: AsyncSession, search: str = "") -> list[Named]:
    """The groups that a search finds, in dictionary order."""
    rows = await session.execute(select(Group.id, Group.name, Group.aliases))
    return matching(rows, search)


async def group(session: AsyncSession, group_id: int) -> Group:
    """Load one group. Raises Refused when there is none."""
    row = await session.get(Group, group_id)
    if row is None:
        raise Refused("agencies.group_gone")
    return row


async def group_named(context: ActionContext, name: str) -> Group:
    """Find the group of that name or alias, or add it."""
    folded = fold(name)
    rows = await context.session.scalars(select(Group))
    known = next((row for row in rows if folded in (row.name_fold, *map(fold, row.aliases))), None)
    if known:
        return known
    added = Group(name=normalise(name), name_fold=folded)
    context.session.add(added)
    await context.session.flush()
    audit.record(context, "add", "group", added.id, name=added.name)
    return added


async def rename_group(context: ActionContext, group_id: int, name: str) -> None:
    """Rename a group; the old name, by which minutes may still call it, becomes an alias.

    Raises Refused for a name that another has.
    """
    renamed = await group(context.session, group_id)
    other = await context.session.scalar(select(Group.id).where(Group.name_fold == fold(name), Group.id != group_id))
    if other:
        raise Refused("agencies.group_taken", name=normalise(name))
    audit.record(context, "change", "group", group_id, before=renamed.name, after=normalise(name))
    if renamed.name_fold != fold(name):
        renamed.aliases = [*renamed.aliases, renamed.name]
    renamed.name, renamed.name_fold = normalise(name), fold(name)


async def set_group_aliases(context: ActionContext, group_id: int, aliases: Sequence[str]) -> None:
    """Write the other names of a group anew."""
    row = await group(context.session, group_id)
    before, row.aliases = row.aliases, [normalise(alias) for alias in aliases]
    audit.record(context, "change", "group", group_id, before=before, after=row.aliases)


async def listed(session: AsyncSession, group_id: int, search: str = "") -> list[Named]:
    """The agencies on a group's list, in dictionary order."""
    rows = await session.execute(
        select(Agency.id, Agency.name, Agency.aliases)
        .join(GroupMember, GroupMember.agency_id == Agency.id)
        .where(GroupMember.group_id == group_id)
    )
    return matching(rows, search)


async def groups_of(session: AsyncSession, agency_id: int) -> list[Named]:
    """The groups that an agency is on."""
    rows = await session.execute(
        select(Group.id, Group.name).join(GroupMember).where(GroupMember.agency_id == agency_id)
    )
    return sorted((Named(*row) for row in rows), key=lambda row: sort_key(row.name))


async def join_group(context: ActionContext, group_id: int, agency_id: int) -> int | None:
    """Put an agency on a group's list and make it the group's open obligations.

    Returns None when it is there already, else the number of resolutions that were past due and are not asked of it.
    """
    joined = await group(context.session, group_id)
    if await _place_on(context.session, group_id, agency_id):
        return None
    context.session.add(GroupMember(group_id=group_id, agency_id=agency_id, joined_at=context.now))
    await context.session.flush()
    audit.record(context, "join", "group", group_id, agency=agency_id)
    offer = await creation.offer_group(context, group_id, agency_id)
    await welcome.tell_joined(context, agency_id, joined.name, offer.made)
    return offer.missed


async def ask_past(context: ActionContext, group_id: int, agency_id: int) -> int:
    """Make the past obligations of an agency that joined a group late, and tell its people; return their number."""
    joined = await group(context.session, group_id)
    if not await _place_on(context.session, group_id, agency_id):
        raise Refused("common.stale")
    offer = await creation.offer_group(context, group_id, agency_id, past=True)
    audit.record(context, "ask_past", "group", group_id, agency=agency_id, made=len(offer.made))
    await welcome.tell_joined(context, agency_id, joined.name, offer.made)
    return len(offer.made)


async def joined_since(session: AsyncSession, group_id: int, moment: float) -> list[int]:
    """The agencies that joined a group at a moment, in seconds since 1970, or later."""
    rows = await session.scalars(
        select(GroupMember.agency_id).where(
            GroupMember.group_id == group_id, GroupMember.joined_at >= datetime.fromtimestamp(moment, UTC)
        )
    )
    return list(rows)


async def leave_group(context: ActionContext, group_id: int, agency_id: int) -> None:
    """Take an agency off a group's list; its obligations stay."""
    place = await _place_on(context.session, group_id, agency_id)
    if place:
        await context.session.delete(place)
        audit.record(context, "part", "group", group_id, agency=agency_id)


async def counts(session: AsyncSession) -> tuple[int, int]:
    """The numbers of agencies in service, without the neighbourhoods, and of groups."""
    in_service = (Agency.retired_at.is_(None), Agency.neighbourhood.is_(False))
    agencies = await session.scalar(select(func.count()).where(*in_service))
    return agencies or 0, await session.scalar(select(func.count(Group.id))) or 0


async def _place_on(session: AsyncSession, group_id: int, agency_id: int) -> GroupMember | None:
    place: GroupMember | None = await session.scalar(
        select(GroupMember).where(GroupMember.group_id == group_id, GroupMember.agency_id == agency_id)
    )
    return place


async def _free(session: AsyncSession, name: str, agency_id: int = 0) -> None:
    other = await by_name(session, name)
    if other and other.id != agency_id:
        raise Refused("agencies.taken", name=other.name)


async def _not_below(session: AsyncSession, agency_id: int, parent_id: int | None) -> None:
    while parent_id is not None:
        if parent_id == agency_id:
            raise Refused("agencies.own_parent")
        parent_id = (await get(session, parent_id)).parent_id
