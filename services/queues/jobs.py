"""The job queue: long work that a turn starts and a worker leases; the end reaches the chat as an update."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select, update

from models.database import Database, Session, tell_job_queued
from models.tables.queues import UNFINISHED, Job, JobState
from services.errors import Refused
from services.queues import inbox

LEASE = 10.0
"""Seconds of a worker's lease on a job, which it renews while it is at work."""


async def start(
    session: Session, kind: str, chat: str, person_id: int | None, params: dict[str, Any], now: datetime
) -> int:
    """Queue a job for ``services.jobs.runner``; returns its id. The handler of ``OnJob(kind)`` gets its end."""
    job = Job(kind=kind, chat=chat, person_id=person_id, params=params, created_at=now)
    session.add(job)
    await session.flush()
    tell_job_queued(session)
    return job.id


async def show_in(session: Session, job_id: int, row_id: int, stop: str) -> None:
    """Note the message in which a job's progress is shown, and the tap of its button that stops the job."""
    await session.execute(update(Job).where(Job.id == job_id).values(shown={"row": row_id, "stop": stop}))


async def shown_in(session: Session, job_id: int) -> tuple[int, str] | None:
    """The message in which a job's progress is shown, as ``show_in`` noted it; None when it is shown in none."""
    shown = await session.scalar(select(Job.shown).where(Job.id == job_id))
    return (shown["row"], shown["stop"]) if shown else None


async def result(session: Session, job_id: int) -> dict[str, Any]:
    """The result of a job. Raises Refused with the job's own words, or when it broke off or is forgotten."""
    job = await session.get(Job, job_id)
    if job is None:
        raise Refused("common.stale")
    if job.state is JobState.DONE:
        return job.result
    if refused := job.result.get("refused"):
        raise Refused(refused["key"], **refused["params"])
    raise Refused("common.job_failed", id=job.result.get("error", ""))


async def params(session: Session, job_id: int) -> dict[str, Any]:
    """The parameters that a job was started with. Raises Refused when it is forgotten."""
    job = await session.get(Job, job_id)
    if job is None:
        raise Refused("common.stale")
    return job.params


async def recent(session: Session, kind: str, since: datetime) -> Sequence[Job]:
    """The jobs of a kind, of anybody, that are not ended or were done since a moment."""
    lately = and_(Job.state == JobState.DONE, Job.ended_at >= since)
    rows = await session.scalars(select(Job).where(Job.kind == kind, or_(UNFINISHED, lately)).order_by(Job.id))
    return rows.all()


async def cancel(session: Session, job_id: int, person_id: int, now: datetime) -> bool:
    """Cancel a person's own job, which its worker then stops. Returns False when it had ended before."""
    done = await session.execute(
        update(Job)
        .where(Job.id == job_id, Job.person_id == person_id, UNFINISHED)
        .values(state=JobState.CANCELLED, ended_at=now)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined]


async def claim(
    db: Database,
    worker: str,
    now: float,
    served: Sequence[str] = (),
    busy: Collection[str] = (),
    busy_people: Collection[int] = (),
    without: Collection[str] = (),
) -> Job | None:
    """Lease a job that waits, or whose lease ran out, to a worker; None when there is none.

    Chats take turns: ``served`` are those that had theirs, the latest last. Of the others the oldest job comes first.
    No job is of a chat that is ``busy``, nor of one of the ``busy_people``, since each has one at a time, nor of a kind
    in ``without``.
    ``now`` is in real seconds, like all that has to do with leases: workers may run on several machines.
    """
    # Mostly no job waits, and a read that finds none does not queue behind the writers.
    waiting = _open(now, served, busy, busy_people).where(Job.kind.not_in(without))
    async with db.read() as session:
        if await session.scalar(waiting) is None:
            return None
    next_one = waiting.with_for_update(skip_locked=True).scalar_subquery()
    async with db.write() as session:
        job: Job | None = await session.scalar(
            update(Job)
            .where(Job.id == next_one)
            .values(state=JobState.RUNNING, attempts=Job.attempts + 1, leased_by=worker, leased_until=now + LEASE)
            .returning(Job)
            .execution_options(synchronize_session=False)
        )
    return job


async def chats_waiting(session: Session, most: int) -> Sequence[str]:
    """The chats of the oldest jobs that wait for their turn, or for a disk or a database, each once."""
    oldest = select(Job.chat).where(UNFINISHED, Job.leased_by == "").group_by(Job.chat)
    return (await session.scalars(oldest.order_by(func.min(Job.id)).limit(most))).all()


async def is_leased(session: Session, job_id: int, worker: str) -> bool:
    """Tell whether a worker still has a job: nobody cancelled it, and no other worker took it over."""
    return await session.scalar(select(Job.id).where(Job.id == job_id, _leased_by(worker))) is not None


async def renew(session: Session, job_id: int, worker: str, now: float) -> bool:
    """Renew a worker's lease. Returns False when the worker no longer has the job."""
    renewed = await session.scalar(
        update(Job).where(Job.id == job_id, _leased_by(worker)).values(leased_until=now + LEASE).returning(Job.id)
    )
    return renewed is not None


async def finish(
    session: Session, job_id: int, worker: str, state: JobState, outcome: dict[str, Any], now: datetime
) -> None:
    """End a job and store an update of it for its chat, unless the worker no longer has the job."""
    ended = await session.execute(
        update(Job)
        .where(Job.id == job_id, _leased_by(worker))
        .values(state=state, result=outcome, ended_at=now)
        .returning(Job.kind, Job.chat)
    )
    if job := ended.one_or_none():
        await inbox.store_finished_job(session, job_id, job.kind, job.chat)


async def postpone(session: Session, job_id: int, worker: str, until: float) -> None:
    """Let any worker begin a job anew from a moment in real seconds; what kept this one from it was no try."""
    await session.execute(
        update(Job)
        .where(Job.id == job_id, _leased_by(worker))
        .values(leased_by="", leased_until=until, attempts=Job.attempts - 1)
    )


async def retry(session: Session, worker: str) -> None:
    """Return all jobs of a worker to the queue at once."""
    await session.execute(
        update(Job).where(_leased_by(worker)).values(state=JobState.WAITING, leased_by="", leased_until=0.0)
    )


def _open(now: float, served: Sequence[str], busy: Collection[str], busy_people: Collection[int]) -> Select[int]:
    # A lease longer than any is one of a clock that has been set back since.
    free = or_(Job.state == JobState.WAITING, Job.leased_until < now, Job.leased_until > now + 2 * LEASE)
    turns = {chat: turn for turn, chat in enumerate(served, 1)}
    order = (case(turns, value=Job.chat, else_=0), Job.id) if turns else (Job.id,)
    idle = Job.chat.not_in(busy), or_(Job.person_id.is_(None), Job.person_id.not_in(busy_people))
    return select(Job.id).where(UNFINISHED, free, *idle).order_by(*order).limit(1)


def _leased_by(worker: str) -> Any:
    return and_(Job.state == JobState.RUNNING, Job.leased_by == worker)
