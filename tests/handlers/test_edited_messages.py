"""Edited messages: one corrects what it said and nothing else, and none is passed over without a word."""

from sqlalchemy import select

from models.tables.conversations import Draft
from tests.issued import issue
from tests.town import Human, Town

CITY = "شهرداری مشهد"
TABLE, MARKET = "جدول منابع محله‌های هدف تکمیل شود.", "بازارچهٔ محله راه‌اندازی شود."
FIRST, SECOND = "جدول پنج محله تکمیل و برای دبیرخانه فرستاده شد.", "بازدید از دو محلهٔ دیگر هم انجام شد."


async def said(who: Human, words: str) -> int:
    """Say words and wait for the answer; return the message's number."""
    number = await who.starts_saying(words)
    await who.town.quiet()
    return number


async def test_words_that_are_kept_are_corrected_before_they_become_a_report(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    number = await said(sara, FIRST)
    seen = await sara.edits(number, FIRST.replace("پنج", "شش"))
    assert "با ویرایش پیامتان اصلاح شد" in seen
    assert "جدول شش محله" in seen
    assert "شرح اقدام: جدول شش محله" in await sara.taps("گزارش «انجام شده»")


async def test_words_that_are_kept_with_others_stay_and_their_person_is_told(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    number = await said(sara, FIRST)
    await said(sara, SECOND)
    seen = await sara.edits(number, FIRST.replace("پنج", "شش"))
    assert "با پیام‌های دیگر نگه داشته شده است و ویرایش آن، متن نگه‌داشته را تغییر نمی‌دهد" in seen
    assert "جدول پنج محله" in seen


async def test_the_edit_of_one_of_several_messages_overwrites_no_other_in_the_report(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await said(sara, FIRST)
    number = await said(sara, SECOND)
    await sara.taps("گزارش «انجام شده»")
    assert "ویرایش این پیام چیزی را تغییر نداد" in await sara.edits(number, "بازدید از سه محله انجام شد.")
    async with town.app.db.read() as session:
        (draft,) = await session.scalars(select(Draft))
    assert draft.state["answers"]["done"] == f"{FIRST}\n{SECOND}"


async def test_the_edit_of_words_that_gave_the_status_as_well_corrects_the_words(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    number = await said(sara, "انجام شد")
    await sara.taps("بله، گزارش «انجام شده»")
    assert "شرح اقدام: دیروز انجام شد" in await sara.edits(number, "دیروز انجام شد")


async def test_an_option_that_was_tapped_is_not_changed_by_the_edit_of_an_older_message(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await sara.says("/report")
    number = await said(sara, "انجام شده")
    await sara.taps("بازگشت", "در دست انجام")
    assert "ویرایش این پیام چیزی را تغییر نداد" in await sara.edits(number, "انجام نشده")
    async with town.app.db.read() as session:
        (draft,) = await session.scalars(select(Draft))
    assert draft.state["answers"]["status"] == "under_way"


async def test_the_edit_of_a_message_that_nothing_knows_any_more_is_answered(town: Town) -> None:
    maryam = await town.secretary()
    number = await said(maryam, "/statuss")
    seen = await maryam.edits(number, "/status")
    assert "ویرایش این پیام چیزی را تغییر نداد" in seen


async def test_the_edit_of_a_message_whose_report_was_reviewed_is_answered(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    number = await said(sara, FIRST)
    await sara.taps("رد کردن", "رد کردن", "ارسال")
    await maryam.says("/review")
    await maryam.taps("پذیرش")
    assert "گزارش شمارهٔ ۱ پیش‌تر فرستاده شده است" in await sara.edits(number, SECOND)
    assert "اصلاح و ارسال دوباره" not in sara.buttons()


async def test_who_edits_the_words_of_a_photo_is_told_that_its_file_stays(town: Town) -> None:
    """A messenger lets one put another photo in the place of the first, which nobody fetches."""
    sara = await town.representative_of(CITY)
    await issue(town, 7, TABLE, CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.sends_photo(FIRST)
    number = next(one["id"] for one in reversed(sara.world.history(sara.chat)) if one["from"] != "bot")
    seen = await sara.edits(number, FIRST.replace("پنج", "شش"))
    assert "اصلاح شد. فایل پیام همان است که بود" in seen
    async with town.app.db.read() as session:
        (draft,) = await session.scalars(select(Draft))
    assert "شش محله" in draft.state["answers"]["done"]
    assert len(draft.state["answers"]["files"]) == 1
