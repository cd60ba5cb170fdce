"""The desk around the chats: people, clock, keyboard, a phone, dates."""

from datetime import UTC, date, datetime, timedelta

import jdatetime
import pytest
from playwright.async_api import Page, expect

from sandbox.http.server import SandboxServer
from sandbox.world.platform_state import Chat
from tests.sandbox.conftest import Bot
from tests.sandbox.page.conftest import Secretariat
from tests.sandbox.page.desk import chat, says


async def test_two_people_are_side_by_side_with_role_and_unread(
    page: Page, server: SandboxServer, sara: Chat, maryam: Chat, bot: Bot
) -> None:
    ali = server.world.add_person("علی", "رضایی")
    server.world.say(ali, "سلام")
    await bot.gets("sendMessage", chat_id=ali.id, text="سلام علی")

    await expect(chat(page, sara)).to_be_visible()
    await expect(chat(page, maryam).get_by_text("کارشناس دبیرخانه")).to_be_visible()
    row = page.get_by_role("list", name="اشخاص").get_by_role("button", name="علی رضایی")
    await expect(row.get_by_label("۱ پیام نخوانده")).to_be_visible()
    await row.click()
    await expect(chat(page, ali).get_by_text("سلام علی")).to_be_visible()
    await expect(row.get_by_label("۱ پیام نخوانده")).to_be_hidden()
    assert server.world.unread(ali) == 0
    # A message that comes while the chat is open is not unread either.
    await bot.gets("sendMessage", chat_id=ali.id, text="دوباره سلام")
    await expect(chat(page, ali).get_by_text("دوباره سلام")).to_be_visible()
    await server.world.wait_until(lambda: server.world.unread(ali) == 0)


async def test_a_press_is_not_lost_when_something_comes_meanwhile(
    page: Page, server: SandboxServer, sara: Chat, bot: Bot
) -> None:
    ali = server.world.add_person("علی", "رضایی")
    row = page.get_by_role("list", name="اشخاص").get_by_role("button", name="علی رضایی")
    await row.hover()
    await page.mouse.down()
    async with page.expect_response("**/api/state"):
        await bot.gets("sendMessage", chat_id=sara.id, text="خبر تازه")
    await page.wait_for_timeout(100)
    await page.mouse.up()
    await expect(chat(page, ali)).to_be_visible()


