"""Reminders of hundreds of obligations that share people: in slices, each person once, whatever ends the program."""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
from sqlalchemy import event, func, select, update
from sqlalchemy.exc import MultipleResultsFound
from sqlalchemy.ext.asyncio import AsyncSession

from models.database import Database
from models.tables.meetings import Obligation, Resolution
from models.tables.people import Person
from models.tables.queues import Outbox, OutboxState
from services.messaging import outbox
from services.obligations import obligations, transitions
from services.reminders import large_groups, reminders, unsent_reminders
from services.reminders.due_obligations import ReminderCounts
from services.reminders.messages import message
from tests.parked import parked
from tests.services.desk import Desk

MANY = 250
DAY = "1398-08-18 10:00"


class Crash(BaseException):
    pass


class Written:
    """The rows of tables that each transaction wrote: changed obligations, and new messages."""

    def __init__(self) -> None:
        self.transactions: list[dict[str, int]] = []
        self._open: dict[str, int] = {}

    def statement(self, _: Any, cursor: Any, words: str, parameters: Any, __: Any, many: bool) -> None:
        if words.startswith("UPDATE obligations "):
            self._add("obligations", len(parameters) if many else cursor.rowcount)
        elif words.startswith("INSERT INTO outbox "):
            # Many rows are one statement, in which each works out its own round.
            self._add("outbox", words.count("coalesce(max("))

    def _add(self, table: str, count: int) -> None:
        self._open[table] = self._open.get(table, 0) + count

    def commit(self, _: Any) -> None:
        self.transactions.append(self._open)
        self._open = {}

    def most(self, table: str) -> int:
        return max((one.get(table, 0) for one in self.transactions), default=0)


@contextmanager
def watched(db: Database) -> Iterator[Written]:
    engine, written = db.engine.sync_engine, Written()
    event.listen(engine, "after_cursor_execute", written.statement)
    event.listen(engine, "commit", written.commit)
    try:
        yield written
    finally:
        event.remove(engine, "after_cursor_execute", written.statement)
        event.remove(engine, "commit", written.commit)


@contextmanager
def power_cut(db: Database, at: int) -> Iterator[None]:
    """Cut the power at a commit, before it took place."""
    commits = 0

    def commit(_: Any) -> None:
        nonlocal commits
        commits += 1
        if commits == at:
            raise Crash

    event.listen(db.engine.sync_engine, "commit", commit)
    try:
        yield
    finally:
        event.remove(db.engine.sync_engine, "commit", commit)


async def district(desk: Desk) -> tuple[int, dict[int, int]]:
    """Sara is in each of many agencies, and each has somebody of its own; all owe resolution 7 until 21 Aban."""
    agencies = [await desk.agency(f"دهیاری {number}") for number in range(MANY)]
    sara = await desk.person("سارا محمدی", *agencies)
    own = {agency: await desk.person(f"دهیار {agency}", agency) for agency in agencies}
    await desk.issue(7, "تا ۲۱ آبان", *agencies)
    return sara, own


async def tick(desk: Desk) -> ReminderCounts:
    return await reminders.remind(desk.db, desk.organisation, desk.now())


async def told(desk: Desk) -> dict[int, int]:
    """The number of reminders by person."""
    rows = select(Outbox.person_id, func.count()).where(
        Outbox.dedupe_key.startswith("remind:"), Outbox.state != OutboxState.SKIPPED
    )
    async with desk.db.read() as session:
        return {person or 0: count for person, count in await session.execute(rows.group_by(Outbox.person_id))}


async def still_due(desk: Desk) -> int:
    async with desk.db.read() as session:
        due = select(func.count()).where(Obligation.next_reminder_at <= desk.now())
        return await session.scalar(due) or 0


async def test_someone_in_hundreds_of_agencies_is_reminded_once_of_all_and_no_transaction_has_everything(
    desk: Desk,
) -> None:
    sara, own = await district(desk)
    desk.to(DAY)
    with watched(desk.db) as written:
        counts = await tick(desk)
    assert counts == ReminderCounts(people=MANY + 1, obligations=MANY)
    assert written.most("outbox") <= large_groups.PEOPLE
    assert sum(one.get("obligations", 0) > large_groups.OBLIGATIONS for one in written.transactions) <= 1
    assert await told(desk) == dict.fromkeys([sara, *own.values()], 1)
    assert await still_due(desk) == 0
    (words,) = await desk.written_to(sara)
    assert "و ۲۴۲ اقدام دیگر" in words
    assert await tick(desk) == ReminderCounts()


