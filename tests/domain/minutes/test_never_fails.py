"""Shapes that once made the reader fail."""

from __future__ import annotations

from domain.dates.working_days import Calendar
from domain.minutes import Document, Paragraph, read
from tests.domain.minutes.paper import reading_of


def test_a_word_of_signs_alone_behind_a_name() -> None:
    reading = reading_of(
        """
        صورتجلسه شماره ۵ شورای شهر مورخ ۱۴۰۲/۰۵/۰۵
        مصوبه | مسئول و مهلت
        راه ساخته شود | شهرداری \u200f و برق - یک هفته
        پل ساخته شود | شهرداری \u064e - دو هفته
        """
    )

    assert [one.deadline.kind.value for one in reading.resolutions] == ["date", "date"]


def test_a_line_of_signs_alone_below_an_item() -> None:
    blocks = (
        Paragraph("مصوبات:"),
        Paragraph("شهرداری راه", 1),
        Paragraph("\u064e" * 60, None, 1),
        Paragraph("را تا پایان ماه بسازد."),
    )

    assert read(Document(blocks), Calendar()).resolutions
