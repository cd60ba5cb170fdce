"""Rows of a draft that came by Excel and that the chat does not hold: how many there are, and the files they name."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables.forms import FormRow

Beyond = Mapping[str, tuple[int, int]]
"""The rows of each repeat, and how many of them are wrong."""


async def beyond(session: AsyncSession, draft_id: int) -> Beyond:
    """Count the rows of a draft that stand by themselves."""
    right = func.json_array_length(FormRow.problems) == 0
    found = await session.execute(
        select(FormRow.repeat, func.count(), func.count().filter(right))
        .where(FormRow.draft_id == draft_id)
        .group_by(FormRow.repeat)
    )
    return {repeat: (total, total - good) for repeat, total, good in found}


async def named_files(session: AsyncSession, draft_id: int, names: Collection[str]) -> set[str]:
    """Return which of some files such rows of a draft name."""
    if not names:
        return set()
    rows = await session.scalars(select(FormRow.values).where(FormRow.draft_id == draft_id))
    return {value for values in rows for value in values.values() if value in names}
