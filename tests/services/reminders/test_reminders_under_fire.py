"""Reminders under ticks, answers, returns, new deadlines, days off, crashes and restarts in any order."""

import asyncio
import tempfile
from collections.abc import Coroutine
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from domain.access.member import Role
from domain.chat.screens import Screen
from domain.dates.jalali import format_machine
from domain.reminder_plan import may_send
from models import Base
from models.database import Database
from models.tables.meetings import OPEN_STATES, Obligation
from models.tables.queues import Outbox, OutboxState
from services.errors import Refused
from services.meetings import deadline_changes
from services.messaging import outbox
from services.obligations import transitions
from services.reminders import holiday_list, leaves, reminders
from services.reminders import snooze as snoozes
from services.submissions import extension_requests
from tests.services.desk import TEHRAN, Desk

T = TypeVar("T")
INDEX = st.integers(0, 2)


class Crash(BaseException):
    pass


class UnderFire(RuleBasedStateMachine):
    """Two people of three agencies with three obligations; ``seen`` are the reminders that were checked already."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.seen: set[int] = set()
        self.told: set[tuple[int, date]] = set()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def database(self) -> Database:
        return Database(f"sqlite+aiosqlite:///{Path(self.folder.name) / 'dabir.db'}")

    @initialize(days=st.lists(st.integers(4, 40), min_size=3, max_size=3))
    def issue(self, days: list[int]) -> None:
        async def issue() -> None:
            db = self.database()
            async with db.engine.begin() as connection:
                await connection.run_sync(Base.metadata.create_all)
            self.desk = Desk(db, Path(self.folder.name))
            agencies = [await self.desk.agency(name) for name in ("شهرداری", "اصناف", "بهزیستی")]
            self.maryam = await self.desk.person("مریم", None, role=Role.SECRETARY)
            self.shared = agencies[1]
            self.people = (
                await self.desk.person("سارا", *agencies[:2]),
                await self.desk.person("رضا", *agencies[1:], role=Role.DEPUTY),
            )
            self.owed: list[int] = []
            for number, (agency, ahead) in enumerate(zip(agencies, days, strict=True), 1):
                self.owed += await self.desk.issue(number, f"ظرف {ahead} روز", agency)

        self.run(issue())

    def teardown(self) -> None:
        self.run(self.desk.db.close())
        self.runner.close()
        self.folder.cleanup()

    @rule(hours=st.sampled_from([1, 12, 24, 72]))
    def time_passes(self, hours: int) -> None:
        self.desk.wait(timedelta(hours=hours))

    @rule(late=st.sampled_from([0, 0, 2, 14]), at_once=st.integers(1, 3))
    def the_next_reminder_comes(self, late: int, at_once: int) -> None:
        self._to_the_next_reminder(late)
        self.tick(at_once)

    @rule(at_once=st.integers(1, 3))
    def tick(self, at_once: int) -> None:
        async def tick() -> None:
            await asyncio.gather(*(self._tick() for _ in range(at_once)))

        self.run(tick())
        now = self.desk.now()
        if may_send(now.astimezone(TEHRAN), self.desk.organisation.calendar, self.desk.organisation.reminder_settings):
            left = [kept.next_reminder_at for kept in self._obligations() if kept.next_reminder_at]
            assert all(moment > now for moment in left)

    def _to_the_next_reminder(self, late: int = 0) -> None:
        due = self.run(reminders.next_due(self.desk.db, self.desk.organisation))
        if due:
            self.desk.wait(max(timedelta(), due - self.desk.now()) + timedelta(hours=late))

    @rule(after=st.integers(1, 3))
    def the_next_reminder_comes_and_the_power_goes_off(self, after: int) -> None:
        """Crash in one of the transactions, after its rows were written and before they were committed."""
        self._to_the_next_reminder()
        calls = 0
        write = outbox.write

        async def dying(*arguments: Any) -> Any:
            nonlocal calls
            calls += 1
            rows = await write(*arguments)
            if calls == after:
                raise Crash
            return rows

        async def tick() -> None:
            with patch.object(outbox, "write", dying), patch.object(reminders, "SLICE", 1):
                try:
                    await self._tick()
                except Crash:
                    await self.desk.db.close()
                    self.desk.db = self.database()

        self.run(tick())

    async def _tick(self) -> None:
        await holiday_list.replan(self.desk.db, self.desk.organisation, self.desk.now())
        # An answer that is given back after its deadline was changed is planned by the old one until this.
        await deadline_changes.realign_stale(self.desk.db, self.desk.organisation, self.desk.now())
        await reminders.remind(self.desk.db, self.desk.organisation, self.desk.now())

    @rule()
    def the_platform_is_up_again(self) -> None:
        self.run(self.desk.deliver())

    @rule(which=INDEX)
    def answer(self, which: int) -> None:
        self.run(self.desk.answer(self.owed[which]))

    @rule(which=INDEX)
    def give_back(self, which: int) -> None:
        async def give_back() -> None:
            async with self.desk.db.write() as session:
                kept = await session.get_one(Obligation, self.owed[which])
                await transitions.returned(self.desk.context(session), kept)

        self.run(give_back())

    @rule(which=INDEX, days=st.integers(1, 8))
    def snooze(self, which: int, days: int) -> None:
        async def snooze() -> None:
            async with self.desk.db.write() as session:
                kept = await session.get_one(Obligation, self.owed[which])
                try:
                    until = self.desk.context(session).today + timedelta(days=days)
                    await snoozes.snooze(self.desk.context(session, self.people[which // 2]), kept, until)
                except Refused:
                    return

        self.run(snooze())

    @rule(which=INDEX, ahead=st.integers(-3, 20))
    def change_deadline(self, which: int, ahead: int) -> None:
        due = {"kind": "date", "due": format_machine(self.desk.today + timedelta(days=ahead)), "rhythm": None}

        async def change() -> None:
            async with self.desk.db.write() as session:
                await deadline_changes.change_deadline(self.desk.context(session), which + 1, due)

        self.run(change())

    @rule(which=INDEX, ahead=st.integers(-1, 20))
    def give_a_date_of_its_own(self, which: int, ahead: int) -> None:
        async def give() -> None:
            async with self.desk.db.write() as session:
                day = self.desk.today + timedelta(days=ahead)
                try:
                    await extension_requests.give(self.desk.context(session, self.maryam), self.owed[which], day, "-")
                except Refused:
                    return

        self.run(give())

    @rule(which=INDEX, days=st.integers(0, 5))
    def go_on_leave(self, which: int, days: int) -> None:
        async def leave() -> None:
            async with self.desk.db.write() as session:
                sara, reza = self.people
                try:
                    # The second agency has both of them.
                    context = self.desk.context(session, (sara, reza)[which % 2])
                    until = self.desk.today + timedelta(days=days)
                    await leaves.begin(context, self.shared, (reza, sara)[which % 2], self.desk.today, until)
                except Refused:
                    return

        self.run(leave())

    @rule(ahead=st.integers(0, 6))
    def declare_a_day_off(self, ahead: int) -> None:
        async def declare() -> None:
            async with self.desk.db.write() as session:
                day = self.desk.today + timedelta(days=ahead)
                try:
                    await holiday_list.add(self.desk.context(session, self.maryam), day, "برف")
                except Refused:
                    return

        self.run(declare())

    @invariant()
    def what_was_said_was_to_be_said(self) -> None:
        """Check that new reminders went out in an open hour, one a person a day, and only about open obligations."""
        if not hasattr(self, "owed"):
            return
        now = self.desk.now().astimezone(TEHRAN)
        owed = {kept.id for kept in self._obligations() if kept.state in OPEN_STATES}
        for row in self._reminders():
            if row.id in self.seen:
                continue
            self.seen.add(row.id)
            assert may_send(now, self.desk.organisation.calendar, self.desk.organisation.reminder_settings)
            person = (row.person_id or 0, now.date())
            assert person not in self.told
            self.told.add(person)
            assert _reported_on(row) <= owed

    @invariant()
    def what_waits_to_be_sent_says_only_what_is_owed(self) -> None:
        if not hasattr(self, "owed"):
            return
        owed = {kept.id for kept in self._obligations() if kept.state in OPEN_STATES}
        waiting = [row for row in self._reminders() if row.state is OutboxState.PENDING]
        assert {number for row in waiting for number in _reported_on(row)} <= owed

    @invariant()
    def what_is_owed_is_planned_and_nothing_else(self) -> None:
        if not hasattr(self, "owed"):
            return
        for kept in self._obligations():
            assert (kept.next_reminder_at is not None) == (kept.state in OPEN_STATES)

    def _obligations(self) -> list[Obligation]:
        return self.run(self._all(select(Obligation)))

    def _reminders(self) -> list[Outbox]:
        return self.run(self._all(select(Outbox).where(Outbox.dedupe_key.startswith("remind:"))))

    async def _all(self, query: Any) -> list[Any]:
        async with self.desk.db.read() as session:
            return list(await session.scalars(query))


def _reported_on(row: Outbox) -> set[int]:
    """Return the obligations that a reminder has a button for."""
    taps = [button.tap for line in Screen.from_json(row.screen).buttons for button in line]
    return {tap.id for tap in taps if tap and tap.name == "report"}


UnderFire.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestUnderFire = pytest.mark.durable(UnderFire.TestCase)
