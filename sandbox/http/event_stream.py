"""The page's event streams: server-sent events, one JSON object each."""

import asyncio

from aiohttp import web

from sandbox.world.events import Event, EventBus
from sandbox.world.store import encode

_KEEP_ALIVE = 15.0  # seconds between comments on an idle stream


class EventStreams:
    """The open event streams, one for each open page."""

    def __init__(self, events: EventBus) -> None:
        self._events = events
        self._open: set[asyncio.Queue[Event | None]] = set()

    def stop(self) -> None:
        """End all streams."""
        for queue in self._open:
            queue.put_nowait(None)

    async def open(self, request: web.Request) -> web.StreamResponse:
        """Stream all events from now on, until the page is closed or the server stops."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._open.add(queue)
        try:
            with self._events.listening(queue.put_nowait):
                await response.write(b": here\n\n")
                while (event := await _next(queue)) is not None:
                    await response.write(f"data: {encode(event)}\n\n".encode() if event else b": idle\n\n")
        except ConnectionError:
            # The page was closed while an event was being sent.
            return response
        finally:
            self._open.discard(queue)
        return response


async def _next(queue: asyncio.Queue[Event | None]) -> Event | None:
    """Wait for the next event; {} after 15 s without one, None when the server stops."""
    try:
        async with asyncio.timeout(_KEEP_ALIVE):
            return await queue.get()
    except TimeoutError:
        return {}
