"""The harness of benchmarks: the crowd's server and a bot, each in its own process, in a temporary folder."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

from models import schema
from models.database import Database

HERE = Path(__file__).parent
ROOT = HERE.parent


class Server:
    """The crowd's server of one platform; ``order`` sends one line of its protocol and waits for the answer."""

    def __init__(self, platform: str = "telegram", *options: str) -> None:
        self.platform = platform
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "crowd.py"), platform, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        answer = self.read()
        self.url, self.token = answer["url"], answer["token"]

    def order(self, **order: Any) -> dict[str, Any]:
        self.begin(**order)
        return self.read()

    def begin(self, **order: Any) -> None:
        """Send an order without waiting for its answer."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        """Kill the server, as a power cut would."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()

    def read(self) -> dict[str, Any]:
        """Wait for the answer to an order that was begun."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("the crowd's server ended")
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextlib.contextmanager
def crowd(platform: str = "telegram", *options: str) -> Iterator[Server]:
    server = Server(platform, *options)
    try:
        yield server
    finally:
        server.close()


@contextlib.contextmanager
def dabir(
    prepare: Callable[[Database], Awaitable[None]], *servers: Server, folder: str = "", **settings: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``dabir run`` in its own process for these servers' platforms, over a database that ``prepare`` filled.

    The rate limits are lifted, and no other limit is. The database is made in ``folder``, by default one of its own.
    """
    with contextlib.nullcontext(folder) if folder else tempfile.TemporaryDirectory() as folder:
        url = database_in(folder)
        asyncio.run(_made(url, prepare))
        variables = {
            "DABIR_DATABASE__URL": url,
            "DABIR_STORAGE__FILES": f"{folder}/files",
            "DABIR_SECRETARIAT__OWNERS": ",".join(f"{server.platform}:1000" for server in servers),
            "DABIR_LOGGING__LEVEL": "warning",
        }
        for server in servers:
            name = server.platform.upper()
            variables |= {
                f"DABIR_{name}__TOKEN": server.token,
                f"DABIR_{name}__BASE_URL": server.url,
                f"DABIR_LIMITS__{name}_PER_SECOND": "100000",
                f"DABIR_LIMITS__{name}_CHAT_PER_SECOND": "1000",
                f"DABIR_LIMITS__{name}_CHAT_BURST": "1000",
            }
        variables |= settings
        with process([sys.executable, "-m", "bot", "run"], variables) as bot:
            yield bot


def database_in(folder: str) -> str:
    """The address of the database that ``dabir`` makes in a folder."""
    return f"sqlite+aiosqlite:///{folder}/dabir.db"


@contextlib.contextmanager
def process(command: list[str], variables: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    started = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **(variables or {})})
    try:
        time.sleep(3)
        if started.poll() is not None:
            raise SystemExit(f"{command} ended with {started.returncode}")
        yield started
    finally:
        started.terminate()
        started.wait()


async def _made(url: str, prepare: Callable[[Database], Awaitable[None]]) -> None:
    db = Database(url)
    await schema.upgrade(db)
    await prepare(db)
    await db.close()
