"""Linking of one person's accounts on Telegram and Bale, by consent or by a code, and unlinking them."""

import re
import unicodedata
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.conversations import Draft
from models.tables.meetings import Submission
from models.tables.people import Account, JoinRequest, Person, RequestState
from services.messaging import outbox
from tests.issued import issue
from tests.town import Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
TEXT = "جدول منابع محله‌های هدف تکمیل شود."
SARA = "سارا محمدی"


async def registered(town: Town, agency: str = CITY, name: str = SARA) -> Human:
    """Register a member on Telegram with a verified number."""
    sara = await town.representative_of(agency, name)
    async with town.app.db.write() as session:
        person = await session.scalar(select(Person).join(Account).where(Account.user == sara.user))
        assert person
        # As a registration keeps it; a messenger gives it without the plus.
        person.phone, person.phone_verified = f"+{sara.chat.phone}", True
    return sara


async def asks_for_phone(town: Town, name: str = SARA) -> Human:
    """Register a newcomer on Bale up to the question for the number."""
    newcomer = town.person(name, on="bale")
    await newcomer.says("/start")
    await newcomer.taps("ثبت‌نام", "نمایندهٔ دستگاه")
    await newcomer.says("سازمان تازه")
    await newcomer.taps("همین ثبت شود", "سرکار خانم")
    await newcomer.says("سارا محمدی", "کارشناس")
    return newcomer


async def code_of(sara: Human) -> str:
    """Return the code of eight digits that she gets, as she reads it."""
    found = re.search(r"[۰-۹]{4}\s[۰-۹]{4}", await sara.says("/link"))
    assert found
    return found[0]


async def joined(town: Town, agency: str = CITY) -> tuple[Human, Human]:
    """Return Sara on Telegram and on Bale, linked by a code."""
    sara, on_bale = await town.representative_of(agency), town.person(SARA, on="bale")
    await on_bale.says(f"/link {await code_of(sara)}")
    await on_bale.taps("بله، یکی شود")
    return sara, on_bale


async def persons(town: Town) -> int:
    async with town.app.db.read() as session:
        return len((await session.scalars(select(Person.id))).all())


async def test_the_same_number_is_joined_when_who_was_first_agrees(both: Town) -> None:
    sara = await registered(both)
    newcomer = await asks_for_phone(both)
    seen = await newcomer.shares_phone()
    assert "«تلگرام»" in seen
    assert CITY not in seen
    assert "از حساب شما در پیام‌رسان «تلگرام» پرسیدیم" in await newcomer.taps("یکی کردن دو حساب")
    asked = sara.sees()
    assert "در پیام‌رسان «بله» شمارهٔ همراه شما را تأیید کرده" in asked
    # «بله» alone would be the messenger as well as yes.
    assert "«بله، حساب من است» را بزنید" in asked
    assert "دو حساب شما یکی شد" in await sara.taps("بله، حساب من است")
    assert "دو حساب شما یکی شد" in newcomer.sees()
    assert await persons(both) == 1
    assert CITY in await newcomer.says("/start")


async def test_a_newcomer_who_is_somebody_else_goes_on_registering(both: Town) -> None:
    sara, maryam = await registered(both), await both.secretary()
    newcomer = await asks_for_phone(both)
    await newcomer.shares_phone()
    await newcomer.taps("یکی کردن دو حساب")
    assert "همان است که بود" in await sara.taps("نه، من نیستم")
    assert "نپذیرفت" in newcomer.sees()
    # It may have been a mistake: the code that is got over there is asked for from here.
    assert "کد هشت‌رقمی" in await newcomer.taps("کد دارم")
    assert "معرفی‌نامه دارید؟" in await newcomer.taps("انصراف", "منوی اصلی", "ثبت‌نام")
    assert maryam.sees().count("درخواست عضویت") == 0
    await newcomer.taps("بدون معرفی‌نامه", "ارسال")
    assert "فرستاده شد" in newcomer.sees()
    assert await persons(both) == 3


async def test_a_question_that_nobody_answered_is_over_after_a_day(both: Town) -> None:
    sara = await registered(both)
    newcomer = await asks_for_phone(both)
    await newcomer.shares_phone()
    await newcomer.taps("یکی کردن دو حساب")
    both.server.clock.move_to(both.clock.now() + timedelta(hours=24))
    assert "مهلت این درخواست گذشته" in await sara.taps("بله، حساب من است")
    assert await persons(both) == 2


async def test_a_number_that_was_only_typed_offers_nothing(both: Town) -> None:
    sara = await registered(both)
    newcomer = await asks_for_phone(both)
    assert "یکی" not in await newcomer.says(sara.chat.phone)


