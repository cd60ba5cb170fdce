"""A power cut, or a locked database, in the middle of what takes its time: photos, a sheet, minutes, a document, a
broadcast, a backup.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest
from sqlalchemy import func, select, text

from bot.backups.schedule import FACT
from domain.access.member import Role
from domain.persian.text import fold
from models.database import Database
from models.tables.agencies import Agency
from models.tables.conversations import Draft
from models.tables.meetings import Meeting, Submission
from models.tables.people import Account, Membership
from models.tables.queues import Inbox, InboxState, Job, JobState
from sandbox.world.faults import Fault
from services import facts
from tests.bot.killer import Killer
from tests.bot.test_kill import DABIR, never_recorded, unfinished
from tests.handlers.representative.forms.test_sheets import TABLE, opens_works, sheet_of
from tests.handlers.secretariat.broadcast.broadcasting import drafts
from tests.handlers.secretariat.meetings.binalud import MINUTES
from tests.issued import issue
from tests.town import PATIENCE, PNG, Human, Town

CITY = "شهرداری مشهد"
PHOTOS, MEMBERS = 5, 200
LOCKED = 12.0
"""Seconds beyond the ten for which a connection waits for a lock."""
# What was sent as the program died is sent again.
pytestmark = [
    pytest.mark.ci,
    pytest.mark.long,
    pytest.mark.durable,
    pytest.mark.refused("message is not modified", "query is too old"),
]


@pytest.fixture(params=["power", "database"])
def lost(request: pytest.FixtureRequest) -> str:
    """The thing that is lost in the middle: the power, or for longer than anybody waits the database."""
    return str(request.param)


@asynccontextmanager
async def interrupted(killer: Killer, lost: str, begun: Callable[[], Awaitable[bool]]) -> AsyncIterator[None]:
    """Run the program for what the block begins, and take something away as soon as that is under way."""
    async with killer.life() as child:
        await killer.until_at_work(child)
        yield
        await until(begun)
        if lost == "database":
            await locked(killer.town)
            await killer.town.quiet()
        # Whatever the program has started ends with it.
        for process in (*psutil.Process(child.pid).children(recursive=True), psutil.Process(child.pid)):
            process.kill()
        await child.wait()
    await asyncio.sleep(0.05)
    killer.look()


async def locked(town: Town) -> None:
    """Hold the database for a while, as a backup program or a migration does."""
    other = Database(town.database)
    async with other.write() as session:
        # A transaction of SQLite's that writes holds everything from its first statement on.
        await session.execute(
            text("SELECT 1" if other.sqlite else "LOCK TABLE inbox, outbox, jobs, facts IN ACCESS EXCLUSIVE MODE")
        )
        await asyncio.sleep(LOCKED)
    await other.close()


async def until(happened: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something has happened."""
    async with asyncio.timeout(PATIENCE):
        while not await happened():  # noqa: ASYNC110 - it happens in another process
            await asyncio.sleep(0.01)


@asynccontextmanager
async def alive(town: Town, killer: Killer) -> AsyncIterator[None]:
    """Run the program until it has done all that is left, and for the length of a block."""
    async with killer.life() as child:
        await killer.until_at_work(child)
        await town.quiet()
        yield


def at_work(town: Town, kind: str) -> Callable[[], Awaitable[bool]]:
    """Return what tells whether a job of a kind is at work, its child already reading or writing."""

    async def begun() -> bool:
        async with town.app.db.read() as session:
            running = select(Job.id).where(Job.kind == kind, Job.state == JobState.RUNNING)
            return await session.scalar(running) is not None

    return begun


async def counted(town: Town, table: type) -> int:
    async with town.app.db.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


def said(human: Human, words: str) -> int:
    """Count the messages of the bot that say something."""
    return human.everything().count(words)


async def test_an_album_of_photos_that_are_arriving(town: Town, lost: str) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await sara.opens("ثبت گزارش")
    await sara.says("انجام شده", "جدول شش محله تکمیل شد.")
    await sara.taps("رد کردن")
    await town.stop_bot()
    killer, files = Killer(town, DABIR), town.folder / "files"

    async def some_are_there() -> bool:
        async with town.app.db.read() as session:
            fetching = select(func.count()).where(Inbox.state == InboxState.FETCHING)
            left = await session.scalar(fetching) or 0
        return 0 < left < PHOTOS or (left > 0 and any(path.is_file() for path in files.rglob("*")))

    fault = Fault("slow", method="file", seconds=1.0, times=PHOTOS)
    town.server.faults.add(fault)
    async with interrupted(killer, lost, some_are_there):
        sara.marks()
        photos = [(f"{number}.png", PNG + bytes([number]), "image/png") for number in range(PHOTOS)]
        town.world.send_files(sara.chat, photos, kind="photo")
    async with alive(town, killer):
        assert "۵ مورد دریافت شد" in sara.sees()
        await sara.taps("ادامه", "ارسال")
    async with town.app.db.read() as session:
        [report] = await session.scalars(select(Submission))
    assert len(report.attachments) == PHOTOS
    assert await unfinished(town) == []


