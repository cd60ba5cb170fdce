"""The part of an Excel workbook that names its sheets, read without a library of Excel, to know a file of ours by."""

import io
import zipfile
import zlib

MOST_BYTES = 5 * 1024 * 1024
"""The largest file that may be one of ours."""
_PART = "xl/workbook.xml"
_MOST_PART = 1024 * 1024


def head_of(data: bytes) -> bytes:
    """Return the XML that names sheets and ranges, at most a megabyte of it; empty for what is no workbook."""
    if len(data) > MOST_BYTES or not data.startswith(b"PK"):
        return b""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_PART) as part:
            return part.read(_MOST_PART)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, RuntimeError, zlib.error):
        return b""
