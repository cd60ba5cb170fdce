"""Invitations to a meeting: who gets one, what is replied, and what all are told when it is moved or cancelled."""

import io
import zipfile

import aiohttp
import pytest
from icalendar import Calendar, Component
from sqlalchemy import update

from domain.access.member import Role
from models.tables.agencies import Agency
from models.tables.people import Membership
from models.tables.planning import MeetingPlan
from services.context import ActionContext
from services.planning import plans, reminders
from tests.bot.linked import person_id
from tests.handlers.secretariat.correspondence.test_letters import words
from tests.handlers.secretariat.correspondence.test_templates import document
from tests.handlers.secretariat.meetings.binalud import LAND
from tests.handlers.secretariat.planning.test_plans import BODY, planning
from tests.own_quiet_hours import quiet_until_noon
from tests.town import Human, Town

CITY, WELFARE, FUND = "شهرداری مشهد", "بهزیستی", "صندوق کارآفرینی"


async def calendar_in(town: Town, human: Human, name: str) -> Calendar:
    """Return the newest file in a chat, which is a calendar of that name."""
    document = [message["document"] for message in human.messages() if "document" in message][-1]
    assert document["file_name"] == name
    async with aiohttp.ClientSession() as client, client.get(f"{town.server.url}{document['url']}") as answer:
        return Calendar.from_ical(await answer.read())


async def calendar_of(town: Town, human: Human) -> tuple[Calendar, Component]:
    """Return the newest calendar file of a meeting in a chat, with its event."""
    calendar = await calendar_in(town, human, "جلسه.ics")
    (event,) = calendar.walk("VEVENT")
    return calendar, event


async def invited(town: Town) -> tuple[Human, Human, Human]:
    """Return Maryam, and Sara and Reza whom she has invited to a meeting."""
    sara = await town.representative_of(CITY)
    reza = await town.representative_of(WELFARE, "رضا اکبری")
    maryam = await town.secretary()
    await planning(maryam)
    await maryam.taps("دعوت", "همهٔ دستگاه‌ها", "ارسال دعوت‌نامه به ۲ نفر")
    return maryam, sara, reza


async def test_an_invitation_is_seen_before_it_is_sent_and_answered_in_a_tap(both: Town) -> None:
    town = both
    sara = await town.representative_of(CITY, on="bale")
    omid = await town.member("امید کاظمی", Role.HEAD, CITY)
    nader = await town.member("نادر جلالی", Role.CONTACT, CITY)
    reza = await town.member("رضا اکبری", Role.CONTACT, WELFARE)
    karim = await town.member("کریم صالحی", Role.CHAIR, on="bale")
    maryam = await town.secretary()
    async with town.app.db.write() as session:
        session.add(Agency(name=FUND, name_fold=FUND))
        session.add(Agency(name="سیدی", name_fold="سیدی", neighbourhood=True))
    await planning(maryam)
    assert "هنوز کسی در فهرست نیست" in await maryam.taps("دعوت")
    seen = await maryam.taps("همهٔ دستگاه‌ها", "رئیس کارگروه")
    assert "آمادهٔ دعوت: ۴ نفر" in seen
    assert "به ۱ نفر یا دستگاه نمی‌رسد" in seen
    assert "• صندوق کارآفرینی (بدون نماینده)" in seen
    assert "• سارا محمدی، شهرداری مشهد" in seen
    assert "نادر جلالی" not in seen
    assert "سیدی" not in seen
    assert "دعوت می‌شود" not in sara.everything()
    assert "برای ۴ نفر فرستاده شد" in await maryam.taps("ارسال دعوت‌نامه به ۴ نفر")
    for one in (sara, omid, reza, karim):
        assert "از شما برای شرکت در این جلسه دعوت می‌شود" in one.everything()
    assert "دعوت می‌شود" not in nader.everything()
    calendar, event = await calendar_of(town, sara)
    assert (str(calendar["METHOD"]), event["SEQUENCE"]) == ("PUBLISH", 0)
    assert str(event["LOCATION"]) == "سالن جلسات استانداری"

    assert "پاسخ شما: حضور دارم" in await sara.taps("حضور دارم")
    assert "● حضور دارم" in sara.buttons()
    assert "پاسخ شما: امکان حضور ندارم" in await sara.taps("امکان حضور ندارم")
    assert "پاسخ شما: حضور دارم" in await reza.taps("حضور دارم")
    await omid.taps("نماینده معرفی می‌کنم")
    await omid.says("لیلا حسینی", "معاون برنامه‌ریزی")
    assert "شمارهٔ همراه خوانده نشد" in await omid.says("ندارم")
    # Nobody can vouch for another's number, and none is asked to.
    assert "همراه: ۰۹۱۵۱۲۳۴۵۶۷\n" in await omid.says("۰۹۱۵۱۲۳۴۵۶۷")
    assert "لیلا حسینی (معاون برنامه‌ریزی) به‌جای شما می‌آید" in await omid.taps("ارسال")

    seen = await maryam.taps("پاسخ‌ها")
    assert "حضور ۱، با نماینده ۱، عدم حضور ۱، بی‌پاسخ ۱" in seen
    assert "• امید کاظمی، شهرداری مشهد: لیلا حسینی (معاون برنامه‌ریزی، ۰۹۱۵۱۲۳۴۵۶۷) را معرفی کردند" in seen
    assert "کریم صالحی" in await maryam.taps("یادآوری به بی‌پاسخ‌ها (۱)")
    assert "به ۱ نفر یادآوری شد" in await maryam.taps("بله، یادآوری به ۱ نفر")
    assert "هنوز پاسخ شما به دعوت این جلسه نرسیده است" in karim.sees()
    await maryam.taps("یادآوری به بی‌پاسخ‌ها (۱)")
    assert "امروز به همهٔ آن‌ها یادآوری شده است" in await maryam.taps("بله، یادآوری به ۱ نفر")


