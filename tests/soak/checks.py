"""The invariants of a soak, each a list of sentences about what broke it."""

import asyncio
import hashlib
import json
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.database import Database
from models.tables.meetings import Submission
from models.tables.parking import ParkedRow
from models.tables.queues import Inbox, InboxState, Job, JobState, Outbox, OutboxState, StoredFile
from services import file_sweep
from services.files.file_store import PARTIAL, FileStore
from tests.bot.test_kill import planned, reminded_on
from tests.issued import jalali_day
from tests.soak.machine import Life
from tests.town import Town

GROWTH, MORE = 1.15, 15.0
"""The part by which memory may grow from the second to the last quarter of a life, and the megabytes on top of it."""
OLD_ENOUGH = 120.0
"""Seconds that a life has to have lasted for its memory to be compared."""


async def updates_and_messages(session: AsyncSession, malformed: int) -> list[str]:
    """Each update has come to its end, and each message to its recipient; nobody was told of an error."""
    ended = InboxState.DONE, InboxState.UNREADABLE
    found = [
        f"update {row.update_id} of {row.chat} is {row.state}: {row.error or row.raw[:300]}"
        for row in await session.scalars(select(Inbox).where(Inbox.state.not_in(ended)))
    ]
    unreadable = await session.scalar(select(func.count()).where(Inbox.state == InboxState.UNREADABLE)) or 0
    if unreadable > malformed:
        found.append(f"{unreadable} updates are unreadable, of which {malformed} were malformed")
    found += [
        f"message {row.id} to {row.recipient} is {row.state}: {row.reason}, not before {row.not_before},"
        f" {row.operation}, tried {row.attempts} times, {row.screen[:120]}"
        for row in await session.scalars(
            select(Outbox).where(Outbox.state.in_((OutboxState.PENDING, OutboxState.FAILED)))
        )
    ]
    apologies = await session.scalars(select(Outbox).where(Outbox.screen.contains('"common.error"')))
    found += [f"{row.recipient} was told of an error at {row.created_at}: {row.screen}" for row in apologies]
    alerts = await session.scalars(select(Outbox).where(Outbox.screen.contains('"common.owner_alert"')))
    found += [f"an owner was told of an error at {row.created_at}: {row.screen}" for row in alerts]
    jobs = await session.scalars(select(Job).where(Job.state != JobState.DONE))
    return found + [f"job {job.id} ({job.kind}) is {job.state}: {job.result}" for job in jobs]


async def reports(session: AsyncSession, sent: dict[str, int]) -> list[str]:
    """Each report with a receipt is stored once, with all of its files."""
    stored = [(row.answers["done"], len(row.attachments)) for row in await session.scalars(select(Submission))]
    counted = Counter(words for words, _ in stored)
    found = [f"the report «{words}» is stored {times} times" for words, times in counted.items() if times > 1]
    for words, files in sent.items():
        if counted[words] == 0:
            found.append(f"the report «{words}» has a receipt and is not stored")
        elif (words, files) not in stored:
            found.append(f"the report «{words}» lacks some of its {files} files")
    return found


async def reminders(town: Town, dues: dict[str, str], start: datetime) -> list[str]:
    """Compare the days on which people who never answer were reminded with those of the plan."""
    found = []
    for name, due in dues.items():
        days = await reminded_on(town, town.people[name].user)
        expected = planned(town, jalali_day(due), start)
        if days != expected:
            missing, wrong = sorted(set(expected) - set(days)), sorted(set(days) - set(expected))
            twice = sorted(day for day, times in Counter(days).items() if times > 1)
            found.append(f"{name}, due on {due}: not reminded on {missing}, but on {wrong}, twice on {twice}")
    return found


async def never_recorded(town: Town, disturbed: int) -> list[str]:
    """Find chats with more unrecorded messages than were under way at a kill or a fault, at most one each time."""
    async with town.app.db.read() as session:
        sent = await session.execute(select(Outbox.chat, Outbox.message_id, Outbox.album_ids))
        known = {(chat, number) for chat, message, album in sent for number in (message, *(album or ()))}
    got = {(human.user, message["id"]) for human in town.people.values() for message in human.messages()}
    twice = Counter(chat for chat, _ in got - known)
    return [f"{chat} got {count} messages that nobody recorded" for chat, count in twice.items() if count > disturbed]


