"""Columns and lines that somebody added to a form's sheet: their words stay with the answers."""

from domain.forms.instance.instance import Instance
from domain.forms.instance.program import Program
from tests.services.form_sheets.office import Office, notes
from tests.services.form_sheets.wages import SEWING, WAGES, WORKS
from tests.xlsforms import world

ALL = "پرسش‌های کلی"
MINE, BROTHER = "یادداشت من", "از برادرم بپرسم"


def added(office: Office) -> dict[str, str]:
    return {name: words for name, words in office.answers.items() if "@" in name}


async def test_words_of_an_added_column_stay_with_their_row_and_the_answer_says_so(office: Office) -> None:
    sheet = await office.sends()
    works = sheet.sheet(WORKS)
    works.cell(1, 11).value = MINE
    for row, name, words in ((2, "خیاطی", BROTHER), (3, "گلدوزی", None), (4, "قالی", 12)):
        sheet.fill(WORKS, row, {**SEWING, "نام فعالیت": name})
        works.cell(row, 11).value = words
    result = await office.receives(sheet)
    assert added(office) == {f"work[1]/@{MINE}": BROTHER, f"work[3]/@{MINE}": "12"}
    assert notes(result) == ["added"]
    assert result["notes"][0]["params"] == {"columns": f"«{MINE}»", "count": 2}
    # The next sheet has the column, too, and twice is once.
    again = await office.sends()
    assert [again.read(WORKS, row, MINE) for row in (2, 3, 4)] == [BROTHER, None, "12"]
    before = dict(office.answers)
    await office.receives(again)
    assert office.answers == before
    # A cell that was emptied is empty, and a column that is gone says nothing of what is kept.
    again.fill(WORKS, 2, {MINE: None})
    await office.receives(again)
    assert added(office) == {f"work[3]/@{MINE}": "12"}
    again.sheet(WORKS).delete_cols(again.column(WORKS, MINE))
    await office.receives(again)
    assert added(office) == {f"work[3]/@{MINE}": "12"}


async def test_words_of_a_wrong_row_come_with_it_once_it_is_mended(office: Office) -> None:
    sheet = await office.sends()
    sheet.sheet(WORKS).cell(1, 11).value = MINE
    sheet.fill(WORKS, 2, {**SEWING, "دستمزد": "زیاد", MINE: BROTHER})
    result = await office.receives(sheet)
    assert not added(office)
    assert notes(result) == []
    marked = office.marked(result)
    marked.fill(WORKS, 2, {"دستمزد": 5000})
    assert notes(await office.receives(marked)) == ["added"]
    assert added(office) == {f"work[1]/@{MINE}": BROTHER}


async def test_columns_of_one_heading_or_of_none_are_told_apart(office: Office) -> None:
    sheet = await office.sends()
    works = sheet.sheet(WORKS)
    works.cell(1, 11).value = works.cell(1, 12).value = "نقد/قسط [؟]"
    sheet.fill(WORKS, 2, SEWING)
    for column, words in ((11, "نقد"), (12, "قسط"), (14, "بی‌عنوان")):
        works.cell(2, column).value = words
    await office.receives(sheet)
    heads = {name.removeprefix("work[1]/@"): words for name, words in added(office).items()}
    assert heads == {"نقد∕قسط (؟)": "نقد", "نقد∕قسط (؟) (2)": "قسط", "ستون N": "بی‌عنوان"}


async def test_lines_beside_the_rows_and_the_questions_stay_with_the_form(office: Office) -> None:
    sheet = await office.sends()
    sheet.fill(WORKS, 2, SEWING)
    sheet.sheet(WORKS).cell(1, 11).value = MINE
    sheet.sheet(WORKS).cell(9, 11).value = "پایان فهرست"
    single = sheet.sheet(ALL)
    single.cell(1, 5).value = "توضیح"
    single.cell(2, 5).value = "نام تازهٔ شرکت"
    single.cell(12, 1).value, single.cell(12, 2).value = "شمارهٔ ثبت", "۱۲۳"
    single.cell(13, 1).value = "فقط همین"
    await office.receives(sheet)
    assert added(office) == {
        f"@{WORKS}: {MINE}": "پایان فهرست",
        "@نام شرکت: توضیح": "نام تازهٔ شرکت",
        "@شمارهٔ ثبت": "۱۲۳",
        f"@{ALL}": "فقط همین",
    }
    before = dict(office.answers)
    await office.receives(await office.sends())
    assert office.answers == before


async def test_rows_beyond_the_chat_keep_their_added_words_too(office: Office) -> None:
    sheet = await office.sends()
    sheet.sheet(WORKS).cell(1, 11).value = MINE
    for row in range(2, 212):
        sheet.sheet(WORKS).append([None, f"کار {row}", "مشهد", "گلشهر", row, *[None] * 5, f"نکتهٔ {row}"])
    sheet.fill(WORKS, 3, {"دستمزد": "زیاد"})
    result = await office.receives(sheet)
    lines = office.stored(result)
    assert lines[0]["values"][f"@{MINE}"] == "نکتهٔ 2"
    assert {"name": f"@{MINE}", "typed": "نکتهٔ 3"} in lines[1]["problems"]
    assert result["notes"] == [{"key": "form_sheet.note.added", "params": {"columns": f"«{MINE}»", "count": 209}}]


def test_added_words_move_with_their_row() -> None:
    program = Program(WAGES)
    values = {"/data/work[2]/@نکته": "دومی", "/data/@کل": "همه", "/data/work[2]/activity": "قالی"}
    instance = Instance.load(program, world(), values, {"/data/work": 2})
    assert instance.dump()[0] == values
    row = instance.find("/data/work[1]")
    assert row
    instance.remove_row(row)
    assert instance.dump()[0] == {"/data/work[1]/@نکته": "دومی", "/data/@کل": "همه", "/data/work[1]/activity": "قالی"}
    assert instance.dump(relevant=True)[0] == instance.dump()[0]
