"""The queue of updates: each stays until a getUpdates call confirms it by a higher offset."""

import asyncio
import json
from bisect import bisect_left
from collections import deque
from itertools import islice
from typing import Any

from sandbox.protocol.errors import other_poller
from sandbox.protocol.platform_rules import PlatformRules
from sandbox.world.clock import Clock
from sandbox.world.events import PlatformEvents
from sandbox.world.faults import Faults
from sandbox.world.store import IdSequence, Store

Update = dict[str, Any]
_ONLY_WHEN_ASKED = {"chat_member", "message_reaction", "message_reaction_count"}


class UpdateQueue:
    """The updates that the bot has not confirmed, in order of their ids, in memory and in the store."""

    def __init__(
        self, store: Store, faults: Faults, events: PlatformEvents, clock: Clock, rules: PlatformRules
    ) -> None:
        self._store = store
        self._clock = clock
        self._rules = rules
        self._faults = faults
        self._events = events
        self._queue = deque(store.updates())
        self._since = deque([clock.timestamp()] * len(self._queue))  # of each update in the queue
        self._ids = IdSequence(store, "next_update_id", first=rules.first_update_id)
        self._allowed: list[str] = json.loads(store.value("allowed_updates") or "[]")
        self._waiting: asyncio.Future[bool] | None = None

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def awaited(self) -> bool:
        """True while a getUpdates call waits for the next update."""
        return self._waiting is not None

    def put(self, kind: str, payload: dict[str, Any]) -> None:
        """Queue an update, unless the platform has none of its kind or the bot did not allow it."""
        shaped = self._rules.update_payload(kind, payload)
        if shaped is None or (kind not in self._allowed if self._allowed else kind in _ONLY_WHEN_ASKED):
            return
        if self._faults.take("getUpdates", None, ("malformed_update",)):
            self._append({kind: {"message_id": "?", "text": []}})
        self._append({kind: shaped})
        self._wake(newer_poller=False)

    def put_raw(self, content: dict[str, Any]) -> None:
        """Queue an update unchecked, also a malformed one; it gets the next id unless it brings one."""
        self._append(content)
        self._wake(newer_poller=False)

    def allow(self, kinds: list[str]) -> None:
        """Set the kinds of updates to queue from now on; an empty list means the default ones."""
        if kinds != self._allowed:
            self._allowed = kinds
            self._store.keep_value("allowed_updates", json.dumps(kinds))

    def clear(self) -> None:
        """Drop all pending updates."""
        if self._queue:
            self._confirm(self._queue[-1]["update_id"] + 1)

    async def take(self, offset: int, limit: int, patience: float) -> list[Update]:
        """Return at most `limit` updates from `offset` on, waiting up to `patience` seconds for the first.

        Raises BotApiError 409 when another call comes meanwhile.
        """
        self._wake(newer_poller=True)
        if offset < 0:
            offset = self._queue[max(offset, -len(self._queue))]["update_id"] if self._queue else 0
        confirmed = self._confirm(offset)
        self._expire()
        if not self._queue and patience > 0:
            self._waiting = asyncio.get_running_loop().create_future()
            waiting = self._waiting
            self._events.wake()
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
        """End a waiting call with an empty answer."""
        self._wake(newer_poller=False)

    def _append(self, content: dict[str, Any]) -> None:
        update: Update = {"update_id": self._ids.next_id(), **content}
        self._queue.append(update)
        self._since.append(self._clock.timestamp())
        self._store.keep_update(update)

    def _confirm(self, offset: int) -> Update | None:
        """Forget the updates below the offset and return the last of them."""
        last = None
        while self._queue and self._queue[0]["update_id"] < offset:
            last = self._queue.popleft()
            self._since.popleft()
        if last is not None:
            self._store.forget_updates(offset)
            self._events.wake()
        return last

    def _expire(self) -> None:
        """Forget the updates that the platform keeps no longer."""
        kept, kept_for = self._rules.queue_limit, self._rules.update_lifetime
        too_many = 0 if kept is None else max(len(self._queue) - kept, 0)
        too_old = 0 if kept_for is None else bisect_left(self._since, self._clock.timestamp() - kept_for)
        if gone := max(too_many, too_old):
            self._confirm(self._queue[gone - 1]["update_id"] + 1)

    def _wake(self, newer_poller: bool) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(newer_poller)
