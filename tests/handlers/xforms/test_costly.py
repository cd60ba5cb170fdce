"""Forms whose expressions come to no end, and those who wait beside them."""

import asyncio

import pytest

from tests.handlers.xforms.conftest import Publish
from tests.town import Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"
PATTERN = """
survey:
type | name | label | constraint
text | word | Word | regex(., '^(a+)+$')
text | more | More |
"""
EVERYTHING = "count(//*[count(//*[count(//*[count(//*) > 0]) > 0]) > 0])"
MANY = "".join(f"text | t{place} | T{place} |\n" for place in range(60))
NODES = f"""
survey:
type | name | label | calculation
text | word | Word |
{MANY}calculate | all | | {EVERYTHING} + string-length(${{word}})
"""
DOUBLES = """
survey:
type | name | label | calculation
text | word | Word |
calculate | d0 | | concat(${word}, ${word})
""" + "".join(f"calculate | d{place} | | concat(${{d{place - 1}}}, ${{d{place - 1}}})\n" for place in range(1, 60))
ROWS = """
survey:
type | name | label | repeat_count
integer | many | Many |
begin_repeat | one | One | ${many}
begin_repeat | two | Two | ${many}
begin_repeat | three | Three | ${many}
text | word | Word |
end_repeat | | |
end_repeat | | |
end_repeat | | |
"""


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param(PATTERN, "a" * 40 + "!", id="pattern"),
        pytest.param(NODES, "سه", id="nodes"),
        pytest.param(DOUBLES, "سه", id="doubles"),
        pytest.param(ROWS, "200", id="rows"),
    ],
)
async def test_an_expression_without_end_silences_nobody(town: Town, publish: Publish, written: str, said: str) -> None:
    publish(written)
    sara = await town.representative_of(CITY, "سارا کریمی")
    reza = await town.representative_of(CHAMBER, "رضا احمدی")
    await sara.says("/fill")
    async with asyncio.timeout(20):
        await sara.says(said)
        await reza.says("/help")
    assert "به پایان نمی‌رسد" in sara.everything()
    assert "خطایی پیش آمد" not in sara.everything()
    # Whoever met such a form is locked into nothing.
    await sara.says("/cancel")
    await sara.says("/help")
    assert "خطایی پیش آمد" not in sara.everything()


async def test_a_number_of_hundreds_of_digits_is_refused_in_words(town: Town, publish: Publish) -> None:
    publish(PATTERN.replace("text | word", "decimal | word").replace("regex(., '^(a+)+$')", ". > 0"))
    sara = await town.representative_of(CITY, "سارا کریمی")
    await sara.says("/fill")
    assert "لطفاً یک عدد بنویسید" in await sara.says("9" * 400)
    assert "More" in await sara.says("12.5")


async def test_another_answer_to_a_pattern_without_end_is_taken(town: Town, publish: Publish) -> None:
    publish(PATTERN)
    sara = await town.representative_of(CITY, "سارا کریمی")
    await sara.says("/fill")
    await sara.says("a" * 40 + "!")
    await sara.says("aaa")
    assert "More" in sara.sees()
