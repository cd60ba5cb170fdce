"""Seed of the demo: its people and agencies, and a meeting of a week before whose resolutions are their obligations."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from typing import Any

from sqlalchemy import or_, select

from bot.app import App
from domain.access.member import Role
from domain.persian.text import fold
from models.database import Session
from models.tables.organisation import Fact
from models.tables.people import Account, Membership, Person
from models.tables.queues import Outbox, OutboxState
from sandbox.http.server import SandboxServer
from sandbox.world.actions import World
from sandbox.world.platform_state import Chat
from services.context import ActionContext
from services.directory import agencies, members, neighbourhoods
from services.meetings import issuance, meetings
from services.meetings.review import minutes_reading
from texts.format import Formatter

SECRETARY = 1000
MEETING_DAY = datetime(2019, 9, 28, 9, 30, tzinfo=UTC)
"""1398/07/06 13:00 in Tehran, an hour after the sample meeting."""
DONE = "demo.settled"
MEMBERS = "اعضای کارگروه اشتغال"
EXECUTIVE = "دستگاه‌های اجرایی"
"""The sample's appendix has this name for the kind of a state office."""


@dataclass(frozen=True, slots=True)
class Cast:
    """One person of the demo, with an account ``on`` each of these platforms; without a role, a newcomer.

    ``alone`` is a platform on which the person has an account that is not linked yet: the same phone, but a newcomer.
    """

    id: int
    title: str
    first_name: str
    last_name: str
    on: tuple[str, ...]
    role: Role | None = None
    agency: str = ""
    alone: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def phone(self) -> str:
        """The phone number as a messenger shares it: digits with the country's code."""
        return f"98915{self.id:07}"

    def user(self, platform: str) -> str:
        return f"{platform}:{self.id}"


TELEGRAM, BALE = ("telegram",), ("bale",)
CAST = (
    Cast(SECRETARY, "سرکار خانم", "مریم", "رضایی", TELEGRAM, Role.SECRETARY),
    Cast(1003, "سرکار خانم", "سارا", "محمدی", TELEGRAM + BALE, Role.REPRESENTATIVE, "شهرداری خاوران‌شهر"),
    Cast(1004, "جناب آقای", "رضا", "کریمی", BALE, Role.REPRESENTATIVE, "اداره کل تعاون، کار و رفاه اجتماعی"),
    Cast(1005, "سرکار خانم", "نرگس", "احمدی", BALE, Role.REPRESENTATIVE, "اداره کل راه و شهرسازی"),
    Cast(1006, "جناب آقای", "علی", "موسوی", TELEGRAM, Role.DEPUTY, "شهرداری خاوران‌شهر"),
    Cast(1007, "سرکار خانم", "لیلا", "حسینی", TELEGRAM, Role.REPRESENTATIVE, "سازمان جهاد کشاورزی", alone="bale"),
    Cast(1008, "جناب آقای", "محسن", "صادقی", BALE, Role.FACILITATOR, "محلهٔ شهرک امید"),
    Cast(1009, "سرکار خانم", "زهرا", "نوری", TELEGRAM),
    Cast(1001, "جناب آقای", "حمید", "نیک‌پی", BALE, Role.SECRETARY),
    Cast(1002, "سرکار خانم", "مهناز", "فرهمند", TELEGRAM, Role.CHAIR),
)
AGENCIES = (
    "دبیرخانه کارگروه",
    "شهرداری خاوران‌شهر",
    "اداره کل تعاون، کار و رفاه اجتماعی",
    "اداره کل راه و شهرسازی",
    "سازمان جهاد کشاورزی",
    "اتاق اصناف",
    "اتاق بازرگانی، صنایع، معادن و کشاورزی خاوران",
    "کمیسیون هماهنگی بانک‌های استان",
    "دانشگاه علوم پزشکی خاوران",
    "اداره کل آموزش فنی و حرفه‌ای",
    "کمیته امداد",
    "بهزیستی",
)
NEIGHBOURHOODS = (("شهرک امید", "منطقهٔ ۳"), ("نوبهار", "منطقهٔ ۳"), ("کوی کارگران", "منطقهٔ ۵"))
OFFICES = AGENCIES[1:5] + AGENCIES[8:10]


