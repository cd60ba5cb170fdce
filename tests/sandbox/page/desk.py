"""Locators of the page's parts: panes and rows."""

from playwright.async_api import Locator, Page

from sandbox.world.platform_state import Chat


def chat(page: Page, person: Chat, on: str = "telegram") -> Locator:
    """The pane that shows the person's conversation on that messenger."""
    return page.locator(f'.pane[data-person="{on}:{person.id}"]')


def row(page: Page, name: str) -> Locator:
    """A row of the list of people, by its accessible name: «علی رضایی هنوز عضو نیست در بله»."""
    return page.get_by_role("list", name="اشخاص").get_by_role("button", name=name)


async def says(pane: Locator, text: str) -> None:
    await pane.get_by_label("متن پیام").fill(text)
    await pane.get_by_label("متن پیام").press("Enter")
