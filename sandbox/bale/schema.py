"""Bale's methods and types as data, with the evidence for each line; schema.toml describes its notation."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from sandbox.protocol.schema import NOT_SIMULATED, Parameter, Schema, parameter

_METHOD, _MENU = "_", "setMyCommands"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence for one line of the table.

    `certainty` is documented, libraries, one source or guess; `sources` are short names.
    """

    certainty: str
    sources: tuple[str, ...]


@cache
def bale() -> Schema:
    """Bale's schema, from schema.toml."""
    table = _table()
    return Schema(
        methods={name: _parameters(rows) for name, rows in table["methods"].items()},
        types={name: _parameters(rows) for name, rows in table["types"].items()},
        unions={},
        others={name: code for name, (code, *_) in table["others"].items()},
    )


def without_menu(schema: Schema) -> Schema:
    """Copy a schema without setMyCommands, for a Bale whose bots have no menu."""
    methods = {name: row for name, row in schema.methods.items() if name != _MENU}
    return replace(schema, methods=methods, others={**schema.others, _MENU: NOT_SIMULATED})


@cache
def evidence() -> dict[str, Evidence]:
    """The evidence for each line, by names such as "sendMessage", "sendMessage.text", "KeyboardButton.text"."""
    table = _table()
    lines = {
        name: Evidence(certainty, tuple(sources.split())) for name, (_, certainty, sources) in table["others"].items()
    }
    for owner, rows in (table["methods"] | table["types"]).items():
        for name, (_, certainty, sources) in rows.items():
            line = owner if name == _METHOD else f"{owner}.{name}"
            lines[line] = Evidence(certainty, tuple(sources.split()))
    return lines


@cache
def sources() -> dict[str, str]:
    """The sources by their short names."""
    return dict(_table()["sources"])


def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("schema.toml").read_text(encoding="utf-8"))


def _parameters(rows: dict[str, list[str]]) -> tuple[Parameter, ...]:
    return tuple(parameter(name, notation) for name, (notation, *_) in rows.items() if name != _METHOD)
