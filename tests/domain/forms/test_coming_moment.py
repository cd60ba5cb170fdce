"""Coming moments in everyday words: a day and an hour in one answer."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates.jalali import from_jalali
from domain.forms.types.answer_types import AnswerInput, InvalidAnswer
from domain.forms.types.coming_moment import ComingMoment

TODAY = from_jalali(1398, 7, 13)


def moment(words: str) -> str:
    """The moment that is read from words, as ``07-15 09:30``; the key of the refusal where none is."""
    try:
        value = datetime.fromisoformat(ComingMoment().read(AnswerInput(today=TODAY, text=words), None))
    except InvalidAnswer as invalid:
        return invalid.text.key
    days = (value.date() - TODAY).days
    return f"{days} {value:%H:%M}"


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("فردا ساعت ۹", "1 09:00"),
        ("فردا ۹ صبح", "1 09:00"),
        ("فردا ۴ عصر", "1 16:00"),
        ("دوشنبه ۹:۳۰ صبح", "2 09:30"),
        ("دوشنبه، ساعت ۱۴:۳۰", "2 14:30"),
        ("۱۵ مهر ۱۴:۳۰", "2 14:30"),
        ("۱۳۹۸/۰۷/۱۵ ساعت ۸", "2 08:00"),
        ("ساعت ۲۰", "0 20:00"),
        ("امروز ۸ شب", "0 20:00"),
        ("۱۲ ظهر", "0 12:00"),
        ("۱ ظهر", "0 13:00"),
        ("شنبه ساعت ده و نیم صبح", "7 10:30"),
        ("دو هفته دیگر ساعت ۱۰", "14 10:00"),
        ("فردا", "form.moment_hour_needed"),
        ("۱۵ مهر", "form.moment_hour_needed"),
        ("شنبه ۲۰", "form.moment_needed"),
        ("فردا ساعت ۲", "form.moment_needed"),
        ("ساعت ۲۵", "form.moment_needed"),
        ("فردا ۱۰:۷۵", "form.moment_needed"),
        ("فردا ۱۳ صبح", "form.moment_needed"),
        ("کی؟", "form.moment_needed"),
        ("", "form.moment_needed"),
        ("۱۰ مهر ساعت ۹", "form.moment_past"),
        ("دیروز ساعت ۹", "form.moment_past"),
        ("پریروز", "form.moment_past"),
    ],
)
def test_a_moment_is_a_day_and_an_hour(words: str, meaning: str) -> None:
    assert moment(words) == meaning


@given(st.text())
def test_any_words_are_read_or_refused(words: str) -> None:
    assert moment(words)


@given(st.integers(7, 23), st.integers(0, 59))
def test_every_minute_of_the_day_tomorrow_is_read(hour: int, minute: int) -> None:
    assert moment(f"فردا {hour}:{minute:02}") == f"1 {hour:02}:{minute:02}"
