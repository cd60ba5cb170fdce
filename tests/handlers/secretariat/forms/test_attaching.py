"""A form attached to a resolution's sub-item, an obligation, a role, a neighbourhood or everyone, and detached."""

import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.agencies import Agency
from models.tables.forms import FilledForm, FormAssignment, FormRhythm, FormTarget
from tests.handlers.representative.forms.test_filling import ONE
from tests.issued import issue
from tests.published_forms import attach, publish
from tests.town import Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
ITEMS = [{"label": "الف", "text": "آمار واحدها"}, {"label": "ب", "text": "آمار شاغلان"}]


async def attached(town: Town) -> list[FormAssignment]:
    async with town.app.db.read() as session:
        return list(await session.scalars(select(FormAssignment).order_by(FormAssignment.id)))


async def opens_targets(maryam: Human) -> None:
    await maryam.says("/forms")
    await maryam.taps("خبر محله", "گیرندگان فرم")


@pytest.mark.rows
async def test_a_form_is_attached_to_a_sub_item_from_the_resolution_s_page(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 3, "آمار بدهند.", CITY, due="1398-07-20", items=ITEMS, item="ب")
    await publish(town, ONE, "خبر محله")
    await maryam.says("/resolutions")
    # What the page says is not asked again: the first question is the first.
    seen = await maryam.taps("مصوبهٔ ۳", "فرم‌های مصوبه", "پیوست فرم")
    assert "پرسش ۱" in seen
    assert "آمار بدهند." in seen
    assert "بازگشت" not in maryam.buttons()
    assert "پرسش ۲" in await maryam.taps("خبر محله")
    seen = await maryam.taps("ب) آمار شاغلان")
    assert f"به ۱ مورد می‌رسد و به ۱ نفر خبر داده می‌شود: {CITY}" in seen
    assert "فرم پیوست شد: مصوبهٔ ۳، بند ب" in await maryam.taps("پیوست شود")
    [one] = await attached(town)
    assert (one.target, one.item, one.rhythm) == (FormTarget.ITEM, "ب", FormRhythm.ONCE)
    assert "فرم «خبر محله»" in sara.everything()
    await maryam.says("/resolutions")
    await maryam.taps("مصوبهٔ ۳")
    assert "• خبر محله: مصوبهٔ ۳، بند ب" in await maryam.taps("فرم‌های مصوبه")
    await opens_targets(maryam)
    await maryam.taps("پیوست به …", "همهٔ اعضا", "یک بار", "رد کردن", "پیوست شود")
    assert "پیوست به: مصوبهٔ ۳، بند ب، جلسهٔ ۵؛ همهٔ اعضا" in await maryam.taps("صفحهٔ فرم")


