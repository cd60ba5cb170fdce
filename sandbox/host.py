"""The interface between the sandbox and the program that runs it together with its bot."""

from datetime import datetime
from typing import Protocol


class HostApp(Protocol):
    """The program that hosts the sandbox; without one the page hides roles and the next reminder."""

    async def clock_moved(self, now: datetime) -> None:
        """Do whatever became due when the clock was moved to `now` (aware UTC), before returning."""

    async def next_due(self) -> datetime | None:
        """The moment of the next reminder, aware UTC; None when nothing is planned."""

    async def days_off(self) -> dict[str, str]:
        """The official holidays by their Jalali dates such as "1398/7/27", each with its name."""

    async def role_of(self, user: str) -> str | None:
        """The role of a user such as "bale:1001", in the person's own language; None without a role."""
