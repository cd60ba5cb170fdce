"""The Bot API's methods and types as data: which parameters, of what type, required or not, and their limits.

facts.json is made by make_facts.py; its notation is described there.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_NOTATION = re.compile(r"(?P<kinds>[^! ]+)(?P<required>!?)(?: (?P<low>\d+)-(?P<high>\d+) \w+| =(?P<literal>\w+))?")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a method or field of a type. `kinds` are alternatives; an array's is in brackets."""

    name: str
    kinds: tuple[str, ...]
    required: bool
    low: int | None
    high: int | None
    literal: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """`unions` are types that are one of several others; `others` are methods known by name only."""

    methods: dict[str, tuple[Parameter, ...]]
    types: dict[str, tuple[Parameter, ...]]
    unions: dict[str, tuple[str, ...]]
    others: frozenset[str]


@cache
def load() -> Facts:
    """The facts of facts.json."""
    table = json.loads(Path(__file__).with_name("facts.json").read_text(encoding="utf-8"))
    return Facts(
        methods={name: _parameters(row) for name, row in table["methods"].items()},
        types={name: _parameters(row) for name, row in table["types"].items() if isinstance(row, dict)},
        unions={name: tuple(row) for name, row in table["types"].items() if isinstance(row, list)},
        others=frozenset(table["others"]),
    )


def limits(owner: str, name: str) -> tuple[int, int]:
    """The least and greatest size of a parameter of a method or a field of a type. Raises LookupError."""
    facts = load()
    for parameter in facts.methods.get(owner) or facts.types[owner]:
        if parameter.name == name and parameter.low is not None and parameter.high is not None:
            return parameter.low, parameter.high
    raise LookupError(f"{owner}.{name} has no limits")


def _parameters(row: dict[str, str]) -> tuple[Parameter, ...]:
    return tuple(_parameter(name, notation) for name, notation in row.items())


def _parameter(name: str, notation: str) -> Parameter:
    found = _NOTATION.fullmatch(notation)
    if found is None:
        raise ValueError(f"facts.json: {name}: {notation}")
    return Parameter(
        name=name,
        kinds=tuple(found["kinds"].split("|")),
        required=bool(found["required"]),
        low=int(found["low"]) if found["low"] else None,
        high=int(found["high"]) if found["high"] else None,
        literal=found["literal"],
    )
