"""The review of minutes: doubts first, one resolution at a time, corrected in every way, left and resumed."""

import pytest
from sqlalchemy import select

from domain.access.member import Role
from domain.dates.jalali import from_jalali
from models.tables.meetings import MeetingState, Resolution, ResolutionState
from tests.handlers.secretariat.meetings.binalud import CLEAR, HEAD, meetings, resolutions, sends_minutes
from tests.town import Human, Town


async def reviewing(town: Town, text: str = CLEAR) -> Human:
    """Return Maryam, who has just sent minutes."""
    maryam = await town.secretary()
    await sends_minutes(maryam, text)
    return maryam


async def opens(maryam: Human, number: str) -> str:
    return await maryam.taps("فهرست مصوبه‌ها", f"{number}، ")


async def test_all_that_is_clear_is_accepted_at_once(town: Town) -> None:
    maryam = await reviewing(town)
    seen = await maryam.taps("پذیرش همهٔ موارد بدون ابهام (۲)")
    assert "۲ مصوبهٔ بدون ابهام پذیرفته شد" in seen
    assert "همه‌چیز آماده است" in seen
    assert {one.state for one in (await resolutions(town)).values()} == {ResolutionState.ACCEPTED}


async def test_an_unknown_deadline_is_asked_about_and_another_is_seen_before_it_is_taken(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam)
    seen = await maryam.taps("دیدن ابهام‌ها")
    assert "مصوبهٔ ۴ (۴ از ۵)" in seen
    assert "به شرط یا اقدام دیگری بسته است" in seen
    assert "نخست با دکمهٔ «مهلت»" in await maryam.taps("پذیرش")
    await maryam.taps("مهلت")
    assert "چنین روزی در تقویم نیست" in await maryam.says("سی و سوم آبان")
    assert "تا پنجشنبه ۳۰ آبان ۱۳۹۸" in await maryam.says("پایان آبان")
    assert (await resolutions(town))[4].due is None
    seen = await maryam.taps("همین مهلت ثبت شود")
    assert "«پایان آبان»، یعنی تا پنجشنبه ۳۰ آبان ۱۳۹۸" in seen
    assert (await resolutions(town))[4].due == from_jalali(1398, 8, 30)
    assert "مصوبهٔ ۴ پذیرفته شد" in await maryam.taps("پذیرش")


async def test_a_best_guess_is_offered_and_confirmed_in_a_tap(town: Town) -> None:
    await town.representative_of("شهرداری بینالود")
    maryam = await reviewing(town)
    seen = await maryam.taps("دیدن ابهام‌ها (۱)")
    assert "آیا «شهرداری» همان «شهرداری بینالود» است؟" in seen
    seen = await maryam.taps("پذیرش")
    assert "نخست یکی را انتخاب کنید" in seen
    await maryam.taps("بله، همان است", "پذیرش")
    kept = (await resolutions(town))[1]
    assert kept.state is ResolutionState.ACCEPTED
    assert kept.owners[0].agency_id is not None


@pytest.mark.ci
async def test_an_owner_that_only_looks_like_one_is_registered_apart(town: Town) -> None:
    await town.representative_of("شهرداری بینالود")
    maryam = await reviewing(town)
    await maryam.taps("دیدن ابهام‌ها")
    assert "دستگاه «شهرداری» به فهرست افزوده شد" in await maryam.taps("خیر، جداست")


@pytest.mark.ci
async def test_another_owner_is_found_by_typing_and_a_new_one_by_its_name(town: Town) -> None:
    await town.representative_of("اداره کل دامپزشکی")
    maryam = await reviewing(town)
    await opens(maryam, "۲")
    await maryam.taps("مسئولان", "اداره میراث فرهنگی", "انتخاب از فهرست")
    await maryam.says("دامپزشکی")
    seen = await maryam.taps("اداره کل دامپزشکی")
    assert "• اداره کل دامپزشکی" in seen
    await maryam.taps("مسئولان", "افزودن مسئول")
    await maryam.says("انجمن راهنمایان گردشگری")
    await maryam.taps("همین ثبت شود")
    await maryam.taps("انجمن راهنمایان گردشگری", "همکار باشد")
    seen = await maryam.taps("بازگشت به مصوبه")
    assert "انجمن راهنمایان گردشگری (دستگاه تازه) (همکار)" in seen
    await maryam.taps("مسئولان", "انجمن راهنمایان گردشگری")
    assert "از مسئولان حذف شد" in await maryam.taps("حذف از مسئولان")
    assert len((await resolutions(town))[2].owners) == 1


