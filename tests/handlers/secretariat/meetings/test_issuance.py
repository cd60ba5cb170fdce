"""The issuance: resolutions held back, questions, the people told, and owners nobody represents («تأیید و ابلاغ»)."""

from datetime import date

import pytest
from sqlalchemy import select

from domain.access.member import Role
from domain.dates.jalali import from_jalali
from models.tables.agencies import ActorKind, Duty
from models.tables.meetings import MeetingState, ObligationState, ResolutionState
from tests.handlers.secretariat.meetings.binalud import (
    CLEAR,
    FOLLOW_UP,
    HEAD,
    LAND,
    MINUTES,
    PROGRESS,
    issues,
    meetings,
    obligations,
    resolutions,
    sends_minutes,
)
from tests.town import Town


async def dues(town: Town) -> dict[int, date | None]:
    return {one.resolution.number: one.due for one in await obligations(town)}


async def test_an_unknown_deadline_holds_up_only_its_own_resolution(town: Town) -> None:
    maryam = await town.secretary()
    seen = await issues(maryam, MINUTES)
    assert "این مصوبه‌ها تا رفع ابهام می‌ماند و از «جلسه‌ها» ادامه می‌یابد: ۴" in seen
    assert sorted(await dues(town)) == [1, 2, 5]
    assert (await resolutions(town))[4].state is ResolutionState.READ

    await maryam.says("/meetings")
    await maryam.taps("جلسهٔ ۴", "ادامهٔ بازبینی", "دیدن ابهام‌ها", "مهلت")
    await maryam.says("پایان آذر")
    await maryam.taps("همین مهلت ثبت شود", "پذیرش", "تأیید و ابلاغ", "ارسال")
    assert (await dues(town))[4] == from_jalali(1398, 9, 30)
    assert len(await obligations(town)) == 4


async def test_the_next_meetings_day_in_the_minutes_holds_while_none_is_planned(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam, f"{HEAD}{FOLLOW_UP}\nجلسه بعد: شنبه ۱۳ مهر ساعت ۱۰")
    await maryam.taps("تأیید و ابلاغ", "ارسال")

    assert await dues(town) == {5: from_jalali(1398, 7, 13)}


async def test_owners_get_one_message_with_their_resolutions_and_due_dates(town: Town) -> None:
    sara = await town.representative_of("شهرداری")
    maryam = await town.secretary()
    before = len(sara.messages())
    seen = await issues(maryam, MINUTES)
    assert "به ۱ نفر پیام فرستاده شد" in seen
    assert len(sara.messages()) == before + 1
    told = sara.everything()
    assert "به شما ابلاغ می‌شود" in told
    assert "مصوبهٔ ۱، تا شنبه ۲۰ مهر ۱۳۹۸" in told
    assert "مصوبهٔ ۵" in told
    assert "مصوبهٔ ۱" in await sara.taps("اقدام‌های باز من")


@pytest.mark.ci
async def test_deadlines_count_from_the_meeting_or_from_now(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam, CLEAR)
    seen = await maryam.taps("تأیید و ابلاغ")
    assert "از چه روزی حساب شود" in seen
    await maryam.taps("از امروز", "ارسال")
    assert await dues(town) == {1: from_jalali(1398, 7, 27), 2: from_jalali(1398, 8, 30)}
    assert (await meetings(town))[0].counts_from == from_jalali(1398, 7, 13)


@pytest.mark.ci
async def test_nothing_is_asked_when_both_ways_of_counting_are_one(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam, f"{HEAD}\nمصوبه ۱: مقرر شد پل ساخته شود.\nمسئول: شهرداری\nمهلت: پایان آبان\n")
    assert "پیش از ارسال" in await maryam.taps("تأیید و ابلاغ")


@pytest.mark.ci
async def test_past_due_dates_ask_once_and_go_as_overdue(town: Town) -> None:
    sara = await town.representative_of("شهرداری")
    maryam = await town.secretary()
    await sends_minutes(maryam, CLEAR)
    await town.clock.to("1398-07-24 10:00")
    seen = await maryam.taps("تأیید و ابلاغ")
    assert "مهلت این مصوبه‌ها گذشته است: ۱" in seen
    before = len(sara.messages())
    await maryam.taps("از تاریخ جلسه", "با همان مهلت گذشته ابلاغ شود", "ارسال")
    assert (await dues(town))[1] == from_jalali(1398, 7, 20)
    assert len(sara.messages()) == before + 1
    await town.clock.to("1398-07-24 18:00")
    assert len(sara.messages()) == before + 1


