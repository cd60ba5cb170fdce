"""Twins that an import made become one agency again."""

from sqlalchemy import select, update

from domain.access.member import Role
from models.tables.agencies import Agency
from models.tables.meetings import Obligation
from tests.answered import reported
from tests.handlers.secretariat.broadcast.broadcasting import drafts, sends
from tests.issued import issue, jalali_day
from tests.own_quiet_hours import quiet_until_noon
from tests.town import Human, Town

CITY, TWIN = "شهرداری مشهد", "شهرداری کلانشهر مشهد"


async def chooses_twin(town: Town) -> Human:
    maryam = await town.secretary()
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها", CITY, "ادغام با دستگاه دیگر")
    await maryam.taps(TWIN)
    return maryam


async def test_maryam_merges_the_twin_and_its_people_go_on(town: Town) -> None:
    await town.representative_of(CITY)
    reza = await town.member("رضا احمدی", Role.REPRESENTATIVE, TWIN)
    await issue(town, 7, "جدول منابع", CITY, TWIN, due="1398-08-21")
    await issue(town, 8, "برنامهٔ آموزش", TWIN, due="1398-08-21")
    maryam = await chooses_twin(town)
    seen = maryam.sees()
    assert f"«{TWIN}» در «{CITY}» ادغام می‌شود" in seen
    assert "افراد: ۱" in seen
    assert "اقدام‌ها: ۲" in seen
    assert f"مصوبهٔ ۷، جلسهٔ ۵: اقدام «{CITY}» می‌ماند" in seen
    seen = await maryam.taps("بله، ادغام شود")
    assert f"«{TWIN}» از این پس نام دیگر «{CITY}» است" in seen
    assert "در ۱ مصوبه" in seen
    assert TWIN in await maryam.taps(CITY)
    assert f"«{TWIN}» و «{CITY}»" in reza.everything()
    assert "برنامهٔ آموزش" in await reza.says("/tasks")


async def test_an_old_preview_and_one_agency_twice_are_refused(town: Town) -> None:
    await town.representative_of(CITY)
    await town.member("رضا احمدی", Role.REPRESENTATIVE, TWIN)
    maryam = await chooses_twin(town)
    await issue(town, 8, "برنامهٔ آموزش", TWIN, due="1398-08-21")
    assert "در این میان" in await maryam.taps("بله، ادغام شود")
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها", CITY, "ادغام با دستگاه دیگر")
    assert "خودش" in await maryam.taps(CITY)


async def test_the_two_can_be_turned_round(town: Town) -> None:
    await town.representative_of(CITY)
    await town.member("رضا احمدی", Role.REPRESENTATIVE, TWIN)
    maryam = await chooses_twin(town)
    assert f"«{CITY}» در «{TWIN}» ادغام می‌شود" in await maryam.taps("بماند")


async def both_agencies(town: Town) -> tuple[Human, Human]:
    """Return Sara of the city and Reza of its twin."""
    return await town.representative_of(CITY), await town.member("رضا احمدی", Role.REPRESENTATIVE, TWIN)


async def test_a_task_that_one_of_the_twins_owes_stays_open_when_the_other_was_released(town: Town) -> None:
    sara, _ = await both_agencies(town)
    maryam = await town.secretary()
    await issue(town, 7, "جدول منابع", CITY, TWIN, due="1398-07-20")
    await maryam.says("/resolutions")
    await maryam.taps("۷", "مسئولان", CITY, "حذف از مسئولان")
    maryam = await chooses_twin(town)
    await maryam.taps("بله، ادغام شود")
    assert "مصوبهٔ ۷" in await sara.says("/tasks")
    sara.marks()
    await town.clock.to("1398-07-20 10:00")
    assert "مصوبهٔ ۷" in sara.sees()


async def test_the_report_of_the_other_is_reviewed_as_well(town: Town) -> None:
    sara, reza = await both_agencies(town)
    await issue(town, 7, "جدول منابع", CITY, TWIN, due="1398-07-20")
    await reported(sara, "بخش نخست انجام شد.")
    await reported(reza, "بخش دوم انجام شد.")
    maryam = await chooses_twin(town)
    await maryam.taps("بله، ادغام شود")
    assert "جایگزین" not in await reza.says("/history")
    reza.marks()
    await maryam.says("/review")
    assert "بخش دوم انجام شد." in await maryam.taps("پذیرش")
    await maryam.taps("پذیرش")
    assert "گزارش شمارهٔ ۲" in reza.sees()


