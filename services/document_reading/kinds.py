"""The kind of a file by its first bytes, whatever its name says."""

from __future__ import annotations

from enum import StrEnum

from domain.minutes import Unreadable
from services.document_reading.package import Package

FILE_LIMIT = 20 * 1024 * 1024
"""The most bytes of a file: as many as Telegram lets a bot fetch."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_PHONES = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif")
"""The brands of pictures as phones keep them: HEIC, AVIF."""
_PHOTOS = _PICTURES[:3]
_OTHERS = (
    *(b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"OggS", b"ID3", b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00 ftyp"),
    *(b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"#!/"),
)
"""The beginnings of archives, sounds, films and programs."""


class Kind(StrEnum):
    """The kinds of files that can be read."""

    WORD = "docx"
    SHEET = "xlsx"
    PDF = "pdf"
    OLD_WORD = "doc"
    OPEN_TEXT = "odt"
    RICH_TEXT = "rtf"
    PICTURE = "picture"
    TEXT = "text"


def kind_of(name: str, data: bytes) -> Kind:
    """Tell a file's kind. Raises Unreadable: empty, too_large (limit_mb), password, broken, unknown_kind (name)."""
    if not data:
        raise Unreadable("empty")
    if len(data) > FILE_LIMIT:
        raise Unreadable("too_large", limit_mb=FILE_LIMIT // 1024**2)
    if data.startswith(_OLE):
        return _ole_kind(name, data)
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(b"{\\rtf"):
        return Kind.RICH_TEXT
    if data.startswith(_PICTURES) or (data[4:8] == b"ftyp" and data[8:12] in _PHONES):
        return Kind.PICTURE
    if data.startswith(_OTHERS):
        raise Unreadable("unknown_kind", name=name)
    return _zip_kind(name, data) if data.startswith(b"PK") else Kind.TEXT


def is_picture(data: bytes) -> bool:
    """Tell whether a messenger shows a file as a photo."""
    return data.startswith(_PHOTOS) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP")


def _zip_kind(name: str, data: bytes) -> Kind:
    package = Package(data)
    if (package.read("mimetype") or b"").startswith(b"application/vnd.oasis"):
        if b"opendocument.text" not in (package.read("mimetype") or b""):
            raise Unreadable("unknown_kind", name=name)
        return Kind.OPEN_TEXT
    return Kind.SHEET if "xl/workbook.xml" in package.names() else Kind.WORD


def _ole_kind(name: str, data: bytes) -> Kind:
    """The kind of an OLE file: an encrypted docx holds the stream EncryptedPackage, an old Word file WordDocument."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable("password")
    if "WordDocument".encode("utf-16-le") in data:
        return Kind.OLD_WORD
    if "Workbook".encode("utf-16-le") in data:
        raise Unreadable("old_sheet")
    raise Unreadable("broken")