@pytest.mark.ci
async def test_past_due_dates_get_a_new_one(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam, CLEAR)
    await town.clock.to("1398-07-24 10:00")
    await maryam.taps("تأیید و ابلاغ", "از تاریخ جلسه", "مهلت تازه تعیین می‌کنم")
    assert "گذشته است. روزی از امروز به بعد بنویسید" in await maryam.says("۱۳۹۸/۰۷/۲۰")
    await maryam.says("۱۳۹۸/۰۸/۱۵")
    await maryam.taps("ارسال")
    assert await dues(town) == {1: from_jalali(1398, 8, 15), 2: from_jalali(1398, 8, 30)}


@pytest.mark.ci
async def test_past_due_dates_are_kept_for_the_record(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam, CLEAR)
    await town.clock.to("1398-07-24 10:00")
    await maryam.taps("تأیید و ابلاغ", "از تاریخ جلسه", "تنها در سابقه بماند", "ارسال")
    assert sorted(await dues(town)) == [2]
    assert (await resolutions(town))[1].state is ResolutionState.RECORD


@pytest.mark.ci
async def test_counted_from_now_nothing_is_past_and_nothing_is_asked_about_it(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam, CLEAR)
    await town.clock.to("1398-07-24 10:00")
    assert "پیش از ارسال" in await maryam.taps("تأیید و ابلاغ", "از امروز")


async def test_a_recurring_deadline_begins_with_its_next_period(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam, f"{HEAD}\n{PROGRESS.replace('کلیه اعضای کارگروه', 'شهرداری')}")
    await maryam.taps("تأیید و ابلاغ", "ارسال")
    assert await dues(town) == {3: from_jalali(1398, 8, 10)}


@pytest.mark.ci
async def test_an_agency_without_representative_is_invited_from_the_list(town: Town) -> None:
    await town.representative_of("شهرداری")
    maryam = await town.secretary()
    seen = await issues(maryam, CLEAR)
    assert "۱ دستگاه هنوز نماینده ندارد" in seen
    assert "اداره میراث فرهنگی" in await maryam.taps("دعوت اداره میراث فرهنگی")


async def test_who_joins_an_empty_group_gets_what_it_owes(town: Town) -> None:
    sara = await town.representative_of("اتاق بازرگانی")
    maryam = await town.secretary()
    seen = await issues(maryam, MINUTES)
    assert "۱ گروه هنوز عضوی ندارد" in seen
    assert "ورود گروهی" in maryam.buttons()
    await maryam.taps("افزودن به «کلیه اعضای", "افزودن دستگاه")
    await maryam.says("بازرگانی")
    await maryam.taps("اتاق بازرگانی", "ادامه")
    assert "مصوبهٔ ۳" in sara.everything()


async def test_a_meeting_is_withdrawn_and_the_owners_are_told(town: Town) -> None:
    sara = await town.representative_of("شهرداری")
    maryam = await town.secretary()
    await issues(maryam, CLEAR)
    await maryam.taps("صفحهٔ جلسه", "لغو ابلاغ", "بله، لغو شود")
    assert "لغو شد و پاسخی لازم نیست" in sara.everything()
    assert {one.state for one in await obligations(town)} == {ObligationState.CLOSED}
    assert (await meetings(town))[0].state is MeetingState.WITHDRAWN


async def test_a_withdrawn_meeting_is_mended_and_issued_again(town: Town) -> None:
    sara = await town.representative_of("شهرداری")
    maryam = await town.secretary()
    await issues(maryam, CLEAR)
    await maryam.taps("صفحهٔ جلسه", "لغو ابلاغ", "بله، لغو شود")
    assert "اقدام بازی ندارید" in await sara.says("/tasks")
    assert "دوباره در دست بازبینی است" in await maryam.taps("بازبینی و ابلاغ دوباره")
    await maryam.taps("ادامهٔ بازبینی", "تأیید و ابلاغ")
    sara.marks()
    if "مهلت‌هایی مانند" in maryam.sees():
        await maryam.taps("از تاریخ جلسه")
    assert "ابلاغ شد" in await maryam.taps("ارسال")
    assert "به شما ابلاغ می‌شود" in sara.sees()
    assert "۱ اقدام در انتظار پاسخ شماست" in await sara.says("/tasks")