@pytest.mark.ci
async def test_one_owner_cannot_be_there_twice(town: Town) -> None:
    maryam = await reviewing(town)
    await opens(maryam, "۱")
    await maryam.taps("مسئولان", "افزودن مسئول")
    await maryam.says("شهرداری")
    assert "از پیش مسئول این مصوبه است" in await maryam.taps("همین ثبت شود")


@pytest.mark.ci
async def test_the_text_is_corrected(town: Town) -> None:
    maryam = await reviewing(town)
    await opens(maryam, "۱")
    assert "فهرست زمین‌های آماده واگذاری" in await maryam.taps("اصلاح متن")
    seen = await maryam.says("مقرر شد شهرداری فهرست زمین‌ها و ساختمان‌ها را تهیه کند.")
    assert "متن اصلاح شد" in seen
    assert "زمین‌ها و ساختمان‌ها" in seen


@pytest.mark.ci
async def test_sub_items_are_written_a_line_each(town: Town) -> None:
    maryam = await reviewing(town)
    await opens(maryam, "۱")
    await maryam.taps("بندها")
    assert "این سطر برچسب ندارد" in await maryam.says("زمین‌های داخل شهر")
    seen = await maryam.says("الف: زمین‌های داخل شهر\nب: زمین‌های حریم شهر")
    assert "الف) زمین‌های داخل شهر" in seen
    assert [item["label"] for item in (await resolutions(town))[1].items] == ["الف", "ب"]
    await maryam.taps("مسئولان", "افزودن مسئول")
    await maryam.says("بخشداری مرکزی")
    await maryam.taps("همین ثبت شود")
    seen = await maryam.taps("ب: زمین‌های حریم شهر")
    assert "ب) بخشداری مرکزی" in seen


@pytest.mark.ci
async def test_one_resolution_becomes_two(town: Town) -> None:
    maryam = await reviewing(town)
    await opens(maryam, "۱")
    await maryam.taps("تفکیک")
    seen = await maryam.says("آماده واگذاری را تهیه کند.")
    assert "دو بخش شد" in seen
    assert "(۲ از ۳)" in seen
    assert "مقرر شد شهرداری فهرست زمین‌های" in await maryam.taps("قبلی")


@pytest.mark.ci
async def test_an_owner_of_two_sub_items_is_one_owner_of_the_part_that_is_split_off(town: Town) -> None:
    maryam = await reviewing(town)
    await opens(maryam, "۱")
    await maryam.taps("بندها")
    await maryam.says("الف: زمین‌های داخل شهر\nب: زمین‌های حریم شهر")
    for item in ("الف: ", "ب: "):
        await maryam.taps("مسئولان", "افزودن مسئول")
        await maryam.says("بخشداری مرکزی")
        await maryam.taps("همین ثبت شود", item, "بازگشت به مصوبه")
    await maryam.taps("تفکیک")
    seen = await maryam.says("آماده واگذاری را تهیه کند.")
    assert seen.count("بخشداری مرکزی") == 1


async def test_two_become_one_and_nothing_is_lost(town: Town) -> None:
    maryam = await reviewing(town)
    async with town.app.db.write() as session:
        first, second = (await session.scalars(select(Resolution).order_by(Resolution.number).limit(2))).all()
        first.columns, second.columns = ["فعالیت", "حجم"], ["مکان", "حجم"]
    await opens(maryam, "۱")
    seen = await maryam.taps("ادغام با بعدی")
    assert "نقشه راه گردشگری" in seen
    assert "اداره میراث فرهنگی" in seen
    kept = await resolutions(town)
    assert kept[2].state is ResolutionState.DROPPED
    assert kept[1].due == from_jalali(1398, 7, 20)
    assert kept[1].tables == [["فعالیت", "حجم"], ["مکان", "حجم"]]


