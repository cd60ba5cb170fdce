"""An owner that is out of service for a while: what it owes waits for it, whatever changes meanwhile."""

import pytest
from sqlalchemy import select

from models.tables.agencies import Agency
from models.tables.meetings import Obligation
from services.context import ActionContext
from services.directory import agencies
from services.submissions import obligation_moves
from tests.handlers.secretariat.meetings.test_relations import AMEND, HERITAGE, issued, owed, relates, reviewing
from tests.handlers.secretariat.meetings.test_relations import CITY as MUNICIPALITY
from tests.issued import issue
from tests.town import Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
pytestmark = pytest.mark.rows


async def retires(town: Town, name: str) -> None:
    """Take an agency out of service, or back into it."""
    async with town.app.db.write() as session:
        agency = await session.scalar(select(Agency).where(Agency.name == name))
        assert agency
        await agencies.retire(ActionContext(session, town.app.organisation, None, town.clock.now()), agency)


async def without_the_city(town: Town) -> tuple[Human, Human]:
    """Return Maryam and Sara, whose agency owes a task and is out of service."""
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await town.representative_of(CHAMBER, "رضا احمدی")
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await retires(town, CITY)
    sara.marks()
    return maryam, sara


async def adds_the_chamber(maryam: Human) -> None:
    await maryam.says("/resolutions")
    await maryam.taps("مصوبهٔ ۷", "مسئولان", "افزودن مسئول")
    await maryam.says("اتاق")
    await maryam.taps(CHAMBER)


async def test_another_owner_takes_nothing_from_one_that_is_out_of_service(town: Town) -> None:
    maryam, sara = await without_the_city(town)
    await adds_the_chamber(maryam)
    assert "دیگر بر عهدهٔ شما نیست" not in sara.sees()
    await retires(town, CITY)
    assert await owed(town) == [(5, 7, CITY), (5, 7, CHAMBER)]
    assert "مصوبهٔ ۷" in await sara.says("/tasks")
    sara.marks()
    await town.clock.to("1398-07-20 12:00")
    assert "مصوبهٔ ۷" in sara.sees()


async def test_one_that_is_removed_while_out_of_service_owes_nothing_any_more(town: Town) -> None:
    maryam, _ = await without_the_city(town)
    await adds_the_chamber(maryam)
    await maryam.taps(CITY, "حذف از مسئولان")
    await retires(town, CITY)
    assert await owed(town) == [(5, 7, CHAMBER)]


async def test_a_resolution_that_is_reopened_meanwhile_is_open_for_it_too(town: Town) -> None:
    maryam, _ = await without_the_city(town)
    await maryam.says("/resolutions")
    await maryam.taps("مصوبهٔ ۷", "بستن مصوبه", "بازگشایی")
    await retires(town, CITY)
    assert await owed(town) == [(5, 7, CITY)]


async def test_an_amendment_leaves_its_task_to_an_owner_that_is_out_of_service(town: Town) -> None:
    maryam, _, _ = await reviewing(town, AMEND)
    await relates(maryam, "زمین‌های آماده", "آن را اصلاح می‌کند")
    await retires(town, MUNICIPALITY)
    await issued(maryam)
    await retires(town, MUNICIPALITY)
    assert (4, 1, MUNICIPALITY) in await owed(town)


async def test_an_amendment_leaves_a_moved_task_where_it_was_moved_to(town: Town) -> None:
    maryam, _, _ = await reviewing(town, AMEND)
    await relates(maryam, "زمین‌های آماده", "آن را اصلاح می‌کند")
    async with town.app.db.write() as session:
        context = ActionContext(session, town.app.organisation, None, town.clock.now())
        to = await session.scalar(select(Agency.id).where(Agency.name == HERITAGE))
        of_city = select(Obligation.id).join(Agency, Agency.id == Obligation.agency_id)
        moved = await session.scalar(of_city.where(Agency.name == MUNICIPALITY))
        assert to
        assert moved
        await obligation_moves.move(context, moved, to, "داده‌ها آنجاست.")
    await issued(maryam)
    assert (4, 1, HERITAGE) in await owed(town)
