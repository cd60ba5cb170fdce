"""The store of files by content hash, in one folder: equal bytes are kept once, and no user's name becomes a path."""

import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Self

LENGTH = 64
"""The letters of a content hash."""
PARTIAL = ".part-"
"""The beginning of the name of a file that is not whole yet; after a kill such a file stays, and is swept."""

LEAST_FREE, LEAST_PART = 200 * 2**20, 50
"""The bytes that files leave free for the database; of a small disk one part in so many."""


class TooLargeError(Exception):
    """A file of more bytes than it may have, whatever was told of its size."""


class StoreError(Exception):
    """A disk that takes nothing now: it is full, or fails. What was to be stored is to be stored again later."""


class FileStore:
    """The folder of ``[storage] files``, two letters of the hash to a subfolder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, digest: str) -> Path:
        """The path of a file, stored or not. Raises ValueError for a string that is no hash."""
        if len(digest) != LENGTH or not set(digest) <= set("0123456789abcdef"):
            raise ValueError(f"not a content hash: {digest!r}")
        return self._folder / digest[:2] / digest

    def read(self, digest: str) -> bytes:
        """The bytes of a file. Raises FileNotFoundError."""
        return self.path(digest).read_bytes()

    def write(self, data: bytes) -> str:
        """Store the bytes and return their hash; they are on disk before it returns, whole or not at all."""
        return self._keep(hashlib.sha256(data).hexdigest(), io.BytesIO(data))

    def copy_in(self, path: Path) -> str:
        """Store a copy of a file as ``write`` does its bytes, never holding more than a piece of it in memory."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            return self._keep(digest, file)

    def begin(self, most: int) -> "PartialFile":
        """Begin a file that comes in pieces, of ``most`` bytes altogether.

        Raises StoreError, also for a disk that has so little room that the database soon finds none.
        """
        with _as_store_error():
            self._folder.mkdir(parents=True, exist_ok=True)
            disk = shutil.disk_usage(self._folder)
            if disk.free < min(LEAST_FREE, disk.total // LEAST_PART):
                raise StoreError("the disk is nearly full")
            return PartialFile(self, self._folder, most)

    def place(self, partial: Path, digest: str) -> str:
        """Give a written file its name, and see that both are on the disk; an equal file that is there stays."""
        target = self.path(digest)
        if self._renew(digest):
            partial.unlink()
            return digest
        new_folder = not target.parent.exists()
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.replace(target)
        sync_folder(target.parent)
        if new_folder:
            sync_folder(self._folder)
        return digest

    def _renew(self, digest: str) -> bool:
        """Note that a file was stored again now, so that no sweep takes it; returns False where there is none."""
        try:
            os.utime(self.path(digest))
        except FileNotFoundError:
            return False
        return True

    def stored_before(self, moment: float) -> set[str]:
        """Find the files that were stored before a moment, in seconds since 1970, and none later again.

        Pieces of files that never became whole go on the way.
        """
        found = set[str]()
        for path in self.files():
            if path.stat().st_mtime >= moment:
                continue
            if path.name.startswith(PARTIAL):
                path.unlink(missing_ok=True)
            else:
                found.add(path.name)
        return found

    def files(self) -> Iterator[Path]:
        """Yield the paths of the store's own files, whole or not; nothing else that lies in its folder is its own."""
        yield from self._folder.glob(f"{PARTIAL}*")
        for path in self._folder.glob("??/*"):
            if len(path.name) == LENGTH or path.name.startswith(PARTIAL):
                yield path

    def discard(self, digest: str, moment: float) -> bool:
        """Delete a file that was stored before a moment; returns False for one that was stored again since."""
        path = self.path(digest)
        # Whoever stores the same bytes from here on finds no file, and writes it anew.
        aside = path.rename(path.with_name(f"{PARTIAL}{digest}"))
        if aside.stat().st_mtime >= moment:
            aside.replace(path)
            return False
        aside.unlink()
        return True

    def _keep(self, digest: str, content: BinaryIO) -> str:
        if self._renew(digest):
            return digest
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=self._folder, prefix=PARTIAL)
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(content, file)
            file.flush()
            os.fsync(file.fileno())
        return self.place(Path(partial), digest)


class PartialFile:
    """A file of a store that comes in pieces. At the end of its block it is gone, unless it was kept.

    Its methods raise StoreError.
    """

    def __init__(self, store: FileStore, folder: Path, most: int) -> None:
        self._store, self._most = store, most
        handle, path = tempfile.mkstemp(dir=folder, prefix=PARTIAL)
        self._path, self._file, self._hash = Path(path), os.fdopen(handle, "wb"), hashlib.sha256()
        self.size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            # What is still to be written finds no room, either.
            self._file.close()
        self._path.unlink(missing_ok=True)

    def write(self, piece: bytes) -> None:
        """Add a piece. Raises TooLargeError, before a byte too much is written."""
        self.size += len(piece)
        if self.size > self._most:
            raise TooLargeError
        self._hash.update(piece)
        with _as_store_error():
            self._file.write(piece)

    def written(self) -> Path:
        """The path at which all pieces so far can be read."""
        with _as_store_error():
            self._file.flush()
        return self._path

    def keep(self) -> str:
        """Store the file and return its hash; it is on disk before this returns, whole or not at all."""
        with _as_store_error():
            self._file.flush()
            os.fsync(self._file.fileno())
            return self._store.place(self._path, self._hash.hexdigest())


@contextmanager
def _as_store_error() -> Iterator[None]:
    try:
        yield
    except OSError as failure:
        raise StoreError(failure.strerror) from failure


def sync_folder(folder: Path) -> None:
    """See that the names in a folder are on the disk, as ``fsync`` of a file does for its bytes alone."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
