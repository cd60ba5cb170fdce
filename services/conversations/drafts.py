"""Half-filled forms, kept for weeks: one of a person about a subject."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import conversations, people

SHOWN = "shown_in"
"""In a draft's state, the chats that show what it asks, the latest last: another may show what it asked before."""

SENT = "sent"
"""In a chat's notes, that the draft it had in hand was sent from another chat of the person."""


@dataclass(slots=True)
class Draft:
    """A draft as a turn holds it: the round writes ``state`` back when the turn replaced it."""

    id: int
    form: str
    subject: str
    about: dict[str, Any]
    state: dict[str, Any]


def _draft(row: conversations.Draft) -> Draft:
    return Draft(row.id, row.form, row.subject, row.about, row.state)


async def find(session: AsyncSession, person_id: int, form: str, subject: str) -> Draft | None:
    """The draft of a person for one form about one subject."""
    row = await session.scalar(
        select(conversations.Draft).where(
            conversations.Draft.person_id == person_id,
            conversations.Draft.form == form,
            conversations.Draft.subject == subject,
        )
    )
    return _draft(row) if row else None


async def of_person(session: AsyncSession, person_id: int) -> list[Draft]:
    """All drafts of a person, the latest touched first."""
    rows = await session.scalars(
        select(conversations.Draft)
        .where(conversations.Draft.person_id == person_id)
        .order_by(conversations.Draft.updated_at.desc())
    )
    return [_draft(row) for row in rows]


async def get(session: AsyncSession, person_id: int, draft_id: int) -> Draft | None:
    """One draft, if it is this person's."""
    row = await session.get(conversations.Draft, draft_id)
    return _draft(row) if row and row.person_id == person_id else None


async def open_new(
    session: AsyncSession,
    person_id: int,
    form: str,
    subject: str,
    about: dict[str, Any],
    state: dict[str, Any],
    now: datetime,
) -> Draft:
    """A new draft; there must be none yet for this person, form and subject."""
    draft_id = await session.scalar(
        insert(conversations.Draft)
        .values(person_id=person_id, form=form, subject=subject, about=about, state=state, updated_at=now)
        .returning(conversations.Draft.id)
    )
    assert draft_id is not None  # noqa: S101 - an insert that returns no id has raised before
    return Draft(draft_id, form, subject, about, state)


async def keep(session: AsyncSession, draft_id: int, state: dict[str, Any], now: datetime) -> None:
    """Writes the state of a draft that is in no chat's hand; the round does it for those that are."""
    await session.execute(
        update(conversations.Draft).where(conversations.Draft.id == draft_id).values(state=state, updated_at=now)
    )


async def sent(session: AsyncSession, draft: Draft, person_id: int, chat: str, now: datetime) -> None:
    """Forgets a draft that was sent from ``chat``; another chat of the person that has it in hand keeps a note of it:
    {draft, form, chat, at}.
    """
    others = await session.scalars(
        select(conversations.Conversation)
        .join(people.Account, people.Account.chat == conversations.Conversation.chat)
        .where(people.Account.person_id == person_id, conversations.Conversation.draft_id == draft.id)
        .where(conversations.Conversation.chat != chat)
    )
    note = {"draft": draft.id, "form": draft.form, "chat": chat, "at": now.isoformat()}
    for other in others:
        other.notes = {**other.notes, SENT: note}
    await session.flush()
    await remove(session, draft.id)


async def remove(session: AsyncSession, draft_id: int) -> None:
    """Forgets a draft."""
    await session.execute(delete(conversations.Draft).where(conversations.Draft.id == draft_id))
