"""The demo as `make demo` opens it, in Chromium."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.demo.run import opened
from tests.pages import new_page

PATIENCE = 20_000
"""Milliseconds that a busy machine may take to answer."""


@pytest_asyncio.fixture(loop_scope="session")
async def desk(browser: Browser, tmp_path: Path) -> AsyncIterator[Page]:
    """The page of a demo that has just been started."""
    async with opened(tmp_path) as server, new_page(browser) as page:
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        await page.goto(server.url)
        yield page
        expect.set_options(timeout=5_000)
