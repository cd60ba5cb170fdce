"""A plain HTTP/1.1 client with keep-alive: small POST requests to one server, answers read whole.

It knows no redirects, compression, cookies or proxies: those need aiohttp. Raises NotConnected, TimeoutError, or
another OSError when the server broke off.
"""

import asyncio
import socket
import ssl
from dataclasses import dataclass
from time import monotonic
from typing import cast
from urllib.parse import quote, urlsplit

from aiohappyeyeballs import start_connection

CONNECT_SECONDS = 10.0
"""Seconds for a connection to come about: behind a filter none ever does."""
IDLE_SECONDS = 50.0
"""Seconds for which an unused connection is kept; servers close theirs after a minute or more."""
LONGEST_HEAD = 2**16
SECOND_ADDRESS_AFTER = 0.25
"""Seconds after which the next address of a server is tried beside the first, as RFC 8305 has it."""


class NotConnected(OSError):  # noqa: N818 - an outcome, not an error
    """A connection that did not come about, so nothing was sent."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server by its root address, such as ``https://api.example.org/path``."""

    host: str
    port: int
    secure: bool
    path: str

    @classmethod
    def of(cls, root: str) -> "Server | None":
        """Parse a root address; None for one that this client can't serve."""
        parts = urlsplit(root)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
            return None
        secure = parts.scheme == "https"
        return cls(parts.hostname, parts.port or (443 if secure else 80), secure, quote(parts.path, safe="/:%"))

    def head(self, target: str) -> bytes:
        """Write the head of a request, up to the length of its body."""
        host = self.host.encode("idna").decode()
        named = f"[{host}]" if ":" in host else host
        if self.port != (443 if self.secure else 80):
            named = f"{named}:{self.port}"
        lines = (
            f"POST {self.path}{target} HTTP/1.1",
            f"Host: {named}",
            "User-Agent: dabir",
            "Accept: application/json",
            "Content-Type: application/json",
            "Content-Length: ",
        )
        return "\r\n".join(lines).encode("ascii")


class KeepAlive:
    """A pool of connections to one server, at most ``most`` at a time."""

    def __init__(self, server: Server, most: int) -> None:
        self._server = server
        self._room = asyncio.Semaphore(most)
        self._idle: list[_Connection] = []
        self._closed = False
        self._tls = ssl.create_default_context() if server.secure else None
        if self._tls:
            self._tls.set_alpn_protocols(["http/1.1"])

    async def post(self, head: bytes, body: bytes, seconds: float) -> tuple[int, bytes]:
        """Send a request; returns the status and the body of its answer, within ``seconds``.

        ``head`` is from ``Server.head``.
        """
        async with self._room:
            connection = self._kept() or await self._connect(min(CONNECT_SECONDS, seconds))
            try:
                answer = await connection.ask(b"%b%d\r\n\r\n%b" % (head, len(body), body), seconds)
            except BaseException:
                # A late answer to this request would be taken for the next one's.
                connection.abort()
                raise
            if connection.reusable and not self._closed:
                self._idle.append(connection)
            else:
                connection.abort()
            return answer

    async def close(self) -> None:
        """Close the unused connections now, and the others after their answers."""
        self._closed = True
        while self._idle:
            self._idle.pop().abort()
        # An aborted transport closes in the loop's next turn.
        await asyncio.sleep(0)

    def _kept(self) -> "_Connection | None":
        while self._idle:
            connection = self._idle.pop()
            if connection.reusable and monotonic() - connection.used < IDLE_SECONDS:
                return connection
            connection.abort()
        return None

    async def _connect(self, seconds: float) -> "_Connection":
        if self._closed:
            raise NotConnected("the connections are closed")
        server, loop = self._server, asyncio.get_running_loop()
        try:
            async with asyncio.timeout(seconds):
                addresses = await loop.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
                sock = await start_connection(addresses, happy_eyeballs_delay=SECOND_ADDRESS_AFTER, interleave=1)
                _, connection = await loop.create_connection(
                    _Connection,
                    sock=sock,
                    ssl=self._tls,
                    server_hostname=server.host if self._tls else None,
                )
                return connection
        except (OSError, TimeoutError) as refused:
            raise NotConnected(type(refused).__name__) from None


@dataclass(slots=True)
class _Head:
    """The parsed head of an answer. ``length`` is None for a body that ends with the connection."""

    status: int
    size: int
    length: int | None
    chunked: bool
    kept: bool


