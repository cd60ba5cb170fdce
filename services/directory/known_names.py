"""The agencies and groups as they are known by name: loaded to be matched, found or made, and linked to an owner."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.minutes.language.name_matching import Known, Matcher, OwnerKind, bare
from domain.persian.text import fold, normalise
from models.tables.agencies import Agency, Group
from models.tables.meetings import Owner
from services import audit
from services.context import ActionContext
from services.directory import agencies
from services.organisation import Organisation

_SECRETARIAT = fold("دبیرخانه")
LONGEST_NAME = 120
"""A longer name of an owner is a part of a sentence, and is not remembered."""


async def load(session: AsyncSession, organisation: Organisation) -> Matcher:
    """Load the matcher of all agencies and groups. The secretariat itself is known as «دبیرخانه» too.

    Neighbourhoods are left out: every name with the word «محله» in it would be like one of them.
    """
    rows = await session.execute(
        select(Agency.id, Agency.name, Agency.aliases, Agency.secretariat).where(
            Agency.retired_at.is_(None), Agency.neighbourhood.is_(False)
        )
    )
    known = [
        Known(OwnerKind.AGENCY, number, name, (name, *aliases, *(_own_names(organisation) if own else ())))
        for number, name, aliases, own in rows
    ]
    groups = await session.execute(select(Group.id, Group.name, Group.aliases))
    known += [Known(OwnerKind.GROUP, number, name, (name, *aliases)) for number, name, aliases in groups]
    return Matcher(known)


def link(owner: Owner, known: Known) -> None:
    """Link an owner to an agency or a group; the name stays as it was read."""
    owner.agency_id = known.id if known.kind is OwnerKind.AGENCY else None
    owner.group_id = known.id if known.kind is OwnerKind.GROUP else None


async def make(context: ActionContext, name: str, kind: OwnerKind) -> Known:
    """Find the agency or group of a name, or add it; «دبیرخانه» means the secretariat itself."""
    if kind is OwnerKind.GROUP:
        group = await agencies.group_named(context, name)
        return Known(kind, group.id, group.name, (group.name, *group.aliases))
    own = _means_secretariat(name, context.organisation)
    agency = await agencies.by_name(context.session, context.organisation.name if own else name)
    if agency is None:
        agency = await agencies.add(context, context.organisation.name if own else name)
    agency.secretariat = agency.secretariat or own
    called = (agency.name, *agency.aliases, *(_own_names(context.organisation) if own else ()))
    return Known(kind, agency.id, agency.name, called)


async def learn(context: ActionContext, name: str, known: Known) -> Known | None:
    """Remember a name that minutes gave to an agency or group, so that the next ones match at once.

    A name that has meant another one until now is forgotten there and asked about each time; returns that other one.
    """
    matcher = await load(context.session, context.organisation)
    match = matcher.find(name)
    meant = match.known if match and match.sure else None
    if not bare(name) or len(name) > LONGEST_NAME or (meant and meant.id == known.id):
        return None
    row = await _row(context.session, meant or known)
    if meant is None:
        row.aliases = [*row.aliases, normalise(name)]
    else:
        row.aliases = [alias for alias in row.aliases if bare(alias) != bare(name)]
    if isinstance(row, Agency):
        row.version += 1
    audit.record(context, "forget_name" if meant else "learn_name", (meant or known).kind, row.id, name=name)
    await context.session.flush()
    return meant


async def _row(session: AsyncSession, known: Known) -> Agency | Group:
    if known.kind is OwnerKind.AGENCY:
        return await agencies.get(session, known.id)
    return await agencies.group(session, known.id)


def _own_names(organisation: Organisation) -> tuple[str, ...]:
    """The names of the secretariat: «دبیرخانه» and every longer beginning of its full name."""
    words = fold(organisation.name).split()
    return tuple(" ".join(words[:end]) for end in range(1, len(words) + 1)) if words[:1] == [_SECRETARIAT] else ()


def _means_secretariat(name: str, organisation: Organisation) -> bool:
    return bare(name) in map(bare, (_SECRETARIAT, *_own_names(organisation)))
