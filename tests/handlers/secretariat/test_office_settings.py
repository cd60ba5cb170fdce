"""The office's settings: shown with their source, changed in the chat over the file, and given back to it."""

import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.meetings import Obligation
from models.tables.organisation import Audit
from tests.issued import issue
from tests.town import TEHRAN, Human, Town

CITY = "شهرداری مشهد"


async def at_settings(town: Town, *taps: str) -> Human:
    maryam = await town.secretary()
    await maryam.opens("تنظیمات")
    await maryam.taps("تنظیمات دبیرخانه", *taps)
    return maryam


async def next_reminder(town: Town, obligation_id: int) -> str:
    async with town.app.db.read() as session:
        obligation = await session.get_one(Obligation, obligation_id)
        assert obligation.next_reminder_at
        return f"{obligation.next_reminder_at.astimezone(TEHRAN):%m-%d %H:%M}"


@pytest.mark.rows
async def test_maryam_sets_the_hour_and_the_reminder_goes_then(town: Town) -> None:
    maryam, sara = await at_settings(town), await town.representative_of(CITY)
    assert "ساعت یادآوری: ۰۹:۰۰ (پیش‌فرض)" in maryam.everything()
    (task,) = await issue(town, 7, "جدول منابع", CITY, due="1398-08-21")
    await maryam.taps("ساعت یادآوری", "تغییر")
    seen = await maryam.says("ده و نیم صبح")
    assert "از همین حالا برقرار است" in seen
    assert "ساعت یادآوری: ۱۰:۳۰ (از گفت‌وگو)" in seen
    assert "مقدار فایل تنظیمات: ۰۹:۰۰" in seen
    await town.app.ticks.run_all()
    assert await next_reminder(town, task) == "11-09 10:30"
    await town.clock.to("1398-08-18 09:30")
    assert "جدول منابع" not in sara.everything()
    await town.clock.to("1398-08-18 10:31")
    assert "جدول منابع" in sara.everything()
    await town.restart_bot()
    assert town.app.organisation.reminder_settings.at.hour == 10
    seen = await maryam.taps("بازگشت به مقدار فایل")
    assert "ساعت یادآوری: ۰۹:۰۰ (پیش‌فرض)" in seen
    async with town.app.db.read() as session:
        rows = (await session.scalars(select(Audit).where(Audit.subject == "setting").order_by(Audit.id))).all()
    assert [(row.action, row.details["after"]) for row in rows] == [
        ("change", {"hour": "10:30"}),
        ("reset", {"hour": "09:00"}),
    ]


async def test_the_office_s_quiet_hours_with_somebody_s_own_silence_nobody(town: Town) -> None:
    maryam, sara = await at_settings(town), await town.representative_of(CITY)
    await sara.says("/settings")
    await sara.taps("تغییر ساعت‌های سکوت")
    assert "ساعت‌های سکوت شما: از ۰۸:۰۰ تا ۱۹:۰۰" in await sara.says("۸", "۱۹")
    await maryam.taps("ساعت‌های سکوت", "تغییر")
    assert "۱۹:۰۰" in await maryam.says("۱۹", "۸")
    await issue(town, 7, "جدول منابع", CITY, due="1398-08-21")
    await town.app.ticks.run_all()
    await town.clock.to("1398-08-18 09:01")
    assert "جدول منابع" in sara.everything()
    assert "به کار نمی‌آید" in await sara.says("/settings")


async def test_a_period_has_its_own_hour(town: Town) -> None:
    maryam, _ = await at_settings(town, "ساعت در دوره‌های سال", "تغییر"), await town.representative_of(CITY)
    seen = await maryam.says("۱۰ آبان تا ۲۰ آبان: ۱۱ صبح\nتابستان ساعت ۸ صبح")
    assert "۱۰ آبان تا ۲۰ آبان ساعت ۱۱:۰۰، ۱ تیر تا ۳۱ شهریور ساعت ۰۸:۰۰" in seen
    (task,) = await issue(town, 7, "جدول منابع", CITY, due="1398-08-21")
    assert await next_reminder(town, task) == "11-09 11:00"


async def test_the_week_and_the_silence_change_the_days(town: Town) -> None:
    maryam, _ = await at_settings(town), await town.representative_of(CITY)
    (task,) = await issue(town, 7, "جدول منابع", CITY, due="1398-08-21")
    await maryam.taps("تعطیلی هفتگی", "تغییر")
    assert "جمعه، شنبه (از گفت‌وگو)" in await maryam.says("جمعه و شنبه")
    await town.app.ticks.run_all()
    # 18 Aban is a Saturday, and the Friday before it is off as well.
    assert await next_reminder(town, task) == "11-07 09:00"
    await maryam.taps("تنظیمات دبیرخانه", "دوره‌های بی‌یادآوری", "تغییر")
    await maryam.says("از ۱۰ آبان تا ۲۰ آبان")
    await town.app.ticks.run_all()
    assert await next_reminder(town, task) == "10-31 09:00"


