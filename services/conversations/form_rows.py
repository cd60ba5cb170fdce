"""Rows of a draft that came by Excel and that the chat does not hold: their number, files and added words."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Text, cast, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.forms.added import MARK, is_added
from models.tables.forms import FormRow

SLICE = 500
"""Rows that are read and written at once."""
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


async def added(session: AsyncSession, draft_id: int) -> int:
    """Count the words that were added to such rows in columns of their own."""
    count = 0
    async for rows in _with_added(session, draft_id):
        count += sum(sum(map(is_added, _names(row))) for row in rows)
    return count


async def remove_added(session: AsyncSession, draft_id: int) -> None:
    """Remove the words that were added to such rows."""
    async for rows in _with_added(session, draft_id):
        changed = [
            {
                "id": row.id,
                "values": {name: value for name, value in row.values_.items() if not is_added(name)},
                "problems": [cell for cell in row.problems if not is_added(cell["name"])],
            }
            for row in rows
        ]
        await session.execute(update(FormRow), changed)


def _names(row: Row[Any]) -> list[str]:
    return [*row.values_, *(cell["name"] for cell in row.problems)]


async def _with_added(session: AsyncSession, draft_id: int) -> AsyncIterator[Sequence[Row[Any]]]:
    """Read the rows that may have added words in slices: mostly there are none."""
    marked = or_(*(cast(column, Text).contains(MARK) for column in (FormRow.values, FormRow.problems)))
    rows = select(FormRow.id, FormRow.values.label("values_"), FormRow.problems).where(FormRow.draft_id == draft_id)
    last = 0
    while found := (
        await session.execute(rows.where(marked, FormRow.id > last).order_by(FormRow.id).limit(SLICE))
    ).all():
        yield found
        last = found[-1].id
