"""`dabir export`: files in a folder, of what was asked for, and a sentence where there are none."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select
from typer.testing import CliRunner, Result

from bot.cli.main import app
from models.database import Database
from models.tables.meetings import Meeting
from models.tables.organisation import Audit
from tests.databases import Tables
from tests.services.desk import Desk
from tests.services.export.shelf import TREES, Shelf
from tests.services.rendering.test_word import read
from tests.xlsforms import form


@pytest.fixture
async def office(tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    """A meeting with a resolution for two agencies, and the settings of its bot."""
    async with tables.copy(tmp_path) as address:
        db = Database(address)
        monkeypatch.setenv("DABIR_TELEGRAM__TOKEN", "123456789:" + "Sara" * 9)
        monkeypatch.setenv("DABIR_DATABASE__URL", address)
        monkeypatch.setenv("DABIR_STORAGE__FILES", str(tmp_path / "files"))
        monkeypatch.chdir(tmp_path)
        yield await furnished(Desk(db, tmp_path))
        await db.close()


async def furnished(desk: Desk) -> Desk:
    city, chamber = await desk.agency("شهرداری مشهد"), await desk.agency("اتاق بازرگانی")
    await desk.agency("بهزیستی")
    await desk.person("سارا محمدی", city, phone="+989151234567")
    await desk.issue(3, "یک هفته", city, chamber)
    async with desk.db.write() as session:
        (await session.get_one(Meeting, 1)).number = 5
    return desk


def files(folder: Path) -> list[Path]:
    return list(folder.glob("out/*"))


def words_of(done: Result) -> list[str]:
    """The words of the Word file that a command wrote."""
    assert done.exit_code == 0, done.output
    return read(Path(done.stdout.strip()).read_bytes())


async def dabir(*words: str) -> Result:
    return await asyncio.to_thread(CliRunner().invoke, app, ["export", *words])


async def test_a_workbook_of_a_meeting_without_numbers(office: Desk, tmp_path: Path) -> None:
    done = await dabir("excel", "out", "--meeting", "5", "--no-phones")
    assert done.exit_code == 0, done.output
    [path] = files(tmp_path)
    assert done.stdout.strip() == str(Path("out") / path.name)
    assert path.stat().st_mode & 0o777 == 0o600
    book = openpyxl.load_workbook(path)
    assert [row[3] for row in book["اقدام‌ها"].iter_rows(min_row=2, values_only=True)] == [
        "شهرداری مشهد",
        "اتاق بازرگانی",
    ]
    assert "تلفن همراه" not in [cell.value for cell in book["اعضا"][1]]
    async with office.db.read() as session:
        [row] = await session.scalars(select(Audit).where(Audit.action == "export"))
    assert (row.person_id, row.details["kind"], row.details["personal"]) == (None, "excel", False)


async def test_a_report_of_an_agency_and_of_a_period(office: Desk, tmp_path: Path) -> None:
    done = await dabir("word", "out", "--agency", "اتاق بازرگانی")
    words = words_of(done)
    assert "اتاق بازرگانی" in words
    assert "شهرداری مشهد" not in words
    done = await dabir("word", "out", "--from", "1398/07", "--to", "1398/08")
    assert "از مهر ۱۳۹۸ تا آبان ۱۳۹۸" in words_of(done)


async def test_one_form_comes_by_names_or_in_words(office: Desk, tmp_path: Path) -> None:
    sara = await office.person("رضا احمدی", 1)
    shelf = Shelf(office)
    version = await shelf.publish(form(TREES))
    await shelf.send(version, sara, 1, answers={"district": "گلشهر", "tree[1]/kind": "چنار"}, rows={"tree": 1})
    shelf.form = 0
    await shelf.send(await shelf.publish(form(TREES.replace("trees", "bushes"))), sara, 1, rows={"tree": 0})
    done = await dabir("forms", "out", "--form", "trees")
    assert done.exit_code == 0, done.output
    assert openpyxl.load_workbook(tmp_path / done.stdout.strip()).sheetnames == ["درخت‌های محله", "tree", "branch"]
    done = await dabir("forms", "out", "--form", "trees", "--labels")
    book = openpyxl.load_workbook(tmp_path / done.stdout.strip())
    assert book.sheetnames[:2] == ["همهٔ ردیف‌ها", "درخت‌های محله"]
    done = await dabir("forms", "out", "--form", "درخت‌های محله")
    assert (done.exit_code, "2 forms have this title or id" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("words", "code", "answer"),
    [
        (["--meeting", "9"], 2, "no issued meeting has this number"),
        (["--from", "Mehr"], 2, "is not a Jalali month"),
        (["--from", "1398/08", "--to", "1398/07"], 2, "--to is before --from"),
        (["--agency", "استانداری"], 2, "no agency has this name"),
        (["--actor", "دانشگاه"], 2, "0 kinds of agencies"),
        (["--form", "trees"], 2, "--form and --labels go with"),
        (["--agency", "بهزیستی", "--meeting", "5"], 2, "Choose one of"),
        (["--agency", "بهزیستی"], 1, "Nothing is recorded in this scope"),
    ],
)
@pytest.mark.usefixtures("office")
async def test_what_is_not_there_is_said_and_nothing_is_left(
    words: list[str], code: int, answer: str, tmp_path: Path
) -> None:
    done = await dabir("excel", "out", *words)
    assert (done.exit_code, done.stdout) == (code, "")
    assert answer in done.stderr
    assert not files(tmp_path)
