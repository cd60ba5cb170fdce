"""Chat actions while something takes its time: «در حال نوشتن …», again and again until it ends."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from bot.platforms.base import Platform, RateLimited, Rejected, Retryable, TokenRevoked, Unreachable

EVERY = 4.0
"""Seconds between two chat actions, for clients soon stop showing one."""
PATIENCE = 1.0
"""Seconds for which nobody wonders."""


@contextlib.asynccontextmanager
async def shown(platform: Platform | None, chat: str, action: str, after: float | None = None) -> AsyncIterator[None]:
    """Show a chat action until the block ends, from ``after`` seconds on or when somebody would wonder."""
    if platform is None:
        yield
        return
    showing = asyncio.create_task(_show(platform, chat, action, PATIENCE if after is None else after))
    try:
        yield
    finally:
        showing.cancel()


async def show_once(platform: Platform, chat: str, action: str) -> None:
    """Show a chat action for some seconds; a failure of this is of no consequence."""
    with contextlib.suppress(Retryable, TokenRevoked, Rejected, Unreachable, RateLimited):
        await platform.act(chat, action)


async def _show(platform: Platform, chat: str, action: str, after: float) -> None:
    await asyncio.sleep(after)
    while True:
        await show_once(platform, chat, action)
        await asyncio.sleep(EVERY)
