"""The poller: updates are kept before they are confirmed, albums whole, files fetched or told to be missing."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

import bot.inbound.file_fetcher
import bot.inbound.poller
import bot.monitoring.health
from bot.inbound.file_fetcher import FileFetcher
from bot.inbound.poller import Poller
from bot.inbound.update_store import UpdateStore
from bot.monitoring.health import Health
from bot.platforms.base import Head, NotBotApi, RateLimited, RemoteFile, Retryable, TokenRevoked, Unreachable
from domain.access.member import Role
from models.base import Base
from models.database import Database
from models.tables.queues import Inbox, InboxState, StoredFile
from sandbox.world.faults import Fault
from services.files.file_store import PartialFile
from tests.issued import issue
from tests.offices import organisation_in
from tests.town import PNG, Human, Town

CITY = "شهرداری مشهد"


class Line:
    """A platform of which only its updates matter: each call returns the next answer, or raises it."""

    capabilities: Any
    fetch: Any

    def __init__(self, *answers: Sequence[Any] | Exception, on: str = "telegram") -> None:
        self.name = on
        self._answers = list(answers)
        self.offsets: list[int | None] = []
        self.waits: list[int] = []
        self.drained = asyncio.Event()

    async def identify(self) -> str:
        return "dabir_bot"

    async def updates(self, offset: int | None, seconds: int) -> list[dict[str, Any]]:
        self.offsets.append(offset)
        self.waits.append(seconds)
        if not self._answers:
            self.drained.set()
            await asyncio.Event().wait()
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return list(answer)

    def head(self, raw: dict[str, Any]) -> Head:
        return Head(raw["update_id"], f"{self.name}:{raw['chat']}")


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(f"sqlite+aiosqlite:///{tmp_path / 'dabir.db'}")
    async with made.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield made
    await made.close()


def poller_of(line: Line, db: Database, seconds: int) -> Poller:
    updates = UpdateStore(line, db, asyncio.Event(), asyncio.Event())  # type: ignore[arg-type]
    return Poller(line, updates, Health(), seconds)  # type: ignore[arg-type]


async def polled(
    db: Database, *answers: Sequence[Any] | Exception, on: str = "telegram"
) -> tuple[list[Inbox], list[int | None]]:
    """Poll through those answers of the platform; return the updates kept and the offsets asked for."""
    line = Line(*answers, on=on)
    poller = poller_of(line, db, 0)
    task = asyncio.create_task(poller.run())
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


@pytest.mark.parametrize(
    "trouble",
    [
        Retryable("502"),
        NotBotApi("<html>"),
        RateLimited(0.01),
        Unreachable("403"),
        TokenRevoked("401"),
        KeyError("result"),
    ],
)
async def test_a_platform_in_trouble_is_asked_again_from_the_same_place(db: Database, trouble: Exception) -> None:
    rows, offsets = await polled(db, [{"update_id": 7, "chat": 1}], trouble, [{"update_id": 8, "chat": 1}])
    assert [row.update_id for row in rows] == [7, 8]
    assert offsets == [None, 8, 8, 9]


async def test_a_platform_that_was_away_is_asked_without_waiting_for_somebody_to_write(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.monitoring.health, "FIRST_PAUSE", 0)
    monkeypatch.setattr(bot.inbound.poller, "BREATH", 0)
    line = Line([{"update_id": 7, "chat": 1}], Retryable("502"), [])
    poller = poller_of(line, db, 5)
    task = asyncio.create_task(poller.run())
    await line.drained.wait()
    task.cancel()
    assert line.waits == [5, 5, 0, 5]


async def test_updates_that_no_database_took_are_asked_for_again(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.inbound.poller, "BREATH", 0)
    write, away = db.write, iter([True])

    def refuse() -> Any:
        if next(away, False):
            raise ConnectionRefusedError
        return write()

    monkeypatch.setattr(db, "write", refuse)
    rows, offsets = await polled(db, [{"update_id": 7, "chat": 1}], [{"update_id": 7, "chat": 1}])
    assert [row.update_id for row in rows] == [7]
    assert offsets == [None, None, 8]


async def test_numbers_begin_at_0_on_some_platforms(db: Database) -> None:
    rows, offsets = await polled(db, [{"update_id": 0, "chat": 1}], [{"update_id": 1, "chat": 1}])
    assert [row.update_id for row in rows] == [0, 1]
    assert offsets == [None, 1, 2]


async def test_another_update_with_a_number_that_was_there_is_not_lost(db: Database) -> None:
    first = {"update_id": 0, "chat": 1, "message": {"message_id": 5, "date": 1, "text": "سلام"}}
    other = {"update_id": 0, "chat": 2, "message": {"message_id": 9, "date": 7, "text": "درود"}}
    again = {"update_id": 0, "chat": 1, "message": {"message_id": 5, "date": 1, "text": "سلام", "new_field": 1}}
    rows, offsets = await polled(db, [first], [other], [again], [other])
    assert [(json.loads(row.raw)["chat"], row.state) for row in rows] == [(1, InboxState.READY), (2, InboxState.READY)]
    assert offsets == [None, 1, 1, 1, 1]


async def test_numbers_that_began_anew_come_to_those_of_before_and_nothing_is_lost(db: Database) -> None:
    before = {"update_id": 900, "chat": 1, "message": {"message_id": 5, "date": 1, "text": "سلام"}}
    other = {"update_id": 900, "chat": 2, "message": {"message_id": 9, "date": 7, "text": "درود"}}
    rows, _ = await polled(db, [before], [{"update_id": 5, "chat": 1}], [other])
    assert [json.loads(row.raw)["chat"] for row in rows] == [1, 1, 2]


async def test_what_an_earlier_run_stored_is_told_apart_from_its_second_page_on(db: Database) -> None:
    stored = {"update_id": 6, "chat": 1, "message": {"message_id": 5, "date": 1, "text": "سلام"}}
    await polled(db, [stored])
    other = {"update_id": 6, "chat": 2, "message": {"message_id": 9, "date": 7, "text": "درود"}}
    rows, _ = await polled(db, [{"update_id": 5, "chat": 3}], [other])
    assert sorted(json.loads(row.raw)["chat"] for row in rows) == [1, 2, 3]


@pytest.mark.parametrize(
    "strange",
    [
        {"chat": 1},
        {"update_id": "8", "chat": 1},
        {"update_id": True, "chat": 1},
        {"update_id": 10**30, "chat": 1},
        {"update_id": -4, "chat": 1},
        "an update?",
        None,
        [{"update_id": 8}],
    ],
)
async def test_what_cannot_be_read_is_kept_once_and_holds_up_nothing(db: Database, strange: Any) -> None:
    page = [{"update_id": 7}, strange, {"update_id": 8, "chat": 1}]
    rows, offsets = await polled(db, page, [strange])
    assert {row.update_id: row.state for row in rows if row.update_id >= 0} == {
        7: InboxState.UNREADABLE,
        8: InboxState.READY,
    }
    [kept] = [row for row in rows if row.update_id < 0]
    assert (json.loads(kept.raw), kept.state) == (strange, InboxState.UNREADABLE)
    assert offsets == [None, 9, None]


async def test_half_a_letter_and_names_longer_than_their_columns_hold_up_nothing(db: Database) -> None:
    half = {"update_id": 1, "chat": 1, "text": "\ud83d"}
    far = {"update_id": 2, "chat": 10**60}
    rows, _ = await polled(db, [half, far, {"update_id": 3, "chat": 1}])
    assert [row.state for row in rows] == [InboxState.READY, InboxState.UNREADABLE, InboxState.READY]
    assert json.loads(rows[0].raw)["text"] == "?"


async def test_two_platforms_number_their_updates_alike(db: Database) -> None:
    same = {"update_id": 3, "chat": 1}
    await polled(db, [same])
    rows, _ = await polled(db, [same], on="bale")
    assert [(row.platform, row.chat) for row in rows] == [("telegram", "telegram:1"), ("bale", "bale:1")]


async def test_a_server_that_gives_the_same_for_ever_is_not_asked_in_a_whirl(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, twice, line = [], asyncio.Event(), Line()

    async def always_the_same(offset: int | None, seconds: int) -> list[dict[str, Any]]:
        asked.append(offset)
        if len(asked) > 1:
            twice.set()
        return [{"update_id": 4, "chat": 1}]

    monkeypatch.setattr(line, "updates", always_the_same)
    monkeypatch.setattr(bot.inbound.poller, "BREATH", 3600.0)
    poller = poller_of(line, db, 25)
    task = asyncio.create_task(poller.run())
    async with asyncio.timeout(10):
        await twice.wait()
    # More than a whirl would need for its next turn.
    await asyncio.sleep(0.2)
    task.cancel()
    assert asked == [None, 5]


async def at_the_files(town: Town, human: Human) -> None:
    """Fill a report in up to its last question, which asks for files."""
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await human.says("/report")
    await human.taps("انجام شده")
    await human.says("جدول تکمیل شد.")
    await human.taps("رد کردن")


async def test_an_album_is_one_input_also_across_a_restart(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await at_the_files(town, sara)
    town.server.faults.add(Fault("slow", method="getFile", seconds=2))
    town.world.send_files(sara.chat, [(f"{n}.png", PNG + bytes([n]), "image/png") for n in range(3)], kind="photo")
    await town.world.wait_until(lambda: town.world.unconfirmed == 0)
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
    await town.world.wait_until(lambda: "مصوبهٔ ۷" in ali.sees())
    assert sara.sees() == ""
    await town.quiet()
    assert "پیوست‌ها: ۱ مورد" in sara.sees()


async def test_a_file_that_cannot_be_fetched_is_told_by_name(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    sara = await town.representative_of(CITY)
    await at_the_files(town, sara)
    monkeypatch.setattr(bot.inbound.file_fetcher, "FETCH_SECONDS", 0.3)
    monkeypatch.setattr(bot.inbound.file_fetcher, "SLOWEST", 2**30)
    town.server.faults.add(Fault("server_error", method="getFile", times=None))
    seen = await sara.sends_file("منابع.xlsx", b"numbers")
    town.server.faults.clear()
    assert "منابع.xlsx" in seen
    assert "پرسش ۴ از ۴" in seen


async def keep_a_photo(db: Database) -> None:
    """Store an update that waits for its photo."""
    photo = {"id": "a", "kind": "photo", "name": "photo.jpg", "mime": "image/jpeg", "size": 8}
    row = {"platform": "telegram", "update_id": 1, "chat": "telegram:1", "raw": "{}", "arrived": 0.0}
    async with db.write() as session:
        session.add(Inbox(**row, files=[photo], state=InboxState.FETCHING))


async def test_a_file_that_no_database_took_is_fetched_again(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line, fetched = Line(), asyncio.Semaphore(0)
    line.capabilities = SimpleNamespace(download_limit=2**20)

    async def fetch(file: RemoteFile, seconds: float, write: Callable[[bytes], None]) -> None:
        fetched.release()
        write(PNG)

    line.fetch = fetch
    await keep_a_photo(db)
    write, away = db.write, iter([True])

    def refuse() -> Any:
        if next(away, False):
            raise ConnectionRefusedError
        return write()

    monkeypatch.setattr(db, "write", refuse)
    organisation, arrived = organisation_in(tmp_path), asyncio.Event()
    task = asyncio.create_task(FileFetcher(line, db, organisation, arrived, Health()).run())  # type: ignore[arg-type]
    async with asyncio.timeout(10):
        for _ in range(2):
            await fetched.acquire()
            await arrived.wait()
            arrived.clear()
    task.cancel()
    async with db.read() as session:
        assert await session.scalar(select(Inbox.state)) is InboxState.READY


async def test_a_file_waits_for_as_long_as_its_platform_is_away(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.inbound.file_fetcher, "FETCH_SECONDS", 0.01)
    line, health, arrived, tries = Line(), Health(), asyncio.Event(), asyncio.Semaphore(0)
    line.capabilities = SimpleNamespace(download_limit=2**20)

    async def fetch(file: RemoteFile, seconds: float, write: Callable[[bytes], None]) -> None:
        tries.release()
        if health.failing("telegram"):
            raise Retryable("502")
        write(PNG)

    line.fetch = fetch
    await keep_a_photo(db)
    health.failed("telegram", Retryable("502"))
    organisation = organisation_in(tmp_path)
    task = asyncio.create_task(FileFetcher(line, db, organisation, arrived, health).run())  # type: ignore[arg-type]
    async with asyncio.timeout(10):
        for _ in range(5):
            await tries.acquire()
        assert not arrived.is_set()
        health.answered("telegram")
        await arrived.wait()
    task.cancel()
    async with db.read() as session:
        [kept] = await session.scalars(select(Inbox))
    assert (kept.state, "trouble" in kept.files[0], kept.files[0]["size"]) == (InboxState.READY, False, len(PNG))


async def test_a_disk_that_is_full_for_a_moment_costs_only_a_moment(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara = await town.representative_of(CITY)
    await at_the_files(town, sara)
    full, keep = [True], PartialFile.keep

    def once_full(partial: PartialFile) -> str:
        if full.pop() if full else False:
            raise OSError(28, "No space left on device")
        return keep(partial)

    monkeypatch.setattr(PartialFile, "keep", once_full)
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


@pytest.mark.refused("query is too old")
async def test_a_button_does_not_spin_while_its_chat_waits_for_a_file(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.inbound.file_fetcher, "PATIENCE", 0.0)
    sara = await town.representative_of(CITY)
    await sara.says("/start")
    town.server.faults.add(Fault("slow", method="getFile", seconds=3))
    town.world.send_files(sara.chat, [("photo.png", PNG, "image/png")], kind="photo")
    message = next(message for message in reversed(sara.messages()) if "inline_keyboard" in message)
    query = town.world.tap(sara.chat, message["id"], message["inline_keyboard"][0][0]["text"])
    await town.world.wait_until(lambda: not query.pending)
    async with town.app.db.read() as session:
        assert await session.scalar(select(Inbox.id).where(Inbox.state == InboxState.FETCHING))
    await town.quiet()
    assert "اقدام" in sara.sees()
