"""The files that nobody can use: programs, and files without content. Looked at when they arrive, by their bytes."""

from __future__ import annotations

import re
from pathlib import Path

from domain.chat.incoming import Trouble
from services.files import archive_part

_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"dex\n")
_NAMES = (
    *(".exe", ".com", ".scr", ".msi", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".wsf", ".hta", ".jar", ".apk", ".lnk"),
    *(".pif", ".reg", ".dll", ".sh"),
)
_HEAD = 8
_DOCUMENT = "word/document.xml"
_MOST = 4 * 1024 * 1024
"""Bytes of a Word file's text that are looked at; one with so much of it is not empty."""
# Whoever sends a file chooses its bytes, and a search holds up everybody: what follows a tag ends at the next one.
_CONTENT = re.compile(rb"<w:t(?: [^<>]*)?>\s*[^<\s]|<w:(?:drawing|pict|object)\b|<m:t\b|<w:altChunk\b")


def trouble_with(name: str, path: Path) -> Trouble | None:
    """Tell why a file is not kept: a program whatever its name, or nothing in it; None for any other file."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_PROGRAMS) or name.lower().rstrip(". ").endswith(_NAMES):
        return Trouble.PROGRAM
    return Trouble.EMPTY if not head or (head.startswith(b"PK") and _is_blank_word(path)) else None


def _is_blank_word(path: Path) -> bool:
    text = archive_part.beginning(path, _DOCUMENT, _MOST)
    return text is not None and len(text) < _MOST and not _CONTENT.search(text)
