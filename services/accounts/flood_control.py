"""Flood control: whoever sends without end and gets nowhere has one answer a minute, and so has a group.

A stranger is counted from the first message on; a member only while many answers to earlier ones are still to be sent.
"""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from domain.dates.clock import within
from models.tables.people import Account
from services import facts

MESSAGE, TAP = 4, 1
"""The weights of a message and of a tap."""
STRANGERS, MEMBERS = 10 * MESSAGE, 100 * MESSAGE
"""The weight of what is answered without a pause."""
EVERY = timedelta(minutes=1)
MOST_UNSENT = 20
"""The most answers that a chat has waiting, apart from files; further ones are folded into the last."""


async def is_answered(session: AsyncSession, account_id: int, now: datetime, *, weight: int, free: int) -> bool:
    """Count what somebody sent by its weight, and tell whether it is answered."""
    account = await session.get_one(Account, account_id)
    account.heard += weight
    if account.heard <= free:
        return True
    if account.silent_until and within(EVERY, account.silent_until - EVERY, now):
        return False
    account.silent_until = now + EVERY
    return True


async def reset(session: AsyncSession, account_id: int) -> None:
    """Begin the count anew, after somebody began a form or answered a question, or a member let the answers come."""
    account = await session.get_one(Account, account_id)
    account.heard, account.silent_until = 0, None


async def is_group_answered(session: AsyncSession, chat: str, now: datetime) -> bool:
    """Tell whether a group is answered, once a minute."""
    name = f"group:{chat}"
    last = await facts.get(session, name)
    if last and within(EVERY, datetime.fromisoformat(last["at"]), now):
        return False
    await facts.put(session, name, {"at": now.isoformat()})
    return True
