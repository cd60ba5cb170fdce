"""Drafts: half-filled forms, kept for weeks, one for each person, form and subject."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.json_text import dumps
from models.tables import conversations, people
from services.conversations.notes import Notes, SentElsewhere

SHOWN = "shown_in"
"""The key in a draft's state of the chats that show its question, the latest last; others may show an older one."""

MOST = 100
"""The most drafts of a person that are loaded at once. Found words begin one each, as many as their person likes."""
BEGUN = "begun"
"""The key in what a draft is about of the digest of the answers that it was begun with."""
CHANNEL = "channel"
"""The key in what a draft is about of the way by which the answer reached whoever enters it."""
AGENCY = "agency"
"""The key in what a draft is about of the id of the agency for which it was begun."""
ANSWERS = ("report", "letter")
"""The forms that answer an obligation, and are filled over days."""


@dataclass(slots=True)
class Draft:
    """A draft's row, ``state`` as it is stored: {at, answers, skipped, sources, shown_in}."""

    id: int
    form: str
    subject: str
    about: dict[str, Any]
    state: dict[str, Any]


def _draft(row: conversations.Draft) -> Draft:
    return Draft(row.id, row.form, row.subject, row.about, row.state)


async def find(session: AsyncSession, person_id: int, form: str, subject: str) -> Draft | None:
    """Find the draft of a person for one form about one subject."""
    row = await session.scalar(
        select(conversations.Draft).where(
            conversations.Draft.person_id == person_id,
            conversations.Draft.form == form,
            conversations.Draft.subject == subject,
        )
    )
    return _draft(row) if row else None


async def of_person(session: AsyncSession, person_id: int, *forms: str) -> list[Draft]:
    """Load the latest touched drafts of a person, the last one first, of some forms or of all."""
    rows = await session.scalars(
        select(conversations.Draft)
        .where(conversations.Draft.person_id == person_id, conversations.Draft.form.in_(forms) if forms else true())
        .order_by(conversations.Draft.updated_at.desc(), conversations.Draft.id.desc())
        .limit(MOST)
    )
    return [_draft(row) for row in rows]


def digest_of(answers: Mapping[str, Any]) -> str:
    """Return a short digest of answers."""
    return sha256(dumps(dict(answers)).encode()).hexdigest()[:16]


def is_answered(answers: Mapping[str, Any], about: Mapping[str, Any]) -> bool:
    """Tell whether a draft has answers other than those that it was begun with."""
    # Most forms begin with no answers, and then nothing has to be compared on each screen.
    return bool(answers) and (BEGUN not in about or about[BEGUN] != digest_of(answers))


async def answered_subjects(session: AsyncSession, person_id: int, prefix: str) -> dict[str, dict[str, Any]]:
    """The subjects of a person's drafts in which something is answered, of forms whose name begins alike; by each, the
    values that the draft is about.
    """
    rows = await session.scalars(
        select(conversations.Draft).where(
            conversations.Draft.person_id == person_id, conversations.Draft.form.startswith(prefix)
        )
    )
    return {row.subject: row.about for row in rows if is_answered(row.state["answers"], row.about)}


async def half_answered(session: AsyncSession, person_ids: Collection[int]) -> dict[int, set[int]]:
    """The ids of the obligations to which some people began an answer that they have not sent, by person."""
    rows = await session.execute(
        select(conversations.Draft.person_id, conversations.Draft.subject, conversations.Draft.state).where(
            conversations.Draft.person_id.in_(person_ids), conversations.Draft.form.in_(ANSWERS)
        )
    )
    found: dict[int, set[int]] = {}
    for person_id, subject, state in rows:
        if state["answers"] and subject.isdecimal():
            found.setdefault(person_id, set()).add(int(subject))
    return found


async def get(session: AsyncSession, person_id: int, draft_id: int) -> Draft | None:
    """Load one draft, if it is this person's."""
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
    """Store a new draft; there must be none yet for this person, form and subject."""
    draft_id = await session.scalar(
        insert(conversations.Draft)
        .values(person_id=person_id, form=form, subject=subject, about=about, state=state, updated_at=now)
        .returning(conversations.Draft.id)
    )
    assert draft_id is not None  # noqa: S101 - an insert that returns no id has raised before
    return Draft(draft_id, form, subject, about, state)


async def keep(session: AsyncSession, draft: Draft, now: datetime) -> None:
    """Write a draft that this chat does not have in hand; ``chat_state.save`` writes the one that it has."""
    await session.execute(
        update(conversations.Draft).where(conversations.Draft.id == draft.id).values(state=draft.state, updated_at=now)
    )


async def about(session: AsyncSession, draft: Draft, values: dict[str, Any]) -> Draft:
    """Write other values that a draft is about; return it with them."""
    await session.execute(update(conversations.Draft).where(conversations.Draft.id == draft.id).values(about=values))
    return replace(draft, about=values)


async def come_by(session: AsyncSession, draft: Draft, channel: str, heading: str = "") -> Draft:
    """Let a draft have the channel that was chosen last, and its heading; return it with them."""
    if not channel or channel == draft.about.get(CHANNEL):
        return draft
    return await about(session, draft, {**draft.about, CHANNEL: channel, **({"heading": heading} if heading else {})})


async def sent(session: AsyncSession, draft: Draft, person_id: int, chat: str, now: datetime) -> None:
    """Delete a draft that was sent from ``chat``; other chats of the person that have it in hand keep a note of it."""
    others = await session.scalars(
        select(conversations.Conversation)
        .join(people.Account, people.Account.chat == conversations.Conversation.chat)
        .where(people.Account.person_id == person_id, conversations.Conversation.draft_id == draft.id)
        .where(conversations.Conversation.chat != chat)
    )
    note = SentElsewhere(draft.id, draft.form, chat, now)
    for other in others:
        other.notes = replace(Notes.from_json(other.notes), sent=note).to_json()
    await session.flush()
    await remove(session, draft.id)


async def remove(session: AsyncSession, draft_id: int) -> None:
    """Delete a draft."""
    await session.execute(delete(conversations.Draft).where(conversations.Draft.id == draft_id))
