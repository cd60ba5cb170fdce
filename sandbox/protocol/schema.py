"""The Bot API's methods and types as data: parameters with their types, requirements and limits.

schema.json is made by make_schema.py, which also describes its notation.
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
    """One parameter of a method or field of a type.

    `kinds` are alternatives, in brackets for an array. `low` and `high` bound the size, `literal` is the only value.
    """

    name: str
    kinds: tuple[str, ...]
    required: bool
    low: int | None
    high: int | None
    literal: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Schema:
    """All methods and types of one Bot API.

    `unions` are types that are one of several others; `others` are the methods that the sandbox does not simulate,
    with the error code that answers them.
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
    """Telegram's schema, from schema.json."""
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
    """Parse one parameter or field from its notation. Raises ValueError."""
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
