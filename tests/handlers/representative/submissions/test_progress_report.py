"""Reports and letters: asked, corrected, sent, returned, added to; drafts that wait and never mix."""

import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.agencies import Agency
from models.tables.meetings import Obligation, ObligationState, Submission
from services.obligations import transitions
from tests.answered import reported
from tests.issued import issue
from tests.services.document_reading.word import docx, paragraph
from tests.town import Town

CITY = "شهرداری مشهد"
TEXT = "جدول منابع محله‌های هدف تکمیل شود."


async def submissions(town: Town) -> list[Submission]:
    """Return the stored submissions, read by a session of their own."""
    async with town.app.db.read() as session:
        return list((await session.scalars(select(Submission).order_by(Submission.id))).all())


async def state_of(town: Town, obligation_id: int) -> ObligationState:
    async with town.app.db.read() as session:
        return (await session.get_one(Obligation, obligation_id)).state


async def test_a_report_with_a_per_cent_and_an_album(town: Town) -> None:
    sara = await town.representative_of(CITY)
    [number] = await issue(town, 7, TEXT, CITY, due="1398-07-20")
    assert "پرسش ۱\n" in await sara.opens("ثبت گزارش")
    assert "یکی از گزینه‌های زیر" in await sara.says("نمی‌دانم")
    assert "پرسش ۲ از ۵" in await sara.says("در دست")
    assert "درصد باید از ۰ تا ۱۰۰ باشد" in await sara.says("۱۲۰ درصد")
    await sara.sends_sticker()
    await sara.says("۴۰ درصد", "جدول چهار محله تکمیل شد.", "نبود آمار دو محله")
    await sara.sends_photo(count=3)
    await sara.sends_file("منابع.xlsx", b"numbers")
    summary = await sara.taps("ادامه")
    for line in ("وضعیت: در دست انجام", "درصد پیشرفت: ۴۰ درصد", "موانع: نبود آمار دو محله", "پیوست‌ها: ۴ مورد"):
        assert line in summary
    assert "شمارهٔ ۱ ثبت شد" in await sara.taps("ارسال")
    [report] = await submissions(town)
    assert report.answers == {
        "status": "under_way",
        "percent": 40,
        "done": "جدول چهار محله تکمیل شد.",
        "obstacles": "نبود آمار دو محله",
    }
    assert len(report.attachments) == 4
    assert not report.supplement
    assert await state_of(town, number) is ObligationState.ANSWERED


@pytest.mark.parametrize("way", ["tap", "edit"])
async def test_words_that_a_changed_status_puts_aside_are_said_and_come_back_with_it(town: Town, way: str) -> None:
    """«آغاز نشده» asks for no share and no deeds: both left the summary in silence, and sending ended them."""
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    status = await sara.starts_saying("در دست انجام")
    await town.quiet()
    await sara.says("۴۰", "جدول سه محله تکمیل شد.", "بودجه نرسید.")
    await sara.taps("رد کردن")
    if way == "tap":
        await sara.taps("اصلاح وضعیت")
    seen = await sara.taps("آغاز نشده") if way == "tap" else await sara.edits(status, "آغاز نشده")
    aside, _, summary = seen.partition("وضعیت: آغاز نشده")
    assert "این پاسخ‌ها کنار گذاشته شد" in aside
    assert "درصد پیشرفت: ۴۰ درصد\nشرح اقدام: جدول سه محله تکمیل شد." in aside
    assert "موانع" not in aside
    assert "شرح اقدام" not in summary
    await sara.taps("اصلاح وضعیت")
    seen = await sara.taps("در دست انجام")
    assert "کنار گذاشته" not in seen
    assert "درصد پیشرفت: ۴۰ درصد\nشرح اقدام: جدول سه محله تکمیل شد.\nموانع: بودجه نرسید." in seen


