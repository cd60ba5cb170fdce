"""The queue of jobs: each is begun by a turn and leased to a worker; its chat is told of the end by an update."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select, update

from models.database import Database, Session
from models.queues import UNFINISHED, Job, JobState
from services.errors import Refused
from services.queues import inbox

LEASE = 10.0
"""The seconds for which a worker has a job; it renews its lease while it is at work."""


async def start(
    session: Session, kind: str, chat: str, person_id: int | None, params: dict[str, Any], now: datetime
) -> int:
    """Queue a job of ``services.jobs.runner`` and return its id. ``OnJob(kind)`` gets it when it has ended."""
    job = Job(kind=kind, chat=chat, person_id=person_id, params=params, created_at=now)
    session.add(job)
    await session.flush()
    return job.id


async def result(session: Session, job_id: int) -> dict[str, Any]:
    """The result of a job. Raises Refused when the job was refused, with its text, when it failed, or is unknown."""
    job = await session.get(Job, job_id)
    if job is None:
        raise Refused("common.stale")
    if job.state is JobState.DONE:
        return job.result
    if refused := job.result.get("refused"):
        raise Refused(refused["key"], **refused["params"])
    raise Refused("common.job_failed", id=job.result.get("error", ""))


async def cancel(session: Session, job_id: int, person_id: int, now: datetime) -> bool:
    """Cancel one's own job; the worker then stops it. False when it had ended."""
    done = await session.execute(
        update(Job)
        .where(Job.id == job_id, Job.person_id == person_id, UNFINISHED)
        .values(state=JobState.CANCELLED, ended_at=now)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


async def claim(db: Database, worker: str, now: float) -> Job | None:
    """Lease the oldest job that waits, or whose lease ran out, to a worker; None when there is none.

    ``now`` is in real seconds, like all that has to do with leases: workers may run on several machines.
    """
    # Mostly nothing waits; a read transaction finds that out without waiting for writers.
    async with db.read() as session:
        if await session.scalar(_open(now)) is None:
            return None
    next_one = _open(now).with_for_update(skip_locked=True).scalar_subquery()
    async with db.write() as session:
        job: Job | None = await session.scalar(
            update(Job)
            .where(Job.id == next_one)
            .values(state=JobState.RUNNING, attempts=Job.attempts + 1, leased_by=worker, leased_until=now + LEASE)
            .returning(Job)
            .execution_options(synchronize_session=False)
        )
    return job


async def is_held(session: Session, job_id: int, worker: str) -> bool:
    """True while a worker has a job: nobody cancelled it, and nobody else took it over."""
    return await session.scalar(select(Job.id).where(Job.id == job_id, _held_by(worker))) is not None


async def renew(session: Session, job_id: int, worker: str, now: float) -> bool:
    """Renew a worker's lease. False when the worker has the job no more."""
    renewed = await session.scalar(
        update(Job).where(Job.id == job_id, _held_by(worker)).values(leased_until=now + LEASE).returning(Job.id)
    )
    return renewed is not None


async def finish(
    session: Session, job_id: int, worker: str, state: JobState, outcome: dict[str, Any], now: datetime
) -> None:
    """End a job and tell its chat of it, unless the worker has it no more."""
    ended = await session.execute(
        update(Job)
        .where(Job.id == job_id, _held_by(worker))
        .values(state=state, result=outcome, ended_at=now)
        .returning(Job.kind, Job.chat)
    )
    if job := ended.one_or_none():
        await inbox.store_finished_job(session, job_id, job.kind, job.chat)


async def retry(session: Session, worker: str) -> None:
    """Let all jobs that a worker has be claimed again, at once."""
    await session.execute(
        update(Job).where(_held_by(worker)).values(state=JobState.WAITING, leased_by="", leased_until=0.0)
    )


def _open(now: float) -> Select[int]:
    free = or_(Job.state == JobState.WAITING, Job.leased_until < now)
    return select(Job.id).where(UNFINISHED, free).order_by(Job.id).limit(1)


def _held_by(worker: str) -> Any:
    return and_(Job.state == JobState.RUNNING, Job.leased_by == worker)
