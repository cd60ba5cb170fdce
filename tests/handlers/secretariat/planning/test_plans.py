"""Meetings planned, filled with an agenda, moved and cancelled; and the deadlines that follow them."""

from datetime import date

import pytest
from sqlalchemy import select

from domain.access.member import Role
from domain.dates.jalali import from_jalali
from models.tables.ideas import Idea, IdeaState
from models.tables.meetings import Obligation
from models.tables.planning import AgendaItem, MeetingPlan, PlanState
from tests.handlers.ideas.test_idea import MARKET, decided, suggested
from tests.handlers.secretariat.meetings.binalud import FOLLOW_UP, HEAD, LAND, issues, obligations, resolutions
from tests.issued import issue
from tests.town import Human, Town

BODY = "کارگروه اشتغال"
CITY = "شهرداری مشهد"
BINALUD = "کارگروه سرمایه گذاری شهرستان بینالود"


async def plans(town: Town) -> list[MeetingPlan]:
    """Return the stored values of each plan."""
    async with town.app.db.read() as session:
        return list(await session.scalars(select(MeetingPlan).order_by(MeetingPlan.id)))


async def planning(maryam: Human, day: str = "دوشنبه ۲۰ آبان", hour: str = "۱۰:۳۰") -> str:
    """Plan a meeting of the working group; return the last screen."""
    await maryam.says("/meetings")
    await maryam.taps("برنامه‌ریزی جلسهٔ تازه")
    await maryam.says(BODY)
    await maryam.taps("همین ثبت شود")
    seen = await maryam.says(day, hour, "سالن جلسات استانداری", "۶")
    assert "ساعت: ۱۰" in seen
    return await maryam.taps("ثبت")


async def test_maryam_plans_a_meeting_and_fills_its_agenda(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 7, "مقرر شد جدول منابع ارسال شود.", CITY, "بهزیستی", due="1398-07-20")
    await issue(town, 8, "مقرر شد فضاهای خالی معرفی شود.", "بهزیستی", due="1398-09-20")
    await town.clock.to("1398-07-25 10:00")
    seen = await planning(maryam)
    assert "جلسهٔ ۶، کارگروه اشتغال" in seen
    assert "دوشنبه ۲۰ آبان ۱۳۹۸، ساعت ۱۰:۳۰" in seen
    assert "دستور جلسه هنوز خالی است" in seen
    seen = await maryam.taps("دستور جلسه", "از مصوبه‌های معوق (۱)")
    assert "مسئول: بهزیستی، شهرداری مشهد" in seen
    assert "● مصوبهٔ ۷" not in maryam.buttons()
    await maryam.taps("مصوبهٔ ۷، جلسهٔ ۵")
    assert "● مصوبهٔ ۷، جلسهٔ ۵" in maryam.buttons()
    await maryam.taps("بازگشت به دستور جلسه", "افزودن موضوع")
    seen = await maryam.says("۱. گزارش صندوق کارآفرینی\n- ۲۰ درصد منابع\n\n")
    assert "۲ موضوع افزوده شد" in seen
    assert "۳. ۲۰ درصد منابع" in seen
    await maryam.taps("۳. ۲۰ درصد منابع", "بالاتر", "بالاتر")
    seen = await maryam.taps("بازگشت به دستور جلسه")
    assert "۱. ۲۰ درصد منابع" in seen
    assert "۲. پیگیری مصوبهٔ ۷، جلسهٔ ۵ (مسئول: بهزیستی، شهرداری مشهد): مقرر شد جدول منابع" in seen
    await maryam.taps("۳. گزارش صندوق", "حذف از دستور جلسه")
    seen = await maryam.taps("صفحهٔ این جلسه")
    assert "۲. پیگیری مصوبهٔ ۷" in seen
    assert "گزارش صندوق" not in seen
    assert "جلسه‌های پیش رو" in await maryam.says("/meetings")


