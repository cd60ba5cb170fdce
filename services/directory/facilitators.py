"""Facilitators: the neighbourhoods that are theirs, chosen by themselves or by a secretary."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import Role
from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.persian.search import Named, matching
from domain.persian.text import sort_key
from models.tables.people import Membership, Person
from services.context import ActionContext
from services.directory import members, neighbourhoods, welcome
from services.errors import Refused
from services.messaging import recipients
from services.messaging.notify import notify
from services.obligations import obligations
from texts.answer_summary import clip


@dataclass(frozen=True, slots=True)
class Placed:
    """The names of the neighbourhoods that a facilitator has got and lost."""

    got: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        return bool(self.got or self.lost)


async def browse(session: AsyncSession, search: str = "") -> list[Named]:
    """The facilitators whose name has every word of a search, by the person's id."""
    chosen = select(Membership.person_id).where(neighbourhoods.CURRENT)
    rows = await session.scalars(select(Person).where(Person.id.in_(chosen)))
    return matching([(row.id, str(members.formal_name(row).words), ()) for row in rows], search)


async def of_person(session: AsyncSession, person_id: int) -> list[Named]:
    """The neighbourhoods of a facilitator, in dictionary order."""
    rows = await members.of_person(session, person_id)
    own = [
        Named(row.agency_id, members.place_of(row)) for row in rows if row.role is Role.FACILITATOR and row.agency_id
    ]
    return sorted(own, key=lambda row: sort_key(row.name))


async def place(context: ActionContext, person_id: int, neighbourhood_ids: Collection[int]) -> Placed:
    """Make some neighbourhoods those of a facilitator, and no others; without any they stay a facilitator of none.

    Nobody is told. What was handed to them in one that they lose is open to its other facilitators again.
    Raises Refused for what is no neighbourhood in service.
    """
    held = [row for row in await members.of_person(context.session, person_id) if row.role is Role.FACILITATOR]
    before = {row.agency_id: row for row in held if row.agency_id}
    got: list[str] = []
    for number in sorted(set(neighbourhood_ids) - set(before)):
        if (await neighbourhoods.get(context.session, number)).retired_at:
            raise Refused("neighbourhoods.gone")
        membership = await members.let_in(context, person_id, Role.FACILITATOR, number)
        got += [membership.agency.name] if membership.agency else []
    lost = [row for number, row in before.items() if number not in neighbourhood_ids]
    for row in lost:
        await members.end_silently(context, row)
    if not neighbourhood_ids:
        await members.let_in(context, person_id, Role.FACILITATOR, None)
    else:
        for row in held:
            if row.agency_id is None:
                await members.end_silently(context, row)
    return Placed(tuple(got), tuple(row.agency.name for row in lost if row.agency))


async def let_in(context: ActionContext, person_id: int, neighbourhood_ids: Collection[int]) -> Membership:
    """Make a person a facilitator of some neighbourhoods beside those held before; return one of the memberships.

    Neighbourhoods that were taken out of service meanwhile are passed over.
    """
    in_service = {row.id for row in await neighbourhoods.browse(context.session)}
    own = {row.id for row in await of_person(context.session, person_id)}
    await place(context, person_id, own | (in_service & set(neighbourhood_ids)))
    rows = await members.of_person(context.session, person_id)
    return next(row for row in reversed(rows) if row.role is Role.FACILITATOR)


async def keep(context: ActionContext, neighbourhood_ids: Collection[int]) -> Placed:
    """Let the facilitator who acts keep some of the own neighbourhoods and give the others up; secretaries are told.

    A new one needs an approval, for with it come what others answered there: ``registration.choose_neighbourhoods``.
    """
    before = await of_person(context.session, context.person)
    kept = {row.id for row in before} & set(neighbourhood_ids)
    placed = await place(context, context.person, kept)
    if placed.changed:
        person = await context.session.get_one(Person, context.person)
        lines: list[Text] = [T("neighbourhoods.changed", name=members.formal_name(person)), *_changes(placed)]
        lost = [row for row in before if row.id not in neighbourhood_ids]
        unserved = [row.name for row in lost if not await neighbourhoods.facilitators(context.session, row.id)]
        if unserved:
            lines.append(T("neighbourhoods.unserved", names=_few(unserved)))
        screen = Screen(T("neighbourhoods.lines", lines=lines), ((Button(T("neighbourhoods.all"), Tap("hoods")),),))
        await notify(context, await recipients.secretaries(context.session, reachable=False), screen)
    return placed


async def change(context: ActionContext, person_id: int, neighbourhood_ids: Collection[int]) -> Placed:
    """Change the neighbourhoods of another facilitator, who is told of it with what is open in the new ones.

    Raises Refused for somebody who is no facilitator any more.
    """
    if person_id not in {row.id for row in await browse(context.session)}:
        raise Refused("neighbourhoods.no_facilitator")
    before = {row.id for row in await of_person(context.session, person_id)}
    placed = await place(context, person_id, neighbourhood_ids)
    if not placed.changed:
        return placed
    lines: list[Text | str] = [T("neighbourhoods.yours_changed"), *_changes(placed)]
    new = sorted(set(neighbourhood_ids) - before)
    views = [view for number in new for view in await obligations.open_of_agency(context.session, number)]
    if new:
        lines += ["", *welcome.summary(views)]
    buttons = ((welcome.MINE,), *([welcome.tasks()] if views else []))
    screen = Screen(T("neighbourhoods.lines", lines=lines), buttons)
    await notify(context, await recipients.people(context.session, [person_id]), screen)
    return placed


async def assign(context: ActionContext, neighbourhood_ids: Collection[int], person_id: int) -> bool:
    """Give neighbourhoods to a facilitator, who is told; False when all are theirs already."""
    own = {row.id for row in await of_person(context.session, person_id)}
    return (await change(context, person_id, own | set(neighbourhood_ids))).changed


async def unassign(context: ActionContext, neighbourhood_id: int, person_id: int) -> bool:
    """Take a neighbourhood from a facilitator, who is told; False when it is theirs no more."""
    own = {row.id for row in await of_person(context.session, person_id)}
    return (await change(context, person_id, own - {neighbourhood_id})).changed


def _changes(placed: Placed) -> list[Text]:
    lines = [T("neighbourhoods.got", names=_few(placed.got))] if placed.got else []
    return [*lines, T("neighbourhoods.lost", names=_few(placed.lost))] if placed.lost else lines


def _few(names: Collection[str]) -> str:
    return clip("، ".join(names), welcome.MOST_NAMES)
