"""Conversations with a bot on the page, shown as a messenger would show them."""

from playwright.async_api import Page, Route, expect

from sandbox.http.server import SandboxServer
from sandbox.world.platform_state import Chat
from tests.sandbox.conftest import Bot
from tests.sandbox.page.desk import chat, says


async def test_a_newcomer_is_told_what_to_do_first(page: Page, maryam: Chat, bot: Bot) -> None:
    await bot.updates()
    await chat(page, maryam).get_by_role("button", name="شروع گفت‌وگو").click()
    await expect(chat(page, maryam).get_by_role("article")).to_have_count(1)
    (update,) = await bot.updates(timeout=5)
    assert update["message"]["text"] == "/start"


async def test_sara_writes_taps_and_sees_edits_and_deletions_at_once(page: Page, sara: Chat, bot: Bot) -> None:
    pane = chat(page, sara)
    await bot.updates()
    await says(pane, "سلام")
    (update,) = await bot.updates(timeout=5)
    assert update["message"]["text"] == "سلام"

    sent = await bot.gets(
        "sendMessage",
        chat_id=sara.id,
        text="<b>یادآوری</b>\nمهلت: ۲۷ مهر",
        parse_mode="HTML",
        reply_markup={"inline_keyboard": [[{"text": "ثبت گزارش", "callback_data": "report:1"}]]},
    )
    await expect(pane.locator("strong", has_text="یادآوری")).to_be_visible()
    key = pane.get_by_role("button", name="ثبت گزارش")
    await key.click()
    await expect(key).to_have_attribute("aria-busy", "true")
    (update,) = await bot.updates(timeout=5)
    query = update["callback_query"]
    assert query["data"] == "report:1"
    await bot.gets("answerCallbackQuery", callback_query_id=query["id"], text="ثبت شد.")
    await expect(page.get_by_text("ثبت شد.")).to_be_visible()
    await expect(key).not_to_have_attribute("aria-busy", "true")

    await bot.gets("editMessageText", chat_id=sara.id, message_id=sent["message_id"], text="پیشرفت چند درصد است؟")
    await expect(pane.get_by_text("پیشرفت چند درصد است؟")).to_be_visible()
    await expect(pane.get_by_text("مهلت: ۲۷ مهر")).to_be_hidden()
    await expect(pane.get_by_text("ویرایش‌شده")).to_be_visible()
    await bot.gets("deleteMessage", chat_id=sara.id, message_id=sent["message_id"])
    await expect(pane.get_by_text("پیشرفت چند درصد است؟")).to_be_hidden()


async def test_a_button_copies_a_code(page: Page, sara: Chat, bot: Bot) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await bot.updates()
    keyboard = {"inline_keyboard": [[{"text": "رونوشت", "copy_text": {"text": "4821 7730"}}]]}
    await bot.gets("sendMessage", chat_id=sara.id, text="کد شما: 4821 7730", reply_markup=keyboard)
    await chat(page, sara).get_by_role("button", name="رونوشت").click()
    await page.wait_for_function("async () => await navigator.clipboard.readText() === '4821 7730'")
    assert await bot.updates() == []


async def test_an_alert_stays_until_it_is_acknowledged(page: Page, sara: Chat, bot: Bot) -> None:
    keyboard = {"inline_keyboard": [[{"text": "فاقد عملکرد", "callback_data": "nothing:1"}]]}
    await bot.updates()
    await bot.gets("sendMessage", chat_id=sara.id, text="مصوبهٔ ۱۳", reply_markup=keyboard)
    await chat(page, sara).get_by_role("button", name="فاقد عملکرد").click()
    (update,) = await bot.updates(timeout=5)
    await bot.gets(
        "answerCallbackQuery",
        callback_query_id=update["callback_query"]["id"],
        text="پیش از این پاسخ داده شده است.",
        show_alert=True,
    )
    alert = page.get_by_role("alertdialog")
    await expect(alert.get_by_text("پیش از این پاسخ داده شده است.")).to_be_visible()
    await alert.get_by_role("button", name="متوجه شدم").press("Enter")
    await expect(alert).to_be_hidden()


