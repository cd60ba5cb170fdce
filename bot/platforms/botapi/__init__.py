"""The base of the adapters of Telegram and Bale: a Bot API's calls, with the differences left to each."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from telegram.error import TelegramError

from bot.platforms.base import (
    Capabilities,
    Head,
    Message,
    MessageGone,
    NotBotApi,
    OutgoingFile,
    Rejected,
    RemoteFile,
    Retryable,
    Sent,
    StrangeFile,
)
from bot.platforms.botapi import entities, parsing
from bot.platforms.botapi.errors import outcome
from bot.platforms.botapi.parsing import chat_number
from bot.platforms.transport import ApiClient, ResponseFix, Upload
from domain.chat.incoming import Attachment, Incoming

_WORDS = {"text": "sendMessage", "contact": "sendContact"}
_SENDING = {"photo": "sendPhoto", "voice": "sendVoice", "video": "sendVideo", "document": "sendDocument"}
UPLOAD_SECONDS, SLOWEST = 20.0, 2**16
"""The seconds that any upload may take, and the bytes a second of a slow line, by which a large one may take longer."""
_NO_FILES = {b"<!doctypehtml": (".html", ".htm"), b"<html": (".html", ".htm"), b'{"ok":false': (".json",)}
"""The beginnings of a page and of a refusal, without spaces, and the names of files that may really begin so."""
# Persian letters are most of all escapes, so the pattern skips them before it tries anything else.
_ESCAPE = re.compile(rb"\\(?!u0[1-9])(?:([^u]|u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w)|u(?:0000|[dD][89a-fA-F]\w\w))")
"""JSON's escapes, the valid ones in a group: no database takes half a surrogate pair or the letter nought."""
_SUSPECT = (rb"\ud", rb"\uD", rb"\u0000")


def repair_escapes(method: str, status: int, body: bytes) -> tuple[int, bytes]:
    """Replace escapes that no database stores by U+FFFD, in answers to getUpdates, which alone hold people's words."""
    if method == "getUpdates" and any(mark in body for mark in _SUSPECT):
        body = _ESCAPE.sub(lambda escape: escape[0] if escape[1] else rb"\ufffd", body)
    return status, body


