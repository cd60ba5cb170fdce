"""Check a call's parameters against the schema and convert them to Python values.

Form fields arrive as text, JSON bodies as values; both are converted to the same. Telegram ignores an unknown
parameter or field; the sandbox refuses it, because it is nearly always a misspelt one.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sandbox.protocol.errors import BotApiError, bad_request, cannot_parse, not_found, not_simulated
from sandbox.protocol.schema import Parameter, Schema

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart request: its name, its MIME type and its bytes."""

    name: str
    mime: str
    data: bytes


class ShapeError(ValueError):
    """A value of the wrong type; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class _MethodTable:
    """One method's parameters, prepared for validation; `sizes` are (name, low, high)."""

    converters: dict[str, Convert]
    required: tuple[str, ...]
    sizes: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """One object type's fields, prepared for validation; `literals` are (name, the only value)."""

    name: str
    parameters: dict[str, Parameter]
    required: tuple[str, ...]
    literals: tuple[tuple[str, str], ...]


class Validator:
    """Validator of calls by one platform's schema."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._shapes: dict[tuple[str, ...], tuple[_Shape, ...]] = {}
        self._tables = {method: self._table(parameters) for method, parameters in schema.methods.items()}

    def validate(self, method: str, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Convert the parameters of one call to Python values.

        Raises BotApiError 404 for an unknown method, 501 for one that is not simulated, 400 for an unknown,
        missing or unreadable parameter. The length of a text counts after its entities are parsed, so not here.
        """
        table = self._tables.get(method)
        if table is None:
            raise not_simulated(method, self._schema.others[method]) if method in self._schema.others else not_found()
        values: dict[str, Any] = {}
        for name, value in raw.items():
            convert = table.converters.get(name)
            if convert is None:
                # The files that attach://name refers to come under names of the caller's choice.
                if isinstance(value, Upload):
                    values.setdefault("attached", {})[name] = value
                    continue
                raise bad_request(f'method {method} has no parameter "{name}"')
            if value is None:
                continue
            try:
                values[name] = convert(value)
            except ShapeError as wrong:
                raise _unreadable(method, name, str(wrong)) from wrong
        for name in table.required:
            if values.get(name, "") == "":
                raise bad_request(_MISSING.get(name, f"{name} is empty"))
        for name, low, high in table.sizes:
            if name in values:
                _check_size(name, values[name], low, high)
        return values

    def _table(self, parameters: tuple[Parameter, ...]) -> _MethodTable:
        return _MethodTable(
            converters={parameter.name: self._converter(parameter.kinds) for parameter in parameters},
            required=tuple(p.name for p in parameters if p.required and p.name not in _MAY_BE_EMPTY),
            sizes=tuple(
                (parameter.name, parameter.low, parameter.high)
                for parameter in parameters
                if parameter.low is not None and parameter.high is not None and parameter.name not in _OWN_SIZES
            ),
        )

    def _converter(self, kinds: tuple[str, ...]) -> Convert:
        if kinds in {("Integer",), ("String",), ("Boolean",), ("Float",)}:
            return _SCALARS[kinds[0]]
        if kinds == ("Integer", "String"):
            return _chat_id
        if "InputFile" in kinds:
            return _file
        return partial(self._structure, kinds)

    def _structure(self, kinds: tuple[str, ...], value: Any) -> Any:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError as error:
                raise ShapeError("JSON is expected") from error
        return self._checked(kinds, value)

    def _checked(self, kinds: tuple[str, ...], value: Any) -> Any:
        """Return the value if it has the shape of one of the kinds. Raises ShapeError."""
        if kinds[0].startswith("["):
            if not isinstance(value, list):
                raise ShapeError("an array is expected")
            inner = tuple(kind[1:-1] for kind in kinds)
            for item in value:
                self._checked(inner, item)
            return value
        if kinds[0] in _SCALARS:
            _of_json(kinds, value)
            return value
        if not isinstance(value, dict):
            raise ShapeError(
                "an object is expected" if kinds[0] != "InlineKeyboardMarkup" else "object expected as reply markup"
            )
        shape = _shape_for(self._shapes_of(kinds), value)
        for name, inside in value.items():
            parameter = shape.parameters.get(name)
            if parameter is None:
                raise ShapeError(f'{shape.name} has no field "{name}"')
            self._checked(parameter.kinds, inside)
        return value

    def _shapes_of(self, kinds: tuple[str, ...]) -> tuple[_Shape, ...]:
        known = self._shapes.get(kinds)
        if known is None:
            names = [name for kind in kinds for name in self._schema.unions.get(kind, (kind,))]
            known = self._shapes[kinds] = tuple(
                _Shape(
                    name=name,
                    parameters={parameter.name: parameter for parameter in self._schema.types[name]},
                    required=tuple(parameter.name for parameter in self._schema.types[name] if parameter.required),
                    literals=tuple((p.name, p.literal) for p in self._schema.types[name] if p.literal is not None),
                )
                for name in names
            )
        return known


