"""People of Telegram and Bale on one page: told apart, but the two accounts of one human shown as such."""

import re

import pytest
from playwright.async_api import Page, expect

from sandbox.http.server import SandboxServer
from sandbox.world.platform_state import Chat
from tests.sandbox.conftest import Bot
from tests.sandbox.page.desk import chat, row, says

BALE = "bale"


@pytest.fixture
def maryam_on_bale(server: SandboxServer, maryam: Chat) -> Chat:
    """Maryam's account on Bale, with her own phone number."""
    return server.faces[BALE].world.add_person(maryam.first_name, maryam.last_name, phone=maryam.phone)


@pytest.fixture
def ali(server: SandboxServer) -> Chat:
    """A person on Bale whose id there equals Sara's on Telegram."""
    return server.faces[BALE].world.add_person("علی", "رضایی", id=1001)


async def test_equal_ids_are_two_chats(page: Page, sara: Chat, ali: Chat, bot: Bot, on_bale: Bot) -> None:
    await row(page, "علی رضایی هنوز عضو نیست در بله").click()
    # Sara's window was the last one used.
    await expect(chat(page, ali, BALE)).to_be_visible()
    await expect(chat(page, sara)).to_have_count(0)
    await says(chat(page, ali, BALE), "سلام از بله")
    (update,) = await on_bale.updates(timeout=5)
    assert update["message"]["text"] == "سلام از بله"
    assert [update["message"]["text"] for update in await bot.updates()] == ["/start"]
    await row(page, "سارا محمدی هنوز عضو نیست در تلگرام").click()
    await expect(chat(page, sara).get_by_text("/start")).to_be_visible()
    await expect(chat(page, sara).get_by_text("سلام از بله")).to_have_count(0)


async def test_one_human_stands_on_both_side_by_side(
    page: Page, ali: Chat, maryam: Chat, maryam_on_bale: Chat, bot: Bot, on_bale: Bot
) -> None:
    await bot.updates()
    # The two accounts are neighbours in the list, although Ali's id lies between theirs.
    names = page.get_by_role("list", name="اشخاص").get_by_role("listitem")
    order = ("سارا", "مریم.*تلگرام", "مریم.*بله", "علی")
    await expect(names).to_have_text([re.compile(name) for name in order])
    await expect(names.nth(2)).to_have_class("twin-of-above")

    await chat(page, maryam).get_by_role("button", name="گفت‌وگوی همین شخص در بله").click()
    there = page.get_by_role("region", name="گفت‌وگوی مریم کاظمی در بله")
    await expect(there.get_by_label("متن پیام")).to_be_focused()
    await expect(chat(page, maryam)).to_be_visible()
    await page.keyboard.type("از بله")
    await page.keyboard.press("Enter")
    await says(page.get_by_role("region", name="گفت‌وگوی مریم کاظمی در تلگرام"), "از تلگرام")
    (update,) = await on_bale.updates(timeout=5)
    assert update["message"]["text"] == "از بله"
    (update,) = await bot.updates(timeout=5)
    assert update["message"]["text"] == "از تلگرام"


async def test_who_is_on_both_is_on_the_desk_at_first(page: Page, maryam: Chat, maryam_on_bale: Chat) -> None:
    await page.evaluate("localStorage.clear()")
    await page.reload()
    await expect(page.locator(".pane").first).to_have_attribute("data-person", f"telegram:{maryam.id}")
    await expect(page.locator(".pane").last).to_have_attribute("data-person", f"bale:{maryam_on_bale.id}")


async def test_the_list_can_hold_one_messenger_only(page: Page, ali: Chat) -> None:
    shown = page.get_by_role("list", name="اشخاص").get_by_role("button")
    await expect(shown).to_have_count(3)
    only_bale = page.get_by_role("group", name="پیام‌رسان").get_by_role("button", name="بله")
    await only_bale.press("Enter")
    await expect(shown).to_have_count(1)
    await expect(only_bale).to_be_focused()
    await expect(only_bale).to_have_attribute("aria-pressed", "true")
    # By default a newcomer joins the platform by which the list is filtered.
    await page.get_by_role("button", name="افزودن شخص").click()
    await expect(page.get_by_role("dialog").get_by_label("بله")).to_be_checked()
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="همه").click()
    await expect(shown).to_have_count(3)


async def test_a_newcomer_is_added_on_bale(page: Page, server: SandboxServer) -> None:
    await page.get_by_role("button", name="افزودن شخص").click()
    await page.get_by_label("نام", exact=True).fill("نرگس")
    await page.get_by_role("dialog").get_by_label("بله").check()
    await page.get_by_label("نام", exact=True).press("Enter")
    await expect(page.get_by_role("region", name="گفت‌وگوی نرگس در بله")).to_be_visible()
    (narges,) = server.faces[BALE].world.people()
    assert narges.first_name == "نرگس"


