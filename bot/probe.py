"""Asks Telegram who a token belongs to, for those who set Dabir up."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp

from bot.config import Telegram

PATIENCE = aiohttp.ClientTimeout(total=10)


class UnreachableError(Exception):
    """No Bot API answered; the words say why, and have no token in them."""


class TokenRefusedError(Exception):
    """The Bot API answered that it knows no bot with this token."""


@dataclass(frozen=True)
class Identity:
    """`ahead` is how far this machine's clock is before the server's; None when the server told no time."""

    username: str
    ahead: timedelta | None


async def get_me(telegram: Telegram) -> Identity:
    """Raises UnreachableError or TokenRefusedError."""
    url = f"{telegram.base_url}/bot{telegram.token.get_secret_value()}/getMe"
    proxy = telegram.proxy.get_secret_value() if telegram.proxy else None
    connector = None
    if proxy and proxy.startswith("socks5"):
        from aiohttp_socks import ProxyConnector

        connector, proxy = ProxyConnector.from_url(proxy), None
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=PATIENCE) as session,
            session.get(url, proxy=proxy) as response,
        ):
            answer = await response.json(content_type=None)
            told = response.headers.get("Date")
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
        # Its words may quote the address, and the address holds the token.
        raise UnreachableError(f"{telegram.base_url} gave no answer of a Bot API ({type(error).__name__})") from None
    match answer:
        case {"ok": True, "result": {"username": str(username)}}:
            ahead = datetime.now(UTC) - parsedate_to_datetime(told) if told else None
            return Identity(username, ahead)
        case {"ok": False, "error_code": 401 | 404}:
            raise TokenRefusedError
    raise UnreachableError(f"{telegram.base_url} gave an answer that no Bot API gives")
