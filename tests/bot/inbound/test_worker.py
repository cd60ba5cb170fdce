"""Batches: a failed update is undone alone, its sender gets an id, and an owner is told once an hour."""

import re
import sqlite3
import time
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DataError, OperationalError
from structlog.testing import capture_logs

from bot.inbound import worker
from domain.access import permissions
from domain.access.member import Member, Role
from domain.chat.screens import Screen, T
from handlers.core.turn import OnCommand, OnJob, Turn
from handlers.routes import REGISTRY
from models.tables.organisation import Fact
from models.tables.queues import Inbox, InboxState, Operation, Outbox
from sandbox.world.faults import Fault
from services.conversations import chat_state
from services.queues import jobs
from tests.issued import issue
from tests.town import PATIENCE, Human, Town

CITY = "شهرداری مشهد"
SECRET = "شمارهٔ من ۰۹۱۵۱۲۳۴۵۶۷ است"
ERROR_ID = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{6}\b")


@pytest.fixture
def _broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the command /broken, which writes a row and then fails with the person's words."""

    async def broken(turn: Turn) -> Screen:
        turn.session.add(Fact(name=f"half:{turn.incoming.chat}", value={}))
        await turn.session.flush()
        if "nameless" in (turn.incoming.text or ""):
            return (lambda: [][0])()
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
    # A place without a name is told without the signs of markup.
    await sara.says("/broken nameless")
    assert "IndexError lambda:" in alerts(maryam).pop()
    await town.clock.to("1398-07-13 19:30")
    await sara.says("/broken")
    assert len(alerts(maryam)) == 3


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
        patch.setattr("domain.forms.moves.answer", broken)
        assert "پاسخ‌های شما محفوظ است" in await sara.taps("در دست انجام")
    assert any(call.method == "answerCallbackQuery" for call in town.world.transcript)
    assert "پرسش ۲ از ۵" in await sara.taps("در دست انجام")


