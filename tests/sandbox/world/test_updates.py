"""getUpdates: offsets, kinds, limits and the webhook that replaces it."""

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import web

from sandbox.http.server import SandboxServer
from sandbox.world.platform_state import Chat

if TYPE_CHECKING:
    from tests.sandbox.conftest import Bot


async def test_a_negative_offset_takes_the_last_and_forgets_the_rest(
    bot: "Bot", server: SandboxServer, sara: Chat
) -> None:
    for number in "۱۲۳":
        server.world.say(sara, number)
    last = await bot.gets("getUpdates", offset=-1)
    assert [update["message"]["text"] for update in last] == ["۳"]
    assert await bot.gets("getUpdates") == last


async def test_only_the_kinds_asked_for_are_queued(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    await bot.updates(allowed_updates=["message"])
    said = server.world.say(sara, "سلام")
    server.world.edit(sara, said["message_id"], "سلام و احترام")
    server.world.block(sara)
    assert [set(update) for update in await bot.updates()] == [{"update_id", "message"}]

    await bot.updates(allowed_updates=["my_chat_member"])
    server.world.unblock(sara)
    server.world.say(sara, "سلام")
    assert [set(update) for update in await bot.updates()] == [{"update_id", "my_chat_member"}]


async def test_a_wait_ends_with_nothing_when_nobody_writes(bot: "Bot") -> None:
    # Telegram takes whole seconds; this is the shortest.
    assert await bot.gets("getUpdates", timeout=1) == []


async def test_a_wait_ends_when_the_server_stops(session: aiohttp.ClientSession) -> None:
    server = SandboxServer()
    await server.start()
    waiting = asyncio.create_task(session.get(f"{server.url}/bot{server.token}/getUpdates?timeout=600"))
    await asyncio.sleep(0.05)
    await server.stop()
    assert (await (await waiting).json())["result"] == []


async def test_a_client_that_went_away_takes_no_update_with_it(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    await bot.updates()
    waiting = asyncio.create_task(bot.updates(timeout=600))
    await asyncio.sleep(0.05)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    server.world.say(sara, "سلام")
    assert [update["message"]["text"] for update in await bot.updates()] == ["سلام"]


class Receiver:
    """A receiver of a webhook that fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.received: list[dict[str, Any]] = []
        self.secrets: set[str | None] = set()
        self.changed = asyncio.Event()

    async def take(self, request: web.Request) -> web.Response:
        if self.failures:
            self.failures -= 1
            return web.Response(status=500)
        self.received.append(await request.json())
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.changed.set()
        return web.Response()


async def test_a_webhook_gets_each_update_in_order_until_it_takes_it(
    bot: "Bot", server: SandboxServer, sara: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.http.webhook._PAUSE_AFTER_FAILURE", 0.01)
    await bot.updates()
    await bot.updates()
    receiver = Receiver(failures=2)
    app = web.Application()
    app.router.add_post("/dabir", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/dabir"
    try:
        waiting = asyncio.create_task(bot.updates(timeout=20))
        await server.world.wait_until(lambda: server.faces["telegram"].state.updates.awaited)
        await bot.gets("setWebhook", url=url, secret_token="s3cret")
        async with asyncio.timeout(10):
            assert await waiting == []
        code, words = await bot.refused("getUpdates")
        assert (code, words.startswith("Conflict: can't use getUpdates method while webhook is active")) == (
            409,
            True,
        )
        for text in ("یک", "دو"):
            server.world.say(sara, text)
        async with asyncio.timeout(5):
            while len(receiver.received) < 2:
                receiver.changed.clear()
                await receiver.changed.wait()
        assert [update["message"]["text"] for update in receiver.received] == ["یک", "دو"]
        assert receiver.secrets == {"s3cret"}
        info = await bot.gets("getWebhookInfo")
        assert (info["url"], info["last_error_message"]) == (
            url,
            "Wrong response from the webhook: 500 Internal Server Error",
        )
        await bot.gets("deleteWebhook")
        server.world.say(sara, "سه")
        assert [update["message"]["text"] for update in await bot.gets("getUpdates")][-1] == "سه"
    finally:
        await runner.cleanup()


async def test_waiting_updates_are_dropped_on_request(bot: "Bot", server: SandboxServer, sara: Chat) -> None:
    server.world.say(sara, "سلام")
    assert (await bot.gets("getWebhookInfo"))["pending_update_count"] == 2
    await bot.gets("deleteWebhook", drop_pending_updates=True)
    assert await bot.updates() == []
    server.world.say(sara, "دوباره سلام")
    assert len(await bot.updates()) == 1


async def test_a_webhook_elsewhere_is_refused(bot: "Bot") -> None:
    assert await bot.refused("setWebhook", url="https://example.org/dabir") == (
        400,
        "Bad Request: bad webhook: the sandbox delivers to this machine only",
    )
