"""Registration: a newcomer asks to join and is let in or not; a stranger gets nothing else."""

import pytest

from domain.access.member import Role
from domain.chat.screens import Tap
from tests.issued import issue
from tests.town import Human, Town

CITY = "شهرداری مشهد"


async def fill(newcomer: Human, *, name: str = "سارا محمدی", letter: bool = False) -> str:
    """Fill the form in from the name on to the summary."""
    await newcomer.taps("سرکار خانم مهندس")
    await newcomer.says(name, "کارشناس اشتغال")
    seen = await newcomer.shares_phone()
    if not letter:
        return await newcomer.taps("بدون معرفی‌نامه") or seen
    await newcomer.taps("معرفی‌نامه دارم")
    await newcomer.says("۹۸/۱۲۳", "۱۳۹۸/۰۷/۱۰")
    await newcomer.sends_photo()
    return await newcomer.taps("ادامه")


async def asks_for(town: Town, agency: str, *, letter: bool = False) -> Human:
    """Return Sara, who has asked to represent an agency that is on no list."""
    sara = town.person("سارا محمدی")
    await sara.says("/start")
    await sara.taps("ثبت‌نام", "نمایندهٔ دستگاه")
    await sara.says(agency)
    await sara.taps("در فهرست نیست")
    await fill(sara, letter=letter)
    await sara.taps("ارسال")
    return sara


async def test_sara_asks_to_join_and_maryam_lets_her_in(town: Town) -> None:
    maryam = await town.secretary()
    await town.member("رضا احمدی", Role.HEAD, CITY)
    await issue(town, 7, "جدول منابع محله‌های هدف تکمیل شود.", CITY, due="1398-07-20")
    sara = town.person("سارا محمدی")
    assert "دستیار دبیرخانهٔ کارگروه" in await sara.says("/start")
    await sara.taps("ثبت‌نام")
    assert "از کدام دستگاه" in await sara.taps("نمایندهٔ دستگاه")
    assert CITY in "".join(sara.buttons())
    await sara.taps(CITY)
    summary = await fill(sara, letter=True)
    assert "سرکار خانم مهندس" in summary
    assert "تأیید نشده" not in summary
    assert "برای دبیرخانه فرستاده شد" in await sara.taps("ارسال")
    assert "۱ درخواست عضویت" in maryam.sees()
    shown = await maryam.taps("بررسی درخواست‌ها")
    assert "سرکار خانم مهندس سارا محمدی" in shown
    assert "شمارهٔ ۹۸/۱۲۳، چهارشنبه ۱۰ مهر ۱۳۹۸" in shown
    assert "رضا احمدی" in shown
    assert "پذیرفته شد" in await maryam.taps("پذیرش")
    welcome = sara.sees()
    assert f"نمایندهٔ {CITY}" in welcome
    assert "جدول منابع محله‌های هدف" in welcome
    assert "جدول منابع" in await sara.taps("اقدام‌های باز من")


async def test_a_typed_number_is_marked_and_somebody_elses_contact_is_not_taken(town: Town) -> None:
    ali = town.person("علی کریمی")
    await ali.says("/start")
    await ali.taps("ثبت‌نام", "تسهیلگر محله", "جناب آقای")
    await ali.says("علی کریمی", "تسهیلگر قلعه‌ساختمان")
    assert "شمارهٔ همراه خوانده نشد" in await ali.says("ندارم")
    await ali.says("۰۹۱۵۱۲۳۴۵۶۷")
    assert "۰۹۱۵۱۲۳۴۵۶۷ (تأیید نشده)" in await ali.taps("بدون معرفی‌نامه")
    await ali.taps("اصلاح همراه")
    assert "شمارهٔ شخص دیگری است و ثبت نشد" in await ali.shares_phone(of=town.person("همسایه"))
    assert "(تأیید نشده)" not in await ali.shares_phone()


async def test_a_request_waits_and_can_be_withdrawn(town: Town) -> None:
    sara = town.person("سارا محمدی")
    await sara.says("/start")
    await sara.taps("ثبت‌نام", "تسهیلگر محله")
    await fill(sara)
    await sara.taps("ارسال")
    for words in ("/start", "/tasks", "/help", "سلام"):
        assert "در انتظار تصمیم دبیرخانه" in await sara.says(words)
    assert "پس گرفته شد" in await sara.taps("پس گرفتن درخواست")
    await sara.says("/start")
    assert "ثبت‌نام" in sara.buttons()


