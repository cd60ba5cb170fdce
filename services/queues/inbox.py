"""The inbox: raw updates, stored before the platform may forget them and claimed chat by chat."""

import json
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple

import structlog
from sqlalchemy import Row, RowMapping, bindparam, func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.dates.clock import steady_seconds
from models.base import table_of
from models.database import Session
from models.many_rows import ManyRows
from models.tables.queues import Inbox, InboxState

log = structlog.get_logger()

ALBUM_QUIET = 0.7
"""Seconds without a new part after which an album is complete."""
ALBUM_MOST = 10
"""The parts of the largest album; what calls itself a part of it beyond these is one more input."""
FILES_OF_A_CHAT = 4
"""The updates of one chat whose files are fetched at once, so that fifty files of one person hold up nobody's photo."""
FILE_PAUSE = 0.2
"""Seconds until an album that waits for a file is looked at again."""
JOBS = "job"
"""The platform name of the updates that tell of finished jobs."""
LONGEST_NAME = 40
"""The most letters of a chat's or an album's name that its column takes."""

# Statements are built once, because building one costs more than running it. The states are literals as in the partial
# index, because a parameter would not match it.
OPEN = text("inbox.state IN ('fetching', 'ready')")
"""The condition of the partial index of updates that have not ended, as it is written there."""
_INBOX = table_of(Inbox)
_CHATS = (
    select(func.min(_INBOX.c.id).label("head"), func.count().label("open"))
    .where(OPEN)
    .group_by(_INBOX.c.chat)
    .subquery("chats")
)
_HEADS = (
    select(_INBOX, _CHATS.c.open)
    .join(_CHATS, _CHATS.c.head == _INBOX.c.id)
    .where(
        _INBOX.c.state == InboxState.READY,
        # A list of platforms would lead SQLite over the index of all updates that ever came, and costs more to compare.
        bindparam("platforms", type_=_INBOX.c.platform.type).contains("," + _INBOX.c.platform + ","),
        _INBOX.c.id > bindparam("after"),
    )
    .order_by(_INBOX.c.id)
    .limit(bindparam("most"))
)
_ALBUM = (
    select(_INBOX)
    .where(_INBOX.c.chat == bindparam("chat"), _INBOX.c.album == bindparam("album"), OPEN)
    .order_by(_INBOX.c.id)
    .limit(ALBUM_MOST)
)
_INSERT_NEW = {
    dialect.dialect.name: ManyRows(dialect.insert(_INBOX).on_conflict_do_nothing()) for dialect in (postgresql, sqlite)
}
_FINISH = ManyRows(update(_INBOX).where(_INBOX.c.id == bindparam("row")))
_STORED = select(_INBOX.c.update_id, _INBOX.c.raw).where(
    _INBOX.c.platform == bindparam("platform"), _INBOX.c.update_id.in_(bindparam("numbers", expanding=True))
)
_PLACES = (
    select(
        *(_INBOX.c.id, _INBOX.c.chat, _INBOX.c.files),
        func.row_number().over(partition_by=_INBOX.c.chat, order_by=_INBOX.c.id).label("place"),
    )
    .where(
        OPEN,
        _INBOX.c.state == InboxState.FETCHING,
        # With the bare column for the platform, SQLite would scan every update that ever came.
        _INBOX.c.platform.concat("") == bindparam("platform"),
    )
    .subquery()
)
_FETCHING = (
    select(_PLACES.c.id, _PLACES.c.chat, _PLACES.c.files)
    .where(_PLACES.c.place <= FILES_OF_A_CHAT, _PLACES.c.id.not_in(bindparam("under_way", expanding=True)))
    .order_by(_PLACES.c.place, _PLACES.c.id)
    .limit(bindparam("most"))
)
_TAPS_BEHIND_FILES = select(_INBOX.c.id, _INBOX.c.raw).where(
    OPEN,
    _INBOX.c.state == InboxState.READY,
    _INBOX.c.arrived < bindparam("before"),
    _INBOX.c.platform.concat("") == bindparam("platform"),
    _INBOX.c.chat.in_(select(_INBOX.c.chat).where(OPEN, _INBOX.c.state == InboxState.FETCHING)),
    _INBOX.c.raw.contains('"callback_query"'),
)
_NAMES = ("id", "message_id", "date", "edit_date")
"""The fields that together tell two updates of one kind apart."""


@dataclass(frozen=True, slots=True)
class Update:
    """A raw update as JSON ``text``. ``number`` is the platform's, or made up when that is missing or too large.

    ``files`` are still to be fetched. ``error`` is the reason why the update can't be read, "" when it can.
    """

    number: int
    text: str
    chat: str = ""
    album: str = ""
    files: Sequence[dict[str, Any]] = ()
    error: str = ""


StoredUpdate = RowMapping
"""A row of the inbox, by the names of its columns."""


class Claim(NamedTuple):
    """The rows of each chat's next input.

    ``wait`` is the seconds after which there may be more without any arriving, at most 1; 0 when more is there.
    """

    inputs: list[Sequence[StoredUpdate]]
    wait: float


class End(NamedTuple):
    """The end of one row: its id, its state, and the name of the error that it ended with."""

    row: int
    state: InboxState
    error: str = ""


def made_up(text: str) -> int:
    """Make up a number for an update: negative, as no platform's is, and the same for the same text."""
    return -1 - int.from_bytes(blake2b(text.encode(), digest_size=7).digest())


