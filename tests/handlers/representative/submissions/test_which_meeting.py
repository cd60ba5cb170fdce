"""A notice or a receipt that stands alone names the meeting whose resolution it is about."""

from domain.access.member import Role
from tests.issued import issue
from tests.town import Human, Town

CITY = "شهرداری مشهد"


async def reports(sara: Human, of_meeting: str) -> str:
    """Report on the second resolution of one of two meetings, and return the receipt."""
    await sara.says("/report")
    await sara.taps(of_meeting, "انجام شده")
    await sara.says("جدول شش محله تکمیل شد.")
    return await sara.taps("رد کردن", "رد کردن", "ارسال")


async def of_two_meetings(town: Town) -> tuple[Human, Human]:
    """Return Maryam and Sara, whose agency has to answer the second resolution of two meetings."""
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 2, "جدول منابع محله‌ها تکمیل شود.", CITY, due="1398-07-20")
    await issue(town, 2, "نشانی کارگاه‌ها گردآوری شود.", CITY, due="1398-07-25", meeting_number=6)
    return maryam, sara


async def test_receipt_review_and_verdict_say_of_which_meeting_the_resolution_is(town: Town) -> None:
    maryam, sara = await of_two_meetings(town)
    assert "\nمصوبهٔ ۲، جلسهٔ ۶، شنبه ۱۳ مهر" in await reports(sara, "مصوبهٔ ۲، جلسهٔ ۶")
    assert "مصوبهٔ ۲، جلسهٔ ۶: نشانی کارگاه‌ها" in await maryam.says("/review")
    await maryam.taps("برگشت برای اصلاح")
    await maryam.says("نام صاحبان کارگاه‌ها نیز لازم است.")
    await maryam.taps("ارسال")
    assert "دربارهٔ مصوبهٔ ۲، جلسهٔ ۶ برای اصلاح برگشت" in sara.everything()


async def test_a_task_that_is_handed_over_or_put_off_is_named_with_its_meeting(town: Town) -> None:
    _, sara = await of_two_meetings(town)
    ali = await town.member("علی کریمی", Role.DEPUTY, CITY)
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۲، جلسهٔ ۶", "بعداً یادآوری شود")
    assert "مصوبهٔ ۲، جلسهٔ ۶\nتا" in await sara.taps("۱ روز دیگر")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۲، جلسهٔ ۶", "سپردن اقدام به همکار")
    assert "مصوبهٔ ۲، جلسهٔ ۶ به" in await sara.taps("علی کریمی")
    assert "مصوبهٔ ۲، جلسهٔ ۶، " in ali.everything()


async def test_a_new_deadline_and_a_colleagues_answer_are_told_with_the_meeting(town: Town) -> None:
    maryam, sara = await of_two_meetings(town)
    ali = await town.member("علی کریمی", Role.DEPUTY, CITY)
    await ali.says("/report")
    await ali.taps("مصوبهٔ ۲، جلسهٔ ۶", "انجام شده")
    await ali.says("نیمی از کارگاه‌ها")
    await reports(sara, "مصوبهٔ ۲، جلسهٔ ۶")
    assert "پاسخ مصوبهٔ ۲، جلسهٔ ۶ را سارا محمدی فرستادند" in ali.everything()
    await maryam.says("/resolutions")
    await maryam.taps("مصوبهٔ ۲، جلسهٔ ۵", "مهلت")
    await maryam.says("۱۳۹۸/۰۸/۱۵")
    await maryam.taps("همین مهلت ثبت شود")
    assert "مهلت مصوبهٔ ۲، جلسهٔ ۵" in sara.everything()
