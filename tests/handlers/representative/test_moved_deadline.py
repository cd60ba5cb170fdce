"""A reminder that waits for the end of somebody's own quiet hours while the deadline changes."""

import pytest
from sqlalchemy import select

from models.tables.meetings import Resolution
from services.context import ActionContext
from services.meetings import deadline_changes
from tests.issued import issue
from tests.own_quiet_hours import quiet_until_noon
from tests.town import Town

CITY = "شهرداری مشهد"
pytestmark = pytest.mark.rows


async def test_a_reminder_that_waits_has_the_deadline_of_now(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await quiet_until_noon(town, sara)
    await town.clock.to("1398-07-17 09:30")
    async with town.app.db.write() as session:
        [resolution] = await session.scalars(select(Resolution.id))
        context = ActionContext(session, town.app.organisation, None, town.clock.now())
        await deadline_changes.change_deadline(context, resolution, {"kind": "date", "due": "1398-08-20"})
    sara.marks()
    await town.clock.to("1398-07-17 12:30")
    reminder, notice = sara.sees().split("مهلت مصوبهٔ ۷، جلسهٔ ۵ تغییر کرد")
    assert "مصوبهٔ ۷، ۳۳ روز مانده، تا دوشنبه ۲۰ آبان ۱۳۹۸" in reminder
    assert "۲۰ مهر" not in reminder
    assert "مهلت پیشین: ۳ روز مانده، تا شنبه ۲۰ مهر" in notice