async def test_somebody_else_s_contact_offers_nothing(both: Town) -> None:
    await registered(both)
    reza = await asks_for_phone(both, "رضا احمدی")
    sara_on_bale = both.person(SARA, on="bale")
    assert "یکی" not in await reza.shares_phone(of=sara_on_bale)


async def test_a_code_joins_and_the_first_side_may_undo_it(both: Town) -> None:
    sara, on_bale = await joined(both)
    assert "در پیام‌رسان «بله» با کد شما به حساب شما پیوست" in sara.sees()
    assert CITY in await on_bale.says("/start")
    assert "جدا شد" in await sara.taps("من نبودم، جدا کن")
    assert "جدا شد" in on_bale.sees()
    assert on_bale.buttons() == ["ثبت‌نام"]
    assert "خود را معرفی کنید" in await on_bale.says("/start")


async def test_who_has_just_come_by_a_code_does_not_shut_out_who_made_it(both: Town) -> None:
    sara, on_bale = await joined(both)
    await on_bale.says("/settings")
    await on_bale.taps("حساب‌های من")
    assert "تازه به حساب شما پیوسته" in await on_bale.taps("جدا کردن تلگرام")
    assert await persons(both) == 1
    both.server.clock.move_to(both.clock.now() + timedelta(hours=24))
    await on_bale.taps("جدا کردن تلگرام", "بله، جدا شود")
    assert "خود را معرفی کنید" in await sara.says("/start")


