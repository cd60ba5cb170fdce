"""Files of other word processors, by LibreOffice where it is installed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from domain.dates.working_days import Calendar
from domain.minutes import Unreadable
from services.document_reading import document_of, read_minutes
from services.files import libreoffice
from tests.conftest import absent

TABLE = (("مصوبه", "مسئول", "مهلت"), ("مقرر شد فهرست محله‌ها تهیه شود.", "شهرداری", "یک هفته"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le")
OTHERS = [
    pytest.param(OLE, "doc", id="doc"),
    pytest.param(b"{\\rtf1 salam}", "rtf", id="rtf"),
]


def minutes(*, table: bool = True) -> bytes:
    """Return minutes as Word itself writes them: LibreOffice opens no smaller file."""
    document = Document()
    document.add_paragraph("تاریخ جلسه: ۱۴۰۳/۰۸/۰۱")
    document.add_paragraph("۱- مقرر شد شهرداری فهرست محله‌ها را تهیه کند.")
    rows = TABLE if table else ()
    grid = document.add_table(rows=0, cols=3) if rows else None
    for row in rows:
        for cell, words in zip(grid.add_row().cells if grid else (), row, strict=True):
            cell.text = words
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.ci
@pytest.mark.parametrize("ending", ["odt", "rtf"])
def test_minutes_of_another_word_processor_are_read_as_those_of_word(ending: str) -> None:
    program = libreoffice.installed() or absent("LibreOffice")
    other = libreoffice.convert(program, minutes(), ".docx", ending)
    reading = read_minutes(f"فایل.{ending}", other, Calendar())
    found = {one.text: one.responsible for one in reading.resolutions}
    assert found["مقرر شد فهرست محله‌ها تهیه شود."] == ("شهرداری",)


@pytest.mark.ci
def test_an_old_word_file_is_read_or_its_broken_tables_are_told_of() -> None:
    program = libreoffice.installed() or absent("LibreOffice")
    listed = document_of("فایل.doc", libreoffice.convert(program, minutes(table=False), ".docx", "doc"))
    assert "۱- مقرر شد شهرداری فهرست محله‌ها را تهیه کند." in list(listed.texts())

    # LibreOffice lets the cells of this one run together.
    with pytest.raises(Unreadable, match="tables_lost"):
        document_of("فایل.doc", libreoffice.convert(program, minutes(), ".docx", "doc"))


@pytest.mark.parametrize(("data", "kind"), OTHERS)
def test_without_libreoffice_the_missing_package_is_named(
    monkeypatch: pytest.MonkeyPatch, data: bytes, kind: str
) -> None:
    monkeypatch.setattr(libreoffice, "installed", lambda: "")
    with pytest.raises(Unreadable, match="needs_office") as refusal:
        document_of("فایل", data)
    assert refusal.value.params == {"kind": kind}


@pytest.mark.parametrize(
    ("script", "code"), [("exit 3", "broken"), ("exit 0", "broken"), ("exec sleep 9", "too_costly")]
)
def test_what_libreoffice_cannot_turn_into_word_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, code: str
) -> None:
    stand_in = tmp_path / "soffice"
    stand_in.write_text(f"#!/bin/sh\n{script}\n")
    stand_in.chmod(0o755)
    monkeypatch.setattr(libreoffice, "installed", lambda: str(stand_in))
    monkeypatch.setattr(libreoffice, "LONGEST", 0.2)
    with pytest.raises(Unreadable, match=code):
        document_of("فایل.rtf", b"{\\rtf1 salam}")
