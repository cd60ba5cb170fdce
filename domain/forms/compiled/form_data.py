"""Compiled forms to JSON and back; what has its default is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from domain.forms.compiled.model import (
    Action,
    CompiledForm,
    Control,
    Element,
    Event,
    Itemset,
    Kind,
    Option,
    Table,
)

FORMAT = 1
"""The version of this JSON; another one is refused, and its form compiled anew."""


def to_data(form: CompiledForm) -> dict[str, Any]:
    """Return a form as JSON."""
    return {"format": FORMAT, **_pack(form)}


def from_data(data: Mapping[str, Any]) -> CompiledForm:
    """Load a form from JSON. Raises ValueError for JSON that is none."""
    if data.get("format") != FORMAT:
        raise ValueError(f"no compiled form of format {FORMAT}: {data.get('format')!r}")
    try:
        return CompiledForm(
            data["id"],
            data["title"],
            data["version"],
            tuple(data["languages"]),
            _element(data["root"]),
            {name: _table(raw) for name, raw in data.get("tables", {}).items()},
            tuple(_action(raw) for raw in data.get("actions", ())),
            dict(data.get("media", {})),
        )
    except (KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(f"no compiled form: {wrong!r}") from wrong


def _pack(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        packed = {}
        for one in fields(value):
            given = getattr(value, one.name)
            default = one.default_factory() if one.default_factory is not MISSING else one.default
            if given != default:
                packed[one.name] = _pack(given)
        return packed
    if isinstance(value, dict):
        return {key: _pack(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_pack(one) for one in value]
    return value


def _element(raw: Mapping[str, Any]) -> Element:
    given = dict(raw)
    given["kind"] = Kind(given["kind"])
    given["children"] = tuple(_element(child) for child in given.get("children", ()))
    given["control"] = Control(given.get("control", ""))
    given["options"] = tuple(Option(**option) for option in given.get("options", ()))
    if "itemset" in given:
        given["itemset"] = Itemset(**given["itemset"])
    if "bounds" in given:
        start, end, step = given["bounds"]
        given["bounds"] = (start, end, step)
    return Element(**given)


def _action(raw: Mapping[str, Any]) -> Action:
    events = tuple(Event(event) for event in raw["events"])
    return Action(events, tuple(raw["target"]), raw["value"], tuple(raw.get("source", ())))


def _table(raw: Mapping[str, Any]) -> Table:
    return Table(tuple(raw["columns"]), tuple(map(tuple, raw["rows"])), tuple(raw.get("labels", ())))
