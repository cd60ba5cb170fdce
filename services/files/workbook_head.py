"""The part of an Excel workbook that names its sheets, read without a library of Excel, to know a file of ours by."""

import re

from services.files import archive_part

MOST_BYTES = 5 * 1024 * 1024
"""The largest file that may be one of ours."""
_PART = "xl/workbook.xml"
_MOST_PART = 1024 * 1024
_ATTRIBUTES = 400
"""The most bytes of the attributes before and behind a name."""


def tag_named(tag: str, name: str) -> bytes:
    """Return the pattern of the tag in the XML that has a name, up to and with that name.

    The bytes are chosen by whoever sends the file, and a search holds up everybody: so it ends at the next tag, and
    looks no further than attributes are long.
    """
    return rf"<(?:\w{{1,20}}:)?{tag}\b[^<>]{{0,{_ATTRIBUTES}}}\bname=[\"']{re.escape(name)}[\"']".encode()


def defined_name(name: str) -> bytes:
    """Return the pattern of a defined name, up to its value."""
    return tag_named("definedName", name) + rf"[^<>]{{0,{_ATTRIBUTES}}}>".encode()


def head_of(data: bytes) -> bytes:
    """Return the XML that names sheets and ranges, at most a megabyte of it; empty for what is no workbook."""
    if len(data) > MOST_BYTES or not data.startswith(b"PK"):
        return b""
    return archive_part.beginning(data, _PART, _MOST_PART) or b""
