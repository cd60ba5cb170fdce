"""Named values that the organisation keeps between runs."""

from typing import Any

from models.database import Session, insert_new
from models.tables.organisation import Fact


async def get(session: Session, name: str) -> dict[str, Any] | None:
    """The value kept under a name, None when there is none."""
    fact = await session.get(Fact, name)
    return fact.value if fact else None


async def put(session: Session, name: str, value: dict[str, Any]) -> None:
    """Keep a value under a name, in the place of what was there; of two at once the later one stays."""
    (await locked(session, name)).value = value
    await session.flush()


async def locked(session: Session, name: str) -> Fact:
    """The row of a name, for this transaction alone; with an empty value where there was none."""
    # Two who write a name for the first time at once would both insert it.
    await session.execute(insert_new(session, Fact).values(name=name, value={}))
    return await session.get_one(Fact, name, with_for_update=True, populate_existing=True)