@pytest.mark.parametrize(
    ("setting", "said", "answer"),
    [
        ("ساعت یادآوری", "۲۵", "ساعت خوانده نشد"),
        ("ساعت یادآوری", "۱۰ شب", "میان ساعت‌های سکوت، از ۲۱:۰۰ تا ۰۷:۰۰، است"),
        ("تعطیلی هفتگی", "فردا", "«فردا» روز هفته نیست"),
        ("تعطیلی هفتگی", "شنبه، یکشنبه، دوشنبه، سه‌شنبه، چهارشنبه، پنجشنبه و جمعه", "هیچ روز کاری نمی‌ماند"),
        ("دوره‌های بی‌یادآوری", "نوروز", "«نوروز» خوانده نشد"),
        ("دوره‌های بی‌یادآوری", "۱۰ مهر تا ۵ مهر", "پایان پیش از آغاز است"),
        ("دوره‌های بی‌یادآوری", "بهار\nتابستان\nپاییز\n۱ دی تا ۱۰ اسفند", "کمتر از ۳۰ روز سال"),
        ("ساعت در دوره‌های سال", "تابستان", "خوانده نشد"),
        ("نخستین یادآوری", "۳۱", "۳۰"),
        ("جملهٔ یادآوری", "سلام {نام}", "{نام} شناخته نیست. در این متن تنها این‌ها پر می‌شود: {دبیرخانه}، {تعداد}"),
        ("جملهٔ دعوت", "سلام {", "{ شناخته نیست"),
        ("متن دعوت‌نامه", "بیایید", "بدون {پیوند} فرستاده نمی‌شود"),
        ("متن دعوت‌نامه", "{پیوند} {مصوبه}", "{دبیرخانه}، {نقش}، {پیوند}، {مهلت}"),
        ("متن هر اقدام در یادآوری", "تا {مهلت}", "بدون {مصوبه} فرستاده نمی‌شود"),
    ],
)
async def test_a_bad_value_gets_a_sentence_and_changes_nothing(
    town: Town, setting: str, said: str, answer: str
) -> None:
    maryam = await at_settings(town, setting, "تغییر")
    before = town.app.organisation.reminder_settings
    assert answer in await maryam.says(said)
    assert town.app.organisation.reminder_settings == before
    assert town.app.organisation.chosen == {}


@pytest.mark.ci
async def test_every_setting_can_be_opened_and_set(town: Town) -> None:
    maryam = await at_settings(town)
    for setting, *said, shown in [
        ("نام دبیرخانه", "دبیرخانهٔ کارگروه اشتغال", "دبیرخانهٔ کارگروه اشتغال (از گفت‌وگو)"),
        ("نخستین یادآوری", "۵", "۵ روز پیش از مهلت (از گفت‌وگو)"),
        ("روز فهرست هفتگی", "دوشنبه", "دوشنبه (از گفت‌وگو)"),
        ("ساعت‌های سکوت", "۸ شب", "۶ صبح", "از ۲۰:۰۰ تا ۰۶:۰۰ (از گفت‌وگو)"),
        ("استعلام ماهانهٔ وضعیت", "نه، استعلام نشود", "خاموش (از گفت‌وگو)"),
        ("یادآوری جلسه", "نه، یادآوری نشود", "خاموش (از گفت‌وگو)"),
        ("ارجاع خودکار", "۱۰", "رئیس کارگروه", "۲", "۱۰ روز پس از مهلت، به رئیس کارگروه؛ ۲ روز کاری"),
        ("ارجاع خودکار", "۰", "خاموش (از گفت‌وگو)"),
        ("دوره‌های بی‌یادآوری", "هیچ", "ندارد (از گفت‌وگو)"),
    ]:
        await maryam.taps(setting, "تغییر")
        assert shown in await maryam.says(*said)
        await maryam.taps("تنظیمات دبیرخانه")
    assert "دبیرخانهٔ کارگروه اشتغال" in await maryam.says("/help")


async def test_the_office_s_sentences_end_invitations_and_reminders(town: Town) -> None:
    maryam, sara = await at_settings(town, "جملهٔ یادآوری", "تغییر"), await town.representative_of(CITY)
    seen = await maryam.says("{تعداد} اقدام باز دارید. تلفن {دبیرخانه}: ۳۷۰۰")
    assert "۳ اقدام باز دارید. تلفن دبیرخانهٔ کارگروه: ۳۷۰۰" in seen
    assert town.app.organisation.reminder_text == ""
    await maryam.taps("ثبت", "تنظیمات دبیرخانه", "جملهٔ دعوت", "تغییر")
    await maryam.says("منتظر {نقش} هستیم.")
    await maryam.taps("ثبت")
    await issue(town, 7, "جدول منابع", CITY, due="1398-08-21")
    await town.clock.to("1398-08-18 09:01")
    assert "۱ اقدام باز دارید. تلفن دبیرخانهٔ کارگروه: ۳۷۰۰" in sara.everything()
    await maryam.says("/members")
    await maryam.taps("دعوت تازه", "نمایندهٔ دستگاه", "یک دستگاه")
    await maryam.says(CITY)
    seen = await maryam.taps(CITY, "یک نفر", "یک هفته", "ساختن دعوت‌نامه")
    assert f"منتظر نمایندهٔ {CITY} هستیم." in seen


