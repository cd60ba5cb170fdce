"""A database and a backup of before the rooms had wings are taken over: nothing that was begun then is lost.

``before_the_wings.sql`` is the bot's database as version 0002 left it when it was stopped, beside it the sandbox's own.
Sara had filled half a report, and said one more line when nobody ran any more; a message to her and Maryam's minutes
waited.
"""

import io
import json
import sqlite3
import tarfile
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.backups.archive import restore
from models.tables.meetings import Submission
from models.tables.queues import Job, JobState
from tests.town import START, Human, Town

HERE = Path(__file__).parent


def load(dump: str, database: Path) -> None:
    """Makes a SQLite file of a dump."""
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript((HERE / dump).read_text(encoding="utf-8"))


def archive_of(database: Path, target: Path) -> None:
    """The archive as ``dabir backup`` made it then: a manifest and the database; there were no files."""
    manifest = json.dumps({"format": 1, "made": START.isoformat(), "database": "sqlite"}).encode()
    with tarfile.open(target, "w:gz") as archive:
        entry = tarfile.TarInfo("manifest.json")
        entry.size = len(manifest)
        archive.addfile(entry, io.BytesIO(manifest))
        archive.add(database, "database")


@pytest.fixture(params=["database", "backup"])
async def old_town(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Town]:
    """The same town, taken over by the bot of today: its database as it lies there, or put back from a backup."""
    load("before_the_wings_sandbox.sql", tmp_path / "sandbox.db")
    place = Town(tmp_path, world=tmp_path / "sandbox.db")
    for chat in place.world.people():
        human = Human(place, place.face, chat)
        place.people[f"{chat.first_name} {chat.last_name}"] = human
    if request.param == "database":
        load("before_the_wings.sql", tmp_path / "dabir.db")
    else:
        load("before_the_wings.sql", tmp_path / "old.db")
        archive_of(tmp_path / "old.db", tmp_path / "dabir.tar.gz")
    await place.server.start()
    if request.param == "backup":
        restore(place.config(), tmp_path / "dabir.tar.gz")
    await place.start_bot()
    await place.quiet()
    try:
        yield place
    finally:
        await place.stop()


@pytest.mark.ci
async def test_what_was_begun_before_goes_on(old_town: Town, request: pytest.FixtureRequest) -> None:
    sara, maryam = old_town.people["سارا محمدی"], old_town.people["مریم رضایی"]
    # The word that was said while nobody ran is the answer to the question that was asked.
    assert "چه کارهایی انجام شده است" not in sara.messages()[-1]["text"]
    assert "اقدام‌های باز" in sara.everything()
    if "backup" in request.node.name:
        # After a restoration words answer no question; they wait, and the form goes on from its task.
        assert "تا بگویید برای چیست" in sara.sees()
        await sara.taps("مصوبهٔ ۷")
    await sara.taps("رد کردن", "رد کردن")
    assert "آماربرداری در شش محله انجام شد" in sara.sees()
    assert "۴۰" in sara.sees()
    assert "گزارش با شمارهٔ ۱ ثبت شد" in await sara.taps("ارسال")
    async with old_town.app.db.read() as session:
        [kept] = (await session.scalars(select(Submission))).all()
        [job] = (await session.scalars(select(Job))).all()
    assert kept.answers == {"status": "under_way", "percent": 40, "done": "آماربرداری در شش محله انجام شد"}
    assert job.state is JobState.DONE
    assert "ابهامی نمانده است" in maryam.everything()


@pytest.mark.ci
async def test_an_old_button_does_what_it_did(old_town: Town) -> None:
    sara = old_town.people["سارا محمدی"]
    assert "مکان‌های بدون استفاده" in await sara.taps("پاسخ با نامه")
    assert "شمارهٔ نامه را بنویسید" in sara.sees()
