"""Client of a Bot API: python-telegram-bot's request layer and errors over aiohttp, and a plain client for small calls.

The library's Bot is left out: a chat needs raw results, and building the library's objects for a call costs 150 µs, for
an update 75 µs. Its request layer is bypassed where a call without files was answered well, to save the processor's
time (decision 20); whatever else an answer is, the library reads it (decision 5).
"""

import asyncio
import contextlib
import functools
import io
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

# Without this variable the library warns at every 429 that the type of ``retry_after`` will change.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest

from bot.platforms.keepalive import CONNECT_SECONDS, KeepAlive, NotConnected, Server
from domain.json_text import encode, loads
from domain.persian.text import file_name

_ELSEWHERE = (301, 302, 303, 307, 308)
"""The statuses by which a server names another address."""
STALLED, PIECE = 30.0, 2**16
"""The seconds without a byte after which a download is broken off, and the bytes of one piece."""
ResponseFix = Callable[[str, int, bytes], tuple[int, bytes]]
"""Repair of a method's answer, its HTTP status and its body, so that the library reads it rightly."""


class NotSent(NetworkError):  # noqa: N818 - an outcome, not an error
    """A call that was surely not carried out, because no connection came about."""


class NoAnswer(TelegramError):  # noqa: N818
    """An answer that is no Bot API's, such as a filter's page, or a gateway's words about itself."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}, but no answer of a Bot API")
        self.status = status


class BrokenOff(NetworkError):  # noqa: N818
    """A connection that ended early, or a server that failed: the call may have been carried out all the same."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to upload."""

    name: str
    data: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Payload:
    """The parameters of one call; with files they go as a form, else as JSON. ``fix`` repairs the answer."""

    params: Mapping[str, Any]
    files: Mapping[str, Upload]
    fix: Callable[[int, bytes], tuple[int, bytes]] | None = None

    def fixed(self, status: int, answer: bytes) -> tuple[int, bytes]:
        """Repair the status and the body of the answer, where the call has a repair."""
        return self.fix(status, answer) if self.fix else (status, answer)

    def json(self) -> bytes:
        """Encode the parameters as JSON."""
        return encode(self.params)

    def body(self) -> bytes | aiohttp.FormData:
        """Encode the request: as JSON, or with files as a form, whose parameters are JSON each, but for strings."""
        if not self.files:
            return self.json()
        # Quoted, a Persian file name would arrive as percent signs.
        form = aiohttp.FormData(quote_fields=False)
        for name, value in self.params.items():
            words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            # Half a surrogate pair has an escape in JSON, and no bytes in a form.
            form.add_field(name, words.encode(errors="replace").decode())
        for name, file in self.files.items():
            # Writing a big file as bytes would block the loop, so the form gets a stream.
            form.add_field(name, io.BytesIO(file.data), filename=file_name(file.name), content_type=file.mime)
        return form