async def test_sara_is_brought_to_bale_with_her_number(page: Page, server: SandboxServer, sara: Chat) -> None:
    menu = chat(page, sara).get_by_role("button", name="کارهای این گفت‌وگو")
    await menu.click()
    await page.get_by_role("menuitem", name="افزودن همین شخص به بله").click()
    await expect(page.get_by_role("region", name="گفت‌وگوی سارا محمدی در بله")).to_be_visible()
    await expect(chat(page, sara)).to_be_visible()
    (there,) = server.faces[BALE].world.people()
    assert (there.first_name, there.last_name, there.phone) == ("سارا", "محمدی", sara.phone)
    await menu.click()
    await expect(page.get_by_role("menuitem", name="افزودن همین شخص")).to_have_count(0)


async def test_a_link_to_the_other_messenger_leads_whoever_is_there_straight_on(
    page: Page, server: SandboxServer, maryam: Chat, maryam_on_bale: Chat, bot: Bot, on_bale: Bot
) -> None:
    server.world.open_link(maryam)
    await bot.gets(
        "sendMessage",
        chat_id=maryam.id,
        text="این پیام نام و شمارهٔ همراه دارد.",
        reply_markup={"inline_keyboard": [[{"text": "ادامه در بله", "url": "https://ble.ir/dabir_bale_bot"}]]},
    )
    # The page hears of Bale's people by another stream than of Telegram's messages.
    await expect(row(page, "مریم کاظمی هنوز عضو نیست در بله")).to_be_visible()
    await chat(page, maryam).get_by_role("button", name="ادامه در بله").click()
    await expect(chat(page, maryam_on_bale, BALE).get_by_text("/start")).to_be_visible()
    await expect(chat(page, maryam)).to_be_visible()
    (update,) = await on_bale.updates(timeout=5)
    assert update["message"]["text"] == "/start"


async def test_an_invitation_asks_who_opens_it_though_its_reader_is_there(
    page: Page, server: SandboxServer, maryam: Chat, maryam_on_bale: Chat, bot: Bot, on_bale: Bot
) -> None:
    server.world.open_link(maryam)
    links = ("https://ble.ir/dabir_bale_bot?start=INV7", "https://t.me/dabir_sandbox_bot")
    await bot.gets("sendMessage", chat_id=maryam.id, text="\n".join(links))
    await expect(row(page, "مریم کاظمی هنوز عضو نیست در بله")).to_be_visible()
    for link in links:
        await chat(page, maryam).get_by_role("button", name=link).click()
        await expect(page.get_by_role("dialog").get_by_role("button", name="شخص تازه")).to_be_visible()
        await page.keyboard.press("Escape")
    assert await on_bale.updates() == []


async def test_an_invitation_on_bale_is_opened_by_a_newcomer_or_by_the_reader_herself(
    page: Page, server: SandboxServer, sara: Chat, ali: Chat, bot: Bot, on_bale: Bot
) -> None:
    await bot.gets("sendMessage", chat_id=sara.id, text="پیوند دعوت: https://ble.ir/dabir_bale_bot?start=INV7")
    link = chat(page, sara).get_by_role("button", name="https://ble.ir/")
    dialog = page.get_by_role("dialog")
    # The page hears of Bale's people by another stream than of Telegram's messages.
    await expect(row(page, "علی رضایی هنوز عضو نیست در بله")).to_be_visible()
    await link.click()
    # Only those of Bale are asked, and Sara, who is not there yet, first.
    await expect(dialog.locator(".option")).to_have_text(
        [re.compile("سارا محمدی.*به بله افزوده می‌شود"), re.compile("شخص تازه"), re.compile("علی رضایی")]
    )
    await dialog.get_by_role("button", name="علی رضایی").click()
    (update,) = await on_bale.updates(timeout=5)
    assert (update["message"]["text"], update["message"]["from"]["id"]) == ("/start INV7", ali.id)
    await row(page, "سارا محمدی هنوز عضو نیست در تلگرام").click()
    await link.click()
    await page.keyboard.press("Enter")
    (update,) = await on_bale.updates(timeout=5)
    assert (update["message"]["text"], update["message"]["from"]["first_name"]) == ("/start INV7", "سارا")
    assert [person.phone for person in server.faces[BALE].world.people()].count(sara.phone) == 1


