"""Parsing of a Bot API's raw updates to inputs.

Only the fields that Dabir uses are read, so that no other can break an update; hardly one of them is required.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from bot.platforms.base import Head, RemoteFile
from bot.platforms.botapi import entities
from domain.chat.incoming import Attachment, Contact, Incoming, IncomingKind, Location
from domain.chat.rich_text import Piece, RichText
from domain.chat.screens import Tap
from domain.persian.text import file_name, normalise

_COMMAND = re.compile(r"/([A-Za-z][A-Za-z0-9_]*)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
_MEDIA = {
    "document": "",
    "voice": "voice.ogg",
    "video": "video.mp4",
    "audio": "audio.mp3",
    "animation": "animation.mp4",
    "video_note": "video.mp4",
}
LONGEST_ID, LONGEST_NAME = 80, 200
"""The most letters of a tap's id, and of a person's name, that are kept."""
UNSIGNED_GROUP = "-g"
"""The mark of a group whose number has no minus."""
_FORWARDED = ("forward_origin", "forward_from", "forward_from_chat", "forward_sender_name", "forward_date")


Formatting = Callable[[Mapping[str, Any]], RichText | None]
"""A reader of a message's formatted words, None for a message without any formatting."""


def head(platform: str, raw: dict[str, Any]) -> Head:
    """Read the head of an update. Raises KeyError, TypeError or ValueError for one without a number or a chat."""
    message = _message(raw)
    callback = raw.get("callback_query")
    source = message or callback or raw.get("my_chat_member")
    chat = chat_name(platform, int(_chat(source)["id"]), private=_is_private(source)) if source else f"{platform}:0"
    if not message or "edited_message" in raw:
        return Head(int(raw["update_id"]), chat)
    album = str(message.get("media_group_id") or "")
    # Of what is said among others nothing is kept, and no file of it is asked for.
    files = tuple(_files(message)) if _is_private(message) else ()
    return Head(int(raw["update_id"]), chat, album, files)


def translate(
    platform: str,
    username: str,
    raws: Sequence[dict[str, Any]],
    files: Sequence[Attachment],
    formatting: Formatting = entities.of_message,
) -> Incoming | None:
    """Translate one update, or the updates of one album, to an input; None for kinds that ask for nothing."""
    raw = raws[0]
    if "callback_query" in raw:
        return _tap(platform, raw["callback_query"])
    if "my_chat_member" in raw:
        return _membership(platform, raw["my_chat_member"])
    message = _message(raw)
    if message is None or not message.get("from"):
        return None
    captions = [words for each in raws if (words := (_message(each) or {}).get("caption"))]
    text = message.get("text") or "\n".join(captions)
    base = _base(platform, message, message)
    base["forwarded"] = any(message.get(mark) for mark in _FORWARDED)
    base["reply_to"] = _number(message.get("reply_to_message") or {}, "message_id")
    base["addressed"] = base["private"] or _to_the_bot(message, text, username)
    moved = message.get("migrate_to_chat_id")
    if isinstance(moved, int) and not base["private"]:
        return Incoming(IncomingKind.MOVED, text=chat_name(platform, moved, private=False), **base)
    if "edited_message" in raw:
        if message.get("location"):
            # A live location tells so of each of its person's steps, and nobody has corrected anything.
            return None
        return Incoming(IncomingKind.EDITED, text=text, has_file=bool(_files(message)), **base)
    if contact := _contact(message, base["forwarded"]):
        return Incoming(IncomingKind.CONTACT, contact=contact, **base)
    if location := _location(message.get("location") or {}):
        return Incoming(IncomingKind.LOCATION, location=location, **base)
    if files:
        rich = _joined([message for each in raws if (message := _message(each))], formatting)
        return Incoming(IncomingKind.FILES, text=text, rich=rich, files=tuple(files), **base)
    if not text:
        return Incoming(IncomingKind.OTHER, **base)
    command = _COMMAND.fullmatch(text)
    if command and (command[2] is None or _same(command[2], username)):
        return Incoming(IncomingKind.COMMAND, command=command[1].lower(), text=(command[3] or "").strip(), **base)
    return Incoming(IncomingKind.TEXT, text=text, rich=formatting(message), **base)


def chat_name(platform: str, number: int, *, private: bool) -> str:
    """The name of a chat across platforms, of a group always with a minus: Bale's groups have numbers without one."""
    return f"{platform}:{number if private or number < 0 else f'{UNSIGNED_GROUP}{number}'}"


def chat_number(chat: str) -> int:
    """The number by which a chat's platform knows it."""
    return int(chat.partition(":")[2].removeprefix(UNSIGNED_GROUP))


def _location(raw: Mapping[str, Any]) -> Location | None:
    """Read a shared place; None for what is none, such as one without a longitude."""
    try:
        return Location(float(raw["latitude"]), float(raw["longitude"]), float(raw.get("horizontal_accuracy") or 0))
    except (KeyError, TypeError, ValueError):
        return None


def _joined(messages: Sequence[Mapping[str, Any]], formatting: Formatting) -> RichText | None:
    """The captions of an album, each on its own lines; None when none of them is formatted."""
    captions = [(formatting(message), message["caption"]) for message in messages if message.get("caption")]
    if not any(rich for rich, _ in captions):
        return None
    pieces: list[Piece] = []
    for rich, words in captions:
        pieces += [Piece("\n")] if pieces else []
        pieces += rich.pieces if rich else [Piece(words)]
    return RichText(tuple(pieces))


