"""What the adapters of Telegram and Bale share: a Bot API's calls, with what differs left to each."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from telegram.error import TelegramError

from bot.platforms.base import (
    Capabilities,
    Head,
    Message,
    MessageGone,
    NotBotApi,
    Rejected,
    RemoteFile,
    Retryable,
    Sent,
    StrangeFile,
)
from bot.platforms.botapi import parsing
from bot.platforms.botapi.errors import outcome
from bot.platforms.transport import Caller, Mend, Upload
from domain.chat.incoming import Attachment, Incoming

_SENDING = {"photo": "sendPhoto", "voice": "sendVoice", "video": "sendVideo", "document": "sendDocument"}
UPLOAD_SECONDS, SLOWEST = 20.0, 2**16
"""What an upload is given anyway, and the bytes a second that a slow line carries."""
_NO_FILES = {b"<!doctypehtml": (".html", ".htm"), b"<html": (".html", ".htm"), b'{"ok":false': (".json",)}
"""How a page and a refusal begin, but for spaces, and the names of files that may really begin so."""
# Persian letters are passed over before anything else is tried: they are most of all escapes.
_ESCAPE = re.compile(rb"\\(?!u0[1-9])(?:([^u]|u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w)|u(?:0000|[dD][89a-fA-F]\w\w))")
"""JSON's escapes, those that are well in a group: half a letter and the letter nought no database takes."""
_SUSPECT = (rb"\ud", rb"\uD", rb"\u0000")


def whole(method: str, status: int, body: bytes) -> tuple[int, bytes]:
    """An answer of which every letter can be kept: what is none becomes U+FFFD. Only updates hold people's words."""
    if method == "getUpdates" and any(mark in body for mark in _SUSPECT):
        body = _ESCAPE.sub(lambda escape: escape[0] if escape[1] else rb"\ufffd", body)
    return status, body


