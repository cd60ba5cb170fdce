"""What the inbox and the messenger need of a platform, and the ways in which a call to one can fail."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from domain.chat.incoming import Attachment, Incoming
from domain.chat.screens import Screen
from texts.format import Formatter


class Retryable(Exception):  # noqa: N818 - an outcome, not an error
    """The call is to be made again, after a while. ``uncertain`` when it may have been carried out all the same."""

    def __init__(self, reason: str = "", *, uncertain: bool = False) -> None:
        super().__init__(reason)
        self.uncertain = uncertain


class NotBotApi(Retryable):
    """The answer is no Bot API's, such as a filter's page or a proxy's: the call never got there."""


class UpdatesTaken(Retryable):
    """Another program reads this bot's updates, or a webhook gets them."""


class TokenRevoked(Exception):  # noqa: N818
    """The platform knows no bot with this token."""


class RateLimited(Exception):  # noqa: N818
    """The platform asks this chat to wait some seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class Unreachable(Exception):  # noqa: N818
    """The person can't be written to: blocked, gone, never met."""


class Rejected(Exception):  # noqa: N818
    """The platform will never take this call; the words say why."""


class MessageGone(Exception):  # noqa: N818
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
    """A screen in one platform's own terms. ``digest`` tells whether two would look the same; ``guarded`` keeps it
    from being forwarded, where the platform can do that.
    """

    params: dict[str, Any]
    digest: str
    kind: str = "text"
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can do and how much of it. Sizes in bytes, texts in UTF-16 units, rates in messages.

    ``code`` says whether words can be marked as a code, which a tap copies; else a button copies them.
    ``actions`` are what a chat can be shown as being done, ``link`` is the address that opens the bot with a word,
    a pattern of ``{bot}`` and ``{word}``. A tap whose id begins with ``toastless_callback_prefix`` came from a
    client that can't show an answer to it.
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
    code: bool = True
    edit_media: bool = True
    protect: bool = True
    actions: frozenset[str] = frozenset({"typing"})
    link: str = ""
    toastless_callback_prefix: str = ""


class Platform(Protocol):
    """One chat platform. ``name`` prefixes its chats and users."""

    name: str
    can: Capabilities

    async def meet(self) -> str:
        """Asks the platform who the bot is; returns its user name. Raises Later or Revoked."""
        ...

    async def announce(self, commands: Sequence[tuple[str, str]], language: str | None = None) -> None:
        """Sets the menu of commands, (name, what it does), for everybody or for one language. Raises Later."""
        ...

    async def updates(self, offset: int | None, seconds: int) -> list[dict[str, Any]]:
        """Raw updates from ``offset`` on, waiting up to ``seconds`` for the first. Raises Later, Slower or Revoked."""
        ...

    def head(self, raw: dict[str, Any]) -> Head:
        """What the inbox must know of an update. Raises any exception for one that can't be read."""
        ...

    def translate(self, raws: Sequence[dict[str, Any]], files: Sequence[Attachment]) -> Incoming | None:
        """The input that an update is, or several of one album; None for one that asks for nothing."""
        ...

    def render(self, screen: Screen, voice: Formatter) -> Message:
        """The message that shows a screen."""
        ...

    async def send(self, chat: str, message: Message, file: str | bytes | None, name: str) -> Sent:
        """Sends a message, with the file that the platform has by id, or that is given whole."""
        ...

    async def edit(
        self, chat: str, message_id: int, message: Message, file: str | bytes | None = None, name: str = ""
    ) -> Sent:
        """Makes a sent message show another one, with a file as ``send`` has it. Raises NoTarget where only a new
        message can show it.
        """
        ...

    async def delete(self, chat: str, message_id: int) -> None: ...

    async def toast(self, callback_id: str, words: str) -> None:
        """Answers a tap, with words shown briefly or with none."""
        ...

    async def act(self, chat: str, action: str) -> None:
        """Shows for some seconds that the bot is at something: ``action``, or the nearest that the platform has."""
        ...

    async def fetch(self, file: RemoteFile, seconds: float) -> bytes:
        """The bytes of a file. Raises Later, or Rejected when it can't be had."""
        ...
