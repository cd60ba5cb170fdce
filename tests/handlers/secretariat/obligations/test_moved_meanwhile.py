"""Words of a secretary about a task of one agency, which a colleague moves to another before they are sent."""

import pytest
from sqlalchemy import func, select

from domain.access.member import Role
from models.tables.agencies import Agency
from models.tables.conversations import Draft
from models.tables.followup import Escalation, Extension
from models.tables.meetings import Obligation, Submission
from tests.answered import moved
from tests.issued import issue
from tests.published_forms import attach, publish
from tests.town import Human, Town

CITY, CHAMBER, RELIEF = "شهرداری مشهد", "اتاق بازرگانی", "کمیتهٔ امداد"
WORDS = "شهرداری تلفنی گفت که جدول تکمیل شده است."
ONE = "survey:\ntype|name|label\ntext|word|چه خبر؟\nsettings:\nform_id|form_title\nnews|خبر محله"
IS_CHAMBERS = f"این اقدام اکنون با {CHAMBER} است"


@pytest.fixture
async def chamber(town: Town) -> list[Human]:
    """Return who answers for the chamber, and its head."""
    reza = await town.representative_of(CHAMBER, "رضا احمدی")
    return [reza, await town.member("کریم صالحی", Role.HEAD, CHAMBER)]


@pytest.fixture
async def maryam(town: Town, chamber: list[Human]) -> Human:
    """Return Maryam, of the secretariat, beside a task of the city."""
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    return maryam


@pytest.fixture
async def goli(town: Town, maryam: Human) -> Human:
    """Return Goli, a colleague of Maryam."""
    return await town.member("گلی صادقی", Role.SECRETARY)


async def nothing_is_kept(town: Town) -> None:
    """Look that the chamber has the task as it was moved, and that nothing else is there."""
    async with town.app.db.read() as session:
        owed = (await session.scalars(select(Obligation))).one()
        assert (await session.get_one(Agency, owed.agency_id)).name == CHAMBER
        assert owed.given_due is None
        for table in (Submission, Escalation, Extension, Draft):
            assert not await session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize("kind", ["گزارش", "فاقد عملکرد"])
async def test_what_the_city_said_by_phone_is_no_answer_of_the_chamber(
    town: Town, maryam: Human, goli: Human, chamber: list[Human], kind: str
) -> None:
    await goli.says("/behalf")
    await goli.taps(CITY, "مصوبهٔ ۷", "تلفن", kind)
    if kind == "گزارش":
        await goli.taps("انجام شده")
    await goli.says(WORDS)
    if kind == "گزارش":
        await goli.taps("رد کردن", "رد کردن")
    await moved(maryam, CITY, CHAMBER)
    chamber[0].marks()
    said = await goli.taps("ارسال")
    assert IS_CHAMBERS in said
    assert WORDS in said
    assert chamber[0].sees() == ""
    await nothing_is_kept(town)


async def test_an_answer_by_phone_is_begun_for_the_agency_that_was_picked(
    town: Town, maryam: Human, goli: Human
) -> None:
    await goli.says("/behalf")
    await goli.taps(CITY, "مصوبهٔ ۷", "تلفن")
    await moved(maryam, CITY, CHAMBER)
    assert IS_CHAMBERS in await goli.taps("گزارش")
    await nothing_is_kept(town)


async def test_the_chambers_answer_begins_without_the_citys_words(town: Town, maryam: Human, goli: Human) -> None:
    await goli.says("/behalf")
    await goli.taps(CITY, "مصوبهٔ ۷", "تلفن", "فاقد عملکرد")
    await goli.says(WORDS)
    await moved(maryam, CITY, CHAMBER)
    await goli.says("/behalf")
    said = await goli.taps(CHAMBER, "مصوبهٔ ۷", "تلفن", "فاقد عملکرد")
    assert f"از طرف {CHAMBER}" in said
    assert WORDS in said
    await goli.says("اتاق تلفنی گفت کاری نکرده است.")
    assert f"ثبت از طرف {CHAMBER}" in await goli.taps("ارسال")


async def test_a_form_that_came_from_the_city_is_none_of_the_chamber(town: Town, maryam: Human, goli: Human) -> None:
    await attach(town, await publish(town, ONE, "خبر محله"), resolution=1)
    await goli.says("/behalf")
    await goli.taps(CITY, "مصوبهٔ ۷", "مکاتبه", "فرم پیوست‌شده", "پر کردن فرم «خبر محله»")
    await goli.says(WORDS)
    await moved(maryam, CITY, CHAMBER)
    said = await goli.taps("ارسال")
    assert IS_CHAMBERS in said
    assert WORDS in said
    await nothing_is_kept(town)


async def test_what_the_city_left_undone_is_not_reported_to_the_chambers_head(
    town: Town, maryam: Human, goli: Human, chamber: list[Human]
) -> None:
    await town.clock.to("1398-08-10 10:00")
    await goli.says("/status")
    await goli.taps(CITY, "مصوبهٔ ۷", "پیگیری این اقدام", "ارجاع به مدیر دستگاه")
    await goli.says(WORDS)
    await moved(maryam, CITY, CHAMBER)
    for one in chamber:
        one.marks()
    said = await goli.taps("ارسال")
    assert IS_CHAMBERS in said
    assert WORDS in said
    assert [one.sees() for one in chamber] == ["", ""]
    await nothing_is_kept(town)


async def test_the_citys_date_is_not_given_to_the_chamber(town: Town, maryam: Human, goli: Human) -> None:
    await goli.says("/status")
    await goli.taps(CITY, "مصوبهٔ ۷", "پیگیری این اقدام", "مهلت این دستگاه")
    await goli.says("۲۵ آبان", WORDS)
    await moved(maryam, CITY, CHAMBER)
    said = await goli.taps("ثبت")
    assert IS_CHAMBERS in said
    assert WORDS in said
    await nothing_is_kept(town)


async def test_what_was_to_be_taken_from_the_city_stays_with_the_chamber(
    town: Town, maryam: Human, goli: Human
) -> None:
    await town.representative_of(RELIEF, "لیلا نوری")
    await goli.says("/status")
    await goli.taps(CITY, "مصوبهٔ ۷", "پیگیری این اقدام", "انتقال به دستگاه دیگر")
    await goli.says(RELIEF)
    await goli.taps(RELIEF)
    await goli.says(WORDS)
    await moved(maryam, CITY, CHAMBER)
    said = await goli.taps("ثبت")
    assert IS_CHAMBERS in said
    assert WORDS in said
    await nothing_is_kept(town)
