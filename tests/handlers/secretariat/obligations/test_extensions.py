"""More time for one agency: asked for and decided, or given unasked."""

from datetime import date

from sqlalchemy import select

from domain.access.member import Role
from domain.dates.jalali import format_machine
from models.tables.followup import Extension, ExtensionState
from models.tables.meetings import Obligation
from tests.answered import reported
from tests.issued import issue
from tests.town import Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"


async def asked(who: Human, until: str = "دو هفتهٔ دیگر", reason: str = "منتظر مصوبهٔ شورا هستیم") -> str:
    """Ask for more time on the only task; return the receipt."""
    await who.says("/tasks")
    await who.taps("مصوبهٔ ۷", "درخواست تمدید مهلت")
    await who.says(until, reason)
    return await who.taps("رد کردن", "ارسال")


async def due_of(town: Town, obligation_id: int) -> str:
    async with town.app.db.read() as session:
        due = (await session.get_one(Obligation, obligation_id)).due
        return format_machine(due) if isinstance(due, date) else ""


async def test_a_deadline_moves_when_the_secretary_agrees(town: Town) -> None:
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    [owed] = await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await sara.says("/tasks")
    opened = await sara.taps("مصوبهٔ ۷", "درخواست تمدید مهلت")
    assert "مهلت: ۷ روز مانده، تا شنبه ۲۰ مهر ۱۳۹۸" in opened
    assert "تاریخ خوانده نشد" in await sara.says("به‌زودی")
    assert "پس از امروز نیست" in await sara.says("۱۰ مهر")
    assert "توجه: شنبه ۲۷ مهر ۱۳۹۸ تعطیل است (اربعین حسینی)" in await sara.says("دو هفتهٔ دیگر")
    await sara.says("منتظر مصوبهٔ شورا هستیم")
    summary = await sara.sends_photo("نامهٔ درخواست")
    summary = await sara.taps("ادامه")
    assert "مهلت درخواستی: شنبه ۲۷ مهر ۱۳۹۸" in summary
    receipt = await sara.taps("ارسال")
    assert "درخواست تمدید مهلت مصوبهٔ ۷، جلسهٔ ۵ تا شنبه ۲۷ مهر ۱۳۹۸ با شمارهٔ ۱ ثبت شد" in receipt
    assert "۱ درخواست تمدید مهلت در انتظار تصمیم شماست" in maryam.everything()
    assert "۱ درخواست تمدید مهلت" in await maryam.says("/start")
    card = await maryam.opens("درخواست‌های تمدید")
    assert "منتظر مصوبهٔ شورا هستیم" in card
    assert "سارا محمدی" in card
    assert "پیوست ۱ از ۱ درخواست تمدید" in card
    assert await due_of(town, owed) == "1398-07-20"
    assert "به دستگاه خبر داده شد" in await maryam.taps("موافقت تا ۲۷ مهر")
    assert await due_of(town, owed) == "1398-07-27"
    assert "موافقت شد. مهلت تازه: ۱۴ روز مانده، تا شنبه ۲۷ مهر ۱۳۹۸" in sara.everything()
    assert "از شنبه ۲۰ مهر ۱۳۹۸ به شنبه ۲۷ مهر ۱۳۹۸ تمدید شد؛ منتظر مصوبهٔ شورا هستیم" in await sara.taps("نمایش اقدام")
    sara.marks()
    await town.clock.to("1398-07-20 10:00")
    assert "مصوبهٔ ۷" not in sara.sees()
    await town.clock.to("1398-07-24 09:00")
    assert "۳ روز مانده" in sara.sees()


