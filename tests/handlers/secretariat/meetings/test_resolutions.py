"""Binding resolutions: browsed, searched, amended, closed, given a template; and the answers to them."""

import pytest

from domain.access.member import Role
from domain.dates.jalali import from_jalali
from models.tables.meetings import ObligationState, ResolutionState
from tests.handlers.secretariat.meetings.binalud import (
    HEAD,
    LAND,
    MINUTES,
    issues,
    obligations,
    resolutions,
    sends_minutes,
)
from tests.issued import issue
from tests.town import Human, Town


async def following_up(town: Town) -> tuple[Human, Human]:
    """Return Maryam, who has issued a meeting, and Sara of the municipality, who was told of it."""
    sara = await town.representative_of("شهرداری")
    maryam = await town.secretary()
    await issues(maryam, MINUTES)
    return maryam, sara


async def opens(maryam: Human, number: str) -> str:
    await maryam.says("/resolutions")
    return await maryam.taps(f"مصوبهٔ {number}، جلسهٔ ۴")


async def test_resolutions_are_browsed_by_meeting_and_state(town: Town) -> None:
    maryam, _ = await following_up(town)
    seen = await maryam.says("/resolutions")
    assert "مصوبه‌ها، باز (۴)" in seen
    assert "مهلت: تا شنبه ۲۰ مهر ۱۳۹۸" in seen
    assert "مصوبه‌ای در این فهرست نیست" in await maryam.taps("بسته و سابقه")
    await maryam.says("/meetings")
    await maryam.taps("جلسهٔ ۴")
    assert "همه (۴)" in await maryam.taps("مصوبه‌ها")


async def test_a_resolution_is_found_by_its_words(town: Town) -> None:
    maryam, _ = await following_up(town)
    await maryam.says("/resolutions")
    await maryam.taps("جست‌وجو")
    assert "«نقشه گردشگری»" in await maryam.says("نقشه گردشگری")
    assert "مصوبهٔ ۲ (۲ از ۵)" in await maryam.taps("مصوبهٔ ۲، جلسهٔ ۴: مقرر شد نقشه")


@pytest.mark.parametrize("words", ["۲", "مصوبه ۲", "2"])
async def test_a_resolution_is_found_by_its_number(town: Town, words: str) -> None:
    maryam, _ = await following_up(town)
    await maryam.says("/resolutions")
    await maryam.taps("جست‌وجو")
    await maryam.says(words)
    assert next(label for label in maryam.buttons() if "مقرر شد" in label).startswith("مصوبهٔ ۲، جلسهٔ ۴")


async def test_a_template_and_the_monthly_question_are_settled_before_anything_is_sent(town: Town) -> None:
    sara = await town.representative_of("شهرداری")
    maryam = await town.secretary()
    await sends_minutes(maryam, f"{HEAD}\n{LAND.replace('دو هفته', 'مستمر')}")
    await maryam.taps("فهرست مصوبه‌ها", "۱، ", "فایل نمونه")
    await maryam.sends_file("جدول.xlsx", b"a table")
    assert "هر ماه استعلام نمی‌شود" in await maryam.taps("بدون استعلام ماهانه")
    await maryam.taps("پذیرش", "تأیید و ابلاغ", "ارسال")
    assert "فایل نمونه‌ای آماده" not in sara.everything()
    assert [(one.template["name"], one.check_in) for one in (await resolutions(town)).values() if one.template] == [
        ("جدول.xlsx", False)
    ]
    assert [one.next_reminder_at for one in await obligations(town)] == [None]
    assert "\n۱ اقدام مستمر یا بدون تاریخ" in await opens(maryam, "۱")


async def test_a_changed_deadline_is_planned_anew_and_told(town: Town) -> None:
    maryam, sara = await following_up(town)
    await opens(maryam, "۱")
    await maryam.taps("مهلت")
    seen = await maryam.says("۱۳۹۸/۰۸/۱۵")
    assert "مهلت کنونی: تا شنبه ۲۰ مهر ۱۳۹۸. با ثبت، مهلت ۱ اقدام باز جابه‌جا" in seen
    await maryam.taps("همین مهلت ثبت شود")
    assert "مهلت مصوبهٔ ۱، جلسهٔ ۴ تغییر کرد" in sara.everything()
    assert "مهلت پیشین: ۷ روز مانده، تا شنبه ۲۰ مهر ۱۳۹۸" in sara.everything()
    assert [one.due for one in await obligations(town) if one.resolution.number == 1] == [from_jalali(1398, 8, 15)]


