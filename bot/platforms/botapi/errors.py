"""Translation of a Bot API's errors to the outcomes of ``bot.platforms.base``."""

from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.platforms.base import (
    MessageGone,
    Migrated,
    Muted,
    NotBotApi,
    RateLimited,
    Rejected,
    Retryable,
    StrangeFile,
    TokenRevoked,
    Unchanged,
    Unreachable,
    UpdatesTaken,
)
from bot.platforms.transport import BrokenOff, NoAnswer

_REFUSALS = (
    ("message is not modified", Unchanged),
    ("message to edit not found", MessageGone),
    ("message can't be edited", MessageGone),
    ("message to delete not found", MessageGone),
    ("there is no caption in the message to edit", MessageGone),
    ("there is no text in the message to edit", MessageGone),
    ("wrong file identifier", StrangeFile),
    ("wrong remote file", StrangeFile),
    ("chat not found", Unreachable),
    ("user not found", Unreachable),
    ("no such group or user", Unreachable),
    ("have no rights to send", Muted),
    ("not enough rights to send", Muted),
)
"""The outcomes of a 400 by its words; the first match counts."""
SHORTEST_WAIT = 1.0
"""Seconds to wait after a 429 that names none, and the least that are waited."""
LONGEST_WAIT = 86_400.0
"""The most seconds that are believed; no limit of a platform lasts longer than a day."""


def outcome(error: TelegramError) -> Exception:
    """Translate an error of the library to an outcome.

    An answer that is not the Bot API's, such as a filter's page, tells nothing of the call but that it never got there.
    """
    words = error.message.lower()
    if isinstance(error, RetryAfter):
        return RateLimited(min(max(_seconds(error.retry_after), SHORTEST_WAIT), LONGEST_WAIT))
    if words.startswith("too many requests"):
        # The library knows no wait of nought seconds, and none that is missing.
        return RateLimited(SHORTEST_WAIT)
    if isinstance(error, TimedOut | BrokenOff):
        return Retryable(error.message[:200], uncertain=True)
    if isinstance(error, NoAnswer) and error.status == 413:
        # A gateway refuses a file for its size, and would refuse it again.
        return Rejected(error.message)
    # The library names a cause where the answer was no JSON.
    if error.__cause__ is None:
        if isinstance(error, Forbidden):
            return Unreachable(error.message)
        if isinstance(error, BadRequest):
            kind = next((kind for part, kind in _REFUSALS if part in words), Rejected)
            return kind(error.message)
        if isinstance(error, ChatMigrated):
            return Migrated(error.message, error.new_chat_id)
        if "too large" in words:
            return Rejected(error.message)
        if isinstance(error, Conflict):
            return UpdatesTaken(error.message)
        if isinstance(error, InvalidToken):
            return TokenRevoked(error.message)
    # BadRequest is a NetworkError too; a gateway's own page tells only that the server behind it is away.
    away = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    return (Retryable if away else NotBotApi)(error.message[:200])


def _seconds(wait: Any) -> float:
    return float(wait.total_seconds()) if hasattr(wait, "total_seconds") else float(wait)
