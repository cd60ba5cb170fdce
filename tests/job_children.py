"""Children of jobs, and programs that are to be killed, forked from processes that have imported what they need.

The import takes a child ten times as long as most jobs of tests do, and a program longer than it lives. Each runs the
whole ``main`` of the real one, in a session, an environment and limits of its own.
`tests/services/test_job_weight.py` starts each kind of job by itself, `tests/bot/test_job_worker.py` does whole jobs
so, and `tests/bot/cli/test_cli.py` runs and ends the program.
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
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from importlib import import_module, reload
from io import FileIO
from pathlib import Path
from typing import Any, BinaryIO

from services.jobs import runner

PLACES = (runner.WORK | runner.TELLING | runner.READING).values()
JOB, PROGRAM = ("-m", "services.jobs.runner"), ("-m", "bot", "run")
MODULES = {
    JOB: ("services.job_context", *(place.partition(":")[0] for place in PLACES)),
    PROGRAM: ("bot.app", "bot.cli.main", "bot.failpoints"),
}
"""Modules that the parent of forked programs imports, by the arguments with which the interpreter would start one."""
Start = Callable[..., Awaitable[Any]]
"""The type of ``asyncio.create_subprocess_exec``."""
_FDS = 5


class Child:
    """The part of ``asyncio.subprocess.Process`` that a job's worker and a killer know."""

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

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

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
    """The process that forks what a ``command`` would start; it begins with the first child, and ends with this one."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._ours, self._theirs = socket.socketpair()
        self._process: subprocess.Popen[bytes] | None = None

    async def child(self, variables: Mapping[str, str], log: BinaryIO | None = None) -> Child:
        """Fork a child with the variables as its environment, which writes to ``log`` or to us."""
        give, *outputs = self._ask(variables, log)
        loop = asyncio.get_running_loop()
        transport, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, give)
        pipes = [(await loop.connect_read_pipe(_Pipe, output))[1] for output in outputs]
        child = Child(asyncio.StreamWriter(transport, protocol, None, loop), *pipes)
        await child.begin()
        return child

    def _ask(self, variables: Mapping[str, str], log: BinaryIO | None) -> list[FileIO]:
        """Ask for a child; return our ends of its standard input, output and error, and of what tells of its end."""
        if self._process is None:
            fd = self._theirs.fileno()
            command = [sys.executable, "-m", "tests.job_children", str(fd), *self._command]
            self._process = subprocess.Popen(command, pass_fds=[fd], start_new_session=True)
        (asked, ask), (taken, give), *outputs = (os.pipe() for _ in range(_FDS))
        with open(ask, "w") as request:
            json.dump({"variables": dict(variables), "folder": str(Path.cwd())}, request)
        theirs = [asked, taken, *(write for _, write in outputs)]
        if log:
            for fd in theirs[2:4]:
                os.dup2(log.fileno(), fd)
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
    """Yield what starts programs as ``asyncio.create_subprocess_exec`` does, and forks those of ``MODULES``."""
    forking, start = {command: Forking(command) for command in MODULES}, asyncio.create_subprocess_exec

    async def started(*command: str, **options: Any) -> Any:
        if command[0] != sys.executable or command[1:] not in forking:
            return await start(*command, **options)
        log = options["stdout"]
        return await forking[command[1:]].child(options["env"], None if log == asyncio.subprocess.PIPE else log)

    try:
        yield started
    finally:
        for each in forking.values():
            each.close()


def serve(asked_by: socket.socket, command: tuple[str, ...]) -> None:
    """Fork a child for each request until nobody is there to ask; each runs the command.

    Between this process and the child stands one that waits for its end and tells it.
    """
    for module in MODULES[command]:
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
                _be_the_child(run_program if command == PROGRAM else runner.main, *given)
            for fd in given:
                os.close(fd)
            os.write(told, f"{pid}\n".encode())
            os.write(told, f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\n".encode())
            os._exit(0)
        for fd in fds:
            os.close(fd)


def run_program() -> None:
    """Run ``dabir run``, and read anew in this child's environment where it is to be killed."""
    reload(sys.modules["bot.failpoints"])
    sys.argv = ["dabir", "run"]
    sys.modules["bot.cli.main"].main()


def _be_the_child(main: Callable[[], None], asked: int, *standard: int) -> None:
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
        main()
        sys.stdout.flush()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), tuple(sys.argv[2:]))
