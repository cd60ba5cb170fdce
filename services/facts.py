"""Named values that the organisation keeps between runs."""

from datetime import datetime
from typing import Any

from models.database import Database, Session, insert_new
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


async def last_told(db: Database, name: str, now: datetime) -> dict[str, Any] | None:
    """The value of a name that keeps when something was told last: the day ``on``, and the moment ``at``.

    One that is yet to come was left by a clock that was ahead. By it all that there was has been told, so that it
    becomes the present. ``now`` is by the organisation's clock.
    """
    async with db.read() as session:
        value = await get(session, name)
    if value is None or (value["on"] <= now.date().isoformat() and _moment(value, now) <= now):
        return value
    async with db.write() as session:
        value = {**value, "on": now.date().isoformat(), "at": now.isoformat()}
        await put(session, name, value)
    return value


def _moment(value: dict[str, Any], now: datetime) -> datetime:
    return datetime.fromisoformat(value["at"]) if "at" in value else now
