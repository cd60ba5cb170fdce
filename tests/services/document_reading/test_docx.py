"""Word files as secretaries make them: merged cells, tracked changes, content controls, automatic numbers."""

from __future__ import annotations

from typing import Any

import pytest

from domain.dates.working_days import Calendar
from domain.minutes import Paragraph, Table
from services.document_reading import document_of, read_minutes
from tests.services.document_reading.word import cell, docx, numbered, numbering, paragraph, row, run, table

HEADING = row("ردیف", "مصوبه", "مسئول", "مهلت")
LIVE = "<w:vMerge/>"
RESTART = '<w:vMerge w:val="restart"/>'


def texts(*body: str, **parts: Any) -> list[str]:
    return list(document_of("نمونه.docx", docx(*body, **parts)).texts())


def codes(*body: str, **parts: Any) -> set[str]:
    return {doubt.code for doubt in document_of("نمونه.docx", docx(*body, **parts)).doubts}


def test_paragraphs_and_tables_keep_their_order() -> None:
    document = document_of("نمونه.docx", docx(paragraph("پیش"), table(row("یک", "دو")), paragraph("پس")))

    first, middle, last = document.blocks
    assert (first, last) == (Paragraph("پیش"), Paragraph("پس"))
    assert isinstance(middle, Table)
    assert [one.text for one in middle.rows[0]] == ["یک", "دو"]


def test_an_insertion_is_kept_a_deletion_is_dropped_and_both_are_told() -> None:
    inside = (
        f"<w:ins>{run('شهرداری ')}</w:ins><w:del><w:r><w:delText>فرمانداری</w:delText></w:r></w:del>{run('گزارش دهد')}"
    )

    assert texts(paragraph(inside=inside)) == ["شهرداری گزارش دهد"]
    assert codes(paragraph(inside=inside)) == {"tracked_changes"}


def test_a_row_that_was_deleted_is_gone() -> None:
    deleted = row("کهنه", "فرمانداری").replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>")

    assert texts(table(row("تازه", "شهرداری"), deleted)) == ["تازه", "شهرداری"]


def test_moved_text_stands_where_it_was_moved_to() -> None:
    moved = f"<w:moveFrom>{run('اینجا بود')}</w:moveFrom><w:moveTo>{run('اینجا هست')}</w:moveTo>"

    assert texts(paragraph(inside=moved)) == ["اینجا هست"]


def test_a_table_inside_a_content_control_is_read() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{table(row('متن', 'مسئول'))}</w:sdtContent></w:sdt>"
    row_control = f"<w:sdt><w:sdtContent>{row('سطر', 'دوم')}</w:sdtContent></w:sdt>"
    cell_control = f"<w:sdt><w:sdtContent>{cell('خانه')}</w:sdtContent></w:sdt>"

    assert texts(control) == ["متن", "مسئول"]
    assert texts(f"<w:tbl>{row('سطر', 'یکم')}{row_control}</w:tbl>") == ["سطر", "یکم", "سطر", "دوم"]
    assert texts(f"<w:tbl><w:tr>{cell_control}</w:tr></w:tbl>") == ["خانه"]


def test_a_text_box_is_read_once_though_word_writes_it_twice() -> None:
    box = f"<w:txbxContent>{paragraph('تاریخ جلسه: ۹۸/۰۷/۱۳')}</w:txbxContent>"
    twice = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    assert texts(paragraph("سربرگ", inside=twice)) == ["سربرگ", "تاریخ جلسه: ۹۸/۰۷/۱۳"]


def test_text_in_the_page_header_comes_first() -> None:
    assert texts(paragraph("متن صورتجلسه"), header=paragraph("جلسه سوم")) == ["جلسه سوم", "متن صورتجلسه"]


def test_the_foot_of_the_pages_comes_last_and_is_no_resolution(calendar: Calendar) -> None:
    body = [
        paragraph("مصوبات:"),
        paragraph("۱- شهرداری گلدره پل را تعمیر نماید."),
        paragraph("۲- بخشداری راه را باز کند."),
    ]
    file = docx(*body, footer=paragraph("نشانی: گلدره، خیابان بهار"))

    reading = read_minutes("نمونه.docx", file, calendar)

    assert [one.text for one in reading.resolutions] == ["شهرداری گلدره پل را تعمیر نماید.", "بخشداری راه را باز کند."]
    assert {"kind": "letterhead", "text": "نشانی: گلدره، خیابان بهار"} in reading.to_json()["passed_over"]


def test_a_footnote_and_a_comment_belong_to_their_paragraph() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="2"/></w:r>'
    notes = ((1, "دیگر"), (2, "با اعتبار استانی"))
    note = "".join(f'<w:footnote w:id="{number}">{paragraph(text)}</w:footnote>' for number, text in notes)
    comment = f'<w:comment w:id="2">{paragraph("مهلت؟")}</w:comment>'

    assert texts(paragraph("۱- پل تعمیر شود.", inside=mark), footnotes=note, comments=comment) == [
        "۱- پل تعمیر شود.\nپانوشت: با اعتبار استانی\nیادداشت: مهلت؟"
    ]


