"""Leases of jobs: one worker has each job, and loses it to the others when it dies."""

import asyncio
import errno
import sqlite3
from datetime import UTC, datetime
from typing import NoReturn

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from models.database import Database
from models.tables.people import Person
from models.tables.queues import Inbox, Job, JobState
from services.jobs import runner
from services.queues import inbox, jobs

NOW = datetime(2019, 10, 5, 14, 30, tzinfo=UTC)
CHAT = "telegram:7"
MASHHAD, NISHAPUR = "mashhad:1", "nishapur:1"
"""Two workers."""


def full_database() -> sqlite3.Error:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error


async def queued(db: Database, count: int = 1) -> list[int]:
    async with db.write() as session:
        return [await jobs.start(session, "status_picture", CHAT, None, {}, NOW) for _ in range(count)]


async def claimed(db: Database, worker: str, now: float = 1000.0) -> int | None:
    job = await jobs.claim(db, worker, now)
    return job.id if job else None


async def finished(db: Database, job: int, worker: str) -> None:
    async with db.write() as session:
        await jobs.finish(session, job, worker, JobState.DONE, {"by": worker}, NOW)


async def ends_told(db: Database) -> list[int]:
    """Return the jobs whose ends the chat was told."""
    async with db.read() as session:
        return list(await session.scalars(select(Inbox.update_id).where(Inbox.platform == inbox.JOBS)))


async def test_two_workers_share_the_jobs_and_none_is_done_twice(db: Database, other_db: Database) -> None:
    waiting = await queued(db, 12)

    async def work(where: Database, worker: str) -> list[int]:
        done = []
        # One that finds the job of the other one taken just then finds nothing, and looks again.
        while len(await ends_told(where)) < len(waiting):
            if job := await claimed(where, worker):
                done.append(job)
                await finished(where, job, worker)
        return done

    async with asyncio.timeout(30):
        shares = await asyncio.gather(work(db, MASHHAD), work(other_db, NISHAPUR))
    assert sorted([*shares[0], *shares[1]]) == waiting
    assert sorted(await ends_told(db)) == waiting


async def test_the_worker_is_told_of_a_job_once_it_is_stored_for_good(db: Database) -> None:
    async with db.write() as session:
        async with session.begin_nested():
            await jobs.start(session, "status_picture", CHAT, None, {}, NOW)
        assert not db.job_queued.is_set(), "told at the savepoint, when nobody else can see the job"
    assert db.job_queued.is_set()


async def test_the_worker_is_told_of_no_job_that_was_taken_back(db: Database) -> None:
    async def breaks_off() -> None:
        async with db.write() as session:
            await jobs.start(session, "status_picture", CHAT, None, {}, NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await breaks_off()
    assert not db.job_queued.is_set()


async def test_a_job_is_claimed_again_when_its_lease_ran_out(db: Database, other_db: Database) -> None:
    [job] = await queued(db)
    assert await claimed(db, MASHHAD, 1000.0) == job
    assert await claimed(other_db, NISHAPUR, 1000.0 + jobs.LEASE) is None
    taken_over = await jobs.claim(other_db, NISHAPUR, 1000.1 + jobs.LEASE)
    assert taken_over is not None
    assert (taken_over.id, taken_over.attempts, taken_over.leased_by) == (job, 2, NISHAPUR)


async def test_who_lost_a_job_can_neither_renew_nor_end_it(db: Database, other_db: Database) -> None:
    [job] = await queued(db)
    await claimed(db, MASHHAD, 1000.0)
    await claimed(other_db, NISHAPUR, 2000.0)
    async with db.write() as session:
        assert not await jobs.is_leased(session, job, MASHHAD)
        assert not await jobs.renew(session, job, MASHHAD, 2001.0)
    await finished(db, job, MASHHAD)
    assert await ends_told(db) == []
    await finished(other_db, job, NISHAPUR)
    assert await ends_told(db) == [job]
    async with db.read() as session:
        assert await jobs.result(session, job) == {"by": NISHAPUR}


async def test_a_worker_that_renews_its_lease_keeps_its_job(db: Database, other_db: Database) -> None:
    [job] = await queued(db)
    await claimed(db, MASHHAD, 1000.0)
    async with db.write() as session:
        assert await jobs.renew(session, job, MASHHAD, 1000.0 + jobs.LEASE)
    assert await claimed(other_db, NISHAPUR, 1001.0 + jobs.LEASE) is None


async def test_a_worker_that_starts_anew_gives_back_its_own_jobs_alone(db: Database) -> None:
    first, second = await queued(db, 2)
    await claimed(db, MASHHAD)
    await claimed(db, NISHAPUR)
    async with db.write() as session:
        await jobs.retry(session, NISHAPUR)
    assert await claimed(db, NISHAPUR) == second
    async with db.read() as session:
        assert await jobs.is_leased(session, first, MASHHAD)


@pytest.mark.ci
async def test_a_job_that_its_person_cancelled_is_leased_by_nobody(db: Database) -> None:
    async with db.write() as session:
        sara = Person(name="سارا محمدی", created_at=NOW)
        session.add(sara)
        await session.flush()
        job = await jobs.start(session, "minutes", CHAT, sara.id, {}, NOW)
    await claimed(db, MASHHAD)
    async with db.write() as session:
        assert await jobs.cancel(session, job, sara.id, NOW)
        assert not await jobs.is_leased(session, job, MASHHAD)
    await finished(db, job, MASHHAD)
    assert await ends_told(db) == []
    async with db.read() as session:
        assert await session.scalar(select(Job.state)) is JobState.CANCELLED


async def test_many_jobs_of_one_chat_hold_up_nobody_else_s(db: Database) -> None:
    many = await queued(db, 3)
    async with db.write() as session:
        other = await jobs.start(session, "form.sheet.write", "bale:9", None, {}, NOW)
    order, served = [], list[str]()
    while job := await jobs.claim(db, MASHHAD, 1000.0, served):
        order.append(job.id)
        served = [*(chat for chat in served if chat != job.chat), job.chat]
        await finished(db, job.id, MASHHAD)
    assert order == [many[0], other, *many[1:]]


async def test_a_job_that_waits_for_the_disk_is_begun_anew_and_has_tried_nothing(db: Database) -> None:
    [job] = await queued(db)
    assert await claimed(db, MASHHAD) == job
    async with db.write() as session:
        await jobs.postpone(session, job, MASHHAD, 1005.0)
    assert await claimed(db, NISHAPUR, 1004.0) is None
    again = await jobs.claim(db, NISHAPUR, 1006.0)
    assert again
    assert again.attempts == 1


@pytest.mark.parametrize(
    "failure", [OSError(errno.ENOSPC, "No space left on device"), OperationalError("", {}, full_database())]
)
def test_a_full_disk_is_no_failure_of_a_job(failure: Exception) -> None:
    def work() -> NoReturn:
        raise failure

    assert set(runner._outcome(work)) == {"away"}


def test_what_is_missing_fails_a_job() -> None:
    def work() -> NoReturn:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    with pytest.raises(FileNotFoundError):
        runner._outcome(work)
