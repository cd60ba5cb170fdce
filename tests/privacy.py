"""The check after every conversation that no name or number stands in a message without its mark."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Screen
from domain.persian.text import fold
from models.tables.people import Invitation, Person
from models.tables.queues import Outbox


async def leaks(session: AsyncSession, names: Iterable[str] = ()) -> list[str]:
    """Return a line for each message of the outbox that would have shown a name to a platform that may have none.

    ``names`` are looked for beside those of all persons and invitations.
    """
    known = {fold(name) for name in names} | {
        fold(words) for row in await session.execute(select(Person.name, Person.phone)) for words in row
    }
    for invitation in await session.scalars(select(Invitation)):
        known |= {fold(invitation.name), fold(invitation.details.get("phone", ""))}
    known.discard("")
    written = await session.scalars(select(Outbox.screen).where(Outbox.screen != ""))
    return [f"{told} in {row}" for row in written for told in _told(Screen.from_json(row), known)]


def _told(screen: Screen, known: set[str]) -> list[str]:
    bare = screen.bare()
    words = [fold(words) for words in _strings(json.loads(bare.to_json()))] if bare else []
    return sorted(one for one in known if any(one in said for said in words))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)