async def test_what_the_secretariat_has_judged_itself_counts_for_the_agenda(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 7, "مقرر شد جدول منابع ارسال شود.", CITY, due="1398-07-20")
    await issue(town, 8, "مقرر شد فضاهای خالی معرفی شود.", "بهزیستی", due="1398-07-20")
    await issue(town, 9, "مقرر شد همواره همکاری شود.", CITY, deadline={"kind": "continuous"})
    await town.clock.to("1398-07-25 10:00")
    for title, status, reason in (("مصوبهٔ ۷", "متوقف", "به تصمیم استاندار"), ("مصوبهٔ ۹", "معوق", "همکاری نمی‌شود")):
        await maryam.says("/status")
        await maryam.taps("به ترتیب مصوبه", title, "متن کامل مصوبه", "تعیین وضعیت مصوبه", status)
        await maryam.says(reason)
        await maryam.taps("ثبت")
    await planning(maryam)
    seen = await maryam.taps("دستور جلسه", "از مصوبه‌های معوق (۲)")
    assert "مصوبهٔ ۸، جلسهٔ ۵، مهلت شنبه ۲۰ مهر ۱۳۹۸" in seen
    assert "مصوبهٔ ۹، جلسهٔ ۵، معوق به تشخیص دبیرخانه" in seen
    assert "مصوبهٔ ۷" not in seen


async def test_what_is_due_by_the_next_meeting_follows_it(town: Town) -> None:
    sara = await town.representative_of("شهرداری")
    maryam = await town.secretary()
    before = FOLLOW_UP.replace("مصوبه ۵", "مصوبه ۶").replace("تا جلسه آینده", "دو روز قبل از جلسه آینده")
    await issues(maryam, "\n".join((HEAD, LAND, FOLLOW_UP, before)))

    async def dues() -> list[date | None]:
        kept = await resolutions(town)
        return [kept[5].due, kept[6].due]

    await maryam.says("/meetings")
    await maryam.taps("جلسهٔ ۴", "تاریخ جلسهٔ آینده")
    await maryam.says("۲۰ آبان")
    assert "مهلت ۲ مصوبه مشخص شد" in await maryam.taps("ثبت")
    assert await dues() == [from_jalali(1398, 8, 20), from_jalali(1398, 8, 18)]
    assert "• مصوبهٔ ۶، جلسهٔ ۴: " in sara.everything()
    await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح روز")
    await maryam.says("۲۲ آبان")
    assert "مهلت ۲ مصوبه" in await maryam.taps("ثبت")
    assert await dues() == [from_jalali(1398, 8, 22), from_jalali(1398, 8, 20)]
    assert "به چهارشنبه ۲۲ آبان ۱۳۹۸ تغییر کرد" in sara.everything()
    seen = await maryam.taps("لغو جلسه", "بله، لغو شود")
    assert "مهلت ۲ مصوبه وابسته به این جلسه بود" in seen
    assert await dues() == [None, None]
    assert "لغو شد. مهلت این اقدام‌های شما" in sara.everything()


@pytest.mark.parametrize("how", ["cancelled", "moved behind it"])
async def test_a_meeting_that_comes_first_now_is_the_one_that_is_told_of(town: Town, how: str) -> None:
    """Sara read that her deadline waits for a date, or follows 5 Azar, over «تا ۲۷ آبان»."""
    sara = await town.representative_of("شهرداری")
    maryam = await town.secretary()
    await issues(maryam, "\n".join((HEAD, LAND, FOLLOW_UP)))
    await maryam.says("/meetings")
    await maryam.taps("جلسهٔ ۴", "تاریخ جلسهٔ آینده")
    await maryam.says("۲۰ آبان")
    await maryam.taps("ثبت")
    await maryam.says("/meetings")
    await maryam.taps("برنامه‌ریزی جلسهٔ تازه", BINALUD)
    await maryam.says("۲۷ آبان", "۱۰", "سالن")
    await maryam.taps("رد کردن", "ثبت")
    await maryam.says("/meetings")
    await maryam.taps(f"۲۰ آبان، {BINALUD}")
    sara.marks()
    if how == "cancelled":
        seen = await maryam.taps("لغو جلسه", "بله، لغو شود")
    else:
        await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح روز")
        await maryam.says("۵ آذر")
        seen = await maryam.taps("ثبت")
    assert "مهلت ۱ مصوبه که «تا جلسهٔ آینده» بود، با جلسهٔ دوشنبه ۲۷ آبان ۱۳۹۸ مشخص شد" in seen
    assert (await resolutions(town))[5].due == from_jalali(1398, 8, 27)
    assert f"جلسهٔ آیندهٔ «{BINALUD}» اکنون در دوشنبه ۲۷ آبان ۱۳۹۸ است." in sara.sees()
    assert "لغو شد" not in sara.sees()
    assert "۵ آذر" not in sara.sees()


