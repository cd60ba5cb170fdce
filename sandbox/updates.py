"""The queue of updates: each stays until a getUpdates call confirms it by a higher offset."""

import asyncio
import json
import time
from collections import deque
from itertools import islice
from typing import Any

from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.refusals import other_poller
from sandbox.store import Numbers, Store

Update = dict[str, Any]
_ONLY_WHEN_ASKED = {"chat_member", "message_reaction", "message_reaction_count"}


class Updates:
    """In order of their ids, in memory and in the store."""

    def __init__(self, store: Store, faults: Faults, events: Events) -> None:
        self._store = store
        self._faults = faults
        self._events = events
        self._queue = deque(store.updates())
        # A bot that knew an earlier sandbox must not take new updates for old ones.
        self._numbers = Numbers(store, "next_update_id", first=int(time.time()))
        self._allowed: list[str] = json.loads(store.value("allowed_updates") or "[]")
        self._waiting: asyncio.Future[bool] | None = None

    def __len__(self) -> int:
        return len(self._queue)

    def put(self, kind: str, payload: dict[str, Any]) -> None:
        """Queues an update, unless its kind was not asked for."""
        if kind not in self._allowed if self._allowed else kind in _ONLY_WHEN_ASKED:
            return
        if self._faults.take("getUpdates", None, ("malformed_update",)):
            self._append({kind: {"message_id": "?", "text": []}})
        self._append({kind: payload})
        self._wake(newer_poller=False)

    def allow(self, kinds: list[str]) -> None:
        """Which kinds to queue from now on; an empty list means the usual ones."""
        if kinds != self._allowed:
            self._allowed = kinds
            self._store.keep_value("allowed_updates", json.dumps(kinds))

    def forget_all(self) -> None:
        """What drop_pending_updates asks for."""
        if self._queue:
            self._confirm(self._queue[-1]["update_id"] + 1)

    async def take(self, offset: int, limit: int, patience: float) -> list[Update]:
        """At most `limit` updates from `offset` on, waiting up to `patience` seconds for the first.

        Raises RefusedError 409 when another call comes meanwhile.
        """
        self._wake(newer_poller=True)
        if offset < 0:
            offset = self._queue[max(offset, -len(self._queue))]["update_id"] if self._queue else 0
        confirmed = self._confirm(offset)
        if not self._queue and patience > 0:
            self._waiting = asyncio.get_running_loop().create_future()
            waiting = self._waiting
            try:
                async with asyncio.timeout(patience):
                    if await waiting:
                        raise other_poller()
            except TimeoutError:
                pass
            finally:
                if self._waiting is waiting:
                    self._waiting = None
        updates = list(islice(self._queue, limit))
        if updates and self._faults.take("getUpdates", None, ("duplicate_update",)):
            updates.insert(0, confirmed or updates[0])
        return updates

    def stop(self) -> None:
        """Lets a waiting call answer with nothing."""
        self._wake(newer_poller=False)

    def _append(self, content: dict[str, Any]) -> None:
        update: Update = {"update_id": self._numbers.take(), **content}
        self._queue.append(update)
        self._store.keep_update(update)

    def _confirm(self, offset: int) -> Update | None:
        """Forgets what is below the offset and returns the last of it."""
        last = None
        while self._queue and self._queue[0]["update_id"] < offset:
            last = self._queue.popleft()
        if last is not None:
            self._store.forget_updates(offset)
            self._events.wake()
        return last

    def _wake(self, newer_poller: bool) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(newer_poller)