@pytest.mark.ci
async def test_a_resolution_is_left_out_and_taken_back(town: Town) -> None:
    maryam = await reviewing(town)
    await opens(maryam, "۱")
    assert "حذف‌شده" in await maryam.taps("حذف از مصوبه‌ها")
    assert (await resolutions(town))[1].state is ResolutionState.DROPPED
    seen = await maryam.taps("خلاصهٔ بازبینی")
    assert "۱ مصوبه خوانده شد" in seen
    assert "حذف‌شده: ۱" in seen
    await opens(maryam, "۱")
    assert "در انتظار پذیرش" in await maryam.taps("بازگرداندن")


@pytest.mark.ci
async def test_a_resolution_is_added(town: Town) -> None:
    maryam = await reviewing(town)
    await maryam.taps("افزودن مصوبه")
    await maryam.says("مقرر شد گزارش نهایی چاپ شود.", "تا نیمهٔ آذر")
    seen = await maryam.taps("ثبت")
    assert "مصوبهٔ ۳ (۳ از ۳)" in seen
    assert "مسئول: ندارد" in seen


@pytest.mark.ci
async def test_the_meetings_details_are_corrected_and_deadlines_follow_its_date(town: Town) -> None:
    maryam = await reviewing(town)
    await maryam.taps("مشخصات جلسه", "اصلاح تاریخ")
    await maryam.says("۱۳۹۸/۰۷/۱۰")
    seen = await maryam.taps("ثبت")
    assert "چهارشنبه ۱۰ مهر ۱۳۹۸" in seen
    assert (await resolutions(town))[1].due == from_jalali(1398, 7, 24)
    assert (await resolutions(town))[2].due == from_jalali(1398, 8, 30)


async def test_a_review_is_left_and_gone_on_with(town: Town) -> None:
    maryam = await reviewing(town)
    await opens(maryam, "۱")
    await maryam.taps("پذیرش")
    await maryam.says("/start")
    seen = await maryam.says("/meetings")
    assert "در دست بازبینی" in seen
    await maryam.taps("جلسهٔ ۴")
    assert "پذیرفته: ۱، بدون ابهام: ۱" in await maryam.taps("ادامهٔ بازبینی")


async def test_a_review_is_set_aside_after_one_question(town: Town) -> None:
    maryam = await reviewing(town)
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    await zahra.says("/meetings")
    await zahra.taps("جلسهٔ ۴", "ادامهٔ بازبینی")
    await maryam.taps("کنار گذاشتن")
    assert "کنار گذاشته شد" in await maryam.taps("بله، کنار گذاشته شود")
    assert [one.state for one in await meetings(town)] == [MeetingState.DISCARDED]
    assert "بازبینی آن پایان یافته است" in await zahra.taps("پذیرش همهٔ موارد بدون ابهام")
    assert "هنوز صورتجلسه‌ای ثبت نشده" in await maryam.says("/meetings")


async def test_a_button_from_before_a_change_shows_how_it_stands_now(town: Town) -> None:
    maryam = await reviewing(town)
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    await opens(maryam, "۱")
    await zahra.says("/meetings")
    await zahra.taps("جلسهٔ ۴", "ادامهٔ بازبینی", "پذیرش همهٔ موارد بدون ابهام")
    seen = await maryam.taps("پذیرش")
    assert "مصوبهٔ ۱ (۱ از ۲)، پذیرفته" in seen


@pytest.mark.ci
async def test_nobody_but_a_secretary_sees_a_review(town: Town) -> None:
    await reviewing(town)
    sara = await town.representative_of("شهرداری")
    assert "برای نقش شما باز نیست" in await sara.says("/minutes")
    ali = await town.member("علی نوری", Role.CHAIR)
    assert "برای نقش شما باز نیست" in await ali.says("/minutes")
    await ali.says("/meetings")
    await ali.taps("جلسهٔ ۴")
    assert "ادامهٔ بازبینی" not in ali.buttons()


