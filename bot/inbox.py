"""Updates in: each is kept, committed, and only then may the platform forget it."""

import asyncio
import contextlib
import json
import time
from typing import Any

import structlog
from sqlalchemy import bindparam, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.fault_points import reach
from bot.platform import Later, Platform, Rejected, RemoteFile, Slower, Unreachable
from bot.waiting import wait
from domain.incoming import Trouble
from models.database import Database
from models.transit import Inbox, InboxState, StoredFile
from services.office import Office

log = structlog.get_logger()

POLL_SECONDS = 25
FETCH_SECONDS = 60.0
LONGEST_PAUSE = 30.0
MIME_LENGTH = 120
PATIENCE = 2.0
"""Seconds that a button may spin while its chat waits for a file."""


# As the partial index has it, so that only what is open is looked at.
_OPEN = text("inbox.state IN ('fetching', 'ready')")
_FETCHING = (
    select(Inbox.id, Inbox.platform, Inbox.files)
    .where(
        _OPEN,
        Inbox.state == InboxState.FETCHING,
        Inbox.platform.in_(bindparam("platforms", expanding=True)),
        Inbox.id.not_in(bindparam("under_way", expanding=True)),
    )
    .order_by(Inbox.id)
    .limit(16)
)
_HELD_UP_TAPS = select(Inbox.id, Inbox.platform, Inbox.raw).where(
    _OPEN,
    Inbox.state == InboxState.READY,
    Inbox.arrived < bindparam("before"),
    Inbox.platform.in_(bindparam("platforms", expanding=True)),
    Inbox.chat.in_(select(Inbox.chat).where(_OPEN, Inbox.state == InboxState.FETCHING)),
    Inbox.raw.contains('"callback_query"'),
)


class Poller:
    """Asks one platform for updates, for ever.

    After each commit ``arrived`` is set, and ``files_wait`` where files are to be fetched first.
    """

    def __init__(
        self,
        platform: Platform,
        db: Database,
        arrived: asyncio.Event,
        files_wait: asyncio.Event,
        poll_seconds: int = POLL_SECONDS,
    ) -> None:
        self._platform, self._db, self._arrived, self._files_wait = platform, db, arrived, files_wait
        self._poll_seconds = poll_seconds

    async def run(self) -> None:
        """Runs until it is cancelled; a platform that is down only makes it wait."""
        # No offset at first: whatever the platform still holds is asked for anew, and what is known already is a no-op.
        offset: int | None = None
        pause = 1.0
        while True:
            try:
                raws = await self._platform.updates(offset, self._poll_seconds)
                pause = 1.0
            except Slower as slower:
                await asyncio.sleep(slower.seconds)
                continue
            except (Later, Rejected, Unreachable) as later:
                log.warning("no updates", platform=self._platform.name, reason=str(later), wait=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            await self.keep(raws)
            numbers = [number for raw in raws if (number := _number(raw)) is not None]
            # After a quiet week the platform's numbers begin elsewhere, so an offset holds for one call only.
            offset = max(numbers) + 1 if numbers else None

    async def keep(self, raws: list[dict[str, Any]]) -> None:
        """Commits updates; one that was kept before is left as it is."""
        rows = [row for raw in raws if (row := self._row(raw))]
        if not rows:
            return
        reach("before_inbox_commit")
        async with self._db.write() as session:
            await session.execute(_insert(self._db)(Inbox).on_conflict_do_nothing(), rows)
        reach("after_inbox_commit")
        self._arrived.set()
        if any(row["files"] for row in rows):
            self._files_wait.set()

    def _row(self, raw: dict[str, Any]) -> dict[str, Any] | None:
        number = _number(raw)
        if number is None:
            log.error("an update without a number", platform=self._platform.name)
            return None
        row: dict[str, Any] = {
            "platform": self._platform.name,
            "update_id": number,
            "chat": "",
            "album": "",
            "raw": json.dumps(raw, ensure_ascii=False),
            "files": [],
            "state": InboxState.READY,
            "error": "",
            "arrived": time.time(),
        }
        try:
            head = self._platform.head(raw)
        except Exception as error:
            log.error(
                "an update that can't be read", platform=self._platform.name, update=number, kind=type(error).__name__
            )
            return row | {"state": InboxState.UNREADABLE, "error": repr(error)[:500]}
        files = [_remote(file) for file in head.files]
        state = InboxState.FETCHING if files else InboxState.READY
        return row | {"chat": head.chat, "album": head.album, "files": files, "state": state}


def _number(raw: Any) -> int | None:
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) else None


