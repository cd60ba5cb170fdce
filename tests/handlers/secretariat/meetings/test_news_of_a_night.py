"""News of one resolution that wait for the morning: a later one takes back none from whom it does not go to."""

from domain.access.member import Role
from tests.answered import reported
from tests.issued import issue
from tests.town import Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
FIRST, SECOND = "فهرست و نقشهٔ زمین‌ها تهیه شود.", "فهرست، نقشه و بهای زمین‌ها تهیه شود."


async def gets_words(maryam: Human, words: str) -> None:
    await maryam.says("/resolutions")
    await maryam.taps("مصوبهٔ ۷", "متن")
    await maryam.says(words)
    await maryam.taps("بله، به مسئولان خبر داده شود", "ثبت")


async def test_who_answers_at_night_hears_in_the_morning_what_was_changed_before(town: Town) -> None:
    maryam = await town.secretary()
    sara, reza = await town.representative_of(CITY), await town.member("رضا احمدی", Role.REPRESENTATIVE, CHAMBER)
    await issue(town, 7, "فهرست زمین‌ها تهیه شود.", CITY, CHAMBER, due="1398-08-21")
    await town.clock.to("1398-07-14 22:30")
    await gets_words(maryam, FIRST)
    await reported(sara, "فهرست را فرستادیم.")
    await gets_words(maryam, SECOND)
    await town.clock.to("1398-07-15 12:00")
    assert f"متن تازه: {FIRST}" in sara.everything()
    assert f"متن تازه: {SECOND}" in reza.everything()
    assert f"متن تازه: {FIRST}" not in reza.everything()


async def gets_deadline(maryam: Human, day: str) -> None:
    await maryam.says("/resolutions")
    await maryam.taps("مصوبهٔ ۷", "مهلت")
    await maryam.says(day)
    await maryam.taps("همین مهلت ثبت شود")


async def test_who_answers_at_night_hears_in_the_morning_of_the_deadline_before(town: Town) -> None:
    maryam = await town.secretary()
    sara, reza = await town.representative_of(CITY), await town.member("رضا احمدی", Role.REPRESENTATIVE, CHAMBER)
    await issue(town, 7, "فهرست زمین‌ها تهیه شود.", CITY, CHAMBER, due="1398-08-21")
    await town.clock.to("1398-07-14 22:30")
    await gets_deadline(maryam, "۲۵ آبان")
    await reported(sara, "فهرست را فرستادیم.")
    await gets_deadline(maryam, "۲۸ آبان")
    await town.clock.to("1398-07-15 12:00")
    assert "تا شنبه ۲۵ آبان" in sara.everything()
    assert "تا سه‌شنبه ۲۸ آبان" in reza.everything()
    assert "۲۵ آبان" not in reza.everything()


async def test_of_a_template_that_was_taken_back_nobody_hears_in_the_morning(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "فهرست زمین‌ها تهیه شود.", CITY, due="1398-08-21")
    await town.clock.to("1398-07-14 22:30")
    await maryam.says("/resolutions")
    await maryam.taps("مصوبهٔ ۷", "فایل نمونه")
    await maryam.sends_file("جدول.xlsx", b"PK table")
    await maryam.says("/resolutions")
    await maryam.taps("مصوبهٔ ۷", "فایل نمونه", "برداشتن فایل")
    assert "فایل نمونه برداشته شد" in maryam.everything()
    await town.clock.to("1398-07-15 12:00")
    assert "فایل نمونه‌ای آماده شده است" not in sara.everything()
