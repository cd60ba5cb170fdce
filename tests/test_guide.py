"""The guide for secretaries: its pictures are there and small, and it names no button or command that is not."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from handlers.core.turn import OnCommand
from handlers.routes import ROUTES

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "guide.md").read_text()
PICTURES = re.findall(r"\(guide/([\w-]+\.png)\)", GUIDE)
MOST = 150_000
"""Bytes of a picture."""


def words(table: dict[str, Any]) -> list[str]:
    """All texts of a file, whatever the section."""
    return [word for each in table.values() for word in (words(each) if isinstance(each, dict) else [str(each)])]


@pytest.fixture(scope="module")
def texts() -> str:
    """Everything that Dabir says in Persian."""
    files = sorted((ROOT / "texts" / "fa").rglob("*.toml"))
    return "\n".join(word for file in files for word in words(tomllib.loads(file.read_text())))


def test_each_picture_is_there_and_small_and_none_is_left_over() -> None:
    there = {path.name: path.stat().st_size for path in (ROOT / "docs" / "guide").glob("*.png")}
    assert sorted(PICTURES) == sorted(there)
    assert [name for name, size in there.items() if size > MOST] == []


def test_what_it_quotes_is_said_by_dabir(texts: str) -> None:
    quoted = [part for quote in re.findall("«([^»]+)»", GUIDE) for part in re.split(r"\s*…\s*", quote) if part]
    assert [part for part in quoted if part not in texts] == []


def test_its_commands_are_there() -> None:
    commands = {route.name for route in ROUTES if isinstance(route, OnCommand)}
    named = set(re.findall(r"`/(\w+)`", GUIDE))
    assert named
    assert named <= commands | {"ungroup"}


def test_its_contents_lead_to_its_chapters() -> None:
    assert re.findall(r"\]\(#(\w+)\)", GUIDE) == re.findall(r'<a id="(\w+)"></a>', GUIDE)
