"""One process a database: a second one is refused, a dead one leaves nothing behind, a broken connection is noticed."""

import asyncio
import errno
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import asyncpg
import pytest

from models import process_lock
from models.process_lock import InUseError, sole_process

HOLDS = """
import asyncio, sys
from models.process_lock import sole_process

async def hold():
    async with sole_process(sys.argv[1]):
        print("held", flush=True)
        await asyncio.Event().wait()

asyncio.run(hold())
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'dabir.db'}"
    return str(request.getfixturevalue("postgres_url"))


async def test_a_second_process_is_refused_until_the_first_has_ended(url: str) -> None:
    async with sole_process(url):
        with pytest.raises(InUseError, match="stop it first"):
            async with sole_process(url, patience=0):
                pass
    async with sole_process(url):
        pass


async def test_a_lock_of_another_account_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After `dabir restore` as root the service ended with a traceback."""

    def denied(*arguments: object) -> NoReturn:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("os.open", denied)
    with pytest.raises(InUseError, match=r"dabir\.db\.lock cannot be opened: Permission denied; it has to belong to"):
        async with sole_process(f"sqlite+aiosqlite:///{tmp_path}/dabir.db"):
            pass


async def test_who_waits_gets_the_database_when_the_first_ends(url: str) -> None:
    async def second() -> None:
        async with sole_process(url):
            pass

    async with sole_process(url):
        waiting = asyncio.create_task(second())
        await asyncio.sleep(process_lock.RETRY * 2)
        assert not waiting.done()
    await waiting


@pytest.mark.ci
async def test_a_killed_process_holds_nothing(url: str) -> None:
    holder = await asyncio.create_subprocess_exec(sys.executable, "-c", HOLDS, url, stdout=subprocess.PIPE)
    assert holder.stdout
    assert await holder.stdout.readline() == b"held\n"
    with pytest.raises(InUseError):
        async with sole_process(url, patience=0):
            pass
    holder.kill()
    await holder.wait()
    async with sole_process(url):
        pass


async def end_holders(url: str) -> None:
    database = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        await database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = $1",
            process_lock.HOLDER,
        )
    finally:
        await database.close()


async def test_a_lock_whose_connection_broke_is_taken_again(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_lock, "LOOK", 0.05)
    lost = asyncio.Event()
    async with sole_process(postgres_url, on_loss=lost.set):
        await end_holders(postgres_url)
        for _ in range(400):
            await asyncio.sleep(0.05)
            try:
                async with sole_process(postgres_url, patience=0):
                    # It was not taken again yet.
                    continue
            except InUseError:
                break
        else:
            raise AssertionError("the lock was not taken again")
        assert not lost.is_set()


async def test_a_lock_that_another_process_got_is_given_up(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The other one has that long to get it first.
    monkeypatch.setattr(process_lock, "LOOK", 2.0)
    monkeypatch.setattr(process_lock, "PATIENCE", 0.1)
    lost = asyncio.Event()
    async with sole_process(postgres_url, on_loss=lost.set):
        await end_holders(postgres_url)
        async with sole_process(postgres_url, patience=5), asyncio.timeout(20):
            await lost.wait()