MEDIA_PARAMETERS = ("photo", "document", "video", "animation", "audio", "voice", "sticker")
_MAY_BE_EMPTY = {"url"}  # An empty one in setWebhook removes the webhook.
_OWN_SIZES = {"text", "caption", "media"}  # These have errors of their own, and texts are counted after parsing.
_MISSING = {
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "media": "input media is not specified",
    "file_id": "file_id not specified",
    **{name: f"there is no {name} in the request" for name in MEDIA_PARAMETERS},
}


def _check_size(name: str, value: int | str, low: int, high: int) -> None:
    if isinstance(value, int):
        if not low <= value <= high:
            raise bad_request(f"{name} must be {low}-{high}")
    elif len(value) > high:
        raise bad_request(f"{name.replace('_', ' ')} is too long")


def _unreadable(method: str, name: str, words: str) -> BotApiError:
    if name == "reply_markup":
        return bad_request(words)
    if name == "message_id":
        return bad_request("message identifier is not specified")
    if name in {"chat_id", "from_chat_id"}:
        return bad_request("chat not found")
    return cannot_parse(name.replace("_", " "), words)


def _integer(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            pass
    raise ShapeError("an integer is expected")


def _string(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise ShapeError("a string is expected")


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false", "1", "0"}:
        return value.lower() in {"true", "1"}
    raise ShapeError("true or false is expected")


def _float(value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            pass
    raise ShapeError("a number is expected")


def _chat_id(value: Any) -> int | str:
    if isinstance(value, str) and value.startswith("@"):
        return value
    return _integer(value)


def _file(value: Any) -> Upload | str:
    if isinstance(value, Upload):
        return value
    return _string(value)


_SCALARS: dict[str, Convert] = {
    "Integer": _integer,
    "String": _string,
    "Boolean": _boolean,
    "Float": _float,
}


def _of_json(kinds: tuple[str, ...], value: Any) -> None:
    # Inside JSON only a number is accepted as one: Telegram takes "5" for 5 there in some places only.
    for kind in kinds:
        if isinstance(value, _JSON_TYPES[kind]) and (kind == "Boolean" or not isinstance(value, bool)):
            return
    raise ShapeError(f"{' or '.join(kinds)} is expected, not {json.dumps(value)[:40]}")


_JSON_TYPES: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "String": (str,),
    "Boolean": (bool,),
    "Float": (int, float),
}


def _shape_for(shapes: tuple[_Shape, ...], value: dict[str, Any]) -> _Shape:
    for shape in shapes:
        if all(name in value for name in shape.required) and all(value[n] == v for n, v in shape.literals):
            return shape
    missing = next((name for name in shapes[0].required if name not in value), None)
    if len(shapes) > 1 or missing is None:
        raise ShapeError(f"{' or '.join(shape.name for shape in shapes)} is expected")
    raise ShapeError(f'Can\'t find field "{missing}"')
