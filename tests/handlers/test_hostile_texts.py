"""Words that are written to keep the bot busy: whoever sends them, nobody else waits."""

from tests.issued import issue
from tests.town import Town

CITY = "شهرداری مشهد"
TEXT = "جدول منابع محله‌های هدف تکمیل شود."


async def test_a_stranger_s_row_of_greetings_keeps_nobody_waiting(town: Town) -> None:
    sara, stranger = await town.representative_of(CITY), town.person("رهگذر")
    await issue(town, 7, TEXT, CITY, due="1398-07-20")
    # «با سلام و احترام» is one greeting or two, so that each one more doubles the ways to read the row.
    assert await stranger.says("با سلام و احترام " * 26 + "بفرمایید")
    assert TEXT in await sara.says("/tasks")


async def test_a_number_of_thousands_of_digits_is_no_option(town: Town) -> None:
    stranger = town.person("رهگذر")
    await stranger.says("/start")
    asked = await stranger.taps("ثبت‌نام")
    # One letter is the number 31, so that a message of 4096 letters has twice as many digits.
    refused = await stranger.says("㉛" * 3000)
    assert asked.splitlines()[-1] in refused
    assert "خطایی پیش آمد" not in refused
