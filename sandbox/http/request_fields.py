"""Reads what the page sent; whatever is missing or wrong raises ActionError "request"."""

from datetime import datetime
from typing import Any, TypeVar

from aiohttp import web

from sandbox.world.actions import ActionError

T = TypeVar("T")


async def json_body(request: web.Request) -> dict[str, Any]:
    """The JSON object of a request; an empty one when there is no body. Raises ActionError."""
    try:
        body = await request.json() if request.can_read_body else {}
    except ValueError as error:
        raise ActionError("request", "no JSON") from error
    if not isinstance(body, dict):
        raise ActionError("request", "no JSON object")
    return body


def field(body: dict[str, Any], name: str, kind: type[T]) -> T:
    """One field of a body. Raises ActionError when it is missing or of another type."""
    value = body.get(name)
    if kind is float and isinstance(value, int):
        value = float(value)
    if not isinstance(value, kind):
        raise ActionError("request", f"{name} must be {kind.__name__}")
    return value


def optional_int(body: dict[str, Any], name: str) -> int | None:
    """A number that may be absent."""
    return None if body.get(name) is None else field(body, name, int)


def parse_int(text: str) -> int:
    """A number in an address."""
    try:
        return int(text)
    except ValueError as error:
        raise ActionError("request", f"{text} is no number") from error


def parse_time(text: str) -> datetime:
    """An ISO date and time with its zone."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise ActionError("request", f"{text} is no date") from error
    if read.tzinfo is None:
        raise ActionError("request", f"{text} has no time zone")
    return read
