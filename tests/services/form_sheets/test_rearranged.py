"""A workbook comes back rearranged: a title above, columns before, sheets twice, headings in two rows."""

from tests.services.form_sheets.office import Office, notes
from tests.services.form_sheets.wages import SEWING, WORKS


async def test_a_table_that_was_moved_to_c5_below_a_title_is_read(office: Office) -> None:
    sheet = await office.sends()
    sheet.fill(WORKS, 2, SEWING)
    works = sheet.sheet(WORKS)
    works.insert_rows(1, 4)
    works.insert_cols(1, 2)
    works["C2"] = "کارهای نخ طلایی در سال ۱۳۹۸"
    result = await office.receives(sheet)
    assert (result["cells"], office.rows["work"]) == ([], 1)
    assert office.answers["work[1]/activity"] == "خیاطی"


async def test_of_two_sheets_with_the_same_headings_the_one_that_was_sent_is_read(office: Office) -> None:
    sheet = await office.sends()
    sheet.fill(WORKS, 2, SEWING)
    copy = sheet.book.copy_worksheet(sheet.sheet(WORKS))
    copy.title = "کارها - پشتیبان"
    copy.cell(2, sheet.column(WORKS, "نام فعالیت")).value = "قالی"
    sheet.book.move_sheet(copy, -len(sheet.book.sheetnames) + 1)
    result = await office.receives(sheet)
    assert office.answers["work[1]/activity"] == "خیاطی"
    assert [note["params"] for note in result["notes"]] == [{"sheets": "«کارها - پشتیبان»"}]


async def test_headings_below_merged_ones_are_read(office: Office) -> None:
    sheet = await office.sends()
    sheet.fill(WORKS, 2, SEWING)
    works = sheet.sheet(WORKS)
    works.insert_rows(1)
    works["B1"], works["D1"] = "چه کاری و کجا", "چند و کی"
    works.merge_cells("B1:C1")
    works.merge_cells("D1:H1")
    assert (await office.receives(sheet))["cells"] == []
    assert office.answers["work[1]/wage"] == "200000"


async def test_hundreds_of_columns_that_somebody_added_are_kept_and_those_beyond_are_told(office: Office) -> None:
    sheet = await office.sends()
    sheet.fill(WORKS, 2, SEWING)
    works = sheet.sheet(WORKS)
    width = works.max_column
    for number in range(1, 401):
        works.cell(1, width + number).value = f"هفتهٔ {number}"
        works.cell(2, width + number).value = number
    result = await office.receives(sheet)
    kept = [name for name in office.answers if "هفتهٔ" in name]
    assert len(kept) == 300 - width
    assert notes(result) == ["wide", "added"]


async def test_a_sum_below_the_rows_is_told(office: Office) -> None:
    sheet = await office.sends()
    sheet.fill(WORKS, 2, SEWING)
    sheet.fill(WORKS, 3, {"نام فعالیت": "جمع کل", "دستمزد": 200_000})
    result = await office.receives(sheet)
    assert (office.rows["work"], notes(result)) == (1, ["total"])