@pytest.mark.parametrize("at", range(1, 8))
async def test_a_power_cut_between_the_slices_repeats_nothing_and_loses_nothing(desk: Desk, at: int) -> None:
    sara, own = await district(desk)
    desk.to(DAY)
    with power_cut(desk.db, at):
        with pytest.raises(Crash):
            await tick(desk)
        await desk.db.close()
        desk.db = Database(desk.db.address)
    await tick(desk)
    assert await told(desk) == dict.fromkeys([sara, *own.values()], 1)
    assert await still_due(desk) == 0
    screens = await desk.screens_for(sara)
    assert len(screens) == 1
    reminded = select(func.count()).where(Obligation.reminded_on == desk.today)
    async with desk.db.read() as session:
        assert await session.scalar(reminded) == MANY


async def test_who_was_told_before_a_power_cut_is_not_told_again_on_the_next_day(desk: Desk) -> None:
    sara, own = await district(desk)
    desk.to("1398-08-18 20:59")
    with power_cut(desk.db, 5):
        with pytest.raises(Crash):
            await tick(desk)
        await desk.db.close()
        desk.db = Database(desk.db.address)
    before = await told(desk)
    assert 0 < len(before) < MANY
    await desk.deliver()
    desk.to("1398-08-19 10:00")
    await tick(desk)
    assert await told(desk) == dict.fromkeys([sara, *own.values()], 1)


async def test_what_is_answered_between_two_slices_is_asked_for_no_more(desk: Desk) -> None:
    _, own = await district(desk)
    desk.to(DAY)
    write, last = outbox.write, max(own)
    async with desk.db.read() as session:
        answered = await session.scalar(select(Obligation.id).where(Obligation.agency_id == last))

    async def answering(session: Any, rows: Any) -> Any:
        # Within the first slice of messages, as an answer that was sent a moment earlier.
        if not any(row["person_id"] == own[last] for row in rows):
            kept = await session.get_one(Obligation, answered)
            if kept.next_reminder_at:
                await transitions.answered(desk.context(session), kept)
        return await write(session, rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outbox, "write", answering)
        await tick(desk)
    assert own[last] not in await told(desk)


async def test_one_unreadable_deadline_among_hundreds_stops_only_itself(desk: Desk) -> None:
    sara, own = await district(desk)
    poor = min(own)
    await desk.issue(8, "تا ۲۱ آبان", poor)
    async with desk.db.write() as session:
        await session.execute(update(Resolution).where(Resolution.number == 8).values(deadline={"kind": "?"}))
    desk.to(DAY)
    with pytest.raises(ExceptionGroup):
        await tick(desk)
    assert await told(desk) == dict.fromkeys([sara, *own.values()], 1)
    assert len(await parked(desk.db)) == 1
    assert await still_due(desk) == 1


async def test_somebody_whose_message_fails_keeps_nobody_else_from_theirs(desk: Desk) -> None:
    sara, own = await district(desk)
    unlucky = own[min(own)]
    async with desk.db.write() as session:
        # Hours that no clock knows, as an earlier version might have left them.
        await session.execute(update(Person).where(Person.id == unlucky).values(settings={"quiet": ["?", "?"]}))
    desk.to(DAY)
    with pytest.raises(ExceptionGroup):
        await tick(desk)
    assert await told(desk) == dict.fromkeys({sara, *own.values()} - {unlucky}, 1)
    assert await still_due(desk) == 1
    # The one that is left is no large group, and so is parked itself.
    with pytest.raises(ExceptionGroup):
        await tick(desk)
    assert await tick(desk) == ReminderCounts()
    assert await told(desk) == dict.fromkeys({sara, *own.values()} - {unlucky}, 1)


