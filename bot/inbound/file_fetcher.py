"""Updates in: each is kept, committed, and only then may the platform forget it."""

import asyncio
import contextlib
import json
import math
import time
from collections.abc import Sequence
from functools import partial
from hashlib import blake2b
from typing import Any

import structlog
from sqlalchemy import bindparam, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.event_wait import wait_for_event
from bot.failpoints import failpoint
from bot.monitoring.health import OUTCOMES, Health, retry_until_answered
from bot.platforms.base import Platform, RateLimited, Rejected, RemoteFile, Retryable, TokenRevoked
from domain.chat.incoming import Trouble
from models.database import Database
from models.queues import Inbox, InboxState, StoredFile
from services.organisation import Organisation

log = structlog.get_logger()

POLL_SECONDS = 25
FETCH_SECONDS = 60.0
FILES_AT_ONCE = 16
MIME_LENGTH = 120
LONGEST_NAME = 40
"""Letters of a chat's or an album's name: as many as its column takes."""
BREATH = 0.5
"""Seconds between two calls for updates that brought nothing and came at once."""
PATIENCE = 2.0
"""Seconds that a button may spin while its chat waits for a file."""


# As the partial index has it, so that only what is open is looked at.
_OPEN = text("inbox.state IN ('fetching', 'ready')")
_FETCHING = (
    select(Inbox.id, Inbox.files)
    .where(
        _OPEN,
        Inbox.state == InboxState.FETCHING,
        Inbox.platform == bindparam("platform"),
        Inbox.id.not_in(bindparam("under_way", expanding=True)),
    )
    .order_by(Inbox.id)
    .limit(bindparam("most"))
)
_HELD_UP_TAPS = select(Inbox.id, Inbox.raw).where(
    _OPEN,
    Inbox.state == InboxState.READY,
    Inbox.arrived < bindparam("before"),
    Inbox.platform == bindparam("platform"),
    Inbox.chat.in_(select(Inbox.chat).where(_OPEN, Inbox.state == InboxState.FETCHING)),
    Inbox.raw.contains('"callback_query"'),
)
_KEPT = select(Inbox.update_id, Inbox.raw).where(
    Inbox.platform == bindparam("platform"), Inbox.update_id.in_(bindparam("numbers", expanding=True))
)
_NAMES = ("id", "message_id", "date", "edit_date")
"""The fields of an update that no other update of its kind has alike."""


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
        health: Health,
        poll_seconds: int = POLL_SECONDS,
    ) -> None:
        self._platform, self._db, self._arrived, self._files_wait = platform, db, arrived, files_wait
        self._health, self._poll_seconds = health, poll_seconds
        self._highest = math.inf
        self._last: set[int] = set()

    async def run(self) -> None:
        """Runs until it is cancelled; a platform that is down only makes it wait."""
        # No offset at first: whatever the platform still holds is asked for anew, and what is known already is a no-op.
        offset: int | None = None
        while True:
            asked = time.monotonic()
            raws = await retry_until_answered(self._platform.name, self._health, partial(self._ask, offset))
            try:
                news = await self.keep(raws)
            except Exception:
                # A database that is not there need not say so by an error of its library.
                log.exception("updates could not be kept", platform=self._platform.name)
                await asyncio.sleep(BREATH)
                continue
            numbers = [number for raw in raws if (number := _number(raw)) is not None]
            # After a quiet week the platform's numbers begin elsewhere, so an offset holds for one call only.
            offset = max(numbers) + 1 if numbers else None
            # A server that does not wait, or gives the same again and again, is not to be asked in a whirl.
            if not news and self._poll_seconds and time.monotonic() - asked < BREATH:
                await asyncio.sleep(BREATH)

    async def _ask(self, offset: int | None) -> list[dict[str, Any]]:
        seconds = self._poll_seconds
        if self._health.failing(self._platform.name):
            # Only of the bot itself can it be asked everywhere whether its token holds.
            await self._platform.meet()
            # That it answers again is to be known now, and not when somebody writes.
            seconds = 0
        return await self._platform.updates(offset, seconds)

    async def keep(self, raws: Sequence[Any]) -> bool:
        """Commits updates; one kept before is left as it is. Returns whether any was not of the last call's."""
        rows = [self._row(raw) for raw in raws]
        if not rows:
            return False
        numbers = {row["update_id"] for row in rows}
        failpoint("before_inbox_commit")
        async with self._db.write() as session:
            if min(numbers) <= self._highest:
                await self._tell_apart(session, rows)
            await session.execute(_insert(self._db)(Inbox).on_conflict_do_nothing(), rows)
        failpoint("after_inbox_commit")
        news = not numbers <= self._last
        self._highest, self._last = max(numbers), numbers
        self._arrived.set()
        if any(row["files"] for row in rows):
            self._files_wait.set()
        return news

    async def _tell_apart(self, session: AsyncSession, rows: list[dict[str, Any]]) -> None:
        """A platform that lost count gives another update a number that was there: it gets one of ours."""
        known = {"platform": self._platform.name, "numbers": [row["update_id"] for row in rows]}
        kept = {number: json.loads(raw) for number, raw in (await session.execute(_KEPT, known)).all()}
        for row in rows:
            number = row["update_id"]
            if number in kept and _essence(kept[number]) != _essence(json.loads(row["raw"])):
                log.warning("another update with a number that was there", platform=row["platform"], update=number)
                row["update_id"] = _made_up(row["raw"])

    def _row(self, raw: Any) -> dict[str, Any]:
        text = json.dumps(raw, ensure_ascii=False)
        try:
            text.encode()
        except UnicodeEncodeError:
            # Half a letter, which no database takes.
            text = text.encode(errors="replace").decode()
            raw = json.loads(text)
        number = _number(raw)
        row: dict[str, Any] = {
            "platform": self._platform.name,
            "update_id": _made_up(text) if number is None else number,
            "chat": "",
            "album": "",
            "raw": text,
            "files": [],
            "state": InboxState.READY,
            "error": "",
            "arrived": time.time(),
        }
        try:
            head = self._platform.head(raw)
            if number is None or len(head.chat) > LONGEST_NAME:
                raise ValueError("an update without a number, or of a chat that can't be")
        except Exception as error:
            # Without a number it can't be confirmed: it comes with every answer until the platform drops it.
            if row["update_id"] not in self._last:
                log.error(
                    "an update that can't be read",
                    platform=self._platform.name,
                    update=row["update_id"],
                    kind=type(error).__name__,
                )
            return row | {"state": InboxState.UNREADABLE, "error": repr(error)[:500]}
        files = [_remote(file) for file in head.files]
        state = InboxState.FETCHING if files else InboxState.READY
        return row | {"chat": head.chat, "album": head.album[:LONGEST_NAME], "files": files, "state": state}


