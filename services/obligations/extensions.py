"""Extensions of due dates: their history, the request that waits, and the move of one obligation's date."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.deadlines import DeadlineKind, periods
from models.tables.followup import Extension, ExtensionState
from models.tables.meetings import Obligation, Resolution
from services.context import ActionContext
from services.obligations import obligations, snoozes


async def history(session: AsyncSession, obligation_ids: Collection[int]) -> dict[int, Sequence[Extension]]:
    """All extensions of some obligations by the obligation's id, the oldest first, with who asked and who decided.

    Obligations that never had one are not among the keys.
    """
    if not obligation_ids:
        return {}
    rows = await session.scalars(
        select(Extension)
        .where(Extension.obligation_id.in_(obligation_ids))
        .options(joinedload(Extension.asker), joinedload(Extension.decider))
        .order_by(Extension.id)
    )
    by_obligation: dict[int, list[Extension]] = {}
    for extension in rows:
        by_obligation.setdefault(extension.obligation_id, []).append(extension)
    return dict(by_obligation)


async def pending(session: AsyncSession, obligation_id: int) -> Extension | None:
    """The request of an obligation that waits for its decision."""
    extension: Extension | None = await session.scalar(
        select(Extension).where(Extension.obligation_id == obligation_id, Extension.state == ExtensionState.PENDING)
    )
    return extension


async def withdraw(context: ActionContext, obligation_id: int) -> None:
    """Withdraw the request of an obligation that needs no more time, because its answer is there."""
    await context.session.execute(
        update(Extension)
        .where(Extension.obligation_id == obligation_id, Extension.state == ExtensionState.PENDING)
        .values(state=ExtensionState.WITHDRAWN, decided_at=context.now, version=Extension.version + 1)
    )


async def move_due(context: ActionContext, obligation: Obligation, day: date) -> None:
    """Give one obligation a due date of its own, of which its owner hears today, and plan its reminders anew.

    The caller refreshes the reminders that wait to be sent.
    """
    obligation.due = obligation.given_due = day
    obligation.reminded_on = context.today
    obligation.version += 1
    await snoozes.clear(context.session, [obligation.id])
    await obligations.replan(context, obligation)


def lasting(obligation: Obligation, resolution: Resolution, due: date | None) -> date | None:
    """The obligation's own date if it holds beside its resolution's ``due``, else None.

    It gives way to a later date of the whole resolution, and to a rule without any date.
    """
    given = obligation.given_due
    if given is None or periods.kind(resolution.deadline) is DeadlineKind.CONTINUOUS:
        return None
    return None if due and due >= given else given