async def test_who_has_left_hears_no_more_of_the_meeting(town: Town) -> None:
    _, sara, reza = await invited(town)
    who = await person_id(town, sara)
    async with town.app.db.write() as session:
        left = update(Membership).where(Membership.person_id == who)
        await session.execute(left.values(ended_at=town.clock.now()))
    sara.marks()
    await town.clock.to("1398-08-19 09:05")
    assert "این جلسه نزدیک است" in reza.sees()
    assert sara.sees() == ""


async def test_who_left_the_agency_and_has_another_role_is_no_guest_of_it_any_more(town: Town) -> None:
    maryam, sara, _ = await invited(town)
    who = await person_id(town, sara)
    async with town.app.db.write() as session:
        left = update(Membership).where(Membership.person_id == who)
        await session.execute(left.values(ended_at=town.clock.now()))
    # The person stays a contact of another agency, and so a member of the bot.
    await town.member("سارا محمدی", Role.CONTACT, FUND)
    assert "شما به این جلسه دعوت نشده‌اید" in await sara.taps("حضور دارم")
    assert "این ۱ نفر" in await maryam.taps("پاسخ‌ها", "یادآوری به بی‌پاسخ‌ها")
    sara.marks()
    await town.clock.to("1398-08-19 09:05")
    assert sara.sees() == ""
    # The agency's next representative, and Sara for her other agency, can be invited; to be told again she has to be.
    omid = await town.representative_of(CITY, "امید کاظمی")
    seen = await maryam.taps("پاسخ‌ها", "صفحهٔ این جلسه", "دعوت", "همهٔ دستگاه‌ها")
    assert "امید کاظمی، شهرداری مشهد" in seen
    assert "سارا محمدی، صندوق کارآفرینی" in seen
    await maryam.taps("ارسال دعوت‌نامه به ۲ نفر")
    assert "دعوت می‌شود" in omid.everything()
    assert "پاسخ شما: حضور دارم" in await sara.taps("حضور دارم")
    assert "سارا محمدی، صندوق کارآفرینی: حضور دارد" in await maryam.taps("پاسخ‌ها")


async def test_a_meeting_that_is_cancelled_while_its_reminder_is_due_is_not_reminded_of(town: Town) -> None:
    maryam, sara, _ = await invited(town)
    async with town.app.db.read() as session:
        plan = await session.get_one(MeetingPlan, 1)
        due = plan.next_reminder_at
    assert due
    await maryam.taps("لغو جلسه", "بله، لغو شود")
    async with town.app.db.write() as session:
        assert await reminders._remind_of(ActionContext(session, town.app.organisation, None, due), 1) == 0
    assert "نزدیک است" not in sara.everything()


