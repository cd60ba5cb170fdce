"""PDF files with text: their letters in reading order, half-spaces, paragraphs, and tables over pages."""

from __future__ import annotations

import contextlib
import io

import pypdfium2
import pytest

from domain.dates.jalali import from_jalali
from domain.dates.working_days import Calendar
from domain.minutes import Paragraph, Table, Unreadable
from services.document_reading import document_of, read_minutes
from services.document_reading.pages.pdf import MOST_PAGES
from tests.services.document_reading.pages import escaped, locked_pdf, pdf, table

HEADING = ("ردیف", "متن مصوبه", "مسئول", "مهلت")
LOANS = ("۱", "مقرر شد فهرست تسهیلات پرداخت‌شده به متقاضیان بازآفرینی تهیه شود.", "بانک ملی", "یک هفته")
STREETS = ("۲", "مقرر شد معابر محله‌های هدف با اولویت مدرسه‌ها آسفالت شود.", "شهرداری", "تا ۱۴۰۳/۰۹/۱۵")


def texts(data: bytes) -> list[str]:
    return [block.text for block in document_of("فایل.pdf", data).blocks if isinstance(block, Paragraph)]


def tables(data: bytes) -> list[list[list[str]]]:
    blocks = document_of("فایل.pdf", data).blocks
    return [[[cell.text for cell in row] for row in block.rows] for block in blocks if isinstance(block, Table)]


def test_letters_that_are_drawn_as_one_come_in_their_order() -> None:
    sentence = "اصلاح تسهیلات و اطلاعات محلات با امضای آقای کلانتری در کالبد الگوی لازم اعلام شد."
    assert texts(pdf(sentence)) == [sentence]


def test_numbers_dates_latin_words_and_brackets_stand_where_they_are_read() -> None:
    sentences = [
        "نامهٔ شمارهٔ ۱۲/۳۴۵ مورخ ۱۴۰۳/۰۹/۱۵ با کد ABC-120 دریافت شد.",
        "سهم ۳۵٪ (سی و پنج درصد) از 1,250.5 میلیون ریال، طبق بند ۲ پرداخت شود.",
        "۱- فهرست نخست تهیه شود.",
        "جلسه از ساعت 08:30 تا 10:15 با حضور «اعضای کمیته» برگزار شد.",
    ]
    assert texts(pdf(*map(escaped, sentences))) == sentences


def test_half_spaces_are_told_by_the_shapes_of_letters() -> None:
    sentences = [
        "فهرست درخواست نادرست را بانک محک با کمک نیک و پاک بی کاستی داد، می سی شهرداری.",
        "فهرست‌های تسهیلات به بانک‌ها داده می‌شود.",
    ]
    assert sentences[1] in " ".join(texts(pdf(*sentences)))


def test_lines_that_are_full_go_on_and_short_ones_end() -> None:
    long = " ".join(["دبیرخانه موظف است گزارش پیشرفت کار را پیش از هر جلسه برای همهٔ اعضا بفرستد."] * 3)
    assert texts(pdf("صورتجلسه", long, "۱\\- بند نخست", "۲\\- بند دوم")) == [
        "صورتجلسه",
        long,
        "۱- بند نخست",
        "۲- بند دوم",
    ]


def test_a_table_begins_at_the_right_and_keeps_its_cells() -> None:
    assert tables(pdf("مصوبات:", table(HEADING, LOANS, STREETS))) == [[list(HEADING), list(LOANS), list(STREETS)]]


def test_a_cell_over_columns_and_one_over_rows_are_as_in_word() -> None:
    merged = "#table(columns: 3, table.cell(colspan: 3)[مصوبات], table.cell(rowspan: 2)[شهرداری], [الف], [ب], [پ], [ت])"
    (found,) = [
        block
        for block in document_of("فایل.pdf", pdf("جدول پیگیری کارهای شهرداری مشهد", merged)).blocks
        if isinstance(block, Table)
    ]
    assert [[(cell.text, cell.merged) for cell in row] for row in found.rows] == [
        [("مصوبات", False), ("", False), ("", False)],
        [("شهرداری", False), ("الف", False), ("ب", False)],
        [("شهرداری", True), ("پ", False), ("ت", False)],
    ]


def test_a_table_that_goes_on_over_the_page_is_one_table_with_one_heading() -> None:
    rows = [
        (str(number), "مقرر شد گزارش پیشرفت کار به دبیرخانه داده شود.", "شهرداری", "یک ماه") for number in range(1, 30)
    ]
    cells = ", ".join(f"[{escaped(cell)}]" for row in rows for cell in row)
    heading = ", ".join(f"[{cell}]" for cell in HEADING)
    data = pdf(f"#table(columns: 4, table.header({heading}), {cells})", page='height: 12cm, numbering: "1 / 1"')
    (found,) = tables(data)
    assert found == [list(HEADING), *map(list, rows)]


def test_a_running_head_is_read_once_and_page_numbers_never() -> None:
    body = "\n\n".join(
        f"بند {number} دربارهٔ پیگیری کارهای دبیرخانه است." for number in ("یک", "دو", "سه") for _ in range(12)
    )
    data = pdf(
        body, page="height: 14cm, header: [کارگروه بازآفرینی شهری], footer: context [صفحه #counter(page).display()]"
    )
    found = texts(data)
    assert found.count("کارگروه بازآفرینی شهری") == 1
    assert not [text for text in found if text.startswith("صفحه")]


def test_minutes_in_a_pdf_are_read_as_those_in_a_word_file() -> None:
    data = pdf("صورتجلسهٔ کارگروه بازآفرینی", "شمارهٔ جلسه: ۱۲", "تاریخ جلسه: ۱۴۰۳/۰۸/۰۱", table(HEADING, LOANS, STREETS))
    reading = read_minutes("فایل.pdf", data, Calendar())
    assert reading.meeting.date == from_jalali(1403, 8, 1)
    assert [one.responsible for one in reading.resolutions] == [("بانک ملی",), ("شهرداری",)]
    assert [one.deadline.due for one in reading.resolutions] == [from_jalali(1403, 8, 8), from_jalali(1403, 9, 15)]


def test_a_pdf_with_a_password_says_so() -> None:
    with pytest.raises(Unreadable, match="password"):
        document_of("فایل.pdf", locked_pdf())


def test_ten_thousand_pages_are_not_read() -> None:
    book = pypdfium2.PdfDocument.new()
    for _ in range(10_000):
        book.new_page(100, 100).close()
    data = io.BytesIO()
    book.save(data)
    book.close()
    with pytest.raises(Unreadable, match="too_many_pages") as refusal:
        document_of("فایل.pdf", data.getvalue())
    assert refusal.value.params == {"most": MOST_PAGES}


@pytest.mark.parametrize("cut", [20, 200, 2000])
def test_a_pdf_that_was_cut_is_damaged_or_read_and_never_a_crash(cut: int) -> None:
    with contextlib.suppress(Unreadable):
        assert document_of("فایل.pdf", pdf(table(HEADING, LOANS))[:-cut]).blocks
