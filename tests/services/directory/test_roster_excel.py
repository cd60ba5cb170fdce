"""Sheets of agencies: read whole or refused, and readable when they were written here."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from services.directory.sheets.roster_excel import MOST_ROWS, links, read, template
from services.errors import Refused
from services.files.file_store import FileStore

Rows = list[list[Any]]


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path)


def kept(store: FileStore, **sheets: Rows) -> str:
    """Put a workbook into the store."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return store.write(data.getvalue())


def reading(store: FileStore, digest: str) -> dict[str, Any]:
    return read({"hash": digest, "kinds": ["دانشگاه‌ها"], "groups": [], "known": []}, store, "fa")


def test_every_sheet_with_the_agencys_column_counts_and_others_do_not(store: FileStore) -> None:
    result = reading(
        store,
        kept(
            store,
            راهنما=[["این فایل را پر کنید."]],
            استان=[["نام دستگاه"], ["شهرداری"]],
            شهرستان=[["دستگاه", "نقش"], ["فرمانداری", "معاون"]],
        ),
    )
    assert [entry["agency"] for entry in result["entries"]] == ["شهرداری"]
    assert [problem["where"] for problem in result["problems"]] == ["شهرستان!B2", "شهرستان!A2"]


def test_without_any_such_column_the_first_sheet_is_named(store: FileStore) -> None:
    result = reading(store, kept(store, برگه=[["نام"], ["سارا"]], دیگر=[["تلفن"]]))
    assert [(one["where"], one["what"]) for one in result["problems"]] == [("برگه!A1", "no_head")]


def test_numbers_that_excel_kept_as_numbers_are_phones_again(store: FileStore) -> None:
    result = reading(store, kept(store, برگه=[["دستگاه", "نام", "همراه"], ["شهرداری", "سارا", 9151234567.0]]))
    assert result["entries"][0]["phone"] == "+989151234567"


def test_a_list_that_is_too_long_is_refused_and_not_cut(store: FileStore) -> None:
    digest = kept(store, برگه=[["دستگاه"], *([f"دستگاه {number}"] for number in range(MOST_ROWS + 1))])
    with pytest.raises(Refused):
        reading(store, digest)


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"\xd0\xcf\x11\xe0" + bytes(600), b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused(store: FileStore, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        reading(store, store.write(data))
    assert refused.value.text.key == "roster.not_a_sheet"


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_template_is_read_as_an_empty_list(store: FileStore, language: str) -> None:
    digest = template({"kinds": ["دانشگاه‌ها"], "groups": []}, store, language)["hash"]
    assert reading(store, digest) == {"entries": (), "problems": (), "notes": ()}


def test_links_stand_beside_those_whom_they_invite(store: FileStore) -> None:
    row = [
        "شهرداری",
        "نماینده",
        "سارا محمدی",
        "+989151234567",
        "https://t.me/x?start=a",
        "https://ble.ir/x?start=a",
        "متن",
    ]
    digest = links({"rows": [row], "platforms": ["telegram", "bale"]}, store, "fa")["hash"]
    book = openpyxl.load_workbook(io.BytesIO(store.read(digest)))
    assert book.active
    head, first = [[cell.value for cell in line] for line in book.active.iter_rows()]
    assert head[4:] == ["پیوند دعوت در تلگرام", "پیوند دعوت در بله", "متن پیام"]
    assert first == row
    assert book.active.sheet_view.rightToLeft
