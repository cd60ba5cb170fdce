"""Import of a list of neighbourhoods and facilitators: first a preview of the changes, then the changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import Role
from domain.access.neighbourhood_list import Entry
from domain.access.neighbourhoods import key
from domain.persian.text import fold
from models.tables.people import Invitation, Membership, Person
from services import audit
from services.context import ActionContext
from services.directory import facilitators, invitations, neighbourhoods

DAYS = 30
"""Days for which an imported facilitator's invitation is valid."""


@dataclass(slots=True)
class ListedFacilitator:
    """A facilitator of a list with the keys of the neighbourhoods named for them; ``id`` is that of a member."""

    name: str
    phone: str
    places: list[str] = field(default_factory=list)
    id: int = 0


@dataclass(slots=True)
class Change:
    """The changes that a list brings.

    ``new`` and ``restored`` are names of neighbourhoods, ``known`` counts those that were there; ``invited`` are new
    people, ``given`` are facilitators who get a neighbourhood, ``extended`` are invited people whose links get one,
    ``present`` counts those for whom nothing changes. ``claimed`` are the numbers of people to be invited that another
    facilitator wrote as the own one and did not verify, each with that facilitator's name.
    """

    new: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    known: int = 0
    invited: list[ListedFacilitator] = field(default_factory=list)
    given: list[ListedFacilitator] = field(default_factory=list)
    extended: list[ListedFacilitator] = field(default_factory=list)
    claimed: dict[str, str] = field(default_factory=dict)
    present: int = 0

    @property
    def empty(self) -> bool:
        return not (self.new or self.restored or self.invited or self.given or self.extended)


async def preview(session: AsyncSession, entries: Sequence[Entry], now: datetime) -> Change:
    """Compare the entries with what there is; nothing is changed."""
    present, change = await neighbourhoods.by_key(session), Change()
    for which, name in {key(entry.name): entry.name for entry in reversed(entries)}.items():
        row = present.get(which)
        if row is None:
            change.new.insert(0, name)
        elif row.retired_at:
            change.restored.insert(0, row.name)
        else:
            change.known += 1
    members, invited = await _Members.load(session), await _invited(session, now)
    for wanted in _people(entries):
        wanted.id = members.find(wanted)
        mark = wanted.phone or fold(wanted.name)
        if wanted.id:
            own = {key(name) for _, name in await facilitators.of_person(session, wanted.id)}
        elif mark in invited:
            own = invited[mark]
        else:
            change.invited.append(wanted)
            if holders := members.by_phone.get(wanted.phone):
                change.claimed[wanted.phone] = holders[0].name
            continue
        wanted.places = [which for which in wanted.places if which not in own]
        if wanted.places:
            (change.given if wanted.id else change.extended).append(wanted)
        else:
            change.present += 1
    return change


async def import_entries(context: ActionContext, entries: Sequence[Entry]) -> tuple[Change, list[Invitation]]:
    """Add the neighbourhoods that are missing, give facilitators theirs and invite the others; return the invitations.

    Importing the same list twice changes nothing. Whoever is invited already gets what the list adds by that link.
    """
    session = context.session
    change = await preview(session, entries, context.now)
    await neighbourhoods.add(context, [(entry.name, entry.district) for entry in entries])
    rows = await neighbourhoods.by_key(session)
    for wanted in change.given:
        await facilitators.assign(context, [rows[which].id for which in wanted.places], wanted.id)
    by_person = {wanted.phone or fold(wanted.name): wanted for wanted in _people(entries)}
    for invitation in await _pending(session, context.now):
        wants = next((by_person[mark] for mark in _marks(invitation) if mark in by_person), None)
        if wants:
            ids = {*invitation.details.get("neighbourhoods", ()), *(rows[which].id for which in wants.places)}
            invitation.details = {**invitation.details, **await _places(session, ids)}
    made = []
    for wanted in change.invited:
        details = {"phone": wanted.phone, **await _places(session, {rows[which].id for which in wanted.places})}
        made.append(invitations.prepare(context, Role.FACILITATOR, None, days=DAYS, name=wanted.name, details=details))
    session.add_all(made)
    await session.flush()
    for invitation in made:
        audit.record(context, "import", "invitation", invitation.id)
    return change, [await invitations.get(session, invitation.id) for invitation in made]


def _people(entries: Sequence[Entry]) -> list[ListedFacilitator]:
    """The facilitators of a list, each once; a row without a number is of the one person of that name."""
    phones = {fold(entry.facilitator): entry.phone for entry in entries if entry.phone}
    people: dict[str, ListedFacilitator] = {}
    for entry in entries:
        if entry.facilitator:
            phone = entry.phone or phones.get(fold(entry.facilitator), "")
            wanted = people.setdefault(phone or fold(entry.facilitator), ListedFacilitator(entry.facilitator, phone))
            wanted.places.append(key(entry.name))
    return list(people.values())


class _Members:
    """The facilitators by number and by name."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.by_phone: dict[str, list[Person]] = {}
        self._by_name: dict[str, list[int]] = {}
        for person in people:
            if person.phone:
                self.by_phone.setdefault(person.phone, []).append(person)
            self._by_name.setdefault(person.name_fold, []).append(person.id)

    @classmethod
    async def load(cls, session: AsyncSession) -> "_Members":
        held = select(Membership.person_id).where(neighbourhoods.CURRENT)
        return cls(await session.scalars(select(Person).where(Person.id.in_(held)).order_by(Person.id)))

    def find(self, wanted: ListedFacilitator) -> int:
        """The id of the one of a list, 0 for none: by the number, without one by a name that nobody else has.

        Anybody can write another's number as the own one: not verified it finds only whoever has the listed name, too.
        """
        name = fold(wanted.name)
        if not wanted.phone:
            named = self._by_name.get(name, []) if name else []
            return named[0] if len(named) == 1 else 0
        holders = self.by_phone.get(wanted.phone, [])
        verified = [person.id for person in holders if person.phone_verified]
        alike = [person.id for person in holders if person.name_fold == name]
        return next(iter([*verified, *alike]), 0)


async def _invited(session: AsyncSession, now: datetime) -> dict[str, set[str]]:
    """The keys of the neighbourhoods that pending invitations give, by the marks of whom they invite."""
    names = {row.id: which for which, row in (await neighbourhoods.by_key(session)).items()}
    invited: dict[str, set[str]] = {}
    for invitation in await _pending(session, now):
        places = {names[number] for number in invitation.details.get("neighbourhoods", ()) if number in names}
        for mark in _marks(invitation):
            # A link that lacks a place which another one to the same person has gets it, too.
            invited[mark] = invited.get(mark, places) & places
    return invited


async def _pending(session: AsyncSession, now: datetime) -> list[Invitation]:
    rows = await invitations.pending(session, now)
    return [row for row in rows if row.role is Role.FACILITATOR and row.single_use and row.name]


def _marks(invitation: Invitation) -> set[str]:
    return {invitation.details.get("phone", ""), fold(invitation.name)} - {""}


async def _places(session: AsyncSession, ids: set[int]) -> dict[str, object]:
    named = await neighbourhoods.named_of(session, ids)
    return {"neighbourhoods": [row.id for row in named], "place": "، ".join(row.name for row in named)}
