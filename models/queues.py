"""The queues: updates in, messages out, files and long work."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint, bindparam, literal, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, by_value

BigId = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in a column of type INTEGER."""


class InboxState(StrEnum):
    """Fetching waits for its files; ready waits for its batch; the others are ended."""

    FETCHING = "fetching"
    READY = "ready"
    DONE = "done"
    FAILED = "failed"
    UNREADABLE = "unreadable"


class Inbox(Base):
    """A raw update, kept before the platform may forget it. ``arrived`` is real time in seconds, for albums and
    time-outs.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("platform", "update_id"),
        Index(
            "ix_inbox_open",
            "chat",
            "id",
            sqlite_where=text("state IN ('fetching', 'ready')"),
            postgresql_where=text("state IN ('fetching', 'ready')"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    platform: Mapped[str] = mapped_column(String(16))
    update_id: Mapped[int] = mapped_column(BigInteger)
    chat: Mapped[str] = mapped_column(String(40))
    album: Mapped[str] = mapped_column(String(40), default="")
    raw: Mapped[str] = mapped_column(Text)
    files: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[InboxState] = mapped_column(by_value(InboxState), default=InboxState.READY)
    error: Mapped[str] = mapped_column(Text, default="")
    arrived: Mapped[float]


class Lane(StrEnum):
    """A reply is never behind a reminder, a reminder never behind a broadcast."""

    REPLY = "1reply"
    REMINDER = "2reminder"
    BROADCAST = "3broadcast"


class Operation(StrEnum):
    """The ways in which a row of the outbox acts on a message."""

    SEND = "send"
    EDIT = "edit"
    DELETE = "delete"
    TOAST = "toast"


class OutboxState(StrEnum):
    """Pending rows are still to be sent; every other row has its outcome and its reason."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


class Outbox(Base):
    """A message to send, or one that was sent, addressed to a person or to the chat where a reply must land.

    ``platform`` is the one that is to send it, "" until that is decided for a person. ``chat`` is known from the start
    for a reply; for a person only once it was sent, or may have been: from then on it goes nowhere else.
    ``target_id`` names the row whose message an edit or a deletion is about, ``message_id`` is the platform's
    number of it; ``shows`` is the digest of what the message last showed. ``not_before`` is by the clock,
    ``retry_at`` real seconds. ``group_key`` names messages that are taken back together, "" for one that is alone.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_pending",
            "platform",
            "lane",
            "id",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        # Most rows are replies in no group and without a number yet: they are kept out of these two.
        Index(
            "ix_outbox_chat_message_id",
            "chat",
            "message_id",
            sqlite_where=text("message_id IS NOT NULL"),
            postgresql_where=text("message_id IS NOT NULL"),
        ),
        Index(
            "ix_outbox_batch",
            "group_key",
            sqlite_where=text("state = 'pending' AND batch <> ''"),
            postgresql_where=text("state = 'pending' AND batch <> ''"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    chat: Mapped[str] = mapped_column(String(40), default="")
    platform: Mapped[str] = mapped_column(String(16), default="", server_default="")
    lane: Mapped[Lane] = mapped_column(by_value(Lane), default=Lane.REPLY)
    operation: Mapped[Operation] = mapped_column(by_value(Operation), default=Operation.SEND)
    language: Mapped[str] = mapped_column(String(8), default="")
    screen: Mapped[str] = mapped_column(Text, default="")
    media: Mapped[bool] = mapped_column(default=False)
    callback_id: Mapped[str] = mapped_column(String(80), default="")
    target_id: Mapped[int | None] = mapped_column(BigInteger)
    not_before: Mapped[datetime | None]
    dedupe_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    group_key: Mapped[str] = mapped_column("batch", String(60), key="group_key", default="")
    state: Mapped[OutboxState] = mapped_column(by_value(OutboxState), default=OutboxState.PENDING)
    reason: Mapped[str] = mapped_column(String(300), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    retry_at: Mapped[float] = mapped_column(default=0.0)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    shows: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


PENDING = Outbox.state == literal(OutboxState.PENDING, Outbox.state.type, literal_execute=True)
"""The condition of the partial indexes. It is written out in the statement, for a parameter would not match them."""
GROUPED = Outbox.group_key != literal("", literal_execute=True)
"""The other condition of the index by ``group_key``; to be asked for together with PENDING."""


class StoredFile(Base):
    """A file of the store by its content hash; ``ids`` are the file ids by which a platform already has it."""

    __tablename__ = "files"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    mime: Mapped[str] = mapped_column(String(120), default="")
    ids: Mapped[dict[str, Any]] = mapped_column(default=dict)
    stored_at: Mapped[datetime]


class JobState(StrEnum):
    """The states of a piece of long work."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Base):
    """Long work, done in a child process. ``result`` is what it printed as JSON; its chat then hears of it as an
    update.

    A running job is leased: ``leased_by`` names the worker that does it, ``leased_until`` is in real seconds. One whose
    lease ran out is begun anew by whoever comes first.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        Index(
            "ix_jobs_unfinished",
            "id",
            sqlite_where=text("state IN ('waiting', 'running')"),
            postgresql_where=text("state IN ('waiting', 'running')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    chat: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[JobState] = mapped_column(by_value(JobState), default=JobState.WAITING)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    attempts: Mapped[int] = mapped_column(default=0)
    leased_by: Mapped[str] = mapped_column(String(80), default="", server_default="")
    leased_until: Mapped[float] = mapped_column(default=0.0, server_default="0")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


UNFINISHED = Job.state.in_(
    bindparam("unfinished", (JobState.WAITING, JobState.RUNNING), expanding=True, literal_execute=True)
)
"""The condition of the partial index of jobs, written out for the same reason."""
