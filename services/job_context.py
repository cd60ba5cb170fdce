"""The surroundings of a job that reads the database, in its child process."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from models.database import Database, Session
from services.files.file_store import FileStore
from texts.format import Formatter, voice


@dataclass(frozen=True, slots=True)
class JobContext:
    """The things that a job gets beside its parameters. It reads the database at ``address`` itself, and only reads.

    ``office`` is the secretariat's name. ``progress`` is to be called with what is done and the total, as often as one
    likes. A file of more than ``most_bytes`` is accepted by no platform.
    """

    address: str = field(repr=False)
    office: str
    store: FileStore
    zone: ZoneInfo
    language: str
    now: datetime
    most_bytes: int
    progress: Callable[[int, int], None]

    @property
    def voice(self) -> Formatter:
        """The formatter of the organisation's language."""
        return voice(self.language, self.zone)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Session]:
        """Open a session in which the database stands still."""
        db = Database(self.address)
        try:
            async with db.snapshot() as session:
                yield session
        finally:
            await db.close()
