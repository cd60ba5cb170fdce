"""One person's data, as an operator erases it or hands it out."""

import asyncio
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import person
from bot.cli.main import app
from domain.chat.incoming import Attachment
from models.database import Database
from models.tables.queues import StoredFile
from services.accounts import scrub
from services.context import ActionContext
from services.ideas.questions import ask
from tests.databases import Tables
from tests.services.desk import Desk

DATABASE = "data/dabir.db"
NAME = "مهتاب قناری‌زاده"
LETTER = "ab" * 32
"""The content hash of a letter that Mahtab sent."""


@pytest.fixture(autouse=True)
def office(tmp_path: Path, tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with settings and a database in which Mahtab and two namesakes are."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith("DABIR_"):
            monkeypatch.delenv(name)
    Path("config.toml").write_text(
        f'[telegram]\ntoken = "1:{"a" * 35}"\n[secretariat]\nowners = ["telegram:1000"]\n'
        f'[database]\nurl = "sqlite:///{DATABASE}"\n'
    )
    tables.put(Path(DATABASE))
    asyncio.run(_people(tmp_path))


async def _people(folder: Path) -> None:
    db = Database(f"sqlite+aiosqlite:///{DATABASE}")
    desk = Desk(db, folder)
    city = await desk.agency("شهرداری نیشابور")
    mahtab = await desk.person(NAME, city, phone="+989151234567")
    for _ in range(2):
        await desk.person("علی رضایی", city)
    async with db.write() as session:
        context = ActionContext(session, desk.organisation, mahtab, desk.now())
        letter = Attachment(LETTER, "نامهٔ مهتاب.docx", "document").to_json()
        await ask(context, None, f"من {NAME} هستم.", [letter])
        session.add(StoredFile(hash=LETTER, size=1, stored_at=desk.now()))
    await db.close()


def dabir(*arguments: str, types: str | None = None) -> Result:
    return CliRunner().invoke(app, arguments, input=types)


def written(words: str) -> bool:
    """Tell whether words stand anywhere in the files of the database."""
    return any(words.encode() in path.read_bytes() for path in Path("data").rglob("dabir.db*"))


def test_who_is_meant_is_named_by_account_number_phone_or_name_and_never_guessed() -> None:
    for words in ("telegram:1", "#1", "۰۹۱۵ ۱۲۳ ۴۵۶۷", "مهتاب قناري زاده"):
        done = dabir("forget", words, "--dry-run")
        assert f"#1 {NAME} becomes «نمایندهٔ شهرداری نیشابور»; 1 roles end." in done.output
        assert done.exit_code == 0
    nobody, several = dabir("forget", "کسی دیگر"), dabir("forget", "علی رضایی")
    assert "Nobody is کسی دیگر. Give an account" in nobody.output
    assert "several people: #2 (1 roles), #3 (1 roles)" in several.output
    far = dabir("forget", f"#{10**20}")
    assert f"Nobody is #{10**20}" in far.output
    assert nobody.exit_code == several.exit_code == 1
    assert written(NAME)


def test_files_that_stay_are_listed_with_their_places_before_and_after_the_erasure() -> None:
    for flag in ("--dry-run", "--yes"):
        done = dabir("forget", "#1", flag)
        assert "Files that stay as they are; look whether the name is in them:" in done.output
        [line] = [line for line in done.output.splitlines() if LETTER in line]
        assert line.split("  ")[1:] == [f"data/files/ab/{LETTER}", "نامهٔ مهتاب.docx", "(questions)"]


def test_a_person_is_erased_after_a_yes_and_no_page_of_the_database_has_the_name() -> None:
    refused = dabir("forget", "#1", types="n\n")
    assert refused.exit_code == 1
    assert written(NAME)
    done = dabir("forget", "#1", types="y\n")
    assert "questions" in done.output
    assert "Backups keep the name until you delete them." in done.output
    assert done.exit_code == 0
    assert not written(NAME)
    assert not written("9151234567")
    assert dabir("forget", "telegram:1", "--yes").exit_code == 1


@pytest.mark.parametrize("passes", [1, 2])
def test_an_erasure_that_is_killed_is_told_by_doctor_and_finished_by_the_same_command(
    monkeypatch: pytest.MonkeyPatch, passes: int
) -> None:
    """The second run said that nobody is telegram:1."""
    whole, left = scrub.scrub, passes

    async def killed(*given: Any, dry: bool) -> Any:
        nonlocal left
        left -= not dry
        if not left:
            raise KeyboardInterrupt
        return await whole(*given, dry=dry)

    with monkeypatch.context() as patched:
        patched.setattr(scrub, "scrub", killed)
        assert dabir("forget", "telegram:1", "--yes").exit_code == 130
    assert "an erasure is not finished, so that the name may still stand: dabir forget '#1'" in dabir("doctor").output
    for words in ("#1", "۰۹۱۵ ۱۲۳ ۴۵۶۷", "مهتاب قناري زاده"):
        assert f"#1 {NAME} becomes «نمایندهٔ شهرداری نیشابور»" in dabir("forget", words, "--dry-run").output
    done = dabir("forget", "telegram:1", "--yes")
    assert "This erasure was begun before" in done.output
    assert done.exit_code == 0
    assert not written(NAME)
    assert not written("9151234567")
    assert "forget" not in dabir("doctor").output
    assert "Nobody is telegram:1" in dabir("forget", "telegram:1", "--yes").output


def test_pages_that_a_running_bot_holds_are_cleared_by_the_same_command(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(person, "compact", lambda config: False)
        done = dabir("forget", "#1", "--yes")
    assert "still has deleted pages: stop the bot and give dabir forget '#1' again." in done.output
    assert "dabir forget '#1'" in dabir("doctor").output
    assert dabir("forget", "#1", "--yes").exit_code == 0
    assert not written(NAME)
    assert "dabir forget" not in dabir("doctor").output


def test_all_that_is_kept_of_a_person_is_written_once() -> None:
    done = dabir("export-person", "#1", "mahtab.zip")
    assert "mahtab.zip: " in done.output
    with zipfile.ZipFile("mahtab.zip") as archive:
        assert NAME in archive.read("persons.json").decode()
        assert f"من {NAME} هستم." in archive.read("questions.json").decode()
    again = dabir("export-person", "#1", "mahtab.zip")
    assert "exists already" in again.output
    assert again.exit_code == 1