async def test_an_invitation_in_maryams_chat_is_opened_as_somebody_else(
    page: Page, server: SandboxServer, sara: Chat, maryam: Chat, bot: Bot
) -> None:
    server.world.open_link(maryam)
    await bot.updates()
    await bot.gets("sendMessage", chat_id=maryam.id, text="پیوند دعوت: https://t.me/dabir_sandbox_bot?start=INV7")
    await chat(page, maryam).get_by_role("button", name="https://t.me/").click()
    await page.get_by_role("dialog").get_by_role("button", name="شخص تازه").click()
    await page.get_by_label("نام", exact=True).fill("حسین")
    await page.get_by_label("نام", exact=True).press("Enter")

    (update,) = await bot.updates(timeout=5)
    assert update["message"]["text"] == "/start INV7"
    assert update["message"]["from"]["first_name"] == "حسین"
    await expect(page.get_by_role("region", name="گفت‌وگوی حسین").get_by_text("/start INV7")).to_be_visible()
    await expect(chat(page, maryam)).to_be_visible()
    await expect(chat(page, sara)).to_have_count(0)


async def test_the_reply_keyboard_speaks_and_shares_the_own_number(page: Page, sara: Chat, bot: Bot) -> None:
    rows = [[{"text": "بدون نامه"}], [{"text": "ارسال شماره", "request_contact": True}]]
    await bot.updates()
    await bot.gets("sendMessage", chat_id=sara.id, text="شماره", reply_markup={"keyboard": rows})
    keys = chat(page, sara).get_by_role("group", name="صفحه‌کلید دبیر")
    await keys.get_by_role("button", name="بدون نامه").click()
    await keys.get_by_role("button", name="ارسال شماره").click()
    await expect(chat(page, sara).get_by_role("article").last).to_contain_text("سارا محمدی")
    words, contact = await bot.updates(timeout=5)
    assert words["message"]["text"] == "بدون نامه"
    assert contact["message"]["contact"]["user_id"] == sara.id

    await bot.gets("sendMessage", chat_id=sara.id, text="ممنونم", reply_markup={"remove_keyboard": True})
    await expect(keys).to_be_hidden()


async def test_what_was_not_sent_stays_in_the_field(page: Page, sara: Chat) -> None:
    pane = chat(page, sara)
    await page.route("**/api/chats/*/text", lambda route: route.abort())
    await says(pane, "گزارش بلندی که نباید از دست برود")
    await expect(page.get_by_text("ارتباط با محیط آزمایشی برقرار نشد")).to_be_visible()
    await expect(pane.get_by_label("متن پیام")).to_have_value("گزارش بلندی که نباید از دست برود")


async def test_after_a_break_every_message_is_there_once(
    page: Page, server: SandboxServer, sara: Chat, bot: Bot
) -> None:
    pane = chat(page, sara)
    await expect(pane.get_by_role("article")).to_have_count(1)
    server._control.stop()
    await expect(page.get_by_text("ارتباط قطع شد")).to_be_visible()
    sent = [await bot.gets("sendMessage", chat_id=sara.id, text=f"پیام {number}") for number in range(3)]
    await bot.gets("deleteMessage", chat_id=sara.id, message_id=sent[0]["message_id"])
    await expect(page.get_by_text("ارتباط قطع شد")).to_be_hidden(timeout=10_000)
    await expect(pane.get_by_role("article")).to_have_count(3)
    await bot.gets("sendMessage", chat_id=sara.id, text="پس از اتصال")
    await expect(pane.get_by_text("پس از اتصال")).to_have_count(1)
    await expect(pane.get_by_role("article")).to_have_count(4)


