"""Demo for `dabir demo`: the sandbox and the bot in one process, with a sample meeting and people to play."""

import asyncio
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from bot.app import App
from bot.demo.seed import SECRETARY, role_of, seed
from bot.settings.config import Config
from bot.settings.logs import set_up
from bot.settings.sections import Logging
from domain.dates.jalali import to_jalali
from models.database import left_log
from models.process_lock import sole_process
from sandbox.http.server import SandboxServer

START = datetime(2019, 10, 5, 14, 30, tzinfo=UTC)
"""1398/07/13 18:00 in Tehran: the real meeting has just ended, the sample one was a week before."""
DATABASES = ("sandbox.db", "dabir.db")
KEPT = (*DATABASES, "files")


class LogLeftError(Exception):
    """The log of one of the demo's databases that is gone itself: the next one would begin with it, or delete it."""

    def __init__(self, name: str, log: Path) -> None:
        super().__init__(
            f"{name} is gone, and what was written last may stand in {log.name}, which is left in {log.parent}:"
            " put the database back beside it, or begin anew with dabir demo --fresh."
        )


class Host:
    """The bot as the sandbox's page sees it."""

    def __init__(self) -> None:
        self.app: App | None = None

    async def clock_moved(self, now: datetime) -> None:
        if self.app:
            await self.app.moved()

    async def next_due(self) -> datetime | None:
        return await self.app.ticks.next_due() if self.app else None

    async def days_off(self) -> dict[str, str]:
        holidays = self.app.organisation.calendar.holidays if self.app else {}
        return {"/".join(map(str, to_jalali(day))): holiday.name for day, holiday in holidays.items()}

    async def role_of(self, user: str) -> str | None:
        return await role_of(self.app, user) if self.app else None


def run(folder: Path, port: int, fresh: bool) -> None:
    """Run until SIGINT or SIGTERM. ``fresh`` deletes an earlier demo's data in ``folder`` first.

    Raises InUseError when another demo runs there, and LogLeftError for the log of a database that is gone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(_run(folder, port, fresh=fresh))


async def _run(folder: Path, port: int, *, fresh: bool) -> None:
    set_up(Logging(level="warning"))
    loop, work = asyncio.get_running_loop(), asyncio.current_task()
    assert work  # noqa: S101 - asyncio.run made it
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, work.cancel)
    with suppress(asyncio.CancelledError):
        async with sole_process(_database(folder)):
            if fresh:
                _forget(folder)
            for name in DATABASES:
                if log := left_log(folder / name):
                    raise LogLeftError(name, log)
            await _serve(folder, port)


async def _serve(folder: Path, port: int) -> None:
    async with opened(folder, port) as server:
        Console().print(f"Dabir's sandbox is at [link]{server.url}/[/link]   (Ctrl+C ends it)")
        await asyncio.Event().wait()


@asynccontextmanager
async def opened(folder: Path, port: int = 0) -> AsyncIterator[SandboxServer]:
    """Run the demo with its people during a block; port 0 takes a free one. Raises OSError for a taken port."""
    host = Host()
    server = SandboxServer(folder / "sandbox.db", host, start=START, bot_name="دستیار دبیرخانه")
    try:
        await server.start(port=port)
        app = App(config(server, folder), server.clock)
        try:
            await app.start()
            host.app = app
            await seed(app, server)
            yield server
        finally:
            await app.stop()
    finally:
        await server.stop()


def config(server: SandboxServer, folder: Path) -> Config:
    """Make the demo's own settings, without any file or variable."""
    return Config.model_validate(
        {
            **{name: {"token": face.token, "base_url": face.url} for name, face in server.faces.items()},
            "database": {"url": _database(folder)},
            "storage": {"files": folder / "files"},
            "secretariat": {"name": "دبیرخانهٔ کارگروه اشتغال", "owners": (f"telegram:{SECRETARY}",)},
        }
    )


def _database(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'dabir.db'}"


def _forget(folder: Path) -> None:
    """Delete a demo's data, but not the lock that keeps others away meanwhile."""
    for name in KEPT:
        for path in set(folder.glob(f"{name}*")) - set(folder.glob("*.lock")):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
