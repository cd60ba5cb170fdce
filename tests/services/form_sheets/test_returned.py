"""A workbook comes back from somebody's desk: what is right is kept, and what is wrong is told cell by cell."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from services.errors import Refused
from services.files.workbook_head import head_of
from services.form_sheets import recognition
from tests.services.form_sheets.office import Office, notes, wrong
from tests.services.form_sheets.wages import SEWING, WORKS
from tests.xlsforms import form, saved


async def test_mr_akbari_types_as_people_type(office: Office) -> None:
    sheet = await office.sends()
    sheet.answer("پرسش‌های کلی", "از چه تاریخی؟", "۱۵ مهر ۹۸")
    typed = {**SEWING, "شهر": "مشهد ", "دستمزد": "۲۰۰٬۰۰۰", "روزها": "يكشنبه، شنبه", "تلفن": "۰۹۱۵۱۲۳۴۵۶۷"}
    sheet.fill(WORKS, 2, {**typed, "آغاز": "۹۸/۷/۲۰"})
    sheet.fill(WORKS, 3, {**SEWING, "نام فعالیت": "بسته‌بندی", "محله": "t", "دستمزد": "یک هزار", "روزها": "sat mon"})
    sheet.fill(
        WORKS, 4, {**SEWING, "نام فعالیت": "گلدوزی", "آغاز": datetime.fromisoformat("2019-10-12"), "دستمزد": 5000.0}
    )
    result = await office.receives(sheet)
    assert result["cells"] == []
    assert (result["good"], office.rows["work"], office.answers["since"]) == (3, 3, "2019-10-07")
    first = {name.removeprefix("work[1]/"): value for name, value in office.answers.items() if "[1]" in name}
    assert first == {
        "activity": "خیاطی",
        "city": "m",
        "hood": "g",
        "wage": "200000",
        "days": "sat sun",
        "begins": "2019-10-12",
        "phone": "09151234567",
    }
    assert (office.answers["work[2]/hood"], office.answers["work[2]/wage"]) == ("t", "1000")
    assert (office.answers["work[3]/begins"], office.answers["work[3]/wage"]) == ("2019-10-12", "5000")


async def test_each_wrong_cell_is_named_with_its_row_and_column_and_the_right_rows_are_kept(office: Office) -> None:
    sheet = await office.sends()
    rows: list[dict[str, object]] = [
        {**SEWING, "دستمزد": "20O000"},
        {**SEWING, "دستمزد": "زیاد"},
        {**SEWING, "دستمزد": 2_000_000},
        {**SEWING, "دستمزد": "500000 تومان"},
        {**SEWING, "محله": "کوی کارگران"},
        {**SEWING, "محله": "گلشر"},
        {**SEWING, "آغاز": "1398/13/40"},
        {**SEWING, "آغاز": "05/10/2019"},
        {"دستمزد": 7000},
        {**SEWING, "تلفن": "0511"},
        SEWING,
    ]
    for number, row in enumerate(rows, 2):
        sheet.fill(WORKS, number, row)
    result = await office.receives(sheet)
    told = {(cell["row"], cell["column"]): cell["text"] for cell in result["cells"]}
    assert list(told) == [
        (2, "دستمزد"),
        (3, "دستمزد"),
        (4, "دستمزد"),
        (5, "دستمزد"),
        (6, "محله"),
        (7, "محله"),
        (8, "آغاز"),
        (9, "آغاز"),
        (10, "نام فعالیت"),
        (11, "تلفن"),
    ]
    assert "حرف لاتین" in told[2, "دستمزد"]
    assert "200000" in told[2, "دستمزد"] or "۲۰۰۰۰۰" in told[2, "دستمزد"]
    assert told[4, "دستمزد"] == "دستمزد از ۱ تا ۱٬۰۰۰٬۰۰۰ ریال است."
    assert "تومان" in told[5, "دستمزد"]
    assert "«گلشهر»" in told[6, "محله"]
    assert told[7, "محله"].endswith("گزینه‌ها: «گلشهر».")
    assert told[10, "نام فعالیت"] == "این خانه باید پاسخ داشته باشد."
    assert (result["good"], result["wrong"], office.rows["work"]) == (1, 10, 1)
    assert office.answers["work[1]/activity"] == "خیاطی"


async def test_what_a_program_or_a_separator_made_of_a_cell_is_asked_about(office: Office) -> None:
    sheet = await office.sends()
    sheet.fill(WORKS, 2, {**SEWING, "آغاز": datetime.fromisoformat("2019-10-07"), "دستمزد": "۲۰۰٫۰۰۰"})
    # LibreOffice takes 1398-07-15 for a day of that year in another calendar.
    days = sheet.data
    with zipfile.ZipFile(io.BytesIO(days)) as before, zipfile.ZipFile(made := io.BytesIO(), "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b"<v>43745</v>", b"<v>-183146</v>"))
    result = await office.receives(made.getvalue())
    told = {cell["column"]: cell["text"] for cell in result["cells"]}
    assert "سال 1398 میلادی" in told["آغاز"] or "سال ۱۳۹۸ میلادی" in told["آغاز"]
    assert "دو عدد" in told["دستمزد"]


async def test_the_marked_sheet_has_what_was_typed_and_is_sent_again_when_it_is_mended(office: Office) -> None:
    sheet = await office.sends()
    works = sheet.sheet(WORKS)
    works.cell(1, 11).value = "یادداشت من"
    works.cell(3, 11).value = "از برادرم بپرسم"
    sheet.fill(WORKS, 2, SEWING)
    sheet.fill(WORKS, 3, {**SEWING, "نام فعالیت": "گلدوزی", "دستمزد": "زیاد", "آغاز": "۹۸/۷/۲۰"})
    result = await office.receives(sheet)
    assert wrong(result) == [(3, "دستمزد")]
    marked = office.marked(result)
    assert marked.read(WORKS, 3, "دستمزد") == "زیاد"
    assert marked.read(WORKS, 3, "آغاز") == "۹۸/۷/۲۰"
    assert marked.read(WORKS, 3, "یادداشت من") == "از برادرم بپرسم"
    cell = marked.sheet(WORKS).cell(3, marked.column(WORKS, "دستمزد"))
    assert cell.comment
    assert "عدد نیست" in cell.comment.text
    assert cell.fill.fgColor.rgb == "FFF9D2D2"
    marked.fill(WORKS, 3, {"دستمزد": 20_000})
    again = await office.receives(marked)
    assert again["cells"] == []
    assert office.rows["work"] == 2
    assert [office.answers[f"work[{n}]/activity"] for n in (1, 2)] == ["خیاطی", "گلدوزی"]
    twice = await office.receives(marked)
    assert (twice["answers"], twice["rows"]) == (again["answers"], again["rows"])


async def test_columns_that_were_moved_added_or_renamed_and_a_sheet_that_was_renamed_are_read(office: Office) -> None:
    sheet = await office.sends()
    sheet.fill(WORKS, 2, {**SEWING, "روزها": "شنبه"})
    works = sheet.sheet(WORKS)
    works.insert_cols(3)
    works.cell(1, 3).value = "ملاحظات"
    works.cell(2, 3).value = "خوب"
    works.title = "برگهٔ من"
    wage = sheet.column("برگهٔ من", "دستمزد")
    works.cell(1, wage).value = "  دستمزد : "
    result = await office.receives(sheet)
    assert result["cells"] == []
    assert office.answers["work[1]/wage"] == "200000"
    assert office.answers["work[1]/days"] == "sat"
    renamed = await office.sends()
    renamed.sheet(WORKS).cell(1, renamed.column(WORKS, "دستمزد")).value = "مزد روزانه"
    assert notes(await office.receives(renamed)) == ["renamed", "added"]
    assert office.answers["work[1]/wage"] == "200000"


async def test_merged_cells_count_for_all_their_rows_and_formulas_for_what_they_gave(office: Office) -> None:
    sheet = await office.sends()
    for row, name in ((2, "خیاطی"), (3, "گلدوزی"), (4, "قالی")):
        sheet.fill(WORKS, row, {"نام فعالیت": name, "دستمزد": 1000 * row})
    sheet.fill(WORKS, 2, {"شهر": "مشهد"})
    city = sheet.column(WORKS, "شهر")
    sheet.sheet(WORKS).merge_cells(start_row=2, end_row=4, start_column=city, end_column=city)
    sheet.fill(WORKS, 4, {"دستمزد": "=1+1"})
    result = await office.receives(sheet)
    assert wrong(result) == [(4, "دستمزد")]
    assert "حساب نشده" in result["cells"][0]["text"]
    assert [office.answers[f"work[{n}]/city"] for n in (1, 2)] == ["m", "m"]


async def test_a_line_that_adds_the_rows_up_is_no_row(office: Office) -> None:
    sheet = await office.sends()
    sheet.fill(WORKS, 2, SEWING)
    sheet.fill(WORKS, 3, {"نام فعالیت": "جمع کل", "دستمزد": 200_000})
    result = await office.receives(sheet)
    assert (result["good"], result["wrong"], office.rows["work"]) == (1, 0, 1)
    assert result["notes"] == [{"key": "form_sheet.note.total", "params": {"row": 3}}]


@pytest.mark.parametrize("typed", ["شنبه و دوشنبه", "شنبه/دوشنبه", "شنبه - دوشنبه", "شنبه، دوشنبه", "sat mon"])
async def test_several_choices_have_whatever_between_them(office: Office, typed: str) -> None:
    sheet = await office.sends()
    sheet.fill(WORKS, 2, {**SEWING, "روزها": typed})
    assert (await office.receives(sheet))["cells"] == []
    assert office.answers["work[1]/days"] == "sat mon"


async def test_two_equal_rows_are_told_and_kept(office: Office) -> None:
    sheet = await office.sends()
    for row in (2, 5):
        sheet.fill(WORKS, row, SEWING)
    result = await office.receives(sheet)
    assert notes(result) == ["twins"]
    assert result["notes"][0]["params"] == {"first": 2, "second": 5}
    assert office.rows["work"] == 2


async def test_a_workbook_of_another_form_or_task_is_refused_and_of_an_old_version_is_read(office: Office) -> None:
    sheet = await office.sends()
    sheet.fill(WORKS, 2, SEWING)
    office.ids["version"] = "18"
    assert notes(await office.receives(sheet)) == ["old_version"]
    office.ids["subject"] = "3.13.0."
    with pytest.raises(Refused, match="other_subject"):
        await office.receives(sheet)
    office.ids["form"] = "6"
    with pytest.raises(Refused, match="other_form"):
        await office.receives(sheet)


async def test_a_file_that_is_no_workbook_or_has_nothing_of_the_form_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match=r"forms\.no_workbook"):
        await office.receives(b"PK nothing")
    strange = await office.sends()
    strange.book.create_sheet("دیگر")
    for title in [title for title in strange.book.sheetnames if title not in ("دیگر", "dabir-form")]:
        del strange.book[title]
    with pytest.raises(Refused, match="not_ours"):
        await office.receives(strange)


async def test_a_sheet_is_known_by_its_name_and_as_one_of_ours_without_it(office: Office) -> None:
    sheet = await office.sends()
    assert recognition.sheet_id(head_of(sheet.data)) == 8
    del sheet.book.defined_names[recognition.NAME]
    assert recognition.sheet_id(head_of(sheet.data)) == recognition.UNNAMED
    for other in (saved(openpyxl.Workbook()), b"PK\x03\x04 nothing", b"words"):
        assert recognition.sheet_id(head_of(other)) == 0


async def test_photos_stay_with_their_rows_and_rows_of_the_chat_are_kept(office: Office) -> None:
    office.rows = {"work": 2}
    office.answers |= {"work[1]/activity": "خیاطی", "work[1]/wage": "2000", "work[1]/photo": "a.jpg"}
    office.answers |= {"work[2]/activity": "قالی", "work[2]/wage": "3000", "work[2]/photo": "b.jpg"}
    sheet = await office.sends()
    # Meanwhile Mr Akbari adds a row in the chat, and sorts the sheet.
    office.rows["work"] = 3
    office.answers |= {"work[3]/activity": "گلدوزی", "work[3]/wage": "4000"}
    sheet.fill(WORKS, 2, {"ردیف": 2, "نام فعالیت": "قالی", "دستمزد": 3500})
    sheet.fill(WORKS, 3, {"ردیف": 1, "نام فعالیت": "خیاطی", "دستمزد": 2000})
    sheet.fill(WORKS, 4, {"نام فعالیت": "بافتنی", "دستمزد": 1000})
    result = await office.receives(sheet)
    assert notes(result) == ["kept"]
    rows = [(office.answers[f"work[{n}]/activity"], office.answers.get(f"work[{n}]/photo")) for n in range(1, 5)]
    assert rows == [("قالی", "b.jpg"), ("خیاطی", "a.jpg"), ("بافتنی", None), ("گلدوزی", None)]
    assert office.answers["work[1]/wage"] == "3500"


async def test_rows_that_the_form_counts_keep_their_places(tmp_path: Path) -> None:
    counted = """
        survey:
        type | name | label | constraint | required | repeat_count
        integer | members | Members
        begin_repeat | member | Member | | | ${members}
        text | name | Name | | yes
        integer | age | Age | . < 120
        end_repeat
    """
    office = Office(form(counted), tmp_path, "en")
    office.answers, office.rows = {"members": "3"}, {"member": 3}
    sheet = await office.sends()
    assert [sheet.read("Member", row, "Row") for row in (2, 3, 4)] == [1, 2, 3]
    sheet.fill("Member", 2, {"Name": "Sara", "Age": 400})
    sheet.fill("Member", 4, {"Name": "Reza", "Age": 30})
    sheet.fill("Member", 5, {"Name": "Mina", "Age": 20})
    result = await office.receives(sheet)
    assert wrong(result) == [(2, "Age"), (3, "Name"), (5, "Name")]
    assert office.rows == {"member": 3}
    names = {name: value for name, value in office.answers.items() if name != "members"}
    assert names == {"member[1]/name": "Sara", "member[3]/name": "Reza", "member[3]/age": "30"}


async def test_an_answer_that_is_not_asked_for_is_told_and_does_no_harm(office: Office) -> None:
    sheet = await office.sends()
    sheet.fill(WORKS, 2, {**SEWING, "چرا کم؟": "نمی‌دانم"})
    result = await office.receives(sheet)
    assert result["cells"] == []
    assert notes(result) == ["not_asked"]


@pytest.mark.parametrize("count", [210, pytest.param(1300, marks=pytest.mark.ci)])
async def test_more_rows_than_a_draft_holds_become_lines_of_their_own_with_what_is_wrong(
    office: Office, count: int
) -> None:
    sheet = await office.sends()
    wages = sheet.column(WORKS, "دستمزد")
    for row in range(2, count + 2):
        sheet.sheet(WORKS).append([None, f"کار {row}", "مشهد", "گلشهر", row])
    sheet.sheet(WORKS).cell(200, wages).value = "زیاد"
    result = await office.receives(sheet)
    assert (result["good"], result["wrong"]) == (count - 1, 1)
    assert wrong(result) == [(200, "دستمزد")]
    assert office.rows["work"] == 0
    lines = office.stored(result)
    assert len(lines) == count
    assert lines[0]["values"] == {"activity": "کار 2", "city": "m", "hood": "g", "wage": "2"}
    assert lines[198]["values"] == {}
    # A wrong row is kept as it was typed, whole.
    assert [(one["name"], one["typed"], "key" in one) for one in lines[198]["problems"]] == [
        ("activity", "کار 200", False),
        ("city", "مشهد", False),
        ("hood", "گلشهر", False),
        ("wage", "زیاد", True),
    ]
    assert office.progress[-1] == (count, count)
