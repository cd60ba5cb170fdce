"""Fetch the files of updates that wait for them, and answer the taps that wait behind a file."""

import asyncio
import contextlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.event_wait import wait_for_event
from bot.failures import log_failure
from bot.monitoring.health import OUTCOMES, Health
from bot.platforms import chat_action
from bot.platforms.base import Platform, RateLimited, Rejected, RemoteFile, Retryable, TokenRevoked
from domain.chat.incoming import Trouble
from domain.chat.screens import Screen, T
from domain.dates.clock import steady_seconds
from models.database import Database
from services.accounts import daily_files
from services.accounts.daily_files import Left
from services.files.attachments import trouble_with
from services.files.file_store import StoreError, TooLargeError
from services.messaging import outbox
from services.organisation import Organisation
from services.queues import files as stored_files
from services.queues import inbox

log = structlog.get_logger()

FETCH_SECONDS, SLOWEST = 60.0, 2**14
"""The seconds that any file may take, and the bytes a second of a slow line, by which a large one may take longer."""
FILES_AT_ONCE, BYTES_AT_ONCE = 16, 64 * 2**20
"""The most updates whose files are fetched at once, and the most bytes in them: on a slow line too many at once would
all be late.
"""
PATIENCE = 2.0
"""Seconds for which a button may spin while its chat waits for a file."""
TOLD_AFTER = 60.0
"""Seconds for which a full disk keeps a file waiting until its person is told."""


@dataclass(slots=True)
class _Waits:
    """An update whose files wait, since when by no clock that can be set, and whether its person was told."""

    row_id: int
    chat: str
    since: float = field(default_factory=time.monotonic)
    told: bool = False