async def test_attachments_are_named_and_removed_one_by_one(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.opens("ثبت گزارش")
    await sara.says("انجام شده", "جدول شش محله تکمیل شد.")
    await sara.taps("رد کردن")
    seen = await sara.sends_file("منابع.xlsx", b"numbers", "جدول نهایی")
    assert "۱ مورد دریافت شد." in seen
    assert "۱. \u2068منابع.xlsx\u2069، «جدول نهایی»" in seen
    await sara.sends_photo()
    seen = await sara.sends_file("نامه.pdf", b"%PDF-1.4 letter")
    assert "۲. عکس ۲" in seen
    older = sara.buttons()
    assert [label for label in older if label.startswith("حذف ")] == ["حذف ۱", "حذف ۲", "حذف ۳"]
    seen = await sara.taps("حذف ۱")
    assert "۲ مورد دریافت شد." in seen
    assert "منابع.xlsx" not in seen
    summary = await sara.taps("ادامه")
    assert "پیوست‌ها: ۲ مورد: عکس ۱، \u2068نامه.pdf" in summary
    await sara.taps("ارسال")
    [report] = await submissions(town)
    assert [file["name"] for file in report.attachments][1:] == ["نامه.pdf"]


async def test_a_program_and_an_empty_file_are_refused_and_all_else_is_kept(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.opens("ثبت گزارش")
    await sara.says("متوقف", "هنوز آغاز نشده است.", "نبود آمار دو محله")
    await sara.sends_photo()
    assert "برنامهٔ رایانه‌ای است و پذیرفته نشد" in await sara.sends_file("گزارش.pdf", b"MZ\x90\x00 program")
    assert "خالی است و پذیرفته نشد" in await sara.sends_file("گزارش.docx", docx(paragraph()))
    seen = await sara.sends_files(
        [("نصب.exe", b"anything", "application/x-msdownload"), ("جدول.docx", docx(paragraph("متن")), "")], "document"
    )
    assert "برنامهٔ رایانه‌ای است" in seen
    summary = await sara.taps("ادامه")
    assert "پیوست‌ها: ۲ مورد" in summary
    await sara.taps("ارسال")
    [report] = await submissions(town)
    assert [file["name"] for file in report.attachments][1:] == ["جدول.docx"]


async def test_the_per_cent_is_asked_only_of_what_is_under_way(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    assert "چه کارهایی" in await sara.taps("متوقف مانده")


async def test_one_answer_is_corrected_and_the_summary_is_back(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.says("همهٔ جدول‌ها تکمیل شد.")
    await sara.taps("رد کردن", "رد کردن", "اصلاح شرح اقدام")
    seen = await sara.says("جدول شش محله تکمیل شد.")
    assert "پیش از ارسال" in seen
    assert "شرح اقدام: جدول شش محله تکمیل شد." in seen


async def test_an_edited_message_corrects_its_answer_before_sending_and_not_after(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    message = await sara.starts_saying("جدول چهار محله")
    await town.quiet()
    await sara.taps("رد کردن", "رد کردن")
    assert "شرح اقدام: جدول پنج محله" in await sara.edits(message, "جدول پنج محله")
    await sara.taps("ارسال")
    assert "ویرایش پیام، آن را تغییر نمی‌دهد" in await sara.edits(message, "جدول شش محله")
    assert [report.answers["done"] for report in await submissions(town)] == ["جدول پنج محله"]


async def test_a_sent_report_is_corrected_by_a_new_version_before_its_review(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await reported(sara, "جدول چهار محله")
    await sara.says("/history")
    await sara.taps("گزارش شمارهٔ ۱", "اصلاح و ارسال دوباره", "اصلاح شرح اقدام")
    await sara.says("جدول شش محله")
    assert "شمارهٔ ۲ ثبت شد" in await sara.taps("ارسال")
    first, second = await submissions(town)
    assert first.verdict.value == "replaced"
    assert first.answers["done"] == "جدول چهار محله"
    assert second.verdict.value == "waiting"
    assert not second.supplement


async def test_a_draft_waits_for_weeks(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-09-20")
    await sara.says("/report")
    await sara.taps("در دست انجام")
    assert "پاسخ‌های شما نگه داشته شد" in await sara.taps("بعداً ادامه می‌دهم")
    await town.clock.to("1398-08-13 10:00")
    seen = await sara.taps("ادامهٔ تکمیل")
    assert "پرسش ۲ از ۵" in seen
    await sara.says("۴۰")
    await sara.says("/start")
    assert "از همان‌جا که مانده بودید" in await sara.says("/report")
    await sara.says("جدول چهار محله")
    assert "درصد پیشرفت: ۴۰ درصد" in await sara.taps("رد کردن", "رد کردن")


async def test_two_drafts_do_not_mix(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await issue(town, 8, "برنامهٔ ماهانه اجرا شود.", CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("مصوبهٔ ۷", "انجام شده")
    await sara.says("/report")
    await sara.taps("مصوبهٔ ۸", "متوقف مانده")
    await sara.says("اجرا نشد.")
    await sara.says("/report")
    assert "مصوبهٔ ۷" in await sara.taps("مصوبهٔ ۷")
    await sara.says("جدول رسید.")
    summary = await sara.taps("رد کردن", "رد کردن")
    assert "وضعیت: انجام شده" in summary
    assert "شرح اقدام: جدول رسید." in summary


async def test_three_colleagues_report_at_once_and_one_answers(town: Town) -> None:
    people = [await town.representative_of(CITY)]
    people += [await town.member(name, Role.DEPUTY, CITY) for name in ("علی کریمی", "نرگس صادقی")]
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    for place, who in enumerate(people):
        await who.says("/report")
        await who.taps("انجام شده")
        await who.says(f"گزارش نفر {place}")
        await who.taps("رد کردن", "رد کردن")
    for who in people:
        who.starts_tapping("ارسال")
    await town.quiet()
    stored = await submissions(town)
    assert {report.answers["done"] for report in stored} == {"گزارش نفر 0", "گزارش نفر 1", "گزارش نفر 2"}
    assert sorted(report.supplement for report in stored) == [False, True, True]
    assert sum("به‌عنوان تکمیلی ثبت شد" in who.everything() for who in people) == 2


async def test_a_colleague_with_a_draft_is_told_and_may_add_to_the_answer(town: Town) -> None:
    sara = await town.representative_of(CITY)
    ali = await town.member("علی کریمی", Role.DEPUTY, CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await ali.says("/report")
    await ali.taps("انجام شده", "بعداً ادامه می‌دهم")
    await reported(sara, "جدول شش محله")
    assert "پاسخ مصوبهٔ ۷، جلسهٔ ۵ را سارا محمدی فرستاد" in ali.everything()
    await ali.taps("ادامهٔ تکمیل")
    await ali.says("نقشهٔ محله‌ها هم پیوست است.")
    assert "به‌عنوان تکمیلی ثبت شد" in await ali.taps("رد کردن", "رد کردن", "ارسال")


async def test_a_button_that_comes_too_late_shows_how_things_stand(town: Town) -> None:
    sara = await town.representative_of(CITY)
    ali = await town.member("علی کریمی", Role.DEPUTY, CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await ali.says("/tasks")
    await ali.taps("مصوبهٔ ۷")
    await reported(sara, "جدول شش محله")
    seen = await ali.taps("ثبت گزارش")
    assert "پاسخ این اقدام فرستاده شده است: در انتظار بررسی" in seen
    assert "ارسال پاسخ تکمیلی" in ali.buttons()
    assert "شرح اقدام: جدول شش محله" in await ali.taps("پاسخ فرستاده‌شده")


async def test_a_letter_with_its_number_date_and_picture(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 1, "نامهٔ معرفی ارسال شود.", CITY, due="1398-07-20")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۱", "پاسخ با نامه")
    await sara.says("۹۸/۱۲۳۴")
    assert "پس از امروز" in await sara.says("۲۰ مهر")
    assert "تصویر یا فایل نامه" in await sara.says("12 مهر")
    await sara.sends_photo()
    assert "تاریخ نامه: جمعه ۱۲ مهر ۱۳۹۸" in await sara.taps("ادامه")
    assert "نامه با شمارهٔ ۱ ثبت شد" in await sara.taps("ارسال")
    [letter] = await submissions(town)
    assert letter.answers == {"number": "۹۸/۱۲۳۴", "date": "2019-10-04"}
    assert len(letter.attachments) == 1


async def test_nothing_to_report_closes_at_once(town: Town) -> None:
    sara = await town.representative_of(CITY)
    [number] = await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "فاقد عملکرد", "رد کردن", "ارسال")
    assert await state_of(town, number) is ObligationState.CLOSED
    assert "اقدام بازی ندارید" in await sara.says("/tasks")


async def test_whoever_is_asked_for_ideas_says_that_there_are_none(town: Town) -> None:
    sara, maryam = await town.representative_of(CITY), await town.secretary()
    ideas = "کلیه مدعوین هرگونه نظر و پیشنهاد دربارهٔ شیوهٔ کار کارگروه را به دبیرخانه ارائه نمایند."
    [number] = await issue(town, 6, ideas, CITY, due="1398-07-20")
    await sara.says("/tasks")
    assert "فاقد عملکرد" not in await sara.taps("مصوبهٔ ۶")
    assert "نظری نداریم" in await sara.taps("نظری نداریم", "رد کردن")
    assert "اعلام «نظری نداریم» با شمارهٔ ۱ ثبت شد" in await sara.taps("ارسال")
    assert await state_of(town, number) is ObligationState.CLOSED
    assert "نظری نداریم" in await maryam.says("/review")


async def test_start_in_the_middle_of_a_report_drops_nothing(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.says("/start")
    assert "چه کارهایی" in await sara.says("/report")


async def test_what_the_secretariat_owes_its_own_secretary_answers(town: Town) -> None:
    maryam = await town.secretary()
    [number] = await issue(town, 1, "نامهٔ معرفی ارسال شود.", "دبیرخانه", due="1398-07-15")
    async with town.app.db.write() as session:
        (await session.scalars(select(Agency))).one().secretariat = True
    assert "مصوبهٔ ۱" in await maryam.says("/tasks")
    await reported(maryam, "نامه ارسال شد.")
    assert await state_of(town, number) is ObligationState.ANSWERED


async def test_a_report_on_what_was_closed_meanwhile_is_kept(town: Town) -> None:
    sara = await town.representative_of(CITY)
    [number] = await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.says("جدول شش محله")
    await sara.taps("رد کردن", "رد کردن")
    async with town.app.db.write() as session:
        obligation = await session.get_one(Obligation, number)
        transitions.close(obligation)
    assert "این اقدام اکنون بسته است. پاسخ شما ثبت شد" in await sara.taps("ارسال")
    [kept] = await submissions(town)
    assert kept.supplement
    assert await state_of(town, number) is ObligationState.CLOSED


async def test_an_edit_of_a_typed_option_corrects_it_and_asks_what_it_calls_for(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    message = await sara.starts_saying("انجام شده")
    await town.quiet()
    await sara.says("جدول چهار محله")
    await sara.taps("رد کردن", "رد کردن")
    assert "پرسش ۲ از ۵" in await sara.edits(message, "در دست انجام")
    assert "درصد پیشرفت: ۴۰ درصد" in await sara.says("۴۰")
