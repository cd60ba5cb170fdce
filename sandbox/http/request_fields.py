"""Read the fields of the page's requests; a missing or wrong one raises ActionError "request"."""

from datetime import datetime
from typing import Any, TypeVar

from aiohttp import web

from sandbox.world.actions import ActionError

T = TypeVar("T")


async def json_body(request: web.Request) -> dict[str, Any]:
    """Read the JSON object of a request; {} without a body. Raises ActionError."""
    try:
        body = await request.json() if request.can_read_body else {}
    except ValueError as error:
        raise ActionError("request", "no JSON") from error
    if not isinstance(body, dict):
        raise ActionError("request", "no JSON object")
    return body


def field(body: dict[str, Any], name: str, kind: type[T]) -> T:
    """Get a field of a body. Raises ActionError when it is missing or of another type."""
    value = body.get(name)
    if kind is float and isinstance(value, int):
        value = float(value)
    if not isinstance(value, kind):
        raise ActionError("request", f"{name} must be {kind.__name__}")
    return value


def optional_int(body: dict[str, Any], name: str) -> int | None:
    """Get an integer that may be absent or null. Raises ActionError for another type."""
    return None if body.get(name) is None else field(body, name, int)


def parse_int(text: str) -> int:
    """Parse an integer in an address. Raises ActionError."""
    try:
        return int(text)
    except ValueError as error:
        raise ActionError("request", f"{text} is no number") from error


def parse_time(text: str) -> datetime:
    """Parse an ISO date and time with its zone. Raises ActionError."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise ActionError("request", f"{text} is no date") from error
    if read.tzinfo is None:
        raise ActionError("request", f"{text} has no time zone")
    return read
