"""Tasks that end, are moved or are opened again while their answers wait or were returned: none is lost or told to
others.
"""

import pytest
from sqlalchemy import select

from models.tables.meetings import Obligation, ObligationState
from tests.answered import reported, returned
from tests.issued import issue
from tests.town import Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
CONTINUOUS = {"kind": "continuous"}
WORDS = "رقم حساب شما نادرست است."


async def states(town: Town) -> list[ObligationState]:
    async with town.app.db.read() as session:
        return list(await session.scalars(select(Obligation.state).order_by(Obligation.id)))


async def opens(maryam: Human, *labels: str) -> str:
    """Open the page of resolution 7, and tap buttons there."""
    await maryam.says("/resolutions")
    return await maryam.taps("همه", "۷", *labels)


async def test_a_returned_task_is_open_again_with_its_resolution(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-07-20")
    await reported(sara, "انجام شد.")
    await returned(maryam, WORDS)
    await opens(maryam, "بستن مصوبه", "بازگشایی")
    assert "دوباره باز شد" in sara.sees()
    assert "مصوبهٔ ۷، برای اصلاح برگشته" in await sara.says("/tasks")
    sara.marks()
    await town.clock.to("1398-07-20 10:00")
    assert "مصوبهٔ ۷" in sara.sees()


async def test_a_continuous_task_that_was_reported_on_is_open_again_with_its_resolution(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, deadline=CONTINUOUS)
    await reported(sara, "انجام شد.")
    await opens(maryam, "بستن مصوبه", "بازگشایی")
    assert await states(town) == [ObligationState.OPEN]


async def test_nothing_to_report_closes_a_task_for_good(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-07-20")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "فاقد عملکرد", "رد کردن", "ارسال")
    await opens(maryam, "بستن مصوبه", "بازگشایی")
    assert await states(town) == [ObligationState.CLOSED]


async def test_an_owner_who_is_added_again_has_the_returned_task_again(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, CHAMBER, due="1398-07-20")
    await reported(sara, "انجام شد.")
    await returned(maryam, WORDS)
    await opens(maryam, "مسئولان", CITY, "حذف از مسئولان")
    await opens(maryam, "مسئولان", "افزودن مسئول")
    await maryam.says(CITY)
    await maryam.taps(CITY)
    assert "مصوبهٔ ۷، برای اصلاح برگشته" in await sara.says("/tasks")


@pytest.mark.parametrize("ends", [("بستن مصوبه",), ("مسئولان", CITY, "حذف از مسئولان")])
async def test_a_report_that_is_returned_after_its_task_ended_asks_nothing_more(
    town: Town, ends: tuple[str, ...]
) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, CHAMBER, due="1398-07-20")
    await reported(sara, "انجام شد.")
    await opens(maryam, *ends)
    await returned(maryam, WORDS)
    assert WORDS in sara.sees()
    assert "نسخهٔ تازه‌ای لازم ندارد" in sara.sees()
    assert "اصلاح و ارسال دوباره" not in sara.buttons()
    assert "مصوبهٔ ۷" not in await sara.says("/tasks")
    sara.marks()
    await town.clock.to("1398-07-20 10:00")
    assert "مصوبهٔ ۷" not in sara.sees()


async def test_an_interim_report_keeps_no_task_open_whose_resolution_is_closed(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-07-20")
    await reported(sara, "نیمی انجام شد.")
    await maryam.says("/review")
    await opens(maryam, "بستن مصوبه")
    await maryam.taps("پذیرش؛ اقدام باز بماند")
    assert await states(town) == [ObligationState.ACCEPTED]


async def test_a_correction_opens_no_continuous_task_whose_resolution_is_closed(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, deadline=CONTINUOUS)
    await reported(sara, "نیمی انجام شد.")
    await opens(maryam, "بستن مصوبه")
    await sara.says("/history")
    await sara.taps("گزارش شمارهٔ ۱", "اصلاح و ارسال دوباره", "ارسال")
    assert await states(town) == [ObligationState.CLOSED]


@pytest.mark.parametrize("verdict", ["returned", "accepted"])
async def test_the_words_on_a_report_of_a_moved_task_go_to_whoever_sent_it(town: Town, verdict: str) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(CHAMBER, "رضا احمدی")
    await issue(town, 7, "جدول منابع", CITY, deadline=CONTINUOUS)
    await reported(sara, "نیمی انجام شد.")
    await maryam.says("/status")
    await maryam.taps(CITY, "مصوبهٔ ۷", "پیگیری این اقدام", "انتقال به دستگاه دیگر")
    await maryam.says(CHAMBER)
    await maryam.taps(CHAMBER)
    await maryam.says("داده‌ها آنجاست.")
    await maryam.taps("ثبت")
    sara.marks()
    reza.marks()
    if verdict == "returned":
        await returned(maryam, WORDS)
        assert WORDS in sara.sees()
        assert "نسخهٔ تازه‌ای لازم ندارد" in sara.sees()
    else:
        await maryam.says("/review")
        await maryam.taps("پذیرش")
        assert "پذیرفته شد" in sara.sees()
    assert reza.sees() == ""
    assert await states(town) == [ObligationState.OPEN]
