"""Encryption of backups with age: for public keys, so that the machine that makes a backup can't read it.

The bytes go through a pipe, piece by piece: neither the archive nor any of its files is held in memory or written down
without encryption.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

import pyrage
from pyrage import x25519

from bot.backups.database_dump import BackupError

HEADER = b"age-encryption.org/"
SUFFIX = ".age"
PIECE = 1 << 20


def make_key(path: Path, now: datetime) -> str:
    """Write a new secret key to a file that is not there yet, and return its public key. Raises BackupError."""
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"# created: {now:%Y-%m-%dT%H:%M:%SZ}\n# public key: {public}\n{identity}\n")
    return public


def read_keys(path: Path) -> list[x25519.Identity]:
    """Read the secret keys of a file, as `make_key` and age-keygen write them. Raises BackupError."""
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        keys = [x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        keys = []
    if not keys:
        raise BackupError(f"{path} is no file with a secret key of age.")
    return keys


def is_encrypted(path: Path) -> bool:
    """Tell whether a file was encrypted with age. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(HEADER)) == HEADER


@contextmanager
def encrypted(file: BinaryIO, recipients: Sequence[str]) -> Iterator[BinaryIO]:
    """A file to write to, which arrives in ``file`` encrypted for all recipients; as it is where there are none.

    Raises BackupError.
    """
    if not recipients:
        yield file
        return
    keys = [x25519.Recipient.from_str(recipient) for recipient in recipients]
    source, sink = _pipe()
    with ThreadPoolExecutor(1) as thread:
        work = thread.submit(_closing, source, lambda: pyrage.encrypt_io(source, file, keys))
        try:
            with sink:
                yield sink
        except BrokenPipeError:
            # Encryption has ended before, and says itself why.
            pass
        try:
            work.result()
        except pyrage.EncryptError as error:
            raise BackupError(f"The backup was not encrypted: {error}.") from error


@contextmanager
def decrypted(file: BinaryIO, keys: Sequence[x25519.Identity]) -> Iterator[BinaryIO]:
    """A file to read from, which has what ``file`` has encrypted for one of the keys. Raises BackupError."""
    source, sink = _pipe()
    with ThreadPoolExecutor(1) as thread:
        work = thread.submit(_closing, sink, lambda: pyrage.decrypt_io(file, sink, keys))
        failed: Exception | None = None
        with source:
            try:
                yield source
            except Exception as error:
                failed = error
            # The end is where age finds out whether anything is missing.
            while source.read(PIECE):
                pass
        try:
            work.result()
        except (pyrage.DecryptError, OSError) as error:
            raise BackupError(f"It cannot be decrypted with this key, or is damaged: {error}.") from failed
        if failed:
            raise failed


def _pipe() -> tuple[BinaryIO, BinaryIO]:
    reads, writes = os.pipe()
    return cast(BinaryIO, os.fdopen(reads, "rb")), cast(BinaryIO, os.fdopen(writes, "wb"))


def _closing(end: BinaryIO, work: Callable[[], object]) -> None:
    """Work, and close an end of a pipe whatever comes, so that nobody waits at the other."""
    try:
        work()
    finally:
        end.close()