async def test_sara_corrects_and_answers_with_the_keyboard_alone(page: Page, sara: Chat, bot: Bot) -> None:
    pane = chat(page, sara)
    field = pane.get_by_label("متن پیام")
    await bot.updates()
    await says(pane, "۴۰ درصد")
    await expect(pane.get_by_text("۴۰ درصد")).to_be_visible()
    await field.press("ArrowUp")
    await expect(field).to_have_value("۴۰ درصد")
    await field.fill("۴۵ درصد")
    await field.press("Enter")
    await expect(pane.get_by_text("۴۵ درصد")).to_be_visible()

    await bot.gets("sendMessage", chat_id=sara.id, text="چرا؟")
    await expect(pane.get_by_text("چرا؟")).to_be_visible()
    await field.press("Shift+Tab")  # to the button of attachments
    await page.keyboard.press("Shift+Tab")  # to the newest message
    await page.keyboard.press("ArrowUp")
    await expect(pane.get_by_role("article").filter(has_text="۴۵ درصد")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")  # «پاسخ», the first of the menu
    await expect(field).to_be_focused()
    await page.keyboard.type("یک محله افزوده شد")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("با سپاس")
    await page.keyboard.press("Enter")
    await expect(pane.locator(".quote", has_text="چرا؟")).to_be_visible()
    updates = await bot.updates(timeout=5)
    assert updates[1]["edited_message"]["text"] == "۴۵ درصد"
    assert updates[2]["message"]["text"] == "یک محله افزوده شد\nبا سپاس"
    assert updates[2]["message"]["reply_to_message"]["text"] == "چرا؟"


async def test_arrows_choose_a_person_and_escape_closes(page: Page, server: SandboxServer) -> None:
    ali = server.world.add_person("علی", "رضایی")
    await expect(page.get_by_role("button", name="علی رضایی")).to_be_visible()
    await page.get_by_label("جست‌وجوی شخص یا نقش").fill("علي")  # with an Arabic ye, as some keyboards write it
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("button", name="علی رضایی")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(chat(page, ali).get_by_label("متن پیام")).to_be_focused()
    await page.get_by_role("button", name="افزودن شخص").click()
    await expect(page.get_by_label("نام", exact=True)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()


async def test_the_clock_moves_to_what_is_due_by_a_day_and_to_a_date(page: Page, host: Secretariat) -> None:
    clock = page.get_by_role("group", name="ساعت محیط آزمایشی")
    await expect(clock).to_contain_text("شنبه ۱۳ مهر ۱۳۹۸")
    await expect(clock).to_contain_text("۱۸:۰۰")
    await clock.get_by_role("button", name="یادآوری بعدی").click()
    await expect(clock).to_contain_text("چهارشنبه ۲۴ مهر ۱۳۹۸")
    await clock.get_by_role("button", name="یادآوری بعدی").click()
    await expect(page.get_by_text("یادآوری‌ای در پیش نیست.")).to_be_visible()
    await clock.get_by_role("button", name="یک روز بعد").click()
    await expect(clock).to_contain_text("پنجشنبه ۲۵ مهر ۱۳۹۸")

    await clock.get_by_role("button", name="انتخاب تاریخ").click()
    await page.get_by_role("button", name="ماه پسین").click()
    await page.get_by_role("gridcell", name="یکشنبه ۵ آبان ۱۳۹۸").click()
    await page.get_by_role("button", name="رفتن به این زمان").click()
    await expect(clock).to_contain_text("یکشنبه ۵ آبان ۱۳۹۸")
    await expect(clock).to_contain_text("۰۹:۰۰")
    assert len(host.moves) == 3
    assert host.moves[-1].replace(microsecond=0) == datetime(2019, 10, 27, 5, 30, tzinfo=UTC)


async def test_official_holidays_are_red_and_named_in_the_calendar(page: Page) -> None:
    clock = page.get_by_role("group", name="ساعت محیط آزمایشی")
    await clock.get_by_role("button", name="انتخاب تاریخ").click()
    arbaeen = page.get_by_role("gridcell", name="شنبه ۲۷ مهر ۱۳۹۸، اربعین حسینی")
    friday = page.get_by_role("gridcell", name="جمعه ۲۶ مهر ۱۳۹۸")
    weekday = page.get_by_role("gridcell", name="یکشنبه ۲۸ مهر ۱۳۹۸")
    red, of_friday, usual = [
        await cell.evaluate("(cell) => getComputedStyle(cell).color") for cell in (arbaeen, friday, weekday)
    ]
    assert red == of_friday != usual


async def test_drawings_have_their_lines_without_any_style_of_their_file(page: Page, server: SandboxServer) -> None:
    drawing = page.get_by_role("button", name="انتخاب تاریخ").locator(".icon")
    assert await drawing.evaluate("(svg) => getComputedStyle(svg).fill") == "none"
    answer = await page.request.get(f"{server.url}/static/icons.svg")
    assert "<style" not in await answer.text()


async def test_a_phone_shows_one_chat_and_a_drawer_of_people(
    page: Page, server: SandboxServer, sara: Chat, maryam: Chat, bot: Bot
) -> None:
    server.world.open_link(maryam)
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(chat(page, sara)).to_be_visible()
    await expect(chat(page, maryam)).to_be_hidden()
    await bot.gets("sendMessage", chat_id=maryam.id, text="سلام مریم")
    await expect(chat(page, sara).get_by_label("۱ پیام نخواندهٔ دیگران")).to_be_visible()
    await chat(page, sara).get_by_title("برگزیدن شخصی دیگر").click()
    await page.get_by_role("list", name="اشخاص").get_by_role("button", name="مریم کاظمی").click()
    await expect(chat(page, maryam)).to_be_visible()
    await expect(chat(page, sara)).to_be_hidden()
    await server.world.wait_until(lambda: server.world.unread(maryam) == 0)
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_every_control_has_a_name(page: Page) -> None:
    nameless = await page.evaluate("""() =>
        [...document.querySelectorAll("button, input, textarea, a, [role=log], aside, section")]
            .filter((node) => node.checkVisibility())
            .filter((node) => !(node.ariaLabel || node.textContent.trim()))
            .map((node) => node.outerHTML)""")
    assert nameless == []


@pytest.mark.ci
async def test_jalali_dates_are_those_of_jdatetime(page: Page) -> None:
    days = list(range(14_000, 26_000))  # 1387 to 1420
    made = await page.evaluate(
        """async (days) => {
        const { jalaliOf, dayOf, weekdayOf } = await import("/static/js/base/jalali.js");
        return days.map((day) => {
            const { year, month, day: number } = jalaliOf(day);
            return [year, month, number, weekdayOf(day), dayOf({ year, month, day: number })];
        });
    }""",
        days,
    )
    for day, found in zip(days, made, strict=True):
        right = jdatetime.date.fromgregorian(date=date(1970, 1, 1) + timedelta(days=day))
        assert found == [right.year, right.month, right.day, right.weekday(), day]


async def test_tehran_had_summer_time_until_1401(page: Page) -> None:
    moments = await page.evaluate("""async () => {
        const { Zone } = await import("/static/js/base/zone.js");
        const tehran = new Zone("Asia/Tehran");
        const at = (year, month, day) => tehran.instant({ year, month, day }, 9, 0).toISOString();
        return [at(1398, 7, 13), at(1398, 5, 1), at(1403, 5, 1)];
    }""")
    assert moments == ["2019-10-05T05:30:00.000Z", "2019-07-23T04:30:00.000Z", "2024-07-22T05:30:00.000Z"]
