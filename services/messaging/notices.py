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
from services.context import ActionContext
from services.messaging import outbox, recipients

EVERY = timedelta(minutes=10)
"""The least time between two changes of one secretary's message."""


class Kind(StrEnum):
    """What secretaries are told about; the value names the texts and the tap that opens the heap."""

    REPORTS = "review"
    REQUESTS = "requests"


async def tell_secretaries(context: ActionContext, kind: Kind) -> None:
    """Something arrived that waits for a secretary: every one of them is told how many wait by now."""
    count = await waiting(context.session, kind)
    screen = Screen(T(f"notice.{kind}", count=count), ((Button(T(f"notice.{kind}_open"), Tap(kind)),),))
    for secretary in await recipients.secretaries(context.session, reachable=False):
        await _tell(context, kind, secretary.id, screen)


async def tell(context: ActionContext, person_id: int, screen: Screen) -> None:
    """A message to one person, when their quiet hours are over."""
    person = await context.session.get_one(Person, person_id)
    await outbox.post(
        context.session,
        person_id,
        screen,
        context.now,
        not_before=recipients.awake(context.organisation, person.settings, context.now),
    )


async def seen(session: AsyncSession, kind: Kind, person_id: int) -> None:
    """A secretary looks at the heap: a notice that is still on its way is needless, and the next is a new message."""
    fact = await session.get(Fact, _name(kind, person_id))
    if fact:
        await outbox.cancel(session, group_key=fact.name, reason="seen")
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


async def _tell(context: ActionContext, kind: Kind, person_id: int, screen: Screen) -> None:
    name = _name(kind, person_id)
    fact = await context.session.get(Fact, name)
    last: dict[str, Any] = fact.value if fact else {"row": None, "at": None}
    before = datetime.fromisoformat(last["at"]) if last["at"] else None
    settings = (await context.session.get_one(Person, person_id)).settings
    earliest = recipients.awake(context.organisation, settings, context.now) or context.now
    not_before = max(earliest, before + EVERY) if before else earliest
    same_day = before and before.astimezone(context.organisation.zone).date() == context.today
    if last["row"] and same_day:
        row: int | None = await outbox.amend(context.session, last["row"], screen, context.now, not_before=not_before)
    else:
        row = await outbox.post(context.session, person_id, screen, context.now, not_before=not_before, group_key=name)
    if row == last["row"]:
        return
    value = {"row": row, "at": not_before.isoformat()}
    if fact:
        fact.value = value
    else:
        context.session.add(Fact(name=name, value=value))
        await context.session.flush()


def _name(kind: Kind, person_id: int) -> str:
    return f"notice:{kind}:{person_id}"
