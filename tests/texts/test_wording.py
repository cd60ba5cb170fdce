"""Phrases that many screens share, and words cut to a length."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates.jalali import from_jalali
from domain.deadlines import DeadlineKind
from texts.answer_summary import clip, enumerated
from texts.format import Formatter
from texts.wording import due_date, resolution_name, time_left

TODAY = from_jalali(1398, 7, 13)
VOICE = Formatter("fa", ZoneInfo("Asia/Tehran"))


@pytest.mark.parametrize(
    ("days", "long", "short"),
    [
        (14, "۱۴ روز مانده، تا شنبه ۲۷ مهر ۱۳۹۸", "۱۴ روز مانده"),
        (1, "فردا، یکشنبه ۱۴ مهر ۱۳۹۸", "مهلت فردا"),
        (0, "امروز، شنبه ۱۳ مهر ۱۳۹۸", "مهلت امروز"),
        (-1, "۱ روز از مهلت گذشته، جمعه ۱۲ مهر ۱۳۹۸", "۱ روز گذشته"),
    ],
)
def test_how_long_still(days: int, long: str, short: str) -> None:
    day = TODAY + timedelta(days=days)
    assert VOICE.plain(due_date(day, DeadlineKind.DATE, TODAY)) == long
    assert VOICE.plain(time_left(day, DeadlineKind.DATE, TODAY)) == short


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (DeadlineKind.CONTINUOUS, "مستمر"),
        (DeadlineKind.NEXT_MEETING, "تا جلسهٔ آینده"),
        (DeadlineKind.NONE, "بدون تاریخ"),
    ],
)
def test_what_has_no_date_says_why(kind: DeadlineKind, words: str) -> None:
    assert VOICE.plain(due_date(None, kind, TODAY)) == words
    assert VOICE.plain(time_left(None, kind, TODAY)) == words


def test_a_resolution_is_named_with_its_sub_item() -> None:
    assert VOICE.plain(resolution_name(3, "الف")) == "مصوبهٔ ۳، بند الف"
    assert VOICE.plain(resolution_name(3, "")) == "مصوبهٔ ۳"


@given(st.text(st.sampled_from("اب پت.، \n"), max_size=60), st.integers(2, 40))
def test_cut_words_fit_and_are_a_beginning(words: str, most: int) -> None:
    cut = clip(words, most)
    assert len(cut) <= most
    assert cut == words or (cut.endswith("…") and words.startswith(cut[:-1]))


def test_words_are_cut_between_two_of_them() -> None:
    assert clip("جدول منابع محله‌های هدف", 14) == "جدول منابع…"


def test_names_that_hold_a_comma_are_told_apart() -> None:
    labour = "اداره کل تعاون، کار و رفاه اجتماعی"
    assert enumerated(["شهرداری", "بهزیستی"]) == "شهرداری، بهزیستی"
    assert enumerated(["شهرداری", labour]) == f"شهرداری؛ {labour}"