async def test_the_texts_of_invitation_and_reminder_can_be_replaced_and_given_back(town: Town) -> None:
    maryam, sara = await at_settings(town, "متن دعوت‌نامه", "تغییر"), await town.representative_of(CITY)
    assert "{پیوند}" in await maryam.says("به {دبیرخانه} خوش آمدید.")
    seen = await maryam.says("به {دبیرخانه} خوش آمدید. به‌عنوان «{نقش}» تا {مهلت}:\n{پیوند}")
    # The preview is filled with samples, and nothing is kept before «ارسال».
    assert "به‌عنوان «نمایندهٔ شهرداری» تا شنبه ۲۰ مهر ۱۳۹۸" in seen
    assert town.app.organisation.invitation_letter == ""
    await maryam.taps("ثبت", "تنظیمات دبیرخانه", "آغاز یادآوری", "تغییر")
    await maryam.says("{دبیرخانه} نتیجهٔ {تعداد} اقدام را چشم به راه است:")
    await maryam.taps("ثبت", "تنظیمات دبیرخانه", "متن هر اقدام در یادآوری", "تغییر")
    await maryam.says("پاسخ {مصوبه} تا {مهلت}: {متن}")
    await maryam.taps("ثبت")
    await issue(town, 7, "جدول منابع", CITY, due="1398-08-21")
    await town.clock.to("1398-08-18 09:01")
    told = sara.everything()
    assert "با سلام و احترام، سارا محمدی\nدبیرخانهٔ کارگروه نتیجهٔ ۱ اقدام را چشم به راه است:" in told
    assert "پاسخ مصوبهٔ ۷ تا سه‌شنبه ۲۱ آبان ۱۳۹۸: جدول منابع" in told
    await maryam.says("/members")
    await maryam.taps("دعوت تازه", "نمایندهٔ دستگاه", "یک دستگاه")
    await maryam.says(CITY)
    seen = await maryam.taps(CITY, "یک نفر", "یک هفته", "ساختن دعوت‌نامه")
    assert (
        f"به دبیرخانهٔ کارگروه خوش آمدید. به‌عنوان «نمایندهٔ {CITY}» تا شنبه ۲۵ آبان ۱۳۹۸، ساعت ۰۹:۰۱:\n\u200fhttps://"
        in seen
    )
    await maryam.opens("تنظیمات")
    seen = await maryam.taps("تنظیمات دبیرخانه", "متن دعوت‌نامه", "بازگشت به مقدار فایل")
    assert "متن دعوت‌نامه: متن آماده (پیش‌فرض)" in seen
    assert town.app.organisation.invitation_letter == ""


async def test_the_second_of_two_secretaries_is_told_what_was_there(town: Town) -> None:
    maryam = await at_settings(town, "نخستین یادآوری", "تغییر")
    zahra = await town.member("زهرا کاظمی", Role.SECRETARY)
    await zahra.opens("تنظیمات")
    await zahra.taps("تنظیمات دبیرخانه", "نخستین یادآوری", "تغییر")
    await zahra.says("۷")
    seen = await maryam.says("۵")
    assert "همکارتان آن را تغییر داده بود" in seen
    assert "۷ روز" in seen
    assert town.app.organisation.reminder_settings.days_before == 5


async def test_a_changed_file_value_that_has_no_effect_is_told_once(town: Town) -> None:
    maryam = await at_settings(town, "نخستین یادآوری", "تغییر")
    await maryam.says("۵")
    town.reminders = {"days_before": 10, "weekly_day": "monday"}
    await town.restart_bot()
    await town.quiet()
    told = "مقداری که در گفت‌وگو ثبت شده برقرار می‌ماند"
    assert told in maryam.everything()
    assert "را بزنید:\nنخستین یادآوری" in maryam.everything()
    assert town.app.organisation.reminder_settings.days_before == 5
    assert town.app.organisation.reminder_settings.weekday == 0
    await town.restart_bot()
    await town.quiet()
    assert maryam.everything().count(told) == 1
    assert "روز فهرست هفتگی: دوشنبه (از فایل تنظیمات)" in await maryam.taps("تنظیمات دبیرخانه")


async def test_a_representative_sees_no_office_settings(town: Town) -> None:
    sara = await town.member("سارا محمدی", Role.REPRESENTATIVE, CITY)
    assert "تنظیمات دبیرخانه" not in str(await sara.opens("تنظیمات"))
