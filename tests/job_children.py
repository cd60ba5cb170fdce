"""Children of jobs for tests, forked from one process that has imported what they need.

The import takes a child ten times as long as most jobs of tests do. Each runs the whole ``main`` of the real one, in a
session, an environment and limits of its own. `tests/services/test_job_weight.py` starts each kind by itself, and
`tests/bot/test_job_worker.py` does whole jobs so.
"""

import asyncio
import contextlib
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Awaitable, Callable, Iterator, Mapping
from importlib import import_module
from io import FileIO
from pathlib import Path
from typing import Any

from services.jobs import runner

PLACES = (runner.WORK | runner.TELLING | runner.READING).values()
MODULES = ("services.job_context", *(place.partition(":")[0] for place in PLACES))
Start = Callable[..., Awaitable[Any]]
"""The type of ``asyncio.create_subprocess_exec``."""
COMMAND = (sys.executable, "-m", "services.jobs.runner")
_FDS = 5


class Child:
    """The part of ``asyncio.subprocess.Process`` that a job's worker knows."""

    def __init__(self, given: asyncio.StreamWriter, *outputs: "_Pipe") -> None:
        self.stdin, self._outputs = given, outputs
        self.stdout, self.stderr, self._told = (pipe.reader for pipe in outputs)
        self.pid = 0

    async def begin(self) -> None:
        self.pid = int(await self._told.readline())
        self._over = asyncio.create_task(self._end())

    @property
    def returncode(self) -> int | None:
        return self._over.result() if self._over.done() else None

    async def wait(self) -> int:
        """Wait for the end of the child and of its outputs."""
        return await asyncio.shield(self._over)

    async def _end(self) -> int:
        code = int(await self._told.readline())
        self.stdin.close()
        for pipe in self._outputs:
            await pipe.closed
        return code


class _Pipe(asyncio.StreamReaderProtocol):
    """A pipe to read from."""

    def __init__(self) -> None:
        self.reader = asyncio.StreamReader()
        super().__init__(self.reader)
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.closed.set_result(None)


class Forking:
    """The process that forks; it is started for the first job, and ends with this one."""

    def __init__(self) -> None:
        self._ours, self._theirs = socket.socketpair()
        self._process: subprocess.Popen[bytes] | None = None

    async def child(self, variables: Mapping[str, str]) -> Child:
        """Fork a child with the variables as its environment."""
        give, *outputs = self._ask(variables)
        loop = asyncio.get_running_loop()
        transport, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, give)
        pipes = [(await loop.connect_read_pipe(_Pipe, output))[1] for output in outputs]
        child = Child(asyncio.StreamWriter(transport, protocol, None, loop), *pipes)
        await child.begin()
        return child

    def _ask(self, variables: Mapping[str, str]) -> list[FileIO]:
        """Ask for a child; return our ends of its standard input, output and error, and of what tells of its end."""
        if self._process is None:
            fd = self._theirs.fileno()
            command = [sys.executable, "-m", "tests.job_children", str(fd)]
            self._process = subprocess.Popen(command, pass_fds=[fd], start_new_session=True)
        (asked, ask), (taken, give), *outputs = (os.pipe() for _ in range(_FDS))
        with open(ask, "w") as request:
            json.dump({"variables": dict(variables), "folder": str(Path.cwd())}, request)
        theirs = [asked, taken, *(write for _, write in outputs)]
        # One byte a request: with more, two requests could be received as one.
        socket.send_fds(self._ours, [b"."], theirs)
        for fd in theirs:
            os.close(fd)
        return [FileIO(give, "w"), *(FileIO(read) for read, _ in outputs)]

    def close(self) -> None:
        self._ours.close()
        self._theirs.close()
        if self._process:
            self._process.wait()


@contextlib.contextmanager
def forked() -> Iterator[Start]:
    """Yield what starts programs as ``asyncio.create_subprocess_exec`` does, and forks the children of jobs."""
    forking, start = Forking(), asyncio.create_subprocess_exec

    async def started(*command: str, **options: Any) -> Any:
        return await (forking.child(options["env"]) if command == COMMAND else start(*command, **options))

    try:
        yield started
    finally:
        forking.close()


def serve(asked_by: socket.socket) -> None:
    """Fork a child for each request until nobody is there to ask.

    Between this process and the child stands one that waits for its end and tells it.
    """
    for module in MODULES:
        import_module(module)
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while fds := socket.recv_fds(asked_by, 1, _FDS)[1]:
        if not os.fork():
            asked_by.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            *given, told = fds
            pid = os.fork()
            if not pid:
                os.close(told)
                _be_the_child(*given)
            for fd in given:
                os.close(fd)
            os.write(told, f"{pid}\n".encode())
            os.write(told, f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\n".encode())
            os._exit(0)
        for fd in fds:
            os.close(fd)


def _be_the_child(asked: int, *standard: int) -> None:
    code = 1
    try:
        os.setsid()
        with open(asked) as request:
            wanted = json.load(request)
        for number, fd in enumerate(standard):
            os.dup2(fd, number)
            os.close(fd)
        os.environ.clear()
        os.environ.update(wanted["variables"])
        os.chdir(wanted["folder"])
        tempfile.tempdir = None
        runner.main()
        sys.stdout.flush()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
