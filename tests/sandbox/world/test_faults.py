"""Simulated faults, each exactly as often as asked."""

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import pytest

from sandbox.http.server import SandboxServer
from sandbox.world.faults import Fault, FaultKind
from sandbox.world.platform_state import Chat

if TYPE_CHECKING:
    from tests.sandbox.conftest import Bot


async def test_too_many_requests_for_one_chat_twice(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    server.faults.add(Fault("too_many_requests", method="sendMessage", chat_id=sara.id, times=2, retry_after=7))
    maryam = server.world.add_person("مریم")
    server.world.open_link(maryam)
    await bot.gets("sendMessage", chat_id=maryam.id, text="x")
    for _ in range(2):
        assert await bot.call("sendMessage", chat_id=sara.id, text="x") == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        }
    await bot.gets("sendMessage", chat_id=sara.id, text="x")


@pytest.mark.parametrize(
    ("kind", "code", "words"),
    [
        ("server_error", 502, "Bad Gateway"),
        ("blocked", 403, "Forbidden: bot was blocked by the user"),
        ("chat_not_found", 400, "Bad Request: chat not found"),
        ("file_too_big", 413, "Request Entity Too Large"),
    ],
)
async def test_refusals(bot: "Bot", server: SandboxServer, sara: Chat, kind: FaultKind, code: int, words: str) -> None:
    server.faults.add(Fault(kind))
    assert await bot.refused("sendMessage", chat_id=sara.id, text="x") == (code, words)
    await bot.gets("sendMessage", chat_id=sara.id, text="x")


async def test_a_file_that_is_too_big_to_fetch(bot: "Bot", server: SandboxServer) -> None:
    server.faults.add(Fault("file_too_big"))
    assert await bot.refused("getFile", file_id="x") == (400, "Bad Request: file is too big")


async def test_a_download_that_breaks_off(server: SandboxServer, session: aiohttp.ClientSession, sara: Chat) -> None:
    server.world.send_files(sara, [("نامه.pdf", b"%PDF", "application/pdf")])
    document = server.world.history(sara)[-1]["document"]
    path = f"/file/bot{server.token}/documents/file_1.pdf"
    server.faults.add(Fault("server_error", method="file"))
    # The client tries a GET again by itself when a connection that it used before is dropped.
    server.faults.add(Fault("drop", method="file", times=2))
    async with session.get(server.url + path) as response:
        assert response.status == 502
    with pytest.raises(aiohttp.ClientConnectionError):
        await session.get(server.url + path)
    async with session.get(server.url + path) as response:
        assert len(await response.read()) == document["file_size"]


async def test_a_page_with_status_200(bot: "Bot", server: SandboxServer, session: aiohttp.ClientSession) -> None:
    server.faults.add(Fault("html"))
    async with session.get(bot.address("getMe")) as response:
        assert (response.status, response.content_type) == (200, "text/html")
        assert "<html>" in await response.text()


async def test_a_gateway_that_finds_no_server(
    bot: "Bot", server: SandboxServer, session: aiohttp.ClientSession
) -> None:
    server.faults.add(Fault("gateway"))
    async with session.get(bot.address("getMe")) as response:
        assert response.status == 404
        assert "ok" not in await response.json()


async def test_a_dropped_connection_means_that_nothing_was_done(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    server.faults.add(Fault("drop", method="sendMessage"))
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot.call("sendMessage", chat_id=sara.id, text="x")
    assert [message["from"] for message in server.world.history(sara)] == ["person"]


async def test_a_time_out_after_acceptance_means_that_it_was_done(
    bot: "Bot", server: SandboxServer, sara: Chat
) -> None:
    server.faults.add(Fault("timeout_after_accept", method="sendMessage", seconds=0.01))
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot.call("sendMessage", chat_id=sara.id, text="x")
    assert [message["from"] for message in server.world.history(sara)] == ["person", "bot"]
    assert server.world.transcript[-1].answer is None


@pytest.mark.parametrize("kind", ["html", "cut_off", "gateway", "drop"])
async def test_a_call_that_got_no_answer_is_remembered(
    server: SandboxServer, session: aiohttp.ClientSession, bot: "Bot", sara: Chat, kind: FaultKind
) -> None:
    server.faults.add(Fault(kind, method="sendMessage"))
    try:
        async with session.post(bot.address("sendMessage"), json={"chat_id": sara.id, "text": "x"}):
            pass
    except aiohttp.ClientConnectionError:
        assert kind == "drop"
    [call] = server.world.transcript
    assert (call.method, call.sent["text"], call.answer, call.fault) == ("sendMessage", "x", None, kind)


async def test_a_slow_answer(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    server.faults.add(Fault("slow", method="sendMessage", seconds=30))
    slow = asyncio.create_task(bot.gets("sendMessage", chat_id=sara.id, text="x"))
    await bot.gets("getMe")
    assert not slow.done()
    slow.cancel()


async def test_a_platform_that_is_down_until_it_is_not(bot: "Bot", server: SandboxServer) -> None:
    server.faults.add(Fault("down", times=None))
    for method in ("getMe", "getUpdates", "getMe"):
        with pytest.raises(aiohttp.ClientConnectionError):
            await bot.call(method)
    server.faults.clear()
    await bot.gets("getMe")


async def test_a_malformed_update_comes_before_the_real_one(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    await bot.updates()
    server.faults.add(Fault("malformed_update"))
    server.world.say(sara, "سلام")
    broken, whole = await bot.updates()
    assert "chat" not in broken["message"]
    assert whole["message"]["text"] == "سلام"
    assert broken["update_id"] < whole["update_id"]


async def test_an_update_is_delivered_again_after_it_was_confirmed(
    bot: "Bot", server: SandboxServer, sara: Chat
) -> None:
    await bot.updates()
    server.faults.add(Fault("duplicate_update"))
    server.world.say(sara, "سلام")
    texts = [update["message"]["text"] for update in await bot.updates()]
    assert texts == ["/start", "سلام"]


async def test_faults_over_http(bot: "Bot", server: SandboxServer, session: aiohttp.ClientSession) -> None:
    address = f"{server.url}/api/faults"
    async with session.post(address, json={"kind": "server_error", "method": "getMe", "times": 1}) as response:
        assert response.status == 200
    assert await bot.refused("getMe") == (502, "Bad Gateway")
    async with session.post(address, json={"kind": "earthquake"}) as response:
        assert response.status == 400
    async with session.post(address, json={"kind": "down", "times": None}) as response:
        assert response.status == 200
    async with session.delete(address) as response:
        assert response.status == 200
    await bot.gets("getMe")