async def test_all_are_reminded_on_the_working_day_before_and_in_the_morning(town: Town) -> None:
    _, sara, reza = await invited(town)
    await sara.taps("حضور دارم")
    await reza.taps("امکان حضور ندارم")
    for moment in ("1398-08-19 08:55", "1398-08-19 09:05", "1398-08-19 15:00"):
        sara.marks()
        await town.clock.to(moment)
        assert ("این جلسه نزدیک است و شما اعلام حضور کرده‌اید" in sara.sees()) is (moment == "1398-08-19 09:05")
    await town.clock.to("1398-08-20 09:05")
    assert sara.everything().count("جلسهٔ امروز که برای آن اعلام حضور کرده‌اید") == 1
    await town.clock.to("1398-08-20 10:35")
    assert "جلسهٔ امروز" not in reza.everything()
    assert "این جلسه آغاز شده است" in await sara.taps("امکان حضور ندارم")


@pytest.mark.parametrize("discarded", ["1398-08-15 10:00", "1398-08-19 12:00"])
async def test_a_meeting_whose_wrong_minutes_were_discarded_is_reminded_of_all_the_same(
    town: Town, discarded: str
) -> None:
    maryam, sara, _ = await invited(town)
    await maryam.says("/minutes")
    wrong = f"صورتجلسه ششمین جلسه {BODY}\nتاریخ جلسه: ۱۳۹۸/۰۸/۲۰\n{LAND}"
    seen = await maryam.sends_file("صورتجلسه.txt", wrong.encode(), mime="text/plain")
    assert "صورتجلسه خوانده شد و برای" in seen
    await town.clock.to(discarded)
    assert "این جلسه نزدیک است" not in sara.everything()
    await maryam.says("/meetings")
    await maryam.taps("جلسهٔ ۶، ۱۳۹۸", "ادامهٔ بازبینی", "کنار گذاشتن", "بله")
    await town.clock.to("1398-08-19 15:00")
    assert sara.everything().count("این جلسه نزدیک است") == 1
    await town.clock.to("1398-08-20 09:05")
    assert sara.everything().count("جلسهٔ امروز") == 1


async def test_who_comes_to_a_meeting_that_moved_meanwhile_is_asked_anew_and_the_words_come_back(town: Town) -> None:
    maryam, _, reza = await invited(town)
    await reza.taps("نماینده معرفی می‌کنم")
    await reza.says("لیلا حسینی", "معاون برنامه‌ریزی", "۰۹۱۵۱۲۳۴۵۶۷")
    await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح روز")
    await maryam.says("۲۷ آبان")
    await maryam.taps("ثبت")
    seen = await reza.taps("ارسال")
    assert "جایی ثبت نشد:\nلیلا حسینی\nمعاون برنامه‌ریزی" in seen
    assert "زمان این جلسه تغییر کرده است" in seen


async def test_a_moved_meeting_asks_everybody_again_and_each_in_words_of_its_own(town: Town) -> None:
    maryam, sara, reza = await invited(town)
    await sara.taps("حضور دارم")
    _, first = await calendar_of(town, sara)
    seen = await maryam.taps("تغییر زمان، مکان یا مرجع")
    assert "به ۲ دعوت‌شده خبر داده می‌شود" in seen
    await maryam.taps("اصلاح مکان")
    await maryam.says("سالن شهرداری")
    assert "به ۲ نفر خبر داده شد" in await maryam.taps("ثبت")
    assert "پاسخ پیشین شما برقرار است" in sara.sees()
    await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح مرجع")
    await maryam.says("کمیتهٔ بازار")
    assert "به ۲ نفر خبر داده شد" in await maryam.taps("همین ثبت شود", "ثبت")
    assert "مرجع این جلسه اصلاح شد. پاسخ پیشین شما برقرار است" in sara.sees()
    assert "کمیتهٔ بازار" in sara.sees()
    await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح روز")
    await maryam.says("۲۷ آبان")
    assert "حضورشان از نو پرسیده شد" in await maryam.taps("ثبت")
    assert "شما برای زمان پیشین اعلام حضور کرده بودید" in sara.sees()
    assert "زمان این جلسه تغییر کرد:" in reza.sees()
    calendar, event = await calendar_of(town, sara)
    assert (event["UID"], event["SEQUENCE"], str(calendar["METHOD"])) == (first["UID"], 3, "PUBLISH")
    assert "بی‌پاسخ ۲" in await maryam.taps("پاسخ‌ها")
    old_invitation = next(one["id"] for one in reza.messages() if "از شما برای" in one.get("text", ""))
    reza.world.tap(reza.chat, old_invitation, "حضور دارم")
    await town.quiet()
    assert "زمان این جلسه تغییر کرده است" in reza.everything()
    assert "پاسخ شما: حضور دارم" in await reza.taps("حضور دارم")
    await town.clock.to("1398-08-20 09:05")
    assert "جلسهٔ امروز" not in sara.everything()
    await town.clock.to("1398-08-27 09:05")
    assert "جلسهٔ امروز" in sara.everything()


