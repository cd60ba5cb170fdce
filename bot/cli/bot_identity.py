"""Asks a platform who a token belongs to, and which of its people the operator is, for those who set Dabir up."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError

from bot.settings.config import Bale, Config, PlatformSection, Telegram

PATIENCE = 10.0
"""Seconds for one answer."""
POLL_SECONDS = 5
BOT_MAKER = "@BotFather"
"""The bot by which bots are made: it has this name on either platform."""
OF_A_PROXY = (
    aiohttp.ClientProxyConnectionError,
    aiohttp.ClientHttpProxyError,
    ProxyError,
    ProxyConnectionError,
    ProxyTimeoutError,
)


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
    """Who sent a message: their number on the platform, and the name that it shows."""

    id: int
    name: str


async def get_me(platform: PlatformSection) -> Identity:
    """Raises UnreachableError or TokenRefusedError."""
    answer, told = await _ask(platform, "getMe", {}, PATIENCE)
    match answer:
        case {"ok": True, "result": {"username": str(username)}}:
            return Identity(username, _ahead(told))
        # Bale refuses a wrong token by 403 or 404, once by 400; Telegram by 401, and by 404 for one of the wrong shape.
        case {"ok": False, "error_code": 400 | 401 | 403 | 404}:
            raise TokenRefusedError
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
    """Whoever sends the bot these words in private within some seconds.

    No update is confirmed: the bot itself still gets them all. Raises UnreachableError or TokenRefusedError.
    """
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        answer, _ = await _ask(
            platform, "getUpdates", {"timeout": int(min(POLL_SECONDS, left))}, PATIENCE + POLL_SECONDS
        )
        updates = answer.get("result") if isinstance(answer, dict) else None
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
    """The JSON of an answer, and the time that the server told with it."""
    url = f"{platform.base_url}/bot{platform.token.get_secret_value()}/{method}"
    proxy = platform.proxy.get_secret_value() if platform.proxy else None
    connector = None
    if proxy and proxy.startswith("socks5"):
        connector, proxy = ProxyConnector.from_url(proxy), None
    timeout = aiohttp.ClientTimeout(total=seconds)
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout) as session,
            session.post(url, json=params, proxy=proxy) as response,
        ):
            return await response.json(content_type=None), response.headers.get("Date")
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError, *OF_A_PROXY) as error:
        # Its words may quote the address, and the address holds the token.
        raise UnreachableError(_why(platform, error)) from None


def _why(platform: PlatformSection, error: Exception) -> str:
    if isinstance(error, OF_A_PROXY):
        return f"the proxy does not answer, or lets nothing through ({type(error).__name__})"
    if isinstance(error, ValueError):
        return f"{platform.base_url} answers with something that no Bot API gives, perhaps the page of a filter"
    return f"{platform.base_url} gave no answer of a Bot API ({type(error).__name__})"


def _ahead(told: str | None) -> timedelta | None:
    try:
        at = parsedate_to_datetime(told or "")
    except ValueError:
        return None
    return datetime.now(UTC) - (at if at.tzinfo else at.replace(tzinfo=UTC))
