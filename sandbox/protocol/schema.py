"""The Bot API's methods and types as data: which parameters, of what type, required or not, and their limits.

schema.json is made by make_schema.py; its notation is described there.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NOT_SIMULATED = 501
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


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """`unions` are types that are one of several others. `others` are methods that are not simulated, with the code
    of the answer that they get.
    """

    methods: Mapping[str, tuple[Parameter, ...]]
    types: Mapping[str, tuple[Parameter, ...]]
    unions: Mapping[str, tuple[str, ...]]
    others: Mapping[str, int]

    def limits(self, owner: str, name: str) -> tuple[int, int]:
        """The least and greatest size of a parameter of a method or a field of a type. Raises LookupError."""
        for parameter in self.methods.get(owner) or self.types[owner]:
            if parameter.name == name and parameter.low is not None and parameter.high is not None:
                return parameter.low, parameter.high
        raise LookupError(f"{owner}.{name} has no limits")


@cache
def telegram() -> Schema:
    """The schema of schema.json, which is Telegram's."""
    table = json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))
    return Schema(
        methods={name: _parameters(row) for name, row in table["methods"].items()},
        types={name: _parameters(row) for name, row in table["types"].items() if isinstance(row, dict)},
        unions={name: tuple(row) for name, row in table["types"].items() if isinstance(row, list)},
        others=dict.fromkeys(table["others"], NOT_SIMULATED),
    )


def _parameters(row: dict[str, str]) -> tuple[Parameter, ...]:
    return tuple(parameter(name, notation) for name, notation in row.items())


def parameter(name: str, notation: str) -> Parameter:
    """One parameter or field, read from its notation. Raises ValueError."""
    found = _NOTATION.fullmatch(notation)
    if found is None:
        raise ValueError(f"{name}: {notation}")
    return Parameter(
        name=name,
        kinds=tuple(found["kinds"].split("|")),
        required=bool(found["required"]),
        low=int(found["low"]) if found["low"] else None,
        high=int(found["high"]) if found["high"] else None,
        literal=found["literal"],
    )
