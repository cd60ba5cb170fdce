"""Rows that a branch office gave, while a new version of the form is put in force."""

import pytest
from sqlalchemy import select

from models.tables.agencies import Agency
from tests.handlers.representative.forms.test_filling import CITY, GROUPED, HOUSES, RENEWED, TABLE, filled, fills_houses
from tests.issued import issue
from tests.published_forms import attach, publish
from tests.town import Human, Town

pytestmark = pytest.mark.rows


async def given(town: Town) -> tuple[Human, int]:
    """Have Reza's branch office give two rows to Sara, who answers for the city; return her and the form."""
    await town.secretary()
    sara = await town.representative_of(CITY)
    reza = await town.representative_of("شهرداری منطقهٔ ۳", "رضا احمدی")
    async with town.app.db.write() as session:
        rows = {row.name: row for row in await session.scalars(select(Agency))}
        rows["شهرداری منطقهٔ ۳"].parent_id = rows[CITY].id
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    form = await publish(town, HOUSES)
    await attach(town, form, resolution=1)
    await reza.says("/data")
    await reza.taps("پر کردن: خانه‌ها")
    await fills_houses(reza, "مینا", "گنبدی", "۱۲", "۲۰")
    await reza.taps("ارسال")
    return sara, form


async def test_rows_that_were_given_before_the_new_version_come_into_it(town: Town) -> None:
    sara, form = await given(town)
    await publish(town, GROUPED, form_id=form)
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "پر کردن فرم «خانه‌ها»")
    await fills_houses(sara, "سارا", "تخت", "۹")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "سهم همکاران", "افزودن شمارهٔ ف-۱ به فرم")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "سهم همکاران", "ادامهٔ فرم «خانه‌ها»", "ارسال")
    [_, whole] = await filled(town)
    assert [whole.answers.get(f"inside/room[{number}]/area") for number in (1, 2, 3)] == ["9", "12", "20"]


async def test_rows_that_were_taken_are_not_taken_again_after_the_carrying(town: Town) -> None:
    sara, form = await given(town)
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "سهم همکاران", "افزودن شمارهٔ ف-۱ به فرم")
    await publish(town, RENEWED, form_id=form)
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "ادامهٔ فرم", "بردن پاسخ‌ها به نسخهٔ تازه")
    await sara.says("/tasks")
    assert "به فرم شما افزوده شده است" in await sara.taps("مصوبهٔ ۷", "سهم همکاران")
