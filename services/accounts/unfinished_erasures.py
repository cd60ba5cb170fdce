"""Erasures that are not finished: who is being erased is kept until no text names them, and no deleted page does.

A second run finds the person by it, of whom there is nothing left to be found by.
"""

from dataclasses import asdict
from typing import NamedTuple

from sqlalchemy import delete, select

from domain.chat.screens import row_number
from domain.persian import phones
from domain.persian.text import fold
from models.database import Session
from models.tables.organisation import Fact
from services import facts
from services.accounts.identity import Candidate, Identity

NAMED = "erasure:"
"""The beginning of the names of these facts, which the person's id follows."""


class Unfinished(NamedTuple):
    """An erasure: the post in the name's place, and the identity, None once it stands nowhere any more."""

    person_id: int
    post: str
    identity: Identity | None


async def begin(session: Session, identity: Identity, post: str) -> None:
    """Keep an identity that is to be replaced in what is left."""
    await facts.put(session, f"{NAMED}{identity.person_id}", {"post": post, "identity": asdict(identity)})


async def leave_pages(session: Session, person_id: int) -> None:
    """Drop the identity, which stands in no row any more: only deleted pages of SQLite's file may still have it."""
    fact = await facts.locked(session, f"{NAMED}{person_id}")
    fact.value = {"post": fact.value.get("post", "")}


async def end(session: Session, person_id: int) -> None:
    """End an erasure of which nothing is left to do."""
    await session.execute(delete(Fact).where(Fact.name == f"{NAMED}{person_id}"))


async def of_person(session: Session, person_id: int) -> Unfinished | None:
    """Load the unfinished erasure of a person, None when there is none."""
    return next((one for one in await all_of(session) if one.person_id == person_id), None)


async def all_of(session: Session) -> list[Unfinished]:
    """Load every unfinished erasure."""
    kept = await session.scalars(select(Fact).where(Fact.name.startswith(NAMED)).order_by(Fact.name))
    return [
        Unfinished(
            int(fact.name.removeprefix(NAMED)),
            fact.value["post"],
            Identity.from_json(fact.value["identity"]) if "identity" in fact.value else None,
        )
        for fact in kept
    ]


async def find(session: Session, words: str) -> list[Candidate]:
    """Find whose erasure may be meant, by the same words as a person."""
    return [
        Candidate(one.person_id, one.identity.names[0] if one.identity and one.identity.names else one.post, 0)
        for one in await all_of(session)
        if (row_number(words[1:]) == one.person_id if words.startswith("#") else _is_called(one.identity, words))
    ]


def _is_called(identity: Identity | None, words: str) -> bool:
    if identity is None:
        return False
    if ":" in words:
        return words in identity.accounts
    number = phones.e164(words)
    return number == identity.phone if number else fold(words) in map(fold, identity.names)