class BotApi:
    """An adapter without ``render``. ``username`` is known after ``identify``.

    ``wanted`` are the kinds of updates that a poll asks for, empty when the platform has no such choice;
    ``fix_response`` repairs an answer before it is read, ``formatting`` reads the formatting of a person's message.
    """

    name: str
    wanted: ClassVar[tuple[str, ...]] = ()
    fix_response: ClassVar[ResponseFix] = repair_escapes
    formatting: ClassVar[parsing.Formatting] = entities.of_message

    def __init__(self, client: ApiClient, polling: ApiClient, capabilities: Capabilities) -> None:
        """Use ``polling`` for long polls: it has connections of its own, so that a poll delays no message."""
        self._client, self._polling = client, polling
        self.capabilities = capabilities
        self.username = ""

    async def identify(self) -> str:
        me = await self._call("getMe", {})
        if not isinstance(me, dict) or not me.get("username"):
            raise NotBotApi("getMe names nobody")
        self.username = str(me["username"])
        return self.username

    async def server_time(self) -> datetime | None:
        await self._call("getMe", {}, client=self._polling)
        return self._polling.server_time

    async def announce(self, commands: Sequence[tuple[str, str]], language: str | None = None, chat: str = "") -> None:
        where: dict[str, Any] = {"scope": {"type": "chat", "chat_id": chat_number(chat)}} if chat else {}
        if chat and not commands:
            await self._call("deleteMyCommands", where)
            return
        listed = [{"command": name, "description": words} for name, words in commands]
        if language:
            where["language_code"] = language
        await self._call("setMyCommands", {"commands": listed, **where})

    async def introduce(self, name: str, description: str) -> None:
        for what, words in (("Name", name), ("Description", description)):
            now = await self._call(f"getMy{what}", {})
            if not isinstance(now, dict) or now.get(what.lower()) != words:
                await self._call(f"setMy{what}", {what.lower(): words})

    async def updates(self, offset: int | None, seconds: int) -> list[dict[str, Any]]:
        params: dict[str, Any] = {"timeout": seconds, "limit": 100}
        if self.wanted:
            params["allowed_updates"] = self.wanted
        if offset is not None:
            params["offset"] = offset
        found = await self._call("getUpdates", params, within=seconds + 10, client=self._polling)
        if not isinstance(found, list):
            raise NotBotApi("getUpdates gave no list")
        return found

    async def remove_webhook(self) -> None:
        await self._call("deleteWebhook", {})

    def head(self, raw: dict[str, Any]) -> Head:
        return parsing.head(self.name, raw)

    def translate(self, raws: Sequence[dict[str, Any]], files: Sequence[Attachment]) -> Incoming | None:
        return parsing.translate(self.name, self.username, raws, files, type(self).formatting)

    async def send(self, chat: str, message: Message, file: str | bytes | None, name: str) -> Sent:
        params = {**_place(chat, message), **message.params}
        if message.guarded and self.capabilities.protect:
            params["protect_content"] = True
        if message.kind in _WORDS:
            return _sent(await self._call(_WORDS[message.kind], params), "")
        kind = self._kind(message, file)
        given, files = _given(file, kind, name)
        if given:
            params[kind] = given
        try:
            sent = _sent(await self._call(_SENDING[kind], params, files), kind)
        except Rejected as refused:
            if given:
                # Whatever the words are, perhaps only the id is bad, and the file itself will do.
                raise StrangeFile(str(refused)) from None
            raise
        # The id of a document sends no photo, so it must not be kept as the photo's.
        return sent if kind == message.kind else Sent(sent.message_id)

    async def edit(
        self, chat: str, message_id: int, message: Message, file: str | bytes | None = None, name: str = ""
    ) -> Sent:
        if not message_id:
            raise MessageGone("the message's number was never told")
        if message.kind == "contact":
            raise MessageGone("a message can't become a contact")
        markup = message.params.get("reply_markup", {})
        params = {"chat_id": chat_number(chat), "message_id": message_id, **message.params}
        if "inline_keyboard" not in markup:
            # The keyboard under the chat is not a message's own: only a new message can change it.
            params.pop("reply_markup", None)
        if message.kind == "text":
            await self._call("editMessageText", params)
            return Sent(message_id)
        if not self.capabilities.edit_media or message.kind == "voice" or file is None:
            raise MessageGone("the file of a message can't be changed here")
        kind = self._kind(message, file)
        given, files = _given(file, "file", name)
        media = {"type": kind, "media": given or "attach://file"}
        media |= {key: params.pop(key) for key in ("caption", "parse_mode") if key in params}
        result = await self._call("editMessageMedia", params | {"media": media}, files)
        return Sent(message_id, _sent(result, kind).file_id if kind == message.kind else "")

    async def send_album(self, chat: str, message: Message, files: Sequence[OutgoingFile]) -> list[Sent]:
        media: list[dict[str, Any]] = []
        uploads: dict[str, Upload] = {}
        for number, file in enumerate(files):
            place = f"file{number}"
            given, upload = _given(file.content, place, file.name)
            uploads |= upload or {}
            media.append({"type": file.kind, "media": given or f"attach://{place}"})
            if isinstance(file.content, bytes) and len(file.content) > self.capabilities.upload_limit:
                raise Rejected(f"a file of {len(file.content)} bytes is too big for {self.name}")
        media[0] |= {key: message.params[key] for key in ("caption", "parse_mode") if message.params.get(key)}
        try:
            result = await self._call("sendMediaGroup", {**_place(chat, message), "media": media}, uploads or None)
        except Rejected as refused:
            if len(uploads) < len(files):
                raise StrangeFile(str(refused)) from None
            raise
        sent = result if isinstance(result, list) else []
        return [_sent(each, file.kind) for each, file in zip(sent, files, strict=False)] or [Sent(0)]

    async def edit_caption(self, chat: str, message_id: int, message: Message) -> None:
        if not message_id:
            raise MessageGone("the message's number was never told")
        params = {"chat_id": chat_number(chat), "message_id": message_id, **message.params}
        if "inline_keyboard" not in message.params.get("reply_markup", {}):
            params.pop("reply_markup", None)
        await self._call("editMessageCaption", params)

    async def strip(self, chat: str, message_id: int) -> None:
        if not message_id:
            raise MessageGone("the message's number was never told")
        await self._call("editMessageReplyMarkup", {"chat_id": chat_number(chat), "message_id": message_id})

    def _kind(self, message: Message, file: str | bytes | None) -> str:
        """The kind that a file is sent as: a photo too big for one goes as a document.

        Raises Rejected for a file over the platform's limit.
        """
        if not isinstance(file, bytes):
            return message.kind
        if len(file) > self.capabilities.upload_limit:
            raise Rejected(f"a file of {len(file)} bytes is too big for {self.name}")
        return "document" if message.kind == "photo" and len(file) > self.capabilities.photo_limit else message.kind

    async def delete(self, chat: str, message_id: int) -> None:
        await self._call("deleteMessage", {"chat_id": chat_number(chat), "message_id": message_id})

    async def toast(self, callback_id: str, words: str) -> None:
        await self._call(
            "answerCallbackQuery", {"callback_query_id": callback_id, **({"text": words} if words else {})}
        )

    async def act(self, chat: str, action: str) -> None:
        shown = action if action in self.capabilities.actions else "typing"
        await self._call("sendChatAction", {"chat_id": chat_number(chat), "action": shown})

    async def fetch(self, file: RemoteFile, seconds: float, write: Callable[[bytes], None]) -> None:
        found = await self._call("getFile", {"file_id": file.id}, within=seconds)
        path = found.get("file_path") if isinstance(found, dict) else None
        if not path:
            raise Retryable("the file's place was not told")
        begun = bytearray()

        def take(piece: bytes) -> None:
            begun.extend(piece[: 200 - len(begun)])
            write(piece)

        try:
            await self._client.download(path, seconds, take)
        except TelegramError as error:
            raise Retryable(error.message) from None
        head = b"".join(begun.lower().split())
        if any(head.startswith(mark) and not file.name.lower().endswith(ends) for mark, ends in _NO_FILES.items()):
            raise NotBotApi("a page or a refusal came in the file's place")

    async def _call(
        self,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Upload] | None = None,
        within: float | None = None,
        client: ApiClient | None = None,
    ) -> Any:
        try:
            return await (client or self._client).call(
                method, params, files, within or _patience(files), type(self).fix_response
            )
        except TelegramError as error:
            raise outcome(error) from None


