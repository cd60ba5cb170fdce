"""The agenda of a meeting and the reminder of a reply that wait for the end of quiet hours."""

import pytest

from tests.handlers.secretariat.planning.test_plans import planning
from tests.own_quiet_hours import quiet_until_noon
from tests.town import Human, Town

CITY = "شهرداری مشهد"


def agendas(human: Human) -> list[str]:
    """Return the names of the agenda's files in a chat."""
    names = [message["document"]["file_name"] for message in human.messages() if "document" in message]
    return [name for name in names if name.startswith("دستور جلسه")]


async def shared_at_night(town: Town) -> tuple[Human, Human]:
    """Return Sara, and Maryam who has sent her the agenda of a meeting at night."""
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    await planning(maryam)
    await maryam.taps("دعوت", "همهٔ دستگاه‌ها", "ارسال دعوت‌نامه به ۱ نفر")
    await town.clock.to("1398-07-13 22:00")
    await maryam.taps("سند دستور جلسه")
    assert "به ۱ نفر فرستاده شد" in await maryam.taps("ارسال دستور جلسه به ۱ دعوت‌شده")
    return sara, maryam


async def test_an_agenda_that_waits_does_not_tell_the_old_day_of_a_meeting(town: Town) -> None:
    sara, maryam = await shared_at_night(town)
    await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح روز")
    await maryam.says("۲۷ آبان")
    assert "هنوز به ۱ نفر نرسیده بود، پس گرفته شد" in await maryam.taps("ثبت")
    await town.clock.to("1398-07-14 09:30")
    assert "زمان این جلسه تغییر کرد" in sara.everything()
    assert agendas(sara) == []
    await maryam.taps("سند دستور جلسه")
    assert "به ۱ نفر فرستاده شد" in await maryam.taps("ارسال دستور جلسه به ۱ دعوت‌شده")
    assert len(agendas(sara)) == 2


async def test_an_agenda_that_was_taken_back_can_be_sent_when_the_meeting_moves_back(town: Town) -> None:
    sara, maryam = await shared_at_night(town)
    for day in ("۲۷ آبان", "۲۰ آبان"):
        await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح روز")
        await maryam.says(day)
        await maryam.taps("ثبت")
    assert "به ۱ نفر فرستاده شد" in await maryam.taps("ارسال دستور جلسه به ۱ دعوت‌شده")
    await town.clock.to("1398-07-14 09:30")
    assert len(agendas(sara)) == 2


async def test_an_agenda_that_waits_does_not_come_of_a_cancelled_meeting(town: Town) -> None:
    sara, maryam = await shared_at_night(town)
    await maryam.taps("لغو جلسه", "بله، لغو شود")
    await town.clock.to("1398-07-14 09:30")
    assert agendas(sara) == []


async def test_an_agenda_that_waits_does_not_come_as_it_was_before_it_was_changed(town: Town) -> None:
    sara, maryam = await shared_at_night(town)
    await maryam.taps("دستور جلسه", "افزودن موضوع")
    assert "هنوز به ۱ نفر نرسیده بود، پس گرفته شد" in await maryam.says("بررسی آب شرب")
    assert "پس گرفته شد" not in await maryam.taps("۱. بررسی", "حذف")
    await town.clock.to("1398-07-14 09:30")
    assert agendas(sara) == []


@pytest.mark.rows
async def test_who_has_quiet_until_noon_is_not_asked_for_a_reply_once_the_meeting_is_over(town: Town) -> None:
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    await planning(maryam)
    await maryam.taps("دعوت", "همهٔ دستگاه‌ها", "ارسال دعوت‌نامه به ۱ نفر")
    await quiet_until_noon(town, sara)
    await town.clock.to("1398-08-20 09:15")
    await maryam.taps("پاسخ‌ها", "یادآوری به بی‌پاسخ‌ها (۱)")
    assert "ساعت سکوتشان" in await maryam.taps("بله، یادآوری به ۱ نفر")
    await town.clock.to("1398-08-20 12:30")
    assert "نرسیده است" not in sara.everything()


async def renumbers(maryam: Human) -> str:
    """Give the meeting the number 9."""
    await maryam.taps("تغییر شمارهٔ جلسه")
    return await maryam.says("۹")


@pytest.mark.rows
async def test_an_agenda_that_waits_does_not_tell_the_old_number_of_a_meeting(town: Town) -> None:
    sara, maryam = await shared_at_night(town)
    assert "هنوز به ۱ نفر نرسیده بود، پس گرفته شد" in await renumbers(maryam)
    await town.clock.to("1398-07-14 09:30")
    assert agendas(sara) == []


@pytest.mark.rows
async def test_an_invitation_that_waits_tells_the_number_of_the_morning(town: Town) -> None:
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    await planning(maryam)
    await town.clock.to("1398-07-13 22:00")
    await maryam.taps("دعوت", "همهٔ دستگاه‌ها", "ارسال دعوت‌نامه به ۱ نفر")
    await renumbers(maryam)
    await town.clock.to("1398-07-14 09:30")
    assert "دعوت می‌شود:\n\nجلسهٔ ۹" in sara.everything()
    assert "جلسهٔ ۶" not in sara.everything()
    assert sum("document" in message for message in sara.messages()) == 1
    assert "جلسهٔ ۹".encode() in await sara.downloads(".ics")
