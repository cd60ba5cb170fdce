"""How a test finds its way about the page."""

from playwright.async_api import Locator, Page

from sandbox.records import Chat


def chat(page: Page, person: Chat) -> Locator:
    """The pane that shows the person's conversation."""
    return page.locator(f'.pane[data-person="telegram:{person.id}"]')


async def says(pane: Locator, text: str) -> None:
    await pane.get_by_label("متن پیام").fill(text)
    await pane.get_by_label("متن پیام").press("Enter")
