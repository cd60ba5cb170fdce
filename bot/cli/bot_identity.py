"""Find out whose a token is and who the operator is, for those who set Dabir up."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError, TimedOut

from bot.platforms.bale import response_fixes
from bot.platforms.botapi import repair_escapes
from bot.platforms.transport import ApiClient, BrokenOff, Connections, NoAnswer, NotSent, ResponseFix
from bot.settings.config import Bale, Config, PlatformSection, Telegram

PATIENCE = 10.0
"""Seconds for one answer."""
POLL_SECONDS = 5
BOT_MAKER = "@BotFather"
"""The bot by which bots are made: it has this name on either platform."""
READINGS: dict[type[PlatformSection], ResponseFix] = {Telegram: repair_escapes, Bale: response_fixes.fix}
"""The reading of each platform's answers, as its adapter has it."""


class UnreachableError(Exception):
    """No Bot API answered; the words say why, and have no token in them."""


class TokenRefusedError(Exception):
    """The Bot API answered that it knows no bot with this token."""


@dataclass(frozen=True)
class Identity:
    """`ahead` is how far this machine's clock is before the server's; None when the server told no time."""

    username: str
    ahead: timedelta | None


@dataclass(frozen=True)
class Somebody:
    """The sender of a message: the number on the platform, and the name that it shows."""

    id: int
    name: str


async def get_me(platform: PlatformSection) -> Identity:
    """The bot of a token. Raises UnreachableError or TokenRefusedError."""
    try:
        bot, told = await _ask(platform, "getMe", {}, PATIENCE)
    except (InvalidToken, Forbidden, BadRequest):
        raise TokenRefusedError from None
    except TelegramError:
        bot, told = None, None
    match bot:
        case {"username": str(username)}:
            return Identity(username, _ahead(told))
    raise UnreachableError(f"{platform.base_url} gave an answer that no Bot API gives")


async def owner_elsewhere(name: str, platform: PlatformSection, others: Mapping[str, PlatformSection]) -> str | None:
    """The other platform whose bot a token is that ``name`` refused, None when it is none's.

    Its own platform has refused it, so that no platform learns a token that another would take.
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
    """A section for each platform that there is: the configured one, else that of its public server."""
    kinds: dict[str, type[PlatformSection]] = {"telegram": Telegram, "bale": Bale}
    there = config.platforms if config else {}
    return {name: there.get(name) or kind.model_validate({"token": "1:none"}) for name, kind in kinds.items()}


async def who_says(platform: PlatformSection, words: str, seconds: float) -> Somebody | None:
    """The person who sends the bot these words in private within some seconds, None when nobody does.

    No update is confirmed: the bot itself still gets them all. Raises UnreachableError.
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
            # Waiting updates would be answered at once, for ever.
            await asyncio.sleep(1)
    return None


def _sender(update: Any, words: str) -> Somebody | None:
    match update:
        case {"message": {"text": str(text), "from": {"id": int(number), **who}, "chat": {"id": chat}}}:
            if text.strip() == words and chat == number:
                return Somebody(number, f"{who.get('first_name', '')} {who.get('last_name', '')}".strip())
    return None


async def _ask(
    platform: PlatformSection, method: str, params: Mapping[str, Any], seconds: float
) -> tuple[Any, str | None]:
    """A method's result, and the time that the server told with it.

    Raises UnreachableError when no Bot API answered, TelegramError when one refused.
    """
    told: list[str | None] = []
    proxy = platform.proxy.get_secret_value() if platform.proxy else None
    connections = Connections(proxy, small_calls=False, on_headers=lambda headers: told.append(headers.get("Date")))
    client = ApiClient(platform.token.get_secret_value(), platform.base_url, connections)
    await connections.open()
    try:
        result = await client.call(method, params, within=seconds, fix=READINGS[type(platform)])
    except (NotSent, BrokenOff, TimedOut, NoAnswer) as error:
        raise UnreachableError(_why(platform, error)) from None
    finally:
        await connections.close()
    return result, told[-1]


def _why(platform: PlatformSection, error: TelegramError) -> str:
    # The transport names the kind of its error, and never the address: that holds the token.
    if "Proxy" in error.message:
        return f"the proxy does not answer, or lets nothing through ({error.message})"
    if isinstance(error, NoAnswer):
        return f"{platform.base_url} answers with something that no Bot API gives, perhaps the page of a filter"
    return f"{platform.base_url} gave no answer of a Bot API ({error.message})"


def _ahead(told: str | None) -> timedelta | None:
    try:
        at = parsedate_to_datetime(told or "")
    except ValueError:
        return None
    return datetime.now(UTC) - (at if at.tzinfo else at.replace(tzinfo=UTC))
