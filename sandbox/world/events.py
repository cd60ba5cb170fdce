"""Publish changes to listeners: the page's event streams, and tests that wait for a condition."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Event = dict[str, Any]
Listener = Callable[[Event], None]


class EventBus:
    """The event bus of all platforms. Listeners are called at once, in order; `wait_until` looks after each event."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._waiting: list[asyncio.Future[None]] = []

    @contextmanager
    def listening(self, listener: Listener) -> Iterator[None]:
        """Call `listener` with every event while the block runs."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    def tell(self, kind: str, person: str | None, payload: Callable[[], Event]) -> None:
        """Publish an event. `payload` is called only when there is a listener."""
        if self._listeners:
            event: Event = {"type": kind, **({} if person is None else {"person": person}), **payload()}
            for listener in tuple(self._listeners):
                listener(event)
        self.wake()

    def wake(self) -> None:
        """Let everyone in `wait_until` look again, without an event for the listeners."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)

    async def wait_until(self, condition: Callable[[], object], within: float = 10) -> None:
        """Wait until `condition()` is true. Raises TimeoutError after `within` seconds."""
        async with asyncio.timeout(within):
            while not condition():
                future = asyncio.get_running_loop().create_future()
                self._waiting.append(future)
                await future


class PlatformEvents:
    """The bus as one platform publishes to it: people are named with the platform, such as "bale:1001"."""

    def __init__(self, bus: EventBus, face: str) -> None:
        self._bus = bus
        self._face = face
        self.wake = bus.wake
        self.wait_until = bus.wait_until

    def tell(self, kind: str, person: int | None, payload: Callable[[], Event]) -> None:
        """Publish an event; `person` is the id of a chat on this platform."""
        self._bus.tell(kind, None if person is None else f"{self._face}:{person}", payload)
