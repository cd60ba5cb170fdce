"""Photos and whatever else no cell holds stay with their row, whatever becomes of it in the sheet."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.form_sheets.layout import lay_out
from services.form_sheets.reading.assembling import Assembler
from services.form_sheets.reading.origins import Origins
from services.form_sheets.reading.rows import ReadPage, Row
from services.form_sheets.reading.source import FoundPage, Line
from tests.services.form_sheets.office import Office, notes, wrong
from tests.services.form_sheets.wages import SEWING, WORKS
from tests.xlsforms import form


@pytest.fixture
def office(office: Office) -> Office:
    """Two works, each with its photo."""
    office.rows = {"work": 2}
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


PARENT = "ردیف بالادست"


@pytest.fixture
def houses(tmp_path: Path) -> Office:
    """Two houses, in each an Ali of whom there is a photo."""
    office = Office(HOUSES, tmp_path)
    office.rows = {"house": 2, "house[1]/member": 1, "house[2]/member": 1}
    office.answers = {"house[1]/head": "یاسر", "house[2]/head": "طاهره"}
    office.answers |= {"house[1]/member[1]/name": "علی", "house[1]/member[1]/photo": "1.jpg"}
    office.answers |= {"house[2]/member[1]/name": "علی", "house[2]/member[1]/photo": "2.jpg"}
    return office


def members(office: Office, house: int) -> list[tuple[str | None, ...]]:
    return rows(office, "name", "photo", repeat=f"house[{house}]/member")


@pytest.mark.parametrize("numbered", [True, False])
async def test_a_photo_follows_its_row_into_another_row(houses: Office, numbered: bool) -> None:
    sheet = await houses.sends()
    sheet.fill("اعضا", 2, {PARENT: 2})
    if not numbered:
        sheet.fill("اعضا", 3, {"نام": "مینا"})
        sheet.sheet("اعضا").delete_cols(1)
    result = await houses.receives(sheet)
    assert (members(houses, 1), wrong(result)) == ([], [])
    second = ("علی", "2.jpg") if numbered else ("مینا", None)
    photo = "1.jpg" if numbered else "2.jpg"
    assert members(houses, 2) == [("علی", photo), second]


async def test_a_row_of_which_name_and_house_were_changed_keeps_its_photo(houses: Office) -> None:
    sheet = await houses.sends()
    sheet.fill("خانه‌ها", 4, {"ردیف": 3, "سرپرست": "نرگس"})
    sheet.fill("اعضا", 3, {"نام": "امیرعلی", PARENT: 3})
    await houses.receives(sheet)
    assert [members(houses, house) for house in (1, 2, 3)] == [[("علی", "1.jpg")], [], [("امیرعلی", "2.jpg")]]


async def test_a_row_of_a_house_that_is_not_there_stays_where_it_was_until_that_is_mended(houses: Office) -> None:
    before = dict(houses.answers)
    sheet = await houses.sends()
    sheet.fill("اعضا", 2, {PARENT: 9})
    result = await houses.receives(sheet)
    assert wrong(result) == [(2, PARENT)]
    assert (notes(result), houses.answers) == (["stayed"], before)
    marked = houses.marked(result)
    marked.fill("اعضا", 2, {PARENT: 2})
    await houses.receives(marked)
    assert (members(houses, 1), sorted(members(houses, 2))) == ([], [("علی", "1.jpg"), ("علی", "2.jpg")])


async def test_rows_inside_rows_that_were_deleted_are_told_and_brought_back(houses: Office) -> None:
    sheet = await houses.sends()
    sheet.sheet("اعضا").delete_rows(2)
    before = dict(houses.answers), dict(houses.rows)
    result = await houses.receives(sheet)
    assert result["notes"] == [{"key": "form_sheet.note.removed_back", "params": {"count": 1}}]
    assert (members(houses, 1), members(houses, 2)) == ([], [("علی", "2.jpg")])
    assert (result["undo"]["answers"], result["undo"]["rows"]) == before


THREE_DEEP = form(
    """
    survey:
    type | name | label
    begin_repeat | house | خانه‌ها
    text | head | سرپرست
    begin_repeat | room | اتاق‌ها
    text | use | کاربری
    begin_repeat | thing | چیزها
    text | what | چه چیزی
    end_repeat
    end_repeat
    end_repeat
    """
)


async def test_rows_three_deep_come_back_beyond_the_chat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(THREE_DEEP, tmp_path)
    usual = Office._params
    monkeypatch.setattr(Office, "_params", lambda self: {**usual(self), "most_rows": 2})
    office.rows = {"house": 3}
    for house in range(1, 4):
        office.answers[f"house[{house}]/head"] = f"سرپرست {house}"
        office.rows[f"house[{house}]/room"] = 2
        for room in (1, 2):
            office.answers[f"house[{house}]/room[{room}]/use"] = f"اتاق {room}"
            office.rows[f"house[{house}]/room[{room}]/thing"] = 1
            office.answers[f"house[{house}]/room[{room}]/thing[1]/what"] = f"چیز {house} {room}"
    result = await office.receives(await office.sends())
    assert wrong(result) == []
    stored = [line["values"] for line in office.stored(result)]
    things = [[one.get(f"room[{room}]/thing[1]/what") for room in (1, 2)] for one in stored]
    assert things == [[f"چیز {house} 1", f"چیز {house} 2"] for house in range(1, 4)]


class Watched(list[Row]):
    """Rows that count how often one of them is looked at."""

    looked = 0

    def __iter__(self) -> Iterator[Row]:
        for row in super().__iter__():
            self.looked += 1
            yield row


def test_rows_inside_rows_are_looked_at_a_few_times_each_however_many_there_are() -> None:
    outer, inner = lay_out(HOUSES, "fa").pages
    pages = [
        ReadPage(FoundPage(page, page.title, {0: 0}, {}), Watched(made))
        for page, made in (
            (outer, [Row(Line(n, []), {outer.columns[0].place: f"خانه {n}"}, number=n) for n in range(1, 301)]),
            (inner, [Row(Line(n, []), {inner.columns[0].place: f"علی {n}"}, parent=n) for n in range(1, 301)]),
        )
    ]
    origins = Origins(pages, {}, {}, {}, {})
    members = pages[1].rows
    assert isinstance(members, Watched)
    members.looked = 0
    made = Assembler(pages, {}, {}, origins).assemble({page.page.place: list(page.rows) for page in pages})
    assert made.answers["house[300]/member[1]/name"] == "علی 300"
    assert members.looked <= 3 * len(members)
