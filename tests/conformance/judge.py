"""Judge calls by a platform's description. Shares no code with the sandbox, whose own checks could share a fault.

telegram.py and bale.py hold one judge each.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from tests.conformance.table import Field, Fields, Table

PHOTO_LIMIT, FILE_LIMIT = 10 * 2**20, 50 * 2**20
"""Limits in bytes, the same on both platforms."""
COMMANDS_LIMIT = 100
_PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "String": (str,),
    "Boolean": (bool,),
    "True": (bool,),
    "Float": (int, float),
}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_ATTACHED = re.compile(r"attach://(\w+)")
"""A reference to the form field that holds a parameter's file."""
MARKED = ("text", "caption")
"""The parameters whose text may hold marks."""
_LOOKS = {"text", "icon_custom_emoji_id", "style"}
"""The fields of an inline button that only affect its looks."""


class Judge:
    """A judge of calls to one platform, by the table of its methods and types.

    ``shown`` strips the marks of a text, for its length counts without them. ``rules`` check what the types of the
    table cannot say; each yields complaints.
    """

    def __init__(
        self,
        table: Table,
        shown: Callable[[Mapping[str, Any], str], str],
        *rules: Callable[[str, Mapping[str, Any]], Iterable[str]],
    ) -> None:
        self._table, self._shown, self._rules = table, shown, rules

    def complaints(self, method: str, params: Mapping[str, Any], form: bool = False) -> list[str]:
        """List the faults of a call, a sentence each. In a ``form`` all parameters are strings."""
        fields = self._table.methods.get(method)
        if fields is None:
            return [f"{method} is no method"]
        if form:
            params = {name: _of_form(fields.get(name), value) for name, value in params.items()}
            attached = set(_ATTACHED.findall(json.dumps(params)))
            params = {name: value for name, value in params.items() if name not in attached}
        found = [f"{method}: {words}" for words in self._object(fields, self._as_seen(params), "")]
        if not found:
            found = [f"{method}: {words}" for rule in self._rules for words in rule(method, params)]
        return found

    def _as_seen(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Copy parameters with texts and captions, also those of an album's files, as people see them."""
        seen: dict[str, Any] = {name: self._shown(params, name) for name in MARKED if isinstance(params.get(name), str)}
        match params.get("media"):
            case dict() as file:
                seen["media"] = self._as_seen(file)
            case list() as files:
                seen["media"] = [self._as_seen(file) if isinstance(file, dict) else file for file in files]
        return {**params, **seen}

    def _object(self, fields: Fields, value: Mapping[str, Any], where: str) -> list[str]:
        found = [f"{where}{name} is missing" for name, each in fields.items() if each.required and name not in value]
        for name, inside in value.items():
            if name not in fields:
                found.append(f"{where}{name} is unknown")
            else:
                found += self._value(fields[name], inside, f"{where}{name}")
        return found

    def _value(self, field: Field, value: Any, where: str) -> list[str]:
        tried = [self._of(kind, value, where) for kind in field.kinds]
        found = min(tried, key=len)
        if found:
            return found
        if field.literal and value != field.literal:
            return [f"{where} is {value!r} and must be {field.literal}"]
        if field.high is None or field.low <= (size := _size(value, field.in_bytes)) <= field.high:
            return []
        return [f"{where} has the size {size}, not {field.low} to {field.high}"]

    def _of(self, kind: str, value: Any, where: str) -> list[str]:
        """List the complaints about a value if it is to be of this kind."""
        wrong = [f"{where} is no {kind}: {json.dumps(value, ensure_ascii=False)[:60]}"]
        if kind.startswith("["):
            if not isinstance(value, list):
                return wrong
            inner = Field((kind[1:-1],))
            return [words for place, each in enumerate(value) for words in self._value(inner, each, f"{where}.{place}")]
        if kind == "InputFile":
            return [] if isinstance(value, dict) and value.keys() == {"name", "size"} else wrong
        if kind in _PLAIN:
            fits = isinstance(value, _PLAIN[kind]) and (bool in _PLAIN[kind] or not isinstance(value, bool))
            return [] if fits else wrong
        if not isinstance(value, dict):
            return wrong
        names = self._table.unions.get(kind, (kind,))
        return min((self._object(self._table.types[name], value, f"{where}.") for name in names), key=len)


def _of_form(field: Field | None, value: Any) -> Any:
    """Parse a form's string into the value that it stands for."""
    if field is None or not isinstance(value, str) or set(field.kinds) <= {"String", "InputFile"}:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _size(value: Any, in_bytes: bool) -> int:
    """The size of a value: of a string its length, of a list its items, of a number itself."""
    if isinstance(value, str):
        return len(value.encode()) if in_bytes else units(value)
    return len(value) if isinstance(value, list) else int(value)


def units(words: str) -> int:
    """The length of a text as messengers count it, in UTF-16 units."""
    return len(words.encode("utf-16-le")) // 2


def message(method: str, params: Mapping[str, Any], actions: Collection[str]) -> Iterable[str]:
    """Check what both platforms describe in sentences only; ``actions`` are the valid chat actions."""
    for row in params.get("reply_markup", {}).get("inline_keyboard", ()):
        for button in row:
            yield from inline_button(button)
    if method == "sendChatAction" and params["action"] not in actions:
        yield f"{params['action']} is no chat action"
    if method == "setMyCommands":
        yield from commands(params["commands"])
    if method.startswith("send"):
        yield from files(params)


def inline_button(button: Mapping[str, Any]) -> Iterable[str]:
    """Check an inline button: exactly one action, a label, and an address for a link."""
    if len(button.keys() - _LOOKS) != 1:
        yield f"the button {button['text']!r} does not do one thing"
    if not button["text"].strip():
        yield "a button has no words"
    if not button.get("url", "https://").startswith(("http://", "https://", "tg://")):
        yield f"the button {button['text']!r} has no web address"


def commands(listed: list[dict[str, str]]) -> Iterable[str]:
    """Check the menu of commands: their number and names."""
    if len(listed) > COMMANDS_LIMIT:
        yield f"{len(listed)} commands"
    for command in listed:
        if not _COMMAND.fullmatch(command["command"]):
            yield f"{command['command']!r} is no command's name"


def files(params: Mapping[str, Any]) -> Iterable[str]:
    """Check the sizes of uploads."""
    for name, value in params.items():
        if isinstance(value, dict) and value.get("size", 0) > (PHOTO_LIMIT if name == "photo" else FILE_LIMIT):
            yield f"{name} has {value['size']} bytes"
