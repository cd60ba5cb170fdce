"""The files that nobody can use: programs, and files without content. Looked at when they arrive, by their bytes."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from domain.chat.incoming import Trouble

_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"dex\n")
_NAMES = (
    *(".exe", ".com", ".scr", ".msi", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".wsf", ".hta", ".jar", ".apk", ".lnk"),
    *(".pif", ".reg", ".dll", ".sh"),
)
_HEAD = 8
_DOCUMENT = "word/document.xml"
_MOST = 4 * 1024 * 1024
"""Bytes of a Word file's text that are looked at; one with so much of it is not empty."""
_CONTENT = re.compile(rb"<w:t(?: [^>]*)?>\s*[^<\s]|<w:(?:drawing|pict|object)\b|<m:t\b|<w:altChunk\b")


def trouble_with(name: str, path: Path) -> Trouble | None:
    """Tell why a file is not kept: a program whatever its name, or nothing in it; None for any other file."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_PROGRAMS) or name.lower().rstrip(". ").endswith(_NAMES):
        return Trouble.PROGRAM
    return Trouble.EMPTY if not head or (head.startswith(b"PK") and _is_blank_word(path)) else None


def _is_blank_word(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_DOCUMENT) as part:
            text = part.read(_MOST)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, RuntimeError, zlib.error, EOFError):
        return False
    return len(text) < _MOST and not _CONTENT.search(text)