async def test_bales_markdown_is_shown_as_a_client_shows_it(
    page: Page, ali: Chat, on_bale: Bot, server: SandboxServer
) -> None:
    server.faces[BALE].world.open_link(ali)
    await row(page, "علی رضایی").click()
    text = "*مصوبهٔ ۳* و _مهلت_\n[راهنما](https://example.org/)\n```[متن کامل]آمار محلات داده شود.```"
    await on_bale.gets("sendMessage", chat_id=ali.id, text=text)
    bubble = chat(page, ali, BALE).get_by_role("article").last
    await expect(bubble.locator("strong").first).to_have_text("مصوبهٔ ۳")
    await expect(bubble.locator("em")).to_have_text("مهلت")
    await expect(bubble.get_by_role("link", name="راهنما")).to_have_attribute("href", "https://example.org/")
    body = bubble.get_by_text("آمار محلات داده شود.")
    await expect(body).to_be_hidden()
    title = bubble.locator("summary", has_text="متن کامل")
    await title.press("Enter")
    await expect(body).to_be_visible()
    await title.click()
    await expect(body).to_be_hidden()


@pytest.mark.parametrize("old", [False, True])
async def test_an_old_client_of_bale_shows_no_answer_to_a_tap(
    page: Page, server: SandboxServer, ali: Chat, on_bale: Bot, old: bool
) -> None:
    ali.old_client = old
    server.faces[BALE].world.open_link(ali)
    await row(page, "علی رضایی").click()
    keyboard = {"inline_keyboard": [[{"text": "ثبت گزارش", "callback_data": "report:1"}]]}
    await on_bale.updates()
    await on_bale.gets("sendMessage", chat_id=ali.id, text="مصوبهٔ ۳", reply_markup=keyboard)
    key = chat(page, ali, BALE).get_by_role("button", name="ثبت گزارش")
    await key.click()
    (update,) = await on_bale.updates(timeout=5)
    query = update["callback_query"]["id"]
    assert query.startswith("1") == old
    await on_bale.gets("answerCallbackQuery", callback_query_id=query, text="ثبت شد.")
    await expect(key).not_to_have_attribute("aria-busy", "true")
    await expect(page.get_by_text("ثبت شد.")).to_have_count(0 if old else 1)


async def test_what_is_one_humans_and_which_link_starts_which_bot(page: Page) -> None:
    twins = await page.evaluate("""async () => {
        const { twinsOf, byHuman } = await import("/static/js/base/twins.js");
        const one = (id, platform, first_name, phone) => ({ id, platform, first_name, last_name: "", phone });
        const people = [
            one("sara", "telegram", "سارا", "1"), one("ali", "telegram", "علی", "2"),
            one("ali there", "bale", "علی", "9"), one("ms sara", "bale", "خانم سارا", "1"),
            one("sara 2", "bale", "سارا", "8"),
        ];
        const found = [twinsOf(people[0], people), twinsOf(people[1], people), byHuman(people)];
        return found.map((all) => all.map(({ id }) => id));
    }""")
    # The phone number decides before the name.
    assert twins == [["ms sara"], ["ali there"], ["sara", "ms sara", "ali", "ali there", "sara 2"]]
    links = await page.evaluate("""async () => {
        const { botLink } = await import("/static/js/chat/links.js");
        return [
            "https://t.me/dabir_sandbox_bot?start=a", "https://ble.ir/Dabir_Bale_Bot?start=b",
            "https://ble.ir/dabir_bale_bot", "https://t.me/dabir_bale_bot", "https://ble.ir/dabir_bale_bot/more",
            "https://example.org/dabir_bale_bot", "no",
        ].map(botLink);
    }""")
    assert links == [
        {"platform": "telegram", "payload": "a"},
        {"platform": "bale", "payload": "b"},
        {"platform": "bale", "payload": ""},
        *[None] * 4,
    ]


async def test_on_a_phone_the_other_account_is_a_tap_away(page: Page, server: SandboxServer) -> None:
    name = ("سیده‌فاطمه‌زهرا", "موسوی‌نژاد بجنوردی خراسانی")
    long = server.world.add_person(*name)
    server.faces[BALE].world.add_person(*name, phone=long.phone)
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.locator(".pane.active").get_by_title("برگزیدن شخصی دیگر").click()
    await row(page, f"{' '.join(name)} هنوز عضو نیست در تلگرام").click()
    await expect(chat(page, long)).to_be_visible()
    await chat(page, long).get_by_role("button", name="گفت‌وگوی همین شخص در بله").click()
    await expect(chat(page, long)).to_be_hidden()
    await expect(page.get_by_role("region", name="در بله").get_by_role("button", name="شروع گفت‌وگو")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
