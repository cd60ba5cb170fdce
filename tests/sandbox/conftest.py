"""Fixtures: a sandbox on a free port, and a bot that is a plain HTTP client."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from sandbox.bale.differences import Differences
from sandbox.http.platform_face import PlatformFace
from sandbox.http.server import SandboxServer
from sandbox.world.platform_state import Chat


class Bot:
    """A bot as an HTTP client: calls methods and returns the body of the answer."""

    def __init__(self, session: aiohttp.ClientSession, face: SandboxServer | PlatformFace) -> None:
        self._session = session
        self._face = face
        self._offset = 0

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method with a JSON body."""
        async with self._session.post(self.address(method), json=params) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def gets(self, method: str, **params: Any) -> Any:
        """Make a call that must succeed; return its result."""
        answer = await self.call(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> tuple[int, str]:
        """Make a call that must be refused; return the error's code and description."""
        answer = await self.call(method, **params)
        assert not answer["ok"], answer
        return answer["error_code"], answer["description"]

    async def uploads(self, method: str, files: dict[str, tuple[str, bytes]], **params: str) -> dict[str, Any]:
        """Call a method with a multipart form; ``files`` are (name, bytes) by field."""
        # File names are not quoted, because browsers and Telegram's clients do not quote them.
        form = aiohttp.FormData(params, quote_fields=False)
        for name, (file_name, data) in files.items():
            form.add_field(name, BytesIO(data), filename=file_name)
        async with self._session.post(self.address(method), data=form) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        """Get new updates, which the next call confirms."""
        updates: list[dict[str, Any]] = await self.gets("getUpdates", offset=self._offset, **params)
        if updates:
            self._offset = updates[-1]["update_id"] + 1
        return updates

    def address(self, method: str) -> str:
        return f"{self._face.url}/bot{self._face.token}/{method}"


class Page:
    """The chat page's requests to the control API."""

    def __init__(self, session: aiohttp.ClientSession, server: SandboxServer) -> None:
        self._session = session
        self._url = server.url

    async def get(self, path: str) -> Any:
        async with self._session.get(self._url + path) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def post(self, path: str, body: Any = None) -> Any:
        status, answer = await self.tries(path, body)
        assert status == 200, answer
        return answer

    async def tries(self, path: str, body: Any = None) -> tuple[int, Any]:
        async with self._session.post(self._url + path, json={} if body is None else body) as response:
            return response.status, await response.json()


PNG = bytes.fromhex("89504e470d0a1a0a0000000d494844520000000100000001")
"""The head of a PNG of 1 by 1 pixels: the server looks at nothing else of a picture."""


@asynccontextmanager
async def bale_with(
    session: aiohttp.ClientSession, differences: Differences
) -> AsyncIterator[tuple[Bot, PlatformFace]]:
    """Start a sandbox of Bale alone with these differences; yield its bot and the platform."""
    sandbox = SandboxServer(faces=("bale",), differences=differences)
    await sandbox.start()
    yield Bot(session, sandbox.faces["bale"]), sandbox.faces["bale"]
    await sandbox.stop()


@pytest.fixture
async def server() -> AsyncIterator[SandboxServer]:
    sandbox = SandboxServer()
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as client:
        yield client


@pytest.fixture
def bot(session: aiohttp.ClientSession, server: SandboxServer) -> Bot:
    return Bot(session, server)


@pytest.fixture
def page(session: aiohttp.ClientSession, server: SandboxServer) -> Page:
    return Page(session, server)


@pytest.fixture
def on_bale(session: aiohttp.ClientSession, server: SandboxServer) -> Bot:
    """The bot on Bale, beside the one on Telegram."""
    return Bot(session, server.faces["bale"])


@pytest.fixture
def ali(server: SandboxServer) -> Chat:
    """A person who has opened the bot on Bale; the update is still in the queue."""
    world = server.faces["bale"].world
    person = world.add_person("علی", "رضایی")
    world.open_link(person)
    return person


@pytest.fixture
def sara(server: SandboxServer) -> Chat:
    """A person who has opened the bot on Telegram; the update is still in the queue."""
    person = server.world.add_person("سارا", "محمدی")
    server.world.open_link(person)
    return person


@pytest.fixture(autouse=True)
def conforms() -> None:
    """No check of the calls: these tests make wrong ones on purpose."""
