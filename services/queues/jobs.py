"""Long work as rows: begun by a turn, done in a child process, its end told to its chat as an update."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from models.queues import Job, JobState
from services.errors import Refused


async def start(
    session: AsyncSession, kind: str, chat: str, person_id: int | None, params: dict[str, Any], now: datetime
) -> int:
    """Queues a piece of work of ``services.work.WORK``; returns its id. ``OnJob(kind)`` gets it when it has ended."""
    job = Job(kind=kind, chat=chat, person_id=person_id, params=params, created_at=now)
    session.add(job)
    await session.flush()
    return job.id


async def result(session: AsyncSession, job_id: int) -> dict[str, Any]:
    """What the work returned. Raises Refused with the work's own words, when it broke off, and when it is forgotten."""
    job = await session.get(Job, job_id)
    if job is None:
        raise Refused("common.stale")
    if job.state is JobState.DONE:
        return job.result
    if refused := job.result.get("refused"):
        raise Refused(refused["key"], **refused["params"])
    raise Refused("common.job_failed", id=job.result.get("error", ""))


async def cancel(session: AsyncSession, job_id: int, person_id: int, now: datetime) -> bool:
    """Ends a piece of one's own work that has not ended; its process is stopped by the runner. False when it had
    ended.
    """
    done = await session.execute(
        update(Job)
        .where(Job.id == job_id, Job.person_id == person_id, Job.state.in_((JobState.WAITING, JobState.RUNNING)))
        .values(state=JobState.CANCELLED, ended_at=now)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]