async def test_a_cancelled_meeting_is_told_to_all_and_taken_out_of_calendars(town: Town) -> None:
    maryam, sara, reza = await invited(town)
    await sara.taps("حضور دارم")
    assert "به ۲ دعوت‌شده خبر داده می‌شود" in await maryam.taps("لغو جلسه")
    assert "لغو شد و به ۲ نفر خبر داده شد" in await maryam.taps("بله، لغو شود")
    assert "این جلسه که برای آن اعلام حضور کرده بودید، لغو شد" in sara.everything()
    calendar, event = await calendar_of(town, reza)
    assert (str(calendar["METHOD"]), str(event["STATUS"]), event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert "لغو شده است و پاسخی لازم نیست" in await reza.taps("حضور دارم")
    await town.clock.to("1398-08-20 09:05")
    assert "جلسهٔ امروز" not in sara.everything()


async def test_some_are_chosen_by_group_and_by_agency_and_dropped_again(town: Town) -> None:
    await town.representative_of(CITY)
    await town.representative_of(WELFARE, "رضا اکبری")
    maryam = await town.secretary()
    await planning(maryam)
    await maryam.taps("دعوت", "یک دستگاه", WELFARE)
    assert "کسی افزوده نشد" in await maryam.taps("یک دستگاه", WELFARE)
    await maryam.taps("یک دستگاه", CITY)
    seen = await maryam.taps("حذف رضا اکبری")
    assert "آمادهٔ دعوت: ۱ نفر" in seen
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    await zahra.says("/meetings")
    await zahra.taps("۲۰ آبان، کارگروه اشتغال", "دعوت", "حذف سارا محمدی")
    assert "هنوز کسی در فهرست نیست" in await maryam.taps("ارسال دعوت‌نامه به ۱ نفر")


async def test_who_came_is_recorded_from_the_replies_and_corrected_by_taps(town: Town) -> None:
    maryam, sara, _ = await invited(town)
    await sara.taps("حضور دارم")
    assert "حضور و غیاب" not in maryam.buttons()
    await town.clock.to("1398-08-20 12:00")
    await maryam.says("/meetings")
    seen = await maryam.taps("۲۰ آبان، کارگروه اشتغال", "حضور و غیاب")
    assert "۱ حاضر، ۰ با نماینده، ۱ غایب" in seen
    await maryam.taps("رضا اکبری: غایب")
    assert "● رضا اکبری: حاضر" in maryam.buttons()
    await maryam.taps("رضا اکبری: حاضر")
    assert "● رضا اکبری: با نماینده" in maryam.buttons()
    seen = await maryam.taps("ثبت حضور و غیاب")
    assert "حضور: ۱ حاضر، ۱ با نماینده، ۰ غایب" in seen
    assert "برگزار شده، در انتظار صورتجلسه" in seen
    seen = await maryam.says("/meetings")
    assert "جلسه‌های پیش رو" not in seen
    assert "جلسه‌های گذشته\n\n• جلسهٔ ۶، کارگروه اشتغال" in seen
    await maryam.taps("برنامه‌ریزی جلسهٔ تازه", "کارگروه اشتغال")
    await maryam.says("۲۰ آذر")
    await maryam.taps("رد کردن", "رد کردن", "رد کردن", "ثبت")
    ahead, held = (await maryam.says("/meetings")).split("جلسه‌های گذشته")
    assert "جلسهٔ ۷، کارگروه اشتغال" in ahead
    assert "جلسهٔ ۶، کارگروه اشتغال" in held


async def test_each_agency_gets_a_letter_of_invitation_that_is_registered_as_other_letters_are(town: Town) -> None:
    await town.representative_of(CITY)
    maryam = await town.secretary()
    async with town.app.db.write() as session:
        session.add(Agency(name=FUND, name_fold=FUND))
    await planning(maryam)
    assert "نامهٔ دعوت به هر دستگاه" not in maryam.buttons()
    await maryam.taps("دعوت", "همهٔ دستگاه‌ها", "صفحهٔ این جلسه", "نامهٔ دعوت به هر دستگاه")
    with zipfile.ZipFile(io.BytesIO(await document(town, maryam))) as archive:
        assert len(archive.namelist()) == 2
        to_city, to_fund = (words(archive.read(name)) for name in archive.namelist())
    assert "مدیر محترم صندوق کارآفرینی" in to_fund
    assert "مدیر محترم شهرداری مشهد" in to_city
    assert "دعوت می‌شود در جلسهٔ ۶، کارگروه اشتغال که دوشنبه ۲۰ آبان ۱۳۹۸، ساعت ۱۰:۳۰" in to_city
    seen = await maryam.taps("ثبت شماره و تاریخ ۲ نامه")
    assert "۱. دعوت‌نامهٔ جلسه، شهرداری مشهد" in seen
    await maryam.taps("ثبت یکجا برای ۲ نامهٔ بالا")
    await maryam.says("۱۲/۷۰۰", "امروز")
    assert "همهٔ نامه‌ها شماره و تاریخ دارند" in maryam.sees()
    await maryam.says("/meetings")
    assert "۲ نامه ساخته شده و ۲ نامه شماره و تاریخ دارد" in await maryam.taps("۲۰ آبان، کارگروه اشتغال")
    await maryam.says("/letters")
    seen = await maryam.taps("نامه‌های ارسال‌شده")
    assert f"{FUND}، دعوت‌نامهٔ جلسه: شمارهٔ ۱۲/۷۰۰، ۱۳۹۸/۰۷/۱۳" in seen
    assert "با شمارهٔ ۱۲/۷۰۰ مورخ ۱۳۹۸/۰۷/۱۳ ارسال شد" in await maryam.taps(f"۱۲/۷۰۰، {CITY}")


async def test_who_replies_at_night_is_not_told_in_the_morning_that_no_reply_has_come(town: Town) -> None:
    _, sara, reza = await invited(town)
    await town.clock.to("1398-07-13 22:00")
    async with town.app.db.write() as session:
        plan = await plans.get(session, 1)
        context = ActionContext(session, town.app.organisation, None, town.clock.now())
        assert await reminders.remind_silent(context, plan) == 2
    await sara.taps("حضور دارم")
    await town.clock.to("1398-07-14 09:00")
    assert "نرسیده است" in reza.everything()
    assert "نرسیده است" not in sara.everything()


async def test_who_has_quiet_until_noon_is_not_reminded_of_a_meeting_that_is_over(town: Town) -> None:
    _, sara, reza = await invited(town)
    await quiet_until_noon(town, sara)
    await town.clock.to("1398-08-20 09:15")
    await town.clock.to("1398-08-20 12:30")
    assert "جلسهٔ امروز" in reza.everything()
    assert "جلسهٔ امروز" not in sara.everything()


async def test_whoever_was_not_told_yet_of_another_time_is_told_of_it_with_another_place(town: Town) -> None:
    maryam, sara, _ = await invited(town)
    await sara.taps("حضور دارم")
    sara.marks()
    await town.clock.to("1398-08-10 22:00")
    await moves(maryam, "اصلاح ساعت", "۱۲:۳۰")
    await moves(maryam, "اصلاح مکان", "استانداری")
    await town.clock.to("1398-08-11 10:00")
    seen = sara.sees()
    assert "استانداری" in seen
    assert "برای زمان تازه دوباره پاسخ دهید" in seen
    assert "برقرار است" not in seen


async def moves(maryam: Human, button: str, words: str) -> None:
    """Let Maryam give the meeting another hour or place."""
    await maryam.says("/meetings")
    await maryam.taps(BODY, "تغییر زمان، مکان یا مرجع", button)
    await maryam.says(words)
    await maryam.taps("ثبت")


async def test_a_reminder_does_not_hide_another_time_from_who_was_not_told_of_it_yet(town: Town) -> None:
    maryam, sara, _ = await invited(town)
    await sara.taps("حضور دارم")
    await quiet_until_noon(town, sara)
    await town.clock.to("1398-08-18 21:30")
    sara.marks()
    await moves(maryam, "اصلاح ساعت", "۱۶:۳۰")
    await town.clock.to("1398-08-19 09:05")
    await town.clock.to("1398-08-19 12:30")
    assert "برای زمان تازه دوباره پاسخ دهید" in sara.sees()


async def test_whoever_asks_for_the_meeting_is_shown_it_and_can_reply(town: Town) -> None:
    _, sara, _ = await invited(town)
    hamed = await town.representative_of(FUND, "حامد ملکی")
    seen = await sara.says("جلسه بعدی چه روزیه")
    assert BODY in seen
    await sara.taps("امکان حضور ندارم")
    assert BODY in await sara.says("من نمی‌رسم بیام جلسه همکارم میاد")
    assert "دعوت شده باشید در برنامه نیست" in await hamed.says("لوکیشن جلسه رو دارید؟")
