"""Coming days, as secretaries type them."""

import pytest

from domain.dates.jalali import format_machine, from_jalali
from domain.forms.types.coming_day import near_day, says_closed

MONDAY = from_jalali(1398, 8, 20)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("امروز تعطیل شد", "1398-08-20"),
        ("فردا تعطیل شد", "1398-08-21"),
        ("پس‌فردا هم تعطیل است.", "1398-08-22"),
        ("شنبه", "1398-08-25"),
        ("دوشنبه تعطیل شد", "1398-08-27"),
        ("روز سه شنبه تعطیل اعلام شد", "1398-08-21"),
        ("سه‌شنبه ۲۱ آبان تعطیل شد", "1398-08-21"),
        ("سه‌شنبه، ۲۱ آبان ۱۳۹۸", "1398-08-21"),
        ("1398/9/1", "1398-09-01"),
        ("tomorrow", "1398-08-21"),
    ],
)
def test_a_day_is_understood(said: str, day: str) -> None:
    found = near_day(said, MONDAY)
    assert found
    assert format_machine(found) == day


@pytest.mark.parametrize("said", ["", "شاید", "دوشنبه ۲۱ آبان", "شنبهٔ هفتهٔ آینده", "۳۲ آبان", "تعطیل شد"])
def test_what_names_no_day_for_certain_is_not_guessed(said: str) -> None:
    assert near_day(said, MONDAY) is None


def test_only_a_text_that_says_so_declares_a_day_off() -> None:
    assert says_closed("فردا تعطیل شد")
    assert not says_closed("فردا گزارش می‌دهم")
    assert not says_closed("کارگاه تعطیل شد و کار متوقف است")
