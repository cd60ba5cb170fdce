"""The store of files by content hash, in one folder: equal bytes are kept once, and no user's name becomes a path."""

import hashlib
import io
import os
import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO


class FileStore:
    """The folder of ``[storage] files``, two letters of the hash to a subfolder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, digest: str) -> Path:
        """The path of a file, stored or not. Raises ValueError for a string that is no hash."""
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
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

    def _keep(self, digest: str, content: BinaryIO) -> str:
        target = self.path(digest)
        if target.exists():
            return digest
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(content, file)
            file.flush()
            os.fsync(file.fileno())
        Path(partial).replace(target)
        return digest