def _patience(files: Mapping[str, Upload] | None) -> float | None:
    """Seconds for a call that carries files, None for the usual time.

    An upload that is broken off too early is begun again, and may arrive twice.
    """
    if not files:
        return None
    return UPLOAD_SECONDS + sum(len(file.data) for file in files.values()) / SLOWEST


def _given(file: str | bytes | None, field: str, name: str) -> tuple[str, dict[str, Upload] | None]:
    """Split a file into its id on the platform, and the upload under ``field`` when it has none."""
    if isinstance(file, bytes):
        return "", {field: Upload(name, file)}
    return file or "", None


def _place(chat: str, message: Message) -> dict[str, Any]:
    """The parameters of the place of a new message: its chat, and in a forum group its topic."""
    return {"chat_id": chat_number(chat), **({"message_thread_id": message.topic} if message.topic else {})}


def _sent(result: Any, kind: str) -> Sent:
    """Read the result of a sending. A message without a number or a file id counts as sent, since it arrived."""
    if not isinstance(result, dict):
        return Sent(0)
    media = result.get(kind) if kind else None
    if isinstance(media, list):
        media = media[-1] if media else None
    file_id = media.get("file_id", "") if isinstance(media, dict) else ""
    value = str(result.get("message_id"))
    number = int(value) if value.isdecimal() and len(value) <= 18 else 0
    return Sent(number, str(file_id))