async def test_a_draft_in_hand_is_no_hindrance_when_the_other_one_is_kept(both: Town) -> None:
    sara = await both.representative_of(CITY)
    on_bale = await both.member(SARA, Role.REPRESENTATIVE, CITY, on="bale")
    await issue(both, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.says("جدول تکمیل شد.")
    await on_bale.says("/report")
    await on_bale.taps("در دست انجام")
    await on_bale.says(f"/link {await code_of(sara)}")
    await on_bale.taps("بازگشت")
    assert "دو حساب شما یکی شد" in await on_bale.taps("بله، یکی شود")
    async with both.app.db.read() as session:
        (draft,) = await session.scalars(select(Draft))
        assert draft.state["answers"]["done"] == "جدول تکمیل شد."


async def test_a_code_s_link_opens_the_other_messenger(both: Town) -> None:
    sara, on_bale = await both.representative_of(CITY), both.person(SARA, on="bale")
    await sara.says("/link")
    assert "باز کردن در بله" in sara.buttons()
    assert "ble.ir" in sara.link()
    assert SARA in await on_bale.opens_link(sara.link())
    assert "دو حساب شما یکی شد" in await on_bale.taps("بله، یکی شود")


async def test_a_stranger_types_a_code_when_asked(both: Town) -> None:
    sara, on_bale = await both.representative_of(CITY), both.person(SARA, on="bale")
    code = await code_of(sara)
    assert "کد هشت‌رقمی" in await on_bale.says("/link")
    assert "«کد دارم» را بزنید" in await on_bale.says("سلام")
    await on_bale.taps("کد دارم")
    assert "یکی شود؟" in await on_bale.says(code)
    assert "یکی شد" in await on_bale.taps("بله، یکی شود")


async def test_wrong_codes_have_to_wait(both: Town) -> None:
    on_bale = both.person(SARA, on="bale")
    for _ in range(5):
        assert "شناخته نشد" in await on_bale.says("/link 00000000")
    assert "چند کد نادرست" in await on_bale.says("/link 00000000")


async def test_a_right_code_forgives_no_wrong_ones(both: Town) -> None:
    """Somebody with two accounts of their own could else try codes without end."""
    sara, on_bale = await both.representative_of(CITY), both.person(SARA, on="bale")
    for _ in range(4):
        await on_bale.says("/link 00000000")
    await on_bale.says(f"/link {await code_of(sara)}")
    await on_bale.taps("بله، یکی شود")
    await on_bale.says("/link 00000000")
    assert "چند کد نادرست" in await on_bale.says("/link 00000000")


async def test_who_types_her_own_code_where_she_got_it_hears_where_to(both: Town) -> None:
    sara = await both.representative_of(CITY)
    assert "در پیام‌رسان دیگر خود، پس از فرمان /link" in await sara.says(f"/link {await code_of(sara)}")


async def test_a_code_is_asked_for_in_private_only(both: Town) -> None:
    sara = await both.representative_of(CITY)
    group = both.world.add_group("کارگروه", [sara.chat])
    both.world.say(sara.chat, "/link", group=group)
    await both.quiet()
    said = [message["text"] for message in both.world.history(group) if message["from"] == "bot"]
    assert not any(re.search(r"[۰-۹]{4}\s[۰-۹]{4}", text) for text in said)


async def test_a_draft_begun_here_is_carried_on_there_and_sent_once(both: Town) -> None:
    sara, on_bale = await joined(both)
    await issue(both, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    await on_bale.says("/start")
    await on_bale.taps("ادامهٔ «گزارش پیشرفت»")
    await on_bale.says("جدول تکمیل شد.")
    await on_bale.taps("رد کردن", "رد کردن", "ارسال")
    await sara.says("/history")
    assert "جدول تکمیل شد." in await sara.taps("گزارش شمارهٔ ۱")
    async with both.app.db.read() as session:
        assert len((await session.scalars(select(Submission.id))).all()) == 1


async def test_accounts_are_listed_and_parted(both: Town) -> None:
    sara, on_bale = await joined(both)
    await sara.says("/settings")
    seen = await sara.taps("حساب‌های من")
    assert "تلگرام (همین‌جا)" in seen
    assert "بله، از" in seen
    assert "جدا شود؟" in await sara.taps("جدا کردن بله")
    assert "محفوظ است" in await sara.taps("بله، جدا شود")
    assert "از حساب «تلگرام» جدا شد" in on_bale.sees()
    await sara.says("/settings")
    assert "جدا کردن" not in await sara.taps("حساب‌های من")


async def test_one_may_part_the_account_that_one_writes_from(both: Town) -> None:
    sara, on_bale = await joined(both)
    await on_bale.says("/settings")
    await on_bale.taps("حساب‌های من", "جدا کردن بله", "بله، جدا شود")
    assert "این حساب («بله») جدا شد" in on_bale.sees()
    assert "در پیام‌رسان «بله» جدا شد" in sara.sees()
    assert "خود را معرفی کنید" in await on_bale.says("/start")
    assert CITY in await sara.says("/start")


async def test_messages_come_where_one_says(both: Town) -> None:
    sara, on_bale = await joined(both)
    await on_bale.says("/settings")
    await on_bale.taps("حساب‌های من")
    assert "پیام‌ها کجا بیاید: تلگرام" in await on_bale.taps("پیام‌ها در تلگرام")
    await issue(both, 7, TEXT, CITY, due="1398-07-20")
    await both.clock.to("1398-07-17 09:00")
    assert "مصوبهٔ ۷" in sara.sees()
    assert "مصوبهٔ ۷" not in on_bale.sees()
    await on_bale.says("/settings")
    await on_bale.taps("حساب‌های من")
    assert "آخرین بار" in await on_bale.taps("پیام‌ها در آخرین جای گفت‌وگو")


async def test_who_registered_on_both_is_in_once(both: Town) -> None:
    maryam = await both.secretary()
    sara = await registered(both)
    newcomer = await asks_for_phone(both)
    await newcomer.shares_phone()
    await newcomer.taps("بدون معرفی‌نامه", "ارسال", "یکی کردن دو حساب")
    seen = await sara.taps("بله، حساب من است")
    assert "درخواست عضویتی که در انتظار بود دیگر لازم نیست" in seen
    async with both.app.db.read() as session:
        (request,) = await session.scalars(select(JoinRequest))
        assert request.state is RequestState.WITHDRAWN
    await maryam.taps("بررسی درخواست‌ها")
    assert "درخواستی در انتظار نیست" in maryam.sees()


async def test_roles_on_both_are_one_person_s(both: Town) -> None:
    sara = await both.representative_of(CITY)
    on_bale = await both.member(SARA, Role.DEPUTY, CHAMBER, on="bale")
    await on_bale.says(f"/link {await code_of(sara)}")
    await on_bale.taps("بله، یکی شود")
    seen = await sara.says("/start")
    assert CITY in seen
    assert CHAMBER in seen


async def test_a_form_in_hand_on_both_is_answered_from_where_it_stands(both: Town) -> None:
    sara, on_bale = await joined(both)
    await issue(both, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("در دست انجام")
    await on_bale.says("/start")
    await on_bale.taps("ادامهٔ «گزارش پیشرفت»")
    await on_bale.says("۴۰")
    # On Telegram the question for the percentage still stands, but «۵۰» would be taken for what was done.
    seen = await sara.says("۵۰")
    assert "در پیام‌رسان «بله» پیش رفته" in seen
    await sara.says("جدول تکمیل شد.")
    async with both.app.db.read() as session:
        (draft,) = await session.scalars(select(Draft))
        assert draft.state["answers"]["percent"] == 40
        assert draft.state["answers"]["done"] == "جدول تکمیل شد."


@pytest.mark.parametrize("word", ["چیزی دیگر", "ارسال"])
async def test_what_was_sent_there_is_said_here_once(both: Town, word: str) -> None:
    sara, on_bale = await joined(both)
    await issue(both, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.says("جدول تکمیل شد.")
    await sara.taps("رد کردن", "رد کردن")
    await on_bale.says("/start")
    await on_bale.taps("ادامهٔ «گزارش پیشرفت»", "ارسال")
    said = await (sara.taps(word) if word == "ارسال" else sara.says(word))
    assert "در پیام‌رسان «بله» به پایان رسانده‌اید" in said
    assert "به پایان رسانده‌اید" not in await sara.says("سلام")
    async with both.app.db.read() as session:
        assert len((await session.scalars(select(Submission.id))).all()) == 1


async def test_an_edit_on_one_platform_corrects_no_answer_of_the_other(both: Town) -> None:
    """Two platforms that both number their messages from one, so that the same number stands for two."""
    sara, on_bale = await joined(both)
    await issue(both, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    number = await sara.starts_saying("جدول تکمیل شد.")
    await both.quiet()
    here = await on_bale.starts_saying("سلام")
    await both.quiet()
    if (number - here) % 2:
        await on_bale.sends_photo(count=2)
    while here < number:
        here = await on_bale.starts_saying("سلام")
        await both.quiet()
    assert here == number, "the other platform has gone past the number"
    await on_bale.edits(here, "سلام بر شما")
    async with both.app.db.read() as session:
        (draft,) = await session.scalars(select(Draft))
        assert draft.state["answers"]["done"] == "جدول تکمیل شد."
    await sara.edits(number, "جدول کامل شد.")
    async with both.app.db.read() as session:
        (draft,) = await session.scalars(select(Draft))
        assert draft.state["answers"]["done"] == "جدول کامل شد."


async def test_an_invitation_has_a_link_on_each_platform_and_one_use_in_all(both: Town) -> None:
    maryam = await both.secretary()
    await maryam.says("/members")
    await maryam.taps("دعوت تازه", "نمایندهٔ دستگاه", "یک دستگاه")
    await maryam.says(CITY)
    seen = await maryam.taps(f"«{CITY}» در فهرست نیست", "یک نفر", "یک هفته", "ساختن دعوت‌نامه")
    telegram, bale = re.findall(r"https://(?:t\.me|ble\.ir)/\S+\?start=[\w-]+", seen)
    assert telegram.partition("?")[2] == bale.partition("?")[2]
    await maryam.taps("تصویر پیوند")
    assert sum("photo" in message for message in maryam.messages()) == 2
    assert f"نمایندهٔ {CITY}" in await both.person(SARA, on="bale").opens_link(bale)
    assert "پیش‌تر به کار رفته است" in await both.person(SARA).opens_link(telegram)


async def test_with_one_platform_there_is_nothing_to_join(town: Town) -> None:
    sara = await town.representative_of(CITY)
    assert "پیام‌رسان دیگری برای یکی کردن نیست" in await sara.says("/link")
    await sara.says("/settings")
    assert "حساب‌های من" not in sara.buttons()


async def test_a_round_that_breaks_joins_nobody_by_halves(both: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    sara, on_bale = await both.representative_of(CITY), both.person(SARA, on="bale")
    await on_bale.says(f"/link {await code_of(sara)}")
    breaks = iter([True])
    persons_in_between: list[int] = []

    async def record(*args: Any, **more: Any) -> Any:
        rows = await merged(*args, **more)
        if next(breaks, False):
            persons_in_between.append(await persons(both))
            raise OSError("the disk is full")
        return rows

    merged = outbox.write
    monkeypatch.setattr(outbox, "write", record)
    await on_bale.taps("بله، یکی شود")
    assert persons_in_between == [2]
    assert await persons(both) == 1
    assert on_bale.everything().count("دو حساب شما یکی شد") == 1
    assert sara.everything().count("با کد شما به حساب شما پیوست") == 1


@pytest.mark.ci
async def test_a_newcomer_who_goes_on_while_being_joined_is_answered(both: Town) -> None:
    """Two chats in one batch: the newcomer's person is gone in its middle."""
    sara = await registered(both)
    for turn in range(4):
        newcomer = await asks_for_phone(both)
        await newcomer.shares_phone()
        await newcomer.taps("یکی کردن دو حساب")
        if turn % 2:
            newcomer.starts_tapping("بدون معرفی‌نامه")
        sara.starts_tapping("بله، حساب من است")
        if not turn % 2:
            newcomer.starts_tapping("بدون معرفی‌نامه")
        await both.quiet()
        assert await persons(both) == 1
        assert "خطایی" not in newcomer.everything() + sara.everything()
        assert CITY in await newcomer.says("/start")
        await sara.says("/settings")
        await sara.taps("حساب‌های من", "جدا کردن بله", "بله، جدا شود")


async def test_a_code_is_read_in_the_order_in_which_it_is_typed(both: Town) -> None:
    sara = await registered(both)
    shown = await code_of(sara)
    # Between two numbers this class of character makes them one, whatever way the line is written.
    assert unicodedata.bidirectional(shown[4]) == "CS"
    assert "یکی شود؟" in await both.person(SARA, on="bale").says(f"/link {shown}")
