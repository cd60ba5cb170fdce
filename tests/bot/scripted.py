"""A Bot API server with scripted answers, for answers that no sandbox gives; it remembers the calls."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from aiohttp import web

from bot.platforms.base import Capabilities
from bot.platforms.botapi import BotApi
from bot.platforms.transport import ApiClient, Connections
from tests.conformance.judge import Judge
from tests.conformance.watch import JUDGES

TOKEN = "420000000:secretsecretsecretsecretsecretsecret"
Adapter = TypeVar("Adapter", bound=BotApi)
SENT = {"ok": True, "result": {"message_id": 7}}


class Scripted:
    """A server that answers with ``answers``, the last one again and again: a body, or a status with one.

    ``calls`` are (method, parameters), a file as its name; ``complaints`` are the faults that ``judge`` finds in them.
    """

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self.complaints: list[str] = []
        self.answers: list[Any] = [SENT]
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.url = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method, form = request.match_info["method"], request.content_type != "application/json"
        if form:
            fields = await request.post()
            params = {name: getattr(value, "filename", value) for name, value in fields.items()}
        else:
            params = await request.json()
        self.calls.append((method, params))
        if not request.path.startswith("/file/"):
            self.complaints += self._judge.complaints(method, params, form)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        status, body = answer if isinstance(answer, tuple) else (200, answer)
        words = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        return web.Response(status=status, text=words, content_type="text/plain")


@asynccontextmanager
async def served(
    kind: type[Adapter], capabilities: Capabilities, *, small_calls: bool = True
) -> AsyncIterator[tuple[Adapter, Scripted]]:
    """An adapter and the server that it calls; every call has to be right by its platform's description."""
    scripted, app = Scripted(JUDGES[kind.name]), web.Application(client_max_size=2**25)
    pool = Connections(timeout=2, small_calls=small_calls)
    app.router.add_route("*", "/bot{token}/{method}", scripted.handle)
    app.router.add_route("*", "/file/bot{token}/{method:.*}", scripted.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    scripted.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    await pool.open()
    client = ApiClient(TOKEN, scripted.url, pool)
    try:
        yield kind(client, client, capabilities), scripted
    finally:
        await pool.close()
        await runner.cleanup()
    assert scripted.complaints == []
