"""Times as colleagues say them, behind or beside what they ask for."""

from __future__ import annotations

import pytest

from domain.dates.jalali import format_machine, from_jalali
from domain.dates.working_days import Calendar, official_holidays
from domain.minutes.deadline_resolver import DeadlineResolver

RESOLVER = DeadlineResolver(
    from_jalali(1402, 7, 19), Calendar({holiday.date: holiday for holiday in official_holidays(1398, 1405)})
)


@pytest.mark.parametrize(
    ("said", "typed", "due"),
    [
        ("خانم رستگار قفسه‌ها رو بچینه، فردا.", "فردا", "1402-07-20"),
        ("آمار شهریور رو هم آقای سالمی ببنده، آخر ماه.", "آخر ماه", "1402-07-30"),
        ("فهرست رو سالمی ببنده، مهلتش بیست و پنجم همین ماهه.", "بیست و پنجم همین ماه", "1402-07-25"),
        ("از شنبه نوبت عصر رو خانم رستگار ثبت می‌کنه.", "از شنبه", "1402-07-22"),
        ("آقای سالمی این هفته کپسول‌ها رو ببره شارژ.", "این هفته", "1402-07-21"),
        ("سر ماه خانم رستگار صورت‌حساب رو بده.", "سر ماه", "1402-08-01"),
        ("نمره‌ها باید تا بیست و پنجم تو سامانه ثبت بشه.", "تا بیست و پنجم", "1402-07-25"),
        ("از اول آبان ورود بدون کارت ممنوعه.", "از اول آبان", "1402-08-01"),
        ("آقای سالمی تا آخر مهر سه پیش‌فاکتور بگیرد.", "تا آخر مهر", "1402-07-30"),
        ("هر کلاس تا آخر هفته یک نفر را معرفی کند.", "تا آخر هفته", "1402-07-21"),
    ],
)
def test_a_time_as_people_say_it_is_found(said: str, typed: str, due: str) -> None:
    [(phrase, deadline)] = RESOLVER.find(said)

    assert phrase == typed
    assert deadline.due is not None
    assert format_machine(deadline.due) == due


@pytest.mark.parametrize(
    "said",
    [
        "آقای سالمی گفت بخاری از شنبه خرابه.",
        "این هفته سه نفر نیومدن.",
        "خانم رستگار لیست رو ببره، اتاق ۵.",
        "کلاس‌ها تا پایه هفتم برگزار شود.",
    ],
)
def test_what_is_told_or_no_time_sets_none(said: str) -> None:
    assert RESOLVER.find(said) == []
