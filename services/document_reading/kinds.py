"""The kind of a file by its first bytes, and the refusal of every kind that is not read."""

from __future__ import annotations

from domain.minutes import Unreadable

FILE_LIMIT = 20 * 1024 * 1024
"""The most bytes of a file: as many as Telegram lets a bot fetch."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_OTHERS = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"OggS", b"ID3", b"\x00\x00\x00\x18ftyp", b"\x00\x00\x00 ftyp")


def refuse_other_kinds(name: str, data: bytes) -> None:
    """Let docx and text pass. Raises Unreadable with the kind's own code, so that its sender is told what to do."""
    if not data:
        raise Unreadable("empty")
    if len(data) > FILE_LIMIT:
        raise Unreadable("too_large", limit_mb=FILE_LIMIT // 1024**2)
    if data.startswith(_OLE):
        raise Unreadable(_ole_kind(data))
    if b"%PDF-" in data[:1024]:
        raise Unreadable("pdf" if b"/Font" in data else "pdf_scanned")
    if data.startswith(b"{\\rtf"):
        raise Unreadable("rtf")
    if data.startswith(_PICTURES):
        raise Unreadable("picture")
    if data.startswith(_OTHERS):
        raise Unreadable("unknown_kind", name=name)


def _ole_kind(data: bytes) -> str:
    """The kind of an OLE file: an encrypted docx holds the stream EncryptedPackage, an old Word file WordDocument."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "password"
    return "doc" if "WordDocument".encode("utf-16-le") in data else "broken"