@pytest.mark.ci
async def test_an_accepted_resolution_with_a_new_name_waits_to_be_accepted_again(town: Town) -> None:
    maryam = await reviewing(town)
    await maryam.taps("پذیرش همهٔ موارد بدون ابهام", "فهرست مصوبه‌ها", "۱، پذیرفته", "مسئولان", "افزودن مسئول")
    await maryam.says("شهرداری بینالود")
    await maryam.taps("همین ثبت شود", "بازگشت به مصوبه")
    kept = (await resolutions(town))[1]
    assert kept.state is ResolutionState.READ
    assert "بله، همان است" in maryam.buttons()


async def test_a_partner_that_only_the_text_names_is_added_as_one(town: Town) -> None:
    text = "مصوبه | مسئول | مهلت\nمقرر شد شهرداری با همکاری بنیاد مسکن پل را بسازد. | شهرداری | یک ماه"
    maryam = await reviewing(town, f"{HEAD}\n{text.replace(' | ', chr(9))}")
    await maryam.taps("دیدن ابهام‌ها")
    assert "بنیاد مسکن (دستگاه تازه) (همکار)" in await maryam.taps("افزودن «بنیاد مسکن»")


async def test_a_date_typed_at_its_meaning_or_at_the_card_is_taken_for_the_deadline(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam)
    await maryam.taps("دیدن ابهام‌ها")
    assert "«جمعه ۲۶ مهر» یعنی: تا جمعه ۲۶ مهر ۱۳۹۸" in await maryam.says("جمعه ۲۶ مهر")
    assert "روز کاری نیست" in maryam.sees()
    seen = await maryam.says("۲۷ مهر")
    assert "«۲۷ مهر» یعنی: تا شنبه ۲۷ مهر ۱۳۹۸" in seen
    assert "تعطیل است" in seen
    await maryam.says("۲۸ مهر")
    await maryam.taps("همین مهلت ثبت شود")
    assert (await resolutions(town))[4].due == from_jalali(1398, 7, 28)


async def test_after_the_last_doubt_comes_the_summary(town: Town) -> None:
    maryam = await town.secretary()
    await sends_minutes(maryam)
    await maryam.taps("دیدن ابهام‌ها", "مهلت")
    await maryam.says("پایان آبان")
    seen = await maryam.taps("همین مهلت ثبت شود", "پذیرش")
    assert "پذیرفته: ۱، بدون ابهام: ۴، دارای ابهام: ۰" in seen


async def test_it_is_said_which_of_the_clear_ones_was_not_accepted(town: Town) -> None:
    twin = """مصوبه ۲: مقرر شد برنامهٔ حمایت از سالمندان تدوین شود.
مسئول: اداره کل بهزیستی استان
مهلت: تا پایان آبان
"""
    first = """مصوبه ۱: مقرر شد فهرست مددجویان تهیه شود.
مسئول: بهزیستی استان
مهلت: دو هفته
"""
    maryam = await reviewing(town, "\n".join((HEAD, first, twin)))
    seen = await maryam.taps("پذیرش همهٔ موارد بدون ابهام (۲)")
    assert "۱ مصوبهٔ بدون ابهام پذیرفته شد" in seen
    assert "۱ مصوبهٔ دیگر پذیرفته نشد" in seen
    assert "همین حالا ثبت شد: ۲" in seen


async def test_a_remark_of_the_minutes_is_seen_and_corrected(town: Town) -> None:
    """A remark is no doubt: Maryam sees it on the card, changes it, and takes it away."""
    maryam = await reviewing(town, f"{CLEAR}ملاحظات: پس از تأمین اعتبار\n")
    seen = await opens(maryam, "۲")
    assert "ملاحظات: پس از تأمین اعتبار" in seen
    assert "ابهام" not in seen
    assert "پس از تأمین اعتبار" in await maryam.taps("ملاحظات")
    seen = await maryam.says("از محل اعتبار سال آینده")
    assert "ملاحظات ثبت شد" in seen
    assert "ملاحظات: از محل اعتبار سال آینده" in seen
    await maryam.taps("ملاحظات", "رد کردن")
    assert (await resolutions(town))[2].remark == ""
