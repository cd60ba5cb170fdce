"""Databases that a command cannot work with: a newer version's, as after the restoration of a newer backup, or none."""

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.doctor import State, examine_database
from bot.cli.main import USAGE, app, main
from bot.settings.config import Config
from tests.databases import Tables


async def test_a_database_of_a_newer_version_is_refused_in_a_sentence(tmp_path: Path, tables: Tables) -> None:
    """`dabir run` ended in a traceback, and `dabir doctor` said that it would bring the database to an older schema."""
    url = f"sqlite+aiosqlite:///{tmp_path}/dabir.db"
    tables.put(tmp_path / "dabir.db")
    config = Config.model_validate({"telegram": {"token": "123456789:" + "Sara" * 9}, "database": {"url": url}})
    assert (await examine_database(config)).state is State.OK
    with closing(sqlite3.connect(tmp_path / "dabir.db")) as newer:
        newer.execute("UPDATE alembic_version SET version_num = 'of_tomorrow'")
        newer.commit()
    found = await examine_database(config)
    assert found.state is State.FAIL
    assert "was written by a newer Dabir, at migration of_tomorrow" in found.message


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("sqlite:///none/dabir.db", "there is none yet; dabir run makes"),
        ("sqlite:///empty.db", "is empty; dabir run brings it to"),
        ("postgresql://postgres@127.0.0.1:1/dabir", "does not answer: "),
    ],
    ids=["none", "empty", "away"],
)
@pytest.mark.parametrize(
    "words",
    [
        ["lock-out", "telegram:1000"],
        ["doctor", "--retry-parked"],
        ["export", "excel", "out"],
        ["forget", "رضایی"],
        ["export-person", "رضایی", "rezaei.zip"],
    ],
    ids=lambda words: words[0],
)
def test_a_database_without_an_office_is_told_in_a_sentence(
    words: list[str], url: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`dabir lock-out` printed a statement of SQL, and made the database that was not there."""
    monkeypatch.chdir(tmp_path)
    Path("empty.db").touch()
    Path("config.toml").write_text(
        f'[telegram]\ntoken = "123456789:{"Sara" * 9}"\n[database]\nurl = "{url}"\n', encoding="utf-8"
    )
    done = CliRunner().invoke(app, words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("[database] url: ")
    assert why in done.stderr
    assert done.stderr.count("\n") == 1
    assert {path.name for path in tmp_path.iterdir()} - {"empty.db-wal", "empty.db-shm"} == {"empty.db", "config.toml"}


@pytest.mark.parametrize("name", ["dabir.db", "sandbox.db"])
def test_a_demo_whose_database_is_gone_and_left_its_log_says_so_and_keeps_it(tmp_path: Path, name: str) -> None:
    """SQLite would play what a gone database left into the demo's next one, or delete it."""
    log = tmp_path / f"{name}-wal"
    log.write_bytes(b"the last words")
    done = CliRunner().invoke(app, ["demo", "--folder", str(tmp_path)])
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{name} is gone")
    assert "--fresh" in done.stderr
    assert log.read_bytes() == b"the last words"
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("words", [["deadline", "\udcff"], ["minutes", "a\udcff.docx"], ["lock-out", "\udcff"]])
def test_words_that_are_no_utf_8_end_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["dabir", *words])
    umask = os.umask(0o077)
    with pytest.raises(SystemExit) as ended:
        main()
    os.umask(umask)
    assert ended.value.code == USAGE
    [line] = capsys.readouterr().err.splitlines()
    assert "xff" in line
    assert "is no UTF-8" in line