def test_bullets_of_a_deeper_level_belong_to_the_one_above(calendar: Calendar) -> None:
    body = [
        paragraph("تصمیمات:"),
        *(numbered(*one) for one in [("کمیته بازارچه را برگزار نماید.", 0), ("اجاره سالن", 1), ("چاپ بنر", 1)]),
    ]
    file = docx(*body, numbering=numbering("bullet", "bullet"))

    assert [one.text for one in read_minutes("نمونه.docx", file, calendar).resolutions] == [
        "کمیته بازارچه را برگزار نماید.\n• اجاره سالن\n• چاپ بنر"
    ]


@pytest.mark.parametrize("kind", ["ListBullet", "ListNumber"])
def test_a_style_of_word_for_deeper_lists_is_a_deeper_level(kind: str, calendar: Calendar) -> None:
    """«List Bullet 2» is a list of its own, of which Word counts the first level."""
    items = [("دفتر سامانه را راه‌اندازی کند.", ""), ("مبنای آن گزارش پاییز است.", "2"), ("ادارات رابط معرفی کنند.", "")]
    body = [paragraph(text, f'<w:pStyle w:val="{kind}{deeper}"/>') for text, deeper in items]
    styles = "".join(
        f'<w:style w:styleId="{kind}{deeper}"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for deeper in ("", "2")
    )
    file = docx(
        paragraph("تصمیمات:"), paragraph("الف) خدمات"), *body, numbering=numbering("bullet", "bullet"), styles=styles
    )

    assert [one.text for one in read_minutes("نمونه.docx", file, calendar).resolutions] == [
        "دفتر سامانه را راه‌اندازی کند.\n• مبنای آن گزارش پاییز است.",
        "ادارات رابط معرفی کنند.",
    ]


def test_struck_text_is_left_out_and_told() -> None:
    struck = paragraph(inside=run("یک هفته", "<w:strike/>") + run("دو هفته") + run("پنهان", "<w:vanish/>"))

    assert texts(struck) == ["دو هفته"]
    assert codes(struck) == {"struck_text"}
    assert texts(paragraph(inside=run("هست", '<w:strike w:val="0"/>'))) == ["هست"]


def test_a_cell_merged_downwards_says_the_same_in_each_row() -> None:
    document = document_of(
        "نمونه.docx",
        docx(table(row("یک", cell("شهرداری", RESTART)), row("دو", cell("<w:p/>", LIVE)))),
    )

    [merged] = document.blocks
    assert isinstance(merged, Table)
    below = merged.rows[1][1]
    assert (below.text, below.merged) == ("شهرداری", True)


def test_a_cell_merged_across_keeps_the_columns_in_line() -> None:
    [block] = document_of(
        "نمونه.docx", docx(table(row(cell("عنوان", '<w:gridSpan w:val="2"/>'), "مهلت"), row("متن", "مسئول", "روز")))
    ).blocks

    assert isinstance(block, Table)
    assert [one.text for one in block.rows[0]] == ["عنوان", "", "مهلت"]


def test_a_table_inside_a_cell_is_the_cells_child() -> None:
    inner = table(row("نام واحد", "حجم کار"))
    [block] = document_of("نمونه.docx", docx(table(row(cell(paragraph("به شرح جدول") + inner), "مهلت")))).blocks

    assert isinstance(block, Table)
    [child] = block.rows[0][0].children
    assert [one.text for one in child.rows[0]] == ["نام واحد", "حجم کار"]


def test_word_counts_paragraphs_and_their_levels() -> None:
    document = document_of(
        "نمونه.docx",
        docx(
            numbered("نخست"),
            numbered("بخش", level=1),
            numbered("دوم"),
            numbered("بخش", level=1),
            numbering=numbering("decimal", "arabicAlpha"),
        ),
    )

    counted = [(block.number, block.level) for block in document.blocks if isinstance(block, Paragraph)]
    assert counted == [(1, 0), (1, 1), (2, 0), (1, 1)]


def test_a_number_may_come_from_the_paragraphs_style() -> None:
    styles = (
        '<w:style w:styleId="list"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="decision"><w:basedOn w:val="list"/></w:style>'
    )
    body = [paragraph(text, '<w:pStyle w:val="decision"/>') for text in ("نخست", "دوم")]

    blocks = document_of("نمونه.docx", docx(*body, numbering=numbering("decimal"), styles=styles)).blocks
    assert [block.number for block in blocks if isinstance(block, Paragraph)] == [1, 2]


