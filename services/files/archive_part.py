"""One part of a zip archive that somebody sent, such as the text of a Word file, read without a library of Office.

The program itself reads it and not a child, so that whatever the bytes are it costs little memory and time.
"""

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

MOST_LISTED = 512 * 1024
"""The most bytes of an archive's list of parts: a document of thousands of pictures has fewer."""
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, NotImplementedError, RuntimeError, EOFError),
    struct.error,
)
"""The errors of an archive that is none, or is damaged, encrypted or packed as no program of Office does."""
_END, _END_BYTES, _LARGE, _LARGE_BYTES = b"PK\x05\x06", 22, b"PK\x06\x07", 20
_SIZE_AT = 12
_LONGEST_COMMENT = 2**16


def beginning(archive: bytes | Path, name: str, most: int) -> bytes | None:
    """Return the first ``most`` bytes of a part; None where there is no such part, or where it costs too much."""
    try:
        with io.BytesIO(archive) if isinstance(archive, bytes) else archive.open("rb") as file:
            if not _is_short(file):
                return None
            with zipfile.ZipFile(file) as parts, parts.open(name) as part:
                return part.read(most)
    except BROKEN:
        return None


def _is_short(file: BinaryIO) -> bool:
    """Tell whether the list of parts, all of which is kept in memory, is short.

    The list is looked for as ``zipfile`` does; an archive of four gigabytes or more has a list of another kind.
    """
    size = file.seek(0, io.SEEK_END)
    start = file.seek(max(0, size - _END_BYTES - _LONGEST_COMMENT - _LARGE_BYTES))
    tail = file.read(size - start)
    plain = len(tail) - _END_BYTES
    end = plain if tail[plain:].startswith(_END) and tail.endswith(b"\0\0") else tail.rfind(_END)
    if end < 0 or tail[end - _LARGE_BYTES : end].startswith(_LARGE):
        return False
    (listed,) = struct.unpack_from("<L", tail, end + _SIZE_AT)
    return bool(listed <= MOST_LISTED)
