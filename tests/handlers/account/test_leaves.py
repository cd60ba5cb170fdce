"""A leave with a deputy: planned in words, kept by the reminders, and over by itself."""

from domain.access.member import Role
from tests.issued import issue
from tests.town import Human, Town

CITY = "شهرداری مشهد"


async def planned(who: Human, since: str, until: str) -> str:
    """Plan a leave with Ali as deputy; return what is seen in the end."""
    await who.says("/settings")
    await who.taps("جانشین و مرخصی", "ثبت مرخصی", "علی کریمی")
    await who.says(since, until)
    return await who.taps("ثبت")


async def test_a_colleague_is_reminded_during_a_leave_that_ends_by_itself(town: Town) -> None:
    sara, ali = await town.representative_of(CITY), await town.member("علی کریمی", Role.DEPUTY, CITY)
    maryam = await town.secretary()
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "سپردن اقدام به همکار", "علی کریمی")
    await issue(town, 8, "آمار داده شود.", CITY, due="1398-07-24")
    await ali.says("/tasks")
    await ali.taps("مصوبهٔ ۸", "سپردن اقدام به همکار", "سارا محمدی")
    seen = await planned(sara, "فردا", "۲۲ مهر")
    assert "از یکشنبه ۱۴ مهر ۱۳۹۸ تا دوشنبه ۲۲ مهر ۱۳۹۸، جانشین: علی کریمی" in seen
    assert "شما را جانشین خود در شهرداری مشهد معرفی کرده است" in ali.everything()
    await maryam.says("/status")
    await maryam.taps(CITY, "مشخصات و افراد", "سارا محمدی")
    assert "مرخصی: از یکشنبه ۱۴ مهر ۱۳۹۸ تا دوشنبه ۲۲ مهر ۱۳۹۸، جانشین: علی کریمی" in maryam.sees()
    sara.marks()
    ali.marks()
    await town.clock.to("1398-07-21 09:00")
    assert "مصوبهٔ ۸" in ali.sees()
    assert sara.sees() == ""
    await town.clock.to("1398-07-24 09:00")
    assert "مصوبهٔ ۸" in sara.sees()
    await sara.says("/settings")
    assert "مرخصی ثبت‌شده‌ای ندارید" in await sara.taps("جانشین و مرخصی")


async def test_a_leave_is_ended_early(town: Town) -> None:
    sara, ali = await town.representative_of(CITY), await town.member("علی کریمی", Role.DEPUTY, CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await planned(sara, "امروز", "دو هفتهٔ دیگر")
    assert "مرخصی پایان یافت" in await sara.taps("پایان مرخصی")
    assert "جانشینی شما در شهرداری مشهد نیز به پایان رسید" in ali.everything()
    await town.clock.to("1398-07-17 09:00")
    assert "مصوبهٔ ۷" in sara.sees()


async def test_days_that_cannot_be_and_a_deputy_who_is_away_are_refused(town: Town) -> None:
    sara, ali = await town.representative_of(CITY), await town.member("علی کریمی", Role.DEPUTY, CITY)
    await sara.says("/settings")
    await sara.taps("جانشین و مرخصی", "ثبت مرخصی", "علی کریمی")
    assert "گذشته است" in await sara.says("۱۰ مهر")
    await sara.says("۲۵ مهر", "۲۲ مهر")
    assert "پیش از آغاز آن" in await sara.taps("ثبت")
    await sara.taps("اصلاح پایان مرخصی")
    await sara.says("۲۸ مهر")
    assert "مرخصی شما ثبت شد" in await sara.taps("ثبت")
    assert "برای همین روزها مرخصی دیگری" in await planned(sara, "۲۷ مهر", "۳۰ مهر")
    await ali.says("/settings")
    await ali.taps("جانشین و مرخصی", "ثبت مرخصی", "سارا محمدی")
    await ali.says("۲۶ مهر", "۲۶ مهر")
    assert "این همکار خود از پنجشنبه ۲۵ مهر ۱۳۹۸" in await ali.taps("ثبت")


async def test_who_is_alone_learns_what_to_do(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await sara.says("/settings")
    assert "دبیرخانه بخواهید کسی را" in await sara.taps("جانشین و مرخصی", "ثبت مرخصی")
    assert "پرسش" in sara.buttons()[0]
