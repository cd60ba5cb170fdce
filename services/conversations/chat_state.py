"""The state of chats: loaded for a batch in two queries, and saved where a turn changed it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import Member, Membership
from domain.dates.clock import within
from models.base import table_of
from models.many_rows import ManyRows
from models.tables import conversations, people
from models.tables.agencies import Agency
from models.tables.queues import unsent_replies
from services.conversations.drafts import Draft
from services.conversations.notes import Notes
from services.slices import slices

SLICE = 500
"""The most people of one query."""
FRESH = timedelta(minutes=1)
"""The age of ``last_active_at`` at which it is written again."""
_LOADED = "chats_loaded"
"""The key in a session's ``info`` of the number of chats that are loaded in it."""

# Statements of every batch are built once: building costs more than running them. They select from tables and not from
# models, so that SQLAlchemy makes rows of what comes and nothing else.
_ACCOUNT, _PERSON, _CONVERSATION, _DRAFT = (
    table_of(model) for model in (people.Account, people.Person, conversations.Conversation, conversations.Draft)
)
_AGENCY, _MEMBERSHIP = table_of(Agency), table_of(people.Membership)
_CHATS_AS_KNOWN = (
    select(
        _ACCOUNT.c.chat,
        _ACCOUNT.c.id.label("account_id"),
        _ACCOUNT.c.last_active_at,
        _ACCOUNT.c.reachable,
        _ACCOUNT.c.heard,
        _PERSON.c.id.label("person_id"),
        _PERSON.c.title,
        _PERSON.c.name,
        _PERSON.c.language,
        _PERSON.c.active_id,
        _PERSON.c.settings,
        _CONVERSATION.c.chat.label("conversation"),
        _CONVERSATION.c.notes,
        _DRAFT.c.id.label("draft_id"),
        _DRAFT.c.form,
        _DRAFT.c.subject,
        _DRAFT.c.about,
        _DRAFT.c.state,
        unsent_replies(_PERSON.c.id).label("unsent"),
    )
    .join(_PERSON, _PERSON.c.id == _ACCOUNT.c.person_id)
    .outerjoin(_CONVERSATION, _CONVERSATION.c.chat == _ACCOUNT.c.chat)
    .outerjoin(_DRAFT, _DRAFT.c.id == _CONVERSATION.c.draft_id)
    .where(_ACCOUNT.c.chat.in_(bindparam("chats", expanding=True)))
)
_MEMBERSHIPS = (
    select(
        _MEMBERSHIP.c.person_id,
        _MEMBERSHIP.c.id,
        _MEMBERSHIP.c.role,
        _MEMBERSHIP.c.agency_id,
        func.coalesce(_AGENCY.c.name, _MEMBERSHIP.c.body),
        _MEMBERSHIP.c.audience,
    )
    .outerjoin(_AGENCY, _AGENCY.c.id == _MEMBERSHIP.c.agency_id)
    .where(_MEMBERSHIP.c.person_id.in_(bindparam("persons", expanding=True)), _MEMBERSHIP.c.ended_at.is_(None))
    .order_by(_MEMBERSHIP.c.id)
)
_MOVE_CURSOR = ManyRows(update(_CONVERSATION).where(_CONVERSATION.c.chat == bindparam("cursor_chat")))
_KEEP_DRAFT = ManyRows(update(_DRAFT).where(_DRAFT.c.id == bindparam("row")))
_NOTE_MENU = ManyRows(update(_ACCOUNT).where(_ACCOUNT.c.chat == bindparam("told_chat")))
_TOUCH = ManyRows(update(_ACCOUNT).where(_ACCOUNT.c.id == bindparam("row")))


class OthersLoadedError(Exception):
    """A change to chats of which several are loaded: the batch is rolled back, and done again one chat at a time."""


@dataclass(frozen=True, slots=True)
class ChatUser:
    """The sender of an input: namespaced chat and user, and the name that the platform shows."""

    chat: str
    user: str
    name: str = ""


class Answered(NamedTuple):
    """The draft of which a turn answered the question, or the ``whole`` form, which is sent or deleted."""

    draft_id: int
    whole: bool


