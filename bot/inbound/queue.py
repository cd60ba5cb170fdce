"""What is next in the inbox: of each chat the oldest update, or its whole album, read into what somebody did."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import RowMapping, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.platforms.base import Platform
from domain.chat.incoming import Attachment, Incoming, Kind, Trouble
from domain.dates.clock import Clock
from models.base import table_of
from models.queues import Inbox, InboxState

log = structlog.get_logger()

ALBUM_QUIET = 0.7
"""Seconds after its latest part in which an album may grow."""
ALBUM_MOST = 10
JOBS = "job"
"""The platform name of the updates that tell of finished jobs."""

# Built once: building a statement costs more than running it. The state is written out as the partial index has it,
# because a parameter would not match.
_OPEN = text("inbox.state IN ('fetching', 'ready')")
_INBOX = table_of(Inbox)
_HEADS = (
    select(_INBOX)
    .where(
        _INBOX.c.id.in_(select(func.min(_INBOX.c.id)).where(_OPEN).group_by(_INBOX.c.chat)),
        _INBOX.c.state == InboxState.READY,
    )
    .order_by(_INBOX.c.id)
    .limit(bindparam("most"))
)
_ALBUM = (
    select(_INBOX)
    .where(_INBOX.c.chat == bindparam("chat"), _INBOX.c.album == bindparam("album"), _OPEN)
    .order_by(_INBOX.c.id)
)


@dataclass(slots=True)
class WorkItem:
    """What one chat's turn is about: the rows of the inbox that make it, and the input that they are."""

    rows: Sequence[RowMapping]
    incoming: Incoming | None = None
    error: Exception | None = None


class InboxQueue:
    """Reads the inbox of ``platforms``."""

    def __init__(self, platforms: Mapping[str, Platform], clock: Clock) -> None:
        self._platforms, self._clock = platforms, clock

    async def next(self, session: AsyncSession, most: int) -> tuple[list[WorkItem], float]:
        """Up to ``most`` chats' next cases, and the seconds after which an album may be whole, at most 1."""
        rows = (await session.execute(_HEADS, {"most": most})).mappings().all()
        cases, wait = [], 1.0
        for row in rows:
            case = WorkItem([row])
            if row["album"]:
                album = await _album(session, row)
                if isinstance(album, float):
                    wait = min(wait, album)
                    continue
                case.rows = album
            self._read(case)
            cases.append(case)
        return cases, wait

    def _read(self, case: WorkItem) -> None:
        first = case.rows[0]
        try:
            raws = [json.loads(row["raw"]) for row in case.rows]
            if first["platform"] == JOBS:
                case.incoming = self._finished_job(first["chat"], raws[0])
                return
            files = [_attachment(file) for row in case.rows for file in row["files"]]
            case.incoming = self._platforms[first["platform"]].translate(raws, files)
        except Exception as error:
            case.error = error
            log.error(
                "an update that can't be read",
                platform=first["platform"],
                update=first["update_id"],
                kind=type(error).__name__,
            )

    def _finished_job(self, chat: str, raw: dict[str, Any]) -> Incoming:
        return Incoming(
            Kind.JOB,
            chat=chat,
            user=chat,
            message_id=0,
            sent_at=self._clock.now(),
            command=raw["kind"],
            job=raw["job"],
        )


async def _album(session: AsyncSession, head: RowMapping) -> list[RowMapping] | float:
    """All rows of an album once it is whole; until then the seconds to wait for it."""
    parts = await session.execute(_ALBUM, {"chat": head["chat"], "album": head["album"]})
    rows = list(parts.mappings())
    if any(row["state"] is not InboxState.READY for row in rows):
        return 0.2
    quiet: float = time.time() - max(row["arrived"] for row in rows)
    # A clock that was set back must not make an album wait for ever.
    if len(rows) < ALBUM_MOST and 0 <= quiet < ALBUM_QUIET:
        return ALBUM_QUIET - quiet
    return rows


def _attachment(file: dict[str, Any]) -> Attachment:
    trouble = Trouble(file["trouble"]) if file.get("trouble") else None
    return Attachment(file.get("hash", ""), file["name"], file["kind"], file["mime"], file["size"], trouble)
