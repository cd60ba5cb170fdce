"""Files that nobody can use."""

import zipfile
from pathlib import Path

import pytest

from domain.chat.incoming import Trouble
from services.files.attachments import trouble_with
from tests.services.archives import archive
from tests.services.document_reading.word import docx, paragraph, row, table

PICTURE = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"


@pytest.mark.parametrize(
    ("name", "data", "trouble"),
    [
        ("نصب.exe", b"anything", Trouble.PROGRAM),
        ("نصب.EXE. ", b"anything", Trouble.PROGRAM),
        ("گزارش.docx", b"MZ\x90\x00", Trouble.PROGRAM),
        ("گزارش", b"\x7fELF", Trouble.PROGRAM),
        ("گزارش.txt", b"", Trouble.EMPTY),
        ("گزارش.docx", docx(), Trouble.EMPTY),
        ("گزارش.docx", docx(paragraph(), paragraph(" ")), Trouble.EMPTY),
        ("گزارش.docx", docx(table(row("", "متن"))), None),
        ("گزارش.docx", docx(paragraph(inside=PICTURE)), None),
        ("گزارش.docx", b"PK\x03\x04 broken", None),
        ("گزارش.pdf", b"%PDF-1.7", None),
        ("عکس.jpg", b"\xff\xd8\xff", None),
    ],
)
def test_programs_and_empty_files_have_a_trouble(
    tmp_path: Path, name: str, data: bytes, trouble: Trouble | None
) -> None:
    (tmp_path / "file").write_bytes(data)
    assert trouble_with(name, tmp_path / "file") is trouble


def test_bytes_that_are_made_to_be_searched_for_ever_hold_up_nobody(tmp_path: Path) -> None:
    for words in (b"<w:t ", b"<w:t>", b"<w:t> ", b"<w:t"):
        (tmp_path / "file").write_bytes(archive("word/document.xml", words * 800_000))
        assert trouble_with("گزارش.docx", tmp_path / "file") in (Trouble.EMPTY, None)


def test_an_archive_of_endless_parts_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(archive("word/document.xml", b"<w:t>", copies=30_000))
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert trouble_with("گزارش.docx", tmp_path / "file") is None
