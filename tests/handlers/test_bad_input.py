"""Inputs that are no answer or come at the wrong place: they get a sentence on what to do, and nothing is lost."""

import pytest

from domain.access.member import Role
from sandbox.world.platform_state import Chat
from tests.issued import issue
from tests.town import Human, Town

CITY = "شهرداری مشهد"
TEXT = "جدول منابع محله‌های هدف تکمیل شود."


async def reporting(town: Town) -> Human:
    """Return Sara, who is asked for the percentage of her work."""
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    assert "چند درصد" in await sara.taps("در دست انجام")
    return sara


async def heard_in(town: Town, group: Chat) -> list[str]:
    """Return the bot's words in a group."""
    await town.quiet()
    return [message["text"] for message in town.world.history(group) if message["from"] == "bot"]


async def test_in_a_group_the_bot_names_its_private_chat_and_only_when_it_is_spoken_to(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    group = town.world.add_group("کارگروه اشتغال", [maryam.chat, sara.chat])
    town.world.say(sara.chat, "سلام به همکاران", group=group)
    town.world.say(sara.chat, "/start@another_bot", group=group)
    assert await heard_in(town, group) == []
    town.world.say(sara.chat, "/tasks", group=group)
    told = await heard_in(town, group)
    assert len(told) == 1
    assert "در گفت‌وگوی خصوصی پاسخ می‌دهد" in told[0]
    # A group that goes on talking to the bot has one answer a minute.
    town.world.say(sara.chat, "/tasks", group=group)
    assert len(await heard_in(town, group)) == 1
    await town.clock.to("1398-07-13 18:02")
    town.world.say(sara.chat, f"@{town.face.username} جلسه کی است؟", group=group)
    assert len(await heard_in(town, group)) == 2
    assert "خطایی رخ داد" not in maryam.everything()


async def test_words_of_another_s_button_are_an_answer(town: Town) -> None:
    sara = await reporting(town)
    await sara.says("۴۰")
    assert "مانعی" in await sara.says("وضعیت پاسخ‌ها")


async def test_a_stranger_is_offered_to_register(town: Town) -> None:
    ali = town.person("علی کریمی")
    assert "نخست ثبت‌نام کنید" in await ali.says("/tasks")
    assert "با چه نقشی" in await ali.taps("ثبت‌نام")


async def test_a_newcomer_may_search_for_the_agency_as_often_as_it_takes(town: Town) -> None:
    await town.member("رضا احمدی", Role.HEAD, CITY)
    ali = town.person("علی کریمی")
    for number in range(12):
        await ali.says(f"سلام {number}")
    await ali.taps("ثبت‌نام", "نمایندهٔ دستگاه")
    answered = [bool(await ali.says(f"ادارهٔ {number}")) for number in range(9)]
    assert all(answered)
    await ali.says("شهرداری")
    assert CITY in ali.buttons()


async def test_a_photo_at_another_question_is_acknowledged_and_kept_though_its_caption_is_no_answer(town: Town) -> None:
    sara = await reporting(town)
    seen = await sara.sends_photo()
    assert "۱ فایل دریافت" in seen
    assert "چند درصد" in seen
    seen = await sara.sends_photo("جدول محله‌ها")
    assert "۱ فایل دریافت و به پیوست‌های این فرم افزوده شد." in seen
    assert "درصد را با یک عدد صحیح" in seen
    assert "چه کارهایی" in await sara.sends_photo("۴۰ درصد", count=2)
    await sara.says("جدول تکمیل شد.")
    assert "پیوست‌ها: ۴ مورد" in await sara.taps("رد کردن")


async def test_words_under_a_photo_go_with_it_to_the_secretary(town: Town) -> None:
    maryam, sara = await town.secretary(), await reporting(town)
    await sara.says("۴۰", "جدول تکمیل شد.")
    await sara.taps("رد کردن")
    await sara.sends_photo("نقشهٔ محلهٔ نخست")
    await sara.taps("ادامه")
    await sara.sends_photo("نقشهٔ محلهٔ دوم")
    await sara.taps("ارسال")
    seen = await maryam.says("/review")
    assert "نقشهٔ محلهٔ نخست" in seen
    assert "نقشهٔ محلهٔ دوم" in seen


async def test_a_photo_for_a_form_without_files_is_refused_in_words(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await sara.says("/settings")
    await sara.taps("تغییر ساعت‌های سکوت")
    assert "جایی برای فایل ندارد" in await sara.sends_photo()


async def test_an_edit_corrects_the_answer_in_a_draft_that_was_left(town: Town) -> None:
    sara = await reporting(town)
    await sara.says("۴۰")
    message = await sara.starts_saying("جدول چهار محله")
    await town.quiet()
    await sara.says("/start")
    assert "با ویرایش پیامتان اصلاح شد" in await sara.edits(message, "جدول پنج محله")
    await sara.taps("ادامهٔ تکمیل")
    assert "شرح اقدام: جدول پنج محله" in await sara.taps("رد کردن", "رد کردن")


async def test_pasted_minutes_survive_start_and_are_carried_on(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/minutes", "مصوبه ۱: شهرداری جدول را بفرستد. مسئول: شهرداری مشهد. مهلت: یک هفته")
    await maryam.says("/start")
    assert "ادامهٔ «صورتجلسهٔ تازه»" in maryam.buttons()
    assert "۱ مورد دریافت شد" in await maryam.says("/minutes")


@pytest.mark.ci
async def test_after_two_documents_were_refused_one_is_taken(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/minutes")
    two = [("a.txt", "مصوبه ۱".encode(), "text/plain"), ("b.txt", "مصوبه ۲".encode(), "text/plain")]
    assert "در یک فایل" in await maryam.sends_files(two, "document")
    assert "خواندن صورتجلسه پایان یافت" in await maryam.sends_file("a.txt", "مصوبه ۱: جدول فرستاده شود.".encode())


async def test_nought_per_cent_is_an_answer_that_can_stay(town: Town) -> None:
    sara = await reporting(town)
    await sara.says("۰", "هنوز آغاز نشده")
    await sara.taps("رد کردن", "رد کردن", "اصلاح درصد پیشرفت")
    assert "درصد پیشرفت: ۰ درصد" in await sara.taps("همین پاسخ بماند")


async def test_a_letter_without_its_picture_is_asked_for_without_naming_a_button_that_is_not_there(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "پاسخ با نامه")
    seen = await sara.says("۱۲۳", "۱۳۹۸/۰۷/۱۰", "ندارم")
    assert "لطفاً فایل یا تصویر بفرستید." in seen
    assert "رد کردن" not in seen


async def test_a_letter_has_a_number_with_digits_a_day_that_has_come_and_a_paper(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/tasks")
    await sara.taps("مصوبهٔ ۷", "پاسخ با نامه")
    assert "شمارهٔ نامه رقم ندارد" in await sara.says("بدون شماره")
    assert "نمی‌تواند پس از امروز باشد" in await sara.says("۱۲/۳۴۵۶", "پس‌فردا")
    await sara.says("پریروز")
    assert "فایل «\u2068setup.exe\u2069» برنامه" in await sara.sends_file("setup.exe", b"MZ")
    assert "PDF، عکس یا فایل ورد" in await sara.sends_file("نامه.txt", "متن نامه".encode())
    assert "این نوع پیام پاسخ این پرسش نیست" in await sara.sends_sticker()
    await sara.sends_file("نامه.pdf", b"%PDF-1.4")
    seen = await sara.taps("ادامه")
    assert "شمارهٔ نامه: ۱۲/۳۴۵۶" in seen
    assert "تاریخ نامه: جمعه ۱۲ مهر ۱۳۹۸" not in seen
    assert "پنجشنبه ۱۱ مهر ۱۳۹۸" in seen
    assert "ثبت شد" in await sara.taps("ارسال")


async def test_what_was_searched_in_one_draft_does_not_narrow_another_s_list(town: Town) -> None:
    maryam = await town.secretary()
    await town.representative_of(CITY)
    await maryam.says("/members")
    await maryam.taps("دعوت تازه", "نمایندهٔ دستگاه", "یک دستگاه", "بعداً ادامه می‌دهم")
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها")
    await maryam.says("دانشگاه")
    assert "یافت" not in await maryam.taps("ادامهٔ تکمیل")
    asked = next(message for message in maryam.messages() if "برای کدام دستگاه" in message.get("text", ""))
    assert CITY in [button["text"] for row in asked["inline_keyboard"] for button in row]


async def test_two_taps_on_send_make_one_report_and_one_receipt(town: Town) -> None:
    sara = await reporting(town)
    await sara.says("۴۰", "جدول سه محله تکمیل شد.")
    await sara.taps("رد کردن", "رد کردن")
    sara.starts_tapping("ارسال")
    sara.starts_tapping("ارسال")
    await town.quiet()
    assert sum("با سپاس از همکاری شما" in message["text"] for message in sara.messages()) == 1
    assert "دیگر باز نیست" not in sara.everything()


async def test_the_tail_of_a_text_that_was_too_long_is_not_taken_for_the_answer(town: Town) -> None:
    sara = await reporting(town)
    await sara.says("۴۰")
    # A messenger sends it as two messages.
    await sara.says("بازدید " * 700)
    assert "ادامهٔ همان متن بلند است" in sara.sees()
    assert "مانعی" in await sara.says("جدول سه محله تکمیل شد.")
    await sara.taps("رد کردن", "رد کردن")
    assert "جدول سه محله تکمیل شد." in sara.sees()
    assert "بازدید" not in sara.sees()


async def test_nor_is_the_tail_that_comes_among_the_messages_of_others(town: Town) -> None:
    sara, ali = await reporting(town), town.person("علی کریمی")
    await sara.says("۴۰")
    # On Telegram the messages of all private chats are numbered together.
    await sara.starts_saying("بازدید " * 570)
    await ali.starts_saying("/start")
    await town.quiet()
    assert "ادامهٔ همان متن بلند است" in await sara.says("و پایان.")
    assert "مانعی" in await sara.says("جدول سه محله تکمیل شد.")


async def test_a_search_that_finds_nothing_leads_back_to_the_whole_list(town: Town) -> None:
    maryam = await town.secretary()
    await issue(town, 7, TEXT, CITY, "ادارهٔ کل راه", due="1398-07-20")
    await maryam.says("/behalf")
    assert "«بندرگاه» در فهرست نیست" in await maryam.says("بندرگاه")
    assert "ادارهٔ کل راه" not in maryam.buttons()
    await maryam.taps("نمایش همه")
    assert "ادارهٔ کل راه" in maryam.buttons()
    assert "نمایش همه" not in maryam.buttons()


async def test_a_button_of_a_form_that_was_left_does_what_it_says(town: Town) -> None:
    sara = await reporting(town)
    await sara.says("۴۰", "نیمی از جدول پر شد", "/start")
    seen = await sara.taps("رد کردن")
    assert "مستنداتی" in seen
    # The rows of a list may have changed meanwhile: it is shown anew, and nothing is chosen.
    maryam = await town.secretary()
    await maryam.says("/behalf", "/status")
    seen = await maryam.taps(CITY)
    assert CITY in seen


async def test_an_answer_that_is_refused_by_the_service_is_not_kept(town: Town) -> None:
    maryam, _ = await town.secretary(), await town.representative_of(CITY)
    await maryam.says("/broadcast")
    await maryam.taps("اطلاع‌رسانی تازه", "همهٔ اعضا", "تأیید گیرندگان")
    await maryam.says("جلسه به سه‌شنبه موکول شد.")
    await maryam.taps("پیش‌نمایش و ارسال", "ارسال در زمان دیگر")
    assert "گذشته است" in await maryam.says("ساعت ۳ صبح")
    assert "همین پاسخ بماند" not in maryam.buttons()
    await maryam.taps("انصراف")
    assert "حذف پیش‌نویس" not in maryam.buttons()