async def test_a_sheet_of_a_form_that_is_being_read(town: Town, lost: str) -> None:
    sara = await opens_works(town)
    await sara.says("نخ طلایی")
    sheet = await sheet_of(sara, "پر کردن این جدول در اکسل")
    sheet.fill(TABLE, 2, {"نام فعالیت": "خیاطی", "دستمزد": "۲۰۰٬۰۰۰"})
    await town.stop_bot()
    killer = Killer(town, DABIR)
    async with interrupted(killer, lost, at_work(town, "form.sheet.read")):
        town.world.send_files(sara.chat, [("کارها.xlsx", sheet.data, "")], kind="document")
    async with alive(town, killer):
        assert said(sara, "بررسی فایل به پایان رسید.") == 1
    async with town.app.db.read() as session:
        [draft] = await session.scalars(select(Draft))
    assert draft.state["rows"] == {"work": 1}
    assert await unfinished(town) == []


async def test_minutes_that_are_being_read(town: Town, lost: str) -> None:
    maryam = await town.secretary()
    await maryam.says("/minutes")
    await town.stop_bot()
    killer = Killer(town, DABIR)
    async with interrupted(killer, lost, at_work(town, "minutes")):
        town.world.send_files(maryam.chat, [("بینالود.txt", MINUTES.encode(), "text/plain")], kind="document")
    async with alive(town, killer):
        assert said(maryam, "صورتجلسه خوانده شد") == 1
    assert await counted(town, Meeting) == 1
    assert await unfinished(town) == []


async def test_a_document_that_is_being_made(town: Town, lost: str) -> None:
    maryam = await town.secretary()
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await maryam.opens("خروجی و گزارش")
    await maryam.taps("گزارش پیگیری")
    await town.stop_bot()
    killer = Killer(town, DABIR)
    async with interrupted(killer, lost, at_work(town, "export")):
        maryam.starts_tapping("همه")
    async with alive(town, killer):
        documents = [message for message in maryam.messages() if "document" in message]
        assert len(documents) == 1
    assert await unfinished(town) == []


async def test_a_broadcast_to_two_hundred(town: Town, lost: str) -> None:
    maryam = await town.secretary()
    people = [town.person(f"نماینده {number}") for number in range(MEMBERS)]
    for human in people:
        await human.starts_saying("/start")
    await town.quiet()
    await let_in(town, people)
    words = "جلسه به سه‌شنبه افتاد."
    await drafts(maryam, "یک نقش", "نماینده‌ها", words=words)
    await maryam.taps("پیش‌نمایش و ارسال")
    await town.stop_bot()
    killer = Killer(town, DABIR)

    def got(least: int) -> Callable[[], Awaitable[bool]]:
        async def begun() -> bool:
            return sum(words in human.everything() for human in people) >= least

        return begun

    for least in (20, 90, 150):
        async with interrupted(killer, lost, got(least)):
            if least == 20:
                maryam.starts_tapping("ارسال به ۲۰۰ نفر")
    async with alive(town, killer):
        await until(got(MEMBERS))
        await town.quiet()
    # The last that each had may have been on its way at a kill, and comes again.
    twice = {(user, number) for user, number in await never_recorded(town) if user != maryam.user}
    assert sum(said(human, words) for human in people) == MEMBERS + len(twice)
    assert twice <= killer.in_flight
    assert await unfinished(town) == []


async def test_a_scheduled_backup(town: Town, lost: str, tmp_path: Path) -> None:
    await town.secretary()
    await town.stop_bot()
    folder = tmp_path / "backups"
    killer = Killer(town, DABIR, {"DABIR_BACKUP__FOLDER": str(folder)})

    async def begun() -> bool:
        return folder.exists() and any(folder.iterdir())

    async with interrupted(killer, lost, begun):
        pass

    async def made() -> bool:
        async with town.app.db.read() as session:
            return bool(await facts.get(session, FACT))

    async with alive(town, killer):
        await until(made)
    async with town.app.db.read() as session:
        fact = await facts.get(session, FACT) or {}
    assert fact["name"] in [path.name for path in folder.iterdir()]
    assert not fact.get("failed")


async def let_in(town: Town, people: list[Human]) -> None:
    """Make representatives of people who have pressed Start."""
    async with town.app.db.write() as session:
        agency = Agency(name=CITY, name_fold=fold(CITY))
        accounts = await session.scalars(select(Account).where(Account.user.in_({human.user for human in people})))
        session.add(agency)
        await session.flush()
        now = town.clock.now()
        session.add_all(
            Membership(person_id=account.person_id, agency_id=agency.id, role=Role.REPRESENTATIVE, since=now)
            for account in accounts
        )
