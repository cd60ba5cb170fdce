"""Screens of any form: the answer that stands, and only the buttons that lead on."""

from domain.access.member import Role
from tests.issued import issue
from tests.town import Human, Town

CITY = "شهرداری مشهد"
TEXT = "جدول منابع محله‌های هدف تکمیل شود."


async def reported_so_far(town: Town) -> Human:
    """Return Sara, whose report waits for its attachments."""
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("در دست انجام")
    await sara.says("۴۰", "جدول سه محله تکمیل شد.", "اعتبار نرسیده است.")
    return sara


async def test_whoever_goes_back_sees_the_answer_that_stands(town: Town) -> None:
    sara = await reported_so_far(town)
    assert "پاسخ کنونی: اعتبار نرسیده است." in await sara.taps("بازگشت")
    assert "پاسخ کنونی: جدول سه محله تکمیل شد." in await sara.taps("بازگشت")
    assert "پاسخ کنونی: ۴۰ درصد" in await sara.taps("بازگشت")
    assert "پاسخ کنونی: در دست انجام" in await sara.taps("بازگشت")
    await sara.taps("همین پاسخ بماند", "رد کردن", "اصلاح شرح اقدام")
    assert "پاسخ کنونی: جدول سه محله تکمیل شد." in sara.sees()


async def test_the_usual_words_for_leaving_leave_a_form_and_keep_its_answers(town: Town) -> None:
    sara = await reported_so_far(town)
    for word in ("لغو", "کنسل", "بی خیال", "بیخیال", "خروج", "cancel", "منصرف شدم", "انصراف"):
        assert "پاسخ‌های شما نگه داشته شد" in await sara.says(word)
        assert "اگر مستنداتی دارید" in await sara.taps("ادامهٔ تکمیل")


async def test_a_name_of_the_list_is_not_offered_as_a_new_one(town: Town) -> None:
    maryam = await town.secretary()
    await town.member("رضا احمدی", Role.HEAD, CITY)
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها")
    await maryam.says("شهرداري مشهد")
    assert maryam.buttons() == [CITY, "انصراف"]
    seen = await maryam.says("شهرداری نیشابور")
    assert "در فهرست نیست. اگر نام درست است، همین را ثبت کنید" in seen
    assert "«شهرداری نیشابور» در فهرست نیست؛ همین ثبت شود" in maryam.buttons()


async def test_a_neighbourhood_is_known_by_its_bare_name(town: Town) -> None:
    maryam = await town.secretary()
    mohsen = await town.member("محسن صادقی", Role.FACILITATOR)
    await maryam.says("/members")
    await maryam.taps("محله‌ها", "افزودن محله")
    await maryam.says("نوبهار، منطقهٔ ۳")
    await mohsen.says("/idea")
    await mohsen.taps("یک محله")
    await mohsen.says("نوبهار")
    assert mohsen.buttons() == ["محلهٔ نوبهار (منطقهٔ ۳)", "بازگشت", "بعداً ادامه می‌دهم", "حذف"]


async def test_an_answer_that_was_refused_cannot_stay(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/settings")
    await maryam.taps("تنظیمات دبیرخانه", "ساعت یادآوری", "تغییر")
    seen = await maryam.says("۱۰ شب")
    assert "میان ساعت‌های سکوت" in seen
    assert "پاسخ کنونی" not in seen
    assert maryam.buttons() == ["انصراف"]


async def test_what_only_records_ends_with_its_own_word_and_either_is_understood(town: Town) -> None:
    maryam = await town.secretary()
    for word in ("ثبت", "ارسال"):
        await maryam.says("/meetings")
        await maryam.taps("برنامه‌ریزی جلسهٔ تازه")
        await maryam.says("کارگروه اشتغال")
        if word == "ثبت":
            await maryam.taps("همین ثبت شود")
        else:
            await maryam.taps("کارگروه اشتغال")
        summary = await maryam.says(f"{'۲۰' if word == 'ثبت' else '۲۷'} آبان", "۱۰:۳۰", "استانداری", "۶")
        assert "پیش از ثبت" in summary
        assert "اگر درست است «ثبت» را بزنید" in summary
        assert maryam.buttons()[0] == "ثبت"
        assert "«ثبت» را بزنید یا یکی از پاسخ‌ها" in await maryam.says("همین خوب است")
        assert "جلسهٔ ۶، کارگروه اشتغال" in await maryam.says(word)
    sara = await reported_so_far(town)
    seen = await sara.taps("رد کردن")
    assert "پیش از ارسال" in seen
    assert "اگر درست است «ارسال» را بزنید" in seen
    assert "گزارش با شمارهٔ ۱ ثبت شد" in await sara.says("ثبت")


async def test_in_a_list_the_word_record_looks_for_a_name(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of("اداره کل ثبت احوال")
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها")
    await maryam.says("ثبت")
    assert "اداره کل ثبت احوال" in maryam.buttons()


async def test_those_words_are_no_search_where_no_form_is_in_hand(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    for word in ("لغو", "کنسل", "بی خیال", "خروج", "cancel", "انصراف"):
        assert "کاری نیمه‌تمام نیست" in await sara.says(word)


async def test_whoever_goes_on_later_says_so_and_deletes_only_after_a_question(town: Town) -> None:
    sara = await reported_so_far(town)
    assert sara.buttons() == ["بازگشت", "رد کردن", "بعداً ادامه می‌دهم", "حذف"]
    assert "پاسخ‌های شما نگه داشته شد" in await sara.taps("بعداً ادامه می‌دهم")
    await sara.taps("ادامهٔ تکمیل")
    assert "پیش‌نویس «گزارش پیشرفت» با ۴ پاسخ حذف شود؟" in await sara.taps("حذف")
    assert "اگر مستنداتی دارید" in await sara.taps("نه، ادامه می‌دهم")
    assert "حذف شود؟" in await sara.says("حذف")
    assert "پیش‌نویس حذف شد" in await sara.taps("بله، حذف شود")
    await sara.says("/start")
    assert "ادامهٔ «گزارش پیشرفت»" not in "".join(sara.buttons())


async def test_a_card_that_was_only_looked_at_leaves_no_draft(town: Town) -> None:
    maryam = await town.secretary()
    await town.member("رضا احمدی", Role.HEAD, CITY)
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها", CITY, "اصلاح مشخصات")
    assert "چیزی ثبت نشد" in await maryam.taps("انصراف")
    await maryam.says("/start")
    assert "ادامهٔ" not in "".join(maryam.buttons())


async def test_the_number_of_questions_is_told_once_it_stands(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-07-20")
    assert "گزارش پیشرفت، پرسش ۱\n" in await sara.says("/report")
    assert "پرسش ۲ از ۵" in await sara.taps("در دست انجام")
    assert "پرسش ۳ از ۵" in await sara.taps("۵۰ درصد")
