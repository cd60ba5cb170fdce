"""The context of an action: its transaction, organisation, actor and moment."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from services.organisation import Organisation


@dataclass(frozen=True, slots=True)
class ActionContext:
    """One action: its transaction, its organisation, the person who acts and the moment.

    ``actor`` is the person's id, None where the program acts by itself. The audit trail names the actor.
    """

    session: AsyncSession
    organisation: Organisation
    actor: int | None
    now: datetime

    @property
    def person(self) -> int:
        """The id of the person who acts. Raises LookupError where the program acts by itself."""
        if self.actor is None:
            raise LookupError("nobody acts here but the program")
        return self.actor

    @property
    def local_now(self) -> datetime:
        """The moment in the organisation's zone."""
        return self.now.astimezone(self.organisation.zone)

    @property
    def today(self) -> date:
        """The organisation's day."""
        return self.local_now.date()

    @property
    def midnight(self) -> datetime:
        """The moment at which the organisation's day began."""
        return datetime.combine(self.today, time(), self.organisation.zone)

    def acting(self, actor: int | None) -> "ActionContext":
        """The same context with another actor."""
        return replace(self, actor=actor)
