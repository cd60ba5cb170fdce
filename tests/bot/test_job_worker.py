"""The job worker among several chats."""

import asyncio
import json

import pytest
from sqlalchemy import select, update

from bot import job_worker
from domain.access.member import Role
from models.tables.people import Account
from models.tables.queues import Inbox, Job, JobState
from services.queues import inbox, jobs
from tests.town import Town

pytestmark = pytest.mark.started


def held_up(monkeypatch: pytest.MonkeyPatch, *kinds: str) -> tuple[list[str], asyncio.Event]:
    """Let jobs of some kinds not end until the event is set; return it, and the kinds of all jobs as they begin."""
    talk, begun, let_go = job_worker.Child.talk, list[str](), asyncio.Event()

    async def slow(child: job_worker.Child, task: bytes) -> tuple[bytes, bytes]:
        kind = json.loads(task)["kind"]
        begun.append(kind)
        if kind in kinds:
            await let_go.wait()
        return await talk(child, task)

    monkeypatch.setattr(job_worker.Child, "talk", slow)
    return begun, let_go


async def looks_for_the_end(town: Town, kind: str, *, times: int) -> None:
    """Look so many times, every 50 ms, whether the job of a kind has ended."""
    ended = select(Job.state).where(Job.kind == kind)
    for _ in range(times):
        async with town.app.db.read() as session:
            if await session.scalar(ended) in (JobState.DONE, JobState.FAILED):
                return
        await asyncio.sleep(0.05)


async def test_who_asks_for_many_files_waits_for_who_asks_for_one(town: Town) -> None:
    maryam = await town.secretary("مریم حسینی")
    sara = await town.representative_of("شهرداری مشهد", "سارا کریمی")
    async with town.app.db.write() as session:
        for who in (maryam, maryam, maryam, sara):
            await jobs.start(session, "roster.template", who.user, None, {}, town.clock.now())
    await town.quiet()
    async with town.app.db.read() as session:
        ended = select(Inbox.chat).where(Inbox.platform == inbox.JOBS).order_by(Inbox.id)
        chats = list(await session.scalars(ended))
    assert sorted(chats[:2]) == sorted([maryam.user, sara.user])
    assert chats[2:] == [maryam.user] * 2


async def test_a_job_that_does_not_end_holds_up_no_other_person_s(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """S7: a file that is made to take minutes is one chat's own trouble; a second of its chat waits all the same."""
    maryam = await town.secretary("مریم حسینی")
    sara = await town.representative_of("شهرداری مشهد", "سارا کریمی")
    begun, let_go = held_up(monkeypatch, "letters.write")
    async with town.app.db.write() as session:
        for who, kind in ((maryam, "letters.write"), (maryam, "sms.write"), (sara, "roster.template")):
            await jobs.start(session, kind, who.user, None, {}, town.clock.now())
    await looks_for_the_end(town, "roster.template", times=1000)
    assert sorted(begun) == ["letters.write", "roster.template"]
    let_go.set()
    await town.quiet()
    assert begun[-1] == "sms.write"


@pytest.mark.ci
async def test_somebody_with_two_accounts_has_one_job_at_a_time(both: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    maryam = await both.secretary("مریم حسینی")
    sara = await both.representative_of("شهرداری مشهد", "سارا کریمی")
    other = await both.member("سارا کریمی", Role.DEPUTY, "شهرداری نیشابور", on="bale")
    begun, let_go = held_up(monkeypatch, "letters.write", "sms.write")
    async with both.app.db.write() as session:
        person = await session.scalar(select(Account.person_id).where(Account.user == sara.user))
        await session.execute(update(Account).where(Account.user == other.user).values(person_id=person))
        for who, kind in ((sara, "letters.write"), (other, "sms.write")):
            await jobs.start(session, kind, who.user, person, {}, both.clock.now())
        await jobs.start(session, "roster.template", maryam.user, None, {}, both.clock.now())
    await looks_for_the_end(both, "roster.template", times=200)
    assert sorted(begun) == ["letters.write", "roster.template"]
    let_go.set()
    await both.quiet()
    assert begun[-1] == "sms.write"


async def test_two_long_readings_leave_a_worker_to_whoever_asks_for_a_file(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    maryam = await town.secretary("مریم حسینی")
    sara = await town.representative_of("شهرداری مشهد", "سارا کریمی")
    reza = await town.member("رضا احمدی", Role.DEPUTY, "شهرداری نیشابور")
    begun, let_go = held_up(monkeypatch, "minutes")
    async with town.app.db.write() as session:
        for who, kind in ((maryam, "minutes"), (reza, "minutes"), (sara, "roster.template")):
            await jobs.start(session, kind, who.user, None, {}, town.clock.now())
    await looks_for_the_end(town, "roster.template", times=200)
    assert sorted(begun) == ["minutes", "roster.template"]
    let_go.set()
    await town.quiet()
    # The other reading came to its turn when the first had ended.
    assert begun == ["minutes", "roster.template", "minutes"]
