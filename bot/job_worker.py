"""Job worker: long work off the event loop, in a child process per job; the inbox brings its end to the chat."""

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
"""The most seconds that a job may take."""
TRIES = 3
"""The most times that a job is begun, when the program ended under it each time."""
LOOK_EVERY = 0.5
RENEW_EVERY = jobs.LEASE / 4
"""Seconds between two renewals of the lease of the job at work."""
SHOWN_AS = {
    "sheet.write": "upload_document",
    "roster.template": "upload_document",
    "roster.links": "upload_document",
    "template.check": "upload_document",
    "status_picture": "upload_photo",
}
"""The chat actions of the jobs that send a file, by kind; every other job shows typing."""
SHOW_EVERY = 4.0
"""Seconds between two chat actions, for clients soon stop showing one."""


class JobWorker:
    """Worker of the job queue, one job at a time: these machines have few cores, and chats come first.

    ``ended`` is called after each job's end.
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
        # No other living process has this name, so a lease by it from before is a dead process's.
        self._name = f"{socket.gethostname()[:60]}:{os.getpid()}"

    async def run(self) -> None:
        """Run until cancelled.

        Jobs that this worker left under way are begun anew, and so are those whose end the database did not record.
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
        communication = asyncio.create_task(child.communicate(task.encode()))
        showing = asyncio.create_task(self._show(job))
        try:
            if not await self._finished(job, communication):
                return
            out, errors = communication.result()
        except TimeoutError:
            out, errors = b"", b"it took too long"
        finally:
            communication.cancel()
            showing.cancel()
            if child.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    child.kill()
                await child.wait()
        await self._record_result(job, child.returncode or 0, out, errors)

    async def _show(self, job: Job) -> None:
        """Show the chat that its job is under way; a failure of this is of no consequence."""
        platform = self._platforms.get(job.chat.partition(":")[0])
        while platform:
            with contextlib.suppress(*OUTCOMES, RateLimited):
                await platform.act(job.chat, SHOWN_AS.get(job.kind, "typing"))
            await asyncio.sleep(SHOW_EVERY)

    async def _finished(self, job: Job, communication: "asyncio.Task[tuple[bytes, bytes]]") -> bool:
        """Wait for the child, renewing the lease. Raises TimeoutError.

        Returns False when the job is no longer this worker's, for instance because its person cancelled it.
        """
        end = time.monotonic() + LONGEST
        renewed = time.monotonic()
        while True:
            await asyncio.wait([communication], timeout=LOOK_EVERY)
            if communication.done():
                return True
            if time.monotonic() > end:
                raise TimeoutError
            if time.monotonic() - renewed > RENEW_EVERY:
                renewed = time.monotonic()
                async with self._db.write() as session:
                    leased = await jobs.renew(session, job.id, self._name, time.time())
            else:
                async with self._db.read() as session:
                    leased = await jobs.is_leased(session, job.id, self._name)
            if not leased:
                return False

    async def _record_result(self, job: Job, code: int, out: bytes, errors: bytes) -> None:
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
