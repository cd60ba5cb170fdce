"""Photos, files and places, sent and received through the page."""

import base64
from typing import Any

from playwright.async_api import Page, expect

from sandbox.world.platform_state import Chat
from tests.sandbox.conftest import Bot
from tests.sandbox.page.desk import chat

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def test_photos_make_an_album_that_opens_large(page: Page, sara: Chat, bot: Bot) -> None:
    pane = chat(page, sara)
    await bot.updates()
    async with page.expect_file_chooser() as chooser:
        await pane.get_by_role("button", name="پیوست").click()
        await page.get_by_role("menuitem", name="عکس").click()
    pictures: list[Any] = [{"name": f"{n}.png", "mimeType": "image/png", "buffer": PIXEL} for n in range(3)]
    await (await chooser.value).set_files(pictures)
    await page.get_by_label("شرح").fill("بازدید از محل")
    await page.get_by_role("button", name="ارسال", exact=True).click()

    album = pane.get_by_role("button", name="نمایش بزرگ")
    await expect(album).to_have_count(3)
    updates = await bot.updates(timeout=5)
    assert len({update["message"]["media_group_id"] for update in updates}) == 1
    assert [update["message"].get("caption") for update in updates] == ["بازدید از محل", None, None]
    await album.nth(2).click()
    await expect(page.get_by_role("dialog").get_by_text("۳ از ۳")).to_be_visible()
    await page.keyboard.press("ArrowLeft")
    await expect(page.get_by_role("dialog").get_by_text("۱ از ۳")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_a_document_goes_both_ways(page: Page, sara: Chat, bot: Bot) -> None:
    pane = chat(page, sara)
    await bot.updates()
    async with page.expect_file_chooser() as chooser:
        await pane.get_by_role("button", name="پیوست").click()
        await page.get_by_role("menuitem", name="پرونده").click()
    await (await chooser.value).set_files({"name": "نامه.pdf", "mimeType": "application/pdf", "buffer": b"%PDF" * 400})
    await page.get_by_role("button", name="ارسال", exact=True).click()
    await expect(pane.get_by_role("link", name="نامه.pdf")).to_contain_text("۱٫۶ کیلوبایت")
    (update,) = await bot.updates(timeout=5)
    assert update["message"]["document"]["file_name"] == "نامه.pdf"

    await bot.uploads("sendDocument", {"document": ("جدول.xlsx", b"PK" * 10)}, chat_id=str(sara.id))
    link = pane.get_by_role("link", name="جدول.xlsx")
    async with page.expect_download() as download:
        await link.click()
    assert (await (await download.value).path()).read_bytes() == b"PK" * 10


async def test_a_place_can_be_typed_in_persian_digits(page: Page, sara: Chat, bot: Bot) -> None:
    await bot.updates()
    await chat(page, sara).get_by_role("button", name="پیوست").click()
    await page.get_by_role("menuitem", name="موقعیت مکانی").click()
    await page.get_by_label("عرض جغرافیایی").fill("۳۶٫۲۹")
    await page.get_by_label("طول جغرافیایی").fill("۵۹٫۶")
    await page.get_by_role("button", name="ارسال موقعیت").click()
    await expect(chat(page, sara).get_by_text("عرض ۳۶٫۲۹۰۰، طول ۵۹٫۶۰۰۰")).to_be_visible()
    (update,) = await bot.updates(timeout=5)
    assert update["message"]["location"] == {"latitude": 36.29, "longitude": 59.6}


async def test_a_sticker_is_sent(page: Page, sara: Chat, bot: Bot) -> None:
    await bot.updates()
    await chat(page, sara).get_by_role("button", name="پیوست").click()
    await page.get_by_role("menuitem", name="برچسب").click()
    await expect(chat(page, sara).get_by_alt_text("برچسب")).to_be_visible()
    (update,) = await bot.updates(timeout=5)
    assert "sticker" in update["message"]


async def test_without_a_microphone_a_sound_file_is_chosen(page: Page, sara: Chat, bot: Bot) -> None:
    pane = chat(page, sara)
    await bot.updates()
    async with page.expect_file_chooser() as chooser:
        await pane.get_by_role("button", name="ضبط پیام صوتی").click()
    await (await chooser.value).set_files({"name": "a.ogg", "mimeType": "audio/ogg", "buffer": b"OggS" * 90})
    await expect(pane.get_by_role("button", name="پخش پیام صوتی")).to_be_visible()
    (update,) = await bot.updates(timeout=5)
    assert update["message"]["voice"]["mime_type"] == "audio/ogg"


async def test_a_file_can_be_dropped_and_one_of_two_left_out(page: Page, sara: Chat, bot: Bot) -> None:
    pane = chat(page, sara)
    await bot.updates()
    files = await page.evaluate_handle("""() => {
        const carried = new DataTransfer();
        carried.items.add(new File(["one"], "one.txt", { type: "text/plain" }));
        carried.items.add(new File(["two"], "two.txt", { type: "text/plain" }));
        return carried;
    }""")
    await pane.dispatch_event("dragover", {"dataTransfer": files})
    await pane.dispatch_event("drop", {"dataTransfer": files})
    await page.get_by_role("button", name="برداشتن one.txt").click()
    await page.get_by_role("button", name="ارسال", exact=True).click()
    await expect(pane.get_by_role("link", name="two.txt")).to_be_visible()
    (update,) = await bot.updates(timeout=5)
    assert update["message"]["document"]["file_name"] == "two.txt"
