"""Agencies to be called today («تماس‌های امروز»): late ones that are silent or that no message reaches, worst first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import ANSWERING, Role
from domain.persian import phones
from domain.persian.text import fold, sort_key
from models.tables.agencies import Agency
from models.tables.calls import Call, CallOutcome
from models.tables.meetings import OPEN_STATES, Obligation
from models.tables.people import Account, Invitation, Membership, Person
from services.context import ActionContext
from services.directory import agencies
from services.messaging import recipients
from services.obligations import obligations
from services.obligations.obligations import View
from services.organisation import Organisation


class CallReason(StrEnum):
    """The reason for a call: nobody is there for the agency, nobody who is there can be written to, or silence."""

    NOBODY = "nobody"
    UNREACHABLE = "unreachable"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Number:
    """A number to call: its holder's name, "" for the agency's own, and whether messages reach the holder."""

    phone: str
    name: str = ""
    role: Role | None = None
    reachable: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An agency to be called: its overdue items, or for one that no message reaches also those that are due soon."""

    agency_id: int
    agency: str
    reach: CallReason
    items: Sequence[View]

    def days_late(self, today: date) -> int:
        """The days since the first due date, 0 when it is still to come."""
        first = min((view.due for view in self.items if view.due), default=today)
        return max(0, (today - first).days)


def soon(organisation: Organisation, today: date) -> date:
    """The last day up to which an agency that no message reaches is called before it is late."""
    return today + timedelta(days=organisation.reminder_settings.days_before)


async def today(context: ActionContext) -> list[Entry]:
    """The agencies to be called, the longest late first; not those called today or who promised a later day."""
    views = await obligations.views(
        context.session,
        Obligation.state.in_(OPEN_STATES),
        Obligation.due <= soon(context.organisation, context.today),
        # The secretariat does not call itself.
        Obligation.agency.has(Agency.secretariat.is_(False)),
    )
    by_agency = obligations.by_agency(views)
    reached = await _reached(context.session, by_agency)
    done = await _done(context)
    entries = []
    for agency_id, items in by_agency.items():
        reach = reached.get(agency_id, CallReason.NOBODY)
        late = [view for view in items if view.overdue(context.today)] if reach is CallReason.SILENT else items
        if late and agency_id not in done:
            entries.append(Entry(agency_id, items[0].agency, reach, late))
    return sorted(
        entries, key=lambda entry: (-entry.days_late(context.today), -len(entry.items), sort_key(entry.agency))
    )


async def entry(context: ActionContext, agency_id: int) -> Entry:
    """One agency with all that it owes, on today's list or not. Raises Refused for no agency."""
    agency = await agencies.get(context.session, agency_id)
    views = [view for view in await obligations.open_of_agency(context.session, agency.id) if view.due]
    reached = await _reached(context.session, [agency.id])
    return Entry(agency.id, agency.name, reached.get(agency.id, CallReason.NOBODY), views)


async def numbers(session: AsyncSession, agency_ids: Collection[int]) -> dict[int, list[Number]]:
    """The numbers of each agency: of those who answer for it, its head, the invited, and its own.

    One that several of its people have is there for each by name; the invited and the agency add only new ones.
    """
    found: dict[int, dict[tuple[str, str], Number]] = {}

    def add(agency_id: int, words: str, name: str = "", role: Role | None = None, *, reachable: bool = False) -> None:
        phone = phones.e164(words) if words else None
        known = found.setdefault(agency_id, {})
        if not phone or (role is None and any(phone == number for number, _ in known)):
            return
        number = known.setdefault((phone, fold(name)), Number(phone, name, role, reachable))
        if reachable and not number.reachable:
            known[phone, fold(name)] = replace(number, reachable=True)

    account = select(Account.id).where(Account.person_id == Person.id, Account.reachable.is_(True)).exists()
    people = await session.execute(
        select(Membership.agency_id, Person.phone, Person.title, Person.name, Membership.role, account)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.agency_id.in_(agency_ids), Membership.ended_at.is_(None))
        .order_by(Membership.role == Role.HEAD, Membership.id)
    )
    for agency_id, phone, title, name, role, reachable in people:
        add(agency_id or 0, phone, f"{title} {name}".strip(), role, reachable=bool(reachable))
    invited = await session.scalars(
        select(Invitation)
        .where(Invitation.agency_id.in_(agency_ids), Invitation.uses == 0, Invitation.revoked_at.is_(None))
        .order_by(Invitation.id)
    )
    for invitation in invited:
        title = invitation.details.get("title") or ""
        add(invitation.agency_id or 0, invitation.details.get("phone") or "", f"{title} {invitation.name}".strip())
    for agency_id, phone in await session.execute(select(Agency.id, Agency.phone).where(Agency.id.in_(agency_ids))):
        add(agency_id, phone)
    return {agency_id: list(of_agency.values()) for agency_id, of_agency in found.items() if of_agency}


async def _reached(session: AsyncSession, agency_ids: Collection[int]) -> dict[int, CallReason]:
    """The reach of each agency that somebody answers for; the others are not among the keys."""
    rows = await session.execute(
        select(Agency.id, recipients.somebody_answers()).where(
            Agency.id.in_(agency_ids),
            select(Membership.id)
            .where(Membership.agency_id == Agency.id, Membership.ended_at.is_(None), Membership.role.in_(ANSWERING))
            .exists()
            | Agency.secretariat,
        )
    )
    return {number: CallReason.SILENT if answers else CallReason.UNREACHABLE for number, answers in rows}


async def _done(context: ActionContext) -> set[int]:
    """The agencies that were called today, or whose last call ended in a promise of a later day."""
    last = select(func.max(Call.id)).group_by(Call.agency_id)
    rows = await context.session.scalars(select(Call).where(Call.id.in_(last)))
    return {
        call.agency_id
        for call in rows
        if call.called_on == context.today
        or (call.outcome is CallOutcome.PROMISED and call.promised_on and call.promised_on > context.today)
    }