async def test_a_new_owner_hears_of_it_and_one_who_is_out_too(town: Town) -> None:
    maryam, sara = await following_up(town)
    reza = await town.representative_of("بنیاد مسکن", "رضا اکبری")
    await opens(maryam, "۱")
    await maryam.taps("مسئولان", "افزودن مسئول")
    await maryam.says("بنیاد مسکن")
    await maryam.taps("بنیاد مسکن")
    assert "به شما ابلاغ می‌شود" in reza.everything()
    await maryam.taps("شهرداری", "حذف از مسئولان")
    assert "دیگر بر عهدهٔ شما نیست" in sara.everything()
    states = {one.agency.name: one.state for one in await obligations(town) if one.resolution.number == 1}
    assert states == {"شهرداری": ObligationState.CLOSED, "بنیاد مسکن": ObligationState.OPEN}


async def test_a_resolution_is_closed_and_opened_again(town: Town) -> None:
    maryam, sara = await following_up(town)
    await opens(maryam, "۱")
    card = await maryam.taps("بستن مصوبه")
    assert "مصوبه بسته شد" in card
    # Somebody was asked, so it is not said that nobody was.
    assert "خواسته نشده است" not in card
    assert "بسته است و از کسی پاسخی خواسته نمی‌شود" in card
    assert "بسته شد و پاسخی لازم ندارد" in sara.everything()
    assert not {"مهلت", "مسئولان", "فایل نمونه"} & set(maryam.buttons())
    assert "مصوبهٔ ۱" not in await sara.says("/tasks")
    assert (await resolutions(town))[1].state is ResolutionState.CLOSED
    await maryam.taps("بازگشایی")
    assert "دوباره باز شد" in sara.everything()
    assert "مصوبهٔ ۱" in await sara.says("/tasks")
    assert len([one for one in await obligations(town) if one.resolution.number == 1]) == 1


async def test_an_owner_who_was_removed_stays_released_when_the_resolution_is_reopened(town: Town) -> None:
    maryam, sara = await following_up(town)
    await town.representative_of("بنیاد مسکن", "رضا اکبری")
    await opens(maryam, "۱")
    await maryam.taps("مسئولان", "افزودن مسئول")
    await maryam.says("بنیاد مسکن")
    await maryam.taps("بنیاد مسکن")
    await maryam.taps("شهرداری", "حذف از مسئولان")
    await opens(maryam, "۱")
    await maryam.taps("بستن مصوبه", "بازگشایی")
    states = {one.agency.name: one.state for one in await obligations(town) if one.resolution.number == 1}
    assert states == {"شهرداری": ObligationState.CLOSED, "بنیاد مسکن": ObligationState.OPEN}
    assert "مصوبهٔ ۱" not in await sara.says("/tasks")


async def test_a_template_in_the_evening_hides_no_other_news_of_the_resolution(town: Town) -> None:
    maryam, sara = await following_up(town)
    await opens(maryam, "۱")
    await maryam.taps("بستن مصوبه")
    await town.clock.to("1398-07-14 21:30")
    await maryam.taps("بازگشایی", "فایل نمونه")
    await maryam.sends_file("جدول زمین‌ها.xlsx", b"a table")
    sara.marks()
    await town.clock.to("1398-07-15 12:00")
    assert "دوباره باز شد" in sara.everything()
    assert "فایل نمونه‌ای آماده شده است" in sara.everything()


@pytest.mark.ci
async def test_a_template_is_attached_and_given_to_who_answers(town: Town) -> None:
    maryam, sara = await following_up(town)
    await opens(maryam, "۱")
    await maryam.taps("فایل نمونه")
    assert "فایل نمونه ثبت شد" in await maryam.sends_file("جدول زمین‌ها.xlsx", b"a table")
    assert "فایل نمونه‌ای آماده شده است" in sara.everything()
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۱")
    assert "فایل نمونهٔ مصوبهٔ ۱" in await sara.taps("دریافت فایل نمونه")
    await maryam.taps("فایل نمونه")
    assert "فایل نمونه برداشته شد" in await maryam.taps("برداشتن فایل")


