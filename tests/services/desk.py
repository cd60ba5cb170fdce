"""A secretariat's desk for tests of services: its agencies, people and resolutions, and the messages written."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select, text, update

from domain.access.member import Role
from domain.chat.screens import Screen
from domain.dates.jalali import from_jalali
from domain.dates.working_days import Calendar, official_holidays
from domain.deadlines import periods, resolve
from domain.persian.text import fold
from domain.reminder_plan import ReminderSettings
from models.database import Database, Session
from models.tables.agencies import Agency, Group, GroupMember
from models.tables.meetings import Meeting, MeetingState, Obligation, Owner, Resolution, ResolutionState
from models.tables.people import Account, Membership, Person
from models.tables.queues import Outbox, OutboxState
from services.context import ActionContext
from services.files.file_store import FileStore
from services.obligations import creation, transitions
from services.organisation import Organisation
from services.reminders import unsent_reminders
from texts.format import Formatter

TEHRAN = ZoneInfo("Asia/Tehran")
HELD_ON = from_jalali(1398, 7, 13)


def moment(jalali: str) -> datetime:
    """Return the moment of ``1398-07-13 18:00`` in Tehran."""
    day, _, hour = jalali.partition(" ")
    return datetime.combine(from_jalali(*map(int, day.split("-"))), time.fromisoformat(hour or "09:00"), TEHRAN)


class Desk:
    """An office with its database; ``now`` is its clock, which tests set by ``to``."""

    def __init__(self, db: Database, folder: Path) -> None:
        self.db = db
        self._now = moment("1398-07-13 18:00")
        calendar = Calendar({day.date: day for day in official_holidays(1398, 1399)})
        self.organisation = Organisation(
            name="دبیرخانهٔ کارگروه",
            zone=TEHRAN,
            calendar=calendar,
            owners=frozenset(),
            language="fa",
            reminder_settings=ReminderSettings(),
            store=FileStore(folder / "files"),
            links={},
            clock=self,
        )

    def now(self) -> datetime:
        return self._now.astimezone(UTC)

    def to(self, jalali: str) -> None:
        self._now = moment(jalali)

    def wait(self, span: timedelta) -> None:
        self._now += span

    @property
    def today(self) -> date:
        return self._now.date()

    async def agency(self, name: str, *, secretariat: bool = False) -> int:
        async with self.db.write() as session:
            agency = Agency(name=name, name_fold=fold(name), secretariat=secretariat)
            session.add(agency)
            await session.flush()
            return agency.id

    async def group(self, name: str, *agency_ids: int) -> int:
        async with self.db.write() as session:
            group = Group(name=name, name_fold=fold(name))
            group.members = [GroupMember(agency_id=agency_id, joined_at=self.now()) for agency_id in agency_ids]
            session.add(group)
            await session.flush()
            return group.id

    async def join(self, group_id: int, agency_id: int) -> list[int]:
        """Put an agency on a group's list later; return the ids of the obligations that this makes."""
        async with self.db.write() as session:
            session.add(GroupMember(group_id=group_id, agency_id=agency_id, joined_at=self.now()))
            await session.flush()
            return (await creation.offer_group(self.context(session), group_id, agency_id)).made

    async def person(
        self,
        name: str,
        *agency_ids: int | None,
        role: Role = Role.REPRESENTATIVE,
        reachable: bool = True,
        on: str = "telegram",
        phone: str = "",
        **settings: Any,
    ) -> int:
        """Make a person with a role in each of the agencies, None being the secretariat; ``phone`` is verified."""
        async with self.db.write() as session:
            person = Person(name=name, name_fold=fold(name), created_at=self.now(), settings=settings)
            person.phone, person.phone_verified = phone, bool(phone)
            session.add(person)
            await session.flush()
            chat = f"{on}:{person.id}"
            session.add(
                Account(
                    person_id=person.id,
                    platform=on,
                    user=chat,
                    chat=chat,
                    reachable=reachable,
                    last_active_at=self.now(),
                )
            )
            for agency_id in agency_ids:
                session.add(Membership(person_id=person.id, agency_id=agency_id, role=role, since=self.now()))
            return person.id

    async def resolution(
        self,
        number: int,
        phrase: str,
        *agency_ids: int,
        groups: tuple[int, ...] = (),
        partners: tuple[int, ...] = (),
        items: dict[str, int] | None = None,
    ) -> int:
        """Make a binding resolution of the meeting of 13 Mehr; ``phrase`` is its deadline, ``items`` are by label."""
        deadline = resolve(phrase, HELD_ON, self.organisation.calendar)
        async with self.db.write() as session:
            meeting = await session.scalar(select(Meeting)) or Meeting(
                title="نشست پنجم",
                body="کارگروه",
                held_on=HELD_ON,
                state=MeetingState.ISSUED,
                created_at=self.now(),
            )
            owners = [Owner(agency_id=agency_id) for agency_id in agency_ids]
            owners += [Owner(group_id=group_id) for group_id in groups]
            owners += [Owner(agency_id=agency_id, partner=True) for agency_id in partners]
            owners += [Owner(agency_id=agency_id, item=label) for label, agency_id in (items or {}).items()]
            resolution = Resolution(
                meeting=meeting,
                number=number,
                text=f"متن مصوبهٔ {number}",
                phrase=phrase,
                deadline=periods.to_stored(deadline),
                due=deadline.due,
                items=[{"label": label, "text": f"بند {label}"} for label in items or {}],
                state=ResolutionState.ACTIVE,
                owners=owners,
            )
            session.add(resolution)
            await session.flush()
            return resolution.id

    async def issue(self, number: int, phrase: str, *agency_ids: int, **more: Any) -> list[int]:
        """Issue a resolution; return the ids of its obligations."""
        resolution_id = await self.resolution(number, phrase, *agency_ids, **more)
        async with self.db.write() as session:
            return await creation.make(self.context(session), resolution_id)

    async def answer(self, obligation_id: int) -> None:
        async with self.db.write() as session:
            obligation = await session.get_one(Obligation, obligation_id)
            await transitions.answered(self.context(session), obligation)
            await unsent_reminders.refresh(self.context(session), [obligation])

    def context(self, session: Session, actor: int | None = None) -> ActionContext:
        """Return the context of an action by a person, or by the program itself, at the desk's hour."""
        return ActionContext(session, self.organisation, actor, self.now())

    async def deliver(self) -> None:
        """Deliver every message that may go out now."""
        async with self.db.write() as session:
            await session.execute(
                update(Outbox)
                .where(
                    Outbox.state == OutboxState.PENDING,
                    or_(Outbox.not_before.is_(None), Outbox.not_before <= self.now()),
                )
                .values(state=OutboxState.SENT)
            )

    async def until_blocked(self) -> None:
        """Wait until a transaction waits for another one's lock; a second writer of SQLite does before it begins."""
        if self.db.sqlite:
            await asyncio.sleep(0)
            return
        blocked = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        async with asyncio.timeout(30):
            while True:
                async with self.db.read() as session:
                    if await session.scalar(blocked):
                        return
                await asyncio.sleep(0.01)

    async def obligation(self, obligation_id: int) -> Obligation:
        async with self.db.read() as session:
            return await session.get_one(Obligation, obligation_id)

    async def written_to(self, person_id: int) -> list[str]:
        """Return the texts of the messages to a person that were not taken back, oldest first."""
        return [Formatter("fa", TEHRAN).plain(screen.text) for screen in await self.screens_for(person_id)]

    async def screens_for(self, person_id: int) -> list[Screen]:
        async with self.db.read() as session:
            rows = await session.scalars(
                select(Outbox.screen)
                .where(Outbox.person_id == person_id, Outbox.state != OutboxState.SKIPPED)
                .order_by(Outbox.id)
            )
            return [Screen.from_json(screen) for screen in rows]
