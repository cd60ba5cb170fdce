"""Sentences with the deadlines that they set, and with times that are none: letters, contracts, amounts, events."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.dates.jalali import format_machine, from_jalali
from domain.dates.working_days import Calendar, official_holidays
from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.decisions.deadline import read_deadline
from tests.domain.minutes.paper import due, reading_of

MEETING = from_jalali(1402, 7, 19)
CALENDAR = Calendar({holiday.date: holiday for holiday in official_holidays(1398, 1405)})


def _table() -> list[tuple[str, str]]:
    """Each line is a sentence and the kinds that are right, with the day where there is one: «… => date 1402-07-25»."""
    lines = Path(__file__).with_name("deadlines.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.partition("=>") for line in lines]
    return [(text.strip(), meaning.strip()) for text, _, meaning in rows]


@pytest.mark.parametrize(("text", "meaning"), _table())
def test_the_deadline_of_a_sentence(text: str, meaning: str) -> None:
    kinds, _, due = meaning.partition(" ")
    deadline = read_deadline([], text, DeadlineResolver(MEETING, CALENDAR)).deadline
    assert deadline.kind.value in kinds.split("|")
    assert not due or (deadline.due and format_machine(deadline.due) == due)


def test_a_cell_of_dashes_leaves_the_deadline_to_the_text() -> None:
    resolver = DeadlineResolver(MEETING, CALENDAR)

    assert read_deadline(["-"], "شهرداری تا پایان آبان اقدام کند.", resolver).phrase == "تا پایان آبان"
    assert read_deadline(["-"], "شهرداری اقدام کند.", resolver).phrase == "-"


@pytest.mark.parametrize(
    "text",
    [
        "با پیشنهاد کاهش ساعت کار ادارات تا پایان هفته جاری موافقت نشد.",
        "با درخواست تعویق آزمون تا پایان آذر مخالفت شد.",
        "معاون آموزشی برنامه را طوری تنظیم کند که هر روز بیش از چهار کتاب لازم نباشد.",
        "حق‌الزحمه اعضا به ازای هر جلسه سی میلیون ریال تعیین گردید.",
    ],
)
def test_what_is_refused_aimed_at_or_paid_for_each_has_no_deadline_by_its_time(text: str) -> None:
    [resolution] = reading_of(f"صورتجلسه شورا\nتاریخ جلسه: ۱۴۰۳/۰۸/۱۶\nمصوبات:\n۱- {text}").resolutions

    assert due(resolution) == "none"


def test_how_long_something_lasts_is_not_when_its_programme_is_due() -> None:
    [resolution] = reading_of(
        "صورتجلسه شورای دبیران\nتاریخ جلسه: ۱۴۰۳/۰۸/۱۶\nمصوبات:\n"
        "۱- امتحانات از ۲۶ آبان شروع و تا ۷ آذر تمام شود، برنامه آن توسط معاون آموزشی تا روز شنبه نصب گردد."
    ).resolutions

    assert due(resolution) == "1403-08-19"
