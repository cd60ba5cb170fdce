"""An obligation is moved from one agency to another."""

from models.tables.meetings import Obligation
from tests.issued import issue
from tests.town import Town

CITY, CHAMBER, RELIEF = "شهرداری مشهد", "اتاق بازرگانی", "کمیتهٔ امداد"


async def test_a_task_moves_with_its_reminders_and_both_agencies_are_told(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(CHAMBER, "رضا احمدی")
    [owed] = await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await maryam.says("/status")
    await maryam.taps(CITY, "مصوبهٔ ۷", "پیگیری این اقدام", "انتقال به دستگاه دیگر")
    await maryam.says("اتاق")
    await maryam.taps(CHAMBER)
    await maryam.says("داده‌ها نزد اتاق است.")
    assert f"مصوبهٔ ۷، جلسهٔ ۵ به {CHAMBER} منتقل شد و به هر دو دستگاه خبر داده شد" in await maryam.taps("ارسال")
    assert f"مصوبهٔ ۷، جلسهٔ ۵ از دستگاه شما به {CHAMBER} منتقل شد" in sara.everything()
    assert "داده‌ها نزد اتاق است." in sara.everything()
    assert "دبیرخانه این اقدام را به دستگاه شما سپرد" in reza.everything()
    assert "اقدام بازی ندارید" in await sara.says("/tasks")
    assert "جدول منابع تکمیل شود." in await reza.taps("نمایش اقدام")
    assert f"از {CITY} به {CHAMBER} منتقل شد؛ داده‌ها نزد اتاق است." in await maryam.taps(
        "نمایش اقدام", "پیگیری این اقدام"
    )
    sara.marks()
    reza.marks()
    await town.clock.to("1398-07-20 09:00")
    assert "مصوبهٔ ۷" in reza.sees()
    assert "مصوبهٔ ۷" not in sara.sees()
    async with town.app.db.read() as session:
        assert (await session.get_one(Obligation, owed)).moved_from_id


async def test_an_agency_that_has_it_already_or_nobody_gets_a_sentence(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, CHAMBER, due="1398-07-20")
    await issue(town, 8, "آمار داده شود.", RELIEF, due="1398-07-20")
    await maryam.says("/status")
    await maryam.taps(CITY, "مصوبهٔ ۷", "پیگیری این اقدام", "انتقال به دستگاه دیگر")
    await maryam.taps(CHAMBER)
    await maryam.says("اشتباه بود.")
    assert f"{CHAMBER} همین مصوبه را خود دارد" in await maryam.taps("ارسال")
    await maryam.taps("اصلاح دستگاه", CITY)
    assert f"هم‌اکنون با {CITY} است" in await maryam.taps("ارسال")
    await maryam.taps("اصلاح دستگاه", RELIEF)
    assert "هنوز نماینده‌ای ندارد" in await maryam.taps("ارسال")
    assert "دعوت نماینده" in maryam.buttons()
