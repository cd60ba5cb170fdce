"""python-telegram-bot's request layer over aiohttp: its answers' meaning, its errors, a faster way there.

Its Bot is left out: a chat needs raw results, and building the library's objects for a call costs 150 µs, for an
update 75 µs.
"""

import asyncio
import contextlib
import functools
import io
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import aiohttp

# Without it the library warns at every 429 that the type of ``retry_after`` will change.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS = 10.0
"""How long a connection may take to come about: where calls are filtered, none ever does."""

Mend = Callable[[str, int, bytes], tuple[int, bytes]]
"""Makes the answer that a method got (its HTTP status and its body) one that the library reads rightly."""


class NotSent(NetworkError):  # noqa: N818 - an outcome, not an error
    """No connection came about, so the call was surely not carried out."""


class NoAnswer(TelegramError):  # noqa: N818
    """What came is no answer of a Bot API, such as a filter's page, or what a gateway says of itself."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}, but no answer of a Bot API")
        self.status = status


class BrokenOff(NetworkError):  # noqa: N818
    """The connection ended early, or the server failed: the call may have been carried out all the same."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way out."""

    name: str
    data: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Payload:
    """The parameters of one call; with files they go as a form, else as JSON. ``mend`` gets its answer first."""

    params: Mapping[str, Any]
    files: Mapping[str, Upload]
    mend: Callable[[int, bytes], tuple[int, bytes]] | None = None

    def body(self) -> bytes | aiohttp.FormData:
        """What is sent; a form's parameters are JSON each, but for plain words."""
        if not self.files:
            return json.dumps(self.params, ensure_ascii=False, separators=(",", ":")).encode()
        # Quoted, a Persian file name would arrive as percent signs.
        form = aiohttp.FormData(quote_fields=False)
        for name, value in self.params.items():
            form.add_field(name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, file in self.files.items():
            # As bytes a big one would hold up everything else while it is written.
            form.add_field(name, io.BytesIO(file.data), filename=file.name, content_type=file.mime)
        return form


class AioRequest(BaseRequest):
    """Calls over one pool of connections. ``proxy`` is an http or socks5 address, ``timeout`` seconds for a whole
    call. ``heard`` gets the headers of each answer.
    """

    def __init__(
        self,
        proxy: str | None = None,
        timeout: float = 20.0,
        connections: int = 80,
        heard: Callable[[Mapping[str, str]], None] | None = None,
    ) -> None:
        self._socks = proxy if proxy and proxy.startswith("socks") else None
        self._proxy = None if self._socks else proxy
        self._timeout = timeout
        self._connections = connections
        self._heard = heard
        self._session: aiohttp.ClientSession | None = None
        self._unconnected: tuple[type[Exception], ...] = (
            aiohttp.ClientConnectorError,
            aiohttp.ConnectionTimeoutError,
            aiohttp.ClientHttpProxyError,
        )

    @property
    def read_timeout(self) -> float:
        return self._timeout

    async def initialize(self) -> None:
        """Opens the pool; needs a running loop. A second call does nothing."""
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=self._connector())

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _connector(self) -> aiohttp.BaseConnector:
        if self._socks:
            # Only where a socks proxy is configured.
            from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError

            self._unconnected += (ProxyConnectionError, ProxyError, ProxyTimeoutError)
            return ProxyConnector.from_url(self._socks, limit=self._connections)
        return aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        """One call; ``read_timeout`` bounds the whole of it, in seconds.

        Raises NotSent when there was no connection, TimedOut or BrokenOff when the call may have been carried out all
        the same, and NoAnswer for one that got no JSON.
        """
        if self._session is None:
            raise NotSent("the connections are closed")
        seconds = read_timeout if isinstance(read_timeout, int | float) else self._timeout
        payload = cast("Payload | None", request_data)
        body = payload.body() if payload else None
        headers = {"Content-Type": "application/json"} if isinstance(body, bytes) else None
        timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=min(CONNECT_SECONDS, seconds))
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, proxy=self._proxy, timeout=timeout
            ) as response:
                status, answer = response.status, await response.read()
                if self._heard:
                    self._heard(response.headers)
        # The address holds the token, and an error's words may hold the address.
        except self._unconnected as refused:
            raise NotSent(type(refused).__name__) from None
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, asyncio.IncompleteReadError, OSError) as broken:
            raise BrokenOff(type(broken).__name__) from None
        if status >= 500:
            raise BrokenOff(_told(status, answer))
        if payload and not _is_an_answer(answer):
            raise NoAnswer(status)
        return payload.mend(status, answer) if payload and payload.mend else (status, answer)


class Caller:
    """Calls methods of one Bot API. ``root`` is the server's address without ``/bot``."""

    def __init__(self, token: str, root: str, request: AioRequest) -> None:
        self._base = f"{root.rstrip('/')}/bot{token}"
        self._files = f"{root.rstrip('/')}/file/bot{token}"
        self._request = request

    async def call(
        self,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Upload] | None = None,
        within: float | None = None,
        mend: Mend | None = None,
    ) -> Any:
        """The raw result, ``within`` seconds. Raises TelegramError."""
        payload = Payload(params, files or {}, functools.partial(mend, method) if mend else None)
        try:
            return await self._request.post(
                # The library hands the data on to do_request as it is; its own class can't be made without its
                # private parts.
                f"{self._base}/{method}",
                cast("RequestData", payload),
                read_timeout=within or self._request.read_timeout,
            )
        except (KeyError, TypeError, AttributeError):
            raise NoAnswer(200) from None

    async def download(self, path: str, within: float) -> bytes:
        """The bytes of a file that getFile named. Raises TelegramError."""
        return await self._request.retrieve(f"{self._files}/{path}", read_timeout=within)


def _is_an_answer(body: bytes) -> bool:
    """Whether a Bot API says something in a body, or begins to."""
    if body[:64].replace(b" ", b"").startswith(b'{"ok":'):
        return True
    try:
        answer = json.loads(body)
    except ValueError:
        return False
    return isinstance(answer, dict) and not answer.keys().isdisjoint(("ok", "error_code"))


def _told(status: int, answer: bytes) -> str:
    """What a failed server said of it, as far as that is fit for a log."""
    with contextlib.suppress(ValueError, KeyError, TypeError):
        return str(json.loads(answer)["description"])[:200]
    return f"HTTP {status}"