async def seed(app: App, server: SandboxServer) -> None:
    """Add the people and the sample meeting, once."""
    async with app.db.read() as session:
        if await session.get(Fact, DONE):
            return
    reading = await asyncio.to_thread(_read, app)
    async with app.db.write() as session:
        secretary = await _people(session)
        await _agencies(session, app, secretary)
        await _memberships(session, app, secretary)
        meeting = await meetings.store_reading(
            ActionContext(session, app.organisation, secretary, MEETING_DAY), reading
        )
        await issuance.issue(ActionContext(session, app.organisation, secretary, MEETING_DAY), meeting)
        session.add(Fact(name=DONE, value={}))
    arrived = _arrive(server)
    await app.ticks.run_all()
    # Due messages are sent before anybody presses Start, so that everybody's menu comes last.
    await _sent(app)
    for world, person in arrived:
        if person.started:
            world.open_link(person)


async def role_of(app: App, user: str) -> str | None:
    """The first role of a person in words, None for a newcomer."""
    async with app.db.read() as session:
        membership_id = await session.scalar(
            select(Membership.id)
            .join(Account, Account.person_id == Membership.person_id)
            .where(Account.user == user, Membership.ended_at.is_(None))
            .order_by(Membership.id)
            .limit(1)
        )
        if membership_id is None:
            return None
        text = members.role_of(await members.get(session, membership_id))
    return Formatter(app.organisation.language, app.organisation.zone).plain(text)


def _arrive(server: SandboxServer) -> list[tuple[World, Chat]]:
    """Add everybody to their messengers. Members opened the bot long ago, newcomers never did."""
    return [
        (world, world.add_person(one.first_name, one.last_name, id=one.id, phone=one.phone, known=known))
        for one in CAST
        for platform in (*one.on, *filter(None, (one.alone,)))
        for world, known in [(server.faces[platform].world, bool(one.role) and platform in one.on)]
    ]


async def _sent(app: App) -> None:
    """Wait until no message is left that may go out now."""
    waiting = select(Outbox.id).where(
        Outbox.state == OutboxState.PENDING,
        or_(Outbox.not_before.is_(None), Outbox.not_before <= app.organisation.clock.now()),
    )
    while True:
        async with app.db.read() as session:
            if await session.scalar(waiting.limit(1)) is None:
                return
        await asyncio.sleep(0.05)


def _read(app: App) -> dict[str, Any]:
    sample = (resources.files("sandbox") / "samples" / "minutes.txt").read_bytes()
    params = {
        "files": [{"hash": app.organisation.store.write(sample), "name": "صورتجلسهٔ چهارم.txt"}],
        "calendar": app.organisation.calendar.to_json(),
    }
    return minutes_reading.read(params, app.organisation.store, app.organisation.language, lambda done, total: None)


async def _people(session: Session) -> int:
    """Add the people with a role; returns the secretary's id. A newcomer is unknown until she presses Start."""
    rows = []
    for one in CAST:
        if one.role is None:
            continue
        person = Person(
            title=one.title,
            name=one.name,
            name_fold=fold(one.name),
            phone=f"+{one.phone}",
            phone_verified=True,
            created_at=MEETING_DAY,
        )
        for platform in one.on:
            user = one.user(platform)
            session.add(Account(person=person, platform=platform, user=user, chat=user, last_active_at=MEETING_DAY))
        rows.append(person)
    await session.flush()
    return rows[0].id


async def _agencies(session: Session, app: App, by: int) -> None:
    group = await agencies.group_named(ActionContext(session, app.organisation, by, MEETING_DAY), MEMBERS)
    kind = await agencies.find_or_add_kind(session, EXECUTIVE)
    for name in AGENCIES:
        agency = await agencies.add(ActionContext(session, app.organisation, by, MEETING_DAY), name)
        agency.secretariat = name == AGENCIES[0]
        agency.kind_id = kind.id if name in OFFICES else None
        await agencies.join_group(ActionContext(session, app.organisation, by, MEETING_DAY), group.id, agency.id)
    await neighbourhoods.add(ActionContext(session, app.organisation, by, MEETING_DAY), NEIGHBOURHOODS)


async def _memberships(session: Session, app: App, by: int) -> None:
    for one in CAST:
        if one.role is None:
            continue
        person_id = await session.scalar(select(Account.person_id).where(Account.user == one.user(one.on[0])))
        agency = await agencies.by_name(session, one.agency) if one.agency else None
        await members.let_in(
            ActionContext(session, app.organisation, by, MEETING_DAY),
            person_id or 0,
            one.role,
            agency.id if agency else None,
        )
