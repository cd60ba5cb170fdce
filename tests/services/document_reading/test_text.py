"""Plain text as it comes out of Word, Excel, a browser or a chat."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.dates.working_days import Calendar
from domain.minutes import Block, Paragraph, Table
from services.document_reading import document_of, read_pasted
from services.document_reading.text import from_text


def shape(text: str) -> list[str | list[list[str]]]:
    """Return paragraphs as strings, tables as lists of rows."""

    def of(block: Block) -> str | list[list[str]]:
        if isinstance(block, Paragraph):
            return block.text
        assert isinstance(block, Table)
        return [[one.text for one in line] for line in block.rows]

    return [of(block) for block in from_text(text).blocks]


def test_lines_with_tabs_are_rows_and_a_blank_line_ends_a_table() -> None:
    assert shape("عنوان\n\nالف\tب\nپ\tت\n\nپایان") == ["عنوان", [["الف", "ب"], ["پ", "ت"]], "پایان"]


def test_a_title_right_above_a_table_stays_a_paragraph() -> None:
    assert shape("مصوبات جلسه\nردیف\tمتن\n۱\tکار") == ["مصوبات جلسه", [["ردیف", "متن"], ["۱", "کار"]]]


def test_a_row_broken_in_two_lines_is_one_row() -> None:
    assert shape("الف\tب\tپ\nنیمهٔ یک\nنیمهٔ دو\tب\tپ\nت\tث\tج") == [
        [["الف", "ب", "پ"], ["نیمهٔ یک\nنیمهٔ دو", "ب", "پ"], ["ت", "ث", "ج"]]
    ]


def test_the_rest_of_a_long_last_cell_joins_it() -> None:
    rows = "مهلت\tمسئول\tمتن\nروز\tشهرداری\tمقرر شد کاری دراز\nکه ادامه دارد\nهفته\tفرمانداری\tمقرر شد کاری دیگر"

    assert shape(rows) == [
        [
            ["مهلت", "مسئول", "متن"],
            ["روز", "شهرداری", "مقرر شد کاری دراز\nکه ادامه دارد"],
            ["هفته", "فرمانداری", "مقرر شد کاری دیگر"],
        ]
    ]


def test_a_signature_under_a_table_is_no_part_of_it() -> None:
    assert shape("متن\tمسئول\nکار\tشهرداری\nرضا کاظمی") == [[["متن", "مسئول"], ["کار", "شهرداری"]], "رضا کاظمی"]


def test_a_cell_that_excel_quotes_because_it_has_lines() -> None:
    assert shape('متن\tمسئول\n"یک\nدو ""سه"""\tشهرداری') == [[["متن", "مسئول"], ['یک\nدو "سه"', "شهرداری"]]]


def test_a_stray_quotation_mark_swallows_nothing() -> None:
    assert shape('"یک\tدو\nسه\tچهار') == [[['"یک', "دو"], ["سه", "چهار"]]]


def test_a_table_between_pipes() -> None:
    assert shape("| متن | مهلت |\n|---|:---:|\n| کار | روز |") == [[["متن", "مهلت"], ["کار", "روز"]]]


