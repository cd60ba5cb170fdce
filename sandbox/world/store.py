"""The SQLite file of one platform in the sandbox: chats, messages, updates, files and single values.

Rows are JSON documents that the server also keeps in memory; the file is read by a second start only. Writes are
collected in one transaction and committed 20 ms later, because benchmarks run against the server. A power cut may
lose these last writes, which does not matter in a sandbox.
"""

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

COMMIT_AFTER = 0.02  # seconds

_SCHEMA = """
CREATE TABLE IF NOT EXISTS chats (id INTEGER PRIMARY KEY, document TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY, chat_id INTEGER NOT NULL, document TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS updates (id INTEGER PRIMARY KEY, document TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS files (id TEXT PRIMARY KEY, document TEXT NOT NULL, data BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Document = dict[str, Any]


class Store:
    """One SQLite connection, used from the event loop's thread only."""

    def __init__(self, path: Path | None) -> None:
        """`path` None keeps everything in memory."""
        self._connection = sqlite3.connect(":memory:" if path is None else path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.executescript(_SCHEMA)
        self._commit_due = False

    def chats(self) -> Iterator[Document]:
        return self._documents("SELECT document FROM chats ORDER BY id")

    def messages(self) -> Iterator[tuple[int, Document]]:
        """All messages, oldest first, each with its chat's id."""
        for chat_id, document in self._connection.execute("SELECT chat_id, document FROM messages ORDER BY id"):
            yield chat_id, json.loads(document)

    def updates(self) -> Iterator[Document]:
        return self._documents("SELECT document FROM updates ORDER BY id")

    def files(self) -> Iterator[Document]:
        return self._documents("SELECT document FROM files ORDER BY id")

    def file_data(self, file_id: str) -> bytes:
        row = self._connection.execute("SELECT data FROM files WHERE id = ?", (file_id,)).fetchone()
        return bytes(row[0])

    def value(self, name: str) -> str | None:
        row = self._connection.execute("SELECT value FROM kept WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def keep_chat(self, chat_id: int, document: Document) -> None:
        self._write("REPLACE INTO chats VALUES (?, ?)", chat_id, encode(document))

    def keep_message(self, chat_id: int, document: Document) -> None:
        self._write("REPLACE INTO messages VALUES (?, ?, ?)", document["message_id"], chat_id, encode(document))

    def forget_message(self, message_id: int) -> None:
        self._write("DELETE FROM messages WHERE id = ?", message_id)

    def keep_update(self, document: Document) -> None:
        self._write("REPLACE INTO updates VALUES (?, ?)", document["update_id"], encode(document))

    def forget_updates(self, below: int) -> None:
        self._write("DELETE FROM updates WHERE id < ?", below)

    def keep_file(self, document: Document, data: bytes) -> None:
        self._write("INSERT INTO files VALUES (?, ?, ?)", document["file_id"], encode(document), data)

    def keep_value(self, name: str, value: str) -> None:
        self._write("REPLACE INTO kept VALUES (?, ?)", name, value)

    def close(self) -> None:
        self._commit()
        self._connection.close()

    def _documents(self, statement: str) -> Iterator[Document]:
        for (document,) in self._connection.execute(statement):
            yield json.loads(document)

    def _write(self, statement: str, *values: object) -> None:
        if not self._commit_due:
            try:
                loop = asyncio.get_running_loop()
            except RuntimeError:  # Set up before the loop runs: each write commits by itself.
                self._connection.execute(statement, values)
                return
            self._connection.execute("BEGIN IMMEDIATE")
            self._commit_due = True
            loop.call_later(COMMIT_AFTER, self._commit)
        self._connection.execute(statement, values)

    def _commit(self) -> None:
        if self._commit_due:
            self._commit_due = False
            self._connection.execute("COMMIT")


class IdSequence:
    """A sequence of ids without repetition, also across restarts: a hundred at a time are reserved in the store."""

    def __init__(self, store: Store, name: str, first: int = 1) -> None:
        self._store = store
        self._name = name
        self._next = int(store.value(name) or first)
        self._reserved = self._next

    def next_id(self) -> int:
        number = self._next
        self._next += 1
        if self._next > self._reserved:
            self._reserved = self._next + 100
            self._store.keep_value(self._name, str(self._reserved))
        return number