async def test_an_agency_on_no_list_is_added_when_its_request_is_approved(town: Town) -> None:
    maryam = await town.secretary()
    sara = town.person("سارا محمدی")
    await sara.says("/start")
    await sara.taps("ثبت‌نام", "رابط دستگاه")
    await sara.says("خیریهٔ مهر آفرین")
    await sara.taps("«خیریهٔ مهر آفرین» در فهرست نیست")
    await fill(sara)
    await sara.taps("ارسال")
    assert "در فهرست دستگاه‌ها نیست" in await maryam.taps("بررسی درخواست‌ها")
    await maryam.taps("پذیرش و افزودن")
    assert "رابط خیریهٔ مهر آفرین" in sara.sees()
    await maryam.says("/members")
    await maryam.taps("دستگاه‌ها")
    assert "خیریهٔ مهر آفرین" in maryam.buttons()


async def test_a_whole_letter_in_the_place_of_an_agency_s_name_is_answered(town: Town) -> None:
    sara = town.person("سارا محمدی")
    await sara.says("/start")
    await sara.taps("ثبت‌نام", "نمایندهٔ دستگاه")
    await sara.says("اینجانب معرفی می‌شوم به آن کارگروه محترم. " * 40)
    seen = await sara.taps("در فهرست نیست")
    assert "حداکثر ۳۰۰ نویسه" in seen
    assert "دستگاه" in seen


async def test_an_agency_under_another_name_is_matched_with_the_list(town: Town) -> None:
    maryam = await town.secretary()
    await town.member("رضا احمدی", Role.HEAD, CITY)
    sara = await asks_for(town, "بلدیهٔ مشهد")
    await maryam.taps("بررسی درخواست‌ها", "تطبیق با فهرست", CITY, "پذیرش")
    assert f"نمایندهٔ {CITY}" in sara.sees()


async def test_a_request_that_a_colleague_matched_meanwhile_is_shown_before_it_is_approved(town: Town) -> None:
    maryam = await town.secretary()
    zahra = await town.member("زهرا امینی", Role.SECRETARY)
    await town.member("رضا احمدی", Role.HEAD, CITY)
    await asks_for(town, "بلدیهٔ مشهد")
    await zahra.taps("بررسی درخواست‌ها")
    await maryam.taps("بررسی درخواست‌ها", "تطبیق با فهرست", CITY)
    seen = await zahra.taps("پذیرش و افزودن")
    assert f"نمایندهٔ {CITY}" in seen
    assert "پذیرفته شد" not in seen
    assert "پذیرفته شد" in await zahra.taps("پذیرش")


async def test_a_refusal_tells_the_reason_and_the_second_secretary_sees_the_verdict(town: Town) -> None:
    maryam = await town.secretary()
    zahra = await town.member("زهرا امینی", Role.SECRETARY)
    sara = town.person("سارا محمدی")
    await sara.says("/start")
    await sara.taps("ثبت‌نام", "تسهیلگر محله")
    await fill(sara)
    await sara.taps("ارسال")
    await zahra.taps("بررسی درخواست‌ها")
    await maryam.taps("بررسی درخواست‌ها", "نپذیرفتن")
    await maryam.says("نامهٔ معرفی پیوست نیست.")
    await maryam.taps("ارسال")
    assert "نامهٔ معرفی پیوست نیست." in sara.sees()
    seen = await zahra.taps("پذیرش")
    assert "مریم رضایی" in seen
    assert "نپذیرفته‌اند" in seen
    again = await sara.taps("درخواست دوباره")
    assert "نقش: تسهیلگر محله" in again
    assert "معرفی‌نامه: بدون معرفی‌نامه" in again


