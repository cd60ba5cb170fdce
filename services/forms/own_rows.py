"""Rows that came by Excel and stand by themselves, copied into another draft: into a correction, the next period, a new
version, or an agency's own form from what a colleague gave.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Insert, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.base import table_of
from models.many_rows import ManyRows
from models.tables.forms import FormRow

SLICE = 500
"""Rows that are read and written at once."""
_ADD = ManyRows(insert(table_of(FormRow)))
Convert = Callable[[str, Mapping[str, str]], tuple[str, dict[str, str], tuple[str, ...]]]
"""Returns a repeat and the values of a row of it as another version has them, and the labels of what is lost."""


@dataclass(frozen=True, slots=True)
class Source:
    """The form that rows are copied from: a draft or a filled form. Without ``wrong`` the wrong ones stay there."""

    draft_id: int = 0
    filled_id: int = 0
    wrong: bool = True

    def condition(self) -> ColumnElement[bool]:
        """Return the condition of its rows."""
        of_form = FormRow.draft_id == self.draft_id if self.draft_id else FormRow.filled_id == self.filled_id
        return of_form if self.wrong else of_form & (func.json_array_length(FormRow.problems) == 0)


async def copy(session: AsyncSession, source: Source, draft_id: int, convert: Convert | None = None) -> tuple[str, ...]:
    """Copy rows to the end of those that a draft has; return the labels of questions whose answers are lost.

    A row of which nothing is left is not copied. Rows that stay as they are, the database copies by itself.
    """
    if convert is None:
        await session.execute(_as_they_are(source, draft_id))
        return ()
    last: dict[str, int] = await _last(session, draft_id)
    lost: dict[str, None] = {}
    at = ("", 0)
    while rows := await _slice(session, source, at):
        written = []
        for name, _, values, problems in rows:
            repeat, values, gone = convert(name, values)
            lost |= dict.fromkeys(gone)
            if values or problems:
                last[repeat] = last.get(repeat, 0) + 1
                row = {"repeat": repeat, "number": last[repeat], "values": values, "problems": problems}
                written.append({**row, "draft_id": draft_id})
        await _ADD.execute(session, written)
        at = rows[-1][:2]
    return tuple(lost)


def _as_they_are(source: Source, draft_id: int) -> Insert:
    """Return the statement that copies rows; their numbers go on after the last one of their repeat in the draft."""
    there = aliased(FormRow)
    last = select(func.max(there.number)).where(there.draft_id == draft_id, there.repeat == FormRow.repeat)
    place = func.row_number().over(partition_by=FormRow.repeat, order_by=FormRow.number)
    number = func.coalesce(last.correlate(FormRow).scalar_subquery(), 0) + place
    rows = select(FormRow.repeat, number, FormRow.values, FormRow.problems, literal(draft_id))
    columns = ["repeat", "number", "values", "problems", "draft_id"]
    return insert(FormRow).from_select(columns, rows.where(source.condition()).order_by(FormRow.id))


async def _last(session: AsyncSession, draft_id: int) -> dict[str, int]:
    found = await session.execute(
        select(FormRow.repeat, func.max(FormRow.number)).where(FormRow.draft_id == draft_id).group_by(FormRow.repeat)
    )
    return dict(found.all())


async def _slice(
    session: AsyncSession, source: Source, at: tuple[str, int]
) -> list[tuple[str, int, dict[str, str], list[Any]]]:
    """Read the rows after a place, in the order of repeats and numbers."""
    repeat, number = at
    after = or_(FormRow.repeat > repeat, (FormRow.repeat == repeat) & (FormRow.number > number))
    rows = await session.execute(
        select(FormRow.repeat, FormRow.number, FormRow.values, FormRow.problems)
        .where(source.condition(), after)
        .order_by(FormRow.repeat, FormRow.number)
        .limit(SLICE)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


async def counts(session: AsyncSession, filled: Sequence[int]) -> dict[int, int]:
    """The numbers of such rows of some filled forms, of all repeats together."""
    rows = await session.execute(
        select(FormRow.filled_id, func.count()).where(FormRow.filled_id.in_(filled)).group_by(FormRow.filled_id)
    )
    return {number or 0: count for number, count in rows}


async def send(session: AsyncSession, draft_id: int, filled_id: int, rows: Mapping[str, int]) -> None:
    """Move a draft's rows to what it was sent as; their numbers follow on those of the rows in its answers."""
    of_draft = update(FormRow).where(FormRow.draft_id == draft_id)
    for repeat, count in rows.items():
        if count and "[" not in repeat:
            await session.execute(of_draft.where(FormRow.repeat == repeat).values(number=FormRow.number + count))
    await session.execute(of_draft.values(filled_id=filled_id, draft_id=None))
