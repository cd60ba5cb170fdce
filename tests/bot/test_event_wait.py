"""Waits in the program, which end when it is told to stop, whatever happens at that moment."""

import asyncio

import pytest

from bot.event_wait import wait_for_event


async def test_it_returns_when_the_event_comes_and_when_the_time_is_over() -> None:
    event = asyncio.Event()
    await wait_for_event(event, 0.01)
    asyncio.get_running_loop().call_soon(event.set)
    await wait_for_event(event, 60)


@pytest.mark.parametrize("steps", range(4))
async def test_a_loop_ends_although_its_event_comes_with_the_cancellation(steps: int) -> None:
    event = asyncio.Event()

    async def loop() -> None:
        while True:
            event.clear()
            await wait_for_event(event, 60)

    task = asyncio.create_task(loop())
    await asyncio.sleep(0.01)
    event.set()
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=1)
    ended = task.cancelled()
    task.cancel()
    assert ended
