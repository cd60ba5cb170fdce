"""The program's health in chat: for its owners alone, with what failed and a way to try it again."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from domain.access.member import Role
from models.tables.organisation import Audit
from models.tables.parking import ParkedRow
from models.tables.queues import Inbox, InboxState
from services import isolation
from services.ideas import questions
from tests.town import Town
from texts.catalogue import sources

CITY = "شهرداری مشهد"


async def park(town: Town, kind: str, row_id: int) -> None:
    async with town.app.db.write() as session:
        until = town.clock.now() + timedelta(days=1)
        session.add(ParkedRow(kind=kind, row_id=row_id, error="ValueError view:12", until=until))


async def parked(town: Town) -> dict[str, int]:
    async with town.app.db.read() as session:
        return await isolation.count(session)


@pytest.mark.rows
async def test_an_owner_sees_what_waits_and_lets_a_parked_row_be_tried_again(town: Town) -> None:
    maryam = await town.secretary()
    await town.app.moved()
    seen = await maryam.says("/health")
    for words in (
        "پاسخ‌های در صف: خالی",
        "آخرین ارتباط",
        "آخرین دور کارهای زمان‌بندی‌شده",
        "پایگاه داده",
        "هیچ ردیفی کنار گذاشته نشده است",
    ):
        assert words in seen
    await park(town, "remind", 12)
    await park(town, "recurrence", 3)
    seen = await maryam.says("/health")
    assert "کنارگذاشته‌ها: ۲ ردیف" in seen
    assert "یادآوری اقدام، ردیف ۱۲: " in seen
    assert "ValueError view:12" in seen
    assert "۱ ردیف تا نیم دقیقهٔ دیگر" in await maryam.taps("تلاش دوباره: یادآوری اقدام")
    assert await parked(town) == {"recurrence": 1}
    await park(town, "meeting", 4)
    await maryam.says("/health")
    assert "۲ ردیف" in await maryam.taps("تلاش دوبارهٔ همه")
    assert await parked(town) == {}
    async with town.app.db.read() as session:
        assert await session.scalar(select(func.count()).where(Audit.action == "retry")) == 2


@pytest.mark.rows
async def test_a_message_at_which_the_program_failed_is_answered_once_it_is_mended(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)

    async def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as fault:
        fault.setattr(questions, "listed", broken)
        assert "خطایی" in await sara.says("/question")
    assert "سلامت سامانه" in maryam.buttons()
    seen = await maryam.taps("سلامت سامانه")
    assert "پیام‌های بی‌پاسخ‌مانده: ۱" in seen
    assert "ZeroDivisionError" in seen
    sara.marks()
    await maryam.taps("تلاش دوباره: پیام")
    assert "پرسش خود را بنویسید" in sara.sees()
    async with town.app.db.read() as session:
        assert await session.scalar(select(func.count()).where(Inbox.state == InboxState.FAILED)) == 0


async def test_a_secretary_who_is_no_owner_is_refused(town: Town) -> None:
    await town.secretary()
    nader = await town.member("نادر قاسمی", Role.SECRETARY)
    await park(town, "remind", 12)
    assert "برای مالک سامانه است" in await nader.says("/health")
    assert await parked(town) == {"remind": 1}


def test_every_kind_of_parked_row_has_its_words() -> None:
    kinds = set()
    for path in (Path(__file__).parents[3] / "services").rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        kinds |= set(re.findall(r'isolated\(\w+, "(\w+)"', code)) | set(re.findall(r'\("(forget_\w+)"', code))
        for found in re.findall(r'^PARKED[\w, ]* = ("\w+"(?:, "\w+")*)$', code, flags=re.MULTILINE):
            kinds |= set(re.findall(r"\w+", found))
    assert len(kinds) > 12
    assert {f"health.kind.{kind}" for kind in kinds} <= sources("fa").keys()
