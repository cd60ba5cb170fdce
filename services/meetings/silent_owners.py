"""The owners whom an issuance would not reach, told before it."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.minutes.language import name_matching
from domain.minutes.language.name_matching import OwnerKind
from models.tables.agencies import Agency, Group, GroupMember
from models.tables.meetings import Meeting
from services.directory import known_names
from services.meetings import resolutions
from services.meetings.meetings import UNDECIDED
from services.messaging import recipients
from services.organisation import Organisation


async def before_issuance(
    session: AsyncSession, organisation: Organisation, meeting: Meeting
) -> tuple[list[str], list[str]]:
    """The owners who would get no message if a meeting were issued now: the names of agencies that nobody answers for,
    with those that are on no list yet, and of groups without an agency.
    """
    matcher = await known_names.load(session, organisation)
    undecided = await resolutions.of_meeting(session, meeting.id, *UNDECIDED)
    owners = [
        owner for resolution in undecided if not resolutions.unclear(resolution, matcher) for owner in resolution.owners
    ]
    named: dict[OwnerKind, set[int]] = {OwnerKind.AGENCY: set(), OwnerKind.GROUP: set()}
    fresh: dict[OwnerKind, dict[str, None]] = {OwnerKind.AGENCY: {}, OwnerKind.GROUP: {}}
    for owner in owners:
        match = None if name_matching.linked(owner) else matcher.of(owner)
        if owner.agency_id or owner.group_id:
            kind = OwnerKind.AGENCY if owner.agency_id else OwnerKind.GROUP
            named[kind].add(owner.agency_id or owner.group_id or 0)
        elif match:
            named[match.known.kind].add(match.known.id)
        else:
            fresh[name_matching.kind_of(owner.name)][owner.name] = None
    of_groups = select(GroupMember.agency_id).where(GroupMember.group_id.in_(named[OwnerKind.GROUP]))
    silent = await session.scalars(
        select(Agency.name)
        .where(
            or_(Agency.id.in_(named[OwnerKind.AGENCY]), Agency.id.in_(of_groups)),
            Agency.retired_at.is_(None),
            ~recipients.somebody_answers(),
        )
        .order_by(Agency.id)
    )
    empty = await session.scalars(
        select(Group.name)
        .where(Group.id.in_(named[OwnerKind.GROUP]), Group.id.not_in(select(GroupMember.group_id)))
        .order_by(Group.id)
    )
    return [*silent, *fresh[OwnerKind.AGENCY]], [*empty, *fresh[OwnerKind.GROUP]]
