"""The state of chats: loaded for a batch in two queries, and saved where a turn changed it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import Member, Membership
from models.base import table_of
from models.tables import conversations, people
from models.tables.agencies import Agency
from models.tables.queues import unsent_replies
from services.conversations.drafts import Draft
from services.conversations.notes import Notes

FRESH = timedelta(minutes=1)
"""The age of ``last_active_at`` at which it is written again."""

# Statements of every batch are built once: building costs more than running them.
_CHATS_AS_KNOWN = (
    select(
        people.Account.chat,
        people.Account.id.label("account_id"),
        people.Account.last_active_at,
        people.Account.reachable,
        people.Account.heard,
        people.Person.id.label("person_id"),
        people.Person.title,
        people.Person.name,
        people.Person.language,
        people.Person.active_id,
        people.Person.settings,
        conversations.Conversation.chat.label("conversation"),
        conversations.Conversation.notes,
        conversations.Draft.id.label("draft_id"),
        conversations.Draft.form,
        conversations.Draft.subject,
        conversations.Draft.about,
        conversations.Draft.state,
        unsent_replies(people.Person.id).label("unsent"),
    )
    .join(people.Person, people.Person.id == people.Account.person_id)
    .outerjoin(conversations.Conversation, conversations.Conversation.chat == people.Account.chat)
    .outerjoin(conversations.Draft, conversations.Draft.id == conversations.Conversation.draft_id)
    .where(people.Account.chat.in_(bindparam("chats", expanding=True)))
)
_MEMBERSHIPS = (
    select(
        people.Membership.person_id,
        people.Membership.id,
        people.Membership.role,
        people.Membership.agency_id,
        func.coalesce(Agency.name, people.Membership.body),
        people.Membership.audience,
    )
    .outerjoin(Agency, Agency.id == people.Membership.agency_id)
    .where(people.Membership.person_id.in_(bindparam("persons", expanding=True)), people.Membership.ended_at.is_(None))
    .order_by(people.Membership.id)
)
_BY_ROW: BindParameter[int] = bindparam("row")
_MOVE_CURSOR = update(table_of(conversations.Conversation)).where(
    table_of(conversations.Conversation).c.chat == bindparam("cursor_chat")
)
_KEEP_DRAFT = update(table_of(conversations.Draft)).where(table_of(conversations.Draft).c.id == _BY_ROW)
_TOUCH = update(table_of(people.Account)).where(table_of(people.Account).c.id == _BY_ROW)


@dataclass(frozen=True, slots=True)
class ChatUser:
    """The sender of an input: namespaced chat and user, and the name that the platform shows."""

    chat: str
    user: str
    name: str = ""


@dataclass(slots=True)
class ChatState:
    """One chat as loaded. ``draft`` and ``notes`` may be replaced or changed by the turn.

    ``unsent`` is the number of replies that its person is still to be sent, ``heard`` the count of flood control.
    """

    member: Member
    draft: Draft | None = None
    notes: Notes = field(default_factory=Notes)
    unsent: int = 0
    heard: int = 0
    _known: bool = False
    _before: tuple[int | None, dict[str, Any], Notes] = field(default_factory=lambda: (None, {}, Notes()))

    def remember(self) -> None:
        """Mark the present as what the database holds."""
        # A turn replaces a draft's state, and changes its notes value by value.
        self._known, self._before = True, (*self._now()[:2], self.notes.copy())

    def _now(self) -> tuple[int | None, dict[str, Any], Notes]:
        return (self.draft.id, self.draft.state, self.notes) if self.draft else (None, {}, self.notes)


async def load(session: AsyncSession, users: Sequence[ChatUser], now: datetime) -> dict[str, ChatState]:
    """Load the state of each chat. A chat that was never heard of gets a person and an account."""
    if not users:
        return {}
    rows = (await session.execute(_CHATS_AS_KNOWN, {"chats": [user.chat for user in users]})).all()
    memberships = await _memberships(session, [row.person_id for row in rows])
    states = {row.chat: _state_of(row, memberships.get(row.person_id, ())) for row in rows}
    for user in users:
        if user.chat not in states:
            states[user.chat] = ChatState(await _newcomer(session, user, now))
    stale = [row.account_id for row in rows if now - row.last_active_at > FRESH or not row.reachable]
    if stale:
        connection = await session.connection()
        touched = [{"row": account_id, "last_active_at": now, "reachable": True} for account_id in stale]
        await connection.execute(_TOUCH, touched)
    return states


def _state_of(row: Any, memberships: Sequence[Membership]) -> ChatState:
    member = Member(
        row.person_id,
        row.account_id,
        row.title,
        row.name,
        row.language,
        tuple(memberships),
        row.active_id,
        row.settings,
    )
    if row.conversation is None:
        return ChatState(member, unsent=row.unsent, heard=row.heard)
    draft = Draft(row.draft_id, row.form, row.subject, row.about, row.state) if row.draft_id else None
    state = ChatState(member, draft, Notes.from_json(row.notes), row.unsent, row.heard)
    state.remember()
    return state


async def save(session: AsyncSession, states: dict[str, ChatState], now: datetime) -> None:
    """Write back what the turns changed: cursors, notes, and the state of the draft in hand."""
    fresh, moved, drafts = [], [], []
    for chat, state in states.items():
        before, after = state._before, state._now()
        if before == after:
            continue
        if not state._known:
            fresh.append({"chat": chat, "draft_id": after[0], "notes": state.notes.to_json()})
        elif (before[0], before[2]) != (after[0], after[2]):
            moved.append({"cursor_chat": chat, "draft_id": after[0], "notes": state.notes.to_json()})
        if state.draft and before[:2] != after[:2]:
            drafts.append({"row": state.draft.id, "state": state.draft.state, "updated_at": now})
    if fresh:
        await session.execute(insert(conversations.Conversation), fresh)
    connection = await session.connection()
    if moved:
        await connection.execute(_MOVE_CURSOR, moved)
    if drafts:
        await connection.execute(_KEEP_DRAFT, drafts)


async def _memberships(session: AsyncSession, person_ids: Sequence[int]) -> dict[int, list[Membership]]:
    rows = await session.execute(_MEMBERSHIPS, {"persons": list(person_ids)})
    by_person: dict[int, list[Membership]] = {}
    for person_id, membership_id, role, agency_id, agency, audience in rows:
        held = Membership(membership_id, role, agency_id, agency or "", bool(audience))
        by_person.setdefault(person_id, []).append(held)
    return by_person


async def _newcomer(session: AsyncSession, user: ChatUser, now: datetime) -> Member:
    person = people.Person(created_at=now)
    account = people.Account(
        person=person,
        platform=user.chat.partition(":")[0],
        user=user.user,
        chat=user.chat,
        display_name=user.name,
        since=now,
        last_active_at=now,
    )
    session.add_all([person, account])
    await session.flush()
    return Member(person.id, account.id)


async def person_of(session: AsyncSession, chat: str) -> int | None:
    """Return the person whose private chat that is, None when nobody was heard of there."""
    return await session.scalar(select(people.Account.person_id).where(people.Account.chat == chat))


async def mark_reachable(session: AsyncSession, chat: str, reachable: bool) -> None:
    """Record that a person blocked the bot there, or let it in again."""
    await session.execute(update(people.Account).where(people.Account.chat == chat).values(reachable=reachable))


async def mark_unreachable(session: AsyncSession, chats: Collection[str]) -> None:
    """Record the chats that can't be written to: their people blocked the bot, or are gone."""
    await session.execute(update(people.Account).where(people.Account.chat.in_(chats)).values(reachable=False))
