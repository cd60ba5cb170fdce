"""Wait for an event, for a limited time."""

import asyncio
import contextlib


async def wait_for_event(event: asyncio.Event, seconds: float) -> None:
    """Wait until the event is set or the time is over.

    Python 3.11's ``asyncio.wait_for`` swallows a cancellation that comes just as the event is set, and the program
    would then never end.
    """
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
