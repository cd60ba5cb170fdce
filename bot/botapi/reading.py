"""From Telegram's raw updates to inputs: only the fields that Dabir uses are read, so no other can break an update."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.platform import Head, RemoteFile
from domain.incoming import Attachment, Contact, Incoming, Kind
from domain.screens import Tap

_COMMAND = re.compile(r"/([A-Za-z][A-Za-z0-9_]*)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
_MEDIA = {
    "document": "",
    "voice": "voice.ogg",
    "video": "video.mp4",
    "audio": "audio.mp3",
    "animation": "animation.mp4",
    "video_note": "video.mp4",
}
_FORWARDED = ("forward_origin", "forward_from", "forward_from_chat", "forward_sender_name")


def head(platform: str, raw: dict[str, Any]) -> Head:
    """Raises KeyError, TypeError or ValueError for an update that has no number, or names no chat."""
    message = _message(raw)
    callback = raw.get("callback_query")
    source = message or (callback or {}).get("message") or raw.get("my_chat_member")
    # A tap on a message too old to be shown names only its sender, whose private chat has the same number.
    place = source["chat"] if source else callback["from"] if callback else {"id": 0}
    chat = int(place["id"])
    if not message or "edited_message" in raw:
        return Head(int(raw["update_id"]), f"{platform}:{chat}")
    album = str(message.get("media_group_id", ""))
    return Head(int(raw["update_id"]), f"{platform}:{chat}", album, tuple(_files(message)))


def translate(
    platform: str, username: str, raws: Sequence[dict[str, Any]], files: Sequence[Attachment]
) -> Incoming | None:
    """The input that one update is, or the updates of one album; None for kinds that ask for nothing."""
    raw = raws[0]
    if "callback_query" in raw:
        return _tap(platform, raw["callback_query"])
    if "my_chat_member" in raw:
        return _membership(platform, raw["my_chat_member"])
    message = _message(raw)
    if message is None or "from" not in message:
        return None
    captions = [words for each in raws if (words := (_message(each) or {}).get("caption", ""))]
    text = message.get("text") or "\n".join(captions)
    base = {
        "chat": f"{platform}:{message['chat']['id']}",
        "user": f"{platform}:{message['from']['id']}",
        "message_id": int(message["message_id"]),
        "sent_at": datetime.fromtimestamp(message["date"], UTC),
        "private": message["chat"].get("type", "private") == "private",
        "forwarded": any(mark in message for mark in _FORWARDED),
        "name": _name(message["from"]),
    }
    base["addressed"] = base["private"] or _to_the_bot(message, text, username)
    if "edited_message" in raw:
        return Incoming(Kind.EDITED, text=text, **base)
    if "contact" in message:
        return Incoming(Kind.CONTACT, contact=_contact(message, base["forwarded"]), **base)
    if "location" in message:
        place = message["location"]
        return Incoming(Kind.LOCATION, location=(place["latitude"], place["longitude"]), **base)
    if files:
        return Incoming(Kind.FILES, text=text, files=tuple(files), **base)
    if not text:
        return Incoming(Kind.OTHER, **base)
    command = _COMMAND.fullmatch(text)
    if command and command[2] in (None, username):
        return Incoming(Kind.COMMAND, command=command[1].lower(), text=(command[3] or "").strip(), **base)
    return Incoming(Kind.TEXT, text=text, **base)


def _to_the_bot(message: dict[str, Any], text: str, username: str) -> bool:
    """Whether a message of a group is meant for the bot: a command, its name, or an answer to it."""
    answered = message.get("reply_to_message", {}).get("from", {}).get("username")
    command = _COMMAND.fullmatch(text)
    if command and command[2]:
        return command[2] == username
    return command is not None or f"@{username}" in text or answered == username


def _message(raw: dict[str, Any]) -> dict[str, Any] | None:
    found = raw.get("message") or raw.get("edited_message")
    return found if isinstance(found, dict) else None


def _name(user: dict[str, Any]) -> str:
    return " ".join(part for part in (user.get("first_name"), user.get("last_name")) if part)


def _tap(platform: str, callback: dict[str, Any]) -> Incoming:
    message = callback.get("message") or {}
    chat = message.get("chat", {"id": callback["from"]["id"], "type": "private"})
    return Incoming(
        Kind.TAP,
        chat=f"{platform}:{chat['id']}",
        user=f"{platform}:{callback['from']['id']}",
        message_id=int(message.get("message_id", 0)),
        sent_at=datetime.fromtimestamp(message.get("date", 0), UTC),
        tap=Tap.decode(callback.get("data", "")),
        callback_id=str(callback["id"]),
        private=chat.get("type", "private") == "private",
        name=_name(callback["from"]),
    )


def _membership(platform: str, change: dict[str, Any]) -> Incoming:
    gone = change["new_chat_member"]["status"] in ("kicked", "left")
    private = change["chat"].get("type", "private") == "private"
    return Incoming(
        Kind.BLOCKED if gone else Kind.UNBLOCKED,
        chat=f"{platform}:{change['chat']['id']}",
        user=f"{platform}:{change['from']['id']}",
        message_id=0,
        sent_at=datetime.fromtimestamp(change["date"], UTC),
        private=private,
        addressed=private,
        name=_name(change["from"]),
    )


def _contact(message: dict[str, Any], forwarded: bool) -> Contact:
    contact = message["contact"]
    own = not forwarded and contact.get("user_id") == message["from"]["id"]
    return Contact(str(contact["phone_number"]), own, _name(contact))


def _files(message: dict[str, Any]) -> list[RemoteFile]:
    if photos := message.get("photo"):
        best = max(photos, key=lambda size: size.get("file_size", 0) or size["width"] * size["height"])
        return [RemoteFile(best["file_id"], "photo", "photo.jpg", "image/jpeg", best.get("file_size", 0))]
    for kind, name in _MEDIA.items():
        if media := message.get(kind):
            return [
                RemoteFile(
                    media["file_id"],
                    kind,
                    media.get("file_name") or name or "file",
                    media.get("mime_type", ""),
                    media.get("file_size", 0),
                )
            ]
    return []
