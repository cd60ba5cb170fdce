"""The demo as `make demo` opens it, in Chromium."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.demo.run import opened
from tests.sandbox.page.conftest import FLAGS

PATIENCE = 20_000
"""Milliseconds that a busy machine may take to answer."""


@pytest.fixture
async def desk(chromium: str, tmp_path: Path) -> AsyncIterator[Page]:
    """The page of a demo that has just been started; an error in its scripts fails the test."""
    async with opened(tmp_path) as server, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1440, "height": 900}, locale="fa-IR")
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(server.url)
        yield page
        expect.set_options(timeout=5_000)
        await browser.close()
        assert not errors
