"""Backups that Dabir makes by itself: due at an hour, made by a child process, and told of where they fail."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from bot.backups import child
from bot.backups.archive import Sources, clear_away, expire
from bot.backups.database_dump import BackupError
from bot.failures import log_failure
from bot.monitoring import metrics
from bot.settings.backup import Backup
from domain.chat.screens import Screen, T
from domain.dates.clock import within
from models.database import Database
from services import facts
from services.accounts import owner_alerts
from services.organisation import Organisation

log = structlog.get_logger()

LOOK_EVERY = 60.0
"""Seconds between two looks at whether a backup is due."""
RETRY = timedelta(hours=1)
"""The time after which one that failed is tried again."""
TOLD_AGAIN = timedelta(days=1)
"""The time after which owners are told again of backups that still fail."""
LONGEST, ENDED_WITHIN = 43_200.0, 10.0
"""Seconds that a backup may take, as on a network folder that answers no more, and those for its process to end."""
FACT = "backup"
"""The fact about scheduled backups: ``at``, ``name`` and ``size`` of the last; ``failed`` with the reason, ``tried``
and ``told``, the moments of the last try and of the last notice.
"""


@dataclass(frozen=True, slots=True)
class BackupState:
    """The last scheduled backup, and the failure since then, "" for none; ``late`` when one is overdue by a day."""

    at: datetime | None = None
    name: str = ""
    size: int = 0
    failed: str = ""
    late: bool = False


def state(fact: dict[str, Any] | None, settings: Backup, now: datetime) -> BackupState:
    """Read the stored fact."""
    kept = fact or {}
    at = datetime.fromisoformat(kept["at"]) if kept.get("at") else None
    late = at is not None and now - at > timedelta(days=settings.every_days + 1)
    return BackupState(at, kept.get("name", ""), kept.get("size", 0), kept.get("failed", ""), late)


class BackupSchedule:
    """The schedule of one organisation's backups. None is made while ``trusted`` returns False for the clock.

    ``written`` is called when a message to the owners waits to be sent.
    """

    def __init__(
        self,
        db: Database,
        organisation: Organisation,
        settings: Backup,
        sources: Sources,
        written: Callable[[], None],
        trusted: Callable[[], bool] = lambda: True,
    ) -> None:
        self._db, self._organisation, self._settings, self._sources = db, organisation, settings, sources
        self._written, self._trusted = written, trusted

    async def run(self) -> None:
        """Run until cancelled; return at once where no folder is set."""
        while self._settings.folder:
            try:
                await self.make_if_due()
            except Exception as error:
                log_failure(log, "nobody knows whether a backup is due", error)
            await asyncio.sleep(LOOK_EVERY)

    async def make_if_due(self) -> bool:
        """Make a backup when one is due, and delete those that are too old; returns True when one was made."""
        now, folder = self._organisation.clock.now(), self._settings.folder
        async with self._db.read() as session:
            kept = await facts.get(session, FACT) or {}
        self._measure(kept)
        if folder is None or not self._trusted() or not self._is_due(kept, now):
            return False
        try:
            path = await self._make(folder, now)
            size = await asyncio.to_thread(lambda: path.stat().st_size)
        except (BackupError, OSError) as error:
            log.error("a backup failed", reason=str(error))
            await self._note(kept | {"failed": str(error), "tried": now.isoformat()}, kept)
            return False
        log.info("a backup was made", name=path.name, size=size)
        await self._note({"at": now.isoformat(), "name": path.name, "size": size}, kept)
        try:
            gone = await asyncio.to_thread(self._clear, folder, now)
        except OSError as error:
            log.warning("old backups were not deleted", reason=error.strerror)
        else:
            log.info("old backups were deleted", names=gone)
        return True

    def _is_due(self, kept: dict[str, Any], now: datetime) -> bool:
        if (tried := kept.get("tried")) and within(RETRY, datetime.fromisoformat(tried), now):
            return False
        if not kept.get("at"):
            return True
        local = now.astimezone(self._organisation.zone)
        planned = local.date() - timedelta(days=local.time() < self._settings.hour)
        last = datetime.fromisoformat(kept["at"]).astimezone(self._organisation.zone)
        # One that was made before the hour is that of the day before.
        made = last.date() - timedelta(days=last.time() < self._settings.hour)
        return planned >= made + timedelta(days=self._settings.every_days)

    async def _make(self, folder: Path, now: datetime) -> Path:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            child.__name__,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        try:
            async with asyncio.timeout(LONGEST):
                task = child.task(self._sources, folder, self._settings.recipients, now)
                said, errors = await process.communicate(task)
        except TimeoutError:
            raise BackupError(f"It was not done within {LONGEST / 3600:.0f} hours, and was ended.") from None
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    # pg_dump goes with it.
                    os.killpg(process.pid, signal.SIGKILL)
                with suppress(TimeoutError):
                    # One that waits for a dead disk ends when that answers.
                    await asyncio.wait_for(process.wait(), ENDED_WITHIN)
        if process.returncode:
            log.warning("a backup's process ended", status=process.returncode, errors=errors.decode()[-2000:])
            raise BackupError(said.decode() or f"Its process ended with {process.returncode}.")
        return Path(said.decode())

    def _clear(self, folder: Path, now: datetime) -> list[str]:
        for place in {folder, self._sources.files}:
            clear_away(place, now)
        return expire(folder, self._settings.keep_days, now)

    async def _note(self, fact: dict[str, Any], before: dict[str, Any]) -> None:
        """Keep what became of a backup; the owners hear of a failure once a day, and of the success after one."""
        words, told = None, before.get("told")
        if fact.get("failed") and not (told and within(TOLD_AGAIN, datetime.fromisoformat(told), self._now())):
            words = T("outage.backup_failed", reason=fact["failed"])
            fact = fact | {"told": self._now().isoformat()}
        elif before.get("failed") and not fact.get("failed"):
            words = T("outage.backup_made", name=fact["name"])
        async with self._db.write() as session:
            await facts.put(session, FACT, fact)
            if words:
                await owner_alerts.tell(session, self._organisation, Screen(words), group_key=FACT)
        self._measure(fact)
        self._written()

    def _now(self) -> datetime:
        return self._organisation.clock.now()

    def _measure(self, fact: dict[str, Any]) -> None:
        found = state(fact, self._settings, self._organisation.clock.now())
        metrics.BACKUP_FAILED.set(bool(found.failed) or found.late)
        if found.at:
            metrics.LAST_BACKUP.set(found.at.timestamp())
