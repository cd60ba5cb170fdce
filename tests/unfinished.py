"""Count of what a bot has still to do, which tests ask for every few milliseconds.

The database is asked again only after a commit: each question costs it as much as a step of the bot.
"""

import sqlite3
import time
from collections import Counter
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, bindparam, func, literal, literal_column, or_, select, union_all
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.sql.selectable import CompoundSelect

from models.base import Moment
from models.database import Database
from models.tables.queues import Inbox, InboxState, Job, JobState, Outbox, OutboxState

LOOK_EVERY = 0.1
"""Seconds after which the database is asked again even so: another process may have written to it."""


class Unfinished:
    """The rows of each queue that a bot has to work on by now. ``database`` is its address."""

    def __init__(self, database: str) -> None:
        self._url = make_url(database)
        self._file: sqlite3.Connection | None = None
        self._rows: list[tuple[str, str, int]] = []
        self._look_again = 0.0

    def watch(self, db: Database) -> None:
        """Look again after each commit of a database of this process."""
        told = db.committed

        def committed(seconds: float) -> None:
            self.look_again()
            told(seconds)

        db.committed = committed

    def look_again(self) -> None:
        """Ask the database at the next count."""
        self._look_again = 0.0

    async def count(self, db: Database, now: datetime, away: Collection[str]) -> Counter[str]:
        """Count what is left by queue, without what waits for a platform that is ``away``."""
        if time.monotonic() >= self._look_again:
            # What is committed while the database answers is asked for anew.
            self._look_again = time.monotonic() + LOOK_EVERY
            self._rows = await self._ask(db, now)
        left: Counter[str] = Counter()
        for queue, platform, count in self._rows:
            if platform not in away:
                left[queue] += count
        return left

    async def _ask(self, db: Database, now: datetime) -> list[tuple[str, str, int]]:
        if db.sqlite:
            # The bot's own connections are closed while a test starts it anew.
            self._file = self._file or self._open()
            return self._file.execute(_ON_SQLITE, {"now": f"{now:%Y-%m-%d %H:%M:%S.%f}"}).fetchall()
        async with db.read() as session:
            rows = await session.execute(_LEFT, {"now": now})
            return [(queue, platform, count) for queue, platform, count in rows]

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(str(self._url.database), isolation_level=None)
        # The last to close the file takes over what is in its log, and would wait for the disk.
        connection.execute("PRAGMA synchronous=OFF")
        return connection

    def close(self) -> None:
        if self._file:
            self._file.close()
            self._file = None


def _left(now: ColumnElement[datetime]) -> CompoundSelect[str, str, int]:
    due = or_(Outbox.not_before.is_(None), Outbox.not_before <= now)
    return union_all(
        _of(Inbox).where(Inbox.state.in_((InboxState.FETCHING, InboxState.READY))).group_by(Inbox.platform),
        _of(Outbox).where(Outbox.state == OutboxState.PENDING, due).group_by(Outbox.platform),
        select(literal("jobs"), literal(""), func.count()).where(Job.state.in_((JobState.WAITING, JobState.RUNNING))),
    )


def _of(queue: type[Inbox] | type[Outbox]) -> Select[str, str, int]:
    return select(literal(queue.__tablename__), queue.platform, func.count())


_LEFT = _left(bindparam("now", type_=Moment))
_ON_SQLITE = str(
    _left(literal_column(":now", Moment)).compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
)
