"""Import of a whole list of agencies and people: first a preview of the changes, then the changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import Role
from domain.access.roster import Entry, Problem
from domain.persian.text import fold
from models.tables.agencies import ActorKind, Agency, Group, GroupMember
from models.tables.people import Invitation, Membership, Person
from services import audit
from services.context import ActionContext
from services.directory import agencies, invitations, welcome
from services.obligations import creation

Row = TypeVar("Row", Agency, Group)

DAYS = 30
"""Days for which an imported person's invitation is valid."""


@dataclass(slots=True)
class Change:
    """The changes that a list brings, each named once.

    ``agencies``, ``kinds`` and ``groups`` are new, by folded names; ``known`` are the ids of agencies that were there;
    ``people`` are to be invited, ``present`` counts those who are in or invited already. ``notes`` name the cells that
    are not taken because they contradict what is known.
    """

    agencies: dict[str, Entry] = field(default_factory=dict)
    known: set[int] = field(default_factory=set)
    kinds: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    people: list[Entry] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    present: int = 0


@dataclass(slots=True)
class _Known:
    """The rows that are there before an import, by folded names."""

    agencies: dict[str, Agency]
    kinds: dict[str, ActorKind]
    groups: dict[str, Group]
    people: set[tuple[str, str]]
    """(folded agency, phone or folded name) of everybody who is in or has been invited."""
    roles: dict[tuple[str, str], Role]
    """The roles of those people."""
    holders: dict[str, str]
    """The name of the member or invited person whose phone number it is."""


async def preview(session: AsyncSession, entries: Sequence[Entry], now: datetime) -> Change:
    """Compare the entries with the directory; nothing is changed."""
    return _compare(await _known(session, now), entries)


async def import_entries(context: ActionContext, entries: Sequence[Entry]) -> list[Invitation]:
    """Add the agencies, kinds and groups that are missing, invite the people who are not in; return the invitations.

    A known agency keeps its values and gains those that it lacked. Importing the same list twice changes nothing.
    """
    known = await _known(context.session, context.now)
    change = _compare(known, entries)
    for name in change.kinds.values():
        known.kinds[fold(name)] = await agencies.find_or_add_kind(context.session, name)
    for name in change.groups.values():
        known.groups[fold(name)] = await agencies.group_named(context, name)
    added = [Agency(name=entry.agency, name_fold=folded) for folded, entry in change.agencies.items()]
    context.session.add_all(added)
    await context.session.flush()
    known.agencies |= {agency.name_fold: agency for agency in added}
    for entry in entries:
        _fill(known.agencies[fold(entry.agency)], entry, known)
    for agency in added:
        audit.record(context, "import", "agency", agency.id, name=agency.name)
    new_invitations = [_invitation(context, known, entry) for entry in change.people]
    context.session.add_all(new_invitations)
    joined = await _unlisted(context.session, known, entries)
    context.session.add_all(GroupMember(group=group, agency=agency, joined_at=context.now) for group, agency in joined)
    await context.session.flush()
    for invitation in new_invitations:
        audit.record(context, "import", "invitation", invitation.id)
    asked = await creation.groups_asked(context.session)
    for group, agency in joined:
        if group.id not in asked:
            continue
        offer = await creation.offer_group(context, group.id, agency.id)
        await welcome.tell_joined(context, agency.id, group.name, offer.made)
    return new_invitations


async def _known(session: AsyncSession, now: datetime) -> _Known:
    every = (await session.scalars(select(Agency))).all()
    named = {agency.id: agency.name_fold for agency in every}
    roles: dict[tuple[str, str], Role] = {}
    holders: dict[str, str] = {}
    members = await session.execute(
        select(Membership.agency_id, Membership.role, Person.phone, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.ended_at.is_(None))
    )
    invited = [
        (one.agency_id, one.role, one.details.get("phone", ""), one.name)
        for one in await invitations.pending(session, now)
    ]
    for agency_id, role, phone, name in [*invited, *members]:
        if phone and name:
            holders[phone] = name
        if agency_id:
            roles |= {(named[agency_id], who): role for who in (phone, fold(name)) if who}
    return _Known(
        _by_names(every),
        {fold(kind.name): kind for kind in await agencies.kinds_in_order(session)},
        _by_names((await session.scalars(select(Group))).all()),
        set(roles),
        roles,
        holders,
    )


def _by_names(rows: Iterable[Row]) -> dict[str, Row]:
    named: dict[str, Row] = {}
    for row in rows:
        named |= {fold(alias): row for alias in row.aliases} | {row.name_fold: row}
    return named


def _compare(known: _Known, entries: Sequence[Entry]) -> Change:
    change = Change()
    seen = set(known.people)
    kinds = {kind.id: kind.name for kind in known.kinds.values()}
    for entry in entries:
        folded = fold(entry.agency)
        agency = known.agencies.get(folded)
        if agency:
            change.known.add(agency.id)
        else:
            change.agencies.setdefault(folded, entry)
        kind = kinds.get(agency.kind_id or 0, "") if agency else ""
        if entry.kind and kind and fold(entry.kind) != fold(kind):
            change.notes.append(Problem(entry.places["kind"], "known_kind", entry.kind, kind))
        elif entry.kind and fold(entry.kind) not in known.kinds:
            change.kinds.setdefault(fold(entry.kind), entry.kind)
        for group in entry.groups:
            if fold(group) not in known.groups:
                change.groups.setdefault(fold(group), group)
        if entry.name:
            of = agency.name_fold if agency else folded
            holder = known.holders.get(entry.phone, entry.name)
            if fold(holder) != fold(entry.name):
                change.notes.append(Problem(entry.places["phone"], "members_phone", entry.phone, holder))
                continue
            marks = {(of, who) for who in (entry.phone, fold(entry.name)) if who}
            if marks & seen:
                change.present += 1
                role = next((known.roles[mark] for mark in marks if mark in known.roles), entry.role)
                if "role" in entry.places and role is not entry.role:
                    change.notes.append(Problem(entry.places["role"], "known_role", entry.name))
            else:
                change.people.append(entry)
            seen |= marks
    return change


def _fill(agency: Agency, entry: Entry, known: _Known) -> None:
    if entry.kind and agency.kind_id is None:
        agency.kind_id = known.kinds[fold(entry.kind)].id
    agency.phone = agency.phone or entry.agency_phone
    called = {agency.name_fold, *map(fold, agency.aliases)}
    more = [alias for alias in entry.aliases if fold(alias) not in called]
    if more:
        agency.aliases = [*agency.aliases, *more]


def _invitation(context: ActionContext, known: _Known, entry: Entry) -> Invitation:
    invitation = invitations.prepare(
        context,
        entry.role,
        None,
        days=DAYS,
        name=entry.name,
        details={"title": entry.title, "post": entry.post, "phone": entry.phone},
    )
    invitation.agency = known.agencies[fold(entry.agency)]
    return invitation


async def _unlisted(session: AsyncSession, known: _Known, entries: Sequence[Entry]) -> list[tuple[Group, Agency]]:
    """The (group, agency) pairs that the entries ask for and that are not there."""
    present = set(await session.execute(select(GroupMember.group_id, GroupMember.agency_id)))
    wanted = dict.fromkeys(
        (known.groups[fold(group)], known.agencies[fold(entry.agency)]) for entry in entries for group in entry.groups
    )
    return [(group, agency) for group, agency in wanted if (group.id, agency.id) not in present]
