"""Routing: the choice of the account, and so the platform, that a message to a person goes to."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, exists, or_, select, update
from sqlalchemy.orm import aliased

from models.base import Moment, table_of
from models.database import Database, Session
from models.tables.people import Account, Membership, Person
from models.tables.queues import PENDING, Lane, Operation, Outbox, OutboxState
from services.queues import outbox
from services.slices import slices

SLICE = 200
"""The most rows in one transaction, so that no batch waits long for it."""
NOWHERE = "no account can be reached"
LOOK_AGAIN, KEPT_FOR = timedelta(minutes=10), timedelta(days=30)
"""The times between two looks, and to the last, for a platform that was taken out of the settings and may be back."""
WISH = "messages_on"
"""The person's setting that names the preferred platform; without it the last active account is preferred."""

_target = aliased(Outbox)
_OUTBOX = table_of(Outbox)
_HOMELESS = (
    select(
        Outbox.id,
        Outbox.person_id,
        Outbox.chat,
        Outbox.created_at,
        Outbox.target_id,
        _target.platform.label("home"),
        _target.state.label("target_state"),
    )
    .outerjoin(_target, _target.id == Outbox.target_id)
    .where(
        PENDING,
        Outbox.platform == "",
        # A message for a later hour, and a change of it, must not take others' places in the slice until then.
        *(or_(row.not_before.is_(None), row.not_before <= bindparam("now", type_=Moment)) for row in (Outbox, _target)),
        Outbox.id.not_in(bindparam("in_flight", expanding=True)),
    )
    .order_by(Outbox.lane, Outbox.round, Outbox.id)
    .limit(SLICE)
)
_REACHED_ELSEWHERE = Outbox.person_id.in_(
    select(Account.person_id).where(Account.reachable, Account.platform.in_(bindparam("up", expanding=True)))
)
_MOVABLE = (
    select(Outbox.id)
    .outerjoin(_target, _target.id == Outbox.target_id)
    .where(
        PENDING,
        Outbox.platform == bindparam("platform"),
        Outbox.chat == "",
        Outbox.id.not_in(bindparam("in_flight", expanding=True)),
        or_(
            and_(Outbox.operation == Operation.SEND, _REACHED_ELSEWHERE),
            # An edit or a deletion follows the message that it changes.
            _target.platform != bindparam("platform"),
        ),
    )
)
_NEWS = (
    select(Outbox.id, Outbox.target_id)
    .join(_target, _target.id == Outbox.target_id)
    .where(
        PENDING,
        Outbox.platform == bindparam("platform"),
        Outbox.operation == Operation.EDIT,
        Outbox.lane != Lane.REPLY,
        _target.platform == bindparam("platform"),
        _target.state == OutboxState.SENT,
        Outbox.id.not_in(bindparam("in_flight", expanding=True)),
        _REACHED_ELSEWHERE,
    )
    .order_by(Outbox.id)
)
"""Edits by which a notice is renewed: nobody reads them in a message on a platform that is down."""
AS_NEW = {"chat": "", "operation": Operation.SEND, "target_id": None}
"""The columns by which an edit becomes a message of its own, in whichever chat of its person."""
_ORPHANS = (
    update(_OUTBOX).where(PENDING, _OUTBOX.c.platform.not_in(bindparam("names", expanding=True))).values(platform="")
)
_ACCOUNTS = (
    select(Account.person_id, Account.chat, Person.settings)
    .join(Person, Person.id == Account.person_id)
    .where(
        Account.person_id.in_(bindparam("persons", expanding=True)),
        Account.reachable,
        Account.platform.in_(bindparam("platforms", expanding=True)),
    )
    .order_by(Account.last_active_at)
)


@dataclass(frozen=True, slots=True)
class PlatformStatus:
    """The platforms that are set up, those of them that are down, and the count of each one's recoveries."""

    names: Collection[str]
    down: Collection[str]
    recoveries: Mapping[str, int]

    @property
    def up(self) -> set[str]:
        return set(self.names) - set(self.down)


def platform_of(chat: str) -> str:
    """The platform in a chat's name: ``telegram`` of ``telegram:123``."""
    return chat.partition(":")[0]


def choose(chats: Sequence[str], wished: object, down: Collection[str]) -> str:
    """Choose the chat for a message to a person, "" when there is none. ``chats`` are in the order of their last use.

    It is the one on the wished platform if that is up, else the last used one that is up, else the last used one,
    where the message waits.
    """

    def rank(position: int) -> tuple[bool, bool, int]:
        platform = platform_of(chats[position])
        up = platform not in down
        return up, up and platform == wished, position

    return chats[max(range(len(chats)), key=rank)] if chats else ""


