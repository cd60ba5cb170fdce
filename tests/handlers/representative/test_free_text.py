"""Words that nothing asked for: proposed as an answer, searched for, or kept until their person says for what."""

import pytest
from sqlalchemy import select

from domain.access.member import Role
from handlers.representative.free_text import into_form
from models.tables.conversations import Conversation
from tests.answered import reported
from tests.handlers.secretariat.meetings.binalud import CLEAR
from tests.issued import issue
from tests.town import Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
TABLE, MARKET = "جدول منابع محله‌های هدف تکمیل شود.", "بازارچهٔ محله راه‌اندازی شود."


def message_with(who: Human, button: str) -> int:
    """Return the number of the newest message with a button whose label has these words."""
    return who._button(button)[0]


async def test_done_is_proposed_for_the_only_task_and_sent_with_the_persons_words(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    seen = await sara.says("انجام شد")
    assert f"مصوبهٔ ۷، جلسهٔ ۵: {TABLE}" in seen
    assert "گزارش «انجام شده» برای این اقدام آماده شود؟" in seen
    summary = await sara.taps("بله، گزارش «انجام شده»")
    assert "وضعیت: انجام شده" in summary
    assert "شرح اقدام: انجام شد" in summary
    assert "با شمارهٔ ۱ ثبت شد" in await sara.taps("ارسال")
    assert "شرح اقدام: انجام شد" in await maryam.says("/review")
    assert "جای این متن" not in "".join(sara.buttons())


async def test_a_share_of_the_work_is_proposed_for_the_task_that_one_of_several_names(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await issue(town, 8, MARKET, CITY, due="1398-07-25")
    assert "گزارش پیشرفت ۴۰ درصد برای کدام اقدام است؟" in await sara.says("۴۰ درصد پیش رفته")
    summary = await sara.taps("مصوبهٔ ۸")
    assert "وضعیت: در دست انجام" in summary
    assert "درصد پیشرفت: ۴۰ درصد" in summary


async def test_the_task_whose_number_is_typed_is_the_one_that_is_meant(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await issue(town, 8, MARKET, CITY, due="1398-07-25")
    seen = await sara.says("مصوبه 8 انجام شد")
    assert f"مصوبهٔ ۸، جلسهٔ ۵: {MARKET}" in seen
    assert "گزارش «انجام شده» برای این اقدام آماده شود؟" in seen
    assert "شرح اقدام: مصوبه 8 انجام شد" in await sara.taps("بله، گزارش «انجام شده»")


async def test_a_question_after_other_words_is_not_taken_for_what_those_said(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await sara.says("تمدید می‌خواهم تا ۱۵ آبان")
    assert "درخواست تمدید" not in await sara.says("جلسه چه روزی است؟")


async def test_who_wants_to_leave_while_words_are_kept_sees_them_and_can_delete_them(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await sara.says("جدول را به دبیرخانه داده‌ایم و رسید گرفتیم.")
    assert "جدول را به دبیرخانه داده‌ایم" in await sara.says("بی‌خیال")
    assert "حذف شد" in await sara.taps("حذف این متن")
    assert "کاری نیمه‌تمام نیست" in await sara.says("بی‌خیال")


async def test_an_impatient_representative_types_what_is_wanted_in_her_own_words(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    assert "اقدام‌های باز شهرداری" in await sara.says("کارهام چیه؟")
    await sara.says("کدوماش عقب افتاده")
    assert "مصوبهٔ ۷" in "".join(sara.buttons())
    await sara.taps("حذف این متن")
    assert "پرسش خود را بنویسید" in await sara.says("سؤال دارم")
    await sara.says("لغو")
    assert "ایدهٔ شما دربارهٔ چیست" in await sara.says("پیشنهاد دارم")


async def test_more_time_is_asked_for_until_the_day_that_was_typed(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    assert "درخواست تمدید مهلت برای این اقدام" in await sara.says("تمدید می‌خواهم تا ۱۵ آبان")
    assert "دلیل درخواست را بنویسید" in await sara.taps("بله، درخواست تمدید مهلت")
    assert "مهلت درخواستی: چهارشنبه ۱۵ آبان ۱۳۹۸" in await sara.says("شورا هنوز تشکیل نشده است.")


async def test_not_done_is_never_reported_as_done(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    assert "«انجام شده»" not in await sara.says("متأسفانه هنوز انجام نشده")
    assert "در چه وضعیتی است؟" in await sara.taps("بله، گزارش وضعیت")
    assert "موانع: متأسفانه هنوز انجام نشده" in await sara.taps("آغاز نشده") + await sara.taps("رد کردن")


async def test_a_step_is_done_only_where_the_resolution_asks_for_it(town: Town) -> None:
    sara, ali = await town.representative_of(CITY), await town.representative_of(CHAMBER, "علی کریمی")
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await issue(town, 8, "جلسهٔ مشترک با بازاریان برگزار شود.", CHAMBER, due="1398-07-20")
    assert "«انجام شده»" not in await sara.says("جلسه برگزار شد")
    assert "گزارش «انجام شده» برای این اقدام" in await ali.says("جلسه برگزار شد")


async def test_a_question_is_no_report_and_goes_to_the_secretariat(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    assert "بله، گزارش" not in "".join(sara.buttons() if await sara.says("گزارش ما انجام شد؟") else ())
    await sara.taps("پرسش از دبیرخانه", "رد کردن", "ارسال")
    await maryam.says("/questions")
    assert "گزارش ما انجام شد؟" in await maryam.taps("پرسش ۱")


async def test_a_reply_to_a_reminder_is_about_its_task(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await town.clock.to("1398-07-17 09:00")
    reminder = message_with(sara, "گزارش مصوبهٔ ۷")
    await issue(town, 8, MARKET, CITY, due="1398-08-25")
    seen = await sara.replies(reminder, "تمام شد")
    assert "مصوبهٔ ۷" in seen
    assert "مصوبهٔ ۸" not in seen
    assert "شرح اقدام: تمام شد" in await sara.taps("بله، گزارش «انجام شده»")


async def test_a_reply_about_an_answered_task_becomes_a_supplement(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await town.clock.to("1398-07-17 09:00")
    reminder = message_with(sara, "گزارش مصوبهٔ ۷")
    await reported(sara, "جدول تکمیل شد.")
    assert "پاسخ تکمیلی" in await sara.replies(reminder, "نامهٔ آن هم در راه است و فردا می‌رسد.")
    await sara.taps("پاسخ تکمیلی برای مصوبهٔ ۷", "بله، بیاید", "انجام شده")
    assert "شرح اقدام: نامهٔ آن هم در راه است" in await sara.taps("رد کردن", "رد کردن")


async def test_a_reply_to_an_answer_goes_on_with_its_question(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await sara.says("/question", "جدول برای کدام سال است؟")
    await sara.taps("رد کردن", "ارسال")
    await maryam.says("/questions")
    await maryam.taps("پرسش ۱", "پاسخ به پرسش")
    await maryam.says("برای سال ۱۳۹۷.")
    await maryam.taps("رد کردن", "ارسال")
    answer = message_with(sara, "نمایش پرسش")
    await sara.replies(answer, "برای شهرستان‌ها هم همین سال؟")
    await sara.taps("ادامهٔ پرسش", "رد کردن", "ارسال")
    await maryam.says("/questions")
    assert "برای شهرستان‌ها هم همین سال؟" in await maryam.taps("پرسش ۱")


async def test_words_of_two_agencies_are_asked_about_with_both_agencies_tasks(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await town.member("سارا محمدی", Role.REPRESENTATIVE, CHAMBER)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await issue(town, 8, MARKET, CHAMBER, due="1398-07-25")
    await sara.says("انجام شد")
    assert [label for label in sara.buttons() if "مصوبهٔ" in label] == [
        f"{CITY}، مصوبهٔ ۷، ۷ روز مانده",
        f"{CHAMBER}، مصوبهٔ ۸، ۱۲ روز مانده",
    ]


async def test_new_words_over_a_draft_replace_it_or_are_added_and_nothing_is_lost(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("در دست انجام")
    await sara.says("۳۰", "فهرست محله‌ها آماده است.")
    await sara.says("/start")
    await sara.says("جدول سه محلهٔ نخست هم رسیده است و بررسی می‌شود.")
    seen = await sara.taps("مصوبهٔ ۷")
    assert "از پیش این متن هست:\nفهرست محله‌ها آماده است." in seen
    assert "جدول سه محلهٔ نخست" in seen
    kept = await sara.taps("نه، فعلاً کنار بماند")
    assert "متن تازه در «منوی اصلی» مانده است" in kept
    await sara.says("/start")
    await sara.taps("جای این متن: «جدول سه محلهٔ", "مصوبهٔ ۷", "افزوده شود")
    summary = await sara.taps("رد کردن", "رد کردن")
    assert "شرح اقدام: فهرست محله‌ها آماده است.\nجدول سه محلهٔ نخست هم رسیده است" in summary
    await sara.says("/start")
    assert "جای این متن" not in "".join(sara.buttons())
    await sara.says("همهٔ محله‌ها جدول خود را فرستاده‌اند و کار بسته است.")
    assert "شرح اقدام: همهٔ محله‌ها جدول" in await sara.taps("مصوبهٔ ۷", "جایگزین شود")


async def test_words_of_before_are_not_put_into_a_report_silently(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await sara.says("جدول سه محلهٔ نخست رسیده است و بررسی می‌شود.")
    await town.clock.to("1398-07-14 19:00")
    seen = await sara.says("/report")
    assert "آنچه در" in seen
    assert "در «گزارش پیشرفت» بیاید؟" in seen
    assert "در چه وضعیتی است؟" in await sara.taps("نه، فعلاً کنار بماند")


async def test_a_long_caption_is_words_and_a_short_one_stays_with_its_picture(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await sara.sends_photo("غرفهٔ ۱۲")
    await sara.sends_photo("دوازده غرفهٔ بازارچه به متقاضیان محله واگذار شد.")
    await sara.taps("مصوبهٔ ۷", "انجام شده")
    assert "شرح اقدام: دوازده غرفهٔ بازارچه" in await sara.taps("رد کردن")
    await sara.taps("ارسال")
    assert "غرفهٔ ۱۲" in await maryam.says("/review")


async def test_a_representative_finds_own_tasks_agency_and_colleagues_and_nothing_of_others(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await town.member("علی کریمی", Role.DEPUTY, CITY)
    await town.member("علی احمدی", Role.REPRESENTATIVE, CHAMBER)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await issue(town, 8, "جدول صادرات", CHAMBER, due="1398-07-25")
    seen = await sara.says("جدول")
    assert "مصوبه‌ها (۱)" in seen
    assert "صادرات" not in seen
    assert TABLE in await sara.taps("مصوبهٔ ۷، جلسهٔ ۵")
    seen = await sara.says("علی")
    assert "علی کریمی" in seen
    assert "علی احمدی" not in seen
    assert "دستگاه‌ها و محله‌ها (۱)" in await sara.says("شهرداری")
    seen = await sara.says("صادرات")
    assert "مصوبه‌ها" not in seen
    assert "متن شما دریافت شد" in seen


async def test_a_secretary_finds_everything_page_by_page_and_is_told_when_there_is_nothing(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    for number in range(1, 13):
        await issue(town, number, f"جدول محلهٔ {number} تکمیل شود.", CITY, due="1398-07-20")
    seen = await maryam.says("جدول محله")
    assert "مصوبه‌ها (۱۲)" in seen
    await maryam.taps("همهٔ مصوبه‌های یافت‌شده (۱۲)")
    assert "مصوبهٔ ۱۲" in await maryam.taps("صفحهٔ بعد")
    assert TABLE not in await maryam.taps("مصوبهٔ ۱۲، جلسهٔ ۵")
    assert "سارا محمدی" in await maryam.says("محمدی")
    assert "برای «کلاه» مصوبه، دستگاه یا شخصی یافت نشد" in await maryam.says("کلاه")


async def test_words_searched_for_go_to_the_secretariat_as_a_question(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await sara.says("جدول منابع")
    assert "پرسش: جدول منابع" in await sara.taps("پرسش از دبیرخانه", "رد کردن")


async def test_a_word_of_thanks_is_answered_and_not_searched_for(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    assert "سپاس از شما" in await sara.says("ممنون، رؤیت شد")


async def test_words_typed_at_a_summary_replace_the_report_s_or_are_added(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await sara.says("انجام شد")
    await sara.taps("بله، گزارش «انجام شده»")
    assert "متن تازه جای آن را بگیرد" in await sara.says("نامهٔ آن هم فرستاده شد.")
    assert "شرح اقدام: انجام شد\nنامهٔ آن هم فرستاده شد." in await sara.taps("افزوده شود")
    await sara.says("جدول هر شش محله فرستاده شد.")
    assert "شرح اقدام: جدول هر شش محله فرستاده شد." in await sara.taps("جایگزین شود")
    assert "ثبت شد" in await sara.says("ارسال")


async def test_a_share_typed_at_the_question_for_the_status_fills_the_report(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await sara.says("/report")
    summary = await sara.says("۴۰ درصد پیش رفته")
    assert "وضعیت: در دست انجام" in summary
    assert "درصد پیشرفت: ۴۰ درصد" in summary


async def test_other_words_typed_there_are_kept_in_the_report_and_the_status_is_asked_again(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await sara.says("/report")
    seen = await sara.says("فهرست را به فرمانداری دادیم و با آن‌ها جلسه‌ای داشتیم.")
    assert "آنچه فرستاده بودید در این فرم آمد" in seen
    assert "در چه وضعیتی است؟" in seen
    assert "شرح اقدام: فهرست را به فرمانداری دادیم" in await sara.taps("انجام شده", "رد کردن", "رد کردن")


async def test_words_typed_where_files_are_asked_for_are_not_lost(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.says("جدول فرستاده شد.")
    await sara.taps("رد کردن")
    assert "لطفاً فایل یا تصویر بفرستید" in await sara.says("ندارم")
    await sara.says("نامهٔ آن با شمارهٔ ۱۲/۳۴ به دبیرخانه رسیده است.")
    await sara.taps("افزوده شود")
    assert "جدول فرستاده شد.\nنامهٔ آن با شمارهٔ ۱۲/۳۴" in await sara.taps("رد کردن")


async def test_a_secretary_s_long_text_is_kept_and_may_be_minutes(town: Town) -> None:
    maryam = await town.secretary()
    assert "در «منوی اصلی» برای شما نگه داشته می‌شود" in await maryam.says(CLEAR)
    await maryam.says("/start")
    await maryam.taps("جای این متن: «صورتجلسه", "این، متن صورتجلسه است")
    assert "صورتجلسه خوانده شد" in await maryam.says("تمام شد")
    await maryam.says("فردا در جلسهٔ شورا دربارهٔ اعتبار بازارچه‌ها گفت‌وگو می‌کنیم و نتیجه را خواهم نوشت")
    await maryam.taps("حذف این متن")
    await maryam.says("/start")
    assert "جای این متن" not in "".join(maryam.buttons())


async def test_what_is_kept_has_an_end_which_is_told(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(into_form, "MOST_WORDS", 700)
    await town.secretary()
    sara = await town.representative_of(CITY)
    await sara.says("جدول منابع برای سه محله آماده شد و " * 10)
    before = await sara.says("فهرست کارگاه‌ها به دبیرخانه رفت و " * 9)
    assert "نگه داشته می‌شود" in before
    assert "این پیام نگه داشته نشد" in await sara.says("برنامهٔ آموزش هنوز در دست بررسی است و " * 9)
    async with town.app.db.read() as session:
        [notes] = [row.notes for row in await session.scalars(select(Conversation)) if row.notes.get("stray")]
    assert "کارگاه‌ها" in notes["stray"]["words"]
    assert "برنامهٔ آموزش" not in notes["stray"]["words"]
    await sara.taps("حذف")
    assert "نگه داشته می‌شود" in await sara.says("برنامهٔ آموزش هنوز در دست بررسی است و " * 9)


async def test_what_is_said_of_two_tasks_is_proposed_for_neither(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await issue(town, 8, MARKET, CITY, due="1398-07-25")
    for said in ("اولی انجام شد دومی ۵۰ درصد", "جدول تموم شد بازارچه مونده", "جدول انجام شد بقیه مونده"):
        assert "اگر برای یکی از این اقدام‌هاست" in await sara.says(said)
        await sara.taps("حذف این متن")
    assert "گزارش پیشرفت ۵۰ درصد" in await sara.says("جدول ۵۰ درصد انجام شده بقیش تا آخر ماه تموم میشه")


async def test_an_obstacle_is_about_the_task_that_its_words_name(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await issue(town, 8, MARKET, CITY, due="1398-07-25")
    seen = await sara.says("اون مورد بازارچه رو بودجه نداریم")
    assert MARKET in seen
    assert TABLE not in seen


async def test_a_secretary_s_sentence_opens_what_it_names(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await issue(town, 8, MARKET, CITY, due="1398-07-25")
    assert MARKET in await maryam.says("مهلت بازارچه رو تا ۲۰ دی تمدید کن")
    assert MARKET in await maryam.says("شهرداری تلفنی گفت بازارچه تموم شده")
    assert "ثبت از طرف دستگاه" in maryam.buttons()
    for said in ("مصوبات شهرداری", "به شهرداری یادآوری بزن", "شماره نماینده شهرداری چنده"):
        assert f"• {CITY}" in await maryam.says(said)
    assert "سپاس از شما" in await maryam.says("دستت درد نکنه")


async def test_an_edit_that_names_another_task_is_about_that_one(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await issue(town, 8, MARKET, CITY, due="1398-07-25")
    message = await sara.starts_saying("مصوبه ۷ انجام شد")
    await town.quiet()
    seen = await sara.edits(message, "مصوبه ۸ انجام شد")
    assert MARKET in seen
    assert TABLE not in seen
    assert "گزارش پیشرفت ۴۰ درصد" in await sara.edits(message, "بازارچه ۴۰ درصد")
