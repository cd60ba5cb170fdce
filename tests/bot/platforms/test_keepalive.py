"""The plain HTTP client, against a server that answers with the bytes that a test gives it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohappyeyeballs import start_connection

from bot.platforms.keepalive import KeepAlive, NotConnected, Server

WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


class Scripted:
    """Answers each request with the next of ``answers``, in pieces; an empty piece ends the connection.

    ``pause`` is the seconds after a piece.
    """

    def __init__(self) -> None:
        self.pause = 0.01
        self.answers: list[tuple[bytes, ...]] = []
        self.requests: list[bytes] = []
        self.connections = 0
        self.open: dict[asyncio.StreamWriter, asyncio.Task[None] | None] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open[writer] = asyncio.current_task()
        while True:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                break
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r")[0])
            self.requests.append(head + await reader.readexactly(length))
            pieces = self.answers.pop(0)
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                if self.pause:
                    await asyncio.sleep(self.pause)
            if b"" in pieces:
                break
        writer.close()

    async def end(self) -> None:
        for writer in self.open:
            writer.close()
        await asyncio.gather(*(task for task in self.open.values() if task), return_exceptions=True)


@pytest.fixture
async def script() -> Scripted:
    return Scripted()


@pytest.fixture
async def address(script: Scripted) -> AsyncIterator[Server]:
    listening = await asyncio.start_server(script.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    server = Server.of(f"http://127.0.0.1:{port}/base/")
    assert server
    yield server
    listening.close()
    await script.end()


@pytest.fixture
async def client(address: Server) -> AsyncIterator[KeepAlive]:
    client = KeepAlive(address, 3)
    yield client
    await client.close()


async def post(client: KeepAlive, address: Server, body: bytes = b"{}", seconds: float = 2.0) -> tuple[int, bytes]:
    return await client.post(address.head("send"), body, seconds)


def connect_in(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let each connection take so many seconds to come about."""

    async def slowly(*arguments: Any, **options: Any) -> socket.socket:
        await asyncio.sleep(seconds)
        return await start_connection(*arguments, **options)

    monkeypatch.setattr("bot.platforms.keepalive.start_connection", slowly)