class FileFetcher:
    """Fetcher of the files of one platform's waiting updates, several at a time; with its files an update is ready.

    ``arrived`` is set for each ready update. Set ``wake`` when there may be more files to fetch.
    """

    def __init__(
        self, platform: Platform, db: Database, organisation: Organisation, arrived: asyncio.Event, health: Health
    ) -> None:
        self._platform, self._db, self._organisation, self._arrived = platform, db, organisation, arrived
        self._health = health
        self.wake = asyncio.Event()
        self._under_way: dict[int, int] = {}
        self._answered_taps: set[int] = set()

    async def run(self) -> None:
        """Run until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                self.wake.clear()
                try:
                    for row_id, chat, files in await self._waiting():
                        size = sum(map(self._expected, files))
                        if self._under_way and sum(self._under_way.values()) + size > BYTES_AT_ONCE:
                            # Smaller files of others pass; this one goes when there is room.
                            continue
                        self._under_way[row_id] = size
                        group.create_task(self._fetch(row_id, chat, files))
                    await self._stop_spinning()
                except Exception as error:
                    log_failure(log, "files can't be looked for", error, platform=self._platform.name)
                await wait_for_event(self.wake, 1.0)

    async def _waiting(self) -> Sequence[tuple[int, str, list[dict[str, Any]]]]:
        """The ids, chats and files of as many waiting updates as may be fetched now."""
        room = FILES_AT_ONCE - len(self._under_way)
        if room <= 0:
            return ()
        async with self._db.read() as session:
            rows = await inbox.waiting_for_files(session, self._platform.name, self._under_way, room)
        return [(row.id, row.chat, row.files) for row in rows]

    def _expected(self, file: dict[str, Any]) -> int:
        """The bytes that a file may bring: what was told, else the limit."""
        limit = self._platform.capabilities.download_limit
        return min(file["size"] or limit, limit)

    async def _stop_spinning(self) -> None:
        """Answer taps that wait behind a file, so that their buttons stop spinning; they are carried out later."""
        if not self._under_way:
            self._answered_taps.clear()
            return
        async with self._db.read() as session:
            taps = await inbox.taps_behind_files(session, self._platform.name, steady_seconds() - PATIENCE)
        for tap in taps:
            if tap.id not in self._answered_taps:
                self._answered_taps.add(tap.id)
                with contextlib.suppress(*OUTCOMES, RateLimited, KeyError, TypeError):
                    await self._platform.toast(json.loads(tap.raw)["callback_query"]["id"], "")

    async def _fetch(self, row_id: int, chat: str, files: list[dict[str, Any]]) -> None:
        try:
            async with chat_action.shown(self._platform, chat, "typing"):
                async with self._db.read() as session:
                    left = await daily_files.left(session, self._organisation, chat, self._organisation.clock.now())
                waits = _Waits(row_id, chat)
                fetched = [await self._fetch_one(file, left, waits) for file in files]
            now = self._organisation.clock.now()
            came = [file for file in fetched if not file.get("trouble")]
            async with self._db.write() as session:
                for file in came:
                    await stored_files.remember_fetched(session, self._platform.name, file, now)
                if came:
                    measure = daily_files.Measure(len(came), sum(file["size"] for file in came))
                    await daily_files.count(session, self._organisation, chat, now, measure)
                await inbox.files_fetched(session, row_id, fetched)
        except Exception as error:
            # The file is fetched again after a pause, and the others go on meanwhile.
            log_failure(log, "a file that was fetched could not be recorded", error, platform=self._platform.name)
            await asyncio.sleep(1.0)
        del self._under_way[row_id]
        self._arrived.set()
        self.wake.set()

    async def _fetch_one(self, file: dict[str, Any], rest: Left, waits: _Waits) -> dict[str, Any]:
        platform, limit = self._platform, self._platform.capabilities.download_limit
        if file["size"] > limit:
            return file | {"trouble": Trouble.TOO_BIG, "hash": ""}
        too_much = Trouble.TOO_MANY if rest.bytes < limit else Trouble.TOO_BIG
        limit = min(limit, rest.bytes)
        if file["size"] > limit or not limit:
            return file | {"trouble": Trouble.TOO_MANY, "hash": ""}
        patience = FETCH_SECONDS + self._expected(file) / SLOWEST
        deadline = time.monotonic() + patience
        pause, reason = 0.5, ""
        while (left := deadline - time.monotonic()) > 0:
            failing = self._health.failing(platform.name)
            try:
                with self._organisation.store.begin(limit) as partial:
                    await platform.fetch(RemoteFile(**file), left, partial.write)
                    if trouble := await asyncio.to_thread(trouble_with, file["name"], partial.written()):
                        return file | {"trouble": trouble, "hash": ""}
                    digest = await asyncio.to_thread(partial.keep)
            except TooLargeError:
                return file | {"trouble": too_much, "hash": ""}
            except Rejected as rejected:
                if "too big" in str(rejected).lower():
                    return file | {"trouble": Trouble.TOO_BIG, "hash": ""}
                return self._given_up(file, f"refused: {rejected}")
            except (Retryable, TokenRevoked, RateLimited, OSError, StoreError) as failure:
                reason = str(failure) or type(failure).__name__
                log.warning("a file is not here yet", platform=platform.name, reason=reason)
                if isinstance(failure, StoreError):
                    await self._tell(waits)
                await asyncio.sleep(min(pause, left))
                pause = min(pause * 2, 5.0)
                # An outage of the platform or of the disk takes no time off a file's: it gets all of it afterwards.
                away = failing or isinstance(failure, StoreError)
                deadline = time.monotonic() + patience if away else deadline
                continue
            except Exception as error:
                log.exception("a file was not fetched", platform=platform.name)
                return self._given_up(file, type(error).__name__)
            rest.take(partial.size)
            return file | {"hash": digest, "size": partial.size}
        return self._given_up(file, f"late: {reason}")

    async def _tell(self, waits: _Waits) -> None:
        """Tell the person once that the disk has kept their file waiting for a while, and all that they sent after it.

        On a disk without any room for the database the next try tells it.
        """
        if waits.told or time.monotonic() - waits.since < TOLD_AFTER:
            return
        now = self._organisation.clock.now()
        message = outbox.row(
            Screen(T("sent_file.waits")), now, chat=waits.chat, dedupe_key=f"file_waits:{waits.row_id}"
        )
        try:
            async with self._db.write() as session:
                await outbox.write(session, [message])
        except Exception as error:
            log.warning("nobody is told that a file waits", platform=self._platform.name, error=type(error).__name__)
        else:
            waits.told = True

    def _given_up(self, file: dict[str, Any], reason: str) -> dict[str, Any]:
        """Say in the log why the person is asked to send the file again."""
        log.warning("a file is given up", platform=self._platform.name, kind=reason.partition(":")[0], reason=reason)
        return file | {"trouble": Trouble.NOT_FETCHED, "hash": ""}
