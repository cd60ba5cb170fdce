"""The secretariat's review: one notice for many reports, verdicts, answers by phone; every version is kept."""

import pytest
from sqlalchemy import select

from domain.access.member import Role
from domain.chat.screens import Button, Screen, T, Tap
from models.tables.meetings import Obligation, ObligationState, Submission, SubmissionKind, Verdict
from models.tables.people import Membership
from tests.answered import reported, returned
from tests.issued import issue
from tests.outgoing import post
from tests.town import Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
TEXT = "جدول منابع محله‌های هدف تکمیل شود."


async def verdicts(town: Town) -> list[tuple[str, str]]:
    """Return (words of the report, verdict) of every stored submission."""
    async with town.app.db.read() as session:
        rows = await session.scalars(select(Submission).order_by(Submission.id))
        return [(row.answers.get("done", ""), row.verdict.value) for row in rows]


async def state_of(town: Town, obligation_id: int) -> ObligationState:
    async with town.app.db.read() as session:
        return (await session.get_one(Obligation, obligation_id)).state


async def test_a_report_is_read_with_its_files_and_accepted(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    [number] = await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.says("جدول شش محله تکمیل شد.")
    await sara.taps("رد کردن")
    await sara.sends_file("منابع.xlsx", b"numbers")
    await sara.taps("ادامه", "ارسال")
    seen = await maryam.opens("بررسی گزارش‌ها")
    assert "شرح اقدام: جدول شش محله تکمیل شد." in seen
    assert "پیوست ۱ از ۱: \u2068منابع.xlsx" in seen
    assert "پذیرفته شد، مریم رضایی" in await maryam.taps("پذیرش")
    assert "گزارشی در انتظار بررسی نیست" in maryam.sees()
    assert "بررسی و پذیرفته شد" in sara.everything()
    assert await state_of(town, number) is ObligationState.ACCEPTED


async def test_an_answer_stands_under_the_sub_item_that_it_is_for(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    items = [{"label": "الف", "text": "آمار اصناف"}, {"label": "ب", "text": "آمار جویندگان کار"}]
    await issue(town, 7, "آمار زیر داده شود: آمار اصناف، آمار جویندگان کار", CITY, items=items, item="ب")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "فاقد عملکرد", "رد کردن", "ارسال")
    seen = await maryam.says("/review")
    assert "مصوبهٔ ۷، بند ب، جلسهٔ ۵: آمار جویندگان کار\n" in seen
    # Nothing was said, so nothing but one empty line stands between who sent it and the verdict.
    assert "\n\n\n" not in seen


async def test_a_picture_and_a_voice_bear_no_file_names_that_nobody_gave_them(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("آغاز نشده", "رد کردن")
    await sara.sends_photo()
    await sara.sends_files([("said.ogg", b"OggS", "audio/ogg")], "voice")
    await sara.taps("ادامه", "ارسال")
    seen = await maryam.says("/review")
    assert "گزارش شمارهٔ ۱، پیوست ۱ از ۲\n" in seen
    assert "گزارش شمارهٔ ۱، پیوست ۲ از ۲\n" in seen


async def test_five_photos_reach_the_secretary_as_one_album(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("آغاز نشده", "رد کردن")
    await sara.sends_photo("نمای محلهٔ گلشهر", count=5)
    await sara.sends_file("منابع.xlsx", b"numbers")
    await sara.taps("ادامه", "ارسال")
    seen = await maryam.says("/review")
    album = [message for message in maryam.messages() if "media_group_id" in message]
    assert len(album) == 5
    assert len({message["media_group_id"] for message in album}) == 1
    assert "گزارش شمارهٔ ۱، پیوست‌های ۱ تا ۵ از ۶" in seen
    assert "نمای محلهٔ گلشهر" in seen
    assert "پیوست ۶ از ۶: \u2068منابع.xlsx" in seen
    assert "پذیرش" in maryam.buttons()


async def test_who_hears_that_an_answer_was_accepted_can_go_on_from_there(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await reported(sara, "جدول شش محله")
    await maryam.says("/review")
    await maryam.taps("پذیرش")
    assert "بررسی و پذیرفته شد" in sara.sees()
    assert TEXT in await sara.taps("نمایش اقدام")


async def test_a_returned_report_opens_where_it_was_and_both_versions_stay(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    [number] = await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await reported(sara, "جدول چهار محله")
    await returned(maryam, "دو محله کم است.")
    assert await state_of(town, number) is ObligationState.RETURNED
    assert "دو محله کم است." in sara.everything()
    summary = await sara.taps("اصلاح و ارسال دوباره")
    assert "پیش از ارسال" in summary
    assert "دو محله کم است." in summary
    assert "شرح اقدام: جدول چهار محله" in summary
    await sara.taps("اصلاح شرح اقدام")
    await sara.says("جدول شش محله")
    await sara.taps("ارسال")
    assert await verdicts(town) == [("جدول چهار محله", "returned"), ("جدول شش محله", "waiting")]
    seen = await maryam.says("/review")
    assert "نسخه‌های این اقدام" in seen
    assert "گزارش شمارهٔ ۱" in seen
    assert "دو محله کم است." in await maryam.taps("گزارش شمارهٔ ۱")


@pytest.mark.ci
async def test_a_returned_task_says_why_in_the_list_too(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await reported(sara, "جدول چهار محله")
    await returned(maryam, "دو محله کم است.")
    assert "برای اصلاح برگشته" in await sara.says("/tasks")
    assert "دو محله کم است." in await sara.taps("مصوبهٔ ۷")
    assert "شرح اقدام: جدول چهار محله" in await sara.taps("ثبت گزارش")


async def test_a_second_secretary_sees_the_verdict_and_whose_it_is(town: Town) -> None:
    maryam = await town.secretary()
    hamid = await town.member("حمید نوری", Role.SECRETARY)
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await reported(sara, "جدول شش محله")
    await maryam.says("/review")
    await hamid.says("/review")
    await maryam.taps("پذیرش")
    assert "پذیرفته شد، مریم رضایی" in await hamid.taps("برگشت برای اصلاح")
    assert await verdicts(town) == [("جدول شش محله", "accepted")]


async def test_a_verdict_that_fell_while_the_words_were_written_holds(town: Town) -> None:
    maryam = await town.secretary()
    hamid = await town.member("حمید نوری", Role.SECRETARY)
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await reported(sara, "جدول شش محله")
    await hamid.says("/review")
    await hamid.taps("برگشت برای اصلاح")
    await hamid.says("ناقص است.")
    await maryam.says("/review")
    await maryam.taps("پذیرش")
    seen = await hamid.taps("ارسال")
    assert "پذیرفته شد، مریم رضایی" in seen
    assert "جایی ثبت نشد:\nناقص است." in seen
    assert await verdicts(town) == [("جدول شش محله", "accepted")]


async def test_next_goes_round_the_oldest_first(town: Town) -> None:
    maryam = await town.secretary()
    sara, reza = await town.representative_of(CITY), await town.representative_of(CHAMBER, "رضا احمدی")
    await issue(town, 7, TEXT, CITY, CHAMBER, due="1398-07-20")
    await reported(sara, "از شهرداری")
    await reported(reza, "از اتاق")
    seen = await maryam.says("/review")
    assert "۲ مورد در انتظار" in seen
    assert "از شهرداری" in seen
    assert "از اتاق" in await maryam.taps("بعدی")
    assert "از شهرداری" in await maryam.taps("بعدی")


async def test_not_ours_waits_for_the_secretariat(town: Town) -> None:
    maryam = await town.secretary()
    sara, reza = await town.representative_of(CITY), await town.representative_of(CHAMBER, "رضا احمدی")
    city, chamber = await issue(town, 7, TEXT, CITY, CHAMBER, due="1398-07-20")
    for who in (sara, reza):
        await who.says("/tasks")
        await who.taps("مصوبهٔ ۷", "مرتبط با این دستگاه نیست")
        await who.says("این موضوع در شرح وظایف ما نیست.")
        await who.taps("ارسال")
    await maryam.says("/review")
    await maryam.taps("می‌پذیرم؛ مرتبط نیست", "رد کردن", "ارسال")
    assert await state_of(town, city) is ObligationState.CLOSED
    await maryam.taps("نمی‌پذیرم؛ اقدام باز بماند")
    await maryam.says("طبق بند ۳ وظیفهٔ شماست.")
    await maryam.taps("ارسال")
    assert await state_of(town, chamber) is ObligationState.RETURNED
    assert "لطفاً پاسخ دیگری ثبت کنید" in reza.everything()
    await reza.taps("نمایش اقدام")
    assert "ثبت گزارش" in reza.buttons()


async def test_notices_are_one_message_changed_at_most_every_ten_minutes(town: Town) -> None:
    maryam = await town.secretary()
    agencies = [CITY, CHAMBER, "بهزیستی", "کمیتهٔ امداد"]
    people = [await town.representative_of(agency, f"نمایندهٔ {agency}") for agency in agencies]
    await issue(town, 7, TEXT, *agencies, due="1398-07-20")
    for who in people[:3]:
        await reported(who, "انجام شد")
    assert "۱ گزارش در انتظار بررسی شماست" in maryam.everything()
    await town.clock.to("1398-07-13 18:11")
    assert "۳ گزارش در انتظار بررسی شماست" in maryam.everything()
    assert maryam.everything().count("در انتظار بررسی شماست") == 1
    await maryam.taps("بررسی گزارش‌ها")
    await town.clock.to("1398-07-13 18:30")
    await reported(people[3], "انجام شد")
    assert maryam.everything().count("در انتظار بررسی شماست") == 2


async def test_a_notice_waits_for_the_morning(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await town.clock.to("1398-07-13 23:00")
    await reported(sara, "انجام شد")
    assert "در انتظار بررسی شماست" not in maryam.everything()
    await town.clock.to("1398-07-14 07:01")
    assert "۱ گزارش در انتظار بررسی شماست" in maryam.everything()


async def test_a_notice_of_what_a_colleague_decided_meanwhile_is_not_sent_in_the_morning(town: Town) -> None:
    maryam = await town.secretary()
    reza = await town.member("رضا احمدی", Role.SECRETARY)
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await town.clock.to("1398-07-13 23:00")
    await reported(sara, "انجام شد")
    await reza.says("/review")
    await reza.taps("پذیرش")
    await town.clock.to("1398-07-14 07:01")
    assert "در انتظار بررسی شماست" not in maryam.everything()


async def test_what_came_by_phone_is_entered_and_marked(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    [number] = await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await maryam.opens("ثبت از طرف دستگاه")
    assert f"از طرف {CITY}" in await maryam.taps(CITY, "مصوبهٔ ۷", "تلفن", "گزارش", "انجام شده")
    await maryam.says("تلفنی گفتند تکمیل شد.")
    assert f"از طرف {CITY}" in await maryam.taps("رد کردن", "رد کردن")
    assert "از راه تلفن" in await maryam.taps("ارسال")
    # What she entered herself does not wait for her own review, and the agency learns of it.
    assert await state_of(town, number) is ObligationState.ACCEPTED
    assert "گزارشی در انتظار بررسی نیست" in await maryam.says("/review")
    assert "در دبیرخانه ثبت و پذیرفته شد" in sara.sees()
    await sara.says("/history")
    assert "ثبت دبیرخانه از طرف دستگاه (تلفن)، مریم رضایی" in await sara.taps("گزارش شمارهٔ ۱")


async def test_an_unfinished_report_that_came_by_phone_leaves_the_task_open(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    [number] = await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await maryam.opens("ثبت از طرف دستگاه")
    await maryam.taps(CITY, "مصوبهٔ ۷", "تلفن", "گزارش", "در دست انجام", "۵۰ درصد")
    await maryam.says("جدول سه محله تکمیل شده است.")
    await maryam.taps("رد کردن", "رد کردن", "ارسال")
    assert await state_of(town, number) is ObligationState.OPEN


async def test_two_months_of_one_resolution_are_told_apart(town: Town) -> None:
    maryam = await town.secretary()
    monthly = {"kind": "recurring", "due": "1398-07-10", "rhythm": {"every": 1, "unit": "month", "day": 10}}
    await issue(town, 8, "گزارش برنامه‌ها", CITY, deadline=monthly, due="1398-07-20")
    await town.clock.to("1398-08-12 09:00")
    await maryam.says("/behalf")
    await maryam.taps(CITY)
    labels = [label for label in maryam.buttons() if label.startswith("مصوبهٔ ۸")]
    assert len(labels) == len(set(labels)) > 1
    await maryam.taps("روز گذشته", "کاغذ", "فاقد عملکرد", "رد کردن")
    assert "با شمارهٔ ۱ ثبت شد" in await maryam.taps("ارسال")


async def test_the_agency_adds_to_what_was_entered_on_its_behalf(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await maryam.says("/behalf")
    await maryam.taps(CITY, "مصوبهٔ ۷", "مکاتبهٔ کاغذی", "نامه")
    await maryam.says("۱۲", "۱۲ مهر")
    await maryam.sends_photo()
    await maryam.taps("ادامه", "ارسال")
    await sara.taps("نمایش اقدام", "ارسال پاسخ تکمیلی", "انجام شده")
    await sara.says("تصویر خواناتر پیوست است.")
    await sara.taps("رد کردن", "رد کردن", "ارسال")
    async with town.app.db.read() as session:
        sent = (await session.scalars(select(Submission).order_by(Submission.id))).all()
    assert [(one.kind, one.verdict, one.channel) for one in sent] == [
        (SubmissionKind.LETTER, Verdict.ACCEPTED, "paper"),
        (SubmissionKind.REPORT, Verdict.WAITING, "chat"),
    ]


async def test_when_nobody_owes_anything_there_is_nothing_to_enter(town: Town) -> None:
    maryam = await town.secretary()
    assert "اقدام بی‌پاسخی ندارد" in await maryam.says("/behalf")


async def test_a_representative_reviews_nothing(town: Town) -> None:
    sara = await town.representative_of(CITY)
    assert "برای نقش شما باز نیست" in await sara.says("/review")


async def test_from_an_agency_s_task_the_secretary_enters_its_answer(town: Town) -> None:
    maryam = await town.secretary()
    sara = await town.representative_of(CITY)
    [number] = await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await reported(sara, "جدول چهار محله")
    await returned(maryam, "دو محله کم است.")
    async with town.app.db.write() as session:
        person_id = (await session.scalars(select(Membership.person_id).where(Membership.role == Role.SECRETARY))).one()
        button = Button("اقدام شهرداری", Tap("task", number))
        await post(session, person_id, Screen(T("review.empty"), ((button,),)), town.clock.now())
    await town.quiet()
    await maryam.taps("اقدام شهرداری", "ثبت از طرف دستگاه", "اتوماسیون اداری", "فاقد عملکرد", "رد کردن")
    assert "از راه اتوماسیون اداری" in await maryam.taps("ارسال")
    assert await state_of(town, number) is ObligationState.CLOSED


async def test_an_interim_report_is_accepted_and_the_task_stays_open(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    [number] = await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await reported(sara, "سه محله از شش محله تکمیل شد.")
    await maryam.says("/review")
    assert "پذیرفته شد، مریم رضایی" in await maryam.taps("پذیرش؛ اقدام باز بماند")
    assert await state_of(town, number) is ObligationState.OPEN
    assert "پذیرفته شد و اقدام باز ماند" in sara.everything()
    assert "گزارش پیشین پذیرفته شده است" in await sara.taps("نمایش اقدام")
    await town.clock.to("1398-07-20 09:00")
    assert "مصوبهٔ ۷" in sara.sees()
    await reported(sara, "شش محله تکمیل شد.")
    await maryam.says("/review")
    await maryam.taps("پذیرش")
    assert await state_of(town, number) is ObligationState.ACCEPTED
    assert await verdicts(town) == [("سه محله از شش محله تکمیل شد.", "accepted"), ("شش محله تکمیل شد.", "accepted")]


async def not_ours(town: Town) -> tuple[Human, Human, int]:
    """Let Sara say that the resolution is not her agency's; return Maryam, who reads it, and Sara."""
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    [number] = await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "مرتبط با این دستگاه نیست")
    await sara.says("این کار با استانداری است.")
    await sara.taps("ارسال")
    assert "این کار با استانداری است." in await maryam.says("/review")
    assert "پذیرش" not in maryam.buttons()
    return maryam, sara, number


async def test_a_secretary_agrees_with_words_that_a_task_is_not_theirs(town: Town) -> None:
    maryam, sara, number = await not_ours(town)
    await maryam.taps("می‌پذیرم؛ مرتبط نیست")
    await maryam.says("به استانداری ابلاغ می‌شود.")
    assert "پذیرفته شد، مریم رضایی" in await maryam.taps("ارسال")
    assert await state_of(town, number) is ObligationState.CLOSED
    told = sara.sees()
    assert "پذیرفت که مصوبهٔ ۷، جلسهٔ ۵ به دستگاه شما مرتبط نیست" in told
    assert "به استانداری ابلاغ می‌شود." in told


async def test_a_secretary_disagrees_with_words_and_the_task_is_open_again(town: Town) -> None:
    maryam, sara, number = await not_ours(town)
    assert "چرا این مصوبه به دستگاه مربوط است؟" in await maryam.taps("نمی‌پذیرم؛ اقدام باز بماند")
    await maryam.says("شهرداری دارندهٔ داده‌هاست.")
    assert "پذیرفته نشد؛ اقدام باز است" in await maryam.taps("ارسال")
    assert await state_of(town, number) is ObligationState.RETURNED
    assert "شهرداری دارندهٔ داده‌هاست." in sara.sees()


async def test_a_morning_s_later_reports_are_announced_after_the_first_notice_was_opened(town: Town) -> None:
    maryam = await town.secretary()
    agencies = [f"ادارهٔ {place}" for place in ("یکم", "دوم", "سوم", "چهارم")]
    people = [await town.representative_of(agency, f"نمایندهٔ {agency}") for agency in agencies]
    await issue(town, 7, "جدول منابع تکمیل شود.", *agencies, due="1398-07-20")
    await reported(people[0], "فهرست آماده است.")
    assert "۱ گزارش" in maryam.everything()
    await maryam.taps("بررسی گزارش‌ها")
    await reported(people[1], "نقشه آماده است.")
    maryam.marks()
    await town.clock.to("1398-07-13 18:11")
    assert "۲ گزارش" in maryam.sees()
    await maryam.taps("بررسی گزارش‌ها")
    await reported(people[2], "جدول آماده است.")
    await reported(people[3], "نامه آماده است.")
    maryam.marks()
    await town.clock.to("1398-07-13 18:22")
    assert "۴ گزارش" in maryam.sees()
