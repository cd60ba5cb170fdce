"""What the sandbox may ask of the program whose bot it carries."""

from datetime import datetime
from typing import Protocol


class HostApp(Protocol):
    """Implemented by the composition root. Without a host the page hides what needs one."""

    async def clock_moved(self, now: datetime) -> None:
        """The clock was moved to `now` (aware UTC): whatever became due is done before this returns."""

    async def next_due(self) -> datetime | None:
        """When the next reminder is due; None when nothing is planned."""

    async def role_of(self, user: str) -> str | None:
        """The role of "bale:1001" in the person's own language, to be shown beside the name."""
