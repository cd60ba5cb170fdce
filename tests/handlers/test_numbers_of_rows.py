"""The number of a row that is gone is given to no other: buttons, and rows of other tables, name it still."""

import time
from datetime import timedelta

from domain.access.member import Role
from services import retention
from services.organisation import KeepDays
from tests.handlers.secretariat.broadcast.broadcasting import drafts, finishes, sends
from tests.handlers.secretariat.directory.test_agency_merge import CITY, TWIN, chooses_twin
from tests.issued import issue
from tests.town import Town

NEWS, OTHER = "جلسه به سه‌شنبه افتاد.", "جلسه لغو شد."


async def test_the_button_of_a_task_that_two_agencies_had_reports_on_no_other(town: Town) -> None:
    await town.representative_of(CITY)
    reza = await town.member("رضا احمدی", Role.REPRESENTATIVE, TWIN)
    await issue(town, 7, "جدول منابع", CITY, TWIN, due="1398-08-21")
    await reza.says("/tasks")
    await reza.taps("مصوبهٔ ۷")
    maryam = await chooses_twin(town)
    await maryam.taps("بله، ادغام شود")
    await issue(town, 8, "برنامهٔ آموزش", CITY, due="1398-08-21")
    assert "مصوبهٔ ۸" not in await reza.taps("گزارش")


async def test_a_correction_changes_nothing_but_its_broadcast(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await drafts(maryam)
    await sends(town, maryam, "۲")
    assert NEWS in sara.everything()
    await town.clock.to("1398-07-20 10:00")
    later = town.clock.now() + timedelta(days=3)
    assert await retention.delete_expired(town.app.db, KeepDays(messages=1), later, time.time())
    reza = await town.member("رضا احمدی", Role.REPRESENTATIVE, TWIN)
    await reza.says(*["/help"] * 20)
    await maryam.taps("اصلاح متن")
    await maryam.says(OTHER)
    await finishes(town, maryam)
    assert OTHER not in reza.everything()