async def test_hundreds_in_one_agency_are_reminded_of_its_obligation_in_slices(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    people = [await desk.person(f"رابط {number}", city) for number in range(MANY)]
    await desk.issue(7, "تا ۲۱ آبان", city)
    desk.to(DAY)
    with watched(desk.db) as written:
        await tick(desk)
    assert written.most("outbox") <= large_groups.PEOPLE
    assert await told(desk) == dict.fromkeys(people, 1)


async def test_a_message_that_an_outage_held_up_is_written_anew_for_everybody_of_a_large_agency(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    people = [await desk.person(f"رابط {number}", city) for number in range(reminders.SLICE + 5)]
    await desk.issue(7, "تا ۲۱ آبان", city)
    desk.to(DAY)
    await tick(desk)
    desk.to("1398-08-19 10:00")
    await tick(desk)
    assert await told(desk) == dict.fromkeys(people, 1)


async def test_an_answer_to_one_of_hundreds_rewrites_the_large_message_in_a_tick_and_the_small_one_at_once(
    desk: Desk,
) -> None:
    """The transaction of an answer loads nothing of the other agencies, or everybody would wait for it."""
    sara, own = await district(desk)
    desk.to(DAY)
    await tick(desk)
    [first, *_] = own
    async with desk.db.read() as session:
        owed = await session.scalar(select(Obligation.id).where(Obligation.agency_id == first))
    await desk.answer(owed or 0)
    assert await desk.written_to(own[first]) == []
    (words,) = await desk.written_to(sara)
    assert "و ۲۴۲ اقدام دیگر" in words
    assert await unsent_reminders.rewrite(desk.db, desk.organisation, desk.now()) == 1
    (words,) = await desk.written_to(sara)
    assert "و ۲۴۱ اقدام دیگر" in words
    assert await unsent_reminders.rewrite(desk.db, desk.organisation, desk.now()) == 0


async def test_a_large_message_that_cannot_be_rewritten_stops_no_other_and_is_parked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara, own = await district(desk)
    desk.to(DAY)
    await tick(desk)
    async with desk.db.read() as session:
        owed = await session.scalar(select(Obligation.id).where(Obligation.agency_id == next(iter(own))))
    await desk.answer(owed or 0)
    with monkeypatch.context() as spoilt:

        def fails(*_: object) -> None:
            raise ValueError

        spoilt.setattr(message, "add", fails)
        with pytest.raises(ExceptionGroup):
            await unsent_reminders.rewrite(desk.db, desk.organisation, desk.now())
    assert await parked(desk.db) == [("remind_late", sara)]
    desk.to("1398-08-19 10:00")
    assert await unsent_reminders.rewrite(desk.db, desk.organisation, desk.now()) == 1
    (words,) = await desk.written_to(sara)
    assert "و ۲۴۱ اقدام دیگر" in words


async def test_a_message_that_can_not_be_read_is_parked_and_the_next_person_s_is_rewritten(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of the library is no outage of the database: it is the row's, and ends no tick."""
    sara, own = await district(desk)
    async with desk.db.read() as session:
        agencies = await session.scalars(select(Obligation.agency_id))
    mina = await desk.person("مینا صادقی", *agencies)
    desk.to(DAY)
    await tick(desk)
    async with desk.db.read() as session:
        owed = await session.scalar(select(Obligation.id).where(Obligation.agency_id == next(iter(own))))
    await desk.answer(owed or 0)
    read = unsent_reminders._waiting

    async def fails(session: AsyncSession, person_ids: Iterable[int]) -> Any:
        if sara in person_ids:
            raise MultipleResultsFound
        return await read(session, person_ids)

    monkeypatch.setattr(unsent_reminders, "_waiting", fails)
    with pytest.raises(ExceptionGroup):
        await unsent_reminders.rewrite(desk.db, desk.organisation, desk.now())
    assert await parked(desk.db) == [("remind_late", sara)]
    (words,) = await desk.written_to(mina)
    assert "و ۲۴۱ اقدام دیگر" in words


async def test_a_large_message_that_an_outage_held_up_is_read_beside_the_writers(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unsent message of hundreds of obligations holds up nobody when it is written anew."""
    sara, own = await district(desk)
    first = next(iter(own))
    desk.to(DAY)
    await tick(desk)
    await desk.issue(8, "تا ۲۲ آبان", first)
    views, write, writing, loaded = obligations.views, desk.db.write, set[AsyncSession](), list[int]()

    @asynccontextmanager
    async def noted() -> AsyncIterator[AsyncSession]:
        async with write() as session:
            writing.add(session)
            yield session

    async def counted(session: AsyncSession, *where: Any) -> Any:
        found = await views(session, *where)
        loaded.extend([len(found)] if session in writing else [])
        return found

    monkeypatch.setattr(desk.db, "write", noted)
    monkeypatch.setattr(obligations, "views", counted)
    desk.to("1398-08-19 10:00")
    await tick(desk)
    assert sum(loaded) < MANY
    assert (await told(desk))[sara] == 1
    (words,) = await desk.written_to(sara)
    assert "و ۲۴۳ اقدام دیگر" in words
