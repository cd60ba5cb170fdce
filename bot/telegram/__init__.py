"""Telegram: raw updates in, screens out, its refusals told apart."""

from collections.abc import Mapping, Sequence
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.platform import (
    Capabilities,
    Head,
    Later,
    Message,
    NoTarget,
    Rejected,
    RemoteFile,
    Sent,
    Slower,
    StrangeFile,
    Unchanged,
    Unreachable,
)
from bot.telegram import reading, writing
from bot.transport import Caller, Upload
from domain.incoming import Attachment, Incoming
from domain.screens import Screen
from texts.format import Voice

UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]

_REFUSALS = (
    ("message is not modified", Unchanged),
    ("message to edit not found", NoTarget),
    ("message can't be edited", NoTarget),
    ("there is no text in the message to edit", NoTarget),
    ("wrong file identifier", StrangeFile),
    ("wrong remote file", StrangeFile),
    ("chat not found", Unreachable),
    ("user not found", Unreachable),
    ("have no rights to send", Unreachable),
)
"""What the words of a 400 mean, the first match counting."""


class Telegram:
    """The adapter. ``username`` is known after ``meet``."""

    name = "telegram"

    def __init__(self, caller: Caller, polling: Caller, can: Capabilities) -> None:
        """``polling`` has connections of its own, so that a long poll holds up no message."""
        self._caller, self._polling = caller, polling
        self.can = can
        self.username = ""

    async def meet(self) -> str:
        """Asks the platform who the bot is; returns its user name. Raises Later while the platform is down."""
        me = await self._call("getMe", {})
        self.username = str(me["username"])
        return self.username

    async def announce(self, commands: Sequence[tuple[str, str]], language: str | None = None) -> None:
        """Sets the menu of commands: (name, what it does). Raises Later."""
        listed = [{"command": name, "description": words} for name, words in commands]
        await self._call("setMyCommands", {"commands": listed, **({"language_code": language} if language else {})})

    async def updates(self, offset: int | None, seconds: int) -> list[dict[str, Any]]:
        params: dict[str, Any] = {"timeout": seconds, "limit": 100, "allowed_updates": UPDATES}
        if offset is not None:
            params["offset"] = offset
        found = await self._call("getUpdates", params, within=seconds + 10, caller=self._polling)
        if not isinstance(found, list):
            raise Later("getUpdates gave no list")
        return found

    def head(self, raw: dict[str, Any]) -> Head:
        return reading.head(self.name, raw)

    def translate(self, raws: Sequence[dict[str, Any]], files: Sequence[Attachment]) -> Incoming | None:
        return reading.translate(self.name, self.username, raws, files)

    def render(self, screen: Screen, voice: Voice) -> Message:
        return writing.render(screen, voice)

    async def send(self, chat: str, message: Message, file: str | bytes | None, name: str) -> Sent:
        method, field = writing.method(message)
        params = {"chat_id": _number(chat), **message.params}
        files = None
        if isinstance(file, bytes):
            files = {field: Upload(name, file)}
        elif file:
            params[field] = file
        result = await self._call(method, params, files)
        return Sent(int(result["message_id"]), _file_id(result, field))

    async def edit(self, chat: str, message_id: int, message: Message) -> None:
        await self._call("editMessageText", {"chat_id": _number(chat), "message_id": message_id, **message.params})

    async def delete(self, chat: str, message_id: int) -> None:
        await self._call("deleteMessage", {"chat_id": _number(chat), "message_id": message_id})

    async def toast(self, callback_id: str, words: str) -> None:
        await self._call(
            "answerCallbackQuery", {"callback_query_id": callback_id, **({"text": words} if words else {})}
        )

    async def fetch(self, file: RemoteFile, seconds: float) -> bytes:
        found = await self._call("getFile", {"file_id": file.id}, within=seconds)
        try:
            return await self._caller.download(found["file_path"], seconds)
        except TelegramError as error:
            raise Later(error.message) from None

    async def _call(
        self,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Upload] | None = None,
        within: float | None = None,
        caller: Caller | None = None,
    ) -> Any:
        try:
            return await (caller or self._caller).call(method, params, files, within)
        except TelegramError as error:
            raise _outcome(error) from None


def _outcome(error: TelegramError) -> Exception:
    """What a failed call means. An answer that is not the Bot API's, such as a filter's page, tells nothing of it."""
    words = error.message.lower()
    if isinstance(error, RetryAfter):
        return Slower(_seconds(error.retry_after))
    if error.__cause__ is None:
        if isinstance(error, Forbidden):
            return Unreachable(error.message)
        if isinstance(error, BadRequest):
            kind = next((kind for part, kind in _REFUSALS if part in words), Rejected)
            return kind(error.message)
        if isinstance(error, ChatMigrated) or "too large" in words:
            return Rejected(error.message)
    return Later(error.message[:200])


def _number(chat: str) -> int:
    return int(chat.partition(":")[2])


def _seconds(wait: Any) -> float:
    return float(wait.total_seconds()) if hasattr(wait, "total_seconds") else float(wait)


def _file_id(result: dict[str, Any], field: str) -> str:
    media = result.get(field) if field else None
    if isinstance(media, list):
        media = media[-1] if media else None
    return str(media["file_id"]) if media else ""