class _Connection(asyncio.Protocol):
    """One connection, with one request at a time. ``reusable`` after an answer that came whole, last ``used`` then."""

    def __init__(self) -> None:
        self.reusable, self.used = False, 0.0
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._head: _Head | None = None
        self._received = bytearray()

    def ask(self, request: bytes, seconds: float) -> "asyncio.Future[tuple[int, bytes]]":
        """Send a request; the future gets its answer, or an error after ``seconds``."""
        loop = asyncio.get_running_loop()
        self._answer = answer = loop.create_future()
        self.reusable = False
        if self._transport is None or self._transport.is_closing():
            answer.set_exception(ConnectionResetError("closed"))
            return answer
        timer = loop.call_later(seconds, self._fail, TimeoutError())
        answer.add_done_callback(lambda _: timer.cancel())
        self._transport.write(request)
        return answer

    def abort(self) -> None:
        self.reusable = False
        if self._transport:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self._answer is None or self._answer.done():
            # No request is open: whatever this is, it must not become the next one's answer.
            self.abort()
            return
        self._received += data
        try:
            self._read()
        except ValueError:
            self._fail(ConnectionAbortedError("no HTTP"))

    def connection_lost(self, exc: Exception | None) -> None:
        self.reusable = False
        if exc is None and self._head and self._head.length is None and not self._head.chunked:
            self._finish(self._head, bytes(self._received[self._head.size :]), whole=False)
        self._fail(exc if isinstance(exc, OSError) else ConnectionResetError("closed"))

    def _read(self) -> None:
        """Finish the answer if it is whole. Raises ValueError for what is no HTTP."""
        if self._head is None:
            self._head = _head(self._received)
        head = self._head
        if head is None:
            return
        if head.chunked:
            found = _unchunked(self._received, head.size)
            if found:
                self._finish(head, found[0], whole=found[1] == len(self._received))
        elif head.length is not None and len(self._received) >= (end := head.size + head.length):
            self._finish(head, bytes(self._received[head.size : end]), whole=end == len(self._received))

    def _finish(self, head: _Head, body: bytes, *, whole: bool) -> None:
        self.reusable, self.used = whole and head.kept, monotonic()
        self._head = None
        self._received.clear()
        if self._answer and not self._answer.done():
            self._answer.set_result((head.status, body))

    def _fail(self, error: Exception) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(error)


def _head(received: bytearray) -> _Head | None:
    """Parse the head of an answer; None until it is whole. Raises ValueError for what is no HTTP."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        if len(received) > LONGEST_HEAD:
            raise ValueError("an endless head")
        return None
    first, *lines = bytes(received[:end]).split(b"\r\n")
    if not first.startswith(b"HTTP/1."):
        raise ValueError("no HTTP/1")
    status = int(first[9:12])
    if 100 <= status < 200:
        # An informational status only says that the answer is still to come.
        del received[: end + 4]
        return _head(received)
    fields = {name.lower(): value.strip().lower() for name, _, value in (line.partition(b":") for line in lines)}
    told = fields.get(b"content-length")
    chunked = b"chunked" in fields.get(b"transfer-encoding", b"")
    length = 0 if status in (204, 304) else int(told) if told is not None else None
    if length is not None and length < 0:
        raise ValueError("a negative length")
    kept = first.startswith(b"HTTP/1.1") and b"close" not in fields.get(b"connection", b"")
    return _Head(status, end + 4, length, chunked, kept)


def _unchunked(received: bytearray, start: int) -> tuple[bytes, int] | None:
    """Join the chunks of a body; returns it with its end, None until it is whole.

    Raises ValueError for a body that is not chunked.
    """
    parts: list[bytes] = []
    while (line := received.find(b"\r\n", start)) >= 0:
        size = int(received[start:line].partition(b";")[0], 16)
        if size < 0:
            raise ValueError("a negative length")
        start = line + 2
        if size == 0:
            return _trailer(received, start, b"".join(parts))
        if len(received) < start + size + 2:
            return None
        parts.append(bytes(received[start : start + size]))
        start += size + 2
    return None


def _trailer(received: bytearray, start: int, body: bytes) -> tuple[bytes, int] | None:
    """Skip the trailer, mostly empty; returns the body with the trailer's end, None until that has come."""
    while (line := received.find(b"\r\n", start)) >= 0:
        if line == start:
            return body, start + 2
        start = line + 2
    return None
