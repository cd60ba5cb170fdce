"""The methods and types in a Bot API's description, parsed independently of the sandbox's own schema."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SPEC = ROOT.parent / "shared" / "spec" / "telegram-bot-api.json"
SCHEMA = ROOT / "sandbox" / "protocol" / "schema.json"
BALE = ROOT / "sandbox" / "bale" / "schema.toml"
SURE = ("documented", "libraries")
"""The certainties of those lines of Bale's table on which Dabir may rely."""
UNSURE = {
    "setMyCommands": "works though Bale does not document it; when it fails only the menu of commands is absent",
    "BotCommand": "the same",
}
"""Less certain methods and types that are used all the same, with the reason."""
_RANGE = re.compile(r"\b(\d+)-(\d+)(?: (?:characters|(bytes)|items|identifiers)| are accepted|,|$)")
_LITERAL = re.compile(r"must be “?(\w+)”?\.?$")
_NOTATION = re.compile(r"([^! ]+)(!?)(?: (\d+)-(\d+) (\w+)| =(\w+))?")


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter or field: its kinds, an array's in brackets; sizes in characters, items or, ``in_bytes``, bytes."""

    kinds: tuple[str, ...]
    required: bool = False
    low: int = 0
    high: int | None = None
    in_bytes: bool = False
    literal: str = ""


Fields = Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Table:
    """Methods and types by name; ``unions`` are types that are one of several others."""

    methods: Mapping[str, Fields]
    types: Mapping[str, Fields]
    unions: Mapping[str, tuple[str, ...]]


@cache
def telegram() -> Table:
    """Read Telegram's own description if it lies beside the project, else the schema that was made from it."""
    if SPEC.exists():
        return described(json.loads(SPEC.read_text(encoding="utf-8")))
    return noted(json.loads(SCHEMA.read_text(encoding="utf-8")))


@cache
def bale() -> Table:
    """Read the certain methods and types of Bale from the sandbox's schema.toml."""
    known = tomllib.loads(BALE.read_text(encoding="utf-8"))
    methods = {name: rows for name, rows in known["methods"].items() if _sure(name, rows["_"])}
    return Table(
        methods={name: _certain(name, rows) for name, rows in methods.items()},
        types={name: _certain(name, rows) for name, rows in known["types"].items()},
        unions={},
    )


def _certain(owner: str, rows: Mapping[str, list[str]]) -> Fields:
    return {name: notation(row[0]) for name, row in rows.items() if name != "_" and _sure(owner, row)}


def _sure(owner: str, row: list[str]) -> bool:
    return row[1] in SURE or owner in UNSURE


def described(spec: dict[str, Any]) -> Table:
    """Parse a description in which limits stand in sentences."""
    types = spec["types"]
    return Table(
        methods={name: _fields(method.get("fields", [])) for name, method in spec["methods"].items()},
        types={name: _fields(each.get("fields", [])) for name, each in types.items() if not each.get("subtypes")},
        unions={name: tuple(each["subtypes"]) for name, each in types.items() if each.get("subtypes")},
    )


def noted(schema: dict[str, Any]) -> Table:
    """Parse schema.json, whose notation make_schema describes."""
    types = schema["types"]
    return Table(
        methods={name: _read(row) for name, row in schema["methods"].items()},
        types={name: _read(row) for name, row in types.items() if isinstance(row, dict)},
        unions={name: tuple(row) for name, row in types.items() if isinstance(row, list)},
    )


def _fields(rows: Iterable[dict[str, Any]]) -> Fields:
    return {row["name"]: _field(row) for row in rows}


def _field(row: dict[str, Any]) -> Field:
    kinds, words = tuple(map(_kind, row["types"])), row["description"]
    if found := _RANGE.search(words):
        return Field(kinds, row["required"], int(found[1]), int(found[2]), bool(found[3]))
    literal = _LITERAL.search(words)
    return Field(kinds, row["required"], literal=literal[1] if literal else "")


def _kind(words: str) -> str:
    return f"[{_kind(words.removeprefix('Array of '))}]" if words.startswith("Array of ") else words


def _read(row: Mapping[str, str]) -> Fields:
    return {name: notation(words) for name, words in row.items()}


def notation(words: str) -> Field:
    """Parse one field in schema.json's notation. Raises ValueError."""
    found = _NOTATION.fullmatch(words)
    if found is None:
        raise ValueError(words)
    kinds, required, low, high, unit, literal = found.groups()
    return Field(
        tuple(kinds.split("|")),
        bool(required),
        int(low or 0),
        int(high) if high else None,
        unit == "bytes",
        literal or "",
    )