def _remote(file: RemoteFile) -> dict[str, Any]:
    return {"id": file.id, "kind": file.kind, "name": file.name, "mime": file.mime, "size": file.size}


class Fetcher:
    """Brings the files of waiting updates into the store, several at a time; its updates then wait for their round."""

    def __init__(self, platforms: dict[str, Platform], db: Database, office: Office, arrived: asyncio.Event) -> None:
        self._platforms, self._db, self._office, self._arrived = platforms, db, office, arrived
        self.wake = asyncio.Event()
        self._under_way: set[int] = set()
        self._reassured: set[int] = set()

    async def run(self) -> None:
        """Runs until it is cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                self.wake.clear()
                async with self._db.read() as session:
                    known = {"platforms": list(self._platforms), "under_way": list(self._under_way)}
                    waiting = (await session.execute(_FETCHING, known)).all()
                for row_id, platform, files in waiting:
                    self._under_way.add(row_id)
                    group.create_task(self._fetch(row_id, self._platforms[platform], files))
                await self._reassure()
                await wait(self.wake, 1.0)

    async def _reassure(self) -> None:
        """Answers taps that wait behind a file; what they do is still to come."""
        if not self._under_way:
            self._reassured.clear()
            return
        async with self._db.read() as session:
            known = {"before": time.time() - PATIENCE, "platforms": list(self._platforms)}
            taps = (await session.execute(_HELD_UP_TAPS, known)).all()
        for row_id, name, raw in taps:
            if row_id not in self._reassured:
                self._reassured.add(row_id)
                with contextlib.suppress(Later, Slower, Rejected, Unreachable):
                    await self._platforms[name].toast(json.loads(raw)["callback_query"]["id"], "")

    async def _fetch(self, row_id: int, platform: Platform, files: list[dict[str, Any]]) -> None:
        deadline = time.monotonic() + FETCH_SECONDS
        got = [await self._one(platform, file, deadline) for file in files]
        async with self._db.write() as session:
            for file in got:
                if not file.get("trouble"):
                    await self._remember(session, platform.name, file)
            await session.execute(update(Inbox).where(Inbox.id == row_id).values(files=got, state=InboxState.READY))
        self._under_way.discard(row_id)
        self._arrived.set()
        self.wake.set()

    async def _one(self, platform: Platform, file: dict[str, Any], deadline: float) -> dict[str, Any]:
        if file["size"] > platform.can.download_limit:
            return file | {"trouble": Trouble.TOO_BIG, "hash": ""}
        pause = 0.5
        while (left := deadline - time.monotonic()) > 0:
            try:
                data = await platform.fetch(RemoteFile(**file), left)
                digest = await asyncio.to_thread(self._office.store.write, data)
            except Rejected as rejected:
                big = "too big" in str(rejected).lower()
                return file | {"trouble": Trouble.TOO_BIG if big else Trouble.NOT_FETCHED, "hash": ""}
            except (Later, Slower, OSError) as later:
                log.warning("a file is not here yet", platform=platform.name, reason=str(later))
                await asyncio.sleep(min(pause, left))
                pause = min(pause * 2, 5.0)
                continue
            except Exception:
                log.exception("a file was not fetched", platform=platform.name)
                break
            return file | {"hash": digest, "size": len(data)}
        return file | {"trouble": Trouble.NOT_FETCHED, "hash": ""}

    async def _remember(self, session: AsyncSession, platform: str, file: dict[str, Any]) -> None:
        # Two chats may send the same file at once.
        row = {
            "hash": file["hash"],
            "size": file["size"],
            "mime": file["mime"][:MIME_LENGTH],
            "ids": {},
            "stored_at": self._office.clock.now(),
        }
        await session.execute(_insert(self._db)(StoredFile).values(row).on_conflict_do_nothing())
        stored = await session.get_one(StoredFile, file["hash"], with_for_update=True)
        stored.ids = {**stored.ids, f"{platform}:{file['kind']}": file["id"]}


def _insert(db: Database) -> Any:
    """The insert of the database at hand, which can pass over rows that are there."""
    return sqlite.insert if db.sqlite else postgresql.insert
