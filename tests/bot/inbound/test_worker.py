"""Batches: a failed update is undone alone, its sender gets an id, and an owner is told once an hour."""

import re
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DataError
from structlog.testing import capture_logs

from domain.access.member import Member, Role
from domain.chat.screens import Screen, T
from handlers.core.turn import OnCommand, OnJob, Turn
from handlers.routes import REGISTRY
from models.organisation import Fact
from models.queues import Inbox, InboxState
from services.conversations import chat_state
from services.queues import jobs
from tests.issued import issue
from tests.town import Human, Town

CITY = "شهرداری مشهد"
SECRET = "شمارهٔ من ۰۹۱۵۱۲۳۴۵۶۷ است"
ERROR_ID = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{6}\b")


@pytest.fixture
def _broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the command /broken, which writes a row and then fails with the person's words."""

    async def broken(turn: Turn) -> Screen:
        turn.session.add(Fact(name=f"half:{turn.incoming.chat}", value={}))
        await turn.session.flush()
        raise LookupError(turn.incoming.text)

    monkeypatch.setitem(REGISTRY.commands, "broken", OnCommand("broken", broken, _anybody))


def _anybody(member: Member) -> bool:
    return True


async def halves(town: Town) -> list[str]:
    async with town.app.db.read() as session:
        return list(await session.scalars(select(Fact.name).where(Fact.name.startswith("half:"))))


def alerts(human: Human) -> list[str]:
    return [message["text"] for message in human.messages() if "در برنامه خطایی رخ داد" in message.get("text", "")]


@pytest.mark.usefixtures("_broken")
async def test_what_fails_is_undone_alone_and_told_with_an_id(town: Town) -> None:
    sara, ali = await town.representative_of(CITY), await town.member("علی کریمی", Role.DEPUTY, CITY)
    with capture_logs() as logs:
        await sara.starts_saying(f"/broken {SECRET}")
        await ali.starts_saying("/tasks")
        await town.quiet()
    assert "اقدام" in ali.sees()
    assert "پاسخ‌های شما محفوظ است" in sara.sees()
    [number] = ERROR_ID.findall(sara.sees())
    assert await halves(town) == []
    [line] = [line for line in logs if line["event"] == "an unexpected error"]
    assert line["id"] == number
    assert "in broken" in line["frames"]
    assert not any("۰۹۱۵" in str(line) for line in logs)
    async with town.app.db.read() as session:
        [failed] = await session.scalars(select(Inbox).where(Inbox.state == InboxState.FAILED))
    assert failed.error == "LookupError"


@pytest.mark.usefixtures("_broken")
async def test_the_answers_given_so_far_stay(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("در دست انجام")
    await sara.says("/broken", "۴۰ درصد")
    assert "پرسش ۳ از ۵" in sara.sees()


@pytest.mark.usefixtures("_broken")
async def test_an_owner_is_told_once_an_hour_a_kind(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await sara.says("/broken", "/broken")
    assert len(alerts(maryam)) == 1
    assert "LookupError broken" in alerts(maryam)[0]
    await town.clock.to("1398-07-13 19:30")
    await sara.says("/broken")
    assert len(alerts(maryam)) == 2


@pytest.mark.usefixtures("_broken")
async def test_the_apology_is_in_the_language_of_who_reads_it(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await sara.says("/settings")
    await sara.taps("English")
    assert "something went wrong" in (await sara.says("/broken")).lower()


@pytest.mark.usefixtures("_broken")
async def test_an_error_of_which_nobody_can_be_told_holds_up_nobody(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara, ali = await town.representative_of(CITY), await town.member("علی کریمی", Role.DEPUTY, CITY)

    async def refuse(*_: Any) -> None:
        raise DataError("a value is too long for its column", None, Exception())

    monkeypatch.setattr(chat_state, "person_of", refuse)
    await sara.starts_saying("/broken")
    assert "اقدام" in await ali.says("/tasks")
    async with town.app.db.read() as session:
        assert await session.scalar(select(Inbox.error).where(Inbox.state == InboxState.FAILED)) == "LookupError"
    assert await halves(town) == []


async def test_a_tap_that_fails_is_answered_too(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await sara.says("/report")

    def broken(*_: Any) -> None:
        raise LookupError

    with monkeypatch.context() as patch:
        patch.setattr("domain.forms.engine.answer", broken)
        assert "پاسخ‌های شما محفوظ است" in await sara.taps("در دست انجام")
    assert any(call.method == "answerCallbackQuery" for call in town.world.transcript)
    assert "پرسش ۲ از ۵" in await sara.taps("در دست انجام")


async def test_whoever_waits_for_a_job_hears_that_its_end_failed(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def begin(turn: Turn) -> Screen:
        await jobs.start(turn.session, "broken", turn.incoming.chat, turn.member.person_id, {}, turn.now)
        return Screen(T("menu.button"))

    async def end(turn: Turn, job_id: int) -> Screen:
        raise LookupError

    monkeypatch.setitem(REGISTRY.commands, "begin", OnCommand("begin", begin, _anybody))
    monkeypatch.setitem(REGISTRY.jobs, "broken", OnJob("broken", end))
    sara = await town.representative_of(CITY)
    assert "پاسخ‌های شما محفوظ است" in await sara.says("/begin")


async def test_a_chat_is_served_in_its_order(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    for line in ("/report", "در دست انجام", "۴۰ درصد", "جدول چهار محله", "بی‌آمار"):
        await sara.starts_saying(line)
    await town.quiet()
    texts = [message["text"] for message in sara.messages() if "پرسش" in message.get("text", "")]
    assert [next(mark for mark in "۱۲۳۴۵" if f"پرسش {mark}" in text) for text in texts] == list("۱۲۳۴۵")
