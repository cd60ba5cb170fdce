"""Recipients of an obligation's reminders: the people of its agency, and those of the agencies that help with it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from services.messaging import recipients
from services.messaging.recipients import Recipient
from services.obligations import responsibility


class About(Protocol):
    """The parts of an obligation that decide it, which a View or a row of a query may have."""

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
    """The people of the agency that owes it, or the colleague alone that it was handed to while they are there; and
    those of its partners who are none of them.
    """

    own: list[Recipient]
    helping: list[Recipient]

    @property
    def all(self) -> list[Recipient]:
        """Both, the agency's own first."""
        return self.own + self.helping


async def of(session: AsyncSession, obligations: Collection[About]) -> dict[int, ReminderRecipients]:
    """The recipients of each obligation's reminders, by its id."""
    partners = await responsibility.partners(session, {one.resolution_id for one in obligations})
    helping = {one.id: partners.get((one.resolution_id, one.item), set()) for one in obligations}
    agencies = {one.agency_id for one in obligations}.union(*helping.values())
    people = await recipients.of_agencies(session, agencies)
    found = {}
    for one in obligations:
        answering = people.get(one.agency_id, [])
        own = [person for person in answering if person.id == one.assignee_id] or answering
        known = {person.id for person in answering}
        found[one.id] = ReminderRecipients(own, _once((people.get(agency, []) for agency in helping[one.id]), known))
    return found


def _once(groups: Iterable[list[Recipient]], known: Collection[int]) -> list[Recipient]:
    return list({person.id: person for group in groups for person in group if person.id not in known}.values())
