"""Rows of any table, for tests that walk over all tables there are by then."""

from typing import Any

from sqlalchemy import Column, Date, Enum, String, insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import Moment
from models.tables.agencies import ActorKind, Duty
from models.tables.duties import DutyRound
from models.tables.forms import FormAssignment, FormOrigin, FormTarget, FormVersion, OfficeForm
from tests.services.desk import Desk


async def make_first_rows(session: AsyncSession, desk: Desk) -> None:
    """Make the row 1 of the tables that rows of others need, beside those of an obligation and of a person."""
    await ask_about_duty(session, desk)
    await attach_form(session, desk)


async def make_row(session: AsyncSession, desk: Desk, column: Column[Any], names: int, number: int) -> None:
    """Insert a row whose ``column`` names another row, with some values in the columns that need any."""
    values = {other.key: value_for(other, number, desk) for other in column.table.columns}
    said = {name: value for name, value in values.items() if value is not None}
    connection = await session.connection()
    await connection.execute(insert(column.table).values({**said, column.key: names}))


def value_for(column: Any, number: int, desk: Desk) -> Any:
    """Return some value of a column's type, None where none is needed; every other table has a row 1."""
    if column.foreign_keys:
        return None if column.nullable else 1
    if isinstance(column.type, Enum):
        # The last state is of what has ended, of which there may be any number.
        return column.type.enums[-1]
    if isinstance(column.type, String):
        return f"x{number}"
    if column.nullable or column.default is not None or (column.primary_key and column.autoincrement):
        return None
    if isinstance(column.type, Date):
        return desk.today
    return desk.now() if isinstance(column.type, Moment) else column.type.python_type()


async def ask_about_duty(session: AsyncSession, desk: Desk) -> tuple[int, int]:
    """Give a kind of agency a duty, and ask about it; return the ids of the round and of the duty."""
    duty = Duty(number=1, text="تسهیلات بدهند.")
    kind = ActorKind(name="بانک‌ها", duties=[duty])
    session.add(kind)
    await session.flush()
    asked = DutyRound(kind_id=kind.id, quarter="1398-3", asked_at=desk.now())
    session.add(asked)
    await session.flush()
    return asked.id, duty.id


async def attach_form(session: AsyncSession, desk: Desk) -> None:
    """Give the office a form with a version, and attach it to everyone."""
    form = OfficeForm(name="f", title="فرم", title_fold="فرم", origin=FormOrigin.UPLOADED, created_at=desk.now())
    files = {"digest": "x", "file_hash": "x", "file_name": "f.xlsx"}
    session.add(FormVersion(form=form, title="فرم", compiled={}, read_at=desk.now(), **files))
    session.add(FormAssignment(form=form, target=FormTarget.EVERYONE, created_at=desk.now(), attached_on=desk.today))
    await session.flush()
