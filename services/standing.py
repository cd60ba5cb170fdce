"""What a round needs to know of its chats: who talks and where the conversation stands, in three queries for all of
them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.people import Member, Membership
from models import people
from models.agencies import Agency
from models.base import table_of
from services.drafts import Draft

FRESH = timedelta(minutes=1)
"""How old ``last_active_at`` may grow before it is written again."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever sent an input: namespaced chat and user, and the name that the platform shows."""

    chat: str
    user: str
    name: str = ""


@dataclass(slots=True)
class Standing:
    """One chat as loaded. ``draft`` and ``notes`` may be replaced or changed by the turn."""

    member: Member
    draft: Draft | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    _known: bool = False
    _before: tuple[int | None, str, str] = (None, "", "")

    def remember(self) -> None:
        """Marks the present as what the database holds."""
        self._known, self._before = True, self._now()

    def _now(self) -> tuple[int | None, str, str]:
        state = json.dumps(self.draft.state, ensure_ascii=False) if self.draft else ""
        return (self.draft.id if self.draft else None, state, json.dumps(self.notes, ensure_ascii=False))


async def load(session: AsyncSession, callers: Sequence[Caller], now: datetime) -> dict[str, Standing]:
    """The standing of each chat. A chat that was never heard of gets a person and an account."""
    if not callers:
        return {}
    chats = [caller.chat for caller in callers]
    members = await _members(session, callers, now)
    standings = {chat: Standing(member) for chat, member in members.items()}
    rows = await session.execute(
        select(
            people.Conversation.chat,
            people.Conversation.notes,
            people.Draft.id,
            people.Draft.form,
            people.Draft.subject,
            people.Draft.about,
            people.Draft.state,
        )
        .outerjoin(people.Draft, people.Draft.id == people.Conversation.draft_id)
        .where(people.Conversation.chat.in_(chats))
    )
    for chat, notes, draft_id, form, subject, about, state in rows:
        standing = standings[chat]
        standing.notes = notes
        standing.draft = Draft(draft_id, form, subject, about, state) if draft_id else None
        standing.remember()
    return standings


async def save(session: AsyncSession, standings: dict[str, Standing], now: datetime) -> None:
    """Writes back what the turns changed: cursors, notes, and the state of the draft in hand."""
    fresh, moved, drafts = [], [], []
    for chat, standing in standings.items():
        before, after = standing._before, standing._now()
        if before == after:
            continue
        cursor = {"cursor_chat": chat, "draft_id": after[0], "notes": standing.notes}
        if not standing._known:
            fresh.append({"chat": chat, "draft_id": after[0], "notes": standing.notes})
        elif (before[0], before[2]) != (after[0], after[2]):
            moved.append(cursor)
        if standing.draft and before[:2] != after[:2]:
            drafts.append({"row": standing.draft.id, "state": standing.draft.state, "updated_at": now})
    if fresh:
        await session.execute(insert(people.Conversation), fresh)
    connection = await session.connection()
    if moved:
        table = table_of(people.Conversation)
        await connection.execute(update(table).where(table.c.chat == bindparam("cursor_chat")), moved)
    if drafts:
        table = table_of(people.Draft)
        await connection.execute(update(table).where(table.c.id == bindparam("row")), drafts)


async def _members(session: AsyncSession, callers: Sequence[Caller], now: datetime) -> dict[str, Member]:
    account, person = people.Account, people.Person
    rows = (
        await session.execute(
            select(
                account.chat,
                account.id,
                account.last_active_at,
                account.reachable,
                person.id,
                person.title,
                person.name,
                person.language,
                person.active_id,
                person.settings,
            )
            .join(person, person.id == account.person_id)
            .where(account.chat.in_([caller.chat for caller in callers]))
        )
    ).all()
    known = {row[0]: row for row in rows}
    held = await _memberships(session, [row[4] for row in rows])
    members: dict[str, Member] = {}
    stale = []
    for caller in callers:
        row = known.get(caller.chat)
        if row is None:
            members[caller.chat] = await _newcomer(session, caller, now)
            continue
        chat, account_id, active_at, reachable, person_id, title, name, language, active_id, settings = row
        if now - active_at > FRESH or not reachable:
            stale.append({"row": account_id, "last_active_at": now, "reachable": True})
        members[chat] = Member(
            person_id, account_id, title, name, language, tuple(held.get(person_id, ())), active_id, settings
        )
    if stale:
        table = table_of(account)
        connection = await session.connection()
        await connection.execute(update(table).where(table.c.id == bindparam("row")), stale)
    return members


async def _memberships(session: AsyncSession, person_ids: Sequence[int]) -> dict[int, list[Membership]]:
    held = people.Membership
    rows = await session.execute(
        select(held.person_id, held.id, held.role, held.agency_id, Agency.name)
        .outerjoin(Agency, Agency.id == held.agency_id)
        .where(held.person_id.in_(person_ids), held.ended_at.is_(None))
        .order_by(held.id)
    )
    found: dict[int, list[Membership]] = {}
    for person_id, membership_id, role, agency_id, agency in rows:
        found.setdefault(person_id, []).append(Membership(membership_id, role, agency_id, agency or ""))
    return found


async def _newcomer(session: AsyncSession, caller: Caller, now: datetime) -> Member:
    person = people.Person(created_at=now)
    account = people.Account(
        person=person,
        platform=caller.chat.partition(":")[0],
        user=caller.user,
        chat=caller.chat,
        display_name=caller.name,
        last_active_at=now,
    )
    session.add_all([person, account])
    await session.flush()
    return Member(person.id, account.id)


async def person_of(session: AsyncSession, chat: str) -> int | None:
    """Whose private chat that is, None when nobody was heard of there."""
    return await session.scalar(select(people.Account.person_id).where(people.Account.chat == chat))


async def mark_reachable(session: AsyncSession, chat: str, reachable: bool) -> None:
    """A person blocked the bot there, or let it in again."""
    await session.execute(update(people.Account).where(people.Account.chat == chat).values(reachable=reachable))
