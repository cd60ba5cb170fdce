"""Identities for the set-up: find the bot of a token, and the operator by a message to it."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError, TimedOut

from bot.platforms.bale import response_fixes
from bot.platforms.botapi import repair_escapes
from bot.platforms.transport import ApiClient, BrokenOff, Connections, NoAnswer, NotSent, ResponseFix
from bot.settings.config import Config
from bot.settings.sections import Bale, PlatformSection, Telegram

PATIENCE = 10.0
"""Seconds to wait for one answer."""
POLL_SECONDS = 5
BOT_MAKER = "@BotFather"
"""The bot that makes bots; it has this name on both platforms."""
RESPONSE_FIXES: dict[type[PlatformSection], ResponseFix] = {Telegram: repair_escapes, Bale: response_fixes.fix}
"""The repair of each platform's answers, the same as in its adapter."""


class UnreachableError(Exception):
    """A server that gave no answer of a Bot API; the words say why, without the token."""


class TokenRefusedError(Exception):
    """A token of which the Bot API knows no bot."""


@dataclass(frozen=True)
class Identity:
    """A bot's user name. `ahead` is this machine's clock minus the server's, None when the server told no time."""

    username: str
    ahead: timedelta | None


@dataclass(frozen=True)
class MessageSender:
    """The sender of a message: the account's number on the platform, and the name that it shows."""

    id: int
    name: str


async def get_me(platform: PlatformSection) -> Identity:
    """Ask a platform for the bot of its token. Raises UnreachableError or TokenRefusedError."""
    try:
        bot, server_time = await _ask(platform, "getMe", {}, PATIENCE)
    except (InvalidToken, Forbidden, BadRequest):
        raise TokenRefusedError from None
    except TelegramError:
        bot, server_time = None, None
    match bot:
        case {"username": str(username)}:
            return Identity(username, datetime.now(UTC) - server_time if server_time else None)
    raise UnreachableError(f"{platform.base_url} gave an answer that no Bot API gives")


async def owner_elsewhere(name: str, platform: PlatformSection, others: Mapping[str, PlatformSection]) -> str | None:
    """Find the other platform that knows the token which ``name`` refused, None when none does.

    The token is only tried after its own platform refused it, so that no platform learns another's valid token.
    """
    for other, section in others.items():
        if other == name:
            continue
        try:
            await get_me(section.model_copy(update={"token": platform.token}))
        except (UnreachableError, TokenRefusedError):
            continue
        return other
    return None


def every_platform(config: Config | None = None) -> dict[str, PlatformSection]:
    """The section of each known platform: the configured one, else one for its public server."""
    kinds: dict[str, type[PlatformSection]] = {"telegram": Telegram, "bale": Bale}
    there = config.platforms if config else {}
    return {name: there.get(name) or kind.model_validate({"token": "1:none"}) for name, kind in kinds.items()}


async def find_sender(platform: PlatformSection, words: str, seconds: float) -> MessageSender | None:
    """Find the person who sends the bot these words in private within some seconds, None when nobody does.

    No update is confirmed, so that the bot itself still gets them all. Raises UnreachableError.
    """
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        params = {"timeout": int(min(POLL_SECONDS, left))}
        try:
            updates, _ = await _ask(platform, "getUpdates", params, PATIENCE + POLL_SECONDS)
        except TelegramError:
            updates = None
        if not isinstance(updates, list):
            raise UnreachableError(f"{platform.base_url} gave no updates")
        for update in updates:
            if found := _sender(update, words):
                return found
        if updates:
            # Unconfirmed updates come with every answer at once, so the loop has to pause.
            await asyncio.sleep(1)
    return None


def _sender(update: Any, words: str) -> MessageSender | None:
    match update:
        case {"message": {"text": str(text), "from": {"id": int(number), **who}, "chat": {"id": chat}}}:
            if text.strip() == words and chat == number:
                return MessageSender(number, f"{who.get('first_name', '')} {who.get('last_name', '')}".strip())
    return None


async def _ask(
    platform: PlatformSection, method: str, params: Mapping[str, Any], seconds: float
) -> tuple[Any, datetime | None]:
    """Call a method; returns its result, and the server's time, None when it told none.

    Raises UnreachableError when no Bot API answered, TelegramError when one refused.
    """
    proxy = platform.proxy.get_secret_value() if platform.proxy else None
    connections = Connections(proxy, small_calls=False)
    client = ApiClient(platform.token.get_secret_value(), platform.base_url, connections)
    await connections.open()
    try:
        result = await client.call(method, params, within=seconds, fix=RESPONSE_FIXES[type(platform)])
    except (NotSent, BrokenOff, TimedOut, NoAnswer) as error:
        raise UnreachableError(_why(platform, error)) from None
    finally:
        await connections.close()
    return result, client.server_time


def _why(platform: PlatformSection, error: TelegramError) -> str:
    # The transport's errors name their kind and never the address, which holds the token.
    if "Proxy" in error.message:
        return f"the proxy does not answer, or lets nothing through ({error.message})"
    if isinstance(error, NoAnswer):
        return f"{platform.base_url} answers with something that no Bot API gives, perhaps the page of a filter"
    return f"{platform.base_url} gave no answer of a Bot API ({error.message})"
