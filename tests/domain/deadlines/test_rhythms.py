"""Recurring deadlines, and the days on which they fall."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates.jalali import add_months, from_jalali, to_jalali
from domain.deadlines import Rhythm, Unit, next_due

RHYTHMS = {
    "روزانه": "1 day from 1398-07-14",
    "هر روز": "1 day from 1398-07-14",
    "هفتگی": "1 week from 1398-07-19",
    "به صورت هفتگی": "1 week from 1398-07-19",
    "هر هفته": "1 week from 1398-07-19",
    "هفته‌ای یک بار": "1 week from 1398-07-19",
    "ماهانه": "1 month from 1398-07-30",
    "ماهیانه": "1 month from 1398-07-30",
    "به صورت ماهانه": "1 month from 1398-07-30",
    "گزارش ماهانه": "1 month from 1398-07-30",
    "هر ماه": "1 month from 1398-07-30",
    "ماهی یک بار": "1 month from 1398-07-30",
    "یک بار در ماه": "1 month from 1398-07-30",
    "فصلی": "1 quarter from 1398-09-30",
    "هر فصل": "1 quarter from 1398-09-30",
    "هر فصل یک‌بار": "1 quarter from 1398-09-30",
    "به صورت سه‌ماهه": "1 quarter from 1398-09-30",
    "به صورت شش‌ماهه": "1 half_year from 1398-12-29",
    "هر نیم‌سال": "1 half_year from 1398-12-29",
    "سالی دو بار": "1 half_year from 1398-12-29",
    "سالی چهار بار": "1 quarter from 1398-09-30",
    "سالانه": "1 year from 1398-12-29",
    "سالیانه": "1 year from 1398-12-29",
    "هر سال": "1 year from 1398-12-29",
    "هر دو هفته": "2 week from 1398-07-27",
    "هر دو هفته یک‌بار": "2 week from 1398-07-27",
    "دو هفته یک‌بار": "2 week from 1398-07-27",
    "هر ۱۵ روز": "15 day from 1398-07-28",
    "پانزده روز یک بار": "15 day from 1398-07-28",
    "هر سه ماه": "3 month from 1398-10-13",
    "هر سه ماه یک‌بار": "3 month from 1398-10-13",
    "سه ماه یک‌بار": "3 month from 1398-10-13",
    "سه ماه به سه ماه": "3 month from 1398-10-13",
    "هر شش ماه": "6 month from 1399-01-13",
    "شش‌ماه یک‌بار": "6 month from 1399-01-13",
    "هر دو سال": "2 year from 1400-07-13",
    "یک هفته در میان": "2 week from 1398-07-27",
    "یک روز در میان": "2 day from 1398-07-15",
    "دهم هر ماه": "1 month day 10 from 1398-08-10",
    "تا دهم هر ماه": "1 month day 10 from 1398-08-10",
    "تا دهم هرماه": "1 month day 10 from 1398-08-10",
    "حداکثر تا دهم هر ماه": "1 month day 10 from 1398-08-10",
    "روز دهم هر ماه": "1 month day 10 from 1398-08-10",
    "دهمین روز هر ماه": "1 month day 10 from 1398-08-10",
    "۱۰ هر ماه": "1 month day 10 from 1398-08-10",
    "هر ماه تا دهم": "1 month day 10 from 1398-08-10",
    "ماهانه تا دهم هر ماه": "1 month day 10 from 1398-08-10",
    "هر ماه تا پنجم ماه بعد": "1 month day 5 from 1398-08-05",
    "ماهانه، حداکثر تا پنجم ماه بعد": "1 month day 5 from 1398-08-05",
    "در مقاطع ماهانه و حداکثر تا دهم هر ماه": "1 month day 10 from 1398-08-10",
    "اول هر ماه": "1 month day 1 from 1398-08-01",
    "بیست و پنجم هر ماه": "1 month day 25 from 1398-07-25",
    "نیمه هر ماه": "1 month day 15 from 1398-07-15",
    "دهه اول هر ماه": "1 month day 10 from 1398-08-10",
    "پایان هر ماه": "1 month from 1398-07-30",
    "آخرین روز هر ماه": "1 month from 1398-07-30",
    "هر ماه تا پایان ماه": "1 month from 1398-07-30",
    "سی‌ام هر ماه": "1 month day 30 from 1398-07-30",
    "ظرف ده روز پس از پایان هر ماه": "1 month day 10 from 1398-08-10",
    "شنبه هر هفته": "1 week day 1 from 1398-07-20",
    "شنبه‌های هر هفته": "1 week day 1 from 1398-07-20",
    "هر شنبه": "1 week day 1 from 1398-07-20",
    "هر سه‌شنبه": "1 week day 4 from 1398-07-16",
    "دوشنبه‌ها": "1 week day 3 from 1398-07-15",
    "روزهای چهارشنبه": "1 week day 5 from 1398-07-17",
    "هر هفته روز چهارشنبه": "1 week day 5 from 1398-07-17",
    "هر هفته تا چهارشنبه": "1 week day 5 from 1398-07-17",
    "پایان هر هفته": "1 week from 1398-07-19",
    "پایان هر فصل": "1 quarter from 1398-09-30",
    "ابتدای هر فصل": "1 quarter day 1 from 1398-10-01",
    "پایان هر سه‌ماهه": "1 quarter from 1398-09-30",
    "ظرف ده روز پس از پایان هر فصل": "1 quarter day 10 from 1398-10-10",
    "پایان هر سال": "1 year from 1398-12-29",
    "۱۵ خرداد هر سال": "1 year day 77 from 1399-03-15",
    "هر سال تا پایان مهر": "1 year day 216 from 1398-07-30",
    "مهر ماه هر سال": "1 year day 216 from 1398-07-30",
    "سالانه تا پانزدهم دی": "1 year day 291 from 1398-10-15",
    "مستمر تا دهم هر ماه": "1 month day 10 from 1398-08-10",
    "مستمر (ماهانه)": "1 month from 1398-07-30",
    "مستمر، هر سه ماه یک‌بار": "3 month from 1398-10-13",
    "مستمر با گزارش ماهانه": "1 month from 1398-07-30",
    "مستمر همراه با گزارش‌دهی فصلی": "1 quarter from 1398-09-30",
    "مستمر و ارسال گزارش عملکرد در پایان هر ماه": "1 month from 1398-07-30",
    "مستمر و ارائه گزارش به دبیرخانه تا پنجم هر ماه": "1 month day 5 from 1398-08-05",
    "گزارش پیشرفت ماهانه": "1 month from 1398-07-30",
    "مستمر و ارائه گزارش هر سه ماه": "3 month from 1398-10-13",
    "ماهانه تا پایان سال": "1 month from 1398-07-30 until 1398-12-29",
    "هر هفته تا پایان آبان": "1 week from 1398-07-19 until 1398-08-30",
    "فصلی تا پایان سال": "1 quarter from 1398-09-30 until 1398-12-29",
    "از ابتدای آبان به صورت هفتگی": "1 week day 5 from 1398-08-01",
    "از ابتدای آبان، هفته‌ای یک بار": "1 week day 5 from 1398-08-01",
    "از آبان به صورت ماهانه": "1 month from 1398-08-30",
    "ماهانه از ابتدای آبان تا پایان سال": "1 month from 1398-08-30 until 1398-12-29",
    "از ۱۵ مهر تا پایان آذر به صورت هفتگی": "1 week day 3 from 1398-07-15 until 1398-09-30",
}
RHYTHM_OF_ANY_KIND = st.builds(
    Rhythm, every=st.integers(1, 4), unit=st.sampled_from(Unit), day=st.none() | st.integers(1, 31)
)
DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))


@pytest.mark.parametrize(("phrase", "rhythm"), RHYTHMS.items())
def test_a_rhythm(read: Callable[[str], str], phrase: str, rhythm: str) -> None:
    assert read(phrase) == rhythm


def test_the_governorate_reports_by_the_tenth_of_each_month() -> None:
    tenth = Rhythm(1, Unit.MONTH, 10)
    due = first = from_jalali(1398, 8, 10)
    seen = [due]
    while len(seen) < 6:
        due = next_due(tenth, first, after=due)
        seen.append(due)
    assert [to_jalali(day)[1:] for day in seen] == [(8, 10), (9, 10), (10, 10), (11, 10), (12, 10), (1, 10)]


def test_the_thirty_first_falls_on_the_last_day_of_a_shorter_month() -> None:
    last = Rhythm(1, Unit.MONTH, 31)
    assert next_due(last, from_jalali(1398, 6, 31), after=from_jalali(1398, 6, 31)) == from_jalali(1398, 7, 30)
    assert next_due(last, from_jalali(1398, 6, 31), after=from_jalali(1398, 12, 1)) == from_jalali(1398, 12, 29)


def test_every_three_months_counts_from_the_first_and_does_not_drift() -> None:
    first = from_jalali(1398, 6, 31)
    quarterly = Rhythm(3, Unit.MONTH)
    assert next_due(quarterly, first, after=first) == from_jalali(1398, 9, 30)
    assert next_due(quarterly, first, after=from_jalali(1399, 1, 1)) == from_jalali(1399, 3, 31)


@given(rhythm=RHYTHM_OF_ANY_KIND, first=DAYS, ahead=st.integers(0, 900))
def test_the_next_day_is_always_later_and_none_is_left_out(rhythm: Rhythm, first: date, ahead: int) -> None:
    after = add_months(first, ahead // 30)
    following = next_due(rhythm, first, after)
    assert following > after
    assert next_due(rhythm, first, following - (following - after)) == following
    if (following - after).days > 1:
        assert next_due(rhythm, first, date.fromordinal(following.toordinal() - 1)) == following


@given(rhythm=RHYTHM_OF_ANY_KIND, first=DAYS)
def test_before_it_begins_the_next_day_is_the_first(rhythm: Rhythm, first: date) -> None:
    assert next_due(rhythm, first, after=date.fromordinal(first.toordinal() - 1)) == first
