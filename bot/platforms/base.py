"""The interface of a platform for the inbox and the messenger, and the ways in which a call to one can fail."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from domain.chat.incoming import Attachment, Incoming
from domain.chat.screens import Screen
from texts.format import Formatter


class Retryable(Exception):  # noqa: N818 - an outcome, not an error
    """A failure after which the call is to be made again; ``uncertain`` when it may have been carried out anyway."""

    def __init__(self, reason: str = "", *, uncertain: bool = False) -> None:
        super().__init__(reason)
        self.uncertain = uncertain


class NotBotApi(Retryable):
    """An answer that is no Bot API's, such as a filter's page or a proxy's: the call never got there."""


class UpdatesTaken(Retryable):
    """A poll refused because another program reads this bot's updates, or a webhook gets them."""


class Migrated(Retryable):
    """A call to a group that its platform gave another number, ``to``, by which it is to be made again."""

    def __init__(self, reason: str, to: int) -> None:
        super().__init__(reason)
        self.to = to


class TokenRevoked(Exception):  # noqa: N818
    """A call refused because the platform knows no bot with this token."""


class RateLimited(Exception):  # noqa: N818
    """A call refused for its rate: the chat has to wait some seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class Unreachable(Exception):  # noqa: N818
    """A person who can't be written to: blocked the bot, is gone, or never opened it."""


class Muted(Unreachable):
    """A chat that the bot is in and may not write to, such as a group whose manager silenced it."""


class Rejected(Exception):  # noqa: N818
    """A call that the platform will never accept; the words say why."""


class MessageGone(Exception):  # noqa: N818
    """A message that can't be edited: it is gone, or too old."""


class Unchanged(Exception):  # noqa: N818
    """An edit without effect: the message shows that already."""


class StrangeFile(Exception):  # noqa: N818
    """A file sent by an id that the platform does not know."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of an update, still on the platform. Size in bytes, 0 when the update does not give it."""

    id: str
    kind: str
    name: str
    mime: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a raw update: as much as is read on arrival, before the rest is parsed."""

    update_id: int
    chat: str
    album: str = ""
    files: tuple[RemoteFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """A sent message: its number on the platform, and the id of its file there."""

    message_id: int
    file_id: str = ""


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file of an album: its kind, its name, and its id on the platform or its bytes."""

    kind: str
    name: str
    content: str | bytes


@dataclass(frozen=True, slots=True)
class Message:
    """A screen in one platform's own terms.

    Two messages with the same ``digest`` look the same. A ``guarded`` one can't be forwarded, where the platform
    supports that. A new one goes to the ``topic`` of a forum group, 0 for none.
    """

    params: dict[str, Any]
    digest: str
    kind: str = "text"
    guarded: bool = False
    topic: int = 0


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The features and limits of a platform. Sizes in bytes, texts in UTF-16 units, rates in messages.

    With ``code`` words can be marked as a code, which a tap copies; without it a button copies them.
    ``actions`` are the chat actions that the platform shows, ``link`` is the address that opens the bot with a start
    parameter, a pattern of ``{bot}`` and ``{word}``. With ``chat_commands`` a chat may have its own menu of commands.
    A tap whose id begins with ``toastless_callback_prefix`` came from a client that can't show an answer to it.
    """

    download_limit: int
    upload_limit: int
    per_second: float
    chat_burst: int
    chat_per_second: float
    group_per_minute: float
    photo_limit: int = 10 * 2**20
    text_limit: int = 4096
    caption_limit: int = 1024
    album_caption_limit: int = 1024
    code: bool = True
    edit_media: bool = True
    protect: bool = True
    own_name: bool = False
    chat_commands: bool = False
    actions: frozenset[str] = frozenset({"typing"})
    link: str = ""
    toastless_callback_prefix: str = ""


class Platform(Protocol):
    """One chat platform. ``name`` prefixes its chats and users."""

    name: str
    capabilities: Capabilities

    async def identify(self) -> str:
        """Ask the platform for the bot's user name, which also proves the token. Raises Retryable or TokenRevoked."""
        ...

    async def server_time(self) -> datetime | None:
        """Ask the platform for its time; None when it tells none. Raises Retryable or TokenRevoked."""
        ...

    async def announce(self, commands: Sequence[tuple[str, str]], language: str | None = None, chat: str = "") -> None:
        """Set the menu of commands, (name, description), for everybody, for one language or in one chat.

        A chat without commands of its own has those of everybody again. Raises Retryable.
        """
        ...

    async def introduce(self, name: str, description: str) -> None:
        """Give the bot a name and a description where it has others. Raises RateLimited, Rejected or Retryable."""
        ...

    async def updates(self, offset: int | None, seconds: int) -> list[dict[str, Any]]:
        """Poll for raw updates from ``offset`` on, waiting up to ``seconds`` for the first one.

        Raises Retryable, RateLimited or TokenRevoked.
        """
        ...

    async def remove_webhook(self) -> None:
        """Let updates come by polls again. Raises Retryable."""
        ...

    def head(self, raw: dict[str, Any]) -> Head:
        """Read the head of an update. Raises any exception for one that can't be read."""
        ...

    def translate(self, raws: Sequence[dict[str, Any]], files: Sequence[Attachment]) -> Incoming | None:
        """Translate an update, or the updates of one album, to an input; None for one that asks for nothing."""
        ...

    def render(self, screen: Screen, voice: Formatter) -> Message:
        """Render a screen as a message of this platform."""
        ...

    async def send(self, chat: str, message: Message, file: str | bytes | None, name: str) -> Sent:
        """Send a message, its file by the platform's id or as bytes. Raises StrangeFile for an id that fails."""
        ...

    async def edit(
        self, chat: str, message_id: int, message: Message, file: str | bytes | None = None, name: str = ""
    ) -> Sent:
        """Replace the content of a sent message, with a file as for ``send``.

        Raises MessageGone when only a new message can show it.
        """
        ...

    async def send_album(self, chat: str, message: Message, files: Sequence[OutgoingFile]) -> list[Sent]:
        """Send several files as an album. Raises StrangeFile where the id of one of them fails."""
        ...

    async def edit_caption(self, chat: str, message_id: int, message: Message) -> None:
        """Replace the words and buttons under a sent file, which stays. Raises MessageGone as ``edit``."""
        ...

    async def strip(self, chat: str, message_id: int) -> None:
        """Take the buttons from a sent message. Raises Unchanged for one without, MessageGone as ``edit``."""
        ...

    async def delete(self, chat: str, message_id: int) -> None:
        """Delete a sent message. Raises MessageGone for one that is gone, Rejected for one that is too old."""
        ...

    async def toast(self, callback_id: str, words: str) -> None:
        """Answer a tap, with words that are shown briefly, or with none."""
        ...

    async def act(self, chat: str, action: str) -> None:
        """Show a chat action for some seconds: ``action``, or typing when the platform has no such action."""
        ...

    async def fetch(self, file: RemoteFile, seconds: float, write: Callable[[bytes], None]) -> None:
        """Download a file, handing each piece to ``write``. Raises Retryable, or Rejected when it can't be had."""
        ...
