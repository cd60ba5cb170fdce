"""Job worker: long work off the event loop, in a child process per job; the inbox brings its end to the chat."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import structlog

from bot.event_wait import wait_for_event
from bot.failures import log_failure
from bot.platforms import chat_action
from bot.platforms.base import Platform
from bot.settings.logs import error_id
from domain.dates.clock import steady_seconds
from models.database import Database
from models.tables.queues import Job, JobState
from services.context import ActionContext
from services.jobs.runner import TOO_COSTLY
from services.messaging import job_progress
from services.organisation import Organisation
from services.queues import jobs

log = structlog.get_logger()

LONGEST = 120.0
"""The most seconds that a job may take without a word of its progress."""
AT_ONCE = 2
"""The jobs of a program at once, of different chats."""
LONG = ("minutes",)
"""The kinds of jobs that take minutes; one of the workers is kept free of them."""
TRIES = 3
"""The most times that a job is begun, when the program ended under it each time."""
AWAY_PAUSE, AWAY_FOR = 5.0, 3600.0
"""Seconds after which a job is begun anew that met a full disk or an absent database, and for how long it is."""
LOOK_EVERY = 0.5
"""Seconds between two looks at the child and at its lease."""
ASK_EVERY = 5.0
"""Seconds between two looks at the queue, for jobs of other processes; of this one's own it is told."""
RENEW_EVERY = jobs.LEASE / 4
"""Seconds between two renewals of the lease of the job at work."""
SHOWN_AS = {
    "sheet.write": "upload_document",
    "list.write": "upload_document",
    "form.sheet.write": "upload_document",
    "hoods.template": "upload_document",
    "broadcast.ledger": "upload_document",
    "meeting.paper": "upload_document",
    "roster.template": "upload_document",
    "roster.links": "upload_document",
    "letters.write": "upload_document",
    "sms.write": "upload_document",
    "template.check": "upload_document",
    "status_picture": "upload_photo",
    "export": "upload_document",
}
"""The chat actions of the jobs that send a file, by kind; every other job shows typing."""
PIECE = 65536
"""Bytes of a child's output that are read at once."""
MOST_SHOWN = 16
"""The most chats that are shown typing while their jobs wait."""
EDIT_EVERY = 3.0
"""Seconds between two edits of the message that shows a job's progress."""
MOST_SERVED = 64
"""Chats of which is known that they had their turn."""


class Child:
    """The child process of one job. ``progress`` is the last that it said of it: what is done, and the total."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.progress: tuple[int, int] | None = None

    async def talk(self, task: bytes) -> tuple[bytes, bytes]:
        """Hand over the task; return the outcome, and what went to the standard error."""
        given, out, errors = self._process.stdin, self._process.stdout, self._process.stderr
        if not (given and out and errors):
            raise RuntimeError("the child has no pipes")
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            given.write(task)
            await given.drain()
        given.close()
        outcome, said, _ = await asyncio.gather(self._listen(out), errors.read(), self._process.wait())
        return outcome, said

    async def _listen(self, out: asyncio.StreamReader) -> bytes:
        """Take in the lines of progress; the rest, which ends without a line break, is the outcome."""
        rest = b""
        while piece := await out.read(PIECE):
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                done, total = json.loads(line)["progress"]
                self.progress = done, total
        return rest


def _kill(process: asyncio.subprocess.Process) -> None:
    """Kill a job's child with the programs that it runs, which stand in its session."""
    with contextlib.suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


class Turns:
    """Turns of the chats, which the workers of one program share: each chat, and each person, has one job at a time.

    Long ones leave a worker to the others.
    """

    def __init__(self) -> None:
        self._served: list[str] = []
        self._busy: dict[str, Job] = {}
        self._claiming = asyncio.Lock()
        self._away: dict[int, float] = {}

    async def claim(self, db: Database, worker: str) -> Job | None:
        """Lease the next job to a worker, which says when it is ``over``; None when there is none."""
        # Two workers that ask at once would both get one of the same chat.
        async with self._claiming:
            long = sum(job.kind in LONG for job in self._busy.values())
            people = {job.person_id or 0 for job in self._busy.values()}
            without = LONG if long >= AT_ONCE - 1 else ()
            job = await jobs.claim(db, worker, steady_seconds(), self._served, self._busy, people, without)
            if job:
                others = [chat for chat in self._served if chat != job.chat]
                self._served = [*others, job.chat][-MOST_SERVED:]
                self._busy[job.chat] = job
            return job

    def away(self, job: Job) -> float:
        """Return the seconds since a disk or a database first kept a job from its work, by no clock that can be set."""
        return time.monotonic() - self._away.setdefault(job.id, time.monotonic())

    def ended(self, job: Job) -> None:
        """Forget a job."""
        self._away.pop(job.id, None)

    def is_busy(self, chat: str) -> bool:
        """Tell whether a job of the chat is at work."""
        return chat in self._busy

    def over(self, job: Job) -> None:
        """Let the chat have its next job."""
        self._busy.pop(job.chat, None)