async def test_a_reader_above_is_not_pulled_down_and_older_messages_come(
    page: Page, server: SandboxServer, sara: Chat, bot: Bot
) -> None:
    for number in range(120):
        server.world.say(sara, f"پیام شمارهٔ {number}")
    await page.reload()
    pane = chat(page, sara)
    log = pane.locator(".log")
    await expect(pane.get_by_text("پیام شمارهٔ 119", exact=True)).to_be_in_viewport()
    await expect(pane.get_by_text("پیام شمارهٔ 3", exact=True)).to_have_count(0)
    await log.evaluate("log => { log.scrollTop = 0 }")
    await expect(pane.get_by_text("پیام شمارهٔ 30", exact=True)).to_have_count(1)
    await log.evaluate("log => { log.scrollTop = 0 }")
    await expect(pane.get_by_text("پیام شمارهٔ 3", exact=True)).to_have_count(1)
    await bot.gets("sendMessage", chat_id=sara.id, text="خبر تازه")
    await expect(pane.get_by_text("خبر تازه")).not_to_be_in_viewport()
    await pane.get_by_role("button", name="۱ پیام تازه").click()
    await expect(pane.get_by_text("خبر تازه")).to_be_in_viewport()


async def test_words_never_become_markup(page: Page, sara: Chat, bot: Bot) -> None:
    pane = chat(page, sara)
    text = "<img src=x onerror=alert(1)> و 😀 سلام"
    start = len(text[: text.index("سلام")].encode("utf-16-le")) // 2
    entities = [
        {"type": "italic", "offset": start, "length": 4},
        {"type": "bold", "offset": start, "length": 2},
        {"type": "text_link", "offset": 0, "length": 4, "url": "http://example.org/"},
    ]
    await bot.gets("sendMessage", chat_id=sara.id, text=text, entities=entities)
    bubble = pane.get_by_role("article").last
    await expect(bubble).to_contain_text(text)
    await expect(bubble.locator("img")).to_have_count(0)
    await expect(bubble.locator("em")).to_have_text("سلام")
    await expect(bubble.locator("em strong")).to_have_text("سل")
    await expect(bubble.get_by_role("link")).to_have_attribute("rel", "noopener noreferrer")
    opened = await page.evaluate("""async () => {
        const { safeLink } = await import("/static/js/chat/links.js");
        return ["javascript:alert(1)", "data:text/html,x", "https://example.org/"].map(safeLink);
    }""")
    assert opened == [None, None, "https://example.org/"]


async def test_sara_blocks_the_bot_and_takes_it_back(page: Page, server: SandboxServer, sara: Chat) -> None:
    pane = chat(page, sara)
    await pane.get_by_role("button", name="کارهای این گفت‌وگو").click()
    await page.get_by_role("menuitem", name="مسدود کردن دبیر").click()
    await expect(pane.get_by_label("متن پیام")).to_be_hidden()
    assert server.world.person(sara.id).blocked
    await pane.get_by_role("button", name="رفع مسدودی").click()
    await expect(pane.get_by_label("متن پیام")).to_be_visible()
    assert not server.world.person(sara.id).blocked


async def test_what_happens_while_a_page_is_on_its_way_is_not_lost(
    page: Page, server: SandboxServer, sara: Chat, maryam: Chat, bot: Bot
) -> None:
    pane = chat(page, sara)
    server.world.open_link(maryam)
    sent = await bot.gets("sendMessage", chat_id=sara.id, text="نخست")
    await expect(pane.get_by_text("نخست")).to_be_visible()

    async def answer_late(route: Route) -> None:
        page_of_before = await route.fetch()
        await bot.gets("editMessageText", chat_id=sara.id, message_id=sent["message_id"], text="دوم")
        await bot.gets("sendMessage", chat_id=sara.id, text="سوم")
        # Events come in order: after Maryam's arrived, Sara's have, too.
        await bot.gets("sendMessage", chat_id=maryam.id, text="چهارم")
        await expect(chat(page, maryam).get_by_text("چهارم")).to_be_visible()
        await route.fulfill(response=page_of_before)

    await page.route(f"**/api/chats/telegram:{sara.id}?*", answer_late, times=1)
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(pane.get_by_text("سوم")).to_be_visible()
    await expect(pane.get_by_text("دوم")).to_be_visible()
    await expect(pane.get_by_text("نخست")).to_be_hidden()