async def store(session: Session, platform: str, updates: Sequence[Update], highest: float = math.inf) -> None:
    """Store updates; one that was stored before is left as it is. A poller and a webhook can both use this.

    No number above ``highest`` may be stored yet, which spares a look-up of the stored ones.
    """
    rows = [_row(platform, each) for each in updates]
    if any(row["update_id"] <= highest for row in rows):
        await _tell_apart(session, platform, rows)
    await _INSERT_NEW[session.get_bind().dialect.name].execute(session, rows)


async def highest_number(session: Session, platform: str) -> int:
    """Find the highest number of a platform's stored updates; -1 when there is none."""
    highest = await session.scalar(select(func.max(_INBOX.c.update_id)).where(_INBOX.c.platform == platform))
    return -1 if highest is None else highest


async def store_finished_job(session: Session, job_id: int, kind: str, chat: str) -> None:
    """Store the end of a job as an update of its chat."""
    await session.execute(
        insert(Inbox).values(
            platform=JOBS,
            update_id=job_id,
            chat=chat,
            raw=json.dumps({"job": job_id, "kind": kind}),
            state=InboxState.READY,
            arrived=steady_seconds(),
        )
    )


async def claim(session: Session, most: int, platforms: Collection[str]) -> Claim:
    """Claim up to ``most`` chats' next inputs: of each chat its oldest update, or that update's whole album.

    Updates of others than these ``platforms`` wait: one that was taken out of the settings may come back.
    The same transaction has to end the rows by ``finish``; otherwise they are left to the next claim.
    """
    inputs: list[Sequence[StoredUpdate]] = []
    wait, after, behind, known = 1.0, 0, False, f",{','.join((*platforms, JOBS))},"
    while len(inputs) < most:
        heads = (await session.execute(_HEADS, {"most": most, "after": after, "platforms": known})).mappings().all()
        for head in heads:
            if len(inputs) == most:
                break
            if not head["album"]:
                inputs.append([head])
                behind = behind or head["open"] > 1
                continue
            rows = (await session.execute(_ALBUM, {"chat": head["chat"], "album": head["album"]})).mappings().all()
            if pause := _album_pause(rows):
                wait = min(wait, pause)
            else:
                inputs.append(rows)
                behind = behind or head["open"] > len(rows)
        # Albums that wait for their files must not take all the places of a batch.
        if len(heads) < most:
            break
        after = heads[-1]["id"]
    return Claim(inputs, 0.0 if behind or len(inputs) == most else wait)


async def finish(session: Session, ends: Iterable[End]) -> None:
    """End claimed rows, in one statement."""
    await _FINISH.execute(session, [end._asdict() for end in ends])


async def count_attempt(session: Session, row: int) -> None:
    """Count that an update was tried and is to be tried again."""
    await session.execute(update(Inbox).where(Inbox.id == row).values(attempts=Inbox.attempts + 1))


async def waiting_for_files(
    session: Session, platform: str, under_way: Collection[int], most: int
) -> Sequence[Row[int, str, list[Any]]]:
    """Select up to ``most`` updates with files to fetch, as rows of ``id``, ``chat`` and ``files``: each chat's oldest
    first.
    """
    known = {"platform": platform, "under_way": list(under_way), "most": most}
    return (await session.execute(_FETCHING, known)).all()


async def files_fetched(session: Session, row: int, files: Sequence[dict[str, Any]]) -> None:
    """Make an update ready with its files, each with its hash or its trouble."""
    await session.execute(update(Inbox).where(Inbox.id == row).values(files=list(files), state=InboxState.READY))


async def taps_behind_files(session: Session, platform: str, before: float) -> Sequence[Row[int, str]]:
    """Select taps that have waited behind a file since ``before``, in real seconds, as rows of ``id`` and ``raw``."""
    return (await session.execute(_TAPS_BEHIND_FILES, {"platform": platform, "before": before})).all()


def _row(platform: str, raw: Update) -> dict[str, Any]:
    state = InboxState.UNREADABLE if raw.error else InboxState.FETCHING if raw.files else InboxState.READY
    return {
        "platform": platform,
        "update_id": raw.number,
        "chat": raw.chat,
        "album": raw.album[:LONGEST_NAME],
        "raw": raw.text,
        "files": list(raw.files),
        "state": state,
        "error": raw.error,
        "arrived": steady_seconds(),
    }


async def _tell_apart(session: Session, platform: str, rows: list[dict[str, Any]]) -> None:
    """Make up a number for each update whose own number another update has: a platform may lose count."""
    known = {"platform": platform, "numbers": [row["update_id"] for row in rows]}
    stored = {row.update_id: json.loads(row.raw) for row in await session.execute(_STORED, known)}
    for row in rows:
        number = row["update_id"]
        if number in stored and _essence(stored[number]) != _essence(json.loads(row["raw"])):
            log.warning("another update with a number that was there", platform=platform, update=number)
            row["update_id"] = made_up(row["raw"])


def _essence(raw: Any) -> Any:
    """The part of an update that stays the same in every delivery of it."""
    if not isinstance(raw, dict):
        return raw
    return {
        kind: {name: thing.get(name) for name in _NAMES} if isinstance(thing, dict) else thing
        for kind, thing in raw.items()
        if kind != "update_id"
    }


def _album_pause(rows: Sequence[StoredUpdate]) -> float:
    """Seconds until an album is to be looked at again, 0 when it is complete."""
    if any(row["state"] is not InboxState.READY for row in rows):
        return FILE_PAUSE
    quiet: float = steady_seconds() - max(row["arrived"] for row in rows)
    # What arrived before a restart counts by another start: it must not make an album wait for ever.
    growing = len(rows) < ALBUM_MOST and 0 <= quiet < ALBUM_QUIET
    return ALBUM_QUIET - quiet if growing else 0.0
