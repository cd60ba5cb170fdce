"""A reminder that waits for the end of somebody's own quiet hours while the resolution is worded anew."""

import pytest

from services.context import ActionContext
from services.meetings import resolutions
from tests.issued import issue
from tests.own_quiet_hours import quiet_until_noon
from tests.town import Town

CITY = "شهرداری مشهد"
pytestmark = pytest.mark.rows


async def test_a_reminder_that_waits_has_the_words_of_now(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await quiet_until_noon(town, sara)
    await town.clock.to("1398-07-17 09:30")
    async with town.app.db.write() as session:
        context = ActionContext(session, town.app.organisation, None, town.clock.now())
        await resolutions.set_text(context, await resolutions.get(session, 1), "جدول مصارف تکمیل شود.", tell=True)
    sara.marks()
    await town.clock.to("1398-07-17 12:30")
    reminder, notice = sara.sees().split("متن مصوبهٔ ۷")
    assert "جدول مصارف تکمیل شود." in reminder
    assert "جدول منابع" not in reminder
    assert "جدول منابع تکمیل شود." in notice


async def test_a_reminder_that_waits_has_the_part_of_now(town: Town) -> None:
    sara = await town.representative_of(CITY)
    items = [{"label": "الف", "text": "جدول منابع"}, {"label": "ب", "text": "جدول مصارف"}]
    await issue(town, 7, "تکمیل شود:", CITY, due="1398-07-20", items=items, item="ب")
    await quiet_until_noon(town, sara)
    await town.clock.to("1398-07-17 09:30")
    async with town.app.db.write() as session:
        context = ActionContext(session, town.app.organisation, None, town.clock.now())
        resolution = await resolutions.get(session, 1)
        await resolutions.set_items(context, resolution, [("الف", "جدول منابع"), ("ب", "جدول هزینه‌ها")])
    sara.marks()
    await town.clock.to("1398-07-17 12:30")
    assert "جدول هزینه‌ها" in sara.sees()
    assert "جدول مصارف" not in sara.sees()
