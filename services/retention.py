"""Retention: ticks delete what ended long ago, and strangers who never came to anything, a slice at a time."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Column, ColumnElement, Select, and_, delete, exists, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import Base
from models.database import Database
from models.tables.conversations import Conversation
from models.tables.linking import LinkCode, LinkOffer
from models.tables.organisation import FILES_OF, Audit, Fact
from models.tables.people import Account, Person
from models.tables.queues import UNFINISHED, Inbox, InboxState, Job, Outbox, OutboxState
from services.isolation import Isolation, isolated
from services.organisation import KeepDays
from services.slices import slices

SLICE = 500
"""The number of rows in one transaction."""
SHORTEST_TRAIL = 31
"""The fewest days of the audit trail: it tells whose account was cut off while an invitation is open, 30 at most."""
SHORTEST_RESULTS = 31
"""The fewest days for which a job's result is kept: the buttons below it, as those of read minutes, work by it."""
LONGEST_ONCE = timedelta(days=31)
"""The time for which a message that nobody may get twice is kept at least, for its row is what tells who has had it."""
_GO_WITH_A_STRANGER = ("accounts", "outbox", "link_codes", "link_offers")
"""The tables whose rows keep nobody: they go, or forget whom they were for."""


class DeletedCounts(NamedTuple):
    """The numbers of rows deleted."""

    updates: int = 0
    messages: int = 0
    jobs: int = 0
    entries: int = 0
    codes: int = 0
    strangers: int = 0


async def delete_expired(db: Database, keep: KeepDays, now: datetime, seconds: float) -> DeletedCounts:
    """Delete what ended more days ago than ``keep`` says.

    Raises ExceptionGroup of what failed, at the end: such a row keeps no other from going. ``now`` is the clock's,
    by which messages are dated; ``seconds`` is real time, by which updates are.
    """

    def before(days: int) -> datetime:
        # Nothing is as old as the beginning of time, and so is kept for ever.
        return now - timedelta(days=days) if days else datetime.min.replace(tzinfo=now.tzinfo)

    told_long_ago = or_(Outbox.dedupe_key.is_(None), Outbox.created_at < now - LONGEST_ONCE)
    shown_until = before(keep.jobs and max(keep.jobs, SHORTEST_RESULTS))
    ended_at = func.coalesce(Job.ended_at, Job.created_at)
    done = InboxState.FETCHING, InboxState.READY
    old = seconds - timedelta(days=keep.updates).total_seconds() if keep.updates else 0.0
    tables = (
        ("forget_inbox", Inbox, Inbox.arrived < old, Inbox.state.not_in(done)),
        (
            "forget_outbox",
            Outbox,
            Outbox.created_at < before(keep.messages),
            and_(Outbox.state != OutboxState.PENDING, told_long_ago),
        ),
        # One that waited long, as while nobody ran, has just ended.
        (
            "forget_jobs",
            Job,
            Job.created_at < shown_until,
            and_(~UNFINISHED, ended_at < shown_until),
        ),
        ("forget_audit", Audit, Audit.at < before(keep.audit and max(keep.audit, SHORTEST_TRAIL)), Audit.id > 0),
        ("forget_codes", LinkCode, LinkCode.expires_at < before(keep.codes), LinkCode.id > 0),
    )
    counts: list[int] = []
    failures: list[Exception] = []
    for kind, table, aged, ended in tables:
        try:
            async with isolated(db, kind, now) as rows:
                counts.append(await _delete(db, rows, table, aged, ended))
        except ExceptionGroup as failed:
            failures.append(failed)
    try:
        async with isolated(db, "forget_strangers", now) as people:
            counts.append(await _delete_strangers(db, people, before(keep.strangers)))
    except ExceptionGroup as failed:
        failures.append(failed)
    if failures:
        raise ExceptionGroup("what could not be deleted", failures)
    return DeletedCounts(*counts)


async def _delete(
    db: Database,
    isolation: Isolation,
    table: type[Inbox] | type[Outbox] | type[Job] | type[Audit] | type[LinkCode],
    old: ColumnElement[bool],
    ended: ColumnElement[bool],
) -> int:
    """Delete from the oldest row on; the first slice without an old row ends it, for ids grow with time."""
    total, last = 0, 0

    async def delete_slice(session: AsyncSession, ids: Sequence[int]) -> int:
        gone = await session.scalars(delete(table).where(table.id.in_(ids), ended).returning(table.id))
        return len(gone.all())

    while True:
        async with db.read() as session:
            oldest = select(table.id).where(table.id > last).order_by(table.id).limit(SLICE).scalar_subquery()
            ids = list(await session.scalars(select(table.id).where(table.id.in_(oldest), old).order_by(table.id)))
        if not ids:
            return total
        total, last = total + sum(await isolation.run(ids, delete_slice)), ids[-1]


async def _delete_strangers(db: Database, isolation: Isolation, before: datetime) -> int:
    """Delete people who wrote last before a moment, and of whom no role, request, draft or anything else is kept."""
    async with db.read() as session:
        silent = set(await session.scalars(_silent_since(before)))
        for column in _columns_of_people() if silent else ():
            silent -= set(await session.scalars(select(column).where(column.is_not(None)).distinct()))
    ids = sorted(silent)

    async def delete_slice(session: AsyncSession, people: Sequence[int]) -> int:
        # Whoever wrote meanwhile stays; and a row that came to name one keeps the whole slice, which is done in halves.
        gone = list(await session.scalars(_silent_since(before).where(Person.id.in_(people))))
        await session.execute(update(Outbox).where(Outbox.person_id.in_(gone)).values(person_id=None))
        accounts = select(Account.id).where(Account.person_id.in_(gone))
        for link in (LinkCode, LinkOffer):
            await session.execute(delete(link).where(or_(link.person_id.in_(gone), link.account_id.in_(accounts))))
        chats = select(Account.chat).where(Account.person_id.in_(gone))
        sent = select(literal(FILES_OF).concat(Account.chat)).where(Account.person_id.in_(gone))
        await session.execute(delete(Fact).where(Fact.name.in_(sent)))
        await session.execute(delete(Conversation).where(Conversation.chat.in_(chats), Conversation.draft_id.is_(None)))
        await session.execute(delete(Account).where(Account.person_id.in_(gone)))
        await session.execute(delete(Person).where(Person.id.in_(gone)))
        return len(gone)

    return sum([sum(await isolation.run(part, delete_slice)) for part in slices(ids, SLICE)])


def _silent_since(before: datetime) -> Select[int]:
    account = exists().where(Account.person_id == Person.id)
    waits = exists().where(Outbox.person_id == Person.id, Outbox.state == OutboxState.PENDING)
    return select(Person.id).where(account, ~account.where(Account.last_active_at >= before), ~waits)


def _columns_of_people() -> Collection["Column[int]"]:
    """The columns of all tables that name a person, except those that go with them."""
    return [
        key.parent
        for table in Base.metadata.sorted_tables
        if table.name not in _GO_WITH_A_STRANGER
        for key in table.foreign_keys
        if key.column.table.name == Person.__tablename__
    ]