async def test_what_was_held_back_is_asked_about_again_when_the_meeting_is_mended(town: Town) -> None:
    maryam = await town.secretary()
    await issues(maryam, MINUTES)
    before = {number: one.state for number, one in (await resolutions(town)).items()}
    assert before[4] is ResolutionState.READ
    seen = await maryam.taps("صفحهٔ جلسه", "لغو ابلاغ", "بله، لغو شود")
    assert "هنوز ابلاغ نشده" not in seen
    await maryam.taps("بازبینی و ابلاغ دوباره", "ادامهٔ بازبینی", "تأیید و ابلاغ")
    if "از تاریخ جلسه" in maryam.buttons():
        await maryam.taps("از تاریخ جلسه")
    assert "تا رفع ابهام می‌ماند" in await maryam.taps("ارسال")
    assert {number: one.state for number, one in (await resolutions(town)).items()} == before


async def test_the_notice_of_an_issuance_has_the_whole_text(town: Town) -> None:
    sara = await town.representative_of("شهرداری")
    maryam = await town.secretary()
    long = "گزارش هر محله با جزئیات و جدول پیوست برای دبیرخانه فرستاده شود و " * 12
    await issues(maryam, f"{HEAD}\n{LAND.replace('را تهیه کند', f'را تهیه کند و {long}پایان یابد')}")
    assert "پایان یابد." in sara.everything()


async def test_a_meeting_that_was_reported_on_is_not_withdrawn(town: Town) -> None:
    sara = await town.representative_of("شهرداری")
    maryam = await town.secretary()
    await issues(maryam, CLEAR)
    await sara.taps("اقدام‌های باز من", "مصوبهٔ ۱", "فاقد عملکرد")
    await sara.says("زمینی نبود.")
    await sara.taps("ارسال")
    await maryam.says("/meetings")
    await maryam.taps("جلسهٔ ۴", "لغو ابلاغ")
    assert "گزارش رسیده است" in await maryam.taps("بله، لغو شود")
    assert (await meetings(town))[0].state is MeetingState.ISSUED


@pytest.mark.ci
async def test_a_withdrawal_leaves_nothing_behind(town: Town) -> None:
    """The end of the appendix's duties, of the partners' tasks (they are told so) and of the resolutions' buttons."""
    reza = await town.representative_of("بنیاد مسکن", "رضا اکبری")
    maryam = await town.secretary()
    await issues(maryam, f"{HEAD}\n{LAND.replace('مسئول: شهرداری', 'مسئول: شهرداری با همکاری بنیاد مسکن')}")
    meeting = (await meetings(town))[0]
    async with town.app.db.write() as session:
        kind = ActorKind(name="بانک‌ها")
        session.add(Duty(kind=kind, number=1, text="تسهیلات بدهند.", meeting_id=meeting.id))
    await maryam.taps("صفحهٔ جلسه", "لغو ابلاغ", "بله، لغو شود")
    assert "لغو شد و پاسخی لازم نیست" in reza.everything()
    async with town.app.db.read() as session:
        assert not (await session.scalars(select(Duty))).all()
    await maryam.taps("مصوبه‌ها", "مصوبهٔ ۱")
    assert not {"بازگشایی", "مهلت", "اصلاح متن", "افزودن مصوبه"} & set(maryam.buttons())


@pytest.mark.ci
async def test_what_was_asked_before_a_change_is_asked_again(town: Town) -> None:
    sara = await town.representative_of("شهرداری")
    maryam = await town.secretary()
    await sends_minutes(maryam, CLEAR)
    await maryam.taps("تأیید و ابلاغ", "از تاریخ جلسه")
    await town.clock.to("1398-07-24 10:00")
    assert "مهلت این مصوبه‌ها گذشته است: ۱" in await maryam.taps("ارسال")
    assert "به شما ابلاغ می‌شود" not in sara.everything()
    await maryam.taps("از تاریخ جلسه", "تنها در سابقه بماند", "ارسال")
    assert sorted(await dues(town)) == [2]