def _base(platform: str, source: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
    """The fields that every input has: the sender from ``source``, the number and the moment from ``message``.

    Raises ValueError for a private chat that is not its sender's: nobody may speak in another's name.
    """
    chat = _chat(source)
    if chat.get("type") == "private" and chat["id"] != source["from"]["id"]:
        raise ValueError("a private chat that is not its sender's")
    return {
        "chat": chat_name(platform, chat["id"], private=_is_private(source)),
        "user": f"{platform}:{source['from']['id']}",
        "message_id": int(message.get("message_id") or 0),
        "sent_at": _moment(message.get("date")),
        "private": _is_private(source),
        "name": _name(source["from"]),
        "title": _words(chat, "title")[:LONGEST_NAME],
        # Outside of forums the same field names the first message of a thread.
        "topic": _number(message, "message_thread_id") if message.get("is_topic_message") is True else 0,
    }


def _is_private(source: dict[str, Any]) -> bool:
    chat = _chat(source)
    return bool(chat["type"] == "private" if chat.get("type") else chat["id"] == (source.get("from") or {}).get("id"))


def _chat(source: dict[str, Any]) -> dict[str, Any]:
    """The chat of a message or a tap; when missing, the sender's private one, which has the sender's number."""
    chat = source.get("chat") or (source.get("message") or {}).get("chat") or source["from"]
    return chat if isinstance(chat, dict) else {}


def _moment(date: Any) -> datetime:
    """The moment of a message; 1970 when it is missing or impossible."""
    try:
        return datetime.fromtimestamp(date or 0, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _to_the_bot(message: dict[str, Any], text: str, username: str) -> bool:
    """Tell whether a message of a group is meant for the bot: a command, its name, or an answer to it."""
    answered = (message.get("reply_to_message") or {}).get("from") or {}
    command = _COMMAND.fullmatch(text)
    if command and command[2]:
        return _same(command[2], username)
    if command or _same(answered.get("username"), username):
        return True
    return bool(username) and f"@{username}".lower() in text.lower()


def _same(name: str | None, username: str) -> bool:
    return bool(username) and (name or "").lower() == username.lower()


def _message(raw: dict[str, Any]) -> dict[str, Any] | None:
    found = raw.get("message") or raw.get("edited_message")
    return found if isinstance(found, dict) else None


def _name(user: dict[str, Any]) -> str:
    return _full_name(user.get("first_name"), user.get("last_name"))


@lru_cache(1024)
def _full_name(first: str | None, last: str | None) -> str:
    return normalise(" ".join(part for part in (first, last) if part))[:LONGEST_NAME]


def _tap(platform: str, callback: dict[str, Any]) -> Incoming:
    # A tap on a message too old to be shown names only its sender.
    base = _base(platform, callback, callback.get("message") or {})
    number = str(callback["id"])
    # An id too long for its column is dropped: the tap is carried out, but not answered.
    callback_id = number if len(number) <= LONGEST_ID else ""
    return Incoming(IncomingKind.TAP, tap=Tap.decode(callback.get("data") or ""), callback_id=callback_id, **base)


def _membership(platform: str, change: dict[str, Any]) -> Incoming:
    gone = change["new_chat_member"]["status"] in ("kicked", "left")
    base = _base(platform, change, change)
    return Incoming(IncomingKind.BLOCKED if gone else IncomingKind.UNBLOCKED, addressed=base["private"], **base)


def _contact(message: dict[str, Any], forwarded: bool) -> Contact | None:
    """Read a shared contact; its number is the sender's own only when the update names the sender as its owner."""
    contact = message.get("contact")
    if not contact or not contact.get("phone_number"):
        return None
    owner = contact.get("user_id")
    own = not forwarded and owner == message["from"]["id"]
    # Bale may leave the owner out, of one's own contact too.
    return Contact(str(contact["phone_number"]), own, _name(contact), of_another=forwarded or bool(owner and not own))


def _files(message: dict[str, Any]) -> list[RemoteFile]:
    """The file of a message, of a photo the best size; files without an id are left out."""
    if sizes := [size for size in message.get("photo") or () if size.get("file_id")]:
        best = max(
            sizes, key=lambda size: _number(size, "file_size") or _number(size, "width") * _number(size, "height")
        )
        return [RemoteFile(best["file_id"], "photo", "photo.jpg", "image/jpeg", _number(best, "file_size"))]
    for kind, name in _MEDIA.items():
        media = message.get(kind)
        if media and media.get("file_id"):
            return [
                RemoteFile(
                    media["file_id"],
                    kind,
                    file_name(_words(media, "file_name")) or name or "file",
                    _words(media, "mime_type"),
                    _number(media, "file_size"),
                )
            ]
    return []


def _number(thing: dict[str, Any], name: str) -> int:
    """Read a number by its field, also one written as a string; 0 for anything else."""
    value = str(thing.get(name))
    return int(value) if value.isdecimal() and len(value) <= 18 else 0


def _words(thing: dict[str, Any], name: str) -> str:
    value = thing.get(name)
    return value if isinstance(value, str) else ""
