"""Claim the inbox and read it: of each chat its next update, or a whole album, as one input."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from bot.platforms.base import Platform
from domain import json_text
from domain.chat.incoming import Attachment, Incoming, IncomingKind, Trouble
from domain.dates.clock import Clock
from models.database import Session
from models.tables.queues import InboxState
from services.queues import inbox
from services.queues.inbox import StoredUpdate

log = structlog.get_logger()


@dataclass(slots=True)
class WorkItem:
    """One chat's next turn: its rows of the inbox, and the input that they were read as.

    ``error`` is the reason why they could not be read, or why the turn failed.
    """

    rows: Sequence[StoredUpdate]
    incoming: Incoming | None = None
    error: Exception | None = None

    @property
    def ends(self) -> list[inbox.End]:
        """The end of each row, from the turn's outcome."""
        if self.error is None:
            state, name = InboxState.DONE, ""
        else:
            state = InboxState.FAILED if self.incoming else InboxState.UNREADABLE
            name = type(self.error).__name__
        return [inbox.End(row["id"], state, name) for row in self.rows]


class InboxQueue:
    """The inbox of ``platforms`` as a queue of work items."""

    def __init__(self, platforms: Mapping[str, Platform], clock: Clock) -> None:
        self._platforms, self._clock = platforms, clock

    async def claim(self, session: Session, most: int) -> tuple[list[WorkItem], float]:
        """Claim up to ``most`` chats' next work items.

        Returns them with the seconds after which there may be more without any arriving, as an album may be complete:
        at most 1, and 0 when more is there.
        """
        claimed = await inbox.claim(session, most, self._platforms)
        return [self._read(rows) for rows in claimed.inputs], claimed.wait

    def _read(self, rows: Sequence[StoredUpdate]) -> WorkItem:
        first, item = rows[0], WorkItem(rows)
        try:
            raws = [json_text.loads(row["raw"]) for row in rows]
            if first["platform"] == inbox.JOBS:
                item.incoming = self._finished_job(first["chat"], raws[0])
                return item
            files = [_attachment(file) for row in rows for file in row["files"]]
            item.incoming = self._platforms[first["platform"]].translate(raws, files)
        except Exception as error:
            item.error = error
            log.error(
                "an update that can't be read",
                platform=first["platform"],
                update=first["update_id"],
                kind=type(error).__name__,
            )
        return item

    def _finished_job(self, chat: str, raw: dict[str, Any]) -> Incoming:
        return Incoming(
            IncomingKind.JOB,
            chat=chat,
            user=chat,
            message_id=0,
            sent_at=self._clock.now(),
            command=raw["kind"],
            job=raw["job"],
        )


def _attachment(file: dict[str, Any]) -> Attachment:
    trouble = Trouble(file["trouble"]) if file.get("trouble") else None
    return Attachment(file.get("hash", ""), file["name"], file["kind"], file["mime"], file["size"], trouble)
