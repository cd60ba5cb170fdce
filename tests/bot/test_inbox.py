"""Updates in: kept before they are confirmed, albums whole, files fetched or told to be missing."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import bot.inbox
from bot.inbox import Poller
from bot.platform import Head, Later, Slower, Unreachable
from domain.people import Role
from models.base import Base
from models.database import Database
from models.transit import Inbox, InboxState, StoredFile
from sandbox.faults import Fault
from tests.notified import notify
from tests.town import PNG, Human, Town

CITY = "شهرداری مشهد"


class Line:
    """A platform of which only its updates matter: each call gives the next answer, or raises it."""

    name = "telegram"

    def __init__(self, *answers: Sequence[dict[str, Any]] | Exception) -> None:
        self._answers = list(answers)
        self.offsets: list[int | None] = []
        self.drained = asyncio.Event()

    async def updates(self, offset: int | None, seconds: int) -> list[dict[str, Any]]:
        self.offsets.append(offset)
        if not self._answers:
            self.drained.set()
            await asyncio.Event().wait()
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return list(answer)

    def head(self, raw: dict[str, Any]) -> Head:
        return Head(raw["update_id"], f"telegram:{raw['chat']}")


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(f"sqlite+aiosqlite:///{tmp_path / 'dabir.db'}")
    async with made.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield made
    await made.close()


async def polled(db: Database, *answers: Sequence[dict[str, Any]] | Exception) -> tuple[list[Inbox], list[int | None]]:
    """What is kept after those answers of the platform, and the offsets that were asked for."""
    line = Line(*answers)
    task = asyncio.create_task(Poller(line, db, asyncio.Event(), asyncio.Event(), 0).run())  # type: ignore[arg-type]
    await asyncio.wait([task, asyncio.create_task(line.drained.wait())], return_when=asyncio.FIRST_COMPLETED)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
    async with db.read() as session:
        return list(await session.scalars(select(Inbox).order_by(Inbox.id))), line.offsets


async def test_an_update_is_confirmed_by_the_call_after_its_commit(db: Database) -> None:
    rows, offsets = await polled(db, [{"update_id": 7, "chat": 1}, {"update_id": 9, "chat": 2}], [])
    assert [(row.update_id, row.chat) for row in rows] == [(7, "telegram:1"), (9, "telegram:2")]
    assert offsets == [None, 10, None]


async def test_after_a_quiet_time_numbers_may_begin_anew(db: Database) -> None:
    rows, offsets = await polled(db, [{"update_id": 900, "chat": 1}], [], [{"update_id": 5, "chat": 1}])
    assert [row.update_id for row in rows] == [900, 5]
    assert offsets == [None, 901, None, 6]


async def test_an_update_that_comes_again_is_left_as_it_is(db: Database) -> None:
    twice = {"update_id": 7, "chat": 1}
    rows, _ = await polled(db, [twice, {"update_id": 8, "chat": 1}], [twice])
    assert [row.update_id for row in rows] == [7, 8]


@pytest.mark.parametrize("trouble", [Later("502"), Slower(0.01), Unreachable("403")])
async def test_a_platform_in_trouble_is_asked_again_from_the_same_place(db: Database, trouble: Exception) -> None:
    rows, offsets = await polled(db, [{"update_id": 7, "chat": 1}], trouble, [{"update_id": 8, "chat": 1}])
    assert [row.update_id for row in rows] == [7, 8]
    assert offsets == [None, 8, 8, 9]


async def test_what_cannot_be_read_is_kept_and_marked_and_what_has_no_number_is_dropped(db: Database) -> None:
    rows, _ = await polled(db, [{"update_id": 7}, {"chat": 1}, {"update_id": 8, "chat": 1}])
    assert [(row.update_id, row.state) for row in rows] == [(7, InboxState.UNREADABLE), (8, InboxState.READY)]
    assert json.loads(rows[0].raw) == {"update_id": 7}
    assert rows[0].error == "KeyError('chat')"


async def at_the_files(town: Town, human: Human) -> None:
    """A report up to its last question, which asks for files."""
    await notify(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await human.says("/report")
    await human.taps("انجام شده")
    await human.says("جدول تکمیل شد.")
    await human.taps("رد کردن")


async def test_an_album_is_one_input_also_across_a_restart(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await at_the_files(town, sara)
    town.server.faults.add(Fault("slow", method="getFile", seconds=2))
    town.world.send_files(sara.chat, [(f"{n}.png", PNG + bytes([n]), "image/png") for n in range(3)], kind="photo")
    await town.world.settled(lambda: town.world.unconfirmed == 0)
    await town.stop_bot()
    before = len(sara.messages())
    await town.start_bot()
    await town.quiet()
    assert "۳ مورد" in sara.messages()[-1]["text"]
    assert len(sara.messages()) == before + 1


async def test_ten_photos_are_one_input(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await at_the_files(town, sara)
    before = len(sara.messages())
    assert "۱۰ مورد" in await sara.sends_photo(count=10)
    assert len(sara.messages()) == before + 1


async def test_what_comes_after_a_file_waits_for_it_and_other_chats_do_not(town: Town) -> None:
    sara, ali = await town.representative_of(CITY), await town.member("علی کریمی", Role.DEPUTY, CITY)
    await at_the_files(town, sara)
    town.server.faults.add(Fault("slow", method="getFile", seconds=2))
    town.world.send_files(sara.chat, [("نقشه.png", PNG, "image/png")], kind="photo")
    await sara.starts_saying("ادامه")
    await ali.starts_saying("/tasks")
    await town.world.settled(lambda: "مصوبهٔ ۷" in ali.sees())
    assert sara.sees() == ""
    await town.quiet()
    assert "پیوست‌ها: ۱ مورد" in sara.sees()


async def test_a_file_that_cannot_be_fetched_is_told_by_name(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    sara = await town.representative_of(CITY)
    await at_the_files(town, sara)
    monkeypatch.setattr(bot.inbox, "FETCH_SECONDS", 0.3)
    town.server.faults.add(Fault("server_error", method="getFile", times=None))
    seen = await sara.sends_file("منابع.xlsx", b"numbers")
    town.server.faults.clear()
    assert "منابع.xlsx" in seen
    assert "پرسش ۴ از ۴" in seen


async def test_a_disk_that_is_full_for_a_moment_costs_only_a_moment(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara = await town.representative_of(CITY)
    await at_the_files(town, sara)
    store, full = town.app.office.store, [True]
    write = store.write

    def once_full(data: bytes) -> str:
        if full.pop() if full else False:
            raise OSError(28, "No space left on device")
        return write(data)

    monkeypatch.setattr(store, "write", once_full)
    assert "۱ مورد" in await sara.sends_file("منابع.xlsx", b"numbers")


async def test_one_file_from_several_people_at_once_is_kept_once(town: Town) -> None:
    people = [await town.representative_of(CITY)]
    people += [await town.member(f"همکار {n}", Role.DEPUTY, CITY) for n in range(6)]
    for human in people:
        town.world.send_files(human.chat, [("نقشه.png", PNG, "image/png")], kind="photo")
    await town.quiet()
    async with town.app.db.read() as session:
        [stored] = await session.scalars(select(StoredFile))
        states = set(await session.scalars(select(Inbox.state)))
    assert stored.size == len(PNG)
    assert states == {InboxState.DONE}


async def test_a_button_does_not_spin_while_its_chat_waits_for_a_file(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.inbox, "PATIENCE", 0.0)
    sara = await town.representative_of(CITY)
    await sara.says("/start")
    town.server.faults.add(Fault("slow", method="getFile", seconds=3))
    town.world.send_files(sara.chat, [("photo.png", PNG, "image/png")], kind="photo")
    message = next(message for message in reversed(sara.messages()) if "inline_keyboard" in message)
    query = town.world.tap(sara.chat, message["id"], message["inline_keyboard"][0][0]["text"])
    await town.world.settled(lambda: not query.pending)
    async with town.app.db.read() as session:
        assert await session.scalar(select(Inbox.id).where(Inbox.state == InboxState.FETCHING))
    await town.quiet()
    assert "اقدام" in sara.sees()