@pytest.mark.rows
async def test_a_postponed_meeting_takes_the_reminders_along_and_a_cancelled_one_ends_them(town: Town) -> None:
    sara = await town.representative_of("شهرداری")
    maryam = await town.secretary()
    before = FOLLOW_UP.replace("تا جلسه آینده", "دو روز قبل از جلسه آینده").replace("پیگیری‌های لازم", "پیگیری وام‌ها")
    await issues(maryam, "\n".join((HEAD, LAND, before)))
    await maryam.says("/meetings")
    await maryam.taps("جلسهٔ ۴", "تاریخ جلسهٔ آینده")
    await maryam.says("۲۰ آبان")
    await maryam.taps("ثبت")
    await town.clock.to("1398-08-14 12:00")
    await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح روز")
    await maryam.says("۲۷ آبان")
    assert "مهلت ۱ مصوبه" in await maryam.taps("ثبت")

    async def reminded_on(*days: str) -> list[str]:
        """Return those of the days on whose morning Sara was told something of this obligation."""
        told = []
        for day in days:
            await town.clock.to(f"{day} 08:00")
            already = sara.everything().count("پیگیری وام‌ها")
            await town.clock.to(f"{day} 10:00")
            told += [day] if sara.everything().count("پیگیری وام‌ها") > already else []
        return told

    # Three days before 18 Aban and the day itself were those of the meeting of 20 Aban.
    assert await reminded_on("1398-08-15", "1398-08-18", "1398-08-22") == ["1398-08-22"]
    # Two days before the meeting are over, and the meeting is put off once more: it is not late by the old day.
    await town.clock.to("1398-08-26 12:00")
    await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح روز")
    await maryam.says("۱۱ آذر")
    assert "مهلت ۱ مصوبه" in await maryam.taps("ثبت")
    assert (await resolutions(town))[5].due == from_jalali(1398, 9, 9)
    assert await reminded_on("1398-09-02", "1398-09-06") == ["1398-09-06"]
    await maryam.taps("لغو جلسه", "بله، لغو شود")
    assert (await resolutions(town))[5].due is None
    assert await reminded_on("1398-09-09", "1398-09-16") == []
    await maryam.says("/meetings")
    await maryam.taps("جلسهٔ ۴", "تاریخ جلسهٔ آینده")
    await maryam.says("۳۰ آذر")
    assert "مهلت ۱ مصوبه مشخص شد" in await maryam.taps("ثبت")
    assert (await resolutions(town))[5].due == from_jalali(1398, 9, 28)
    assert await reminded_on("1398-09-25") == ["1398-09-25"]


@pytest.mark.rows
async def test_more_time_of_ones_own_outlives_a_meeting_that_moves_less_far(town: Town) -> None:
    await town.representative_of("شهرداری")
    maryam = await town.secretary()
    await issues(maryam, "\n".join((HEAD, LAND, FOLLOW_UP)))
    await maryam.says("/meetings")
    await maryam.taps("جلسهٔ ۴", "تاریخ جلسهٔ آینده")
    await maryam.says("۲۰ آبان")
    await maryam.taps("ثبت")
    async with town.app.db.write() as session:
        task = await session.get_one(Obligation, (await obligations(town))[-1].id)
        task.due = task.given_due = from_jalali(1398, 8, 29)
    for day, due, given in [
        ("۲۲ آبان", from_jalali(1398, 8, 29), from_jalali(1398, 8, 29)),
        ("۵ آذر", from_jalali(1398, 9, 5), None),
    ]:
        await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح روز")
        await maryam.says(day)
        await maryam.taps("ثبت")
        task = (await obligations(town))[-1]
        assert (task.due, task.given_due) == (due, given)


