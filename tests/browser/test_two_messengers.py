"""One person on Telegram and on Bale, in two windows of the page side by side."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.person import Someone


@pytest.mark.ci
async def test_a_report_begun_on_telegram_is_sent_from_bale_once(desk: Page) -> None:
    sara, on_bale = Someone(desk, "سارا محمدی"), Someone(desk, "سارا محمدی", on="بله")

    # Who is on both stands on the desk at first, and both menus know what she owes.
    await sara.sees("۲ اقدام باز")
    await on_bale.sees("۲ اقدام باز")
    await sara.taps("ثبت گزارش")
    await sara.taps("مصوبهٔ ۴", begins=True)
    await sara.taps("در دست انجام")
    await sara.sees("چند درصد کار انجام شده است؟")
    await sara.says("۴۰ درصد")
    await sara.sees("چه کارهایی انجام شده است؟")

    await on_bale.taps("ثبت گزارش")
    await on_bale.taps("مصوبهٔ ۴", begins=True)
    await on_bale.sees("از همان‌جا که مانده بودید ادامه می‌دهیم.")
    await on_bale.says("نشانی دوازده غرفه گردآوری شد.")
    await on_bale.sees("اگر مانعی هست")
    await on_bale.taps("رد کردن")
    await on_bale.sees("اگر مستنداتی دارید بفرستید")
    await on_bale.taps("رد کردن")
    await on_bale.sees("درصد پیشرفت: ۴۰ درصد")
    await on_bale.taps("ارسال")
    await on_bale.sees("گزارش با شمارهٔ ۱ ثبت شد")

    # What Telegram still asks is over: a tap there sends nothing a second time.
    await sara.taps("بازگشت")
    await sara.says("/start")
    await sara.sees("۱ اقدام باز")


@pytest.mark.ci
async def test_an_account_on_bale_is_joined_by_the_link_of_a_code(desk: Page) -> None:
    leila, on_bale = Someone(desk, "لیلا حسینی"), Someone(desk, "لیلا حسینی", on="بله")
    await expect(on_bale.row).to_contain_text("هنوز عضو نیست")
    await leila.enters()
    await leila.says("/link")
    await leila.sees("کد شما:")
    await leila.taps("باز کردن در بله")
    await desk.get_by_role("dialog").get_by_role("button", name="خودم در بله").click()
    await on_bale.taps("بله، یکی شود")
    await on_bale.sees("دو حساب شما یکی شد")
    await leila.sees("در پیام‌رسان «بله» با کد شما به حساب شما پیوست")
    await expect(on_bale.row).to_contain_text("نمایندهٔ سازمان جهاد کشاورزی")
