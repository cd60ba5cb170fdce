"""A reminder that waits for the end of somebody's own quiet hours while the resolution is worded anew."""

import pytest

from services.context import ActionContext
from services.meetings import deadline_changes, resolutions
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


async def test_two_corrections_of_a_morning_tell_the_text_that_stood_before_both(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await quiet_until_noon(town, sara)
    await town.clock.to("1398-07-14 09:30")
    for words in ("جدول مصارف تکمیل شود.", "جدول هزینه‌ها تکمیل شود."):
        async with town.app.db.write() as session:
            context = ActionContext(session, town.app.organisation, None, town.clock.now())
            await resolutions.set_text(context, await resolutions.get(session, 1), words, tell=True)
    sara.marks()
    await town.clock.to("1398-07-14 12:30")
    assert "متن تازه: جدول هزینه‌ها تکمیل شود.\n\nمتن پیشین: جدول منابع تکمیل شود." in sara.sees()
    assert "مصارف" not in sara.sees()


async def test_two_deadlines_of_a_morning_tell_the_one_before_both(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-08-20")
    await quiet_until_noon(town, sara)
    await town.clock.to("1398-07-14 09:30")
    for due in ("1398-09-20", "1398-10-20"):
        async with town.app.db.write() as session:
            context = ActionContext(session, town.app.organisation, None, town.clock.now())
            await deadline_changes.change_deadline(context, 1, {"kind": "date", "due": due})
    sara.marks()
    await town.clock.to("1398-07-14 12:30")
    assert "۲۰ دی" in sara.sees()
    assert "مهلت پیشین: ۳۶ روز مانده، تا دوشنبه ۲۰ آبان" in sara.sees()
