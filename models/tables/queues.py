"""Tables of the queues: inbox, outbox, stored files and jobs."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    ScalarSelect,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    cast,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, by_value, table_of

BigId = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in a column of type INTEGER."""


class InboxState(StrEnum):
    """The states of an update: fetching waits for files, ready for a batch; the others are ended."""

    FETCHING = "fetching"
    READY = "ready"
    DONE = "done"
    FAILED = "failed"
    UNREADABLE = "unreadable"


class Inbox(Base):
    """A raw update, stored before the platform may forget it.

    ``arrived`` is in real seconds, for albums and time-outs. ``attempts`` counts outages of the database in its turn.
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
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")


class Lane(StrEnum):
    """Priority lanes: a reply is never behind a reminder, a reminder never behind a broadcast."""

    REPLY = "1reply"
    REMINDER = "2reminder"
    BROADCAST = "3broadcast"


class Operation(StrEnum):
    """The operations of the outbox; a toast is the brief answer to a tap, a caption the words under a file that stays.

    A deletion with a screen shows that in the message's place where the platform deletes it no more. ``STRIP`` takes
    the buttons from a question that was answered by a message.
    """

    SEND = "send"
    EDIT = "edit"
    CAPTION = "caption"
    DELETE = "delete"
    TOAST = "toast"
    STRIP = "strip"


class OutboxState(StrEnum):
    """The states of an outbox row: pending is still to be sent; the others are outcomes, with a reason."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


class Outbox(Base):
    """A message to send, or one that was sent, addressed to a person or, as a reply, to its chat.

    ``platform`` is the one that is to send it, "" until it is assigned. ``chat`` is known from the start for a reply;
    for a message to a person only once it was sent, or may have been: from then on it goes nowhere else.
    ``target_id`` is the row whose message an edit or a deletion changes, ``message_id`` the message's number on the
    platform, ``album_ids`` those of an album's other messages, ``shows`` the digest of its last content.
    ``not_before`` is by the clock, ``retry_at`` in real seconds.
    ``group_key`` is shared by messages that are withdrawn together, "" for a message alone.

    ``recipient`` is the person, else the chat, and the answers to a chat's taps are a recipient of their own. ``round``
    counts the rows of the same recipient and lane that waited when the row was written: a lane goes round by round, so
    that whoever has many rows waits for them alone.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_pending",
            "platform",
            "lane",
            "round",
            "id",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_outbox_recipient",
            "recipient",
            "lane",
            "round",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "ix_outbox_resting",
            "platform",
            "recipient",
            sqlite_where=text("state = 'pending' AND retry_at > 0"),
            postgresql_where=text("state = 'pending' AND retry_at > 0"),
        ),
        Index(
            "ix_outbox_target_id",
            "target_id",
            sqlite_where=text("target_id IS NOT NULL"),
            postgresql_where=text("target_id IS NOT NULL"),
        ),
        # Most rows are replies in no group and without a number yet, so these two indexes leave them out.
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
    recipient: Mapped[str] = mapped_column(String(60), default="", server_default="")
    round: Mapped[int] = mapped_column(default=0, server_default="0")
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
    album_ids: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    shows: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


PENDING = Outbox.state == literal(OutboxState.PENDING, Outbox.state.type, literal_execute=True)
"""The condition of the outbox's partial indexes, a literal in the statement, for a parameter would not match them."""
GROUPED = Outbox.group_key != literal("", literal_execute=True)
"""The other condition of the index by ``group_key``, to be used together with PENDING."""


def recipient_of(person_id: int | None, chat: str) -> str:
    """The recipient of a row that goes to a person, or only to a chat."""
    return f"{_PERSON}{person_id}" if person_id else chat


def is_group(chat: str) -> bool:
    """Tell whether a chat is a group, as "telegram:-42" and "bale:-g42" are."""
    return chat.partition(":")[2].startswith("-")


def unsent_replies(person_id: ColumnElement[int]) -> ScalarSelect[int]:
    """The number of replies that a person of a query is still to be sent."""
    recipient = literal(_PERSON).concat(cast(person_id, String))
    # With one column of a model, a whole statement that has this count goes through the ORM.
    outbox = table_of(Outbox).c
    return (
        select(func.count())
        .where(text("outbox.state = 'pending'"), outbox.recipient == recipient, outbox.lane == Lane.REPLY)
        .scalar_subquery()
    )


_PERSON = "person:"


class StoredFile(Base):
    """A stored file by its content hash; ``ids`` are its ids on the platforms that have it, by platform and kind."""

    __tablename__ = "files"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    mime: Mapped[str] = mapped_column(String(120), default="")
    ids: Mapped[dict[str, Any]] = mapped_column(default=dict)
    stored_at: Mapped[datetime]


class JobState(StrEnum):
    """The states of a job."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Base):
    """A piece of long work for a child process. ``result`` is the JSON that it printed; an update tells its chat.

    ``shown`` is the message that shows how far it is, {row: its id in the outbox, stop: the tap of its button}.
    A running job is leased: ``leased_by`` is its worker, ``leased_until`` is in real seconds. The first worker that
    finds an expired lease begins the job anew.
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
    shown: Mapped[dict[str, Any] | None]
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
"""The condition of the partial index of jobs, as literals for the same reason."""
