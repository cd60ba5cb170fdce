"""The forms that wait for somebody: told with their day and place, counted alike everywhere, named on buttons."""

from datetime import date

from sqlalchemy import select

from domain.access.member import Role
from models.tables.agencies import Agency
from models.tables.forms import FormRhythm, FormTarget
from services.context import ActionContext
from services.forms import assignments
from services.forms.assignments import Target
from tests.issued import issue
from tests.published_forms import NEWS, attach, publish
from tests.town import Town

CITY, TRADE = "شهرداری مشهد", "اتاق بازرگانی"


async def asks(town: Town, **target: object) -> None:
    """Attach the form of news as the secretariat does, so that those who get it are told."""
    form_id = await publish(town, NEWS, "خبر محله")
    async with town.app.db.write() as session:
        context = ActionContext(session, town.app.organisation, None, town.clock.now())
        await assignments.attach(context, form_id, Target(**target))  # type: ignore[arg-type]
    await town.quiet()


async def test_a_facilitator_is_told_by_when_and_for_which_neighbourhoods(town: Town) -> None:
    reza = await town.member("رضا احمدی", Role.FACILITATOR, "طبرسی")
    await town.member("رضا احمدی", Role.FACILITATOR, "سیدی")
    mina = await town.member("مینا صادقی", Role.FACILITATOR, "گلشهر")
    await asks(town, kind=FormTarget.ROLE, role=Role.FACILITATOR, rhythm=FormRhythm.MONTH)
    await town.clock.to("1398-07-14 10:00")
    told = reza.everything()
    assert "برای ۲ مورد گذاشته است که هر یک جدا پر می‌شود: طبرسی، سیدی" in told
    assert "هر ماه پر می‌شود؛ مهلت این ماه: سه‌شنبه ۳۰ مهر ۱۳۹۸" in told
    assert "برای «گلشهر» گذاشته است" in mina.everything()
    assert "سیدی، مهر ۱۳۹۸" in await reza.taps("پر کردن: سیدی")
    assert "گلشهر، مهر ۱۳۹۸" in await mina.taps("پر کردن فرم")


