"""Colleagues and secretaries whom a member could tell the same without end."""

from tests.issued import issue
from tests.town import Town

CITY = "شهرداری مشهد"


async def test_a_colleague_is_told_once_a_day_of_a_task_that_is_handed_over_again_and_again(town: Town) -> None:
    sara = await town.representative_of(CITY)
    ali = await town.representative_of(CITY, "علی کریمی")
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-25")
    for _ in range(3):
        await sara.says("/tasks")
        await sara.taps("مصوبهٔ ۷", "سپردن اقدام به همکار", "علی کریمی")
    assert ali.everything().count("را به شما سپردند") == 1


async def test_the_secretaries_are_asked_once_a_day_to_invite_the_same_colleague(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-25")
    for name in ("رضا احمدی", "رضا احمدی", "لیلا نوری"):
        await sara.says("/tasks")
        await sara.taps("مصوبهٔ ۷", "سپردن اقدام به همکار", "درخواست دعوت همکار")
        await sara.says(name)
    assert maryam.everything().count("به «رضا احمدی» بسپارند") == 1
    assert maryam.everything().count("به «لیلا نوری» بسپارند") == 1


async def test_one_member_s_ever_new_colleagues_reach_the_secretaries_only_so_often_a_day(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-25")

    async def asks_for(name: str) -> str:
        await sara.says("/tasks")
        await sara.taps("مصوبهٔ ۷", "سپردن اقدام به همکار", "درخواست دعوت همکار")
        return await sara.says(name)

    for name in ("رضا", "رضا", "لیلا", "نادر", "زهرا", "علی"):
        await asks_for(f"{name} نوری")
    assert "امروز از دبیرخانه خواسته‌اید ۵ همکار را دعوت کند" in await asks_for("مینا نوری")
    assert maryam.everything().count("بسپارند") == 5
    await town.clock.to("1398-07-14 10:00")
    await asks_for("مینا نوری")
    assert maryam.everything().count("بسپارند") == 6