def _number(raw: Any) -> int | None:
    number = raw.get("update_id") if isinstance(raw, dict) else None
    good = isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 2**63 - 1
    return number if good else None


def _made_up(raw: str) -> int:
    """A number that no platform gives, the same for the same update."""
    return -1 - int.from_bytes(blake2b(raw.encode(), digest_size=7).digest())


def _essence(raw: Any) -> Any:
    """What two deliveries of one update have in common, whatever else has changed between them."""
    if not isinstance(raw, dict):
        return raw
    return {
        kind: {name: thing.get(name) for name in _NAMES} if isinstance(thing, dict) else thing
        for kind, thing in raw.items()
        if kind != "update_id"
    }


def _remote(file: RemoteFile) -> dict[str, Any]:
    return {"id": file.id, "kind": file.kind, "name": file.name, "mime": file.mime, "size": file.size}


class Fetcher:
    """Brings the files of one platform's waiting updates into the store, several at a time; its updates then wait for
    their round.
    """

    def __init__(
        self, platform: Platform, db: Database, organisation: Organisation, arrived: asyncio.Event, health: Health
    ) -> None:
        self._platform, self._db, self._organisation, self._arrived = platform, db, organisation, arrived
        self._health = health
        self.wake = asyncio.Event()
        self._under_way: set[int] = set()
        self._reassured: set[int] = set()

    async def run(self) -> None:
        """Runs until it is cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                self.wake.clear()
                try:
                    for row_id, files in await self._waiting():
                        self._under_way.add(row_id)
                        group.create_task(self._fetch(row_id, files))
                    await self._reassure()
                except Exception:
                    log.exception("files can't be looked for", platform=self._platform.name)
                await wait_for_event(self.wake, 1.0)

    async def _waiting(self) -> Sequence[Any]:
        known = {"platform": self._platform.name, "under_way": list(self._under_way)}
        room = FILES_AT_ONCE - len(self._under_way)
        if room <= 0:
            return ()
        async with self._db.read() as session:
            return (await session.execute(_FETCHING, {**known, "most": room})).all()

    async def _reassure(self) -> None:
        """Answers taps that wait behind a file; what they do is still to come."""
        if not self._under_way:
            self._reassured.clear()
            return
        async with self._db.read() as session:
            known = {"before": time.time() - PATIENCE, "platform": self._platform.name}
            taps = (await session.execute(_HELD_UP_TAPS, known)).all()
        for row_id, raw in taps:
            if row_id not in self._reassured:
                self._reassured.add(row_id)
                with contextlib.suppress(*OUTCOMES, RateLimited, KeyError, TypeError):
                    await self._platform.toast(json.loads(raw)["callback_query"]["id"], "")

    async def _fetch(self, row_id: int, files: list[dict[str, Any]]) -> None:
        deadline = time.monotonic() + FETCH_SECONDS
        try:
            got = [await self._one(file, deadline) for file in files]
            async with self._db.write() as session:
                for file in got:
                    if not file.get("trouble"):
                        await self._remember(session, file)
                await session.execute(update(Inbox).where(Inbox.id == row_id).values(files=got, state=InboxState.READY))
        except Exception:
            # It is fetched again: nobody else is to stop for it.
            log.exception("a file that was fetched could not be recorded", platform=self._platform.name)
            await asyncio.sleep(1.0)
        self._under_way.discard(row_id)
        self._arrived.set()
        self.wake.set()

    async def _one(self, file: dict[str, Any], deadline: float) -> dict[str, Any]:
        platform = self._platform
        if file["size"] > platform.can.download_limit:
            return file | {"trouble": Trouble.TOO_BIG, "hash": ""}
        pause = 0.5
        while (left := deadline - time.monotonic()) > 0:
            away = self._health.failing(platform.name)
            try:
                data = await platform.fetch(RemoteFile(**file), left)
                digest = await asyncio.to_thread(self._organisation.store.write, data)
            except Rejected as rejected:
                big = "too big" in str(rejected).lower()
                return file | {"trouble": Trouble.TOO_BIG if big else Trouble.NOT_FETCHED, "hash": ""}
            except (Retryable, TokenRevoked, RateLimited, OSError) as later:
                log.warning("a file is not here yet", platform=platform.name, reason=str(later))
                await asyncio.sleep(min(pause, left))
                pause = min(pause * 2, 5.0)
                # A platform that gives nobody an answer takes no time off a file's: it has all of it once that is over.
                deadline = time.monotonic() + FETCH_SECONDS if away else deadline
                continue
            except Exception:
                log.exception("a file was not fetched", platform=platform.name)
                break
            return file | {"hash": digest, "size": len(data)}
        return file | {"trouble": Trouble.NOT_FETCHED, "hash": ""}

    async def _remember(self, session: AsyncSession, file: dict[str, Any]) -> None:
        # Two chats may send the same file at once.
        row = {
            "hash": file["hash"],
            "size": file["size"],
            "mime": file["mime"][:MIME_LENGTH],
            "ids": {},
            "stored_at": self._organisation.clock.now(),
        }
        await session.execute(_insert(self._db)(StoredFile).values(row).on_conflict_do_nothing())
        stored = await session.get_one(StoredFile, file["hash"], with_for_update=True)
        stored.ids = {**stored.ids, f"{self._platform.name}:{file['kind']}": file["id"]}


def _insert(db: Database) -> Any:
    """The insert of the database at hand, which can pass over rows that are there."""
    return sqlite.insert if db.sqlite else postgresql.insert