@pytest.mark.ci
async def test_the_next_meetings_date_gives_its_resolutions_one(town: Town) -> None:
    sara = await town.representative_of("شهرداری")
    maryam = await town.secretary()
    await issues(maryam, MINUTES)
    assert (await dues(town))[5] is None
    await maryam.says("/meetings")
    await maryam.taps("جلسهٔ ۴", "تاریخ جلسهٔ آینده")
    assert "گذشته است. روزی از امروز به بعد" in await maryam.says("۱۳۹۸/۰۷/۰۱")
    await maryam.says("۱۳۹۸/۰۸/۲۰")
    seen = await maryam.taps("ثبت")
    assert "مهلت ۱ مصوبه مشخص شد" in seen
    assert (await dues(town))[5] == from_jalali(1398, 8, 20)
    assert "برنامه‌ریزی شد. مهلت این اقدام‌های شما از آن روز است" in sara.everything()
    assert "• مصوبهٔ ۵، جلسهٔ ۴: ۳۷ روز مانده" in sara.everything()


@pytest.mark.ci
async def test_nothing_ready_is_said_plainly(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam, CLEAR)
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    await zahra.says("/meetings")
    await zahra.taps("جلسهٔ ۴", "ادامهٔ بازبینی", "تأیید و ابلاغ", "از تاریخ جلسه", "ارسال")
    assert "هنوز مصوبه‌ای آمادهٔ ابلاغ نیست" in await maryam.taps("تأیید و ابلاغ")


@pytest.mark.ci
async def test_a_partner_is_told_and_owes_nothing(town: Town) -> None:
    reza = await town.representative_of("بنیاد مسکن", "رضا اکبری")
    maryam = await town.secretary()
    await sends_minutes(maryam, CLEAR)
    await maryam.taps("فهرست مصوبه‌ها", "۱، بدون ابهام", "مسئولان", "افزودن مسئول", "بنیاد مسکن")
    await maryam.taps("بنیاد مسکن", "همکار باشد", "بازگشت به مصوبه", "خلاصهٔ بازبینی")
    await maryam.taps("تأیید و ابلاغ", "از تاریخ جلسه", "ارسال")
    assert "همکار هستید:\nمصوبهٔ ۱، با شهرداری" in reza.everything()
    assert "اقدام‌های باز من" not in reza.buttons()
    assert "پاسخ را دستگاه مسئول می‌فرستد" in await reza.taps("همکاری با دیگران")
    assert {one.agency.name for one in await obligations(town)} == {"شهرداری", "اداره میراث فرهنگی"}


@pytest.mark.ci
async def test_whom_the_minutes_name_after_with_the_help_of_owes_nothing(town: Town) -> None:
    reza = await town.representative_of("بنیاد مسکن", "رضا اکبری")
    maryam = await town.secretary()
    await sends_minutes(maryam, f"{HEAD}\n{LAND.replace('مسئول: شهرداری', 'مسئول: شهرداری با همکاری بنیاد مسکن')}")
    assert "بنیاد مسکن (همکار)" in await maryam.taps("فهرست مصوبه‌ها", "۱، بدون ابهام")
    await maryam.taps("خلاصهٔ بازبینی", "تأیید و ابلاغ", "از تاریخ جلسه", "ارسال")
    assert "همکار هستید:\nمصوبهٔ ۱، با شهرداری: " in reza.everything()
    assert [one.agency.name for one in await obligations(town)] == ["شهرداری"]


@pytest.mark.ci
async def test_names_that_may_be_one_are_held_back_even_when_both_are_new(town: Town) -> None:
    maryam = await town.secretary()
    longer = "\nمصوبه ۲: مقرر شد پل ساخته شود.\nمسئول: شهرداری بینالود\nمهلت: پایان آبان\n"
    await sends_minutes(maryam, f"{HEAD}\n{LAND}{longer}")
    seen = await maryam.taps("تأیید و ابلاغ", "از تاریخ جلسه", "ارسال")
    assert "تا رفع ابهام می‌ماند و از «جلسه‌ها» ادامه می‌یابد: ۲" in seen
    assert sorted(await dues(town)) == [1]


async def test_before_anything_is_sent_it_is_said_who_would_get_nothing(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of("شهرداری")
    await sends_minutes(maryam)
    seen = await maryam.taps("تأیید و ابلاغ")
    assert "هنوز نماینده ندارند و پیامی نمی‌گیرند (۱): اداره میراث فرهنگی" in seen
    assert "این گروه‌ها هنوز عضوی ندارند (۱): کلیه اعضای کارگروه" in seen
    assert "ابلاغ انجام نشد؛ بازبینی سر جای خود است" in await maryam.taps("انصراف")
    await maryam.says("/start")
    assert "ادامهٔ «تأیید و ابلاغ»" not in "".join(maryam.buttons())
