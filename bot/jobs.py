"""Does long work off the loop, in one child process a job; its chat hears of the end through the inbox."""

import asyncio
import contextlib
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import structlog

from bot.monitoring.health import OUTCOMES
from bot.platforms.base import Platform, RateLimited
from bot.settings.logs import error_id
from models.database import Database
from models.queues import Job, JobState
from services.organisation import Organisation
from services.queues import jobs

log = structlog.get_logger()

LONGEST = 120.0
"""Seconds that a job may take."""
TRIES = 3
"""Times that a job is begun when the program ended under it."""
LOOK_EVERY = 0.5
RENEW_EVERY = jobs.LEASE / 4
"""Seconds between two renewals of the lease of the job at work."""
SHOWN_AS = {
    "sheet.write": "upload_document",
    "roster.template": "upload_document",
    "roster.links": "upload_document",
    "status_picture": "upload_photo",
}
"""The action that a waiting chat is shown, by the kind of work: its file is on the way, or else an answer is."""
SHOW_EVERY = 4.0
"""Seconds after which a client forgets it."""


class JobWorker:
    """Runs what waits, one at a time: these machines have few cores, and chats come first.

    ``ended`` is called after each end of a job.
    """

    def __init__(
        self,
        db: Database,
        organisation: Organisation,
        files: Path,
        ended: Callable[[], None],
        platforms: Mapping[str, Platform],
    ) -> None:
        self._db, self._organisation, self._files = db, organisation, files
        self._ended, self._platforms = ended, platforms
        # Nobody else has this name as long as this process lives; who had it before is dead.
        self._name = f"{socket.gethostname()[:60]}:{os.getpid()}"

    async def run(self) -> None:
        """Runs until it is cancelled. What this worker left under way is begun anew, and so is what could not be
        recorded because the database was away.
        """
        while True:
            try:
                async with self._db.write() as session:
                    await jobs.retry(session, self._name)
                await self._work()
            except Exception:
                log.exception("jobs wait")
                await asyncio.sleep(LOOK_EVERY)

    async def _work(self) -> None:
        while True:
            job = await jobs.claim(self._db, self._name, time.time())
            if job is None:
                await asyncio.sleep(LOOK_EVERY)
                continue
            await self._do(job)

    async def _do(self, job: Job) -> None:
        if job.attempts > TRIES:
            await self._end(job, JobState.FAILED, {"error": error_id()})
            return
        task = json.dumps(
            {"kind": job.kind, "params": job.params, "files": str(self._files), "language": self._organisation.language}
        )
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "services.jobs.runner",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        talk = asyncio.create_task(child.communicate(task.encode()))
        showing = asyncio.create_task(self._show(job))
        try:
            if not await self._finished(job, talk):
                return
            out, errors = talk.result()
        except TimeoutError:
            out, errors = b"", b"it took too long"
        finally:
            talk.cancel()
            showing.cancel()
            if child.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    child.kill()
                await child.wait()
        await self._judge(job, child.returncode or 0, out, errors)

    async def _show(self, job: Job) -> None:
        """Show the chat that its work is under way; nothing depends on it."""
        platform = self._platforms.get(job.chat.partition(":")[0])
        while platform:
            with contextlib.suppress(*OUTCOMES, RateLimited):
                await platform.act(job.chat, SHOWN_AS.get(job.kind, "typing"))
            await asyncio.sleep(SHOW_EVERY)

    async def _finished(self, job: Job, talk: "asyncio.Task[tuple[bytes, bytes]]") -> bool:
        """Wait for the child, renewing the lease. False when the job is no longer this worker's, as when its person
        cancelled it. Raises TimeoutError.
        """
        end = time.monotonic() + LONGEST
        renewed = time.monotonic()
        while True:
            await asyncio.wait([talk], timeout=LOOK_EVERY)
            if talk.done():
                return True
            if time.monotonic() > end:
                raise TimeoutError
            if time.monotonic() - renewed > RENEW_EVERY:
                renewed = time.monotonic()
                async with self._db.write() as session:
                    held = await jobs.renew(session, job.id, self._name, time.time())
            else:
                async with self._db.read() as session:
                    held = await jobs.is_held(session, job.id, self._name)
            if not held:
                return False

    async def _judge(self, job: Job, code: int, out: bytes, errors: bytes) -> None:
        try:
            outcome = json.loads(out)
        except ValueError:
            outcome = {}
        if "result" in outcome:
            await self._end(job, JobState.DONE, outcome["result"])
        elif "refused" in outcome:
            await self._end(job, JobState.FAILED, outcome)
        else:
            number = error_id()
            log.error("a job failed", id=number, job=job.id, kind=job.kind, code=code, errors=errors.decode()[-2000:])
            await self._end(job, JobState.FAILED, {"error": number})

    async def _end(self, job: Job, state: JobState, result: dict[str, Any]) -> None:
        async with self._db.write() as session:
            await jobs.finish(session, job.id, self._name, state, result, self._organisation.clock.now())
        self._ended()