class Connections:
    """A pool of connections to one platform's server. ``proxy`` is an http or socks5 address, ``timeout`` seconds for
    a whole call. Without ``small_calls`` the plain client is not used: it knows no compression, which the answers to a
    poll are worth. ``date`` is then the header Date of the last answer, None when it had none.
    """

    def __init__(
        self,
        proxy: str | None = None,
        timeout: float = 20.0,
        most: int = 80,
        *,
        small_calls: bool = True,
    ) -> None:
        self.timeout = timeout
        self._small_calls = small_calls and not proxy
        self._socks = proxy if proxy and proxy.startswith("socks") else None
        self._proxy = None if self._socks else proxy
        self._most = most
        self.date: str | None = None
        self._session: aiohttp.ClientSession | None = None
        self._plain: dict[Server, KeepAlive] = {}
        self._unconnected: tuple[type[Exception], ...] = (
            aiohttp.ClientConnectorError,
            aiohttp.ConnectionTimeoutError,
            aiohttp.ClientHttpProxyError,
        )

    async def open(self) -> None:
        """Open the pool, inside a running loop. A second call does nothing."""
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=self._connector())

    async def close(self) -> None:
        """Close the pool and the plain clients."""
        if self._session is not None:
            await self._session.close()
            self._session = None
        for plain in self._plain.values():
            await plain.close()
        self._plain.clear()

    def plain(self, server: Server) -> KeepAlive | None:
        """The plain client for a server; None when calls are not small, go through a proxy, or the pool is closed."""
        if self._session is None or not self._small_calls:
            return None
        if server not in self._plain:
            self._plain[server] = KeepAlive(server, self._most)
        return self._plain[server]

    def _connector(self) -> aiohttp.BaseConnector:
        if self._socks:
            # Only a configured socks proxy needs this import.
            from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError

            self._unconnected += (ProxyConnectionError, ProxyError, ProxyTimeoutError)
            return ProxyConnector.from_url(self._socks, limit=self._most)
        return aiohttp.TCPConnector(limit=self._most, keepalive_timeout=60)

    async def by_aiohttp(
        self, url: str, method: str, body: bytes | aiohttp.FormData, seconds: float
    ) -> tuple[int, bytes]:
        """Make a call by aiohttp; returns the status and the body of its answer."""
        if self._session is None:
            raise NotSent("the connections are closed")
        headers = {"Content-Type": "application/json"} if isinstance(body, bytes) else None
        timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=min(CONNECT_SECONDS, seconds))
        with self.as_library_errors():
            async with self._session.request(
                method, url, data=body, headers=headers, proxy=self._proxy, timeout=timeout
            ) as response:
                self.date = response.headers.get("Date")
                return response.status, await response.read()

    async def download(self, url: str, seconds: float, write: Callable[[bytes], None]) -> None:
        """Hand each piece of a file to ``write`` as it comes; what that raises ends the connection at once.

        Raises the library's errors, also for a line that brings nothing for ``STALLED`` seconds.
        """
        if self._session is None:
            raise NotSent("the connections are closed")
        timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=min(CONNECT_SECONDS, seconds), sock_read=STALLED)
        with self.as_library_errors():
            async with self._session.get(url, proxy=self._proxy, timeout=timeout) as response:
                if response.status != 200:
                    raise BrokenOff(f"HTTP {response.status}")
                async for piece in response.content.iter_chunked(PIECE):
                    write(piece)

    @contextlib.contextmanager
    def as_library_errors(self) -> Iterator[None]:
        """Turn failures inside the block into the library's errors, without the address, which holds the token."""
        try:
            yield
        except NotConnected as refused:
            raise NotSent(str(refused)) from None
        except self._unconnected as refused:
            raise NotSent(type(refused).__name__) from None
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, asyncio.IncompleteReadError, OSError) as broken:
            raise BrokenOff(type(broken).__name__) from None


