"""An input from a chat, neutral: every handler sees it alike, whatever the platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.chat.rich_text import RichText
from domain.chat.screens import Tap


class IncomingKind(StrEnum):
    """The kinds of input: what a person did, or what the program tells a chat."""

    COMMAND = "command"
    TEXT = "text"
    TAP = "tap"
    CONTACT = "contact"
    LOCATION = "location"
    FILES = "files"
    EDITED = "edited"
    OTHER = "other"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    MOVED = "moved"
    JOB = "job"


class Trouble(StrEnum):
    """The reasons why a file that was sent is not in the store."""

    TOO_BIG = "too_big"
    NOT_FETCHED = "not_fetched"
    PROGRAM = "program"
    EMPTY = "empty"
    TOO_MANY = "too_many"


NAMELESS = ("photo", "voice")
"""The kinds of files that a messenger sends without a name; the name that they are kept under says nothing."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came in: its place in the store, or the trouble with it. Size in bytes.

    ``caption`` are words that came with it and belong to it, not to a question.
    """

    hash: str
    name: str
    kind: str
    mime: str = ""
    size: int = 0
    trouble: Trouble | None = None
    caption: str = ""

    def to_json(self) -> dict[str, Any]:
        """The JSON for a draft or a submission: {hash, name, kind, mime, size}, and the caption if it has one."""
        values = {"hash": self.hash, "name": self.name, "kind": self.kind, "mime": self.mime, "size": self.size}
        return values | {"caption": self.caption} if self.caption else values


@dataclass(frozen=True, slots=True)
class Contact:
    """A shared phone number; ``own`` only when the platform vouches that it is the sender's, ``of_another`` when it is
    surely not.
    """

    phone: str
    own: bool
    name: str = ""
    of_another: bool = False


@dataclass(frozen=True, slots=True)
class Location:
    """A shared place: degrees, and how exact it is in metres, 0 where that is not said."""

    latitude: float
    longitude: float
    accuracy: float = 0.0


@dataclass(frozen=True, slots=True)
class Incoming:
    """One input of one chat: ``chat`` is namespaced, ``telegram:123``.

    ``text`` is the message's text or caption; ``command`` comes without its slash, and ``text`` is then the rest after
    it; ``rich`` has its words with the sender's formatting, None where there is none. ``job`` is the id of a finished
    job. ``addressed`` is False for a message in a group that is not for the bot, ``title`` is the group's; of a group
    that moved, ``text`` is its new chat. ``reply_to`` is the number of the message that it replies to, 0 for none.
    ``topic`` is the number of a forum group's topic in which it was said, 0 for none. ``has_file`` is True for an
    edited message that has a file, perhaps another one than before; it is not fetched.
    """

    kind: IncomingKind
    chat: str
    user: str
    message_id: int
    sent_at: datetime
    text: str = ""
    rich: RichText | None = None
    command: str = ""
    tap: Tap | None = None
    callback_id: str = ""
    contact: Contact | None = None
    location: Location | None = None
    files: tuple[Attachment, ...] = ()
    private: bool = True
    addressed: bool = True
    forwarded: bool = False
    name: str = ""
    title: str = ""
    job: int = 0
    reply_to: int = 0
    topic: int = 0
    has_file: bool = False

    @property
    def tapped(self) -> int:
        """The number of the message whose button was pressed, 0 where none was."""
        return self.message_id if self.kind is IncomingKind.TAP else 0

    @property
    def source(self) -> str:
        """The message's name among those of all platforms, "telegram:45"; "" for a tap, which is no message."""
        return "" if self.kind is IncomingKind.TAP else f"{self.chat.partition(':')[0]}:{self.message_id}"
