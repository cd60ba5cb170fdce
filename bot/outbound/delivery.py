"""Delivery of one row of the outbox: the call to its platform, and its outcome."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.outbound.due_messages import DueMessage, MessageChange, TapAnswer
from bot.platforms.base import (
    Message,
    MessageGone,
    OutgoingFile,
    Platform,
    RateLimited,
    Rejected,
    Retryable,
    Sent,
    StrangeFile,
    TokenRevoked,
    Unchanged,
    Unreachable,
)
from domain.chat.screens import File, Screen
from models.database import Database
from models.tables.queues import Operation, OutboxState
from services.messaging import privacy
from services.messaging.outbox import APART
from services.organisation import Organisation
from services.queues import files, outbox
from texts.format import Formatter
from texts.format import voice as voice_of

ANSWERS = (RateLimited, Unreachable, Unchanged, MessageGone, Rejected)
"""Failures that only a platform which answers can cause."""
RATE_LIMITED, GIVEN_UP = "429", "given up"
"""The beginnings of the reasons that a platform's limit, or the age of a message, gives an outcome."""
UPLOADS = {"photo": "upload_photo", "voice": "upload_voice", "video": "upload_video"}
FileCall = Callable[[str | bytes | None, str], Awaitable[Sent]]
"""A call that still takes its file, by id or as bytes, and that file's name."""


@dataclass(slots=True)
class Outcome:
    """The outcome of a row. Outcomes are committed in groups, and only then may a chat's next row go.

    ``move_to`` names the platform that is to send the row instead, an edit that ``begins_anew`` as a message. An
    ``uncertain`` one may have arrived where it was tried, and goes nowhere else from then on. An unreachable chat that
    is ``muted`` still has the bot in it. ``migrated_to`` is the chat that its group has become.
    ``retry_after`` is in seconds; ``counts_as_attempt`` is False when the platform was down. ``files`` are what
    ``files.remember_sent`` takes: hash, key and the platform's id. ``album`` are the numbers of an album's messages
    but the first.
    """

    row: DueMessage
    state: OutboxState
    reason: str = ""
    message_id: int | None = None
    shows: str = ""
    media: bool = False
    retry_after: float = 0.0
    operation: Operation | None = None
    unreachable: bool = False
    muted: bool = False
    uncertain: bool = False
    counts_as_attempt: bool = True
    move_to: str = ""
    migrated_to: str = ""
    begins_anew: bool = False
    files: tuple[tuple[str, str, str], ...] = ()
    album: tuple[int, ...] = ()
    error: Exception | None = None
    not_before: datetime | None = None

    @property
    def is_retry(self) -> bool:
        """True when the row was tried and is to be tried once more."""
        return self.state is OutboxState.PENDING and not self.not_before and not self.move_to

    @property
    def why(self) -> str:
        """The class of the reason, as a metric counts it: one of a few words, and never a platform's own."""
        if self.error:
            return type(self.error).__name__
        if self.unreachable or self.move_to or self.not_before:
            return "unreachable" if self.unreachable else "moved" if self.move_to else "quiet hours"
        known = next((words for words in (RATE_LIMITED, GIVEN_UP) if self.reason.startswith(words)), "")
        return known or {OutboxState.SENT: "", OutboxState.PENDING: "again"}.get(self.state, "undeliverable")

    @property
    def occupied_chat(self) -> bool:
        """True when the chat was busy with the row, so that no other row of it could go."""
        given_up = self.state is OutboxState.SKIPPED or self.not_before or self.row.elsewhere
        return not given_up and self.row.operation not in APART


