"""Files as they come: as long as their size may take, no byte over the limit, and nobody's hold up another's."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from errno import ENOSPC
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import select
from structlog.testing import capture_logs

import bot.inbound.file_fetcher
from bot.inbound.file_fetcher import BYTES_AT_ONCE, FileFetcher
from bot.monitoring.health import Health
from bot.platforms import capabilities
from bot.platforms.base import Rejected, RemoteFile, Retryable
from bot.platforms.telegram import Telegram
from bot.platforms.transport import ApiClient, Connections
from bot.settings.sections import Limits
from domain.chat.incoming import Trouble
from models.database import Database
from models.tables.queues import Inbox, InboxState
from services.files.file_store import FileStore, StoreError, TooLargeError
from tests.offices import organisation_in

MB = 2**20
Write = Callable[[bytes], None]


@pytest.fixture
async def db(address: str) -> AsyncIterator[Database]:
    made = Database(address)
    yield made
    await made.close()


class Post:
    """A platform whose files come as ``fetch`` brings them, and the fetcher that asks for them."""

    def __init__(self, db: Database, folder: Path, limit: int) -> None:
        self.name, self.capabilities = "telegram", SimpleNamespace(download_limit=limit)
        self.db, self.folder, self.arrived, self.rows = db, folder, asyncio.Event(), 0
        self.under_way: list[str] = []
        self.most = 0
        self.organisation = organisation_in(folder)
        self.fetcher = FileFetcher(self, db, self.organisation, self.arrived, Health())  # type: ignore[arg-type]

    async def fetch(self, file: RemoteFile, seconds: float, write: Write) -> None:
        self.under_way.append(file.id)
        self.most = max(self.most, len(self.under_way))
        try:
            async with asyncio.timeout(seconds):
                await self.bring(file, write)
        finally:
            self.under_way.remove(file.id)

    async def bring(self, file: RemoteFile, write: Write) -> None:
        write(file.id.encode())

    async def sent(self, who: str, name: str, size: int) -> None:
        """Let somebody send a file, of which the platform tells a size."""
        self.rows += 1
        file = {"id": name, "kind": "document", "name": name, "mime": "", "size": size}
        row = {"platform": "telegram", "update_id": self.rows, "chat": f"telegram:{who}", "raw": "{}", "arrived": 0.0}
        async with self.db.write() as session:
            session.add(Inbox(**row, files=[file], state=InboxState.FETCHING))

    async def came(self, name: str) -> dict[str, Any]:
        """Fetch until a file is there, or its trouble is known."""
        running = asyncio.create_task(self.fetcher.run())
        try:
            for _ in range(1000):
                async with self.db.read() as session:
                    for files in await session.scalars(select(Inbox.files).where(Inbox.state == InboxState.READY)):
                        if files[0]["id"] == name:
                            return dict(files[0])
                await asyncio.sleep(0.01)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        raise AssertionError(f"{name} did not come")


@pytest.mark.parametrize("told", [0, 10], ids=["no size", "a false size"])
async def test_a_file_without_end_stops_at_the_limit_and_leaves_nothing(
    db: Database, tmp_path: Path, told: int
) -> None:
    post, written = Post(db, tmp_path / "files", MB), 0

    async def endless(file: RemoteFile, write: Write) -> None:
        nonlocal written
        for _ in range(64):
            write(bytes(2**16))
            written += 2**16
            await asyncio.sleep(0)

    post.bring = endless  # type: ignore[method-assign]
    await post.sent("sara", "film.mp4", told)
    file = await post.came("film.mp4")
    assert (file["trouble"], file["hash"], written) == (Trouble.TOO_BIG, "", MB)
    assert [path for path in post.folder.rglob("*") if path.is_file()] == []


async def test_a_large_file_has_the_time_that_a_slow_line_takes(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.inbound.file_fetcher, "FETCH_SECONDS", 0.1)
    monkeypatch.setattr(bot.inbound.file_fetcher, "SLOWEST", MB / 10)
    post = Post(db, tmp_path / "files", 2 * MB)

    async def slow(file: RemoteFile, write: Write) -> None:
        await asyncio.sleep(0.5)
        write(bytes(MB))

    post.bring = slow  # type: ignore[method-assign]
    await post.sent("sara", "map.pdf", MB)
    assert (await post.came("map.pdf"))["size"] == MB


async def films_never_end(file: RemoteFile, write: Write) -> None:
    """Bring a photo at once, and a film never."""
    if file.id.startswith("film"):
        await asyncio.Event().wait()
    write(b"photo")


async def test_fifty_films_of_one_person_hold_up_nobody_s_photo(db: Database, tmp_path: Path) -> None:
    post = Post(db, tmp_path / "files", 20 * MB)
    post.bring = films_never_end  # type: ignore[method-assign]
    for number in range(50):
        await post.sent("ali", f"film{number}", MB)
    await post.sent("sara", "photo", 1000)
    assert (await post.came("photo"))["size"] == 5
    assert post.most <= 5


async def test_large_files_take_turns_on_the_line_and_small_ones_pass(db: Database, tmp_path: Path) -> None:
    post = Post(db, tmp_path / "files", 20 * MB)
    post.bring = films_never_end  # type: ignore[method-assign]
    for number in range(12):
        await post.sent(f"somebody{number}", f"film{number}", 0)
    await post.sent("sara", "photo", 1000)
    await post.came("photo")
    assert post.most <= BYTES_AT_ONCE // (20 * MB) + 1


async def test_a_stranger_has_a_twentieth_of_a_member_s_files_a_day(db: Database, tmp_path: Path) -> None:
    post = Post(db, tmp_path / "files", MB)
    for number in range(25):
        await post.sent("ali", f"letter{number}", 10)
        assert (await post.came(f"letter{number}")).get("trouble") is None
    await post.sent("ali", "one more", 10)
    assert (await post.came("one more"))["trouble"] == Trouble.TOO_MANY
    await post.sent("sara", "photo", 10)
    assert (await post.came("photo")).get("trouble") is None


async def test_bytes_are_counted_as_they_come_whatever_was_told(db: Database, tmp_path: Path) -> None:
    post = Post(db, tmp_path / "files", 15 * MB)
    post.organisation.files_mb_a_day = 20

    async def heavy(file: RemoteFile, write: Write) -> None:
        write(bytes(12 * MB))

    post.bring = heavy  # type: ignore[method-assign]
    await post.sent("ali", "film1", 10)
    assert (await post.came("film1"))["size"] == 12 * MB
    await post.sent("ali", "film2", 10)
    assert (await post.came("film2"))["trouble"] == Trouble.TOO_MANY
    await post.sent("ali", "film3", 14 * MB)
    assert (await post.came("film3"))["trouble"] == Trouble.TOO_MANY


def test_the_last_room_of_a_disk_is_the_database_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=500 * 1024 * MB, free=150 * MB))
    with pytest.raises(StoreError, match="nearly full"):
        FileStore(tmp_path).begin(MB)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=64 * MB, free=40 * MB))
    with FileStore(tmp_path).begin(MB) as partial:
        partial.write(b"numbers")


async def test_a_download_that_is_refused_ends_the_connection_at_once() -> None:
    sent, closed = 0, asyncio.Event()

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(bytes(2**16))
                sent += 2**16
        finally:
            closed.set()

    async def place(_: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": {"file_id": "a", "file_path": "endless"}})

    app = web.Application()
    app.router.add_get("/file/bot{token}/endless", endless)
    app.router.add_post("/bot{token}/getFile", place)
    runner = web.AppRunner(app, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    pool, held = Connections(timeout=2), 0
    await pool.open()

    def take(piece: bytes) -> None:
        nonlocal held
        held += len(piece)
        if held > MB:
            raise TooLargeError

    client = ApiClient("1:none", f"http://127.0.0.1:{runner.addresses[0][1]}", pool)
    try:
        with pytest.raises(TooLargeError):
            await Telegram(client, client, capabilities.telegram(Limits())).fetch(
                RemoteFile("a", "document", "a"), 10, take
            )
        async with asyncio.timeout(5):
            await closed.wait()
    finally:
        await pool.close()
        await runner.cleanup()
    assert held <= MB + 2**16


async def test_a_disk_that_is_full_for_a_while_loses_no_file(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.inbound.file_fetcher, "FETCH_SECONDS", 0.1)
    post, tries, place = Post(db, tmp_path / "files", MB), 0, FileStore.place

    def full(store: FileStore, partial: Path, digest: str) -> str:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise OSError(ENOSPC, "No space left on device")
        return place(store, partial, digest)

    monkeypatch.setattr(FileStore, "place", full)
    await post.sent("sara", "report.docx", 10)
    file = await post.came("report.docx")
    assert file["hash"]
    assert not file.get("trouble")


@pytest.mark.parametrize(
    ("failure", "kind"),
    [(Rejected("wrong file_id"), "refused"), (Retryable("HTTP 404"), "late"), (ValueError("x"), "ValueError")],
    ids=["refused", "late", "a fault of ours"],
)
async def test_the_log_says_why_somebody_has_to_send_a_file_again(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception, kind: str
) -> None:
    monkeypatch.setattr(bot.inbound.file_fetcher, "FETCH_SECONDS", 0.1)
    post = Post(db, tmp_path / "files", MB)

    async def fails(file: RemoteFile, write: Write) -> None:
        raise failure

    post.bring = fails  # type: ignore[method-assign]
    await post.sent("sara", "گزارش.docx", 10)
    with capture_logs() as logs:
        assert (await post.came("گزارش.docx"))["trouble"] == Trouble.NOT_FETCHED
    [line] = [line for line in logs if line["event"] == "a file is given up"]
    assert (line["kind"], line["platform"]) == (kind, "telegram")
    assert str(failure) in line["reason"] or kind == "ValueError"
    assert "گزارش" not in str(line)


def test_a_piece_that_finds_no_room_leaves_nothing(tmp_path: Path) -> None:
    """It ended the call as one that broke off, and the platform counted as failing."""
    partial = FileStore(tmp_path).begin(MB)
    partial._file.close()
    partial._file = Path("/dev/full").open("wb")  # noqa: SIM115 - the store closes it
    with partial:
        partial.write(b"numbers")
        with pytest.raises(StoreError):
            partial.keep()
    assert list(tmp_path.iterdir()) == []
