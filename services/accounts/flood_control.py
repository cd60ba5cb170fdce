"""Flood control: after ten unproductive messages in a row a stranger gets one answer a minute."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from models.people import Account

FREE = 10
EVERY = timedelta(minutes=1)


async def is_answered(session: AsyncSession, account_id: int, now: datetime) -> bool:
    """Count a stranger's message, and tell whether it is answered."""
    account = await session.get_one(Account, account_id)
    account.heard += 1
    if account.heard <= FREE:
        return True
    if account.silent_until and now < account.silent_until:
        return False
    account.silent_until = now + EVERY
    return True


async def came_further(session: AsyncSession, account_id: int) -> None:
    """Begin the count anew, after a stranger began to register or answered a question."""
    account = await session.get_one(Account, account_id)
    account.heard, account.silent_until = 0, None
