"""The connection of each platform, with an address, a token, a proxy and rates of its own."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.platforms.connect import connect
from bot.settings.config import Config
from sandbox.http.server import SandboxServer

TOKEN = "123456789:" + "Sara" * 9


class Proxy:
    """An HTTP proxy that answers in the platform's place, and remembers the requests."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        # A proxy gets the whole address.
        self.asked.append(request.path_qs if request.path_qs.startswith("http") else str(request.url))
        return web.json_response({"ok": True, "result": {"id": 1, "username": "behind_the_proxy"}})


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    made, app = Proxy(), web.Application()
    app.router.add_route("*", "/{path:.*}", made.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


async def test_a_platforms_proxy_sees_nothing_of_another_platform(proxy: Proxy) -> None:
    server = SandboxServer(faces=("bale",))
    await server.start()
    config = Config.model_validate(
        {
            "telegram": {"token": TOKEN, "base_url": "http://telegram.invalid", "proxy": proxy.url},
            "bale": {"token": server.token, "base_url": server.faces["bale"].url},
        }
    )
    connected = connect(config)
    for one in connected.values():
        await one.open()
    try:
        assert await connected["telegram"].platform.identify() == "behind_the_proxy"
        assert await connected["bale"].platform.identify() == server.faces["bale"].username
    finally:
        for one in connected.values():
            await one.close()
        await server.stop()
    assert proxy.asked == [f"http://telegram.invalid/bot{TOKEN}/getMe"]


def test_what_is_not_set_up_is_not_connected_and_rates_are_each_ones_own() -> None:
    limits = {"telegram_per_second": 25, "bale_per_second": 7, "bale_chat_burst": 2}
    alone = connect(Config.model_validate({"bale": {"token": TOKEN}, "limits": limits}))
    assert {name: one.platform.name for name, one in alone.items()} == {"bale": "bale"}
    assert (alone["bale"].platform.capabilities.per_second, alone["bale"].platform.capabilities.chat_burst) == (7, 2)
    both = connect(Config.model_validate({"bale": {"token": TOKEN}, "telegram": {"token": TOKEN}, "limits": limits}))
    assert {name: one.platform.capabilities.per_second for name, one in both.items()} == {"telegram": 25, "bale": 7}
