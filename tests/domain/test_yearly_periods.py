"""Periods that come back every Jalali year."""

import pytest

from domain.dates import yearly_periods
from domain.dates.yearly_periods import Yearly


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("۲۸ اسفند تا ۱۴ فروردین", ((12, 28), (1, 14))),
        ("از اول مهر تا پنجم مهر ماه", ((7, 1), (7, 5))),
        ("تابستان", ((4, 1), (6, 31))),
        ("۳۰ اسفند تا ۱ فروردین", ((12, 30), (1, 1))),
        ("۳۱ مهر تا ۵ آبان", None),
        ("مهر", None),
        ("", None),
    ],
)
def test_a_period_is_read_in_words(said: str, period: Yearly | None) -> None:
    assert yearly_periods.read(said) == period


def test_a_period_may_run_over_the_new_year() -> None:
    new_year = ((12, 28), (1, 14))
    assert yearly_periods.within(new_year, (12, 30))
    assert yearly_periods.within(new_year, (1, 14))
    assert not yearly_periods.within(new_year, (1, 15))
    assert yearly_periods.length(new_year) == 17
    assert yearly_periods.open_days([new_year, ((1, 10), (1, 20))]) == 366 - 17 - 6
    assert yearly_periods.words(new_year) == "۲۸ اسفند تا ۱۴ فروردین"
