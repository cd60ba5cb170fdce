"""A secretary's way to a broadcast that is ready to be sent."""

from tests.town import Human, Town


async def drafts(secretary: Human, *what: str, words: str = "جلسه به سه‌شنبه افتاد.") -> str:
    """Begin a broadcast to one part of the members, by the buttons ``what``, and write its words."""
    await secretary.opens("اطلاع‌رسانی")
    await secretary.taps("اطلاع‌رسانی تازه", *(what or ("همهٔ اعضا",)))
    await secretary.taps("تأیید گیرندگان")
    return await secretary.says(words) if words else secretary.sees()


async def sends(town: Town, secretary: Human, count: str) -> str:
    """Preview the draft, send it, and let the ticks finish it."""
    await secretary.taps("پیش‌نمایش و ارسال")
    await secretary.taps(f"ارسال به {count} نفر")
    return await finishes(town, secretary)


async def finishes(town: Town, secretary: Human) -> str:
    """Let the ticks do what is left, and see what came of it; return what the secretary sees then."""
    for _ in range(2):
        await town.quiet()
        await town.app.ticks.run_all()
    await town.quiet()
    return secretary.everything()
