"""The day on which the quarterly question is repeated to those who have not answered."""

from datetime import date

import pytest

from domain.dates.jalali import from_jalali
from models.tables.duties import DutyRound
from services.obligations import duty_quarters
from services.submissions import duty_reminders
from tests.services.desk import Desk, moment


@pytest.mark.parametrize(
    ("asked", "reminded"),
    [
        # A Saturday: the next Saturday is a week later.
        ("1398-07-13 18:00", (1398, 7, 20)),
        # A Monday: a week later is a Monday, and the lists go on the Saturday after.
        ("1398-07-15 10:00", (1398, 7, 27)),
        # The quarter ends on 30 Azar: three days before it is the last chance.
        ("1398-09-23 10:00", (1398, 9, 27)),
    ],
)
def test_it_comes_with_the_weekly_lists_or_before_the_quarter_ends(
    desk: Desk, asked: str, reminded: tuple[int, int, int]
) -> None:
    started = DutyRound(kind_id=1, quarter="1398-3", asked_at=moment(asked))
    assert duty_reminders.reminder_day(desk.organisation, started) == from_jalali(*reminded)


@pytest.mark.parametrize(
    ("quarter", "last"),
    [("1398-1", date(2019, 6, 21)), ("1398-3", date(2019, 12, 21)), ("1398-4", date(2020, 3, 19))],
)
def test_a_quarter_ends_with_its_third_month(quarter: str, last: date) -> None:
    assert duty_quarters.last_day(quarter) == last
    assert duty_quarters.quarter_of(last) == quarter
