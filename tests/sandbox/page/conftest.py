"""Fixtures: the chat page in Chromium with Sara on the right and Maryam on the left; the test plays the bot."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Page, async_playwright, expect

from sandbox.http.server import SandboxServer
from sandbox.world.platform_state import Chat
from tests.sandbox.page.desk import chat

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START = datetime(2019, 10, 5, 14, 30, tzinfo=UTC)  # 1398/07/13 18:00 in Tehran


class Secretariat:
    """A host program that knows Maryam's role and remembers each move of the clock."""

    def __init__(self) -> None:
        self.moves: list[datetime] = []

    async def clock_moved(self, now: datetime) -> None:
        self.moves.append(now)

    async def next_due(self) -> datetime | None:
        """Eleven days after the start, once."""
        return None if self.moves else START + timedelta(days=11)

    async def role_of(self, user: str) -> str | None:
        return "کارشناس دبیرخانه" if user == "telegram:1002" else None


@pytest.fixture
def host() -> Secretariat:
    return Secretariat()


@pytest.fixture
async def server(host: Secretariat) -> AsyncIterator[SandboxServer]:
    sandbox = SandboxServer(host_app=host, start=START)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
def maryam(server: SandboxServer, sara: Chat) -> Chat:
    """The secretary; she comes after Sara and has not opened the bot."""
    assert sara.id == 1001
    return server.world.add_person("مریم", "کاظمی")


@pytest.fixture
async def page(chromium: str, server: SandboxServer, maryam: Chat) -> AsyncIterator[Page]:
    """The page with Sara on the right and Maryam on the left; an error in its scripts fails the test."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1440, "height": 900}, locale="fa-IR")
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        await page.goto(server.url)
        await expect(chat(page, maryam)).to_be_visible()
        yield page
        await browser.close()
        assert not errors
        assert all(url.startswith((server.url, "blob:")) for url in asked), "the page asked somebody else"
