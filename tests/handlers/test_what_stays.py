"""The messages that stay when something is tapped or answered, and the buttons that go."""

from typing import Any

from tests.issued import issue
from tests.town import Human, Town

CITY = "شهرداری مشهد"


def labels(message: dict[str, Any]) -> list[str]:
    return [button["text"] for row in message.get("inline_keyboard", []) for button in row]


def with_words(who: Human, words: str) -> dict[str, Any]:
    """Return the newest message that has certain words."""
    return next(message for message in reversed(who.messages()) if words in str(message.get("text", "")))


async def test_an_answered_question_loses_its_buttons(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-07-20")
    await sara.says("/report")
    # A tap shows the next question in its place; a message answers below it.
    await sara.taps("در دست انجام")
    assert "۵۰ درصد" in labels(with_words(sara, "چند درصد"))
    await sara.says("۴۰ درصد")
    await town.quiet()
    assert labels(with_words(sara, "چند درصد")) == []
    assert "رد کردن" not in sara.buttons()


async def test_a_form_that_was_sent_leaves_no_buttons_behind(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.says("همهٔ جدول‌ها تکمیل شد.", "مانعی نبود.")
    await sara.taps("رد کردن", "ارسال")
    await town.quiet()
    left = [label for message in sara.messages() for label in labels(message)]
    assert not {"بازگشت", "رد کردن", "حذف", "ارسال"}.intersection(left)
    assert "شمارهٔ ۱ ثبت شد" in sara.everything()


async def test_a_draft_that_was_left_keeps_the_buttons_that_lead_back(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("انجام شده")
    await sara.says("همهٔ جدول‌ها تکمیل شد.", "/tasks")
    await town.quiet()
    assert "رد کردن" in labels(with_words(sara, "اگر مانعی"))


async def test_a_refused_answer_leaves_the_question_its_buttons(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-07-20")
    await sara.says("/report")
    await sara.taps("در دست انجام")
    await sara.says("خیلی")
    await town.quiet()
    assert "۵۰ درصد" in sara.buttons()


async def test_a_notice_between_question_and_answer_keeps_its_buttons(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-08-21")
    await sara.says("/report")
    await sara.taps("در دست انجام")
    await town.clock.to("1398-08-18 09:00")
    await sara.says("۴۰ درصد")
    await town.quiet()
    assert "بعداً یادآوری شود" in labels(with_words(sara, "یادآوری اقدام"))
    assert labels(with_words(sara, "چند درصد")) == []


async def test_no_tap_takes_a_reminder_away(town: Town) -> None:
    sara = await town.representative_of(CITY)
    await issue(town, 7, "جدول منابع", CITY, due="1398-08-21")
    await town.clock.to("1398-08-18 09:00")
    reminder = with_words(sara, "یادآوری اقدام")
    for button in ("اقدام‌های باز من", "بعداً یادآوری شود", "درخواست تمدید مهلت", "گزارش مصوبهٔ ۷"):
        await sara.taps(button)
        assert reminder in sara.messages(), button


async def test_a_form_opens_below_the_list_that_it_is_begun_from(town: Town) -> None:
    maryam = await town.secretary()
    await maryam.says("/members")
    before = maryam.messages()[-1]
    assert "دعوت برای چه نقشی است" in await maryam.taps("دعوت تازه")
    assert before in maryam.messages()
