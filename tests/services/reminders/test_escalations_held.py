"""Automatic escalations that wait for the end of somebody's own quiet hours while the answer comes."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from domain.access.member import Role
from domain.dates.jalali import from_jalali
from models.tables.followup import Escalation, EscalationState
from services.reminders import escalations
from services.reminders.escalations import EscalationCounts
from services.submissions import extension_requests
from tests.services.desk import Desk

pytestmark = pytest.mark.rows
UNTIL_NOON = ["20:00", "12:00"]


async def tick(desk: Desk, jalali: str) -> EscalationCounts:
    desk.to(jalali)
    return await escalations.run(desk.db, desk.organisation, desk.now())


async def overdue(desk: Desk) -> tuple[int, int, int, int]:
    """Have two overdue tasks, an owner and a head with quiet hours of their own; return their ids."""
    settings = replace(desk.organisation.reminder_settings, escalate_after=5, escalate_to="head")
    desk.organisation.reminder_settings = settings
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا", city, quiet=UNTIL_NOON)
    hasan = await desk.person("حسن", city, role=Role.HEAD, quiet=UNTIL_NOON)
    [seven], [eight] = [await desk.issue(number, "تا ۱۸ آبان", city) for number in (7, 8)]
    assert await tick(desk, "1398-08-25 09:00") == EscalationCounts(warned=2)
    return sara, hasan, seven, eight


async def test_the_owner_is_not_warned_of_what_was_answered_meanwhile(desk: Desk) -> None:
    sara, _, seven, eight = await overdue(desk)
    await desk.answer(seven)
    [warning] = await desk.written_to(sara)
    assert "مصوبهٔ ۷" not in warning
    assert "مصوبهٔ ۸" in warning
    await desk.answer(eight)
    assert await desk.written_to(sara) == []


async def test_the_head_hears_of_nothing_that_was_answered_or_put_off_meanwhile(desk: Desk) -> None:
    _, hasan, seven, eight = await overdue(desk)
    assert await tick(desk, "1398-08-26 09:00") == EscalationCounts(escalated=2)
    await desk.answer(seven)
    [told] = await desk.written_to(hasan)
    assert "مصوبهٔ ۷" not in told
    assert "مصوبهٔ ۸" in told
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    async with desk.db.write() as session:
        await extension_requests.give(desk.context(session, maryam), eight, from_jalali(1398, 9, 10), "دلیل")
    assert await desk.written_to(hasan) == []
    async with desk.db.read() as session:
        states = await session.scalars(select(Escalation.state))
        assert set(states) == {EscalationState.WITHDRAWN}