class ApiRequest(BaseRequest):
    """One call as python-telegram-bot makes it: ``post`` returns the result, and raises the library's errors.

    ``answer`` is given when the call was made already. What is no JSON raises here, for no answer is to blame for it.
    """

    def __init__(self, connections: Connections, payload: Payload, answer: tuple[int, bytes] | None = None) -> None:
        self._connections, self._payload, self._answer = connections, payload, answer
        self._body = b"" if answer else payload.body()

    @property
    def read_timeout(self) -> float:
        return self._connections.timeout

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Read an answer; the library does so by the standard library, which costs a poll's answer ten times as much.

        Raises TelegramError for what is no JSON.
        """
        try:
            return loads(payload.decode(errors="replace"))
        except ValueError:
            raise TelegramError("Invalid server response") from None

    async def initialize(self) -> None:
        await self._connections.open()

    async def shutdown(self) -> None:
        await self._connections.close()

    async def do_request(self, url: str, method: str, *_: Any, **options: Any) -> tuple[int, bytes]:
        """Return the status and the body for the library to read, within the option ``read_timeout`` in seconds.

        Raises NotSent without a connection, TimedOut or BrokenOff when the call may have been carried out all the same,
        and NoAnswer for an answer that is no JSON.
        """
        seconds = options.get("read_timeout")
        if not isinstance(seconds, int | float):
            seconds = self.read_timeout
        status, answer = self._answer or await self._connections.by_aiohttp(url, method, self._body, seconds)
        if status >= 500:
            raise BrokenOff(_description(status, answer))
        if not _is_bot_api_answer(answer):
            raise NoAnswer(status)
        return self._payload.fixed(status, answer)


class ApiClient:
    """Client of one bot's Bot API. ``root`` is the server's address without ``/bot``."""

    def __init__(self, token: str, root: str, connections: Connections) -> None:
        self._base = f"{root.rstrip('/')}/bot{token}"
        self._files = f"{root.rstrip('/')}/file/bot{token}"
        self._server = Server.of(self._base)
        self._heads: dict[str, bytes] = {}
        self._connections = connections

    @property
    def server_time(self) -> datetime | None:
        """The server's time at its last answer; None when it told none."""
        return read_date(self._connections.date)

    async def call(
        self,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Upload] | None = None,
        within: float | None = None,
        fix: ResponseFix | None = None,
    ) -> Any:
        """Call a method and return its raw result, ``within`` seconds. Raises TelegramError."""
        payload = Payload(params, files or {}, functools.partial(fix, method) if fix else None)
        seconds = within or self._connections.timeout
        answer = None if files else await self._post_plainly(method, payload, seconds)
        if answer:
            status, body = payload.fixed(*answer)
            with contextlib.suppress(ValueError, KeyError, TypeError, RecursionError):
                if status == 200:
                    return loads(body)["result"]
        request = ApiRequest(self._connections, payload, answer)
        try:
            return await request.post(f"{self._base}/{method}", read_timeout=seconds)
        except (KeyError, TypeError, AttributeError, ValueError, OverflowError, RecursionError):
            # The library trips over fields of another kind, and over numbers and depths that no Bot API sends.
            raise NoAnswer(200) from None

    async def _post_plainly(self, method: str, payload: Payload, seconds: float) -> tuple[int, bytes] | None:
        """Make a call by the plain client; returns the status and the body, None when the call is still to be made."""
        plain = self._connections.plain(self._server) if self._server else None
        if plain is None or self._server is None:
            return None
        head = self._heads.get(method) or self._heads.setdefault(method, self._server.head(f"/{method}"))
        with self._connections.as_library_errors():
            status, answer = await plain.post(head, payload.json(), seconds)
        # A call that was redirected was not carried out.
        return None if status in _ELSEWHERE else (status, answer)

    async def download(self, path: str, within: float, write: Callable[[bytes], None]) -> None:
        """Download a file by the path of getFile, piece by piece. Raises TelegramError, or what ``write`` does."""
        await self._connections.download(f"{self._files}/{path}", within, write)


def read_date(header: str | None) -> datetime | None:
    """Read the header Date of an answer; None where there is none, or none that can be read."""
    try:
        told = parsedate_to_datetime(header or "")
    except ValueError:
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def _is_bot_api_answer(body: bytes) -> bool:
    """Recognise the answer of a Bot API, by its first bytes or else by its fields."""
    if body[:64].replace(b" ", b"").startswith(b'{"ok":'):
        return True
    try:
        answer = json.loads(body)
    except ValueError:
        return False
    return isinstance(answer, dict) and not answer.keys().isdisjoint(("ok", "error_code"))


def _description(status: int, answer: bytes) -> str:
    """The description of a server's failure, as far as it is fit for a log."""
    with contextlib.suppress(ValueError, KeyError, TypeError):
        return str(json.loads(answer)["description"])[:200]
    return f"HTTP {status}"