async def files(db: Database, folder: Path) -> list[str]:
    """No file without a row, apart from those that a kill left for the sweep; no row without its file, whole."""
    store = FileStore(folder)
    async with db.read() as session:
        rows = set(await session.scalars(select(StoredFile.hash)))
        attached = {
            attachment["hash"] for each in await session.scalars(select(Submission.attachments)) for attachment in each
        }
    found = [f"the file {digest} of a report has no row" for digest in sorted(attached - rows)]
    for digest in sorted(rows | attached):
        if not store.path(digest).is_file():
            found.append(f"the row {digest} has no file")
        elif hashlib.sha256(store.read(digest)).hexdigest() != digest:
            found.append(f"the file {digest} is damaged")
    swept = await file_sweep.sweep(db, store, FOR_EVER)
    there, parts = await asyncio.to_thread(_names, folder)
    async with db.read() as session:
        kept = set(await session.scalars(select(StoredFile.hash)))
    found += [f"the sweep took {digest}, which a report names" for digest in sorted(attached - there)]
    found += [f"the sweep left the file {name} without a row" for name in sorted(there - kept)]
    found += [f"the sweep left {name}" for name in parts]
    return found + ([f"{swept} files had no row"] if swept > MOST_SWEPT else [])


FOR_EVER = 1e12
"""A moment in seconds since 1970 before which everything was stored."""
MOST_SWEPT = 40
"""The most files that kills and finished pieces of work leave for the sweep."""


def _names(folder: Path) -> tuple[set[str], set[str]]:
    """The names of the whole files, and of the others."""
    return {path.name for path in folder.glob("??/*")}, {path.name for path in folder.glob(f"{PARTIAL}*")}


async def parked(session: AsyncSession) -> list[str]:
    """Nothing is parked: an outage of the database is no row's fault."""
    return [f"{row.kind} {row.row_id} is parked: {row.error}" for row in await session.scalars(select(ParkedRow))]


def ends(lives: Sequence[Life]) -> list[str]:
    """The program ends only when it is told to, or cannot start: a life that began to work goes on."""
    return [
        f"life {number} ended by itself with {life.code} after {life.weights[-1][0] if life.weights else 0:.0f} s"
        for number, life in enumerate(lives, 1)
        if not life.wanted and life.code is not None and life.weights and life.weights[-1][0] > STARTING
    ]


STARTING = 30.0
"""Seconds within which a program that cannot begin has given up."""


def memory(lives: Sequence[Life]) -> list[str]:
    """Memory and open files of a long life don't grow."""
    found = []
    for number, life in enumerate(lives, 1):
        ages = [weight for weight in life.weights if weight[0] > 30]
        if len(ages) < 8 or ages[-1][0] < OLD_ENOUGH:
            continue
        quarter = len(ages) // 4
        for name, place, more in (("MB", 1, MORE), ("open files", 2, 20)):
            early = statistics.median(weight[place] for weight in ages[quarter : 2 * quarter])
            late = statistics.median(weight[place] for weight in ages[-quarter:])
            if late > early * GROWTH + more:
                found.append(f"life {number} of {ages[-1][0]:.0f} s grew from {early:.0f} to {late:.0f} {name}")
    return found


def log_events(log: Path) -> Counter[str]:
    """Count the log's lines of warnings and errors by their event, and what is no line of the log."""
    return Counter(_event(line) for line in _lines(log) if line)


def _lines(log: Path) -> Iterable[str]:
    with log.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                event = json.loads(line)
            except ValueError:
                yield f"(no JSON) {line.strip()[:100]}"
                continue
            if event.get("level") in ("warning", "error", "critical"):
                words = event["event"].partition(" (trigger")[0]
                yield f"{event['level']}: {words} {event.get('kind', '')}"


def _event(line: str) -> str:
    return line.strip()
