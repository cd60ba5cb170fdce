"""One person of the demo, who reads, writes and taps as one does on the page."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Locator, Page, expect


@dataclass(frozen=True, slots=True)
class Someone:
    """A person by the name that stands in the list of people, on one messenger."""

    page: Page
    name: str
    on: str = "تلگرام"

    @property
    def pane(self) -> Locator:
        """The chat, wherever on the desk it stands."""
        return self.page.get_by_role("region", name=f"گفت‌وگوی {self.name} در {self.on}")

    @property
    def row(self) -> Locator:
        """The place in the list of people, read out as name, role and messenger."""
        name = re.compile(f"^{self.name} .* در {self.on}")
        return self.page.get_by_role("list", name="اشخاص").get_by_role("button", name=name)

    async def enters(self) -> None:
        """Comes to the desk, into the window that was used last."""
        await self.row.click()
        await expect(self.pane).to_be_visible()

    async def says(self, text: str) -> None:
        field = self.pane.get_by_label("متن پیام")
        await field.fill(text)
        await field.press("Enter")

    async def taps(self, label: str, *, begins: bool = False, first: bool = False) -> None:
        """Presses the newest button of this label, or of one that ``begins`` so; ``first`` of the newest message."""
        keys = self.pane.get_by_role("group", name="دکمه‌های پیام")
        if first:
            await keys.last.get_by_role("button", name=re.compile(rf"^\s*{re.escape(label)}")).first.click()
            return
        name = re.compile(rf"^\s*{re.escape(label)}") if begins else label
        await keys.get_by_role("button", name=name, exact=True).last.click()

    async def sees(self, words: str) -> None:
        """Waits until the words stand in the chat."""
        await expect(self.pane.get_by_role("article").filter(has_text=words).last).to_be_visible()

    async def sends(self, kind: str, file: Any) -> None:
        """Attaches a file as ``kind``, «عکس» or «پرونده»; ``file`` is a path or what Playwright takes for one."""
        async with self.page.expect_file_chooser() as chooser:
            await self.pane.get_by_role("button", name="پیوست", exact=True).click()
            await self.page.get_by_role("menuitem", name=kind).click()
        await (await chooser.value).set_files(file)
        await self.page.get_by_role("dialog").get_by_role("button", name="ارسال", exact=True).click()
        await expect(self.page.get_by_role("dialog")).to_be_hidden()

    async def downloads(self, name: str) -> Path:
        """Take the newest file in the chat whose name begins so."""
        async with self.page.expect_download() as coming:
            await self.pane.get_by_role("link", name=re.compile(f"^دریافت پروندهٔ {name}")).last.click()
        return await (await coming.value).path()