async def test_the_request_is_whole_and_its_connection_is_kept(
    client: KeepAlive, address: Server, script: Scripted
) -> None:
    script.answers = [(WHOLE,), (WHOLE,)]
    assert await post(client, address, b'{"a":1}') == (200, b"ab")
    assert await post(client, address) == (200, b"ab")
    first = script.requests[0]
    assert first.startswith(b"POST /base/send HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{address.port}\r\n".encode() in first
    assert first.endswith(b'Content-Length: 7\r\n\r\n{"a":1}')
    assert script.connections == 1


@pytest.mark.parametrize(
    ("pieces", "answer"),
    [
        ((WHOLE[:5], WHOLE[5:20], WHOLE[20:-1], WHOLE[-1:]), (200, b"ab")),
        ((b"HTTP/1.1 100 Continue\r\n\r\n", WHOLE), (200, b"ab")),
        (
            (
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\na\r",
                b"\n1\r\nb\r\n0\r\nX: y\r\n",
                b"\r\n",
            ),
            (200, b"ab"),
        ),
        ((b"HTTP/1.1 429 Slow\r\ncontent-LENGTH:  2 \r\n\r\nab",), (429, b"ab")),
        ((b"HTTP/1.1 204 Nothing\r\n\r\n",), (204, b"")),
        ((b"HTTP/1.1 200 OK\r\n\r\na", b"b", b""), (200, b"ab")),
        ((b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nab", b""), (200, b"ab")),
    ],
)
async def test_an_answer_is_read_whole_however_it_comes(
    client: KeepAlive, address: Server, script: Scripted, pieces: tuple[bytes, ...], answer: tuple[int, bytes]
) -> None:
    script.answers = [pieces, (WHOLE,)]
    assert await post(client, address) == answer
    assert await post(client, address) == (200, b"ab")


@pytest.mark.parametrize(
    "pieces",
    [
        (b"",),
        (WHOLE[:-1], b""),
        (CHUNKED + b"5\r\nab", b""),
        (b"SSH-2.0-OpenSSH\r\n\r\n",),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",),
        (CHUNKED + b"x\r\n",),
        (b"HTTP/1.1 " + b"a" * 2**17,),
    ],
)
async def test_what_is_no_whole_answer_is_an_error_and_the_next_call_is_not_harmed(
    client: KeepAlive, address: Server, script: Scripted, pieces: tuple[bytes, ...]
) -> None:
    script.answers = [pieces, (WHOLE,)]
    with pytest.raises(ConnectionError):
        await post(client, address)
    assert await post(client, address) == (200, b"ab")


async def test_a_late_answer_is_not_taken_for_the_next_ones(
    client: KeepAlive, address: Server, script: Scripted
) -> None:
    late = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate"
    script.answers = [(b"", late), (b"", late), (WHOLE,)]
    script.answers[0] = (late[:-1],)
    with pytest.raises(TimeoutError):
        await post(client, address, seconds=0.1)
    script.answers[0] = (late[:-1],)
    cancelled = asyncio.create_task(post(client, address))
    await asyncio.sleep(0.1)
    cancelled.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cancelled
    assert await post(client, address) == (200, b"ab")


async def test_a_connection_that_said_more_than_its_answer_is_not_used_again(
    client: KeepAlive, address: Server, script: Scripted
) -> None:
    script.answers = [(WHOLE + b"more",), (WHOLE,)]
    assert await post(client, address) == (200, b"ab")
    assert await post(client, address) == (200, b"ab")
    assert script.connections == 2


async def test_a_connection_that_the_server_has_closed_is_not_used_again(
    client: KeepAlive, address: Server, script: Scripted
) -> None:
    script.answers = [(WHOLE, b""), (WHOLE,)]
    assert await post(client, address) == (200, b"ab")
    await asyncio.sleep(0.1)
    assert await post(client, address) == (200, b"ab")
    assert script.connections == 2


@pytest.mark.parametrize("turns", range(4))
async def test_a_server_that_closes_after_each_answer_costs_no_call_that_follows_at_once(
    client: KeepAlive, address: Server, script: Scripted, turns: int
) -> None:
    script.pause = 0.0
    script.answers = [(WHOLE, b"")] * 6
    for _ in range(6):
        assert await post(client, address) == (200, b"ab")
        for _ in range(turns):
            # So many of the loop's turns the client has to learn of the end.
            await asyncio.sleep(0)
    assert (len(script.requests), script.connections) == (6, 6)


async def test_a_connection_that_closes_before_the_request_has_sent_nothing(
    client: KeepAlive, address: Server, script: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = client._connect

    async def closing(*arguments: float) -> object:
        connection = await connect(*arguments)
        connection.abort()
        return connection

    monkeypatch.setattr(client, "_connect", closing)
    with pytest.raises(NotConnected):
        await post(client, address)
    assert script.requests == []


async def test_a_call_that_finds_no_free_connection_in_time_has_sent_nothing(address: Server, script: Scripted) -> None:
    client = KeepAlive(address, 1)
    script.answers = [(WHOLE[:-1],)]
    silent = asyncio.create_task(post(client, address, b"[1]", seconds=60.0))
    async with asyncio.timeout(20):
        while not script.requests:  # noqa: ASYNC110 - the server has no event for it
            await asyncio.sleep(0.01)
    with pytest.raises(NotConnected):
        await post(client, address, b"[2]", seconds=0.1)
    silent.cancel()
    with pytest.raises(asyncio.CancelledError):
        await silent
    assert [request[-3:] for request in script.requests] == [b"[1]"]
    script.answers = [(WHOLE,)]
    assert await post(client, address) == (200, b"ab")
    await client.close()


async def test_a_call_whose_time_ends_while_it_connects_has_sent_nothing(
    client: KeepAlive, address: Server, script: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect_in(monkeypatch, 0.5)
    with pytest.raises(NotConnected):
        await post(client, address, seconds=0.1)
    assert script.requests == []


async def test_connecting_and_the_answer_share_the_time_of_a_call(
    client: KeepAlive, address: Server, script: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect_in(monkeypatch, 0.4)
    script.pause, script.answers = 0.8, [(WHOLE[:5], WHOLE[5:])]
    # On a slow machine the time may be over before the request is sent.
    with pytest.raises((TimeoutError, NotConnected)):
        await post(client, address, seconds=1.0)


async def test_calls_beside_each_other_share_so_many_connections(
    client: KeepAlive, address: Server, script: Scripted
) -> None:
    script.answers = [(WHOLE,)] * 12
    answers = await asyncio.gather(*(post(client, address) for _ in range(12)))
    assert answers == [(200, b"ab")] * 12
    assert script.connections == 3


async def test_nobody_who_listens_is_told_apart_from_who_breaks_off(client: KeepAlive, address: Server) -> None:
    await client.close()
    with pytest.raises(NotConnected):
        await post(client, address)
    nobody = Server.of("http://127.0.0.1:1")
    assert nobody
    with pytest.raises(NotConnected):
        await KeepAlive(nobody, 1).post(nobody.head("/send"), b"", 2.0)


@pytest.mark.parametrize(
    ("root", "head"),
    [
        ("https://api.example.org", b"POST /send HTTP/1.1\r\nHost: api.example.org\r\n"),
        ("http://[::1]:8081/a b", b"POST /a%20b/send HTTP/1.1\r\nHost: [::1]:8081\r\n"),
        ("https://دبیر.example/bot7:x", b"POST /bot7:x/send HTTP/1.1\r\nHost: xn--mgba3gch.example\r\n"),
    ],
)
def test_an_address_becomes_the_head_of_a_request(root: str, head: bytes) -> None:
    server = Server.of(root)
    assert server
    found = server.head("/send")
    assert found.partition(b"User-Agent")[0].startswith(b"POST")
    assert found.partition(b"User-Agent")[0] == head.replace(b"xn--mgba3gch", "دبیر".encode("idna"))


@pytest.mark.parametrize("root", ["ftp://example.org", "https://me:word@example.org", "example.org", "https://x/?a=b"])
def test_an_address_that_needs_more_is_left_to_others(root: str) -> None:
    assert Server.of(root) is None
