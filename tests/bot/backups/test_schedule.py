"""Backups by themselves: at their hour, for as many days as they are kept, and told of where they fail."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.backups import schedule
from bot.backups.archive import Sources, restore
from bot.backups.encryption import make_key
from bot.backups.schedule import BackupSchedule
from bot.monitoring import metrics
from bot.settings.backup import Backup
from bot.settings.config import Config
from domain.access.member import Role
from models.database import Database
from models.tables.people import Person
from services import facts
from tests.services.desk import Desk

pytestmark = pytest.mark.rows


class Office:
    """A desk with a schedule of backups, and an owner who is told of it."""

    def __init__(self, desk: Desk, folder: Path, **settings: Any) -> None:
        self.desk, self.folder, self.maryam = desk, folder, 0
        self.settings = Backup(folder=folder, **settings)
        sources = Sources(desk.db.address, folder.parent / "files")
        self.schedule = BackupSchedule(desk.db, desk.organisation, self.settings, sources, lambda: None)

    async def opens(self) -> None:
        self.maryam = await self.desk.person("مریم رضایی", None, role=Role.SECRETARY)
        self.desk.organisation.owners = frozenset({f"telegram:{self.maryam}"})

    async def at(self, moment: str) -> bool:
        """Look whether a backup is due at an hour; returns True when one was made."""
        self.desk.to(moment)
        return await self.schedule.make_if_due()

    async def told(self) -> list[str]:
        return await self.desk.written_to(self.maryam)

    async def state(self, now: datetime) -> schedule.BackupState:
        async with self.desk.db.read() as session:
            return schedule.state(await facts.get(session, schedule.FACT), self.settings, now)

    def archives(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
async def office(desk: Desk, tmp_path: Path) -> Office:
    office = Office(desk, tmp_path / "backups", keep_days=2)
    await office.opens()
    return office


async def test_the_first_is_made_at_once_and_the_next_at_its_hour(office: Office) -> None:
    made = [
        await office.at(moment)
        for moment in (
            "1398-07-13 18:00",
            "1398-07-13 18:01",
            "1398-07-14 02:29",
            "1398-07-14 02:30",
            "1398-07-14 03:00",
        )
    ]
    assert made == [True, False, False, True, False]
    assert (
        metrics.REGISTRY.get_sample_value("dabir_last_backup_timestamp_seconds")
        == (office.desk.now() - timedelta(minutes=30)).timestamp()
    )
    assert await office.told() == []


@pytest.mark.ci
async def test_every_third_day_is_every_third_day(desk: Desk, tmp_path: Path) -> None:
    office = Office(desk, tmp_path / "backups", every_days=3)
    assert [await office.at(f"1398-07-{day} 12:00") for day in range(13, 20)] == [True, False, False] * 2 + [True]


@pytest.mark.ci
async def test_they_run_out_by_their_date_and_the_newest_stays(office: Office) -> None:
    office.folder.mkdir()
    (office.folder / "notes.txt").write_text("of the operator")
    for day in range(13, 18):
        assert await office.at(f"1398-07-{day} 12:00")
    kept = [f"dabir-201910{day:02}-083000.tar.gz" for day in (7, 8, 9)]
    assert office.archives() == [*kept, "notes.txt"]
    office.desk.to("1398-09-01 12:00")
    await office.schedule.make_if_due()
    assert len(office.archives()) == 2


async def test_what_a_killed_backup_left_is_cleared_away(office: Office) -> None:
    left = office.folder / ".dabir-backup-abc"
    left.mkdir(parents=True)
    office.desk.wait(timedelta(days=10_000))
    assert await office.schedule.make_if_due()
    assert not left.exists()


async def test_one_that_is_made_by_itself_is_encrypted_and_comes_back(desk: Desk, tmp_path: Path) -> None:
    if not desk.db.sqlite:
        pytest.skip("not on PostgreSQL: what is restored here is a file of SQLite")
    key = tmp_path / "key"
    office = Office(desk, tmp_path / "backups", recipients=(make_key(key, desk.now()),))
    await office.opens()
    assert await office.at("1398-07-14 12:00")
    (name,) = office.archives()
    new = tmp_path / "new"
    settings = {
        "telegram": {"token": "123456789:" + "Sara" * 9},
        "database": {"url": f"sqlite:///{new}/dabir.db"},
        "storage": {"files": new / "files"},
    }
    restore(Config.model_validate(settings), office.folder / name, key=key)
    db = Database(f"sqlite+aiosqlite:///{new}/dabir.db")
    async with db.read() as session:
        assert (await session.get_one(Person, office.maryam)).name == "مریم رضایی"
    await db.close()


async def test_one_that_fails_for_days_is_told_each_day(office: Office) -> None:
    """The owners heard of it once, weeks before they needed a backup."""
    office.folder.write_text("no folder")
    for day in range(14, 17):
        for hour in ("12:00", "18:00"):
            assert not await office.at(f"1398-07-{day} {hour}")
        await office.desk.deliver()
    assert [("گرفته نشد" in told) for told in await office.told()] == [True] * 3


async def test_a_failure_is_told_once_tried_each_hour_and_told_when_it_is_over(office: Office) -> None:
    office.folder.write_text("no folder")
    assert not await office.at("1398-07-14 12:00")
    assert not await office.at("1398-07-14 12:30")
    assert not await office.at("1398-07-14 13:30")
    (told,) = await office.told()
    assert "پشتیبان زمان‌بندی‌شده گرفته نشد" in told
    assert "is no folder" in told
    assert "is no folder" in (await office.state(office.desk.now())).failed
    assert metrics.REGISTRY.get_sample_value("dabir_backup_failed") == 1
    await office.desk.deliver()
    office.folder.unlink()
    assert not await office.at("1398-07-14 14:00")
    assert await office.at("1398-07-14 14:31")
    assert "دوباره گرفته شد" in (await office.told())[-1]
    assert len(await office.told()) == 2
    assert metrics.REGISTRY.get_sample_value("dabir_backup_failed") == 0


async def test_one_that_was_not_made_for_days_is_late(office: Office) -> None:
    assert await office.at("1398-07-14 12:00")
    assert not (await office.state(office.desk.now() + timedelta(days=1))).late
    assert (await office.state(office.desk.now() + timedelta(days=3))).late


async def test_none_is_made_by_a_clock_that_is_wrong(office: Office) -> None:
    office.schedule._trusted = lambda: False
    assert not await office.at("1398-07-14 12:00")


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> asyncio.Queue[asyncio.subprocess.Process]:
    """Let every backup hang; the queue gets its processes."""
    started: asyncio.Queue[asyncio.subprocess.Process] = asyncio.Queue()
    start = asyncio.create_subprocess_exec

    async def hang(*command: str, **options: Any) -> asyncio.subprocess.Process:
        process = await start("sleep", "60", **options)
        started.put_nowait(process)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", hang)
    return started


async def test_a_stop_ends_one_that_is_under_way(
    office: Office, slow: asyncio.Queue[asyncio.subprocess.Process]
) -> None:
    making = asyncio.create_task(office.schedule.make_if_due())
    process = await slow.get()
    making.cancel()
    await asyncio.gather(making, return_exceptions=True)
    assert process.returncode is not None


async def test_one_that_hangs_is_ended_told_and_tried_again(
    office: Office, slow: asyncio.Queue[asyncio.subprocess.Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "LONGEST", 0.2)
    assert not await office.at("1398-07-14 12:00")
    assert (await slow.get()).returncode is not None
    (told,) = await office.told()
    assert "was not done within" in told
    monkeypatch.undo()
    assert await office.at("1398-07-14 13:01")