class JobWorker:
    """Worker of the job queue, one job at a time. A program has a few, so that a long job of one chat holds up no
    other's: only a few, because these machines have few cores, and chats come first. ``number`` is its own.

    ``ended`` is called after each job's end, ``written`` when there is a message to send.
    """

    def __init__(
        self,
        db: Database,
        organisation: Organisation,
        files: Path,
        ended: Callable[[], None],
        written: Callable[[], None],
        platforms: Mapping[str, Platform],
        turns: Turns,
        number: int = 0,
    ) -> None:
        self._db, self._organisation, self._files = db, organisation, files
        self._ended, self._written, self._platforms = ended, written, platforms
        self._turns = turns
        # No other living worker has this name, so a lease by it from before is a dead process's.
        self._name = f"{socket.gethostname()[:60]}:{os.getpid()}{f'.{number}' if number else ''}"

    async def run(self) -> None:
        """Run until cancelled.

        Jobs that this worker left under way are begun anew, and so are those whose end the database did not record.
        """
        while True:
            try:
                async with self._db.write() as session:
                    await jobs.retry(session, self._name)
                await self._work()
            except Exception as error:
                log_failure(log, "jobs wait", error)
                await asyncio.sleep(LOOK_EVERY)

    async def _work(self) -> None:
        while True:
            self._db.job_queued.clear()
            if job := await self._turns.claim(self._db, self._name):
                try:
                    await self._do(job)
                finally:
                    self._turns.over(job)
            else:
                await wait_for_event(self._db.job_queued, ASK_EVERY)

    async def _do(self, job: Job) -> None:
        if job.attempts > TRIES:
            await self._end(job, JobState.FAILED, {"error": error_id()})
            return
        with tempfile.TemporaryDirectory() as scratch:
            # A child that is stopped in the middle clears nothing away itself.
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "services.jobs.runner",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env={**os.environ, "TMPDIR": scratch},
                start_new_session=True,
            )
            child = Child(process)
            talk = asyncio.create_task(child.talk(self._task(job)))
            platform = self._platforms.get(job.chat.partition(":")[0])
            try:
                async with chat_action.shown(platform, job.chat, SHOWN_AS.get(job.kind, "typing"), after=0):
                    if not await self._finished(job, child, talk):
                        return
                out, errors = talk.result()
            except TimeoutError:
                out, errors = json.dumps(TOO_COSTLY).encode(), b""
            finally:
                talk.cancel()
                if process.returncode is None:
                    _kill(process)
                    await process.wait()
        await self._record_result(job, process.returncode or 0, out, errors)

    def _task(self, job: Job) -> bytes:
        """The task as the child reads it. The database's address holds a password, so it stands in no row."""
        return json.dumps(
            {
                "kind": job.kind,
                "params": job.params,
                "files": str(self._files),
                "language": self._organisation.language,
                "database": self._db.address,
                "office": self._organisation.name,
                "zone": str(self._organisation.zone),
                "now": self._organisation.clock.now().isoformat(),
                "most_bytes": min(platform.capabilities.upload_limit for platform in self._platforms.values()),
            }
        ).encode()

    async def show_waiting(self) -> None:
        """Show typing in the chats whose jobs wait, for others or for a disk or a database, until cancelled."""
        while True:
            await asyncio.sleep(chat_action.EVERY)
            try:
                async with self._db.read() as session:
                    chats = await jobs.chats_waiting(session, MOST_SHOWN)
            except Exception as error:
                log.warning("the jobs that wait can't be looked for", error=type(error).__name__)
                continue
            for chat in chats:
                if not self._turns.is_busy(chat) and (platform := self._platforms.get(chat.partition(":")[0])):
                    await chat_action.show_once(platform, chat, "typing")

    async def _finished(self, job: Job, child: Child, talk: "asyncio.Task[tuple[bytes, bytes]]") -> bool:
        """Wait for the child, renewing the lease and showing its progress. Raises TimeoutError.

        Returns False when the job is no longer this worker's, for instance because its person cancelled it.
        """
        heard = renewed = edited = time.monotonic()
        progress = shown = child.progress
        while True:
            await asyncio.wait([talk], timeout=LOOK_EVERY)
            if talk.done():
                return True
            now = time.monotonic()
            if child.progress != progress:
                heard, progress = now, child.progress
            if now - heard > LONGEST:
                raise TimeoutError
            news = progress if job.shown and progress != shown and now - edited > EDIT_EVERY else None
            if news or now - renewed > RENEW_EVERY:
                renewed = now
                leased = await self._renew(job, news)
                if news:
                    shown, edited = news, now
            else:
                async with self._db.read() as session:
                    leased = await jobs.is_leased(session, job.id, self._name)
            if not leased:
                return False

    async def _renew(self, job: Job, news: tuple[int, int] | None) -> bool:
        """Renew the lease, and show news of the progress. Returns False when the job is no longer this worker's."""
        async with self._db.write() as session:
            leased = await jobs.renew(session, job.id, self._name, steady_seconds())
            if leased and news:
                context = ActionContext(session, self._organisation, job.person_id, self._organisation.clock.now())
                await job_progress.show(context, job.id, *news)
        if news:
            self._written()
        return leased

    async def _record_result(self, job: Job, code: int, out: bytes, errors: bytes) -> None:
        try:
            outcome = json.loads(out)
        except ValueError:
            outcome = {}
        if code == -signal.SIGXCPU:
            outcome = TOO_COSTLY
        if "result" in outcome:
            await self._end(job, JobState.DONE, outcome["result"])
        elif "away" in outcome and self._turns.away(job) < AWAY_FOR:
            log.warning("a job waits for the disk or the database", job=job.id, kind=job.kind, reason=outcome["away"])
            async with self._db.write() as session:
                await jobs.postpone(session, job.id, self._name, steady_seconds() + AWAY_PAUSE)
        elif "refused" in outcome:
            await self._end(job, JobState.FAILED, outcome)
        else:
            number = error_id()
            log.error("a job failed", id=number, job=job.id, kind=job.kind, code=code, errors=errors.decode()[-2000:])
            await self._end(job, JobState.FAILED, {"error": number})

    async def _end(self, job: Job, state: JobState, result: dict[str, Any]) -> None:
        async with self._db.write() as session:
            await jobs.finish(session, job.id, self._name, state, result, self._organisation.clock.now())
        self._turns.ended(job)
        self._ended()
