"""Recipients of an obligation's reminders: the people of its agency, and those of the agencies that help with it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from services.messaging import recipients
from services.messaging.recipients import Recipient
from services.obligations import responsibility
from services.reminders import leaves


class About(Protocol):
    """The columns of an obligation that decide its recipients; a View has them, or a row of a query."""

    @property
    def id(self) -> int: ...
    @property
    def agency_id(self) -> int: ...
    @property
    def resolution_id(self) -> int: ...
    @property
    def item(self) -> str: ...
    @property
    def assignee_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class ReminderRecipients:
    """The recipients of one obligation's reminders.

    ``own`` are the people of its agency, or the colleague alone to whom it was handed, as long as they answer for the
    agency. ``helping`` are those of its partners who are none of the agency's. Nobody on leave is among either, while
    anybody else is there; what was handed to one of them is their deputy's.
    """

    own: list[Recipient]
    helping: list[Recipient]

    @property
    def all(self) -> list[Recipient]:
        """All recipients, the agency's own first."""
        return self.own + self.helping


async def of(session: AsyncSession, obligations: Collection[About], today: date) -> dict[int, ReminderRecipients]:
    """Find the recipients of each obligation's reminders today, by the obligation's id."""
    partners = await responsibility.partners(session, {obligation.resolution_id for obligation in obligations})
    helping = {
        obligation.id: partners.get((obligation.resolution_id, obligation.item), set()) for obligation in obligations
    }
    agencies = {obligation.agency_id for obligation in obligations}.union(*helping.values())
    away = await leaves.substitutes(session, agencies, today)
    people = {
        agency_id: _present(agency_id, answering, away)
        for agency_id, answering in (await recipients.of_agencies(session, agencies)).items()
    }
    by_obligation = {}
    for obligation in obligations:
        answering = people.get(obligation.agency_id, [])
        assignee = away.get((obligation.agency_id, obligation.assignee_id or 0), obligation.assignee_id)
        own = [person for person in answering if person.id == assignee] or answering
        known = {person.id for person in answering}
        by_obligation[obligation.id] = ReminderRecipients(
            own, _once((people.get(agency, []) for agency in helping[obligation.id]), known)
        )
    return by_obligation


def _present(agency_id: int, answering: list[Recipient], away: Mapping[tuple[int, int], int]) -> list[Recipient]:
    """Leave out those on leave, unless nobody would be left to be reminded."""
    return [person for person in answering if (agency_id, person.id) not in away] or answering


def _once(groups: Iterable[list[Recipient]], known: Collection[int]) -> list[Recipient]:
    return list({person.id: person for group in groups for person in group if person.id not in known}.values())
