"""Named values that the organisation keeps between runs."""

from typing import Any

from models.database import Session
from models.tables.organisation import Fact


async def get(session: Session, name: str) -> dict[str, Any] | None:
    """The value kept under a name, None when there is none."""
    fact = await session.get(Fact, name)
    return fact.value if fact else None


async def put(session: Session, name: str, value: dict[str, Any]) -> None:
    """Keep a value under a name, in the place of what was there."""
    await session.merge(Fact(name=name, value=value))
