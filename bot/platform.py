"""What the inbox and the messenger need of a platform, and the ways in which a call to one can fail."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from domain.incoming import Attachment, Incoming
from domain.screens import Screen
from texts.format import Voice


class Later(Exception):  # noqa: N818 - an outcome, not an error
    """Nothing is known of the call: it is made again, after a while."""


class Slower(Exception):  # noqa: N818
    """The platform asks this chat to wait some seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class Unreachable(Exception):  # noqa: N818
    """The person can't be written to: blocked, gone, never met."""


class Rejected(Exception):  # noqa: N818
    """The platform will never take this call; the words say why."""


class NoTarget(Exception):  # noqa: N818
    """The message to be edited is not there, or can't be changed any more."""


class Unchanged(Exception):  # noqa: N818
    """The message shows that already."""


class StrangeFile(Exception):  # noqa: N818
    """The platform does not know the file id by which a file was sent."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of an update, still at the platform. Size in bytes, 0 when it was not said."""

    id: str
    kind: str
    name: str
    mime: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """What is read of a raw update when it arrives, before anything can go wrong with the rest."""

    update_id: int
    chat: str
    album: str = ""
    files: tuple[RemoteFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that was sent: the platform's number of it, and the id of its file there."""

    message_id: int
    file_id: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A screen in one platform's own terms. ``digest`` tells whether two would look the same."""

    params: dict[str, Any]
    digest: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can do and how much of it. Sizes in bytes, rates in messages."""

    download_limit: int
    upload_limit: int
    per_second: float
    chat_burst: int
    chat_per_second: float
    group_per_minute: float
    commands: tuple[str, ...] = field(default=())


class Platform(Protocol):
    """One chat platform. ``name`` prefixes its chats and users."""

    name: str
    can: Capabilities

    async def updates(self, offset: int | None, seconds: int) -> list[dict[str, Any]]:
        """Raw updates from ``offset`` on, waiting up to ``seconds`` for the first. Raises Later or Slower."""
        ...

    def head(self, raw: dict[str, Any]) -> Head:
        """What the inbox must know of an update. Raises any exception for one that can't be read."""
        ...

    def translate(self, raws: Sequence[dict[str, Any]], files: Sequence[Attachment]) -> Incoming | None:
        """The input that an update is, or several of one album; None for one that asks for nothing."""
        ...

    def render(self, screen: Screen, voice: Voice) -> Message:
        """The message that shows a screen."""
        ...

    async def send(self, chat: str, message: Message, file: str | bytes | None, name: str) -> Sent:
        """Sends a message, with the file that the platform has by id, or that is given whole."""
        ...

    async def edit(self, chat: str, message_id: int, message: Message) -> None:
        """Makes a sent message show another one."""
        ...

    async def delete(self, chat: str, message_id: int) -> None: ...

    async def toast(self, callback_id: str, words: str) -> None:
        """Answers a tap, with words shown briefly or with none."""
        ...

    async def fetch(self, file: RemoteFile, seconds: float) -> bytes:
        """The bytes of a file. Raises Later, or Rejected when it can't be had."""
        ...
