"""Photos and whatever else no cell holds stay with their row, whatever becomes of it in the sheet."""

from pathlib import Path
from typing import Any

import pytest

from tests.services.form_sheets.office import Office, notes, wrong
from tests.services.form_sheets.test_returned import SEWING, WAGES, WORKS
from tests.xlsforms import form


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Two works, each with its photo."""
    office = Office(WAGES, tmp_path)
    office.answers, office.rows = {"firm": "نخ طلایی"}, {"work": 2}
    for number, (name, wage) in enumerate((("خیاطی", 2000), ("قالی", 3000)), 1):
        row = {"activity": name, "city": "m", "hood": "g", "wage": str(wage), "phone": "09151234567"}
        photo = {"photo": f"{number}.jpg"}
        office.answers |= {f"work[{number}]/{one}": value for one, value in {**row, **photo}.items()}
    return office


def rows(office: Office, *names: str, repeat: str = "work") -> list[tuple[str | None, ...]]:
    numbers = range(1, office.rows[repeat] + 1)
    return [tuple(office.answers.get(f"{repeat}[{number}]/{name}") for name in names) for number in numbers]


async def test_a_row_with_a_wrong_cell_stays_as_it_was_until_the_cell_is_mended(office: Office) -> None:
    before = dict(office.answers)
    sheet = await office.sends()
    sheet.fill(WORKS, 2, {"دستمزد": "زیاد"})
    result = await office.receives(sheet)
    assert wrong(result) == [(2, "دستمزد")]
    assert notes(result) == ["stayed"]
    assert office.answers == before
    marked = office.marked(result)
    marked.fill(WORKS, 2, {"دستمزد": 5000})
    assert notes(await office.receives(marked)) == []
    assert rows(office, "wage", "photo") == [("5000", "1.jpg"), ("3000", "2.jpg")]


@pytest.mark.parametrize("numbered", [True, False])
async def test_a_column_that_was_deleted_leaves_its_answers(office: Office, numbered: bool) -> None:
    sheet = await office.sends()
    works = sheet.sheet(WORKS)
    works.delete_cols(sheet.column(WORKS, "تلفن"))
    if numbered:
        sheet.fill(WORKS, 2, {"دستمزد": "زیاد"})
    else:
        works.delete_cols(1)
    result = await office.receives(sheet)
    assert "missing" in notes(result)
    expected = [("09151234567", "1.jpg"), ("09151234567", "2.jpg")]
    assert rows(office, "phone", "photo") == expected
    if numbered:
        # The sheet that goes back has the column again, with what the draft has.
        marked = office.marked(result)
        assert marked.read(WORKS, 2, "تلفن") == "09151234567"
        marked.fill(WORKS, 2, {"دستمزد": 7000})
        await office.receives(marked)
    else:
        await office.receives(sheet)
    assert rows(office, "phone", "photo") == expected


async def test_rows_that_were_deleted_in_the_sheet_are_told(office: Office) -> None:
    sheet = await office.sends()
    sheet.sheet(WORKS).delete_rows(2, 2)
    result = await office.receives(sheet)
    assert result["notes"] == [{"key": "form_sheet.note.removed_back", "params": {"count": 2}}]
    # Whoever did not mean it brings them back with their photos.
    assert [result["undo"]["answers"][f"work[{number}]/photo"] for number in (1, 2)] == ["1.jpg", "2.jpg"]
    assert result["undo"]["rows"] == {"work": 2}


async def test_a_photo_that_came_after_the_sheet_stays_when_a_new_row_is_changed(office: Office) -> None:
    sheet = await office.sends()
    for row, name in ((4, "گلدوزی"), (5, "بافتنی")):
        sheet.fill(WORKS, row, {**SEWING, "نام فعالیت": name})
    await office.receives(sheet)
    office.answers |= {"work[3]/photo": "3.jpg", "work[4]/photo": "4.jpg"}
    sheet.fill(WORKS, 4, {"دستمزد": 9000})
    await office.receives(sheet)
    assert rows(office, "wage", "photo")[2:] == [("9000", "3.jpg"), ("200000", "4.jpg")]
    # A row that was changed in the chat is not there a second time when the sheet comes again.
    office.answers["work[4]/wage"] = "4000"
    await office.receives(sheet)
    assert [name for name, _ in rows(office, "activity", "wage")] == ["خیاطی", "قالی", "گلدوزی", "بافتنی"]
    assert office.answers["work[4]/wage"] == "4000"


async def test_beyond_the_chat_photos_and_rows_of_the_chat_stay(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = Office._params
    monkeypatch.setattr(Office, "_params", lambda self: {**usual(self), "most_rows": 3})
    sheet = await office.sends()
    office.rows["work"] = 4
    office.answers |= {
        "work[3]/activity": "عروسک",
        "work[3]/wage": "50",
        "work[3]/photo": "3.jpg",
        "work[4]/photo": "4.jpg",
    }
    for row in (4, 5, 6):
        sheet.fill(WORKS, row, {**SEWING, "نام فعالیت": f"کار {row}"})
    sheet.fill(WORKS, 3, {"دستمزد": "زیاد"})
    result = await office.receives(sheet)
    assert (office.rows["work"], notes(result)) == (0, ["kept", "stayed"])
    stored: list[dict[str, Any]] = [line["values"] for line in office.stored(result)]
    assert [(one.get("activity"), one.get("wage"), one.get("photo")) for one in stored] == [
        ("خیاطی", "2000", "1.jpg"),
        ("قالی", "3000", "2.jpg"),
        *[(f"کار {row}", "200000", None) for row in (4, 5, 6)],
        ("عروسک", "50", "3.jpg"),
        (None, None, "4.jpg"),
    ]


HOUSES = form(
    """
    survey:
    type | name | label | required
    begin_repeat | house | خانه‌ها
    text | head | سرپرست | yes
    begin_repeat | member | اعضا
    text | name | نام | yes
    image | photo | عکس
    end_repeat
    end_repeat
    """
)


async def test_rows_inside_rows_keep_theirs_too(tmp_path: Path) -> None:
    office = Office(HOUSES, tmp_path)
    office.rows = {"house": 2, "house[1]/member": 1, "house[2]/member": 1}
    office.answers = {"house[1]/head": "یاسر", "house[2]/head": "طاهره"}
    office.answers |= {"house[1]/member[1]/name": "علی", "house[1]/member[1]/photo": "1.jpg"}
    office.answers |= {"house[2]/member[1]/name": "علی", "house[2]/member[1]/photo": "2.jpg"}
    sheet = await office.sends()
    # Meanwhile Tahereh's daughter is added in the chat.
    office.rows["house[2]/member"] = 2
    office.answers |= {"house[2]/member[2]/name": "مینا", "house[2]/member[2]/photo": "3.jpg"}
    expected = {**office.answers, "house[1]/member[1]/name": "رضا", "house[1]/head": "یاسر احمدی"}
    sheet.fill("اعضا", 2, {"نام": "رضا"})
    sheet.fill("خانه‌ها", 2, {"سرپرست": "یاسر احمدی"})
    await office.receives(sheet)
    assert office.answers == expected
    assert office.rows == {"house": 2, "house[1]/member": 1, "house[2]/member": 2}
