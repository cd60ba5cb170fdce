"""No document makes the reader fail, however its lines and cells were torn, and each of its words still has a home."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.dates.working_days import Calendar
from domain.minutes import Block, Cell, Document, Paragraph, Table, read
from tests.domain.minutes.paper import reading_of
from tests.domain.minutes.test_conservation import documents, told, words

SAYS_NOTHING = (
    *("", " ", "-", "—", "…", "()", "( )", "(", ")", "#", "«»", ":", "،", ".", "؟", "*", "|", "/", "و", "، و", "و و"),
    *("\u200c", "\u200f", "\u064e", "\u0640", "\u0640" * 50, "\u064e" * 50, "✅", "😀", "<b>", "</b>", "&", "½", "①"),
    *("آقای", "خانم", "آقای و خانم", "مسئول:", "مهلت:", "مسئول: مهلت:", "بند", "مصوبه:", "الف)", "۱-", "-۱", "۱-۱-۱"),
    *(
        "۰",
        "99999999999999999999",
        "1405/13/45",
        "0/0/0",
        "31/2/29",
        "تا",
        "ظرف",
        "صفر روز",
        "۹۹۹۹۹۹۹۹۹ سال",
        "۳۲ اسفند",
    ),
)
HEADINGS = (
    *("ردیف", "متن مصوبه", "موضوع", "مسئول", "مجری", "مهلت", "مسئول و مهلت", "ملاحظات", "نتیجه", "ناظر", "همکار"),
    *("شروع", "پایان", "موافق", "هزینه", "وظایف", "نام و نام خانوادگی", "امضا", "مذاکرات", "چی", "کی", "گل", "؟"),
)


@st.composite
def torn(draw: st.DrawFn) -> Document:
    """Documents some of whose lines and cells were cut, emptied, joined, swapped or given other words."""

    def changed(text: str) -> str:
        kind = draw(st.integers(0, 6))
        sign = draw(st.sampled_from(SAYS_NOTHING))
        if kind == 0:
            return sign
        if kind == 1:
            return f"{sign} {text}"
        if kind == 2:
            return f"{text} {sign}"
        if kind == 3:
            return text[: draw(st.integers(0, len(text)))].rpartition(" ")[0]
        if kind == 4:
            return text.replace(" ", f" {sign} ", 1)
        if kind == 5:
            return f"{text}\n{sign}"
        return draw(st.sampled_from(HEADINGS))

    def cell(one: Cell) -> Cell:
        return replace(one, text=changed(one.text)) if draw(st.integers(0, 3)) == 0 else one

    def block(one: Block) -> Block:
        if isinstance(one, Paragraph):
            return replace(one, text=changed(one.text))
        rows = [list(map(cell, row)) for row in one.rows]
        column = draw(st.integers(0, 4))
        kind = draw(st.integers(0, 3))
        if kind == 0:
            rows = [row[column:] + row[:column] for row in rows]
        elif kind == 1:
            rows = [row[column : column + 1] or row for row in rows]
        elif kind == 2:
            sign = Cell(draw(st.sampled_from(SAYS_NOTHING)))
            rows = [[*row[:column], sign, *row[column + 1 :]] for row in rows]
        else:
            rows[0] = [Cell(draw(st.sampled_from(HEADINGS))) for _ in rows[0]]
        return Table(tuple(map(tuple, rows)))

    return Document(tuple(block(one) if draw(st.booleans()) else one for one in draw(documents()).blocks))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(torn())
def test_a_torn_document_is_read_and_each_word_has_a_home(document: Document) -> None:
    reading = read(document, Calendar())
    written = {word for text in document.texts() for word in words(text) if word.startswith("پر")}

    assert written <= told(reading), json.dumps(reading.to_json(), ensure_ascii=False, indent=1)


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


def test_a_line_of_digits_is_read_at_once() -> None:
    assert reading_of(f"{'9' * 2000}\nمصوبات:\n۱- شهرداری راه را بسازد.").resolutions


def test_a_line_that_calls_the_next_meeting_thousands_of_times_is_read_at_once() -> None:
    assert reading_of(f"{'نشست بعدی شنبه ' * 12000}\nمصوبات:\n۱- شهرداری راه را بسازد.").resolutions
