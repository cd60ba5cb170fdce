"""A form whose row or data can't be read: it stops itself alone, nothing written in it is lost, and it is shown."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import ColumnElement, literal_column, select, update

from handlers.representative.forms import stored
from models.tables.forms import FormAssignment, FormVersion
from tests.issued import issue
from tests.parked import parked
from tests.published_forms import NEWS, attach, publish
from tests.town import Human, Town

CITY = "شهرداری مشهد"
SAID = "این فرم اکنون خوانده نمی‌شود"
pytestmark = pytest.mark.rows


async def with_two_forms(town: Town) -> Human:
    """Sara, whose two tasks have a form each."""
    sara = await town.representative_of(CITY)
    for number, title in ((1, "خبر محله"), (2, "خبر راه")):
        await issue(town, 6 + number, f"اقدام {number}", CITY, due="1398-07-20")
        await attach(town, await publish(town, NEWS, title), resolution=number)
    return sara


async def begins(sara: Human) -> None:
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "خبر محله")
    assert "دیگر چه" in await sara.says("آب قطع است")


async def spoil(town: Town) -> Any:
    """Leave data that no version of the program can read, as after a restart; return what was there."""
    async with town.app.db.write() as session:
        data = await session.scalar(select(FormVersion.compiled).where(FormVersion.id == 1))
        await session.execute(update(FormVersion).where(FormVersion.id == 1).values(compiled={"format": 99}))
    stored._ready.clear()
    return data


async def test_a_form_in_hand_that_can_not_be_read_silences_nobody_and_loses_no_answer(town: Town) -> None:
    sara, maryam = await with_two_forms(town), await town.secretary()
    await begins(sara)
    data = await spoil(town)
    assert SAID in await sara.says("برق هم")
    assert "۲ اقدام باز" in await sara.says("/start")
    assert "جدول" not in sara.sees()
    await sara.says("/tasks")
    assert SAID in await sara.taps("مصوبهٔ ۷", "خبر محله")
    await sara.says("/tasks")
    assert "چه خبر" in await sara.taps("مصوبهٔ ۸", "خبر راه")
    assert await parked(town.app.db) == [("form", 1)]
    assert "فرمی که خوانده نمی‌شود" in await maryam.says("/health")
    async with town.app.db.write() as session:
        await session.execute(update(FormVersion).where(FormVersion.id == 1).values(compiled=data))
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "خبر محله")
    assert "آب قطع است" in await sara.says("برق هم")
    assert await parked(town.app.db) == []


async def test_an_attached_form_whose_row_can_not_be_read_is_passed_over_and_parked(town: Town) -> None:
    sara = await with_two_forms(town)
    async with town.app.db.write() as session:
        # A day that no calendar has, as a damaged page of SQLite's file leaves it; PostgreSQL keeps no such thing.
        spoilt: ColumnElement[date] = literal_column("'12345'" if town.app.db.sqlite else "DATE '10000-01-01'")
        await session.execute(update(FormAssignment).where(FormAssignment.id == 1).values(until=spoilt))
    assert "۲ اقدام باز" in await sara.says("/start")
    assert "۱ فرم در انتظار" in sara.sees()
    await sara.says("/tasks")
    assert "چه خبر" in await sara.taps("مصوبهٔ ۸", "خبر راه")
    await sara.says("/tasks")
    assert SAID in await sara.taps("مصوبهٔ ۷", "خبر محله")
    await town.clock.to("1398-07-14 10:00")
    assert await parked(town.app.db) == [("remind_form", 1)]
