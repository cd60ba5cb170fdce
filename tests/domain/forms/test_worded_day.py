"""Days ahead, as people write them who ask for time or promise something."""

import pytest

from domain.dates.jalali import format_machine, from_jalali
from domain.dates.working_days import Calendar, Holiday
from domain.forms.types.answer_types import AnswerInput, InvalidAnswer
from domain.forms.types.worded_day import LaterDay, worded_day

MONDAY = from_jalali(1398, 8, 20)
CALENDAR = Calendar({from_jalali(1398, 8, 21): Holiday(from_jalali(1398, 8, 21), "تعطیل")})


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("دو هفتهٔ دیگر", "1398-09-04"),
        ("۲ هفته دیگه", "1398-09-04"),
        ("تا ۱۵ آذر", "1398-09-15"),
        ("شنبه", "1398-08-25"),
        ("تا شنبه", "1398-08-25"),
        ("پایان آذر", "1398-09-30"),
        ("یک روز کاری", "1398-08-22"),
        ("1398/9/1", "1398-09-01"),
        ("فردا", "1398-08-21"),
        ("از فردا", "1398-08-21"),
        ("از ۱۵ آذر", "1398-09-15"),
    ],
)
def test_a_day_is_understood_in_words(said: str, day: str) -> None:
    assert LaterDay().read(AnswerInput(MONDAY, said, calendar=CALENDAR), None) == _iso(day)


def _iso(day: str) -> str:
    return from_jalali(*map(int, day.split("-"))).isoformat()


@pytest.mark.parametrize("said", ["", "مستمر", "جلسهٔ آینده", "۳۲ آبان", "زود", "تا ۵ آذر یا ۷ آذر"])
def test_what_names_no_single_day_is_refused_with_examples(said: str) -> None:
    assert worded_day(said, MONDAY, CALENDAR) is None
    with pytest.raises(InvalidAnswer) as refused:
        LaterDay().read(AnswerInput(MONDAY, said), None)
    assert refused.value.text.key == "form.later_day_needed"


@pytest.mark.parametrize("said", ["امروز", "۱۹ آبان", "۱ مهر ۱۳۹۸"])
def test_a_day_that_is_not_ahead_is_refused(said: str) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        LaterDay().read(AnswerInput(MONDAY, said), None)
    assert refused.value.text.key == "form.day_past"


def test_the_day_of_a_text_is_the_calendars() -> None:
    day = worded_day("دو هفته", MONDAY, CALENDAR)
    assert day
    assert format_machine(day) == "1398-09-04"
