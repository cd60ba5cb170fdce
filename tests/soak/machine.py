"""The machine of a soak: its clock, its disk, and ``dabir run``, which a supervisor starts anew whenever it ends."""

import asyncio
import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from signal import SIGKILL, SIGTERM

import psutil

from sandbox.http.server import SandboxServer
from tests.soak.program import ENVIRONMENT, SHAPE

ROOT = Path(__file__).parents[2]
RESTART = 0.5
"""Seconds after which the program is started anew."""


class Clock:
    """The program's clock: the sandbox's, which is right, and what it is ``wrong`` by."""

    def __init__(self, file: Path, server: SandboxServer) -> None:
        self.file, self._server = file, server
        self.wrong = timedelta()
        self.set()

    def set(self, wrong: timedelta = timedelta()) -> None:
        """Set the program's clock by the right one, or wrong by a span."""
        self.wrong = wrong
        ahead = self._server.clock.now().timestamp() - time.time() + wrong.total_seconds()
        # One write of eight bytes: nobody reads half of it.
        with self.file.open("r+b" if self.file.exists() else "wb", buffering=0) as file:
            file.write(SHAPE.pack(ahead))

    def sleep_until(self, moment: datetime) -> None:
        """Let time pass as for a machine that sleeps: the monotonic clock stands still."""
        self._server.clock.move_to(moment)
        self.set(self.wrong)


class Disk:
    """A small disk of its own for database and files, which can be filled up; ``small`` is False without the right."""

    def __init__(self, folder: Path, megabytes: int = 512) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "soak", str(folder)]
        self.small = sys.platform == "linux" and subprocess.run(mount, capture_output=True, check=False).returncode == 0
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Leave no room, nor what became free since it was filled."""
        with suppress(OSError), self._ballast.open("ab", buffering=0) as file:
            while True:
                free = os.statvfs(self.folder)
                # To the last page: the size that is told as free can be had only as a whole.
                os.posix_fallocate(file.fileno(), file.tell(), max(free.f_bavail, 1) * free.f_frsize)
                file.seek(0, os.SEEK_END)

    def empty(self) -> None:
        """Take the ballast away."""
        self._ballast.unlink(missing_ok=True)

    def close(self) -> None:
        if self.small:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=False)


@dataclass
class Life:
    """One run of the program; ``code`` is how it ended, ``wanted`` that it was killed or told to stop."""

    born: float
    code: int | None = None
    wanted: bool = False
    weights: list[tuple[float, float, int]] = field(default_factory=list)
    """(age in seconds, resident MB, open files)."""


class Supervisor:
    """Supervisor of ``dabir run``: starts it anew, half a second after it ended."""

    def __init__(self, variables: dict[str, str], clock: Clock, log: Path) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DABIR_", "PYTHONDONT"))}
        self._variables = kept | variables | {ENVIRONMENT: str(clock.file)}
        self._log = log
        self._child: asyncio.subprocess.Process | None = None
        self.lives: list[Life] = []
        self._closing = False

    async def run(self) -> None:
        """Run until the program was told to stop for good."""
        with self._log.open("ab") as log:
            while not self._closing:
                command = (sys.executable, "-m", "tests.soak.program")
                life = Life(time.monotonic())
                self.lives.append(life)
                self._child = await asyncio.create_subprocess_exec(
                    *command, cwd=ROOT, env=self._variables, stdout=log, stderr=log
                )
                life.code = await self._child.wait()
                await asyncio.sleep(RESTART)

    def kill(self) -> None:
        """Kill it as a power cut would."""
        self._end(SIGKILL)

    def terminate(self) -> None:
        """Have it stop in order, and be started anew."""
        self._end(SIGTERM)

    async def close(self) -> int | None:
        """Stop it for good; returns its exit code, None when it does not end within half a minute."""
        self._closing = True
        self._end(SIGTERM)
        if self._child:
            try:
                await asyncio.wait_for(self._child.wait(), 30)
            except TimeoutError:
                self._end(SIGKILL)
                return None
            return self._child.returncode
        return None

    def weigh(self) -> None:
        """Note the memory and the open files of the program."""
        if self._child and self._child.returncode is None:
            life = self.lives[-1]
            with suppress(psutil.Error):
                process = psutil.Process(self._child.pid)
                memory, files = process.memory_info().rss / 2**20, process.num_fds()
                life.weights.append((time.monotonic() - life.born, memory, files))

    def _end(self, number: int) -> None:
        if self._child and self._child.returncode is None:
            self.lives[-1].wanted = True
            with suppress(ProcessLookupError):
                self._child.send_signal(number)
