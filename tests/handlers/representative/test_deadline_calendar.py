"""One's own deadlines in a calendar."""

from datetime import date

from tests.handlers.secretariat.planning.test_invitees import calendar_in
from tests.issued import issue, jalali_day
from tests.town import Town

CITY = "شهرداری مشهد"


async def test_sara_takes_her_deadlines_into_her_calendar(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await sara.says("/tasks")
    assert "افزودن مهلت‌های من به تقویم" not in sara.buttons()
    await issue(town, 7, "مقرر شد جدول منابع ارسال شود.", CITY, due="1398-08-05")
    await issue(town, 8, "مستمر پیگیری شود.", CITY)
    await sara.says("/tasks")
    assert "۱ مهلت در تقویم شما" in await sara.taps("افزودن مهلت‌های من به تقویم")
    calendar = await calendar_in(town, sara, "مهلت‌های من.ics")
    (event,) = calendar.walk("VEVENT")
    assert str(event["SUMMARY"]) == "مهلت مصوبهٔ ۷، جلسهٔ ۵"
    begins: date = event.decoded("DTSTART")
    assert begins == jalali_day("1398-08-05")
