"""Changes of a resolution's owners: added, chosen, removed; of a binding one the obligations follow."""

from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Screen, T
from domain.minutes.language import name_matching
from domain.minutes.language.name_matching import Known, OwnerKind
from domain.minutes.owners.actors import actors_of
from domain.persian.search import Named
from domain.persian.text import fold
from models.tables.meetings import Owner, Resolution, ResolutionState
from services import audit
from services.context import ActionContext
from services.directory import agencies, known_names
from services.errors import Refused, existing
from services.meetings import owner_notices, resolutions
from services.meetings.owner_notices import OwnerNotice
from services.messaging import buttons, recipients
from services.messaging.notify import notify
from services.obligations import creation, obligations, responsibility, transitions
from services.reminders import unsent_reminders

PARTNER = "(همکار)"
"""The mark of a partner in a line."""
GROUPS_FROM = 1_000_000_000
"""The offset of a group's id in a list of agencies and groups together."""


async def listed(session: AsyncSession, search: str) -> list[Named]:
    """List the groups and then the agencies that a search finds, for a question that either may answer."""
    groups = [Named(GROUPS_FROM + number, name) for number, name in await agencies.groups(session, search)]
    return [*groups, *await agencies.browse(session, search, neighbourhoods=True)]


def picked(number: int, name: str) -> Known | None:
    """The agency or group of a row of ``listed``, None for words that are on no list."""
    if not number:
        return None
    if number > GROUPS_FROM:
        return Known(OwnerKind.GROUP, number - GROUPS_FROM, name, (name,))
    return Known(OwnerKind.AGENCY, number, name, (name,))


def called(owner: Owner) -> str:
    """The name that an owner goes by."""
    linked = owner.agency or owner.group
    return linked.name if linked else owner.name


def line(owner: Owner) -> str:
    """An owner as a line of a cell: «الف: شهرداری (همکار)»."""
    words = f"{owner.item}: {called(owner)}" if owner.item else called(owner)
    return f"{words} {PARTNER}" if owner.partner else words


def lines(resolution: Resolution) -> list[str]:
    """All owners of a resolution, each as a line."""
    return [line(owner) for owner in resolution.owners]


async def get(session: AsyncSession, owner_id: int) -> tuple[Owner, Resolution]:
    """Load an owner with its resolution. Raises Refused when it is none any more."""
    owner = existing(await session.get(Owner, owner_id))
    resolution = await resolutions.get(session, owner.resolution_id)
    return next(row for row in resolution.owners if row.id == owner_id), resolution


async def add(
    context: ActionContext,
    resolution: Resolution,
    name: str,
    known: Known | None,
    item: str = "",
) -> None:
    """Add an owner, of the whole or of a sub-item; a partner where the text has «با همکاری» before its name.

    Raises Refused for one that is there already, and Ended for a resolution that is to be changed no more.
    """
    resolutions.check_open(resolution)
    helps = any(actor.partner and actor.name == name for actor in actors_of(resolution.text))
    owner = Owner(name=name, item=item, partner=helps, place=len(resolution.owners))
    if known:
        known_names.link(owner, known)
    _check_new(resolution, owner, name)
    before = lines(resolution)
    resolution.owners.append(owner)
    answered = [
        doubt
        for doubt in resolution.doubts
        if doubt["code"] == "owner_missing"
        or (doubt["code"] == "owner_in_text" and fold(str(doubt["params"]["name"])) == fold(name))
    ]
    resolution.doubts = [doubt for doubt in resolution.doubts if doubt not in answered]
    await _changed(context, resolution, "add_owner", name, before)


async def choose(context: ActionContext, owner: Owner, known: Known) -> Known | None:
    """Link an owner to an agency or group, and remember the name that it was read by.

    Returns the agency or group that this name meant until now. Raises Refused when the chosen one is an owner already,
    and Ended for a resolution that is to be changed no more.
    """
    resolution = await resolutions.get(context.session, owner.resolution_id)
    resolutions.check_open(resolution)
    others = [other for other in resolution.owners if other.id != owner.id and other.item == owner.item]
    if any((other.agency_id, other.group_id) == _ids(known) for other in others):
        raise Refused("reading.owner_there", name=known.name)
    before = lines(resolution)
    known_names.link(owner, known)
    meant = await known_names.learn(context, owner.name, known)
    await _changed(context, resolution, "choose_owner", known.name, before)
    return meant


async def remove(context: ActionContext, owner: Owner) -> None:
    """Remove an owner."""
    resolution = await resolutions.get(context.session, owner.resolution_id)
    name, before = called(owner), lines(resolution)
    resolution.owners.remove(owner)
    await _changed(context, resolution, "remove_owner", name, before)


async def set_partner(context: ActionContext, owner: Owner) -> None:
    """Make an owner a partner, or a partner an owner in charge."""
    resolution = await resolutions.get(context.session, owner.resolution_id)
    before = lines(resolution)
    owner.partner = not owner.partner
    await _changed(context, resolution, "partner" if owner.partner else "lead", called(owner), before)


async def _changed(
    context: ActionContext,
    resolution: Resolution,
    action: str,
    name: str,
    before: list[str],
) -> None:
    """Record a change of the owners, who were those of ``before``; of a binding resolution the obligations follow."""
    resolution.version += 1
    resolutions.return_to_review(resolution)
    await context.session.flush()
    for owner in resolution.owners:
        # A new owner, or one that was linked to another agency, has loaded none yet.
        await context.session.refresh(owner, ["agency", "group"])
    audit.record(context, action, "resolution", resolution.id, name=name, before=before, after=lines(resolution))
    if resolution.state in (ResolutionState.ACTIVE, ResolutionState.RECORD):
        await _follow(context, resolution)


async def _follow(context: ActionContext, resolution: Resolution) -> None:
    """Bring a binding resolution's obligations in line with its owners: make new ones, close those of former owners."""
    matcher = await known_names.load(context.session, context.organisation)
    for owner in resolution.owners:
        if not name_matching.linked(owner):
            await resolutions.link_owner(context, owner, matcher)
    resolution.state = ResolutionState.ACTIVE if resolution.owners else ResolutionState.RECORD
    await context.session.flush()
    owed_by_a_lead = {*await responsibility.leads(context.session, resolution.id, retired=True)}
    open_obligations = await obligations.open_of_resolution(context.session, resolution.id)
    released = [
        row
        for row in open_obligations
        if owed_by_a_lead.isdisjoint({(row.agency_id, row.item), (row.moved_from_id or 0, row.item)})
    ]
    for obligation in released:
        transitions.close(obligation)
    await unsent_reminders.refresh(context, released)
    made = await creation.make(context, resolution.id)
    await owner_notices.tell(context, OwnerNotice(resolution.meeting_id, T("minutes.told_one"), made))
    if released:
        text = T("resolution.told_released", number=resolution.number, title=resolution.meeting.title)
        people = await recipients.answering_for(context.session, {obligation.agency_id for obligation in released})
        await notify(context, people, Screen(text, buttons.TO_TASKS))


def _check_new(resolution: Resolution, owner: Owner, name: str) -> None:
    for other in resolution.owners:
        same = (other.agency_id, other.group_id) == (owner.agency_id, owner.group_id)
        if other.item == owner.item and same and (name_matching.linked(owner) or fold(other.name) == fold(name)):
            raise Refused("reading.owner_there", name=name)


def _ids(known: Known) -> tuple[int | None, int | None]:
    return (known.id, None) if known.kind is OwnerKind.AGENCY else (None, known.id)