async def test_the_present_due_date_and_a_request_that_waits_are_said(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    assert "پس از مهلت کنونی نیست. مهلت این اقدام شنبه ۲۰ مهر ۱۳۹۸ است" in await asked(sara, "۱۸ مهر")
    await sara.taps("اصلاح مهلت درخواستی")
    await sara.says("۲۵ مهر")
    assert "ثبت شد" in await sara.taps("ارسال")
    await sara.taps("نمایش اقدام")
    assert "درخواست تمدید تا پنجشنبه ۲۵ مهر ۱۳۹۸، در انتظار تصمیم" in sara.sees()
    assert "پیش‌تر فرستاده شده و در انتظار تصمیم" in await sara.taps("درخواست تمدید مهلت")


async def test_another_date_is_granted_and_a_second_secretary_sees_it(town: Town) -> None:
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    zahra = await town.member("زهرا نوری", Role.SECRETARY)
    [owed] = await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await asked(sara)
    await zahra.says("/extensions")
    await maryam.says("/extensions")
    await maryam.taps("تاریخ دیگر")
    await maryam.says("یک هفتهٔ دیگر")
    assert "پس از مهلت کنونی نیست" in await maryam.taps("رد کردن", "ارسال")
    await maryam.taps("اصلاح مهلت تازه")
    await maryam.says("۲۳ مهر")
    assert "به سه‌شنبه ۲۳ مهر ۱۳۹۸ تمدید شد" in await maryam.taps("ارسال")
    assert await due_of(town, owed) == "1398-07-23"
    assert "تا شنبه ۲۷ مهر ۱۳۹۸ خواسته بودید؛ مهلت تازه این است: ۱۰ روز مانده" in sara.everything()
    seen = await zahra.taps("موافقت نمی‌شود")
    assert "پیش‌تر تصمیم گرفته شده است" in seen
    assert "به سه‌شنبه ۲۳ مهر ۱۳۹۸ تمدید شد" in seen
    assert await due_of(town, owed) == "1398-07-23"


async def test_a_refusal_has_words_and_moves_nothing(town: Town) -> None:
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    [owed] = await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await asked(sara)
    await maryam.says("/extensions")
    await maryam.taps("موافقت نمی‌شود")
    await maryam.says("جلسه نزدیک است.")
    await maryam.taps("ارسال")
    assert "به دستگاه خبر داده شد و مهلت کنونی پابرجاست." in maryam.everything()
    assert "از نو برنامه‌ریزی شد" not in maryam.everything()
    assert "موافقت نشد و مهلت آن تغییر نکرد" in sara.everything()
    assert "جلسه نزدیک است." in sara.everything()
    assert await due_of(town, owed) == "1398-07-20"
    assert "ثبت شد" in await asked(sara, "۲۲ مهر")


async def test_a_request_that_was_mistaken_is_withdrawn_and_another_one_sent(town: Town) -> None:
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    [owed] = await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await asked(sara, "۲۳ مهر")
    await maryam.says("/extensions")
    await sara.taps("نمایش اقدام")
    assert "درخواست تمدید مهلت" not in sara.buttons()
    seen = await sara.taps("پس گرفتن درخواست تمدید")
    assert "درخواست تمدید تا سه‌شنبه ۲۳ مهر ۱۳۹۸، دستگاه آن را پس گرفت" in seen
    assert "دستگاه آن را پس گرفت" in await maryam.taps("موافقت تا")
    assert await due_of(town, owed) == "1398-07-20"
    assert "ثبت شد" in await asked(sara, "۲۵ مهر")
    await sara.taps("نمایش اقدام")
    await maryam.says("/extensions")
    await maryam.taps("موافقت تا")
    assert "به پنجشنبه ۲۵ مهر ۱۳۹۸ تمدید شد" in await sara.taps("پس گرفتن درخواست تمدید")
    assert await due_of(town, owed) == "1398-07-25"


async def test_a_day_off_that_depends_on_the_moon_is_said_to_be_an_estimate(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await town.clock.to("1406-02-01 10:00")
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1406-02-10")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "درخواست تمدید مهلت")
    assert "(عید سعید قربان؛ تعطیلی تخمینی است)" in await sara.says("۲۷ اردیبهشت")


async def test_the_answer_withdraws_the_request(town: Town) -> None:
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await asked(sara)
    await maryam.says("/extensions")
    await reported(sara, "جدول منابع برای هر شش محله تکمیل شد.")
    seen = await maryam.taps("موافقت تا")
    assert "چون دیگر لازم نبود، برداشته شد" in seen
    assert "درخواست تمدیدی در انتظار تصمیم نیست" in await maryam.says("/extensions")
    async with town.app.db.read() as session:
        assert (await session.scalars(select(Extension.state))).all() == [ExtensionState.WITHDRAWN]


async def test_more_time_may_be_asked_for_late_and_from_the_reminder(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await town.clock.to("1398-07-28 09:00")
    seen = await sara.taps("درخواست تمدید مهلت")
    assert "همچنان معوق شمرده می‌شود" in seen
    await sara.says("۱۰ آبان", "کارشناس ما در سفر بود")
    assert "تا تصمیم دبیرخانه، همچنان معوق" in await sara.taps("رد کردن", "ارسال")


async def test_one_agency_is_given_a_date_of_its_own(town: Town) -> None:
    sara, reza = await town.representative_of(CITY), await town.representative_of(CHAMBER, "رضا احمدی")
    maryam = await town.secretary()
    of_city, of_chamber = await issue(town, 7, "جدول منابع تکمیل شود.", CITY, CHAMBER, due="1398-07-20")
    await maryam.says("/status")
    await maryam.taps(CITY, "مصوبهٔ ۷", "پیگیری این اقدام", "مهلت این دستگاه")
    assert "تعطیل است" in await maryam.says("۵ آبان")
    await maryam.says("به‌روزرسانی سامانه")
    seen = await maryam.taps("ثبت")
    assert f"مهلت مصوبهٔ ۷، جلسهٔ ۵ برای {CITY} اکنون یکشنبه ۵ آبان ۱۳۹۸ است" in seen
    assert "مهلت این دستگاه از شنبه ۲۰ مهر ۱۳۹۸ به یکشنبه ۵ آبان ۱۳۹۸ تغییر کرد؛ به‌روزرسانی سامانه" in seen
    assert await due_of(town, of_city) == "1398-08-05"
    assert await due_of(town, of_chamber) == "1398-07-20"
    assert "دبیرخانه مهلت مصوبهٔ ۷، جلسهٔ ۵ را برای دستگاه شما تغییر داد" in sara.everything()
    assert "مهلت دیگری" not in reza.everything()
    await maryam.taps("مهلت این دستگاه")
    await maryam.says("۵ آبان", "تکراری")
    assert "هم‌اکنون یکشنبه ۵ آبان ۱۳۹۸ است" in await maryam.taps("ثبت")


async def test_the_chair_reads_the_history_and_changes_nothing(town: Town) -> None:
    chair = await town.member("علی ناظمی", Role.CHAIR)
    await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await chair.says("/status")
    assert "هنوز تمدید یا پیگیری" in await chair.taps(CITY, "مصوبهٔ ۷", "پیگیری این اقدام")
    assert chair.buttons() == ["بازگشت به اقدام", "منوی اصلی"]


async def test_a_day_that_went_by_undecided_is_not_granted(town: Town) -> None:
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    [owed] = await issue(town, 7, "جدول منابع تکمیل شود.", CITY, due="1398-07-20")
    await asked(sara, "۲۳ مهر")
    await town.clock.to("1398-07-24 10:00")
    await maryam.says("/extensions")
    assert "گذشته یا پیش از مهلت کنونی" in await maryam.taps("موافقت تا")
    assert await due_of(town, owed) == "1398-07-20"
    await maryam.taps("تاریخ دیگر")
    await maryam.says("۱۰ آبان")
    assert "تمدید شد" in await maryam.taps("رد کردن", "ارسال")
