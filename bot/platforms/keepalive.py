"""A plain HTTP/1.1 client with keep-alive: small POST requests to one server, answers read whole.

It knows no redirects, compression, cookies or proxies: those need aiohttp. Raises NotConnected, TimeoutError, or
another OSError when the server broke off.
"""

import asyncio
import select
import socket
import ssl
from dataclasses import dataclass
from time import monotonic
from typing import cast
from urllib.parse import quote, urlsplit

from aiohappyeyeballs import start_connection
from httptools import HttpParserError, HttpResponseParser

CONNECT_SECONDS = 10.0
"""Seconds for a connection to come about: behind a filter none ever does."""
IDLE_SECONDS = 50.0
"""Seconds for which an unused connection is kept; servers close theirs after a minute or more."""
LARGEST_ANSWER = 2**23
"""The most bytes of an answer; a Bot API's answer to a call has a hundredth of them."""
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
        """Send a request; returns the status and the body of its answer.

        ``head`` is from ``Server.head``. ``seconds`` are for all of it: the wait for a free connection, connecting and
        the answer. Raises NotConnected when they end before the request is sent, and TimeoutError afterwards.
        """
        deadline = asyncio.get_running_loop().time() + seconds
        if self._room.locked():
            await self._wait_for_room(deadline)
        else:
            # A timer for a wait that does not come about would cost a third as much as the request.
            await self._room.acquire()
        try:
            return await self._exchange(b"%b%d\r\n\r\n%b" % (head, len(body), body), deadline)
        finally:
            self._room.release()

    async def _wait_for_room(self, deadline: float) -> None:
        try:
            async with asyncio.timeout_at(deadline):
                await self._room.acquire()
        except TimeoutError:
            raise NotConnected("no connection became free") from None

    async def close(self) -> None:
        """Close the unused connections now, and the others after their answers."""
        self._closed = True
        while self._idle:
            self._idle.pop().abort()
        # An aborted transport closes in the loop's next turn.
        await asyncio.sleep(0)

    async def _exchange(self, request: bytes, deadline: float) -> tuple[int, bytes]:
        connection = self._kept() or await self._connect(deadline)
        try:
            answer = await connection.ask(request, deadline)
        except BaseException:
            # A late answer to this request would be taken for the next one's.
            connection.abort()
            raise
        if connection.reusable and not self._closed:
            self._idle.append(connection)
        else:
            connection.abort()
        return answer

    def _kept(self) -> "_Connection | None":
        while self._idle:
            connection = self._idle.pop()
            if monotonic() - connection.used < IDLE_SECONDS and connection.is_quiet():
                return connection
            connection.abort()
        return None

    async def _connect(self, deadline: float) -> "_Connection":
        if self._closed:
            raise NotConnected("the connections are closed")
        server, loop = self._server, asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(min(deadline, loop.time() + CONNECT_SECONDS)):
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


class _Connection(asyncio.Protocol):
    """One connection, with one request at a time.

    It is ``reusable`` after an answer that came whole, and was ``used`` last then, in monotonic seconds.
    """

    def __init__(self) -> None:
        self.reusable, self.used = False, 0.0
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._begin()

    def _begin(self) -> None:
        self._parser = HttpResponseParser(self)
        self._body = bytearray()
        self._size, self._final, self._whole, self._measured = 0, False, False, False

    def is_quiet(self) -> bool:
        """Tell whether the connection can take a request: it is open, and the server has sent nothing unasked.

        The end of a connection, too, is something to read. The loop may not have read it yet when the next request
        follows at once, so the socket itself is asked.
        """
        if not self.reusable or self._transport is None or self._transport.is_closing():
            return False
        poll = select.poll()
        poll.register(self._transport.get_extra_info("socket"), select.POLLIN)
        return not poll.poll(0)

    def ask(self, request: bytes, deadline: float) -> "asyncio.Future[tuple[int, bytes]]":
        """Send a request; the future gets its answer, or an error at the ``deadline`` in the loop's time.

        Raises NotConnected, with nothing sent, when the connection is closed or the deadline has passed.
        """
        loop = asyncio.get_running_loop()
        self.reusable = False
        if self._transport is None or self._transport.is_closing():
            raise NotConnected("closed")
        if loop.time() >= deadline:
            raise NotConnected("no time is left")
        self._begin()
        self._answer = answer = loop.create_future()
        timer = loop.call_at(deadline, self._fail, TimeoutError())
        answer.add_done_callback(lambda _: timer.cancel())
        self._transport.write(request)
        return answer

    def abort(self) -> None:
        """Close the connection at once."""
        self.reusable = False
        if self._transport:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self._answer is None or self._answer.done() or self._whole:
            # No request is open: whatever this is, it must not become the next one's answer.
            self.abort()
            return
        self._size += len(data)
        if self._size > LARGEST_ANSWER:
            self._fail(ConnectionAbortedError("an endless answer"))
            return
        try:
            self._parser.feed_data(data)
        except HttpParserError:
            # Bytes after a whole answer spoil the connection, but not the answer.
            if not self._whole:
                self._fail(ConnectionAbortedError("no HTTP"))
                return
            self.abort()
        if self._whole and self._answer and not self._answer.done():
            self._answer.set_result((self._parser.get_status_code(), bytes(self._body)))

    def eof_received(self) -> None:
        """Note that the server has ended the connection; the transport closes it by itself."""
        self.reusable = False

    def connection_lost(self, exc: Exception | None) -> None:
        self.reusable = False
        ends_here = exc is None and self._final and not self._measured
        if ends_here and self._answer and not self._answer.done():
            self._answer.set_result((self._parser.get_status_code(), bytes(self._body)))
        self._fail(exc if isinstance(exc, OSError) else ConnectionResetError("closed"))

    def on_header(self, name: bytes, value: bytes) -> None:
        """Note that the head tells the length of the body; otherwise the body ends with the connection."""
        self._measured = self._measured or name.lower() in (b"content-length", b"transfer-encoding")

    def on_headers_complete(self) -> None:
        """Note that the head of the answer itself has come, and not only that of a 100."""
        self._final = self._parser.get_status_code() >= 200

    def on_body(self, body: bytes) -> None:
        """Keep a piece of the body."""
        self._body += body

    def on_message_complete(self) -> None:
        """Note that the answer is whole."""
        if self._final:
            self._whole = True
            self.reusable, self.used = self._parser.should_keep_alive(), monotonic()

    def _fail(self, error: Exception) -> None:
        if self._answer and not self._answer.done():
            self._answer.set_exception(error)
