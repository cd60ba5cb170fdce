"""The keyboard that stays for a representative, and what waits behind the buttons of the menu."""

from tests.issued import issue
from tests.town import Human, Town

CITY = "شهرداری مشهد"


def keys_of(who: Human) -> list[str]:
    """Return the labels of the keyboard under somebody's chat."""
    shown = who.world.keyboard(who.chat)
    return [key["text"] for row in shown["rows"] for key in row] if shown else []


async def test_a_representative_keeps_three_keys_as_long_as_the_role_lasts(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-07-20")
    await sara.says("/start")
    assert keys_of(sara) == ["کارهای من", "گزارش", "راهنما"]
    assert keys_of(maryam) == []
    assert "جدول منابع" in await sara.says("کارهای من")
    assert "در چه وضعیتی است" in await sara.says("گزارش")
    # In the middle of a report a key leads out of it, and what was answered waits.
    await sara.taps("انجام شده")
    assert "جدول منابع" in await sara.says("کارهای من")
    assert "پیش‌نویس پاسخ شما آماده است" in sara.sees()
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها")
    await maryam.says("شهرداری")
    await maryam.taps(CITY, "سارا محمدی", "پایان دادن به این نقش", "بله، پایان یابد")
    assert "دکمه‌های پایین صفحه برداشته شد" in await sara.says("/start")
    assert keys_of(sara) == []


async def test_the_keys_come_back_after_the_number_was_asked_for(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await sara.says("/start")
    await sara.taps("عضویت و مشخصات من", "اصلاح مشخصات")
    await sara.taps("سرکار خانم")
    await sara.says("سارا محمدی", "کارشناس")
    assert keys_of(sara) == ["ارسال شمارهٔ همراه من"]
    await sara.shares_phone()
    assert keys_of(sara) == ["کارهای من", "گزارش", "راهنما"]


async def test_the_menu_counts_what_waits(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-07-20")
    await issue(town, 8, "نمایندهٔ محله", CITY, due="1398-07-21")
    await sara.says("/start")
    assert "اقدام‌های باز من (۲)" in sara.buttons()
    await sara.says("/question")
    await sara.says("آیا جدول نمونه‌ای هست؟")
    await sara.taps("رد کردن", "ارسال")
    await sara.says("/report")
    await sara.taps("مصوبهٔ ۷", "انجام شده")
    await sara.says("همه تکمیل شد.")
    await sara.taps("رد کردن", "رد کردن", "ارسال")
    await maryam.says("/start")
    assert {"بررسی گزارش‌ها (۱)", "پرسش، ایده و اطلاع‌رسانی (۱)"} <= set(maryam.buttons())
    await maryam.taps("پرسش، ایده و اطلاع‌رسانی (۱)")
    assert "پرسش‌های رسیده (۱)" in maryam.buttons()