def test_a_table_in_html() -> None:
    html = "<table>\n <tr>\n  <td>متن</td>\n  <td>مهلت</td>\n </tr><tr><td>کار</td><td>روز</td></tr></table>"

    assert shape(html) == [[["متن", "مهلت"], ["کار", "روز"]]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1256"])
def test_every_encoding_that_persian_comes_in(encoding: str) -> None:
    text = "مقرر شد گزارش ماهانه تهيه شود"  # Windows-1256 has the Arabic ye only.

    assert list(document_of("متن.txt", text.encode(encoding)).texts()) == [text]


def test_the_sample_meeting_reads_as_it_was_written(calendar: Calendar, sample: str) -> None:
    reading = read_pasted(sample, calendar)

    told = [(one.number, one.responsible, one.to_json()["deadline"]["due"]) for one in reading.resolutions]
    assert told == [
        (1, ("دبیرخانه کارگروه",), "1398-07-17"),
        (2, ("دبیرخانه کارگروه", "اعضای کارگروه اشتغال"), None),
        (3, ("مراجع نام‌برده در متن مصوبه",), "1398-07-20"),
        (4, ("شهرداری خاوران‌شهر",), "1398-07-30"),
        (5, ("سازمان جهاد کشاورزی",), None),
        (6, ("اداره کل راه و شهرسازی",), "1398-08-05"),
        (7, ("کمیسیون هماهنگی بانک‌های استان",), "1398-07-10"),
        (8, (), None),
        (9, ("اتاق بازرگانی، صنایع، معادن و کشاورزی خاوران",), "1398-07-20"),
        (10, ("اداره کل آموزش فنی و حرفه‌ای", "دانشگاه علوم پزشکی خاوران"), "1398-07-09"),
    ]
    assert [one.deadline.kind.value for one in reading.resolutions] == [
        "date", "continuous", "date", "date", "next_meeting", "date", "recurring", "none", "date", "immediate",
    ]  # fmt: skip
    assert {one.number: {doubt.code for doubt in one.doubts} for one in reading.resolutions if one.doubts} == {
        5: {"owner_in_text"}
    }
    assert [doubt.code for doubt in reading.doubts] == ["cut"]
    assert [(one.actor_kind, len(one.duties)) for one in reading.duties] == [
        ("ساکنان محلات هدف", 3),
        ("تسهیلگران محلات", 2),
        ("دستگاه‌های اجرایی", 4),
        ("واحدهای بخش خصوصی", 2),
    ]
    assert len(reading.resolutions[2].items) == 4
    assert reading.resolutions[8].columns[1:3] == ("نام واحد", "نوع کار")


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def sample() -> str:
    return (Path(__file__).parents[3] / "sandbox" / "samples" / "minutes.txt").read_text(encoding="utf-8")


def test_a_table_that_spaces_align_keeps_its_cells_over_several_lines() -> None:
    pasted = """
ردیف      شرح مصوبه                          مجری            مهلت
1   پل عابر روبه‌روی مدرسه
    2 ماهه ترمیم شود.                        راه و           پایان آذر
                                             شهرسازی
2   تابلوهای راهنما نصب شود.                 شهرداری         -
صفحه 2 از 3
3   آب روستا لوله‌کشی شود.                   آبفا            یک ماه

امضا: بهرام کیانی"""

    assert shape(pasted) == [
        [
            ["ردیف", "شرح مصوبه", "مجری", "مهلت"],
            ["1", "پل عابر روبه‌روی مدرسه 2 ماهه ترمیم شود.", "راه و شهرسازی", "پایان آذر"],
            ["2", "تابلوهای راهنما نصب شود.", "شهرداری", "-"],
            ["3", "آب روستا لوله‌کشی شود.", "آبفا", "یک ماه"],
        ],
        "صفحه 2 از 3",
        "امضا: بهرام کیانی",
    ]


def test_an_aligned_table_may_have_its_numbers_last_and_its_text_under_nothing() -> None:
    pasted = """
مهلت           مسئول              مصوبه                                   ردیف
ده روز         بخشداری            جاده روستا شن‌ریزی                       1
                                  و پهن شود.
فوری           دهیاری             زباله‌ها از رودخانه جمع شود.              2"""

    assert shape(pasted) == [
        [
            ["مهلت", "مسئول", "مصوبه", "ردیف"],
            ["ده روز", "بخشداری", "جاده روستا شن‌ریزی و پهن شود.", "1"],
            ["فوری", "دهیاری", "زباله‌ها از رودخانه جمع شود.", "2"],
        ]
    ]


def test_people_side_by_side_are_no_aligned_table() -> None:
    assert shape("بهرام کیانی     سارا فدایی     امید نوری\nرئیس     دبیر     عضو") == [
        "بهرام کیانی     سارا فدایی     امید نوری",
        "رئیس     دبیر     عضو",
    ]


def test_many_headers_without_rows_take_no_long_time() -> None:
    assert len(shape("ردیف    شرح    مجری    مهلت\n1    کار\n    ادامه کار\n" * 3000)) == 3 * 3000


def test_labels_side_by_side_above_a_table_are_no_row_of_it() -> None:
    pasted = "شماره جلسه: ۸\t\tتاریخ: ۱۴۰۲/۸/۱\nردیف\tمتن\n۱\tکار"
    assert shape(pasted) == ["شماره جلسه: ۸", "تاریخ: ۱۴۰۲/۸/۱", [["ردیف", "متن"], ["۱", "کار"]]]
