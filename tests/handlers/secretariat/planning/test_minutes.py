"""The minutes of a planned meeting come in, and its signed copy is kept."""

import pytest

from models.tables.planning import MeetingPlan
from tests.handlers.secretariat.meetings.binalud import CLEAR, LAND
from tests.handlers.secretariat.planning.test_plans import plans
from tests.town import PNG, Human, Town

BODY = "کارگروه سرمایه گذاری شهرستان بینالود"
LATER = "صورتجلسه ششمین جلسه کارگروه سرمایه گذاری شهرستان بینالود\nتاریخ جلسه: ۱۳۹۸/۰۷/{day}\n"


async def held(town: Town, number: str = "۶") -> Human:
    """Return Maryam after the meeting of 20 Mehr that she had planned."""
    maryam = await town.secretary()
    await maryam.says("/meetings")
    await maryam.taps("برنامه‌ریزی جلسهٔ تازه")
    await maryam.says(BODY)
    await maryam.taps("همین ثبت شود")
    await maryam.says("شنبه ۲۰ مهر", "۱۰", "استانداری", number)
    await maryam.taps("ثبت")
    assert "صورتجلسهٔ این جلسه" not in maryam.buttons()
    await town.clock.to("1398-07-21 09:00")
    await maryam.says("/meetings")
    await maryam.taps("۲۰ مهر، ", "صورتجلسهٔ این جلسه")
    return maryam


async def the_plan(town: Town) -> MeetingPlan:
    (plan,) = await plans(town)
    return plan


async def sends(maryam: Human, text: str) -> str:
    return await maryam.sends_file("صورتجلسه.txt", text.encode(), mime="text/plain")


async def test_minutes_that_agree_are_linked_and_lead_to_each_other(town: Town) -> None:
    maryam = await held(town)
    seen = await sends(maryam, LATER.format(day="۲۰") + LAND)
    assert "برای «جلسهٔ ۶، کارگروه سرمایه گذاری شهرستان بینالود» ثبت شد" in seen
    assert (await the_plan(town)).meeting_id
    await maryam.says("/meetings")
    seen = await maryam.taps("جلسهٔ ۶، ۱۳۹۸", "دعوت، پاسخ‌ها و دستور این جلسه")
    assert "صورتجلسه دریافت شده" in seen
    await maryam.taps("صورتجلسه و مصوبه‌ها", "ادامهٔ بازبینی", "کنار گذاشتن")
    await maryam.taps("بله")
    assert (await the_plan(town)).meeting_id is None


async def test_minutes_that_differ_are_asked_about(town: Town) -> None:
    maryam = await held(town, number="۷")
    seen = await sends(maryam, LATER.format(day="۲۱") + LAND)
    assert "شمارهٔ جلسه: در برنامه ۷، در صورتجلسه ۶" in seen
    assert "تاریخ: در برنامه شنبه ۲۰ مهر ۱۳۹۸، در صورتجلسه یکشنبه ۲۱ مهر ۱۳۹۸" in seen
    assert (await the_plan(town)).meeting_id is None
    assert "صورتجلسه خوانده شد و برای" in await maryam.taps("بله، همین جلسه است")
    assert (await the_plan(town)).meeting_id


@pytest.mark.ci
async def test_minutes_of_another_meeting_stay_apart(town: Town) -> None:
    maryam = await held(town)
    await sends(maryam, CLEAR)
    assert "شمارهٔ جلسه: ۴" in await maryam.taps("خیر، جلسهٔ دیگری است")
    assert (await the_plan(town)).meeting_id is None


@pytest.mark.ci
async def test_minutes_that_come_by_themselves_find_their_plan(town: Town) -> None:
    maryam = await held(town)
    await maryam.taps("انصراف")
    await maryam.says("/minutes")
    assert "صورتجلسه خوانده شد و برای" in await sends(maryam, LATER.format(day="۲۰") + LAND)


async def test_minutes_that_were_withdrawn_are_the_meetings_again_once_they_are_mended(town: Town) -> None:
    await town.representative_of("شهرداری")
    maryam = await held(town)
    await sends(maryam, LATER.format(day="۲۰") + LAND)
    await maryam.taps("تأیید و ابلاغ", "از تاریخ جلسه", "ارسال", "صفحهٔ جلسه", "لغو ابلاغ", "بله، لغو شود")
    assert (await the_plan(town)).meeting_id is None
    await maryam.taps("بازبینی و ابلاغ دوباره")
    assert (await the_plan(town)).meeting_id
    assert "دعوت، پاسخ‌ها و دستور این جلسه" in maryam.buttons()


async def test_the_signed_copy_is_kept_replaced_and_got_back(town: Town) -> None:
    maryam = await held(town)
    await sends(maryam, LATER.format(day="۲۰") + LAND)
    await maryam.says("/meetings")
    await maryam.taps("جلسهٔ ۶، ۱۳۹۸", "ثبت نسخهٔ امضاشده")
    await maryam.sends_file("متن.docx", b"PK")
    assert "نه PDF است و نه تصویر" in await maryam.taps("ادامه")
    await maryam.sends_photo(count=2)
    assert "(۲ فایل)" in await maryam.taps("ادامه")
    await maryam.taps("صفحهٔ جلسه", "جایگزینی نسخهٔ امضاشده")
    await maryam.sends_file("امضاشده.pdf", b"%PDF-1.4 " + PNG, mime="application/pdf")
    await maryam.taps("ادامه", "صفحهٔ جلسه")
    seen = await maryam.taps("دریافت نسخهٔ امضاشده (۱)")
    assert "، ۱ از ۱" in seen
    assert [one["document"]["file_name"] for one in maryam.messages() if "document" in one][-1] == "امضاشده.pdf"