async def test_a_refused_request_is_corrected_and_sent_again_with_its_letter(town: Town) -> None:
    maryam = await town.secretary()
    sara = await asks_for(town, "فرمانداری", letter=True)
    await maryam.taps("بررسی درخواست‌ها", "نپذیرفتن")
    await maryam.says("نام کامل فرمانداری را بنویسید.")
    await maryam.taps("ارسال")
    again = await sara.taps("درخواست دوباره")
    assert "شمارهٔ نامه: ۹۸/۱۲۳" in again
    assert "تصویر نامه: ۱ مورد" in again
    await sara.taps("اصلاح دستگاه")
    await sara.says("فرمانداری مشهد")
    await sara.taps("در فهرست نیست", "ارسال")
    await maryam.says("/members")
    assert "نمایندهٔ فرمانداری مشهد" in await maryam.taps("درخواست‌های عضویت (۱)")


@pytest.mark.parametrize("words", ["/tasks", "/members", "/review", "/status", "/settings"])
async def test_a_stranger_gets_nothing_but_registration(town: Town, words: str) -> None:
    stranger = town.person("رهگذر")
    await stranger.says("/start")
    seen = await stranger.says(words)
    assert "نخست ثبت‌نام کنید" in seen or "هنوز فراهم نیست" in seen or "شناخته نشد" in seen


async def test_after_ten_messages_a_stranger_has_one_answer_a_minute(town: Town) -> None:
    stranger = town.person("رهگذر")
    answered = [bool(await stranger.says(f"سلام {number}")) for number in range(13)]
    assert answered == [True] * 11 + [False] * 2
    await town.clock.to("1398-07-13 18:02")
    assert await stranger.says("سلام")
    assert not await stranger.says("سلام")


async def test_after_forty_taps_a_stranger_has_one_answer_a_minute_and_no_button_spins(town: Town) -> None:
    stranger = town.person("رهگذر")
    await stranger.says("/start")
    sender = {"id": stranger.chat.id, "is_bot": False, "first_name": "رهگذر"}
    shown = stranger.messages()[-1]["id"]
    answered = []
    for _ in range(42):
        stranger.marks()
        query = town.face.state.press(stranger.chat.id, shown).id
        tap = {"id": query, "from": sender, "data": Tap("tasks").encode()}
        town.face.state.updates.put_raw({"callback_query": tap})
        await town.quiet()
        answered.append(bool(stranger.sees()))
    # The greeting by /start weighs as much as four taps.
    assert answered == [True] * 37 + [False] * 5
    assert sum(call.method == "answerCallbackQuery" for call in town.world.transcript) == 42


async def test_whoever_registers_is_no_flood_however_often_they_err(town: Town) -> None:
    stranger = town.person("رهگذر")
    for number in range(12):
        await stranger.says(f"سلام {number}")
    await stranger.taps("ثبت‌نام", "تسهیلگر محله")
    assert "پیش از ارسال" in await fill(stranger)
    assert "فرستاده شد" in await stranger.taps("ارسال")


async def test_start_in_the_middle_of_registration_drops_nothing(town: Town) -> None:
    sara = town.person("سارا محمدی")
    await sara.says("/start")
    await sara.taps("ثبت‌نام", "تسهیلگر محله", "سرکار خانم")
    await sara.says("سارا محمدی")
    await sara.says("/start")
    assert "سمت شما" in await sara.taps("ثبت‌نام")


async def test_an_invitation_settles_the_request_that_waited(town: Town) -> None:
    maryam = await town.secretary()
    sara = town.person("سارا محمدی")
    await sara.says("/start")
    await sara.taps("ثبت‌نام", "تسهیلگر محله")
    await fill(sara)
    await sara.taps("ارسال")
    await maryam.says("/members")
    await maryam.taps("دعوت تازه", "تسهیلگر محله", "یک نفر", "یک روز", "ساختن دعوت‌نامه")
    assert "پذیرفته شدید" in await sara.opens_link(maryam.link())
    await maryam.says("/members")
    assert not any("درخواست‌های عضویت" in label for label in maryam.buttons())


async def test_who_has_given_a_name_is_not_asked_for_it_again(town: Town) -> None:
    sara = town.person("سارا محمدی")
    await sara.says("/start")
    await sara.taps("ثبت‌نام", "تسهیلگر محله")
    await fill(sara)
    maryam = await town.secretary()
    await sara.taps("ارسال")
    await maryam.taps("بررسی درخواست‌ها", "پذیرش")
    await sara.taps("منوی اصلی", "عضویت و مشخصات من")
    assert "معرفی‌نامه دارید؟" in await sara.taps("عضویت در مجموعه‌ای دیگر", "تسهیلگر محله")