@pytest.mark.ci
async def test_it_is_seen_who_has_answered(town: Town) -> None:
    maryam, sara = await following_up(town)
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۱", "فاقد عملکرد")
    await sara.says("زمینی نبود.")
    await sara.taps("ارسال")
    await maryam.says("/resolutions")
    assert "به همهٔ ۱ اقدام پاسخ داده شده است" in await maryam.taps("پاسخ‌داده", "مصوبهٔ ۱، جلسهٔ ۴")
    assert "شهرداری: پذیرفته یا بسته" in await maryam.taps("چه کسی پاسخ داده است؟")
    assert "زمینی نبود" in await maryam.taps("شهرداری", "پاسخ فرستاده‌شده")


@pytest.mark.ci
async def test_a_resolution_of_an_empty_group_says_why_nobody_owes_it(town: Town) -> None:
    maryam, _ = await following_up(town)
    assert "هر دستگاهی که به گروه افزوده شود" in await opens(maryam, "۳")
    assert "هر دستگاهی که به گروه افزوده شود" in await maryam.taps("چه کسی پاسخ داده است؟")
    assert "مصوبهٔ ۳ (۳ از ۵)" in await maryam.taps("متن کامل مصوبه")


async def test_one_is_added_by_hand_and_issued(town: Town) -> None:
    maryam, sara = await following_up(town)
    await maryam.says("/meetings")
    await maryam.taps("جلسهٔ ۴", "مصوبه‌ها", "افزودن مصوبه")
    await maryam.says("مقرر شد شهرداری گزارش نهایی را چاپ کند.", "پایان آذر")
    await maryam.taps("ثبت", "مسئولان", "افزودن مسئول")
    await maryam.says("شهرداری")
    await maryam.taps("شهرداری", "بازگشت به مصوبه", "پذیرش", "خلاصهٔ بازبینی", "تأیید و ابلاغ", "ارسال")
    assert "مصوبهٔ ۶، تا شنبه ۳۰ آذر ۱۳۹۸" in sara.everything()


async def test_the_chair_reads_and_changes_nothing(town: Town) -> None:
    await following_up(town)
    ali = await town.member("علی نوری", Role.CHAIR)
    await opens(ali, "۱")
    assert not {"بستن مصوبه", "مسئولان", "مهلت"} & set(ali.buttons())
    assert "شهرداری: ۷ روز مانده" in await ali.taps("چه کسی پاسخ داده است؟")


async def test_an_old_button_to_close_shows_how_it_stands(town: Town) -> None:
    maryam, _ = await following_up(town)
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    await opens(maryam, "۱")
    await opens(zahra, "۱")
    await zahra.taps("بستن مصوبه")
    assert "مصوبهٔ ۱ (۱ از ۵)، بسته" in await maryam.taps("بستن مصوبه")


async def test_another_text_of_an_issued_one_is_told_with_the_old_one_and_seen_on_the_task(town: Town) -> None:
    maryam, sara = await following_up(town)
    await opens(maryam, "۱")
    assert "این مصوبه ابلاغ شده است و ۱ دستگاه به آن پاسخ می‌دهند" in await maryam.taps("متن")
    await maryam.says("شهرداری فهرست زمین‌ها و نقشهٔ آن‌ها را تهیه کند.")
    await maryam.taps("بله، به مسئولان خبر داده شود")
    assert "متن مصوبهٔ ۱" not in sara.everything()
    assert "پس از ابلاغ، شنبه ۱۳ مهر" in await maryam.taps("ثبت")
    told = sara.everything()
    assert "متن تازه: شهرداری فهرست زمین‌ها و نقشهٔ آن‌ها" in told
    assert "متن پیشین: مقرر شد شهرداری فهرست زمین‌های آماده" in told
    await sara.says("/tasks")
    assert "متن این مصوبه پس از ابلاغ" in await sara.taps("مصوبهٔ ۱")