def test_bullets_are_marked_and_empty_numbered_cells_are_numbers() -> None:
    bullet = docx(numbered("گزارش"), numbering=numbering("bullet"))
    numbers = docx(
        table(row(cell(numbered("")), "متن"), row(cell(numbered("")), "متن")), numbering=numbering("decimal")
    )

    assert list(document_of("نمونه.docx", bullet).texts()) == ["• گزارش"]
    assert list(document_of("نمونه.docx", numbers).texts()) == ["1", "متن", "2", "متن"]


def test_a_list_that_is_nowhere_defined_is_told() -> None:
    assert codes(numbered("نخست")) == {"numbers_lost"}


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


def test_a_whole_meeting_in_a_docx(calendar: Calendar) -> None:
    """Maryam's file: automatic numbers in the first column, one owner merged over two rows, the header repeated."""
    reading = read_minutes(
        "صورتجلسه.docx",
        docx(
            paragraph("صورتجلسه نشست سوم کارگروه گردشگری استان خاوران"),
            paragraph("تاریخ جلسه: ۱۴۰۲/۰۵/۱۰"),
            table(
                HEADING,
                row(cell(numbered("")), "مقرر شد تابلوهای راه آبشار نصب شود.", cell("شهرداری", RESTART), "یک ماه"),
                row(cell(numbered("")), "مقرر شد پارکینگ آبشار ساخته شود.", cell("<w:p/>", LIVE), "تا پایان شهریور"),
            ),
            table(
                HEADING,
                row(
                    cell(numbered("")),
                    "مقرر شد راهنمای سفر چاپ شود.",
                    "اداره کل میراث فرهنگی، گردشگری و صنایع دستی",
                    "فوری",
                ),
            ),
            numbering=numbering("decimal"),
        ),
        calendar,
    )

    assert [(one.number, one.responsible) for one in reading.resolutions] == [
        (1, ("شهرداری",)),
        (2, ("شهرداری",)),
        (3, ("اداره کل میراث فرهنگی، گردشگری و صنایع دستی",)),
    ]
    assert [one.to_json()["deadline"]["due"] for one in reading.resolutions[:2]] == ["1402-06-10", "1402-06-31"]
    assert not reading.doubts


def test_one_resolution_over_two_rows_has_both_owners(calendar: Calendar) -> None:
    reading = read_minutes(
        "صورتجلسه.docx",
        docx(
            paragraph("صورتجلسه جلسه دوم ستاد بازار مورخ ۱۴۰۱/۰۶/۲۰"),
            table(
                HEADING,
                row(cell("۱", RESTART), cell("مقرر شد نرخ‌ها هر دو جا اعلام شود.", RESTART), "شهرداری", "یک هفته"),
                row(cell("<w:p/>", LIVE), cell("<w:p/>", LIVE), "فرمانداری", "دو هفته"),
            ),
        ),
        calendar,
    )

    [resolution] = reading.resolutions
    assert resolution.responsible == ("شهرداری", "فرمانداری")
    assert resolution.to_json()["deadline"]["kind"] == "unknown"
    assert "deadlines_differ" in {doubt.code for doubt in resolution.doubts}


def test_a_table_in_a_resolution_gives_its_columns(calendar: Calendar) -> None:
    inner = table(row("نام واحد", "حجم کار در ماه"), row("", ""))
    reading = read_minutes(
        "صورتجلسه.docx",
        docx(
            paragraph("صورتجلسه جلسه دوم ستاد بازار مورخ ۱۴۰۱/۰۶/۲۰"),
            table(
                HEADING,
                row("۱", cell(paragraph("مقرر شد واحدها جدول زیر را پر کنند:") + inner), "شهرداری", "یک هفته"),
            ),
        ),
        calendar,
    )

    [resolution] = reading.resolutions
    assert resolution.columns == ("نام واحد", "حجم کار در ماه")


def test_numbered_paragraphs_of_word_are_resolutions(calendar: Calendar) -> None:
    reading = read_minutes(
        "صورتجلسه.docx",
        docx(
            paragraph("صورتجلسه جلسه هفتم شورای کشاورزی مورخ ۱۴۰۰/۰۳/۰۱"),
            paragraph("مصوبات:"),
            numbered("مقرر شد سازمان جهاد کشاورزی فهرست چاه‌ها را ارائه نماید:"),
            numbered("چاه‌های مجاز", level=1),
            numbered("چاه‌های غیرمجاز", level=1),
            numbered("مقرر شد شرکت آب منطقه‌ای کنتورها را نصب کند."),
            numbering=numbering("decimal", "decimal"),
        ),
        calendar,
    )

    assert [(one.number, one.responsible) for one in reading.resolutions] == [
        (1, ("سازمان جهاد کشاورزی",)),
        (2, ("شرکت آب منطقه‌ای",)),
    ]
    assert [item.text for item in reading.resolutions[0].items] == ["چاه‌های مجاز", "چاه‌های غیرمجاز"]
