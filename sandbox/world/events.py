"""Tells whoever listens that something changed: the page's event streams, and tests that wait."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Event = dict[str, Any]
Listener = Callable[[Event], None]


class Hub:
    """What all faces tell. Events go to the listeners at once, in order; `settled` wakes after each."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._waiting: list[asyncio.Future[None]] = []

    @contextmanager
    def listening(self, listener: Listener) -> Iterator[None]:
        """Calls `listener` with every event while the block runs."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    def tell(self, kind: str, person: str | None, payload: Callable[[], Event]) -> None:
        """Publishes an event. `payload` is called only when somebody listens."""
        if self._listeners:
            event: Event = {"type": kind, **({} if person is None else {"person": person}), **payload()}
            for listener in tuple(self._listeners):
                listener(event)
        self.wake()

    def wake(self) -> None:
        """Lets those who wait look again, without telling the listeners."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)

    async def settled(self, true: Callable[[], object], within: float = 10) -> None:
        """Returns as soon as `true()` is. Raises TimeoutError after `within` seconds."""
        async with asyncio.timeout(within):
            while not true():
                future = asyncio.get_running_loop().create_future()
                self._waiting.append(future)
                await future


class Events:
    """One face's part of the hub: its people are named with the face, such as "bale:1001"."""

    def __init__(self, hub: Hub, face: str) -> None:
        self._hub = hub
        self._face = face
        self.wake = hub.wake
        self.settled = hub.settled

    def tell(self, kind: str, person: int | None, payload: Callable[[], Event]) -> None:
        """As the hub's; `person` is the id of a chat of this face."""
        self._hub.tell(kind, None if person is None else f"{self._face}:{person}", payload)
