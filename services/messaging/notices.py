"""Notices: to one person, and to secretaries grouped, one message for each of them, renewed at most every ten minutes.

A grouped message that its secretary has not followed yet is edited; once they have looked, the next is a new message.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Button, Screen, T, Tap
from models.meetings import Submission, Verdict
from models.organisation import Fact
from models.people import JoinRequest, Person, RequestState
from services.messaging import outbox, recipients
from services.organisation import Organisation

EVERY = timedelta(minutes=10)
"""The least time between two changes of one secretary's message."""


class Kind(StrEnum):
    """What secretaries are told about; the value names the texts and the tap that opens the heap."""

    REPORTS = "review"
    REQUESTS = "requests"


async def tell_secretaries(session: AsyncSession, organisation: Organisation, kind: Kind, now: datetime) -> None:
    """Something arrived that waits for a secretary: every one of them is told how many wait by now."""
    count = await waiting(session, kind)
    screen = Screen(T(f"notice.{kind}", count=count), ((Button(T(f"notice.{kind}_open"), Tap(kind)),),))
    for secretary in await recipients.secretaries(session, reachable=False):
        await _tell(session, organisation, kind, secretary.id, screen, now)


async def tell(
    session: AsyncSession, organisation: Organisation, person_id: int, screen: Screen, now: datetime
) -> None:
    """A message to one person, when their quiet hours are over."""
    person = await session.get_one(Person, person_id)
    await outbox.post(session, person_id, screen, now, not_before=recipients.awake(organisation, person.settings, now))


async def seen(session: AsyncSession, kind: Kind, person_id: int) -> None:
    """A secretary looks at the heap: a notice that is still on its way is needless, and the next is a new message."""
    fact = await session.get(Fact, _name(kind, person_id))
    if fact:
        await outbox.cancel(session, batch=fact.name, reason="seen")
        fact.value = {**fact.value, "row": None}


async def forget(session: AsyncSession, person_id: int) -> None:
    """The next notice of any kind to a person is a new message: the last may be in a chat that is theirs no more."""
    await session.execute(delete(Fact).where(Fact.name.in_([_name(kind, person_id) for kind in Kind])))


async def waiting(session: AsyncSession, kind: Kind) -> int:
    """How many of a kind wait for a secretary."""
    if kind is Kind.REPORTS:
        query = select(func.count()).select_from(Submission).where(Submission.verdict == Verdict.WAITING)
    else:
        query = select(func.count()).select_from(JoinRequest).where(JoinRequest.state == RequestState.PENDING)
    return (await session.execute(query)).scalar_one()


async def _tell(
    session: AsyncSession, organisation: Organisation, kind: Kind, person_id: int, screen: Screen, now: datetime
) -> None:
    name = _name(kind, person_id)
    fact = await session.get(Fact, name)
    last: dict[str, Any] = fact.value if fact else {"row": None, "at": None}
    before = datetime.fromisoformat(last["at"]) if last["at"] else None
    settings = (await session.get_one(Person, person_id)).settings
    earliest = recipients.awake(organisation, settings, now) or now
    not_before = max(earliest, before + EVERY) if before else earliest
    same_day = before and before.astimezone(organisation.zone).date() == now.astimezone(organisation.zone).date()
    if last["row"] and same_day:
        row: int | None = await outbox.amend(session, last["row"], screen, now, not_before=not_before)
    else:
        row = await outbox.post(session, person_id, screen, now, not_before=not_before, batch=name)
    if row == last["row"]:
        return
    value = {"row": row, "at": not_before.isoformat()}
    if fact:
        fact.value = value
    else:
        session.add(Fact(name=name, value=value))
        await session.flush()


def _name(kind: Kind, person_id: int) -> str:
    return f"notice:{kind}:{person_id}"
