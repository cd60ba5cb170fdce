"""Earlier answers, duties, settings and help: the pages that people open for themselves."""

from sqlalchemy import select, update

from domain.access.member import Role
from domain.persian.text import fold
from models.tables.agencies import ActorKind, Agency, Duty
from models.tables.people import Membership, Person
from tests.issued import issue
from tests.town import Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
TEXT = "جدول منابع محله‌های هدف تکمیل شود."


async def person(town: Town, name: str) -> Person:
    async with town.app.db.read() as session:
        return (await session.scalars(select(Person).where(Person.name == name))).one()


async def test_history_is_paged_and_opens_with_files(town: Town) -> None:
    sara = await town.representative_of(CITY)
    assert "هنوز پاسخی فرستاده نشده" in await sara.says("/history")
    for number in range(1, 11):
        await issue(town, number, TEXT, CITY, due="1398-07-20")
        await sara.says("/report")
        await sara.taps("آغاز نشده")
        await sara.says("منتظر اعتبار هستیم.")
        await sara.sends_photo()
        await sara.taps("ادامه", "ارسال")
    assert "۱۰ پاسخ" in await sara.opens("پاسخ‌های پیشین")
    await sara.taps("صفحهٔ بعد")
    seen = await sara.taps("گزارش شمارهٔ ۱")
    assert "موانع: منتظر اعتبار هستیم." in seen
    assert "پیوست ۱ از ۱" in seen


async def test_another_agency_s_answers_are_not_shown(town: Town) -> None:
    sara = await town.representative_of(CITY)
    reza = await town.representative_of(CHAMBER, "رضا احمدی")
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.says("محرمانه")
    await sara.taps("رد کردن", "رد کردن", "ارسال")
    assert "محرمانه" not in await reza.says("/history")
    assert "هنوز پاسخی فرستاده نشده" in reza.sees()


async def test_duties_of_the_agency_s_kind(town: Town) -> None:
    sara = await town.representative_of(CITY)
    assert "نوع این دستگاه هنوز تعیین نشده" in await sara.says("/duties")
    async with town.app.db.write() as session:
        kind = ActorKind(name="شهرداری و دهیاری‌ها")
        kind.duties = [Duty(number=1, text="معرفی مکان‌های خالی"), Duty(number=2, text="صدور مجوز بازارچه")]
        session.add(kind)
        (await session.scalars(select(Agency).where(Agency.name_fold == fold(CITY)))).one().kind_id = None
        await session.flush()
        (await session.scalars(select(Agency).where(Agency.name_fold == fold(CITY)))).one().kind_id = kind.id
    seen = await sara.opens("نقش و وظیفهٔ ما")
    assert "شهرداری و دهیاری‌ها" in seen
    assert "۲. صدور مجوز بازارچه" in seen


async def test_quiet_hours_are_set_and_cleared(town: Town) -> None:
    sara = await town.representative_of(CITY)
    assert "از ۲۱:۰۰ تا ۰۷:۰۰، مطابق دبیرخانه" in await sara.says("/settings")
    await sara.taps("تغییر ساعت‌های سکوت")
    assert "از ۰ تا ۲۳ باشد" in await sara.says("۲۵")
    assert "ساعت‌های سکوت شما: از ۱۸:۰۰ تا ۱۰:۰۰" in await sara.says("۱۸", "ده")
    assert (await person(town, "سارا محمدی")).settings == {"quiet": ["18:00", "10:00"]}
    assert "مطابق دبیرخانه" in await sara.taps("مطابق دبیرخانه")
    assert (await person(town, "سارا محمدی")).settings == {}


async def test_quiet_hours_that_leave_no_time_for_a_reminder_are_refused(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await sara.says("/settings")
    await sara.taps("تغییر ساعت‌های سکوت")
    assert "از ساعت ۹ تا ۲۱، دست‌کم یک ساعت را باز بگذارید" in await sara.says("۸", "۲۲")
    assert (await person(town, "سارا محمدی")).settings == {}


async def test_quiet_hours_hold_back_a_message(town: Town) -> None:
    sara = await town.representative_of(CITY)
    ali = await town.member("علی کریمی", Role.DEPUTY, CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-25")
    await ali.says("/settings")
    await ali.taps("تغییر ساعت‌های سکوت")
    await ali.says("۱۷", "۱۱")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "سپردن اقدام به همکار", "علی کریمی")
    assert "به شما سپرد" not in ali.everything()
    await town.clock.to("1398-07-14 11:01")
    assert "به شما سپرد" in ali.everything()


async def test_the_language_changes_with_a_tap(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await sara.says("/settings")
    assert "Quiet hours" in await sara.taps("English")
    assert "Nothing is open" in await sara.opens("My open tasks")
    await sara.opens("Settings")
    assert "تنظیمات" in await sara.taps("فارسی")


async def test_the_active_agency_is_chosen(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await town.representative_of(CHAMBER)
    await sara.says("/settings")
    assert f"دستگاه فعال: {CHAMBER}" in await sara.taps(CHAMBER)
    assert f"دستگاه فعال: {CITY}" in await sara.taps(CITY)


async def test_help_fits_the_role(town: Town) -> None:
    maryam, stranger = await town.secretary(), town.person("ناشناس")
    reza = await town.member("رضا احمدی", Role.HEAD, CITY)
    sara = await town.representative_of(CITY)
    assert "تأیید و ابلاغ" in await maryam.says("/help")
    assert "تأیید و ابلاغ" not in await sara.says("/help")
    assert "برای کدام اقدام است" in sara.sees()
    assert "نماینده یا جانشین او می‌فرستد" in await reza.says("/help")
    assert "ثبت‌نام" in await stranger.says("/help")
    assert stranger.buttons() == ["ثبت‌نام"]


async def test_a_secretarys_menu_has_sections(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/start")
    assert "نامه‌ها" not in maryam.buttons()
    assert "پیگیری" in await maryam.taps("پیگیری")
    assert {"تماس‌های امروز", "نامه‌ها", "درخواست‌های تمدید"} <= set(maryam.buttons())
    await maryam.taps("منوی اصلی")
    assert "جلسه و مصوبه" in maryam.buttons()


async def test_who_loses_a_role_while_handing_it_over_is_told_so_and_goes_on(town: Town) -> None:
    """The question for the successor cannot be asked again, which is no error of the program."""
    sara = await town.representative_of(CITY)
    await town.member("سارا محمدی", Role.REPRESENTATIVE, CHAMBER)
    await town.member("رضا احمدی", Role.DEPUTY, CITY)
    await sara.says("/start")
    await sara.taps("عضویت و مشخصات من", CITY, "سپردن نقش")
    assert any("رضا احمدی" in label for label in sara.buttons())
    async with town.app.db.write() as session:
        of_city = select(Agency.id).where(Agency.name == CITY).scalar_subquery()
        ends = update(Membership).where(Membership.role == Role.REPRESENTATIVE, Membership.agency_id == of_city)
        await session.execute(ends.values(ended_at=town.clock.now()))
    said = await sara.says("رضا")
    assert "ثبت نشد" not in said
    assert "خطا" not in said
    assert not any("رضا احمدی" in label for label in sara.buttons())
    assert "اقدام" in await sara.says("/tasks")
