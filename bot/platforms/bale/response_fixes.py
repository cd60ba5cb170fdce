"""Repairs of Bale's answers, so that a client of Telegram's Bot API reads them rightly."""

import json
from typing import Any

from bot.platforms.botapi import repair_escapes

PATIENCE = 5
"""Seconds to wait after a 429 that names no time."""

UNKNOWN_NOW = "the token was not known"
"""The words of an answer that may be about the token alone, and names nothing that is missing."""
_MISSING = (
    ("edit", "message to edit not found"),
    ("delete", "message to delete not found"),
    ("answer", "query is too old"),
    ("getFile", "file not found"),
    ("send", "chat not found"),
)
"""Telegram's words for a 404, by the beginning of the method: Bale says 404 where Telegram says 400."""


def fix(method: str, status: int, body: bytes) -> tuple[int, bytes]:
    """Repair the status and the body of an answer; a body that is no JSON object stays as it is."""
    status, body = repair_escapes(method, status, body)
    if status == 200 and b'"ok":true' in body[:64].replace(b" ", b""):
        return status, body
    try:
        answer = json.loads(body)
    except ValueError:
        return status, body
    if not isinstance(answer, dict) or answer.get("ok") is True:
        return status, body
    if status == 200:
        status = _code(answer)
    # Nothing but the token can be wrong in this call.
    if method == "getMe" and status in (400, 403, 404):
        status = 401
    if method != "getMe" and _is_of_token(method, answer):
        status, answer["description"] = 400, UNKNOWN_NOW
    if status == 404:
        missing = next((words for start, words in _MISSING if method.startswith(start)), "")
        # A method without a chat, such as getUpdates, names nothing that could be missing: it is tried again.
        status = 400 if missing else 503
        answer["description"] = f"404: {missing or answer.get('description', '')}"
    if status == 429:
        answer["parameters"] = {"retry_after": _wait(answer)}
    return status, json.dumps(answer).encode()


def _is_of_token(method: str, answer: dict[str, Any]) -> bool:
    words = str(answer.get("description", "")).strip().lower()
    return words == "token not found" or (words == "not found" and method.startswith(("send", "getFile")))


def _code(answer: dict[str, Any]) -> int:
    code = answer.get("error_code")
    return code if isinstance(code, int) and 400 <= code < 600 else 400


def _wait(answer: dict[str, Any]) -> int:
    parameters = answer.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return seconds if isinstance(seconds, int) and seconds > 0 else PATIENCE