@pytest.mark.ci
async def test_minutes_that_are_issued_after_the_next_meeting_was_planned_are_due_by_it(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/meetings")
    await maryam.taps("برنامه‌ریزی جلسهٔ تازه")
    await maryam.says("کارگروه سرمایه‌گذاری شهرستان بینالود")
    await maryam.taps("همین ثبت شود")
    await maryam.says("۲۰ آبان")
    await maryam.taps("رد کردن", "رد کردن", "رد کردن", "ثبت")
    await issues(maryam, "\n".join((HEAD, LAND, FOLLOW_UP)))
    assert (await resolutions(town))[5].due == from_jalali(1398, 8, 20)


async def test_a_day_off_is_said_and_asked_about(town: Town) -> None:
    maryam = await town.secretary()
    seen = await planning(maryam, day="جمعه ۲۴ آبان")
    assert "جمعه ۲۴ آبان ۱۳۹۸ روز تعطیل است" in seen
    assert not await plans(town)
    await maryam.taps("روز دیگری می‌نویسم")
    await maryam.says("۲۱ آبان")
    assert "سه‌شنبه ۲۱ آبان ۱۳۹۸، ساعت ۱۰:۳۰" in await maryam.taps("ثبت")
    await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح روز")
    await maryam.says("جمعه ۲۴ آبان")
    await maryam.taps("ثبت")
    seen = await maryam.taps("بله، همین روز بماند")
    assert "زمان و مکان تازه ثبت شد" in seen
    assert "این روز تعطیل است" in seen
    (plan,) = await plans(town)
    assert (plan.day, plan.sequence) == (from_jalali(1398, 8, 24), 1)


async def test_a_body_that_was_mistaken_is_corrected_and_deadlines_follow_it(town: Town) -> None:
    sara, maryam = await town.representative_of("شهرداری"), await town.secretary()
    await issues(maryam, "\n".join((HEAD, LAND, FOLLOW_UP)))
    assert "مصوبه" not in await planning(maryam)
    await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح مرجع", BINALUD)
    sara.marks()
    seen = await maryam.taps("ثبت")
    assert "مرجع جلسه اصلاح شد" in seen
    assert "مهلت ۱ مصوبه" in seen
    assert f"جلسهٔ ۶، {BINALUD}" in seen
    assert f"جلسهٔ آیندهٔ «{BINALUD}» برای دوشنبه ۲۰ آبان ۱۳۹۸ برنامه‌ریزی شد" in sara.sees()
    assert "چیزی تغییر نکرد" in await maryam.taps("تغییر زمان، مکان یا مرجع", "ثبت")
    await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح مرجع")
    await maryam.says(BODY)
    await maryam.taps("همین ثبت شود")
    assert "مهلت ۱ مصوبه وابسته به این جلسه بود" in await maryam.taps("ثبت")
    assert f"جلسهٔ آیندهٔ «{BINALUD}» لغو شد" in sara.sees()
    (plan,) = await plans(town)
    assert (plan.body, plan.sequence) == (BODY, 2)


@pytest.mark.parametrize(
    ("day", "hour", "answer"),
    [
        ("۱۰ مهر", "", "گذشته است. روزی از امروز به بعد بنویسید"),
        ("دیروز", "", "جمعه ۱۲ مهر ۱۳۹۸ گذشته است"),
        ("سی و سوم آبان", "", "تاریخ خوانده نشد"),
        ("امروز", "۲", "ساعت خوانده نشد"),
    ],
)
async def test_a_day_or_an_hour_that_cannot_be_is_answered_plainly(
    town: Town, day: str, hour: str, answer: str
) -> None:
    maryam = await town.secretary()
    await maryam.says("/meetings")
    await maryam.taps("برنامه‌ریزی جلسهٔ تازه")
    await maryam.says(BODY)
    await maryam.taps("همین ثبت شود")
    assert answer in await maryam.says(day, *([hour] if hour else []))


async def test_an_hour_of_today_that_is_past_and_a_second_meeting_of_a_day_are_refused(town: Town) -> None:
    maryam = await town.secretary()
    assert "این زمان گذشته است" in await planning(maryam, day="امروز", hour="۱۰")
    await maryam.taps("اصلاح روز")
    await maryam.says("۲۰ آبان")
    await maryam.taps("ثبت")
    await maryam.says("/meetings")
    await maryam.taps("برنامه‌ریزی جلسهٔ تازه", BODY)
    await maryam.says("۲۰ آبان")
    await maryam.taps("رد کردن", "رد کردن", "رد کردن")
    assert "پیش‌تر جلسه‌ای برنامه‌ریزی شده است" in await maryam.taps("ثبت")
    assert [plan.number for plan in await plans(town)] == [6]


@pytest.mark.ci
async def test_two_secretaries_at_once_do_not_undo_each_other(town: Town) -> None:
    maryam, zahra = await town.secretary(), await town.member("زهرا کریمی", Role.SECRETARY)
    await planning(maryam)
    await zahra.says("/meetings")
    await zahra.taps("۲۰ آبان، کارگروه اشتغال", "تغییر زمان، مکان یا مرجع", "اصلاح ساعت")
    await zahra.says("۱۱")
    await maryam.taps("لغو جلسه")
    await zahra.taps("ثبت")
    seen = await maryam.taps("بله، لغو شود")
    assert "ساعت ۱۱:۰۰" in seen
    assert [plan.state for plan in await plans(town)] == [PlanState.PLANNED]
    await maryam.taps("تغییر زمان، مکان یا مرجع")
    await zahra.taps("لغو جلسه", "بله، لغو شود")
    assert "این جلسه لغو شده است" in await maryam.taps("ثبت")


async def test_the_chair_reads_and_changes_nothing(town: Town) -> None:
    maryam, karim = await town.secretary(), await town.member("کریم صالحی", Role.CHAIR)
    await planning(maryam)
    await karim.says("/meetings")
    assert "برنامه‌ریزی جلسهٔ تازه" not in karim.buttons()
    assert "سالن جلسات استانداری" in await karim.taps("۲۰ آبان، کارگروه اشتغال")
    assert "لغو جلسه" not in karim.buttons()
    assert "در تقویم شما ثبت شود" in await karim.taps("فایل تقویم")


async def test_the_agenda_comes_in_word_and_pdf_and_goes_to_all_who_are_invited(town: Town) -> None:
    sara = await town.representative_of(CITY)
    maryam = await town.secretary()
    await planning(maryam)
    await maryam.taps("دستور جلسه", "افزودن موضوع")
    await maryam.says("گزارش صندوق کارآفرینی\nبودجهٔ سال آینده")
    await maryam.taps("صفحهٔ این جلسه", "دعوت", "همهٔ دستگاه‌ها", "ارسال دعوت‌نامه به ۱ نفر", "سند دستور جلسه")
    names = [message["document"]["file_name"] for message in maryam.messages() if "document" in message]
    assert names[-2:] == ["دستور جلسهٔ ۶، کارگروه اشتغال.docx", "دستور جلسهٔ ۶، کارگروه اشتغال.pdf"]
    assert "فرستاده شد" in await maryam.taps("ارسال دستور جلسه به ۱ دعوت‌شده")
    assert [message["document"]["file_name"] for message in sara.messages() if "document" in message][-2:] == names[-2:]
    assert "پیش‌تر برای همه فرستاده شده" in await maryam.taps("ارسال دستور جلسه به ۱ دعوت‌شده")
    await maryam.taps("دعوت‌نامهٔ رسمی")
    names = [message["document"]["file_name"] for message in maryam.messages() if "document" in message]
    assert names[-2:] == ["دعوت‌نامهٔ جلسهٔ ۶، کارگروه اشتغال.docx", "دعوت‌نامهٔ جلسهٔ ۶، کارگروه اشتغال.pdf"]


async def test_an_agenda_that_was_changed_since_goes_to_nobody(town: Town) -> None:
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    await planning(maryam)
    await maryam.taps("دستور جلسه", "افزودن موضوع")
    await maryam.says("گزارش صندوق کارآفرینی")
    await maryam.taps("صفحهٔ این جلسه", "دعوت", "همهٔ دستگاه‌ها", "ارسال دعوت‌نامه به ۱ نفر", "سند دستور جلسه")
    await maryam.taps("صفحهٔ این جلسه", "دستور جلسه", "افزودن موضوع")
    await maryam.says("بودجهٔ سال آینده")
    assert "پس از ساختن این سند تغییر کرده است" in await maryam.taps("ارسال دستور جلسه به ۱ دعوت‌شده")
    assert not [message for message in sara.messages() if "دستور" in message.get("document", {}).get("file_name", "")]


async def test_an_idea_for_the_meeting_comes_onto_its_agenda_without_its_author(town: Town) -> None:
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    await suggested(sara, MARKET)
    await planning(maryam)
    await maryam.taps("دستور جلسه")
    assert not any("از ایده‌ها" in label for label in maryam.buttons())
    async with town.app.db.write() as session:
        idea = await session.get_one(Idea, 1)
        idea.state = IdeaState.FOR_MEETING
    await maryam.taps("صفحهٔ این جلسه", "دستور جلسه", "از ایده‌ها (۱)", "ایدهٔ شمارهٔ ۱")
    seen = await maryam.taps("بازگشت به دستور جلسه")
    assert "۱. بررسی ایدهٔ شمارهٔ ۱: " in seen
    assert "سارا" not in seen
    await maryam.taps("از ایده‌ها (۱)", "● ایدهٔ شمارهٔ ۱")
    assert "○ ایدهٔ شمارهٔ ۱" in maryam.buttons()


async def test_authors_of_duplicates_are_told_of_the_agenda_too(town: Town) -> None:
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    reza = await town.representative_of("اتاق بازرگانی", "رضا احمدی")
    await suggested(sara, MARKET)
    await suggested(reza, MARKET)
    await decided(maryam, "۲", "تکراری است", "ایدهٔ ۱")
    await decided(maryam, "۱", "پذیرش ایده")
    await planning(maryam)
    await maryam.taps("دستور جلسه", "از ایده‌ها (۱)", "ایدهٔ شمارهٔ ۱")
    assert "وضعیت آن اکنون چنین است: در دستور جلسهٔ بعد" in reza.everything()


async def test_an_idea_that_is_set_for_the_next_meeting_is_on_its_agenda_at_once(town: Town) -> None:
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    await suggested(sara, MARKET)
    await planning(maryam)
    await maryam.says("/ideas")
    assert "در دستور جلسهٔ ۶" in await maryam.taps("ایدهٔ ۱", "در دستور جلسهٔ بعد")
    assert "۱. بررسی ایدهٔ شمارهٔ ۱: " in await maryam.taps("دستور جلسه")


async def test_an_idea_that_was_only_spoken_stands_on_the_agenda_by_its_subject(town: Town) -> None:
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    await suggested(sara, MARKET)
    async with town.app.db.write() as session:
        idea = await session.get_one(Idea, 1)
        idea.text, idea.state = "", IdeaState.ACCEPTED
    await planning(maryam)
    await maryam.taps("دستور جلسه", "از ایده‌ها (۱)", "ایدهٔ شمارهٔ ۱")
    assert "۱. بررسی ایدهٔ شمارهٔ ۱: کار در خانه" in await maryam.taps("بازگشت به دستور جلسه")


@pytest.mark.rows
async def test_an_accepted_idea_follows_the_agenda_and_is_decided_after_the_meeting(town: Town) -> None:
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    await suggested(sara, MARKET)
    await decided(maryam, "۱", "پذیرش ایده")

    async def state() -> IdeaState:
        async with town.app.db.read() as session:
            return (await session.get_one(Idea, 1)).state

    await planning(maryam)
    await maryam.taps("دستور جلسه", "از ایده‌ها (۱)", "○ ایدهٔ شمارهٔ ۱")
    assert await state() is IdeaState.FOR_MEETING
    assert "وضعیت ایدهٔ شمارهٔ ۱ شما: در دستور جلسهٔ بعد" in sara.everything()
    await maryam.taps("● ایدهٔ شمارهٔ ۱")
    assert await state() is IdeaState.ACCEPTED
    assert sara.everything().count("وضعیت ایدهٔ شمارهٔ ۱ شما: پذیرفته شد") == 2
    await maryam.taps("○ ایدهٔ شمارهٔ ۱", "بازگشت به دستور جلسه", "۱. بررسی ایدهٔ", "حذف از دستور جلسه")
    assert await state() is IdeaState.ACCEPTED
    await maryam.taps("از ایده‌ها (۱)", "○ ایدهٔ شمارهٔ ۱", "صفحهٔ این جلسه")
    await town.clock.to("1398-08-21 09:00")
    await decided(maryam, "۱", "انجام شد")
    assert await state() is IdeaState.DONE
    assert "وضعیت ایدهٔ شمارهٔ ۱ شما: انجام شد" in sara.everything()


async def test_a_cancelled_meeting_gives_an_idea_back_its_acceptance(town: Town) -> None:
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    await suggested(sara, MARKET)
    await decided(maryam, "۱", "پذیرش ایده")
    await planning(maryam)
    await maryam.taps("دستور جلسه", "از ایده‌ها (۱)", "○ ایدهٔ شمارهٔ ۱", "صفحهٔ این جلسه")
    await maryam.taps("لغو جلسه", "بله، لغو شود")
    async with town.app.db.read() as session:
        assert (await session.get_one(Idea, 1)).state is IdeaState.ACCEPTED


async def test_of_two_who_word_one_item_anew_the_second_is_shown_the_first_one_s(town: Town) -> None:
    maryam = await town.secretary()
    await planning(maryam)
    await maryam.taps("دستور جلسه", "افزودن موضوع")
    await maryam.says("گزارش صندوق")
    await maryam.taps("۱. گزارش صندوق", "اصلاح متن")
    async with town.app.db.write() as session:
        item = await session.scalar(select(AgendaItem))
        assert item
        item.text = "گزارش مالی صندوق"
    seen = await maryam.says("گزارش صندوق کارآفرینی")
    assert "نوشتهٔ شما ثبت نشد" in seen
    assert "گزارش مالی صندوق" in seen
