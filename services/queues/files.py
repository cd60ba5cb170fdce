"""The rows of stored files: each by its content hash, with the ids by which platforms already have it."""

import asyncio
from datetime import datetime
from typing import Any

from models.database import Session, insert_new
from models.tables.queues import StoredFile
from services.organisation import Store

MIME_LENGTH = 120


async def remember_fetched(session: Session, platform: str, file: dict[str, Any], now: datetime) -> None:
    """Record a fetched file with its id on the platform. Two chats may send the same file at once."""
    values = {
        "hash": file["hash"],
        "size": file["size"],
        "mime": file["mime"][:MIME_LENGTH],
        "ids": {},
        "stored_at": now,
    }
    await session.execute(insert_new(session, StoredFile).values(values))
    stored = await session.get_one(StoredFile, file["hash"], with_for_update=True)
    stored.ids = {**stored.ids, f"{platform}:{file['kind']}": file["id"]}


async def known_id(session: Session, digest: str, key: str) -> str | None:
    """The id by which a platform has a file, None when it has none; ``key`` is its name and the file's kind."""
    stored = await session.get(StoredFile, digest)
    return stored.ids.get(key) if stored else None


async def remember_sent(session: Session, store: Store, digest: str, key: str, file_id: str, now: datetime) -> None:
    """Record the id that a platform gave a sent file; ``key`` is the platform's name and the file's kind."""
    stored = await session.get(StoredFile, digest)
    if stored is None:
        size = len(await asyncio.to_thread(store.read, digest))
        session.add(StoredFile(hash=digest, size=size, ids={key: file_id}, stored_at=now))
    else:
        stored.ids = {**stored.ids, key: file_id}
