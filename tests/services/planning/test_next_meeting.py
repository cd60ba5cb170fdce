"""Deadlines by the next meeting: they follow whatever is planned, moved and cancelled."""

import asyncio
import tempfile
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from domain.dates.jalali import from_jalali
from models.database import Database
from models.tables.meetings import Obligation
from models.tables.planning import MeetingPlan, PlanState
from services.errors import Refused
from services.planning import plans
from services.planning.plans import When
from tests.databases import Tables
from tests.services.desk import Desk, moment

FIRST = from_jalali(1398, 8, 1)
BODY = "کارگروه"
STEP = st.tuples(st.sampled_from(["plan", "move", "cancel", "elsewhere"]), st.integers(0, 3), st.integers(0, 60))


async def test_the_reminder_is_planned_with_the_date_and_gone_with_it(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    (obligation_id,) = await desk.issue(9, "تا جلسه آینده", city)
    assert (await desk.obligation(obligation_id)).next_reminder_at is None
    day = from_jalali(1398, 8, 21)
    async with desk.db.write() as session:
        _, elsewhere = await plans.make(desk.context(session), "کمیته", None, When(day))
        plan, followed = await plans.make(desk.context(session), "كارگروه", 6, When(day, "10:00"))
    assert (elsewhere.dated, followed.dated) == (0, 1)
    kept = await desk.obligation(obligation_id)
    assert (kept.due, kept.next_reminder_at) == (day, moment("1398-08-18"))
    async with desk.db.write() as session:
        context = desk.context(session)
        assert (await plans.cancel(context, await plans.get_editable(context, plan.id))).undated == 1
    kept = await desk.obligation(obligation_id)
    assert (kept.due, kept.next_reminder_at) == (None, None)


async def test_what_was_due_by_a_meeting_that_was_held_stays_overdue(desk: Desk) -> None:
    (obligation_id,) = await desk.issue(9, "تا جلسه آینده", await desk.agency("شهرداری"))
    day = from_jalali(1398, 7, 20)
    async with desk.db.write() as session:
        await plans.make(desk.context(session), BODY, 6, When(day))
    desk.to("1398-07-25")
    async with desk.db.write() as session:
        await plans.make(desk.context(session), BODY, 7, When(from_jalali(1398, 8, 21)))
    assert (await desk.obligation(obligation_id)).due == day


@pytest.mark.ci
@given(st.lists(STEP, max_size=8))
@settings(max_examples=25)
def test_every_due_date_is_that_of_the_first_planned_meeting(tables: Tables, steps: list[tuple[str, int, int]]) -> None:
    asyncio.run(_play(tables, steps))


async def _play(tables: Tables, steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with tables.copy(Path(folder)) as address:
            desk = Desk(Database(address), Path(folder))
            try:
                await _check(desk, steps)
            finally:
                await desk.db.close()


async def _check(desk: Desk, steps: list[tuple[str, int, int]]) -> None:
    city = await desk.agency("شهرداری")
    phrases = {"تا جلسه آینده": 0, "دو روز قبل از جلسه آینده": 2, "یک هفته مانده به جلسه بعد": 7}
    leads = {}
    for number, (phrase, lead) in enumerate(phrases.items(), 1):
        (obligation_id,) = await desk.issue(number, phrase, city)
        leads[obligation_id] = timedelta(days=lead)
    for step, which, days in steps:
        day = FIRST + timedelta(days=days)
        async with desk.db.write() as session:
            context = desk.context(session)
            planned = await plans.upcoming(session, desk.today, 10)
            with suppress(Refused):
                if step in ("plan", "elsewhere"):
                    await plans.make(context, BODY if step == "plan" else "کمیته", None, When(day))
                elif planned:
                    plan = await plans.get_editable(context, planned[which % len(planned)].id)
                    await (plans.cancel(context, plan) if step == "cancel" else plans.move(context, plan, When(day)))
        async with desk.db.read() as session:
            first: date | None = min(
                await session.scalars(
                    select(MeetingPlan.day).where(MeetingPlan.body == BODY, MeetingPlan.state == PlanState.PLANNED)
                ),
                default=None,
            )
            dues = {row.id: row.due for row in await session.scalars(select(Obligation))}
        assert dues == {obligation_id: first - lead if first else None for obligation_id, lead in leads.items()}
