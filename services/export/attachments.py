"""The files that people sent, under names that people can sort, in archives that a platform still takes."""

import mimetypes
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from services.files.file_store import FileStore

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+')
"""Characters that no file name may hold on Windows, and marks of direction, which would hide an ending."""
LONGEST = 60
"""Characters of the agency's and of the file's own name; together with the numbers they stay below 255 bytes."""
OVERHEAD = 1024
"""The bytes of an archive for each of its files, beside the file."""


class Attachments:
    """Archives in a folder, ``<name>-1.zip`` and on, each of at most ``most_bytes``, copied piece by piece."""

    def __init__(self, store: FileStore, folder: Path, name: str, most_bytes: int) -> None:
        self._store, self._folder, self._name, self._most = store, folder, name, most_bytes
        self._archive: zipfile.ZipFile | None = None
        self._size = 0
        self._places: dict[int, int] = {}
        self.paths: list[Path] = []
        self.missing = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._archive:
            self._archive.close()

    def add(
        self, kind: str, number: int, agency: str, files: Sequence[dict[str, Any]], *, unique: bool = False
    ) -> Iterator[str]:
        """Put the files of one row into the archive, and yield their names there; one that is gone is counted.

        With ``unique`` their places count on from the last files of that number, so that names differ.
        """
        before = self._places.get(number, 0) if unique else 0
        self._places[number] = before + len(files)
        for place, file in enumerate(files, before + 1):
            path = self._store.path(file["hash"])
            if not path.exists():
                self.missing += 1
                continue
            name = _named(kind, number, place, agency, file)
            # Photos, PDF and Word files are compressed already.
            self._room_for(path.stat().st_size + OVERHEAD).write(path, name, zipfile.ZIP_STORED)
            yield name

    def _room_for(self, size: int) -> zipfile.ZipFile:
        if self._archive is None or self._size + size > self._most:
            if self._archive:
                self._archive.close()
            self.paths.append(self._folder / f"{self._name}-{len(self.paths) + 1}.zip")
            self._archive, self._size = zipfile.ZipFile(self.paths[-1], "w"), 0
        self._size += size
        return self._archive


def _named(kind: str, number: int, place: int, agency: str, file: dict[str, Any]) -> str:
    """«پاسخ 0012-1 شهرداری مشهد - صورتجلسه.pdf»: the row, the file's place there, whose it is, its own name."""
    own = plain_name(file.get("name") or "")
    stem, dot, ending = own.rpartition(".")
    if not dot or not ending.isascii() or not ending.isalnum() or len(ending) > 8:
        stem, ending = own, (mimetypes.guess_extension(file.get("mime") or "") or ".bin")[1:]
    words = " - ".join(part for part in (plain_name(agency)[:LONGEST].strip(), stem[:LONGEST].strip(" .")) if part)
    return " ".join(filter(None, (plain_name(kind)[:LONGEST].strip(), f"{number:04}-{place}", words))) + f".{ending}"


def plain_name(words: str) -> str:
    """Return words that may be part of a file's name."""
    return " ".join(_FORBIDDEN.sub(" ", words).split())
