"""Typing is shown while something takes over a second: a file on its way, a job, a job that waits for another."""

import asyncio

import pytest
from sqlalchemy import delete

from bot import job_worker
from bot.platforms import chat_action
from domain.access.member import Role
from domain.dates.clock import steady_seconds
from models.tables.queues import Job, JobState
from sandbox.world.faults import Fault
from tests.issued import issue
from tests.town import PATIENCE, Human, Town

CITY = "شهرداری مشهد"


def actions(town: Town, human: Human) -> list[str]:
    """Return the actions that were shown in a person's chat."""
    calls = [call.params for call in town.world.transcript if call.method == "sendChatAction"]
    return [params["action"] for params in calls if str(params["chat_id"]) == str(human.chat.id)]


async def begins_attaching(town: Town) -> Human:
    """Let Sara report until the files are asked for."""
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await sara.opens("ثبت گزارش")
    await sara.says("انجام شده", "جدول شش محله تکمیل شد.")
    await sara.taps("رد کردن")
    return sara


async def test_a_file_that_comes_slowly_is_waited_for_with_typing(town: Town) -> None:
    sara = await begins_attaching(town)
    town.server.faults.add(Fault("slow", method="file", seconds=2.0))
    assert "۱ مورد دریافت شد" in await sara.sends_file("منابع.xlsx", b"numbers")
    assert actions(town, sara) == ["typing"]


async def test_nothing_is_shown_for_what_is_quick(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    # On a busy machine even a small file may take a second.
    monkeypatch.setattr(chat_action, "PATIENCE", 60.0)
    sara = await begins_attaching(town)
    assert "۱ مورد دریافت شد" in await sara.sends_file("منابع.xlsx", b"numbers")
    assert actions(town, sara) == []


async def test_an_export_shows_a_document_on_its_way(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await maryam.says("/members")
    await maryam.taps("ورود گروهی", "دریافت کاربرگ اکسل")
    shown = {"upload_document"} if town.face.name == "telegram" else {"typing"}
    assert set(actions(town, maryam)) == shown


async def test_whose_job_waits_behind_another_sees_typing(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_action, "EVERY", 0.05)
    maryam, zahra = await town.secretary(), await town.member("زهرا نوری", Role.SECRETARY)
    narges = await town.member("نرگس صادقی", Role.SECRETARY)
    for secretary in (maryam, zahra, narges):
        await secretary.says("/members")
        await secretary.taps("ورود گروهی")
    talk, let_go = job_worker.Child.talk, asyncio.Event()

    async def slow(child: job_worker.Child, task: bytes) -> tuple[bytes, bytes]:
        await let_go.wait()
        return await talk(child, task)

    monkeypatch.setattr(job_worker.Child, "talk", slow)
    # Two jobs are done at once.
    for secretary in (maryam, zahra, narges):
        secretary.starts_tapping("دریافت کاربرگ اکسل")
        await town.taken_in()
    await town.world.wait_until(lambda: "typing" in actions(town, narges), PATIENCE)
    let_go.set()
    await town.quiet()


async def test_whose_job_waits_for_the_disk_sees_typing_while_nothing_is_at_work(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_action, "EVERY", 0.05)
    narges, zahra = await town.member("نرگس صادقی", Role.SECRETARY), await town.member("زهرا نوری", Role.SECRETARY)
    async with town.app.db.write() as session:
        for _ in range(job_worker.MOST_SHOWN):
            session.add(postponed(town, zahra.user))
        session.add(postponed(town, narges.user))
    await town.world.wait_until(lambda: "typing" in actions(town, narges), PATIENCE)
    async with town.app.db.write() as session:
        await session.execute(delete(Job))


def postponed(town: Town, chat: str) -> Job:
    """A job that is begun anew in an hour, after a disk was full."""
    later = steady_seconds() + 3600
    state, now = JobState.RUNNING, town.clock.now()
    return Job(kind="export", chat=chat, params={}, state=state, created_at=now, leased_until=later)
