"""Names, numbers and files that only Bale may hold: the replies on Telegram that stand in their place."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.access.member import Role
from domain.chat.screens import Screen, T
from domain.persian.text import fold
from models.tables.people import Account, Person
from models.tables.queues import Outbox
from tests import privacy
from tests.handlers.account.test_linking import code_of
from tests.handlers.account.test_registration import fill
from tests.handlers.secretariat.broadcast.broadcasting import drafts, finishes, sends
from tests.issued import issue
from tests.outgoing import post
from tests.town import Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
TEXT = "جدول منابع محله‌های هدف تکمیل شود."
SARA, REZA = "سارا محمدی", "رضا احمدی"


@pytest.fixture
async def guarded(both: Town) -> AsyncIterator[Town]:
    """Open a town where Telegram may carry no personal data, and check at its end that none has passed through it."""
    await both.stop_bot()
    both.personal_on = ["bale"]
    await both.start_bot()
    yield both
    told = passed_through(both)
    for human in both.people.values():
        assert fold(f"{human.chat.first_name} {human.chat.last_name}") not in told
        assert human.chat.phone.removeprefix("98") not in told


async def of_two(town: Town, agency: str = CITY, name: str = SARA) -> tuple[Human, Human]:
    """Return a representative on Bale who is linked on Telegram, where they wrote last."""
    on_bale, on_telegram = await town.representative_of(agency, name, on="bale"), town.person(name)
    await on_telegram.says(f"/link {await code_of(on_bale)}")
    await on_telegram.taps("بله، یکی شود", "منوی اصلی")
    return on_telegram, on_bale


def passed_through(town: Town) -> str:
    """Return all words that Telegram was ever given, folded as names are compared."""
    calls = town.server.faces["telegram"].world.transcript
    assert not [call.method for call in calls if call.method.startswith("send") and call.method != "sendMessage"]
    return fold(json.dumps([call.sent for call in calls if call.method != "getUpdates"], ensure_ascii=False))


async def opens_there(here: Human, there: Human) -> str:
    """Follow the newest link of one chat into the other messenger."""
    assert here.link().startswith("https://ble.ir/")
    return await there.opens_link(here.link())


async def test_the_main_job_leaves_no_name_no_number_and_no_file_on_telegram(guarded: Town) -> None:
    maryam = await guarded.secretary(on="bale")
    await issue(guarded, 7, TEXT, CITY, due="1398-08-21")
    sara, on_bale = guarded.person(SARA), guarded.person(SARA, on="bale")
    assert "در «بله» ثبت‌نام کنید" in await sara.says("/start")
    assert "خود را معرفی کنید" in await opens_there(sara, on_bale)
    await on_bale.taps("ثبت‌نام", "نمایندهٔ دستگاه", CITY)
    await fill(on_bale, name=SARA, letter=True)
    await on_bale.taps("ارسال")
    await maryam.taps("بررسی درخواست‌ها", "پذیرش")
    await sara.says(f"/link {await code_of(on_bale)}")
    await sara.taps("بله، یکی شود")
    await guarded.clock.to("1398-07-14 10:00")
    menu = await sara.says("/start")
    assert "با سلام و احترام\n" in menu
    assert f"نمایندهٔ {CITY}" in menu
    await guarded.clock.to("1398-08-18 09:00")
    assert "یادآوری" in sara.everything()
    assert TEXT in await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.says("جدول شش محله تکمیل شد.")
    asked = await sara.taps("رد کردن")
    assert "در «بله» پاسخ دهید" in asked
    assert "پرسش ۴ از ۴" in await opens_there(sara, on_bale)
    await on_bale.sends_photo()
    await on_bale.taps("ادامه", "ارسال")
    assert "سارا محمدی" in await maryam.opens("بررسی گزارش‌ها")
    await maryam.taps("پذیرش")
    assert "بررسی و پذیرفته شد" in on_bale.everything()
    await sara.says("/history")
    assert "این پاسخ نام، شماره یا پیوست دارد" in await sara.taps("گزارش شمارهٔ")
    seen = await opens_there(sara, on_bale)
    assert f"{SARA}، شنبه ۱۸ آبان" in seen
    assert "پیوست ۱ از ۱" in seen
    assert sara.sees().count("نشان داده نمی‌شود") == 1
    assert fold(TEXT) in passed_through(guarded)


@pytest.mark.ci
async def test_a_notice_says_what_it_stands_for_and_leads_on_here_too(guarded: Town) -> None:
    sara, _ = await of_two(guarded)
    maryam, maryam_on_bale = guarded.person("مریم رضایی"), await guarded.secretary(on="bale")
    await maryam.says(f"/link {await code_of(maryam_on_bale)}")
    await maryam.taps("بله، یکی شود")
    await issue(guarded, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.sends_photo("جدول شش محله تکمیل شد.")
    await sara.taps("رد کردن", "ارسال")
    # A photo and the card are one notice, of an answer and not of a file.
    assert "این پاسخ نام، شماره یا پیوست دارد" in await maryam.says("/review")
    assert "بررسی گزارش‌ها، ۱ مورد در انتظار" in await opens_there(maryam, maryam_on_bale)
    await maryam.taps("منوی اصلی")
    assert "بررسی گزارش‌ها (۱)" in maryam.buttons()


async def test_help_says_where_files_are_taken(guarded: Town) -> None:
    sara, on_bale = await of_two(guarded)
    assert "عکس و فایل را در «بله» بفرستید" in await sara.says("/help")
    assert "عکس یا فایل را همین‌جا بفرستید" in await on_bale.says("/help")


async def test_what_a_notice_announces_is_shown_to_nobody_else(guarded: Town) -> None:
    sara, _ = await of_two(guarded)
    reza = await guarded.representative_of(CHAMBER, REZA, on="bale")
    stranger = guarded.person("علی کریمی", on="bale")
    assert "مشخصات افراد" in await sara.taps("عضویت و مشخصات من")
    assert "برای حساب دیگری است" in await reza.opens_link(sara.link())
    assert "/link" in await stranger.opens_link(sara.link())
    assert SARA not in reza.sees() + stranger.sees()
    assert "برای حساب دیگری است" in await reza.opens_link("see999999")
    assert "برای حساب دیگری است" in await reza.opens_link("fill999999")


async def test_what_a_notice_announces_is_not_shown_once_a_role_has_ended(guarded: Town) -> None:
    sara, on_bale = await of_two(guarded)
    assert "مشخصات افراد" in await sara.taps("عضویت و مشخصات من")
    notice = sara.link()
    assert SARA in await on_bale.opens_link(notice)
    await on_bale.says("/start")
    await on_bale.taps("عضویت و مشخصات من", f"نمایندهٔ {CITY}", "کناره‌گیری از این نقش", "بله، کناره‌گیری می‌کنم")
    assert "برای نقشی بود که پایان یافته است" in await on_bale.opens_link(notice)


@pytest.mark.ci
async def test_what_came_to_a_chat_is_not_shown_to_whom_it_is_of_later(guarded: Town) -> None:
    sara, on_bale = await of_two(guarded)
    await sara.taps("عضویت و مشخصات من")
    notice = sara.link()
    guarded.server.clock.move_to(guarded.clock.now() + timedelta(hours=1))
    await on_bale.says("/settings")
    await on_bale.taps("حساب‌های من", "جدا کردن تلگرام", "بله، جدا شود")
    reza = await guarded.representative_of(CHAMBER, REZA, on="bale")
    await sara.says(f"/link {await code_of(reza)}")
    await sara.taps("بله، یکی شود", "منوی اصلی")
    assert "برای حساب دیگری است" in await reza.opens_link(notice)
    await sara.taps("عضویت و مشخصات من")
    assert REZA in await opens_there(sara, reza)
    assert SARA not in reza.everything()


async def test_who_has_a_role_is_joined_where_the_name_is_shown(guarded: Town) -> None:
    sara = await guarded.representative_of(CITY)
    reza = await guarded.representative_of(CHAMBER, REZA, on="bale")
    assert "نام دارندهٔ کد در این پیام‌رسان نشان داده نمی‌شود" in await sara.says(f"/link {await code_of(reza)}")
    on_bale = guarded.person(SARA, on="bale")
    assert SARA in await on_bale.says(f"/link {await code_of(sara)}")
    assert "یکی شد" in await on_bale.taps("بله، یکی شود")


async def test_a_question_with_names_is_answered_on_the_other_side(guarded: Town) -> None:
    sara, on_bale = await of_two(guarded)
    await guarded.representative_of(CITY, REZA, on="bale")
    await issue(guarded, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "سپردن اقدام به همکار")
    assert REZA not in "".join(sara.buttons())
    await opens_there(sara, on_bale)
    assert f"به {REZA} سپرده شد" in await on_bale.taps(REZA)
    await sara.says("/tasks")
    assert "به عهدهٔ: همکار شما" in await sara.taps("مصوبهٔ ۷")


async def test_what_comes_all_the_same_is_kept_and_the_sender_told(guarded: Town) -> None:
    sara, on_bale = await of_two(guarded)
    await issue(guarded, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    seen = await sara.sends_photo("جدول شش محله تکمیل شد.")
    assert "پیام شما دریافت شد و محفوظ است" in seen
    await sara.taps("رد کردن", "ارسال")
    await on_bale.says("/history")
    assert "پیوست ۱ از ۱" in await on_bale.taps("گزارش شمارهٔ")


async def test_an_edit_that_would_bring_a_name_shows_the_notice(guarded: Town) -> None:
    sara, _ = await of_two(guarded)
    await sara.says("/start")
    shown = len(sara.messages())
    assert "نام، شماره یا پیوست دارد" in await sara.taps("عضویت و مشخصات من")
    assert len(sara.messages()) == shown


async def test_a_link_of_an_invitation_goes_on_where_names_are_taken(guarded: Town) -> None:
    maryam = await guarded.secretary(on="bale")
    await maryam.says("/members")
    await maryam.taps("دعوت تازه", "نمایندهٔ دستگاه", "همهٔ دستگاه‌ها", "سی روز", "ساختن دعوت‌نامه")
    sara, on_bale = guarded.person(SARA), guarded.person(SARA, on="bale")
    assert "در «بله» ثبت‌نام کنید" in await sara.opens_link(maryam.link())
    assert "از کدام دستگاه" in await opens_there(sara, on_bale)


async def test_all_is_shown_everywhere_while_nothing_is_kept_off(both: Town) -> None:
    await both.secretary()
    sara = await both.member(SARA, Role.REPRESENTATIVE, CITY)
    assert f"با سلام و احترام، {SARA}" in await sara.says("/start")
    assert SARA in await sara.taps("عضویت و مشخصات من")


async def test_the_net_of_the_other_tests_finds_a_name_and_a_number_without_a_mark(both: Town) -> None:
    sara = await both.representative_of(CITY)
    now = both.clock.now()
    async with both.app.db.write() as session:
        person = await session.scalar(select(Person).join(Account).where(Account.user == sara.user))
        assert person
        person.phone = "+989151234567"
        named = Screen(T("form.lines", lines=[f"جناب {SARA}"]))
        numbered = Screen(T("form.answer", label="همراه", value="+۹۸۹۱۵۱۲۳۴۵۶۷"))
        for screen in (named, numbered):
            await post(session, person.id, screen, now)
        found = await privacy.leaks(session)
        assert [one.partition(" in ")[0] for one in found] == [fold(SARA), "+989151234567"]
        for row in await session.scalars(
            select(Outbox).where(Outbox.screen.contains("جناب") | Outbox.screen.contains("۹۱۵"))
        ):
            await session.delete(row)


async def test_a_name_and_a_number_that_are_typed_all_the_same_are_not_said_again(guarded: Town) -> None:
    maryam = await guarded.secretary(on="bale")
    await maryam.says("/members")
    await maryam.taps("دعوت تازه", "نمایندهٔ دستگاه", "یک دستگاه")
    await maryam.says(CITY)
    await maryam.taps("همین ثبت شود", "یک نفر", "سی روز", "ساختن دعوت‌نامه")
    sara = guarded.person(SARA)
    assert "به‌عنوان نمایندهٔ شهرداری مشهد پذیرفته شدید" in await sara.opens_link(maryam.link())
    assert "«نام و نام خانوادگی» را در این پیام‌رسان نمی‌پرسیم" in await sara.taps("سرکار خانم")
    assert "محفوظ است" in await sara.says(SARA)
    assert "«همراه» را در این پیام‌رسان نمی‌پرسیم" in await sara.says("کارشناس")
    assert sara.buttons()[0] == "پاسخ در بله"
    summary = await sara.says(sara.chat.phone)
    assert "نام و نام خانوادگی: ثبت شده است" in summary
    assert "همراه: ثبت شده است (تأیید نشده)" in summary
    assert "مشخصات شما ثبت شد" in await sara.taps("ثبت")
    await maryam.taps("دستگاه‌ها و افراد", "دستگاه‌ها", CITY)
    assert f"{SARA}، " in maryam.sees()


async def test_an_idea_is_told_on_telegram_and_its_author_is_named_on_bale(guarded: Town) -> None:
    maryam = await guarded.secretary()
    hamid = await guarded.member("حمید توکلی", Role.FACILITATOR)
    await hamid.says("/idea")
    await hamid.taps("کار در خانه")
    await hamid.says("بازارچهٔ کارهای خانگی برپا شود.")
    assert "در این پیام‌رسان نمی‌پرسیم" in hamid.sees()
    await hamid.taps("رد کردن", "با نام من")
    assert "با شمارهٔ ۱ ثبت شد" in await hamid.taps("ارسال")
    assert "بازارچهٔ کارهای خانگی" in await maryam.says("/ideas")
    assert "در این پیام‌رسان نشان داده نمی‌شود" in await maryam.taps("ایدهٔ ۱")
    sara = await guarded.representative_of(CITY, SARA)
    await sara.says("جلسه کی است؟")
    await sara.taps("پرسش از دبیرخانه", "رد کردن", "ارسال")
    assert "جلسه کی است؟" in await maryam.says("/questions")
    assert "در این پیام‌رسان نشان داده نمی‌شود" in await maryam.taps("پرسش ۱")


async def test_a_photo_that_is_broadcast_is_a_notice_there_and_is_seen_corrected_and_acknowledged_on_bale(
    guarded: Town,
) -> None:
    maryam = await guarded.secretary(on="bale")
    sara, on_bale = await of_two(guarded)
    await drafts(maryam, "یک نقش", "نماینده‌ها", words="")
    await maryam.sends_photo("نقشهٔ طرح")
    await sends(guarded, maryam, "۱")
    await maryam.taps("اصلاح متن")
    await maryam.says("نقشهٔ درست طرح")
    await finishes(guarded, maryam)
    before = len(sara.messages())
    await opens_there(sara, on_bale)
    assert "نقشهٔ درست طرح" in on_bale.everything()
    await on_bale.taps("رؤیت شد")
    assert len(sara.messages()) == before
    await maryam.opens("اطلاع‌رسانی")
    assert "رؤیت: ۱ نفر" in await maryam.taps("نقشهٔ درست طرح")
