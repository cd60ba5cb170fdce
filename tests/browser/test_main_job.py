"""The main job through the page: from the minutes to the report, as somebody does it who has never seen Dabir."""

import base64
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.person import Someone

REAL_MINUTES = Path(__file__).parents[3] / "shared" / "minutes" / "fifth-session-1398-07-13.txt"
OWN_MINUTES = """صورتجلسه پنجمین جلسه کارگروه اشتغال خاوران
شماره جلسه: ۵    تاریخ جلسه: ۱۳۹۸/۰۷/۱۳

مصوبه ۱: آمار خانوارهای زیر پوشش در محلات هدف به دبیرخانه داده شود.
مسئول: کمیته امداد، علوم پزشکی
مهلت: یک هفته

مصوبه ۲: فهرست غرفه‌های خالی بازارچه شرق فرستاده شود.
مسئول: شهرداری خاوران‌شهر
مهلت: تا پایان مهرماه
"""
PHOTO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(params=["own", pytest.param("real", marks=pytest.mark.ci)])
def minutes(request: pytest.FixtureRequest) -> tuple[Any, str]:
    """A file of minutes, and what the relief committee's first obligation of it is called."""
    if request.param == "own":
        file = {"name": "صورتجلسه.txt", "mimeType": "text/plain", "buffer": OWN_MINUTES.encode()}
        return file, "مصوبهٔ ۱، جلسهٔ ۵"
    if not REAL_MINUTES.exists():
        pytest.skip("the real minutes are absent")
    return REAL_MINUTES, "مصوبهٔ ۳، بند ت، جلسهٔ ۵"


@pytest.mark.long
async def test_from_the_minutes_to_the_report(desk: Page, minutes: tuple[Any, str]) -> None:
    file, title = minutes
    maryam, zahra = Someone(desk, "مریم رضایی"), Someone(desk, "زهرا نوری")

    await maryam.enters()
    # The secretary sends the minutes and settles what is doubtful; she gives the first of them a longer deadline.
    await maryam.taps("جلسه و مصوبه")
    await maryam.taps("صورتجلسهٔ تازه")
    await maryam.sees("فایل صورتجلسه (ورد، PDF، اکسل یا متن) را بفرستید")
    await maryam.sends("پرونده", file)
    await maryam.sees("صورتجلسه خوانده شد")
    await maryam.taps("دیدن ابهام‌ها", begins=True)
    await maryam.taps("بله، همان است")
    await maryam.sees("مسئول ثبت شد: دانشگاه علوم پزشکی خاوران")
    await maryam.taps("مهلت")
    await maryam.sees("مهلت را به همان شکل که در صورتجلسه می‌آید بنویسید")
    await maryam.says("دو هفته")
    await maryam.sees("یعنی: تا شنبه ۲۷ مهر ۱۳۹۸")
    await maryam.taps("همین مهلت ثبت شود")
    await maryam.sees("مهلت ثبت شد")
    await maryam.taps("پذیرش")
    await maryam.sees("پذیرفته شد")
    # The summary comes after the last doubt; in the real minutes there are more.
    if file == REAL_MINUTES:
        await maryam.taps("خلاصهٔ بازبینی")
    await maryam.taps("پذیرش همهٔ موارد بدون ابهام", begins=True)
    await maryam.taps("تأیید و ابلاغ")
    await maryam.taps("ارسال")
    await maryam.sees("ابلاغ شد:")

    # The relief committee has nobody yet. The newcomer opens the link and is in.
    await maryam.taps("دعوت کمیته امداد")
    await maryam.sees("این پیوند را باز کنید")
    await maryam.pane.get_by_role("button", name="https://t.me/").click()
    await desk.get_by_role("dialog").get_by_role("button", name=zahra.name).click()
    await zahra.sees("به‌عنوان نمایندهٔ کمیته امداد پذیرفته شدید")
    await zahra.taps("سرکار خانم")
    await zahra.sees("نام و نام خانوادگی شما؟")
    await zahra.says("زهرا نوری")
    await zahra.sees("سمت شما در مجموعه؟")
    await zahra.says("کارشناس اشتغال")
    await (
        zahra.pane.get_by_role("group", name="صفحه‌کلید دبیر").get_by_role("button", name="ارسال شمارهٔ همراه من").click()
    )
    await zahra.sees("همراه: ۰۹۱۵۰۰۰۱۰۰۹")
    await zahra.taps("ثبت")
    await zahra.sees("مشخصات شما ثبت شد")

    # Three days before the due date she is reminded, and she reports with a photo.
    await desk.get_by_role("button", name="انتخاب تاریخ").click()
    await desk.get_by_role("gridcell", name="چهارشنبه ۲۴ مهر ۱۳۹۸").click()
    await desk.get_by_role("button", name="رفتن به این زمان").click()
    await zahra.sees(f"{title}، ۳ روز مانده، تا شنبه ۲۷ مهر ۱۳۹۸")
    await zahra.taps(f"گزارش {title}")
    await zahra.taps("در دست انجام")
    await zahra.sees("چند درصد کار انجام شده است؟")
    await zahra.says("۴۰ درصد")
    await zahra.sees("چه کارهایی انجام شده است؟")
    await zahra.says("آمار سه محله گردآوری شد.")
    await zahra.sees("اگر مانعی هست")
    await zahra.taps("رد کردن")
    await zahra.sees("اگر مستنداتی دارید بفرستید")
    await zahra.sends("عکس", {"name": "بازدید.png", "mimeType": "image/png", "buffer": PHOTO})
    await zahra.sees("۱ مورد دریافت شد")
    await zahra.taps("ادامه")
    await zahra.sees("درصد پیشرفت: ۴۰ درصد")
    await zahra.taps("ارسال")
    await zahra.sees("گزارش با شمارهٔ ۱ ثبت شد")

    # The secretary sees the photo, accepts, and asks who has not answered.
    await maryam.taps("بررسی گزارش‌ها")
    await maryam.sees("شرح اقدام: آمار سه محله گردآوری شد.")
    await expect(maryam.pane.get_by_role("button", name="نمایش بزرگ").last).to_be_visible()
    await maryam.taps("پذیرش")
    await maryam.sees("پذیرفته شد، سرکار خانم مریم رضایی")
    await zahra.sees("بررسی و پذیرفته شد. با سپاس از همکاری شما.")
    await maryam.says("/status")
    await maryam.sees("به ۱ مورد پاسخ داده شده است")
