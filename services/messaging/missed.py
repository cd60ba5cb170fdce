"""News that came to nobody while a person could not be written to, and wait again when that person is back."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.chat.screens import Screen, row_number
from models.tables.forms import FilledForm
from models.tables.meetings import Obligation, ObligationState
from models.tables.organisation import Audit
from models.tables.people import Membership
from models.tables.queues import Lane, Operation, Outbox, OutboxState, recipient_of
from services.messaging.readdressing import OF_RESOLUTIONS
from services.queues import routing

LASTING = ("contribution", "idea", "nominees")
"""The kinds of groups whose latest message holds whenever it is read.

Of all others but the three below, as reminders, meetings and lists of what waits, whoever is back is told anew.
"""


async def bring_back(session: AsyncSession, person_id: int, now: datetime) -> None:
    """Let the news of a person wait again that hold still, of a group the latest alone.

    Of a role that has ended since nothing comes.
    """
    ended = exists().where(Membership.person_id == person_id, Membership.ended_at >= Outbox.created_at)
    holds = exists().where(Membership.person_id == person_id, Membership.ended_at.is_(None))
    newer = aliased(Outbox)
    renewed = exists().where(
        newer.person_id == person_id, newer.group_key == Outbox.group_key, newer.group_key != "", newer.id > Outbox.id
    )
    missed = await session.execute(
        select(Outbox.id, Outbox.group_key, Outbox.created_at).where(
            Outbox.person_id == person_id,
            Outbox.state.in_((OutboxState.SKIPPED, OutboxState.FAILED)),
            Outbox.reason.startswith(routing.NOWHERE),
            Outbox.lane == Lane.REMINDER,
            Outbox.operation == Operation.SEND,
            Outbox.created_at > now - routing.KEPT_FOR,
            holds,
            ~ended,
            ~renewed,
        )
    )
    again = [row.id for row in missed if not row.group_key or await _holds(session, row.group_key, row.created_at)]
    await _wait_again(session, again, recipient_of(person_id, ""))


async def last_told(session: AsyncSession, person_id: int, prefix: str) -> Screen | None:
    """The screen of the latest message to a person, sent or on its way, of the groups that begin so; None for none."""
    screen = await session.scalar(
        select(Outbox.screen)
        .where(
            Outbox.person_id == person_id,
            Outbox.group_key.startswith(prefix),
            Outbox.state.in_((OutboxState.PENDING, OutboxState.SENT)),
            Outbox.screen != "",
        )
        .order_by(Outbox.id.desc())
        .limit(1)
    )
    return Screen.from_json(screen) if screen else None


async def _wait_again(session: AsyncSession, row_ids: Collection[int], recipient: str) -> None:
    rows = update(Outbox).where(Outbox.id.in_(row_ids)).execution_options(synchronize_session=False)
    await session.execute(
        rows.values(state=OutboxState.PENDING, reason="", platform="", attempts=0, retry_at=0.0, recipient=recipient)
    )


async def _holds(session: AsyncSession, group_key: str, written_at: datetime) -> bool:
    """Tell whether the news of a group hold as they were written."""
    kind, _, rest = group_key.partition(":")
    number = row_number(rest.partition(":")[0])
    condition: ColumnElement[bool]
    if kind == "returned":
        condition = exists().where(Obligation.id == number, Obligation.state == ObligationState.RETURNED)
    elif kind == "form_returned":
        condition = ~exists().where(FilledForm.replaces_id == number)
    elif kind in OF_RESOLUTIONS:
        # What was changed once more stands on its task, and would be told of as it was before.
        condition = ~exists().where(Audit.subject == "resolution", Audit.subject_id == number, Audit.at > written_at)
    else:
        return kind in LASTING
    return bool(await session.scalar(select(condition)))