@pytest.mark.ci
async def test_whoever_waits_for_a_job_hears_that_its_end_failed(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    async def begin(turn: Turn) -> Screen:
        await jobs.start(turn.session, "broken", turn.incoming.chat, turn.member.person_id, {}, turn.now)
        return Screen(T("menu.button"))

    async def end(turn: Turn, job_id: int) -> Screen:
        raise LookupError

    monkeypatch.setitem(REGISTRY.commands, "begin", OnCommand("begin", begin, _anybody))
    monkeypatch.setitem(REGISTRY.jobs, "broken", OnJob("broken", end, permissions.anyone))
    sara = await town.representative_of(CITY)
    assert "پاسخ‌های شما محفوظ است" in await sara.says("/begin")


class Outage:
    """The command /outage, in which the database fails as often as ``left`` says and for good below zero."""

    def __init__(self, left: int) -> None:
        self.left, self.tries = left, 0

    async def __call__(self, turn: Turn) -> Screen:
        self.tries += 1
        self.left -= 1
        if self.left != -1:
            busy = sqlite3.OperationalError("database is locked")
            busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise OperationalError("", None, busy)
        return Screen(T("menu.button"))


@pytest.mark.ci
async def test_an_outage_of_the_database_puts_updates_back_and_apologises_to_nobody(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "OUTAGE_PAUSE", 0)
    monkeypatch.setitem(REGISTRY.commands, "outage", OnCommand("outage", Outage(2), _anybody))
    sara, ali = await town.representative_of(CITY), await town.member("علی کریمی", Role.DEPUTY, CITY)
    await sara.starts_saying("/outage")
    await ali.starts_saying("/tasks")
    await town.quiet()
    assert sara.sees()
    assert "خطایی پیش آمد" not in sara.everything()
    assert "اقدام" in ali.sees()
    async with town.app.db.read() as session:
        assert await session.scalar(select(func.count()).where(Inbox.state == InboxState.FAILED)) == 0


@pytest.mark.ci
async def test_an_update_that_meets_an_outage_every_time_keeps_nobody_waiting_for_ever(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "OUTAGE_PAUSE", 0)
    monkeypatch.setattr(worker, "ATTEMPTS", 2)
    outage = Outage(-2)
    monkeypatch.setitem(REGISTRY.commands, "outage", OnCommand("outage", outage, _anybody))
    sara, ali = await town.representative_of(CITY), await town.member("علی کریمی", Role.DEPUTY, CITY)
    await sara.starts_saying("/outage")
    await ali.starts_saying("/tasks")
    await town.quiet()
    assert "پاسخ‌های شما محفوظ است" in sara.sees()
    assert "اقدام" in ali.sees()
    async with town.app.db.read() as session:
        [failed] = await session.scalars(select(Inbox).where(Inbox.state == InboxState.FAILED))
    assert failed.attempts == 2


async def test_albums_that_wait_for_their_files_leave_the_others_their_places(town: Town) -> None:
    ali = await town.representative_of(CITY, "علی کریمی")
    async with town.app.db.write() as session:
        common = {"raw": "{}", "arrived": time.time(), "album": "7"}
        for number in range(worker.CHATS + 1):
            chat = f"{town.face.name}:{500_000 + number}"
            first = {"update_id": -number - 1, "platform": town.face.name, "state": InboxState.READY}
            # Nobody fetches the file of the second part.
            second = {"update_id": -number - 1, "platform": "eitaa", "state": InboxState.FETCHING}
            session.add_all([Inbox(chat=chat, **common, **part) for part in (first, second)])
    await ali.starts_saying("/tasks")
    await town.world.wait_until(lambda: "اقدام" in ali.sees(), within=PATIENCE)


async def test_a_chat_is_served_in_its_order(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    for line in ("/report", "در دست انجام", "۴۰ درصد", "جدول چهار محله", "بی‌آمار"):
        await sara.starts_saying(line)
    await town.quiet()
    texts = [message["text"] for message in sara.messages() if "پرسش" in message.get("text", "")]
    assert [next(mark for mark in "۱۲۳۴۵" if f"پرسش {mark}" in text) for text in texts] == list("۱۲۳۴۵")


async def test_a_question_answered_while_the_next_is_on_its_way_loses_its_buttons_once(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await sara.says("/report")
    town.server.faults.add(Fault("slow", method="sendMessage", times=1, seconds=1.0))
    for line in ("در دست انجام", "۴۰ درصد", "جدول چهار محله", "بی‌آمار"):
        await sara.starts_saying(line)
    await town.quiet()
    async with town.app.db.read() as session:
        targets = (await session.scalars(select(Outbox.target_id).where(Outbox.operation == Operation.STRIP))).all()
    assert len(targets) == len(set(targets)) > 0


async def test_updates_of_a_platform_that_was_taken_out_of_the_settings_wait_for_it(both: Town) -> None:
    sara = await both.representative_of(CITY, on="bale")
    ali = await both.member("علی کریمی", Role.DEPUTY, CITY)
    await sara.says("/help")
    before = len(sara.messages())
    await both.stop_bot()
    async with both.app.db.write() as session:
        asked = await session.scalar(select(Inbox).where(Inbox.platform == "bale").order_by(Inbox.id.desc()).limit(1))
        assert asked
        again = Inbox(platform="bale", update_id=10**6, chat=asked.chat, raw=asked.raw, arrived=asked.arrived)
        session.add(again)
    bale = both.server.faces.pop("bale")
    both.away.add("bale")
    await both.start_bot()
    assert await ali.says("/help")
    async with both.app.db.read() as session:
        assert await session.scalar(select(Inbox.state).where(Inbox.update_id == 10**6)) is InboxState.READY
    await both.stop_bot()
    both.server.faces["bale"] = bale
    both.away.clear()
    await both.start_bot()
    await both.quiet()
    assert len(sara.messages()) == before + 1
