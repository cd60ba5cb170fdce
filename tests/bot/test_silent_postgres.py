"""A PostgreSQL server behind a line that goes silent: nothing is answered, and no connection is broken."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from structlog.testing import capture_logs

from models import database
from models.database import Database, is_outage
from tests.town import Town

CITY = "شهرداری مشهد"
MENU = "اقدام"
pytestmark = pytest.mark.postgres


class Line:
    """A line between a program and a server. While ``silent`` is set, what is sent arrives nowhere."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self.silent = asyncio.Event()
        self._writers: list[asyncio.StreamWriter] = []

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, to_there = await asyncio.open_connection(self._host, self._port)
        self._writers += [writer, to_there]
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(self._pass(reader, to_there), self._pass(there, writer))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                if not self.silent.is_set():
                    writer.write(data)
                    await writer.drain()
            writer.close()

    def cut(self) -> None:
        for writer in self._writers:
            writer.close()


@pytest.fixture
async def line(postgres_url: str) -> AsyncIterator[tuple[Line, str]]:
    """A line to an empty database, with the address of its near end."""
    url = make_url(postgres_url)
    line = Line(url.host or "127.0.0.1", url.port or 5432)
    server = await asyncio.start_server(line.carry, "127.0.0.1", 0)
    near = url.set(host="127.0.0.1", port=server.sockets[0].getsockname()[1])
    yield line, near.render_as_string(hide_password=False)
    server.close()
    line.cut()


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("command_timeout", "timeout"):
        monkeypatch.setitem(database.PATIENCE, name, 1)


async def test_a_silent_line_is_an_outage_and_no_wait_without_end(line: tuple[Line, str]) -> None:
    there, url = line
    db = Database(url)
    async with db.read() as session:
        await session.execute(text("SELECT 1"))
    there.silent.set()
    for _ in range(2):
        with pytest.raises(TimeoutError) as failure:
            async with asyncio.timeout(30), db.write() as session:
                await session.execute(text("SELECT 1"))
        assert is_outage(failure.value)
    there.silent.clear()
    async with db.write() as session:
        assert await session.scalar(text("SELECT 1")) == 1
    await db.close()


async def test_migrations_may_take_as_long_as_they_need(line: tuple[Line, str]) -> None:
    _, url = line
    db = Database(url)
    async with db.unhurried() as connection:
        await connection.execute(text("SELECT pg_sleep(1.3)"))
    await db.close()


@pytest.mark.ci
async def test_what_people_write_into_the_silence_is_answered_after_it(tmp_path: Path, line: tuple[Line, str]) -> None:
    there, url = line
    town = Town(tmp_path, url)
    await town.start()
    sara = await town.representative_of(CITY)
    await town.quiet()
    # Unless it is captured, a log of tests draws each failure's frames, for seconds in all.
    with capture_logs() as told:
        there.silent.set()
        await sara.starts_saying("/tasks")
        await asyncio.sleep(5)
        there.silent.clear()
        await town.world.wait_until(lambda: MENU in sara.sees(), within=60)
        await town.quiet()
    assert told
    assert "خطا" not in sara.everything()
    await town.stop()