@pytest.mark.ci
async def test_a_form_is_attached_to_one_agency_s_obligation_alone(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    ali = await town.representative_of(CHAMBER, "علی کاظمی")
    await issue(town, 3, "آمار بدهند.", CITY, CHAMBER, due="1398-07-20")
    await publish(town, ONE, "خبر محله")
    await opens_targets(maryam)
    await maryam.taps("پیوست به …", "اقدام یک دستگاه", "مصوبهٔ ۳", CITY)
    await maryam.taps("پیوست شود")
    assert "خبر محله" in await sara.says("/data")
    assert "اکنون فرمی برای پر کردن ندارید" in await ali.says("/data")


async def test_nothing_is_asked_that_has_one_answer_alone(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 3, "آمار بدهند.", CITY, due="1398-07-20", items=ITEMS)
    await issue(town, 4, "فهرست بدهند.", CHAMBER, due="1398-07-20", meeting_number=6)
    await publish(town, ONE, "خبر محله")
    await opens_targets(maryam)
    seen = await maryam.taps("پیوست به …")
    assert "پرسش ۲" not in seen
    assert "خبر محله" in seen
    assert "بازگشت" not in maryam.buttons()
    assert "پرسش ۲" in await maryam.taps("مصوبه یا بندی از آن")
    seen = await maryam.taps("مصوبهٔ ۳")
    assert "همهٔ مصوبه یا یکی از بندهای آن؟" in seen
    seen = await maryam.taps("بازگشت", "مصوبهٔ ۴")
    assert f"به ۱ مورد می‌رسد و به ۰ نفر خبر داده می‌شود: {CHAMBER}" in seen
    assert "فرم پیوست شد: مصوبهٔ ۴" in await maryam.taps("پیوست شود")


async def test_whoever_goes_back_passes_over_what_was_not_asked(town: Town) -> None:
    maryam = await town.secretary()
    monthly = {"kind": "recurring", "due": "1398-08-10", "rhythm": {"every": 1, "unit": "month", "day": 10}}
    await issue(town, 8, "هر ماه گزارش بدهند.", CITY, due="1398-07-20", deadline=monthly)
    await publish(town, ONE, "خبر محله")
    await opens_targets(maryam)
    seen = await maryam.taps("پیوست به …", "مصوبه یا بندی از آن", "مصوبهٔ ۸")
    assert "خالی آغاز شود یا با ردیف‌های دورهٔ پیش؟" in seen
    assert "کدام مصوبه؟" in await maryam.taps("بازگشت")


async def test_the_day_that_is_asked_for_is_the_one_by_which_a_form_is_due(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await publish(town, ONE, "خبر محله")
    await opens_targets(maryam)
    await maryam.taps("پیوست به …", "همهٔ افراد یک نقش", "نمایندگان")
    assert "مهلت پر کردن فرم چه روزی است؟" in await maryam.taps("یک بار")
    await maryam.says("پایان مهر")
    assert "نمایندگان: مهلت سه‌شنبه ۳۰ مهر ۱۳۹۸" in await maryam.taps("پیوست شود")
    await maryam.taps("پیوست به …", "همهٔ افراد یک نقش", "جانشینان")
    assert "تا چه روزی از آن‌ها خواسته شود؟" in await maryam.taps("هر ماه")


@pytest.mark.rows
@pytest.mark.ci
async def test_a_form_for_a_neighbourhood_goes_to_its_facilitators_until_a_day(town: Town) -> None:
    maryam = await town.secretary()
    reza = await town.member("رضا احمدی", Role.FACILITATOR, "طبرسی")
    async with town.app.db.write() as session:
        place = (await session.scalars(select(Agency).where(Agency.name == "طبرسی"))).one()
        place.name, place.neighbourhood = "محلهٔ طبرسی", True
    await publish(town, ONE, "خبر محله")
    await opens_targets(maryam)
    await maryam.taps("پیوست به …", "یک محله", "طبرسی", "هر زمان که لازم شد")
    await maryam.says("پایان مهر")
    seen = await maryam.taps("خالی آغاز شود")
    assert "به ۱ مورد می‌رسد و به ۱ نفر خبر داده می‌شود: محلهٔ طبرسی" in seen
    seen = await maryam.taps("پیوست شود")
    assert "• محلهٔ طبرسی: هر زمان که لازم شد، تا سه‌شنبه ۳۰ مهر ۱۳۹۸" in seen
    # As often as there is a need.
    for words in ("چراغ‌ها روشن شد.", "کوچه‌ها آسفالت شد."):
        await reza.says("/data")
        await reza.taps("پر کردن: خبر محله")
        await reza.says(words)
        await reza.taps("ارسال")
    async with town.app.db.read() as session:
        assert len((await session.scalars(select(FilledForm))).all()) == 2
    await town.clock.to("1398-08-01")
    assert "اکنون فرمی برای پر کردن ندارید" in await reza.says("/data")


@pytest.mark.ci
async def test_everyone_is_named_or_counted_first_and_nobody_twice(town: Town) -> None:
    maryam = await town.secretary()
    ali = await town.member("علی کاظمی", Role.SECRETARY)
    await town.representative_of(CITY)
    await publish(town, ONE, "خبر محله")
    for human in (maryam, ali):
        await opens_targets(human)
        await human.taps("پیوست به …", "همهٔ اعضا", "یک بار", "رد کردن")
    assert "به ۳ نفر می‌رسد: مریم رضایی؛ علی کاظمی؛ سارا محمدی" in ali.everything()
    await maryam.taps("پیوست شود")
    assert "این فرم به همین مورد پیوست شده است" in await ali.taps("پیوست شود")
    assert len(await attached(town)) == 1


@pytest.mark.ci
async def test_what_is_detached_twice_is_told_and_comes_back(town: Town) -> None:
    maryam = await town.secretary()
    ali = await town.member("علی کاظمی", Role.SECRETARY)
    await attach(town, await publish(town, ONE, "خبر محله"))
    for human in (maryam, ali):
        await opens_targets(human)
    assert "فرم از همهٔ اعضا جدا شد" in await maryam.taps("جدا کردن از همهٔ اعضا")
    assert "این فرم پیش‌تر جدا شده است" in await ali.taps("جدا کردن از همهٔ اعضا")
    await maryam.taps("بازگرداندن پیوست")
    assert [one.detached_at for one in await attached(town)] == [None]


async def attached_in_the_night(town: Town, *ends: str) -> Human:
    """Attach a form to everybody late in the evening, tap what follows, and return Sara at noon."""
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await publish(town, ONE, "خبر محله")
    await town.clock.to("1398-07-14 22:30")
    await opens_targets(maryam)
    await maryam.taps("پیوست به …", "همهٔ اعضا", "یک بار", "رد کردن", "پیوست شود")
    await maryam.taps(*ends)
    await town.clock.to("1398-07-15 12:00")
    return sara


@pytest.mark.parametrize("ends", [("جدا کردن از همهٔ اعضا",), ("صفحهٔ فرم", "کنار گذاشتن")])
async def test_a_form_that_was_attached_and_taken_away_in_one_night_is_no_news_in_the_morning(
    town: Town, ends: tuple[str, ...]
) -> None:
    sara = await attached_in_the_night(town, *ends)
    assert "خبر محله" not in sara.everything()


@pytest.mark.ci
@pytest.mark.parametrize(
    "ends",
    [("جدا کردن از همهٔ اعضا", "بازگرداندن پیوست"), ("صفحهٔ فرم", "کنار گذاشتن", "بازگرداندن فرم")],
)
async def test_a_form_that_is_back_before_the_morning_is_told_of_once(town: Town, ends: tuple[str, ...]) -> None:
    sara = await attached_in_the_night(town, *ends)
    assert sara.everything().count("خبر محله") == 1