async def chats_of(session: Session, person_ids: Iterable[int], platforms: PlatformStatus) -> dict[int, str]:
    """Choose each person's chat. People without a reachable account are not among the keys."""
    wanted = {"persons": list(person_ids), "platforms": list(platforms.names)}
    if not wanted["persons"]:
        return {}
    chats_by_person: dict[int, list[str]] = {}
    wishes: dict[int, Any] = {}
    for account in await session.execute(_ACCOUNTS, wanted):
        chats_by_person.setdefault(account.person_id, []).append(account.chat)
        wishes[account.person_id] = account.settings.get(WISH)
    return {person_id: choose(chats, wishes[person_id], platforms.down) for person_id, chats in chats_by_person.items()}


async def assign_platform(
    db: Database, platforms: PlatformStatus, now: datetime, in_flight: Collection[int]
) -> set[str]:
    """Assign a platform to up to SLICE messages that have none yet; returns the platforms that got any.

    Rows ``in_flight``, which are being tried, are left alone. What only a platform that is not set up could send
    waits for it, as what people sent there does, and ends after KEPT_FOR.
    """
    async with db.read() as session:
        rows = (await session.execute(_HOMELESS, {"now": now, "in_flight": list(in_flight)})).all()
        if not rows:
            return set()
        people = {row.person_id for row in rows if row.person_id and not row.chat}
        chats = await chats_of(session, people, platforms)
        chats |= await _chats_elsewhere(session, people - chats.keys())
    homes: dict[int, str] = {}
    undeliverable: list[int] = []
    waiting: list[int] = []
    for row in rows:
        homes[row.id] = home = (
            homes.get(row.target_id) or row.home or platform_of(row.chat or chats.get(row.person_id, ""))
        )
        if home not in platforms.names and row.target_state is not OutboxState.PENDING:
            (waiting if home and row.created_at > now - KEPT_FOR else undeliverable).append(row.id)
    given = [{"row": row_id, "platform": home} for row_id, home in homes.items() if home in platforms.names]
    async with db.write() as session:
        await outbox.change_pending(session, given)
        await outbox.change_pending(session, [{"row": row_id, "not_before": now + LOOK_AGAIN} for row_id in waiting])
        await outbox.skip(session, undeliverable, NOWHERE)
    return set(homes.values()) & set(platforms.names)


async def out_of_reach(session: Session, platforms: Collection[str]) -> Counter[str]:
    """Count by platform the people with a role who are only on ones that are not among ``platforms``."""
    held = exists().where(Membership.person_id == Account.person_id, Membership.ended_at.is_(None))
    elsewhere = aliased(Account)
    reached = exists().where(
        elsewhere.person_id == Account.person_id, elsewhere.reachable, elsewhere.platform.in_(platforms)
    )
    missing = select(Account.platform).where(Account.reachable, Account.platform.not_in(platforms), held, ~reached)
    return Counter(await session.scalars(missing))


async def _chats_elsewhere(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """A chat of each person who can be reached only on platforms that are not set up."""
    found = select(Account.person_id, Account.chat).where(Account.person_id.in_(person_ids), Account.reachable)
    return dict((await session.execute(found)).all()) if person_ids else {}


async def reroute(db: Database, platform: str, platforms: PlatformStatus, in_flight: Collection[int]) -> None:
    """Take from a platform that is down the messages that can go elsewhere, except those that were tried there."""
    wanted = {"platform": platform, "up": list(platforms.up), "in_flight": list(in_flight)}
    if not wanted["up"]:
        return
    async with db.read() as session:
        ids = list(await session.scalars(_MOVABLE, wanted))
        edits = (await session.execute(_NEWS, wanted)).all()
    latest = set({edit.target_id: edit.id for edit in edits}.values())
    for some in slices(edits, SLICE):
        async with db.write() as session:
            ahead = [edit.id for edit in some if edit.id in latest]
            await outbox.change_pending(session, [{"row": row_id, "platform": "", **AS_NEW} for row_id in ahead])
            await outbox.skip(session, [edit.id for edit in some if edit.id not in latest], "superseded")
    for part in slices(ids, SLICE):
        async with db.write() as session:
            await outbox.change_pending(session, [{"row": row_id, "platform": ""} for row_id in part])


async def reassign_orphans(db: Database, platforms: PlatformStatus) -> None:
    """Unassign messages from platforms that are no longer set up; ``assign_platform`` then takes them."""
    async with db.write() as session:
        await session.execute(_ORPHANS, {"names": ["", *platforms.names]})
