"""Letters of invitation: made once for each planned meeting, and again when it moves or somebody wants them again."""

import pytest

from tests.handlers.secretariat.planning.test_plans import BODY, CITY, planning
from tests.town import Human, Town

LETTERS = "نامهٔ دعوت به هر دستگاه"
MADE = "پیش‌تر ساخته شده است"


async def inviting_by_letter(town: Town) -> Human:
    """Return Maryam, who has planned a meeting and had the letter of invitation to the city made."""
    await town.representative_of(CITY)
    maryam = await town.secretary()
    await planning(maryam)
    await maryam.taps("دعوت", "همهٔ دستگاه‌ها", "صفحهٔ این جلسه", LETTERS)
    assert "ثبت شماره و تاریخ" in maryam.buttons()
    return maryam


async def back_at_the_meeting(maryam: Human, day: str) -> None:
    await maryam.says("/meetings")
    await maryam.taps(f"{day}، {BODY}")


async def test_maryam_has_letters_made_for_the_second_meeting_as_for_the_first(town: Town) -> None:
    maryam = await inviting_by_letter(town)
    await maryam.taps("ثبت شماره و تاریخ")
    await maryam.says("۱۲/۷۰۰", "امروز")
    await maryam.says("/meetings")
    await maryam.taps("برنامه‌ریزی جلسهٔ تازه", BODY)
    await maryam.says("دوشنبه ۱۸ آذر")
    await maryam.taps("رد کردن", "رد کردن", "رد کردن", "ثبت", "دعوت", "همهٔ دستگاه‌ها", "صفحهٔ این جلسه")
    maryam.marks()
    await maryam.taps(LETTERS)
    assert MADE not in maryam.sees()
    await back_at_the_meeting(maryam, "۱۸ آذر")
    assert "۱ نامه ساخته شده" in maryam.sees()


async def test_letters_that_were_made_before_are_told_and_made_again_when_maryam_wants_them(town: Town) -> None:
    maryam = await inviting_by_letter(town)
    await town.clock.to("1398-07-14 10:00")
    await back_at_the_meeting(maryam, "۲۰ آبان")
    seen = await maryam.taps(LETTERS)
    assert MADE in seen
    assert CITY in seen
    assert "صفحهٔ این جلسه" in maryam.buttons()
    await maryam.taps("ساختن دوباره")
    await back_at_the_meeting(maryam, "۲۰ آبان")
    assert "۲ نامه ساخته شده" in maryam.sees()


@pytest.mark.ci
async def test_a_meeting_that_moved_gets_letters_of_its_new_day(town: Town) -> None:
    maryam = await inviting_by_letter(town)
    await town.clock.to("1398-07-14 10:00")
    await back_at_the_meeting(maryam, "۲۰ آبان")
    await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح روز")
    await maryam.says("۲۷ آبان")
    await maryam.taps("ثبت")
    assert MADE not in await maryam.taps(LETTERS)
    await back_at_the_meeting(maryam, "۲۷ آبان")
    assert "۲ نامه ساخته شده" in maryam.sees()
    assert MADE in await maryam.taps(LETTERS)


async def test_letters_that_wait_for_their_number_say_that_the_meeting_moved_or_was_cancelled(town: Town) -> None:
    maryam = await inviting_by_letter(town)
    await back_at_the_meeting(maryam, "۲۰ آبان")
    await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح روز")
    await maryam.says("۲۷ آبان")
    await maryam.taps("ثبت")
    await maryam.says("/letters")
    assert "زمان یا مکان این جلسه پس از ساختن نامه تغییر کرده است" in await maryam.taps("ثبت شماره و تاریخ نامه‌ها")
    assert "زمان یا مکان این جلسه پس از ساختن نامه تغییر کرده است" in await maryam.taps(CITY)
    await back_at_the_meeting(maryam, "۲۷ آبان")
    await maryam.taps("لغو جلسه", "بله، لغو شود")
    await maryam.says("/letters")
    assert "این جلسه پس از ساختن نامه لغو شده است" in await maryam.taps("ثبت شماره و تاریخ نامه‌ها")