class Delivery:
    """Delivery of rows to one platform."""

    def __init__(self, db: Database, organisation: Organisation, platform: Platform) -> None:
        self._db, self._organisation, self._platform = db, organisation, platform

    async def deliver(self, row: DueMessage) -> Outcome:
        """Send, edit or delete a message, or answer a tap. Raises Retryable, TokenRevoked and those of ANSWERS."""
        platform = self._platform
        voice = voice_of(row.language or self._organisation.language, self._organisation.zone)
        match row:
            case TapAnswer():
                words = voice.plain(self._screen(row).text) if row.screen else ""
                try:
                    await platform.toast(row.callback_id, words[:200])
                except (Rejected, Unreachable) as late:
                    return Outcome(row, OutboxState.SKIPPED, str(late))
                return Outcome(row, OutboxState.SENT)
            case MessageChange():
                number = int(row.target_message or 0)
                match row.operation:
                    case Operation.EDIT:
                        return await self._edit(row, number, voice)
                    case Operation.STRIP:
                        return await self._strip(row, number)
                    case Operation.CAPTION:
                        return await self._edit_caption(row, number, voice)
                return await self._delete(row, number, voice)
            case _:
                screen = self._screen(row)
                message = platform.render(screen, voice)
                if screen.album:
                    return await self._send_album(row, message, screen.album)
                return await self._call_with_file(row, message, screen.file, partial(platform.send, row.chat, message))

    def _screen(self, row: DueMessage) -> Screen:
        return privacy.fit(self._organisation, self._platform.name, row.id, Screen.from_json(row.screen))

    async def _edit(self, row: MessageChange, number: int, voice: Formatter) -> Outcome:
        """Show another screen in a message, or in a new message when the old one can't show it."""
        screen = self._screen(row)
        message = self._platform.render(screen, voice)
        if screen.file is None and message.digest == row.target_shows:
            return Outcome(row, OutboxState.SENT, "unchanged", shows=message.digest)
        # A text can become a file where the platform edits files, but a file never becomes a text.
        if self._platform.capabilities.edit_media if screen.file else not row.target_media:
            edit = partial(self._platform.edit, row.chat, number, message)
            outcome = await self._call_with_file(row, message, screen.file, edit)
            outcome.message_id, outcome.media = number, screen.file is not None
            return outcome
        outcome = await self._call_with_file(row, message, screen.file, partial(self._platform.send, row.chat, message))
        if outcome.state is OutboxState.SENT:
            outcome.operation = Operation.SEND
            with contextlib.suppress(*ANSWERS, Retryable, TokenRevoked):
                await self._platform.delete(row.chat, number)
        return outcome

    async def _edit_caption(self, row: MessageChange, number: int, voice: Formatter) -> Outcome:
        """Show other words and buttons under a file that stays."""
        screen = self._screen(row)
        if not screen.files:
            # A notice stands in the message's place here, and has nothing of what changed.
            return Outcome(row, OutboxState.SENT, "withheld", shows=row.target_shows)
        message = self._platform.render(screen, voice)
        if message.digest != row.target_shows:
            await self._platform.edit_caption(row.chat, number, message)
        return Outcome(row, OutboxState.SENT, message_id=number, shows=message.digest, media=True)

    async def _strip(self, row: MessageChange, number: int) -> Outcome:
        """Take the buttons from a message; one that is gone or too old keeps them."""
        try:
            await self._platform.strip(row.chat, number)
        except (MessageGone, Rejected, Unreachable) as kept:
            return Outcome(row, OutboxState.SKIPPED, str(kept))
        return Outcome(row, OutboxState.SENT, message_id=number, shows=outbox.STRIPPED, media=row.target_media)

    async def _delete(self, row: MessageChange, number: int, voice: Formatter) -> Outcome:
        """Delete a message, of an album all; show the row's screen where that is no longer allowed."""
        try:
            for message_id in (number, *row.target_album):
                # One that is gone already is as good as deleted.
                with contextlib.suppress(MessageGone):
                    await self._platform.delete(row.chat, message_id)
        except Rejected:
            if not row.screen:
                raise
            with contextlib.suppress(MessageGone):
                return await (self._edit_caption if row.target_media else self._edit)(row, number, voice)
        return Outcome(row, OutboxState.SENT, message_id=number)

    async def _send_album(self, row: DueMessage, message: Message, album: Sequence[File]) -> Outcome:
        """Send several files as one album, and learn their ids on the platform."""
        keys = [f"{self._platform.name}:{file.kind}" for file in album]
        async with self._db.read() as session:
            known = [await files.known_id(session, file.hash, key) for file, key in zip(album, keys, strict=True)]
        try:
            sent = await self._pass_album(row, message, album, known)
        except FileNotFoundError:
            return Outcome(row, OutboxState.FAILED, "the file is not in the store")
        learnt = tuple(
            (file.hash, key, each.file_id)
            for file, key, each, before in zip(album, keys, sent, known, strict=False)
            if each.file_id and each.file_id != before
        )
        first, *others = (each.message_id for each in sent)
        outcome = Outcome(row, OutboxState.SENT, message_id=first, shows=message.digest, files=learnt)
        outcome.album = tuple(others)
        return outcome

    async def _pass_album(
        self, row: DueMessage, message: Message, album: Sequence[File], known: Sequence[str | None]
    ) -> list[Sent]:
        if any(known):
            with contextlib.suppress(StrangeFile):
                return await self._platform.send_album(row.chat, message, await self._contents(album, known))
        contents = await self._contents(album, [None] * len(album))
        return await self._platform.send_album(row.chat, message, contents)

    async def _contents(self, album: Sequence[File], known: Sequence[str | None]) -> list[OutgoingFile]:
        """The files of an album, by their ids on the platform as far as they are known, else as bytes."""
        files = []
        for file, file_id in zip(album, known, strict=True):
            content = file_id if file_id else await asyncio.to_thread(self._organisation.store.read, file.hash)
            files.append(OutgoingFile(file.kind, file.name, content))
        return files

    async def _call_with_file(self, row: DueMessage, message: Message, file: File | None, call: FileCall) -> Outcome:
        """Make a call with the message's file, if it has one, and learn the file's id on the platform."""
        if file is None:
            sent = await call(None, "")
            return Outcome(row, OutboxState.SENT, message_id=sent.message_id, shows=message.digest)
        key = f"{self._platform.name}:{file.kind}"
        async with self._db.read() as session:
            known = await files.known_id(session, file.hash, key)
        try:
            sent = await self._pass_file(row, file, known, call)
        except FileNotFoundError:
            return Outcome(row, OutboxState.FAILED, "the file is not in the store")
        learnt = ((file.hash, key, sent.file_id),) if sent.file_id and sent.file_id != known else ()
        return Outcome(row, OutboxState.SENT, message_id=sent.message_id, shows=message.digest, files=learnt)

    async def _pass_file(self, row: DueMessage, file: File, known: str | None, call: FileCall) -> Sent:
        if known:
            with contextlib.suppress(StrangeFile):
                return await call(known, file.name)
        # The announcement starts before the file is read. From Python 3.12 on aiohttp starts its tasks eagerly, so that
        # a small photo went before its announcement had a connection, and cancelled it: 3.13 showed no upload_photo.
        showing = asyncio.create_task(self._show(row.chat, UPLOADS.get(file.kind, "upload_document")))
        try:
            content = await asyncio.to_thread(self._organisation.store.read, file.hash)
            return await call(content, file.name)
        finally:
            showing.cancel()

    async def _show(self, chat: str, action: str) -> None:
        """Show the chat that a file is on its way; a failure of this is of no consequence."""
        with contextlib.suppress(*ANSWERS, Retryable, TokenRevoked):
            await self._platform.act(chat, action)
