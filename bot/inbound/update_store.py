"""Store of one platform's raw updates, which a poller hands over, and a webhook could."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import structlog

from bot.failpoints import failpoint
from bot.platforms.base import Platform, RemoteFile
from domain import json_text
from models.database import Database
from services.isolation import kind_of
from services.queues import inbox

log = structlog.get_logger()


class UpdateStore:
    """Store of one platform's raw updates; once they are committed, the platform may forget them.

    After each commit ``arrived`` is set, and ``files_wait`` where files are to be fetched first.
    """

    def __init__(self, platform: Platform, db: Database, arrived: asyncio.Event, files_wait: asyncio.Event) -> None:
        self._platform, self._db, self._arrived, self._files_wait = platform, db, arrived, files_wait
        self._highest: int | None = None
        self._last: set[int] = set()

    async def store(self, raws: Sequence[Any]) -> bool:
        """Commit updates; one stored before is left as it is. Returns True if any was not in the last call."""
        updates = [self._read(raw) for raw in raws]
        if not updates:
            return False
        failpoint("before_inbox_commit")
        async with self._db.write() as session:
            if self._highest is None:
                self._highest = await inbox.highest_number(session, self._platform.name)
            await inbox.store(session, self._platform.name, updates, self._highest)
        failpoint("after_inbox_commit")
        numbers = {update.number for update in updates}
        news = not numbers <= self._last
        # A platform's numbers may begin anew below those of an earlier week, so the highest ever counts.
        self._highest, self._last = max(self._highest, *numbers), numbers
        self._arrived.set()
        if any(update.files for update in updates):
            self._files_wait.set()
        return news

    def _read(self, raw: Any) -> inbox.Update:
        """Read the columns of an update's row; an update that can't be read is stored all the same, with its error."""
        text = json_text.dumps(raw)
        if "\\ud" in text:
            # No database stores half a surrogate pair, which the JSON has as an escape.
            text = json.dumps(raw, ensure_ascii=False).encode(errors="replace").decode()
            raw = json.loads(text)
        number = number_of(raw)
        stored_as = inbox.made_up(text) if number is None else number
        try:
            head = self._platform.head(raw)
            if number is None or len(head.chat) > inbox.LONGEST_NAME:
                raise ValueError("an update without a number, or of a chat that can't be")
        except Exception as error:
            # An update without a number can't be confirmed: each poll brings it until the platform drops it, and one
            # line in the log is enough.
            if stored_as not in self._last:
                log.error(
                    "an update that can't be read",
                    platform=self._platform.name,
                    update=stored_as,
                    kind=type(error).__name__,
                )
            return inbox.Update(stored_as, text, error=kind_of(error))
        return inbox.Update(stored_as, text, head.chat, head.album, [_remote(file) for file in head.files])


def number_of(raw: Any) -> int | None:
    """The platform's number of an update, None when it has none that fits its column."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    good = isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 2**63 - 1
    return number if good else None


def _remote(file: RemoteFile) -> dict[str, Any]:
    return {"id": file.id, "kind": file.kind, "name": file.name, "mime": file.mime, "size": file.size}
