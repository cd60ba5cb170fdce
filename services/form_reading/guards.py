"""Guards against files that would cost too much, or are no workbooks: pyxform has none."""

from __future__ import annotations

import io
import zipfile

from services.form_reading.problems import Unreadable

MOST_BYTES = 5 * 1024 * 1024
MOST_MEMBERS = 200
MOST_UNPACKED = 50 * 1024 * 1024
MOST_RATIO = 100
"""The most times that a file may grow when it is unpacked; one that stays small may grow more."""
SMALL = 2 * 1024 * 1024
"""Unpacked bytes up to which the ratio does not matter."""
MOST_QUESTIONS = 1000
MOST_CHOICES = 20_000
MOST_CELL = 10_000
"""Characters of one cell."""
MOST_COLUMNS = 500
MOST_ROWS = 60_000
"""Rows of one sheet that are looked at, blank ones too."""
MOST_XML = 10 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def check(data: bytes) -> None:
    """Look at a file without unpacking it. Raises Unreadable for what is no workbook, or too large a one."""
    if len(data) > MOST_BYTES:
        raise Unreadable("forms.too_large", limit=MOST_BYTES // 1024**2)
    if data.startswith(_OLE):
        raise Unreadable("forms.password" if _ENCRYPTED in data else "forms.xls")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable("forms.no_workbook") from error


def _check_archive(members: list[zipfile.ZipInfo]) -> None:
    names = {member.filename.lstrip("/").lower() for member in members}
    if len(members) > MOST_MEMBERS:
        raise Unreadable("forms.too_many_parts", limit=MOST_MEMBERS)
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("forms.password")
    unpacked, packed = sum(member.file_size for member in members), sum(member.compress_size for member in members)
    if unpacked > MOST_UNPACKED or (unpacked > SMALL and unpacked > MOST_RATIO * max(1, packed)):
        raise Unreadable("forms.unpacks_too_large", limit=MOST_UNPACKED // 1024**2)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable("forms.macros")
    if not any(name.startswith("xl/workbook") for name in names):
        raise Unreadable("forms.word" if "word/document.xml" in names else "forms.no_workbook")
    if "xl/workbook.bin" in names:
        raise Unreadable("forms.xls")
