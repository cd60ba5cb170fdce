"""What is not an answer, or comes at the wrong place: a sentence that says what to do, and nothing lost."""

from domain.people import Role
from sandbox.records import Chat
from tests.notified import notify
from tests.town import Human, Town

CITY = "شهرداری مشهد"
TEXT = "جدول منابع محله‌های هدف تکمیل شود."


async def reporting(town: Town) -> Human:
    """Sara, who is asked how many per cent of her work is done."""
    sara = await town.representative_of(CITY)
    await notify(town, 7, TEXT, CITY, due="1398-07-20")
    await sara.says("/report")
    assert "چند درصد" in await sara.taps("در دست انجام")
    return sara


async def heard_in(town: Town, group: Chat) -> list[str]:
    """What the bot said in a group."""
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
    town.world.say(sara.chat, "@dabir_sandbox_bot جلسه کی است؟", group=group)
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