class BotApi:
    """An adapter but for ``render``. ``username`` is known after ``meet``.

    ``wanted`` are the kinds of updates that are asked for, none where that can't be said; ``mend`` makes an answer one
    that can be read.
    """

    name: str
    wanted: ClassVar[tuple[str, ...]] = ()
    mend: ClassVar[Mend] = whole

    def __init__(self, caller: Caller, polling: Caller, can: Capabilities) -> None:
        """``polling`` has connections of its own, so that a long poll holds up no message."""
        self._caller, self._polling = caller, polling
        self.can = can
        self.username = ""

    async def meet(self) -> str:
        me = await self._call("getMe", {})
        if not isinstance(me, dict) or not me.get("username"):
            raise NotBotApi("getMe names nobody")
        self.username = str(me["username"])
        return self.username

    async def announce(self, commands: Sequence[tuple[str, str]], language: str | None = None) -> None:
        listed = [{"command": name, "description": words} for name, words in commands]
        await self._call("setMyCommands", {"commands": listed, **({"language_code": language} if language else {})})

    async def updates(self, offset: int | None, seconds: int) -> list[dict[str, Any]]:
        params: dict[str, Any] = {"timeout": seconds, "limit": 100}
        if self.wanted:
            params["allowed_updates"] = self.wanted
        if offset is not None:
            params["offset"] = offset
        found = await self._call("getUpdates", params, within=seconds + 10, caller=self._polling)
        if not isinstance(found, list):
            raise NotBotApi("getUpdates gave no list")
        return found

    def head(self, raw: dict[str, Any]) -> Head:
        return parsing.head(self.name, raw)

    def translate(self, raws: Sequence[dict[str, Any]], files: Sequence[Attachment]) -> Incoming | None:
        return parsing.translate(self.name, self.username, raws, files)

    async def send(self, chat: str, message: Message, file: str | bytes | None, name: str) -> Sent:
        params = {"chat_id": _number(chat), **message.params}
        if message.guarded and self.can.protect:
            params["protect_content"] = True
        if message.kind == "text":
            return _sent(await self._call("sendMessage", params), "")
        kind = self._kind(message, file)
        given, files = _given(file, kind, name)
        if given:
            params[kind] = given
        try:
            sent = _sent(await self._call(_SENDING[kind], params, files), kind)
        except Rejected as refused:
            if given:
                # Whatever the words are: perhaps only the id is no good, and the file itself will do.
                raise StrangeFile(str(refused)) from None
            raise
        # The id of a document sends no photo, so it is not one to be kept for this file.
        return sent if kind == message.kind else Sent(sent.message_id)

    async def edit(
        self, chat: str, message_id: int, message: Message, file: str | bytes | None = None, name: str = ""
    ) -> Sent:
        if not message_id:
            raise MessageGone("the message's number was never told")
        markup = message.params.get("reply_markup", {})
        params = {"chat_id": _number(chat), "message_id": message_id, **message.params}
        if "inline_keyboard" not in markup:
            # The keyboard under the chat is not a message's own: only a new message can change it.
            params.pop("reply_markup", None)
        if message.kind == "text":
            await self._call("editMessageText", params)
            return Sent(message_id)
        if not self.can.edit_media or message.kind == "voice" or file is None:
            raise MessageGone("the file of a message can't be changed here")
        kind = self._kind(message, file)
        given, files = _given(file, "file", name)
        media = {"type": kind, "media": given or "attach://file"}
        media |= {key: params.pop(key) for key in ("caption", "parse_mode") if key in params}
        result = await self._call("editMessageMedia", params | {"media": media}, files)
        return Sent(message_id, _sent(result, kind).file_id if kind == message.kind else "")

    def _kind(self, message: Message, file: str | bytes | None) -> str:
        """What a file goes as. Raises Rejected for one that is over the platform's limit."""
        if not isinstance(file, bytes):
            return message.kind
        if len(file) > self.can.upload_limit:
            raise Rejected(f"a file of {len(file)} bytes is too big for {self.name}")
        return "document" if message.kind == "photo" and len(file) > self.can.photo_limit else message.kind

    async def delete(self, chat: str, message_id: int) -> None:
        await self._call("deleteMessage", {"chat_id": _number(chat), "message_id": message_id})

    async def toast(self, callback_id: str, words: str) -> None:
        await self._call(
            "answerCallbackQuery", {"callback_query_id": callback_id, **({"text": words} if words else {})}
        )

    async def act(self, chat: str, action: str) -> None:
        shown = action if action in self.can.actions else "typing"
        await self._call("sendChatAction", {"chat_id": _number(chat), "action": shown})

    async def fetch(self, file: RemoteFile, seconds: float) -> bytes:
        found = await self._call("getFile", {"file_id": file.id}, within=seconds)
        path = found.get("file_path") if isinstance(found, dict) else None
        if not path:
            raise Retryable("the file's place was not told")
        try:
            data = await self._caller.download(path, seconds)
        except TelegramError as error:
            raise Retryable(error.message) from None
        head = b"".join(data[:200].lower().split())
        if any(head.startswith(mark) and not file.name.lower().endswith(ends) for mark, ends in _NO_FILES.items()):
            raise NotBotApi("a page or a refusal came in the file's place")
        return data

    async def _call(
        self,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Upload] | None = None,
        within: float | None = None,
        caller: Caller | None = None,
    ) -> Any:
        try:
            return await (caller or self._caller).call(
                method, params, files, within or _patience(files), type(self).mend
            )
        except TelegramError as error:
            raise outcome(error) from None


def _number(chat: str) -> int:
    return int(chat.partition(":")[2])


def _patience(files: Mapping[str, Upload] | None) -> float | None:
    """Seconds for a call that carries files; None where the usual time will do. An upload that is broken off too early
    is begun again, and may arrive twice.
    """
    if not files:
        return None
    return UPLOAD_SECONDS + sum(len(file.data) for file in files.values()) / SLOWEST


def _given(file: str | bytes | None, field: str, name: str) -> tuple[str, dict[str, Upload] | None]:
    """A file as the id that stands for it, or as what is uploaded under ``field``."""
    if isinstance(file, bytes):
        return "", {field: Upload(name, file)}
    return file or "", None


def _sent(result: Any, kind: str) -> Sent:
    """What was sent; a message whose number or file is not told is taken as it is, since it arrived."""
    if not isinstance(result, dict):
        return Sent(0)
    media = result.get(kind) if kind else None
    if isinstance(media, list):
        media = media[-1] if media else None
    file_id = media.get("file_id", "") if isinstance(media, dict) else ""
    told = str(result.get("message_id"))
    number = int(told) if told.isdecimal() and len(told) <= 18 else 0
    return Sent(number, str(file_id))
