"""Calls over HTTP: requests, responses, and no token in any error."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from telegram.error import TelegramError, TimedOut

from bot.platforms.transport import ApiClient, BrokenOff, Connections, NoAnswer, NotSent, Upload

TOKEN = "4200000000:AAsecretsecretsecretsecretsecretsecret"


class Counter:
    """A server that remembers its requests and answers with a given response."""

    def __init__(self) -> None:
        self.came: list[Any] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        match request.match_info["method"]:
            case "slow":
                await asyncio.sleep(5)
            case "page":
                return web.Response(text="<html>", content_type="text/html")
            case "endless":
                wait = {"description": "Too Many Requests", "parameters": {"retry_after": 10**15}}
                return web.json_response({"ok": False, "error_code": 429, **wait}, status=429)
            case "deep":
                deep = '{"ok": true, "result": ' + "[" * 100_000
                return web.Response(text=deep, content_type="application/json")
            case "gateway":
                return web.json_response({"message": "no Route matched"}, status=404)
            case "denied":
                return web.Response(status=403, text="<html>", content_type="text/html")
            case "broken":
                assert request.transport
                request.transport.close()
        if request.content_type == "application/json":
            self.came.append(await request.json())
        else:
            form = await request.post()
            self.came.append({name: getattr(value, "filename", value) for name, value in form.items()})
        return web.json_response({"ok": True, "result": len(self.came)})


@pytest.fixture
async def server() -> AsyncIterator[Counter]:
    counter = Counter()
    app = web.Application(client_max_size=2**23)
    app.router.add_post("/bot{token}/{method}", counter.answer)
    runner = web.AppRunner(app, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    counter.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield counter
    await runner.cleanup()


@pytest.fixture
async def client(server: Counter) -> AsyncIterator[ApiClient]:
    request = Connections(timeout=2)
    await request.open()
    yield ApiClient(TOKEN, server.url + "/", request)
    await request.close()


async def test_parameters_go_as_json_and_with_a_file_as_a_form(client: ApiClient, server: Counter) -> None:
    assert await client.call("send", {"text": "سلام", "reply_markup": {"keyboard": []}}) == 1
    upload = {"document": Upload("منابع.xlsx", b"numbers")}
    assert await client.call("send", {"chat_id": 7, "caption": "سلام", "options": {"a": "ب"}}, upload) == 2
    assert server.came == [
        {"text": "سلام", "reply_markup": {"keyboard": []}},
        {"chat_id": "7", "caption": "سلام", "options": '{"a": "ب"}', "document": "منابع.xlsx"},
    ]


async def test_a_name_of_a_file_that_a_header_cannot_have_is_mended(client: ApiClient, server: Counter) -> None:
    await client.call("send", {}, {"document": Upload("منابع\r\nX-Other: \0۱.xlsx", b"numbers")})
    assert server.came == [{"document": "منابع X-Other: ۱.xlsx"}]


async def test_half_a_letter_in_a_caption_keeps_no_file_from_going(client: ApiClient, server: Counter) -> None:
    await client.call("send", {"caption": "منابع \ud83d", "options": ["\ud83d"]}, {"document": Upload("۱.xlsx", b"1")})
    assert server.came == [{"caption": "منابع ?", "options": '["?"]', "document": "۱.xlsx"}]


async def test_what_cannot_be_written_is_no_failure_of_the_platform(client: ApiClient, server: Counter) -> None:
    for files in ({}, {"document": Upload("۱.xlsx", b"1")}):
        with pytest.raises(TypeError):
            await client.call("send", {"caption": object()}, files)
    assert server.came == []


@pytest.mark.parametrize(
    ("method", "within", "error"),
    [
        ("slow", 0.1, TimedOut),
        ("broken", None, BrokenOff),
        ("page", None, NoAnswer),
        ("denied", None, NoAnswer),
        ("gateway", None, NoAnswer),
        ("endless", None, NoAnswer),
        ("deep", None, NoAnswer),
    ],
)
async def test_what_went_wrong_is_told_without_the_token(
    client: ApiClient, method: str, within: float | None, error: type[TelegramError]
) -> None:
    with pytest.raises(error) as caught:
        await client.call(method, {}, within=within)
    assert "secret" not in repr(caught.value)


async def test_nothing_is_sent_once_the_connections_are_closed(server: Counter) -> None:
    request = Connections()
    await request.open()
    await request.close()
    with pytest.raises(NotSent, match="closed"):
        await ApiClient(TOKEN, server.url, request).call("send", {})
    assert server.came == []


async def test_a_call_that_finds_nobody_was_surely_not_carried_out() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    for proxy in (None, f"http://127.0.0.1:{port}", f"socks5://127.0.0.1:{port}"):
        request = Connections(proxy, timeout=2)
        await request.open()
        with pytest.raises(NotSent) as caught:
            await ApiClient(TOKEN, f"http://127.0.0.1:{port}", request).call("send", {})
        await request.close()
        assert "secret" not in repr(caught.value)


async def test_a_file_of_some_megabytes_goes_out_whole(client: ApiClient, server: Counter) -> None:
    assert await client.call("send", {"chat_id": 7}, {"document": Upload("بزرگ.pdf", bytes(3 * 2**20))}) == 1
