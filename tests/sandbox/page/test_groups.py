"""A group on the page: made of everybody on a messenger, written in by any of its members, answered by the bot."""

from playwright.async_api import Page, expect

from sandbox.world.platform_state import Chat
from tests.sandbox.conftest import Bot
from tests.sandbox.page.desk import chat, row, says


async def test_two_members_write_in_a_group_and_the_bot_answers_there(page: Page, sara: Chat, bot: Bot) -> None:
    await bot.updates()
    await page.get_by_role("button", name="افزودن گروه").click()
    await page.get_by_label("نام گروه").fill("کارگروه اشتغال")
    await page.get_by_role("dialog").get_by_role("button", name="افزودن", exact=True).click()
    (added,) = await bot.updates(timeout=5)
    group = added["my_chat_member"]["chat"]
    assert (group["type"], group["title"]) == ("supergroup", "کارگروه اشتغال")

    pane = page.locator(f'.pane[data-person="telegram:{group["id"]}"]')
    await expect(pane.get_by_text("گروه با ۲ عضو")).to_be_visible()
    await says(pane, "/group")
    await pane.get_by_label("نویسندهٔ پیام").select_option(label="مریم کاظمی")
    await says(pane, "من هم هستم.")
    await expect(pane.get_by_role("article")).to_have_count(2)
    first, second = [update["message"] for update in await bot.updates(timeout=5)]
    assert (first["text"], first["from"]["id"], first["chat"]["id"]) == ("/group", sara.id, group["id"])
    assert second["from"]["first_name"] == "مریم"
    await bot.gets("sendMessage", chat_id=group["id"], text="این گروه متصل شد.")
    await expect(pane.get_by_text("این گروه متصل شد.")).to_be_visible()
    await expect(pane.locator(".forwarded").get_by_text("مریم")).to_be_visible()

    await page.reload()
    await row(page, "کارگروه اشتغال").click()
    await expect(pane.get_by_text("من هم هستم.")).to_be_visible()
    await row(page, "سارا").click()
    await expect(chat(page, sara)).to_be_visible()
