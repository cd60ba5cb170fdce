"""Letters that two secretaries want at the same time: made once, and who made them is told."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.access.member import Role
from models.tables.queues import Job, JobState
from services.context import ActionContext
from services.correspondence import follow_up, letters
from services.errors import Refused
from tests.services.desk import Desk

pytestmark = pytest.mark.rows


async def _makes(desk: Desk, who: int, agency_id: int, known: int = 0) -> None:
    async with desk.db.write() as session:
        await _make(desk.context(session, who), agency_id, known)


async def _make(context: ActionContext, agency_id: int, known: int = 0) -> None:
    planned = await follow_up.plan(context, agency_id)
    await letters.make(context, "telegram:1", [await follow_up.draft(context, planned, 1)], "", known=known)


async def _is_done(desk: Desk) -> list[dict[str, Any]]:
    """End the job as the worker does; return the letters that it wrote."""
    async with desk.db.write() as session:
        job = (await session.scalars(select(Job).where(Job.state == JobState.WAITING))).one()
        written = [{**letter, "hash": f"{job.id}", "fields": {}} for letter in job.params["letters"]]
        ended = update(Job).where(Job.id == job.id)
        await session.execute(ended.values(state=JobState.DONE, result={"letters": written}, ended_at=desk.now()))
        return written


async def _late_city(desk: Desk) -> tuple[int, int, int]:
    maryam, zahra = [await desk.person(name, None, role=Role.SECRETARY) for name in ("مریم رضایی", "زهرا کریمی")]
    city = await desk.agency("شهرداری")
    await desk.issue(7, "تا ۲۰ مهر", city)
    desk.to("1398-08-02 10:00")
    return maryam, zahra, city


async def test_two_secretaries_at_once_start_one_job(desk: Desk) -> None:
    maryam, zahra, city = await _late_city(desk)
    first = asyncio.Event()

    async def maryams() -> None:
        async with desk.db.write() as session:
            await _make(desk.context(session, maryam), city)
            first.set()
            await desk.until_blocked()

    async def zahras() -> None:
        await first.wait()
        await _makes(desk, zahra, city)

    done = await asyncio.gather(maryams(), zahras(), return_exceptions=True)
    assert done[0] is None
    assert isinstance(done[1], Refused)
    assert done[1].text.key == "letters.being_made_by"
    async with desk.db.read() as session:
        assert len((await session.scalars(select(Job))).all()) == 1


async def test_what_a_job_wrote_is_not_made_again_before_it_is_kept_nor_after(desk: Desk) -> None:
    maryam, zahra, city = await _late_city(desk)
    await _makes(desk, maryam, city)
    written = await _is_done(desk)
    with pytest.raises(Refused, match=r"letters\.being_made_by"):
        await _makes(desk, zahra, city)
    with pytest.raises(Refused, match=r"letters\.being_made$"):
        await _makes(desk, maryam, city)
    async with desk.db.write() as session:
        [kept] = await letters.keep(desk.context(session, maryam), written)
    with pytest.raises(letters.AlreadyMade) as refused:
        await _makes(desk, zahra, city)
    assert len(refused.value.made) == 1
    await _makes(desk, zahra, city, known=kept.id)


async def test_a_job_whose_end_was_lost_holds_nobody_up_for_long(desk: Desk) -> None:
    maryam, zahra, city = await _late_city(desk)
    await _makes(desk, maryam, city)
    await _is_done(desk)
    desk.wait(letters.HANDED_OVER + timedelta(seconds=1))
    await _makes(desk, zahra, city)