async def test_nobody_is_reminded_of_what_the_other_has_answered(town: Town) -> None:
    sara, reza = await both_agencies(town)
    await issue(town, 7, "جدول منابع", CITY, TWIN, due="1398-07-20")
    await reported(sara, "انجام شد.")
    await quiet_until_noon(town, reza)
    await town.clock.to("1398-07-20 10:00")
    maryam = await chooses_twin(town)
    await maryam.taps("بله، ادغام شود")
    reza.marks()
    await town.clock.to("1398-07-20 12:30")
    assert "یک دستگاه است" in reza.sees()
    assert "مصوبهٔ ۷" not in reza.sees()


async def test_a_request_for_more_time_waits_on_and_a_later_date_holds(town: Town) -> None:
    _, reza = await both_agencies(town)
    [_, of_twin] = await issue(town, 7, "جدول منابع", CITY, TWIN, due="1398-07-20")
    await reza.says("/tasks")
    await reza.taps("مصوبهٔ ۷", "درخواست تمدید مهلت")
    await reza.says("۲۸ مهر", "داده‌ها نرسیده است.")
    await reza.taps("رد کردن", "ارسال")
    later = jalali_day("1398-07-25")
    async with town.app.db.write() as session:
        moved = update(Obligation).where(Obligation.id == of_twin)
        await session.execute(moved.values(due=later, given_due=later))
    maryam = await chooses_twin(town)
    await maryam.taps("بله، ادغام شود")
    async with town.app.db.read() as session:
        assert [one.due for one in await session.scalars(select(Obligation))] == [later]
    await maryam.opens("درخواست‌های تمدید")
    await maryam.taps("موافقت تا ۲۸ مهر")
    assert "موافقت شد" in reza.sees()


async def merges(town: Town) -> Human:
    maryam = await chooses_twin(town)
    await maryam.taps("بله، ادغام شود")
    return maryam


async def introduces(ali: Human) -> None:
    """Answer all questions of the registration after the agency."""
    await ali.taps("جناب آقای")
    await ali.says("علی کریمی", "کارشناس")
    await ali.shares_phone()
    await ali.taps("بدون معرفی‌نامه")


async def test_a_newcomer_who_chose_the_twin_asks_to_join_what_it_became(town: Town) -> None:
    await both_agencies(town)
    ali = town.person("علی کریمی")
    await ali.says("/start")
    await ali.taps("ثبت‌نام", "نمایندهٔ دستگاه")
    await ali.says(TWIN)
    await ali.taps(TWIN)
    await introduces(ali)
    await merges(town)
    assert f"نمایندهٔ {CITY}" in await ali.taps("ارسال")


async def test_a_newcomer_who_opened_the_twin_s_link_asks_to_join_what_it_became(town: Town) -> None:
    await both_agencies(town)
    maryam = await town.secretary()
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها", TWIN, "دعوت برای این دستگاه", "رابط دستگاه", "چند نفر", "یک هفته")
    await maryam.taps("ساختن دعوت‌نامه")
    ali = town.person("علی کریمی")
    await ali.opens_link(maryam.link())
    await introduces(ali)
    await merges(town)
    assert f"رابط {CITY}" in await ali.taps("ارسال")


async def test_an_invitation_that_is_being_written_for_the_twin_is_for_what_it_became(town: Town) -> None:
    await both_agencies(town)
    goli = await town.member("گلی صادقی", Role.SECRETARY)
    await goli.says("/members")
    await goli.taps("دستگاه‌ها", TWIN, "دعوت برای این دستگاه", "نمایندهٔ دستگاه", "یک نفر", "یک هفته")
    await merges(town)
    assert f"نمایندهٔ {CITY}" in await goli.taps("ساختن دعوت‌نامه")


async def test_the_card_of_the_twin_in_hand_overwrites_nothing_of_what_it_became(town: Town) -> None:
    await both_agencies(town)
    goli = await town.member("گلی صادقی", Role.SECRETARY)
    for phone in ("۰۵۱۳۱۲۳۴", "۰۵۱۳۹۹۹۹"):
        await goli.says("/members")
        await goli.taps("دستگاه‌ها", TWIN, "اصلاح مشخصات", "اصلاح تلفن")
        await goli.says(phone)
        if phone == "۰۵۱۳۱۲۳۴":
            await goli.taps("ثبت")
    await merges(town)
    await goli.taps("ثبت")
    async with town.app.db.read() as session:
        assert list(await session.scalars(select(Agency.name))) == [CITY]


async def test_whoever_belongs_to_the_one_in_service_still_hears_of_what_goes_to_everybody(town: Town) -> None:
    _, reza = await both_agencies(town)
    maryam = await town.secretary()
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها", CITY, "کنار گذاشتن", "ادغام با دستگاه دیگر", TWIN, "بله، ادغام شود")
    await drafts(maryam)
    await sends(town, maryam, "۳")
    assert "جلسه به سه‌شنبه افتاد." in reza.sees()
