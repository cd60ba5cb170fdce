"""Answers, verdicts and moves by the shortest way, for stories that begin after them."""

from tests.town import Human


async def reported(who: Human, words: str) -> str:
    """Send a whole report on the first task; return its receipt."""
    await who.says("/report")
    await who.taps("انجام شده")
    await who.says(words)
    return await who.taps("رد کردن", "رد کردن", "ارسال")


async def returned(secretary: Human, words: str) -> str:
    """Return the oldest waiting answer for correction."""
    await secretary.says("/review")
    await secretary.taps("برگشت برای اصلاح")
    await secretary.says(words)
    return await secretary.taps("ارسال")


async def moved(secretary: Human, before: str, to: str) -> str:
    """Move resolution 7 from one agency to another; return what the secretary reads."""
    await secretary.says("/status")
    await secretary.taps(before, "مصوبهٔ ۷", "پیگیری این اقدام", "انتقال به دستگاه دیگر")
    await secretary.says(to)
    await secretary.taps(to)
    await secretary.says("داده‌ها آنجاست.")
    return await secretary.taps("ثبت")
