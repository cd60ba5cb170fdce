"""The files that an account may send on one day, by number and by bytes; of a stranger's far fewer than a member's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from models.database import Session
from models.tables.organisation import FILES_OF
from models.tables.people import Account, Membership
from services import facts
from services.organisation import Organisation

_MB = 2**20
STRANGERS = 20
"""The part of a member's measure, one in so many, that a stranger has: enough for a letter of introduction."""
LEAST_FILES, LEAST_MB = 10, 20
"""The least that a stranger has: an album, and one file of the largest size."""


class Measure(NamedTuple):
    """A number of files, and their bytes altogether."""

    files: int
    bytes: int


@dataclass(slots=True)
class Left:
    """The rest of an account's measure for today."""

    measure: Measure
    used: Measure

    @property
    def bytes(self) -> int:
        """The bytes that may still come; 0 when no further file may."""
        return max(0, self.measure.bytes - self.used.bytes) if self.used.files < self.measure.files else 0

    def take(self, size: int) -> None:
        """Count a file that has come."""
        self.used = Measure(self.used.files + 1, self.used.bytes + size)


async def left(session: Session, organisation: Organisation, chat: str, now: datetime) -> Left:
    """Work out what a private chat may still send today."""
    held = select(Membership.id).join(Account, Account.person_id == Membership.person_id)
    is_member = await session.scalar(held.where(Account.chat == chat, Membership.ended_at.is_(None)).limit(1))
    known = await facts.get(session, _name(chat))
    return Left(_measure(organisation, stranger=is_member is None), _used(known, _day(organisation, now)))


async def count(session: Session, organisation: Organisation, chat: str, now: datetime, came: Measure) -> None:
    """Count files that have come in a private chat."""
    fact, day = await facts.locked(session, _name(chat)), _day(organisation, now)
    used = _used(fact.value, day)
    fact.value = {"day": day, "files": used.files + came.files, "bytes": used.bytes + came.bytes}
    await session.flush()


def _measure(organisation: Organisation, *, stranger: bool) -> Measure:
    files, megabytes = organisation.files_a_day, organisation.files_mb_a_day
    if stranger:
        files, megabytes = max(LEAST_FILES, files // STRANGERS), max(LEAST_MB, megabytes // STRANGERS)
    return Measure(files, megabytes * _MB)


def _used(known: Mapping[str, Any] | None, day: str) -> Measure:
    return Measure(known["files"], known["bytes"]) if known and known.get("day") == day else Measure(0, 0)


def _day(organisation: Organisation, now: datetime) -> str:
    return organisation.day(now).isoformat()


def _name(chat: str) -> str:
    # By this ending the row of somebody who is to be forgotten is found.
    return f"{FILES_OF}{chat}"
