"""Rows that stand by themselves, copied: in what order, and in how few statements."""

from typing import Any

import pytest
from sqlalchemy import event, insert, select

from models.tables.conversations import Draft
from models.tables.forms import FormRow
from services.forms import own_rows
from tests.town import Town

pytestmark = pytest.mark.rows


async def test_rows_that_stay_as_they_are_are_copied_by_the_database(town: Town) -> None:
    await town.representative_of("شهرداری مشهد")
    async with town.app.db.write() as session:
        for form in ("a", "b"):
            begun: dict[str, Any] = {
                "person_id": 1,
                "form": form,
                "about": {},
                "state": {},
                "updated_at": town.clock.now(),
            }
            await session.execute(insert(Draft).values(**begun))
        first, second = await session.scalars(select(Draft.id).order_by(Draft.id))
        there = [{"draft_id": second, "repeat": "people", "number": 7, "values": {"name": "رضا"}, "problems": []}]
        names = [("homes", "خانه"), ("people", "سارا")]
        rows = [
            {
                "draft_id": first,
                "repeat": repeat,
                "number": number,
                "values": {"name": f"{name} {number}"},
                "problems": [],
            }
            for repeat, name in names
            for number in range(1200, 0, -1)
        ]
        await session.execute(insert(FormRow), [*there, *rows])
        told: list[str] = []
        connection = (await session.connection()).sync_connection
        event.listen(connection, "before_cursor_execute", lambda *at: told.append(at[2]))
        assert await own_rows.copy(session, own_rows.Source(draft_id=first), second) == ()
        assert len(told) == 1
        copied = select(FormRow.repeat, FormRow.number, FormRow.values, FormRow.problems)
        found = await session.execute(copied.where(FormRow.draft_id == second).order_by(FormRow.repeat, FormRow.number))
        homes: list[Any] = [("homes", number, {"name": f"خانه {number}"}, []) for number in range(1, 1201)]
        people: list[Any] = [("people", number + 7, {"name": f"سارا {number}"}, []) for number in range(1, 1201)]
        assert [tuple(row) for row in found] == [*homes, ("people", 7, {"name": "رضا"}, []), *people]
        assert await session.scalar(select(FormRow.id).where(FormRow.draft_id == first).limit(1))
