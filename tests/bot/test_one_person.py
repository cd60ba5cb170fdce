"""One person who writes on both platforms at once: each chat's words count, and a report is sent once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import func, select

from models.tables.conversations import Draft
from models.tables.meetings import Submission
from models.tables.queues import Inbox, InboxState
from tests.bot.linked import on_both
from tests.issued import issue
from tests.town import Human, Town

CITY = "شهرداری مشهد"


@asynccontextmanager
async def in_one_batch(town: Town, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Let the words said inside the block be taken up by the same batch."""
    gate, serve = asyncio.Event(), town.app.worker.run_batch

    async def waiting() -> float:
        await gate.wait()
        return await serve()

    monkeypatch.setattr(town.app.worker, "run_batch", waiting)
    town.app.worker.arrived.set()
    yield
    await arrived(town, 2)
    gate.set()
    await town.quiet()


async def arrived(town: Town, updates: int) -> None:
    ready = select(func.count()).select_from(Inbox).where(Inbox.state == InboxState.READY)
    async with asyncio.timeout(20), town.app.db.read() as session:
        while await session.scalar(ready) != updates:
            await session.rollback()
            await asyncio.sleep(0.02)


async def reporting(town: Town) -> tuple[Human, Human]:
    """Return somebody with the same report in hand on both platforms, at its second question."""
    first, second = await on_both(town, CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await first.says("/report", "در دست انجام")
    await second.says("/report")
    assert "پرسش ۲ از ۵" in second.sees()
    return first, second


async def test_who_only_looked_at_a_report_on_the_other_platform_goes_on_where_she_was(both: Town) -> None:
    first, _ = await reporting(both)
    await first.says("۴۰ درصد")
    assert "پرسش ۳ از ۵" in first.sees()


async def test_a_word_that_was_no_answer_on_one_platform_does_not_cost_the_answer_on_the_other(both: Town) -> None:
    first, second = await reporting(both)
    await first.says("بسیار")
    assert "عدد صحیح" in first.sees()
    await second.says("۴۰ درصد")
    assert "پرسش ۳ از ۵" in second.sees()
    # What was asked has moved on now: these words are meant for another question.
    await first.says("جدول تکمیل شد")
    assert "در پیام‌رسان «بله» پیش رفته" in first.sees()
    # Both chats ask the same again, so that either may answer.
    await second.says("جدول تکمیل شد")
    assert "پرسش ۴ از ۵" in second.sees()


async def test_photos_for_one_report_come_from_both_platforms(both: Town) -> None:
    first, second = await reporting(both)
    await first.says("۴۰ درصد", "جدول چهار محله تکمیل شد", "مانعی نیست")
    await second.says("/report")
    await first.sends_photo()
    assert "۲ مورد دریافت شد" in await second.sends_photo()


@pytest.mark.parametrize("place", [0, 1], ids=["telegram", "bale"])
async def test_the_answer_of_one_chat_is_not_overwritten_by_the_other(
    both: Town, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    chats = await reporting(both)
    first, second = chats[place], chats[1 - place]
    async with in_one_batch(both, monkeypatch):
        await first.starts_saying("۴۰ درصد")
        await arrived(both, 1)
        await second.starts_saying("۷۰ درصد")
    async with both.app.db.read() as session:
        [draft] = await session.scalars(select(Draft))
    assert draft.state["answers"]["percent"] == 40
    assert "پرسش ۳ از ۵" in first.sees()
    assert "از ۵" in second.sees()


async def test_a_report_that_both_chats_send_at_once_is_sent_once(both: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = await reporting(both)
    await first.says("۴۰ درصد", "جدول چهار محله تکمیل شد", "مانعی نیست", "رد کردن")
    await second.says("/report")
    async with in_one_batch(both, monkeypatch):
        first.starts_tapping("ارسال")
        await arrived(both, 1)
        second.starts_tapping("ارسال")
    async with both.app.db.read() as session:
        assert len(list(await session.scalars(select(Submission)))) == 1
    assert ["ثبت شد" in human.sees() for human in (first, second)] == [True, False]
    assert "در پیام‌رسان «تلگرام» به پایان رسانده‌اید" in second.sees()
