"""Rosters of agencies and people: read whole, or each error named with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.access.member import Role
from domain.access.roster import Entry, Problem, Roster, entry_from_json, read_lines, read_table
from domain.access.roster_twins import settled

HEAD = ["نام دستگاه", "نوع", "گروه‌ها", "نام و نام خانوادگی", "همراه", "نقش"]
KINDS = ["دستگاه‌های اجرایی", "تشکل‌های بخش خصوصی"]


def lines(text: str) -> Roster:
    return read_lines(text, KINDS, ["کلیه مدعوین"])


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("شهرداری مشهد", Entry(1, "شهرداری مشهد")),
        ("۱- شهرداری مشهد", Entry(1, "شهرداری مشهد")),
        ("شهرداری، کليه مدعوين", Entry(1, "شهرداری", groups=("کلیه مدعوین",))),
        ("اتاق بازرگانی، تشکل‌های بخش خصوصی", Entry(1, "اتاق بازرگانی", kind="تشکل‌های بخش خصوصی")),
        ("شهرداری، خانم محمدی", Entry(1, "شهرداری", name="خانم محمدی")),
        ("شهرداری، سارا محمدی، ۰۹۱۵۱۲۳۴۵۶۷", Entry(1, "شهرداری", name="سارا محمدی", phone="+989151234567")),
        (
            "شهرداری, مدعوین, سارا محمدی, 0915 123 4567",
            Entry(1, "شهرداری", groups=("مدعوین",), name="سارا محمدی", phone="+989151234567"),
        ),
        ("اتاق بازرگانی، صنایع و معادن | مدعوین", Entry(1, "اتاق بازرگانی، صنایع و معادن", groups=("مدعوین",))),
    ],
)
def test_a_line_is_read(line: str, entry: Entry) -> None:
    assert lines(line) == Roster((entry,), ())


@pytest.mark.parametrize(
    "line",
    [
        "اتاق بازرگانی، صنایع، معادن و کشاورزی",
        "اتاق بازرگانی، صنایع",
        "شهرداری، مدعوین، سارا محمدی",
        "الف، ب، ج، د، ۰۹۱۵۱۲۳۴۵۶۷",
        "الف | ب | ج | ۰۹۱۵۱۲۳۴۵۶۷ | ه",
    ],
)
def test_a_line_with_two_readings_is_a_problem_and_no_guess(line: str) -> None:
    read = lines("شهرداری\n" + line)
    assert [problem.what for problem in read.problems] == ["unclear_line"]
    assert read.problems[0].where == "2"
    assert len(read.entries) == 1


def test_columns_stand_in_any_order_under_a_head_that_is_not_the_first_row() -> None:
    read = read_table(
        [["فهرست مدعوین"], ["موبایل", "سازمان", "نماینده"], ["۹۱۵۱۲۳۴۵۶۷", "شهرداری", "سارا"], ["", "", ""]], KINDS
    )
    assert read == Roster((Entry(3, "شهرداری", name="سارا", phone="+989151234567"),), ())


def test_wrong_cells_are_named() -> None:
    read = read_table(
        [
            [*HEAD, "ملاحظات"],
            ["شهرداری", "دستگاه‌های اجرائی", "", "سارا", "ندارد", "معاون"],
            ["", "", "", "رضا", "", ""],
            ["اتاق", "", "", "", "۰۹۱۵۱۲۳۴۵۶۷", ""],
            ["دانشگاه", "دستگاه‌های اجراییی", "الف، ب", "", "", ""],
        ],
        KINDS,
    )
    named = [(problem.where, problem.what) for problem in read.problems]
    assert named == [
        ("G1", "unknown_column"),
        ("F2", "no_such_role"),
        ("E2", "no_phone"),
        ("A3", "no_agency"),
        ("D4", "no_name"),
        ("B5", "kind_like"),
    ]
    assert read.problems[-1].hint == "دستگاه‌های اجرایی"


def test_a_sheet_without_the_agencys_column_says_so() -> None:
    assert read_table([["نام", "همراه"], ["سارا", ""]], KINDS).problems[0].what == "no_head"


def test_merged_cells_count_for_all_their_rows_and_are_noted() -> None:
    read = read_table(
        [HEAD, ["شهرداري مشهد", "", "", "سارا محمدی", "", ""], ["", "", "", "علی اکبری", "", ""]], KINDS, [(1, 0, 2, 0)]
    )
    assert [(entry.agency, entry.name) for entry in read.entries] == [
        ("شهرداری مشهد", "سارا محمدی"),
        ("شهرداری مشهد", "علی اکبری"),
    ]
    assert read.notes == (Problem("A2:A3", "merged", "شهرداری مشهد"),)


def test_a_heading_between_the_rows_is_no_agency() -> None:
    read = read_table([HEAD, ["الف) استان", "", "", "", "", ""], ["شهرداری"]], KINDS, [(1, 0, 1, 5)])
    assert [entry.agency for entry in read.entries] == ["شهرداری"]
    assert read.notes == (Problem("A2:F2", "across", "الف) استان"),)


@pytest.mark.parametrize("phone", ["0915123456", "۰۹۱۵۱۲۳۴۵۶۷۸", "091512345", "۱۱۸"])
def test_a_number_that_lost_or_gained_a_digit_is_named(phone: str) -> None:
    read = read_table([HEAD, ["شهرداری", "", "", "سارا محمدی", phone, ""]], KINDS)
    assert [(one.where, one.what) for one in read.problems] == [("E2", "no_phone")]


def test_an_error_of_excel_and_a_text_that_no_column_takes_are_problems() -> None:
    read = read_table([HEAD, ["#REF!", "", "", "", "", ""], ["الف" * 200, "", "", "", "", ""]], KINDS)
    assert [(one.where, one.what) for one in read.problems] == [("A2", "formula"), ("A3", "long")]
    assert not read.entries


def test_of_twins_the_first_stands_and_the_other_is_named_with_its_place() -> None:
    rows = [
        ["شهرداری", "", "", "سارا محمدی", "09151234567", ""],
        ["شهرداری", "", "", "سارا محمدي", "۰۹۱۵۱۲۳۴۵۶۷", ""],
        ["اتاق", "", "", "علی اکبری", "09151234567", ""],
        ["شهرداری", "", "", "سارا محمدی", "09151234568", ""],
        ["اتاق", "", "", "سارا محمدی", "09151234567", ""],
    ]
    found = settled(read_table([HEAD, *rows], KINDS))
    assert [(entry.row, entry.agency) for entry in found.entries] == [(2, "شهرداری"), (6, "اتاق")]
    assert found.notes == (Problem("A3", "repeated", "سارا محمدی", "A2"),)
    assert [(one.where, one.what, one.hint) for one in found.problems] == [
        ("E4", "others_phone", "E2"),
        ("E5", "two_phones", "E2"),
    ]


def test_of_two_roles_of_one_person_the_second_is_named_and_an_unsaid_one_is_the_first() -> None:
    rows = [
        ["شهرداری", "", "", "سارا محمدی", "", "مدیر"],
        ["شهرداری", "", "", "سارا محمدی", "", "رابط"],
        ["شهرداری", "", "مدعوین", "سارا محمدی", "", ""],
        ["اتاق", "", "", "سارا محمدی", "", "رابط"],
    ]
    found = settled(read_table([HEAD, *rows], KINDS))
    assert [(entry.row, entry.role) for entry in found.entries] == [(2, Role.HEAD), (4, Role.HEAD), (5, Role.CONTACT)]
    assert found.problems == (Problem("F3", "two_roles", "سارا محمدی", "F2"),)


def test_of_two_kinds_of_one_agency_the_first_counts_and_nobody_is_lost() -> None:
    rows = [
        ["شهرداری", KINDS[0], "", "سارا محمدی", "", ""],
        ["شهرداری", "نهادهای محلی", "", "علی اکبری", "", ""],
    ]
    found = settled(read_table([HEAD, *rows], KINDS))
    assert [(entry.name, entry.kind) for entry in found.entries] == [("سارا محمدی", KINDS[0]), ("علی اکبری", "")]
    assert found.notes == (Problem("B3", "two_kinds", "نهادهای محلی", "B2"),)


@pytest.mark.parametrize(
    ("names", "phones", "read"),
    [
        ("سارا محمدی، علی اکبری", "", [("سارا محمدی", ""), ("علی اکبری", "")]),
        (
            "سارا محمدی و علی اکبری",
            "09151234567 / 09151234568",
            [("سارا محمدی", "+989151234567"), ("علی اکبری", "+989151234568")],
        ),
        ("سارا محمدی\nعلی اکبری", "", [("سارا محمدی", ""), ("علی اکبری", "")]),
        ("محمدی، سارا", "09151234567", [("محمدی، سارا", "+989151234567")]),
        ("سید محمد رضایی و فرزندان", "", [("سید محمد رضایی و فرزندان", "")]),
    ],
)
def test_several_names_in_a_cell_are_several_people(names: str, phones: str, read: list[tuple[str, str]]) -> None:
    found = read_table([HEAD, ["شهرداری", "", "", names, phones, ""]], KINDS)
    assert [(entry.name, entry.phone) for entry in found.entries] == read
    assert [(note.where, note.what) for note in found.notes] == [("D2", "parted")] * (len(read) > 1)


def test_several_names_with_one_number_are_asked_about() -> None:
    found = read_table([HEAD, ["شهرداری", "", "", "سارا محمدی، علی اکبری", "09151234567", ""]], KINDS)
    assert not found.entries
    assert [(one.where, one.what) for one in found.problems] == [("D2", "several_names")]


CELL = st.text(alphabet="ابپسش۰۹۱5a|، ", max_size=12)


@given(st.lists(st.lists(CELL, min_size=len(HEAD), max_size=len(HEAD)), max_size=6))
def test_no_row_is_lost_in_silence(rows: list[list[str]]) -> None:
    read = read_table([HEAD, *rows], KINDS)
    told = {entry.row for entry in read.entries} | {int(one.where.lstrip("ABCDEF")) for one in read.problems}
    assert told == {number for number, row in enumerate(rows, 2) if any(cell.strip() for cell in row)}


@given(st.text(max_size=200))
def test_pasted_lines_never_break_the_reader(text: str) -> None:
    read = lines(text)
    told = {entry.row for entry in read.entries} | {int(problem.where) for problem in read.problems}
    assert told <= set(range(1, len(text.splitlines()) + 1))


def test_an_entry_survives_its_json() -> None:
    entry = Entry(3, "شهرداری", groups=("الف", "ب"), name="سارا", role=Role.DEPUTY)
    raw = Roster((entry,), ()).to_json()["entries"][0]
    assert entry_from_json({**raw, "groups": list(raw["groups"]), "role": "deputy"}) == entry