@dataclass(slots=True)
class ChatState:
    """One chat as loaded. ``draft`` and ``notes`` may be replaced or changed by the turn.

    ``unsent`` is the number of replies that its person is still to be sent, ``heard`` the count of flood control.
    ``answered`` is what the turn answered, as far as buttons of it may be left in the chat. Whoever has ``returned``
    could not be written to there until now.
    """

    member: Member
    draft: Draft | None = None
    notes: Notes = field(default_factory=Notes)
    unsent: int = 0
    heard: int = 0
    answered: Answered | None = None
    returned: bool = False
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
    session.info[_LOADED] = len(users)
    if not users:
        return {}
    rows = (await session.execute(_CHATS_AS_KNOWN, {"chats": [user.chat for user in users]})).all()
    memberships = await _memberships(session, [row.person_id for row in rows])
    states = {row.chat: _state_of(row, memberships.get(row.person_id, ())) for row in rows}
    for user in users:
        if user.chat not in states:
            states[user.chat] = ChatState(await _newcomer(session, user, now))
    stale = [row.account_id for row in rows if not within(FRESH, row.last_active_at, now) or not row.reachable]
    if stale:
        touched = [{"row": account_id, "last_active_at": now, "reachable": True} for account_id in stale]
        await _TOUCH.execute(session, touched)
    return states


def be_alone(session: AsyncSession) -> None:
    """Raise OthersLoadedError where other chats of the batch are loaded, before their drafts or roles are changed.

    What those chats typed in the same batch is in memory alone until ``save``, and their roles are as they were before.
    """
    if session.info.get(_LOADED, 0) > 1:
        raise OthersLoadedError


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
        return ChatState(member, unsent=row.unsent, heard=row.heard, returned=not row.reachable)
    draft = Draft(row.draft_id, row.form, row.subject, row.about, row.state) if row.draft_id else None
    state = ChatState(member, draft, Notes.from_json(row.notes), row.unsent, row.heard, returned=not row.reachable)
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
    await _MOVE_CURSOR.execute(session, moved)
    await _KEEP_DRAFT.execute(session, drafts)


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


@dataclass(frozen=True, slots=True)
class ChatMenu:
    """A reachable private chat with its member, and the digest of the menu of commands that it was given last."""

    chat: str
    told: str
    member: Member


async def menus(session: AsyncSession, platform: str) -> list[ChatMenu]:
    """The private chats of a platform that have a menu of their own, or whose people have a role."""
    with_role = select(people.Membership.person_id).where(people.Membership.ended_at.is_(None))
    rows = (
        await session.execute(
            select(
                people.Account.chat,
                people.Account.menu,
                people.Account.person_id,
                people.Account.id,
                people.Person.language,
            )
            .join(people.Person, people.Person.id == people.Account.person_id)
            .where(people.Account.platform == platform, people.Account.reachable)
            .where(or_(people.Account.menu != "", people.Account.person_id.in_(with_role)))
        )
    ).all()
    held: dict[int, list[Membership]] = {}
    for part in slices((row.person_id for row in rows), SLICE):
        held |= await _memberships(session, part)
    return [
        ChatMenu(
            row.chat,
            row.menu,
            Member(row.person_id, row.id, language=row.language, memberships=tuple(held.get(row.person_id, ()))),
        )
        for row in rows
    ]


async def note_menus(session: AsyncSession, menus: Mapping[str, str]) -> None:
    """Record the digests of the menus that chats were given."""
    await _NOTE_MENU.execute(session, [{"told_chat": chat, "menu": digest} for chat, digest in menus.items()])


async def person_of(session: AsyncSession, chat: str) -> int | None:
    """Return the person whose private chat that is, None when nobody was heard of there."""
    return await session.scalar(select(people.Account.person_id).where(people.Account.chat == chat))


async def notes_of(session: AsyncSession, chat: str) -> Notes:
    """Return what screens keep for a chat that is not loaded."""
    return Notes.from_json(
        await session.scalar(select(_CONVERSATION.c.notes).where(_CONVERSATION.c.chat == chat)) or {}
    )


async def mark_reachable(session: AsyncSession, chat: str, reachable: bool) -> None:
    """Record that a person blocked the bot there, or let it in again."""
    await session.execute(update(people.Account).where(people.Account.chat == chat).values(reachable=reachable))


async def mark_unreachable(session: AsyncSession, chats: Collection[str]) -> None:
    """Record the chats that can't be written to: their people blocked the bot, or are gone."""
    await session.execute(update(people.Account).where(people.Account.chat.in_(chats)).values(reachable=False))
