"""`dabir init` over settings that are there."""

import errno
import stat
from pathlib import Path
from typing import NoReturn

import pytest

from bot.cli.init import write

BEFORE = '[database]\nurl = "postgresql://dabir@host/dabir"\n[privacy]\npersonal_data_on = ["bale"]\n'
TABLE = {"telegram": {"token": "123456789:" + "Sara" * 9}}


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(BEFORE)
    return path


def test_the_settings_that_were_there_are_kept_beside(settings: Path) -> None:
    """The next run began an empty office in SQLite, and nobody had the address of the other any more."""
    kept = write(settings, TABLE)
    assert kept == settings.with_name("config.toml.old")
    assert kept.read_text() == BEFORE
    assert [stat.S_IMODE(path.stat().st_mode) for path in (settings, kept)] == [0o600, 0o600]
    assert TABLE["telegram"]["token"] in settings.read_text()
    assert write(settings.with_name("other.toml"), TABLE) is None


def test_those_of_each_set_up_are_kept_beside(settings: Path) -> None:
    """The second set-up put its own settings in the place of the first ones, whose database was that of the office."""
    kept = [write(settings, TABLE) for _ in range(3)]
    assert [path.name for path in kept if path] == ["config.toml.old", "config.toml.old.2", "config.toml.old.3"]
    assert settings.with_name("config.toml.old").read_text() == BEFORE


def test_on_a_full_disk_they_stay(settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(table: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tomli_w.dumps", full)
    with pytest.raises(OSError, match="No space left"):
        write(settings, TABLE)
    assert settings.read_text() == BEFORE