async def test_a_slip_of_the_pen_in_an_issued_one_is_corrected_without_a_message(town: Town) -> None:
    maryam, sara = await following_up(town)
    await opens(maryam, "۱")
    await maryam.taps("متن")
    await maryam.says("مقرر شد شهرداری فهرست زمین‌های آمادهٔ واگذاری را تهیه کند.")
    await maryam.taps("خیر، تنها اصلاح نگارشی است", "ثبت")
    assert "متن تازه" not in sara.everything()


async def test_of_two_who_correct_one_text_the_second_is_shown_the_first_one_s(town: Town) -> None:
    maryam, _ = await following_up(town)
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    for secretary in (maryam, zahra):
        await opens(secretary, "۱")
        await secretary.taps("متن")
    for secretary, words in ((zahra, "شهرداری فهرست و نقشه‌ها را بدهد."), (maryam, "شهرداری فهرست را بدهد.")):
        await secretary.says(words)
        await secretary.taps("خیر، تنها اصلاح نگارشی است", "ثبت")
    seen = maryam.sees()
    assert "نوشتهٔ شما ثبت نشد" in seen
    assert "شهرداری فهرست و نقشه‌ها را بدهد." in seen
    await maryam.taps("متن")
    await maryam.says("شهرداری فهرست را بدهد.")
    await maryam.taps("خیر، تنها اصلاح نگارشی است")
    assert "شهرداری فهرست را بدهد." in await maryam.taps("ثبت")


async def test_a_list_says_who_owes_and_what_is_fully_answered_stands_apart(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of("شهرداری")
    await issue(town, 7, "جدول منابع", "شهرداری", "اتاق بازرگانی", due="1398-07-20")
    await issue(town, 8, "معرفی نماینده", "شهرداری", due="1398-07-20")
    await sara.says("/report")
    await sara.taps("مصوبهٔ ۸", "انجام شده")
    await sara.says("معرفی شد.")
    await sara.taps("رد کردن", "رد کردن", "ارسال")
    seen = await maryam.says("/resolutions")
    assert "مسئول: شهرداری، اتاق بازرگانی" in seen
    assert "پاسخ: ۰ از ۲" in seen
    assert "معرفی نماینده" not in seen
    assert "پاسخ: ۱ از ۱" in await maryam.taps("پاسخ‌داده")


async def test_a_long_list_says_which_part_it_shows(town: Town) -> None:
    maryam = await town.secretary()
    for number in range(1, 11):
        await issue(town, number, f"کار {number}", "شهرداری", due="1398-07-20")
    assert "۱ تا ۸ از ۱۰" in await maryam.says("/resolutions")
    assert "۹ تا ۱۰ از ۱۰" in await maryam.taps("صفحهٔ بعد")


async def test_an_accepted_part_is_not_asked_for_anew_when_only_its_label_is_corrected(town: Town) -> None:
    sara, maryam = await town.representative_of("شهرداری"), await town.secretary()
    reza = await town.representative_of("بنیاد مسکن", "رضا اکبری")
    parts = [{"label": "الف", "text": "جدول"}, {"label": "ب", "text": "نقشه"}]
    await issue(town, 1, "مقرر شد:", "شهرداری", due="1398-07-25", items=parts, item="ب")
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.says("فرستاده شد.")
    await sara.taps("رد کردن", "رد کردن", "ارسال")
    await maryam.says("/resolutions")
    await maryam.taps("پاسخ‌داده", "مصوبهٔ ۱", "بندها")
    await maryam.says("۱: جدول\n۲: نقشه")
    await maryam.taps("خیر، تنها اصلاح نگارشی است", "ثبت", "مسئولان", "افزودن مسئول")
    await maryam.says("بنیاد مسکن")
    await maryam.taps("بنیاد مسکن", "۱: جدول")
    assert "به شما ابلاغ می‌شود" in reza.everything()
    owed = {(one.agency.name, one.item, one.state) for one in await obligations(town)}
    assert owed == {("شهرداری", "۲", ObligationState.ANSWERED), ("بنیاد مسکن", "۱", ObligationState.OPEN)}
