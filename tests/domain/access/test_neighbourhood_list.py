"""Sheets of neighbourhoods: merged cells, twins, wrong phones and Arabic letters, each with its cell."""

from hypothesis import given
from hypothesis import strategies as st

from domain.access.neighbourhood_list import Entry, NeighbourhoodList, Table, read_tables
from domain.access.neighbourhoods import key

HEAD = ["ردیف", "محله", "ناحیه", "تسهیلگر", "تلفن تسهیلگر"]


def read(*rows: list[str], merged: tuple[tuple[int, int, int, int], ...] = (), known: str = "") -> NeighbourhoodList:
    names = {key(name): f"محلهٔ {name}" for name in known.split("،") if name}
    return read_tables([Table("برگه", [HEAD, *rows], merged)], names)


def faults(read_list: NeighbourhoodList) -> list[tuple[str, str, str]]:
    return [(one.where.removeprefix("برگه!"), one.what, one.hint) for one in read_list.problems]


def test_rows_are_read_whatever_the_keyboard_and_headings_may_be_repeated() -> None:
    found = read(
        ["۱", "محلة گلشهر", "منطقة ۵", "محسن صادقي", "۰۹۱۵ ۱۲۳ ۴۵۶۷"],
        HEAD,
        ["", "", "", "", ""],
        ["۲", "طلاب", "", "", ""],
    )
    assert found.entries == [
        Entry("محلهٔ گلشهر", "منطقة ۵", "محسن صادقی", "+989151234567"),
        Entry("محلهٔ طلاب"),
    ]
    assert not found.problems
    assert not found.notes


def test_merged_cells_count_for_all_their_rows_and_are_named() -> None:
    found = read(
        ["۱", "گلشهر", "منطقهٔ ۵", "محسن صادقی", ""],
        ["۲", "", "", "نادیا کرمی", ""],
        ["۳", "طلاب", "", "", ""],
        merged=((1, 1, 2, 1), (1, 2, 3, 2), (0, 0, 0, 4)),
    )
    assert [(entry.name, entry.district) for entry in found.entries] == [
        ("محلهٔ گلشهر", "منطقهٔ ۵"),
        ("محلهٔ گلشهر", "منطقهٔ ۵"),
        ("محلهٔ طلاب", "منطقهٔ ۵"),
    ]
    assert [(note.where, note.what) for note in found.notes] == [("برگه!B2:B3", "merged"), ("برگه!C2:C4", "merged")]


def test_a_heading_between_the_rows_is_no_neighbourhood() -> None:
    found = read(["", "محله‌های ناحیهٔ ۵", "", "", ""], ["۱", "گلشهر", "", "", ""], merged=((1, 1, 1, 4),))
    assert [entry.name for entry in found.entries] == ["محلهٔ گلشهر"]
    assert [(note.where, note.what) for note in found.notes] == [("برگه!B2:E2", "across")]


def test_a_merged_number_is_not_taken_for_two_people() -> None:
    found = read(
        ["", "گلشهر", "", "محسن صادقی", "09151234567"], ["", "طلاب", "", "نادیا کرمی", ""], merged=((1, 4, 2, 4),)
    )
    assert faults(found) == [("E3", "others_phone", "برگه!E2")]
    assert len(found.entries) == 1


def test_each_fault_is_named_with_its_cell() -> None:
    found = read(
        ["", "گلشهر", "منطقهٔ ۵", "محسن صادقی", "09151234567"],
        ["", "", "", "سارا محمدی", ""],
        ["", "قائم", "", "سارا محمدی", "ندارد"],
        ["", "قائم", "", "", "09151112233"],
        ["", "گلشهر", "منطقهٔ ۶", "", ""],
        ["", "گلشهری", "", "", ""],
        ["", "طلاب", "", "محسن صادقی", "09153334455"],
        ["", "شهید رجایيی", "", "", ""],
        ["", "قائم", "", "نادیا کرمی و سارا محمدی", ""],
        ["", "#REF!", "", "", ""],
        ["", "گل شهر", "", "محسن صادقی", "09151234567"],
        known="شهید رجایی",
    )
    assert faults(found) == [
        ("B3", "no_name", ""),
        ("E4", "no_phone", ""),
        ("D5", "no_person", ""),
        ("C6", "other_district", "برگه!C2"),
        ("B7", "near", "محلهٔ گلشهر"),
        ("E8", "two_phones", "برگه!E2"),
        ("B9", "near", "محلهٔ شهید رجایی"),
        ("D10", "several", ""),
        ("B11", "formula", ""),
    ]
    assert len(found.entries) == 1
    assert [(note.where, note.what) for note in found.notes] == [("برگه!B12", "repeated")]


def test_a_workbook_without_the_column_says_so_and_an_unknown_one_is_named() -> None:
    bare = read_tables([Table("الف", [["نام"], ["گلشهر"]]), Table("ب", [])], {})
    assert [(one.where, one.what) for one in bare.problems] == [("الف!A1", "no_head")]
    one = read_tables([Table("الف", [["راهنما"]]), Table("ب", [["محله", "جمعیت"], ["گلشهر", "۱۲۰۰"]])], {})
    assert [entry.name for entry in one.entries] == ["محلهٔ گلشهر"]
    assert [(note.where, note.said) for note in one.notes] == [("ب!B1", "جمعیت")]


@given(st.lists(st.lists(st.text(alphabet="اگلشهر ۰۱۹5#،و\u200c", max_size=14), max_size=6), max_size=8))
def test_no_row_is_lost_without_a_word(rows: list[list[str]]) -> None:
    found = read(*rows)
    told = {int(one.where.rpartition("!")[2].lstrip("ABCDE")) for one in (*found.problems, *found.notes)}
    filled = {place for place, row in enumerate(rows, 2) if any(cell.strip(" \u200c") for cell in row[1:5])}
    assert len(found.entries) + len(told & filled) == len(filled)
