"""Hours of the day as people write them."""

import pytest

from domain.forms.types.hour_of_day import read_hour


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("۱۰", "10:00"),
        ("۱۰:۳۰", "10:30"),
        ("14:05", "14:05"),
        ("ساعت ده و نیم صبح", "10:30"),
        ("ده و ربع", "10:15"),
        ("۲ بعدازظهر", "14:00"),
        ("۲ بعد از ظهر", "14:00"),
        ("پنج عصر", "17:00"),
        ("دوازده ظهر", "12:00"),
        ("۱ ظهر", "13:00"),
        ("۹ شب", "21:00"),
        ("2 pm", "14:00"),
    ],
)
def test_an_hour_is_understood(said: str, meant: str) -> None:
    hour = read_hour(said)
    assert hour is not None
    assert f"{hour:%H:%M}" == meant


@pytest.mark.parametrize("said", ["۲", "۱۲ شب", "۲۵", "۱۰:۷۵", "فردا", "", "ساعت", "یازده و نیم بعدازظهر و نیم"])
def test_words_that_are_no_one_hour_are_not_guessed_at(said: str) -> None:
    assert read_hour(said) is None
