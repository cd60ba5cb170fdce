"""A form is replaced while people fill it in in Excel: the sheet of the old version is read for the new one."""

from pathlib import Path

from domain.forms.compiled.carry_over import CarryOver
from tests.services.form_sheets.office import Office, notes, wrong
from tests.xlsforms import form

OLD = """
survey:
type|name|label|required
begin repeat|work|کارها
text|activity|نام فعالیت|yes
select_one kind|kind|گونه
integer|wage|دستمزد
image|photo|عکس
end repeat||
choices:
list_name|name|label
kind|a|دستی
kind|b|ماشینی
"""
NEW = OLD.replace("kind|b|ماشینی", "kind|c|نیمه‌ماشینی").replace("integer|wage", "decimal|wage")
WORKS = "کارها"


async def test_a_row_whose_choice_vanished_is_mended_and_not_there_twice(tmp_path: Path) -> None:
    office = Office(form(OLD), tmp_path)
    office.rows = {"work": 0}
    sheet = await office.sends()
    sheet.fill(WORKS, 2, {"نام فعالیت": "خیاطی", "گونه": "ماشینی", "دستمزد": 2000})
    sheet.fill(WORKS, 3, {"نام فعالیت": "قالی", "گونه": "دستی", "دستمزد": 3000})
    await office.receives(sheet)
    office.answers["work[1]/photo"] = "a.jpg"
    # The office replaces the form, and Mr Akbari carries his answers over.
    new = form(NEW)
    kept = CarryOver(office.form, new, "fa").carry(office.answers, office.rows)
    assert kept.lost == ("گونه",)
    office.form, office.answers, office.rows = new, kept.answers, kept.rows
    office.ids["version"] = "18"
    result = await office.receives(sheet)
    assert wrong(result) == [(2, "گونه")]
    assert notes(result) == ["old_version", "stayed"]
    marked = office.marked(result)
    marked.fill(WORKS, 2, {"گونه": "نیمه‌ماشینی"})
    result = await office.receives(marked)
    assert notes(result) == []
    assert office.rows == {"work": 2}
    values = {name: value for name, value in office.answers.items() if name.startswith("work")}
    assert values == {
        "work[1]/activity": "خیاطی",
        "work[1]/kind": "c",
        "work[1]/wage": "2000.0",
        "work[1]/photo": "a.jpg",
        "work[2]/activity": "قالی",
        "work[2]/kind": "a",
        "work[2]/wage": "3000.0",
    }