async def test_a_form_without_a_day_and_one_of_a_task_are_told_as_they_are(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await town.representative_of(TRADE, "سارا محمدی")
    await issue(town, 7, "جدول خانه‌ها تکمیل شود.", CITY, TRADE, due="1398-07-20")
    await asks(town, kind=FormTarget.RESOLUTION, resolution_id=1)
    await town.clock.to("1398-07-14 10:00")
    told = sara.everything()
    assert "• شهرداری مشهد، مهلت: شنبه ۲۰ مهر ۱۳۹۸" in told
    assert "• اتاق بازرگانی، مهلت: شنبه ۲۰ مهر ۱۳۹۸" in told
    await asks(town, kind=FormTarget.EVERYONE)
    await asks(town, kind=FormTarget.ROLE, role=Role.REPRESENTATIVE, until=date(2019, 10, 20))
    await asks(town, kind=FormTarget.ROLE, role=Role.DEPUTY, rhythm=FormRhythm.ALWAYS)
    told = sara.everything()
    assert "مهلت مشخصی ندارد؛ لطفاً در نخستین فرصت پر کنید" in told
    assert "مهلت: یکشنبه ۲۸ مهر ۱۳۹۸" in told


async def test_the_menu_says_that_forms_wait_and_counts_them_as_the_list_does(town: Town) -> None:
    reza = await town.member("رضا احمدی", Role.FACILITATOR, "طبرسی")
    await town.member("رضا احمدی", Role.FACILITATOR, "سیدی")
    assert "اقدام بازی ندارید" in await reza.says("/start")
    await attach(town, await publish(town, NEWS, "خبر محله"), role=Role.FACILITATOR, rhythm=FormRhythm.MONTH)
    # One for whenever there is a need waits for nobody.
    await attach(town, await publish(town, NEWS, "رویدادها"), role=Role.FACILITATOR, rhythm=FormRhythm.ALWAYS)
    seen = await reza.says("/start")
    assert "اقدام بازی ندارید" not in seen
    assert "۲ فرم در انتظار پر کردن شماست؛ نخستین مهلت: سه‌شنبه ۳۰ مهر ۱۳۹۸" in seen
    assert "ولی ۲ فرم در انتظار پر کردن شماست" in await reza.says("/tasks")
    await reza.says("/start")
    assert "۲ فرم در انتظار پر کردن شماست" in await reza.taps("فرم‌های من (۲)")
    await reza.says("/start")
    assert "سیدی: ۱ فرم در انتظار پر کردن" in await reza.taps("محله‌های من")


async def test_buttons_name_the_place_and_what_they_do(town: Town) -> None:
    maryam = await town.secretary()
    reza = await town.member("رضا احمدی", Role.FACILITATOR, "طبرسی")
    await town.member("رضا احمدی", Role.FACILITATOR, "سیدی")
    await attach(town, await publish(town, NEWS, "خبر محله"), role=Role.FACILITATOR, rhythm=FormRhythm.MONTH)
    await reza.says("/data")
    await reza.taps("پر کردن: خبر محله، سیدی")
    await reza.says("خوب")
    await reza.taps("بعداً ادامه می‌دهم")
    await reza.says("/data")
    assert "۱. ادامهٔ خبر محله، سیدی" in reza.buttons()
    assert "۲. پر کردن: خبر محله، طبرسی" in reza.buttons()
    assert "دیگر چه؟" in await reza.taps("ادامهٔ خبر محله، سیدی")
    await reza.taps("رد کردن", "ارسال")
    await maryam.says("/forms")
    await maryam.taps("فرم‌های رسیده", "شمارهٔ ف-۱: سیدی", "برگشت برای اصلاح")
    await maryam.says("بیشتر بنویسید.")
    await maryam.taps("ارسال")
    await reza.says("/data")
    assert "۱. اصلاح: خبر محله، سیدی" in reza.buttons()


async def test_a_form_for_whenever_there_is_a_need_is_filled_in_again(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await attach(town, await publish(town, NEWS, "خبر محله"), role=Role.REPRESENTATIVE, rhythm=FormRhythm.ALWAYS)
    for word in ("باران", "برف"):
        seen = await sara.says("/data")
        assert "اکنون فرمی در انتظار شما نیست" in seen
        assert "چه خبر؟" in await sara.taps("۱. پر کردن: خبر محله")
        await sara.says(word)
        await sara.taps("رد کردن", "ارسال")


async def test_a_task_goes_on_with_the_form_that_is_begun(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول خانه‌ها تکمیل شود.", CITY, due="1398-07-20")
    await attach(town, await publish(town, NEWS, "خبر محله"), resolution=1)
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "پر کردن فرم «خبر محله»")
    await sara.says("خوب")
    await sara.taps("بعداً ادامه می‌دهم")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷")
    assert "دیگر چه؟" in await sara.taps("ادامهٔ فرم «خبر محله»")


async def test_a_form_that_was_only_opened_leaves_no_draft(town: Town) -> None:
    """It works out answers by itself, which are none of anybody's."""
    sara = await town.representative_of(CITY)
    counted = NEWS.replace("type|name|label\n", "type|name|label|calculation\n").replace(
        "settings:", "calculate|twice||2 * 3\nsettings:"
    )
    await attach(town, await publish(town, counted, "خبر محله"), role=Role.REPRESENTATIVE)
    await sara.says("/data")
    await sara.taps("پر کردن: خبر محله")
    assert sara.buttons()[-1] == "انصراف"
    await sara.says("/data")
    assert "آغاز نشده" in sara.sees()
    await sara.taps("پر کردن: خبر محله")
    await sara.says("باران")
    assert sara.buttons()[-2:] == ["بعداً ادامه می‌دهم", "حذف پیش‌نویس"]


async def test_a_new_facilitator_is_told_of_the_forms_that_wait(town: Town) -> None:
    maryam = await town.secretary()
    await town.member("رضا احمدی", Role.FACILITATOR, "طبرسی")
    async with town.app.db.write() as session:
        (await session.scalars(select(Agency).where(Agency.name == "طبرسی"))).one().neighbourhood = True
    await attach(town, await publish(town, NEWS, "خبر محله"), role=Role.FACILITATOR)
    mina = town.person("مینا صادقی")
    await mina.says("/start")
    await mina.taps("ثبت‌نام", "تسهیلگر", "طبرسی", "ادامه", "سرکار خانم")
    await mina.says("مینا صادقی", "کارشناس")
    await mina.shares_phone()
    await mina.taps("بدون معرفی‌نامه", "ارسال")
    await maryam.taps("بررسی درخواست‌ها", "پذیرش")
    seen = mina.sees()
    assert "اقدام بازی ندارید" not in seen
    assert "۱ فرم در انتظار پر کردن شماست" in seen
    assert "خبر محله" in await mina.taps("فرم‌های من")
