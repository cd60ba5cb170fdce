"""The secretary's reminder at once: who gets it is seen first, and nobody gets it twice unasked."""

from tests.answered import reported
from tests.issued import issue
from tests.town import Human, Town

CITY, CHAMBER, RELIEF = "شهرداری مشهد", "اتاق بازرگانی", "کمیتهٔ امداد"


async def late(town: Town) -> tuple[Human, Human, Human]:
    """Let two agencies with people and one without be late; return Maryam, Sara and Reza on the day after."""
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(CHAMBER, "رضا احمدی")
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, CHAMBER, RELIEF, due="1398-07-20")
    await town.clock.to("1398-07-20 09:00")
    await town.clock.to("1398-07-21 10:00")
    return maryam, sara, reza


async def test_all_who_are_late_are_reminded_after_their_names_were_seen(town: Town) -> None:
    maryam, sara, reza = await late(town)
    await reported(reza, "جدول منابع برای اتاق تکمیل شد.")
    await maryam.says("/status")
    seen = await maryam.taps("یادآوری به همهٔ معوق‌ها")
    assert "به ۱ نفر از ۱ دستگاه دربارهٔ ۱ اقدام" in seen
    assert "سارا محمدی" in seen
    assert "به ۱ دستگاه پیامی نمی‌رسد" in seen
    assert f"{RELIEF}، ۱ اقدام\nنماینده ندارد" in seen
    assert CHAMBER not in seen
    sara.marks()
    reza.marks()
    assert "یادآوری به ۱ نفر دربارهٔ ۱ اقدام فرستاده می‌شود" in await maryam.taps("ارسال به ۱ نفر")
    assert "۱ روز از مهلت گذشته" in sara.sees()
    assert "گزارش مصوبهٔ ۷" in sara.buttons()
    assert reza.sees() == ""


async def test_once_a_day_is_enough_unless_it_is_confirmed(town: Town) -> None:
    maryam, sara, _ = await late(town)
    await maryam.says("/status")
    await maryam.taps(CITY, "مصوبهٔ ۷", "پیگیری این اقدام", "یادآوری اکنون", "ارسال به ۱ نفر", "بازگشت به اقدام")
    sara.marks()
    assert "باز هم یادآوری شود؟" in await maryam.taps("یادآوری اکنون")
    assert "ارسال به ۱ نفر" not in maryam.buttons()
    assert sara.sees() == ""
    await maryam.taps("بله، دوباره به همه")
    assert "مصوبهٔ ۷" in sara.sees()
    sara.marks()
    await town.clock.to("1398-07-21 18:00")
    assert sara.sees() == ""


async def test_one_agency_without_anybody_says_so_and_quiet_hours_are_kept(town: Town) -> None:
    maryam, sara, _ = await late(town)
    await maryam.says("/status")
    assert "کسی نیست که یادآوری را دریافت کند" in await maryam.taps(RELIEF, "یادآوری اکنون")
    await town.clock.to("1398-07-21 22:00")
    await maryam.says("/status")
    assert "اکنون ساعت سکوت است" in await maryam.taps(CITY, "یادآوری اکنون")
    sara.marks()
    await maryam.taps("ارسال به ۱ نفر")
    assert sara.sees() == ""
    await town.clock.to("1398-07-22 09:30")
    assert "مصوبهٔ ۷" in sara.sees()


async def test_nobody_is_late_yet(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await maryam.says("/status")
    assert "یادآوری به همهٔ معوق‌ها" not in maryam.buttons()
