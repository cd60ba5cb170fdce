"""Rows that come into a draft while a sheet in Excel is being read for it."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from bot import job_worker
from models.tables.agencies import Agency
from models.tables.conversations import Draft
from tests.handlers.representative.forms.test_rows_beyond import by_excel, rows_of
from tests.handlers.representative.forms.test_sheets import CITY, TABLE, WORKS, sheet_of
from tests.issued import issue
from tests.published_forms import attach, publish
from tests.town import Town


@pytest.mark.rows
async def test_a_colleague_s_rows_that_are_taken_while_a_sheet_is_read_stay(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    reza = await town.representative_of("شهرداری منطقهٔ ۳", "رضا احمدی")
    async with town.app.db.write() as session:
        rows = {row.name: row for row in await session.scalars(select(Agency))}
        rows["شهرداری منطقهٔ ۳"].parent_id = rows[CITY].id
    town.app.organisation.form_rows = 2
    await issue(town, 7, "فهرست کارها تهیه شود.", CITY, due="1398-07-20")
    await attach(town, await publish(town, WORKS, "کارهای خانگی"), resolution=1)
    await reza.says("/data")
    await reza.taps("پر کردن: ")
    await reza.says("نخ نقره‌ای")
    await by_excel(reza, "خیاطی", "گلدوزی", "قالی")
    await reza.taps("تمام", "ارسال")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "پر کردن فرم")
    await sara.says("نخ طلایی", "گلیم", "۵۰۰")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "سهم همکاران", "ادامهٔ فرم")
    sheet = await sheet_of(sara, "پر کردن این جدول در اکسل")
    for row, activity in enumerate(("آشپزی", "نجاری", "سفال"), 3):
        sheet.fill(TABLE, row, {"نام فعالیت": activity, "دستمزد": row * 100})
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "سهم همکاران")
    talk, taken = job_worker.Child.talk, False

    async def taking(child: job_worker.Child, *arguments: Any) -> Any:
        nonlocal taken
        read = await talk(child, *arguments)
        if not taken:
            sara.starts_tapping("افزودن شمارهٔ ف-۱ به فرم")
        while not taken:
            await asyncio.sleep(0.05)
            async with town.app.db.read() as session:
                taken = any(one.about.get("taken") for one in await session.scalars(select(Draft)))
        return read

    monkeypatch.setattr(job_worker.Child, "talk", taking)
    await sara.sends_file("کارها.xlsx", sheet.data)
    await sara.taps("دیدن و فرستادن فرم", "تمام", "ارسال")
    assert sorted(await rows_of(town, 2)) == sorted(["گلیم", "آشپزی", "نجاری", "سفال", "خیاطی", "گلدوزی", "قالی"])
