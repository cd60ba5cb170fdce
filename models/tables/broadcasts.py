"""Broadcasts of the secretariat, and their ledger: a delivery for each person who is addressed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, by_value
from models.tables.people import Person
from models.tables.queues import BigId


class BroadcastState(StrEnum):
    """The states of a broadcast: being written, waiting for its hour, being sent; the others are ended."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    STOPPED = "stopped"
    UNDONE = "undone"
    DISCARDED = "discarded"


class Broadcast(Base):
    """A message to many. Its ``audience`` is data, worked out when it is sent; it is ``busy`` while work on it is left.

    ``content`` is {words, files}, the words as pieces of rich text; ``question`` is {ask, options}. ``sender`` is the
    agency that a member writes for by a right to one audience, "" for the secretariat. ``revision`` counts corrections
    of the words. ``decided_by`` and ``decided_at`` are of the last press that sent, stopped or undid it.

    ``progress_row`` is the row of the outbox that carries the one message about its progress, which was last changed at
    ``progress_at`` and goes to who sent it. ``remind_from`` is the moment at which those who have not acknowledged were
    last to be reminded.
    """

    __tablename__ = "broadcasts"
    __table_args__ = (Index("ix_broadcasts_state_send_at", "state", "send_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    sender: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[BroadcastState] = mapped_column(by_value(BroadcastState), default=BroadcastState.DRAFT)
    audience: Mapped[dict[str, Any]] = mapped_column(default=dict)
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    question: Mapped[dict[str, Any]] = mapped_column(default=dict)
    receipt: Mapped[bool] = mapped_column(default=True)
    revision: Mapped[int] = mapped_column(default=1)
    send_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    decided_at: Mapped[datetime | None]
    remind_from: Mapped[datetime | None]
    progress_row: Mapped[int | None] = mapped_column(BigInteger)
    progress_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    busy: Mapped[bool] = mapped_column(default=False, index=True)
    version: Mapped[int] = mapped_column(default=1)

    author: Mapped[Person] = relationship(foreign_keys=author_id)
    decider: Mapped[Person | None] = relationship(foreign_keys=decided_by)


class DeliveryState(StrEnum):
    """The states of a delivery: waiting to be sent; withheld by a stop; taken back after it was delivered.

    Of a partly delivered one one of its two messages arrived; one that is standing arrived so long ago that it can no
    longer be taken back.
    """

    WAITING = "waiting"
    DELIVERED = "delivered"
    PARTLY = "partly"
    FAILED = "failed"
    WITHHELD = "withheld"
    TAKEN_BACK = "taken_back"
    STANDING = "standing"


ARRIVED = (DeliveryState.DELIVERED, DeliveryState.PARTLY)
"""The states in which something of a broadcast stands in the person's chat."""


class Delivery(Base):
    """One person's line in a broadcast's ledger.

    ``row_id`` is the row of the outbox whose message has the buttons, None until it is written; ``lead_id`` that of the
    files before it, where they have a message of their own. ``revision`` is the correction that was last written to the
    person. ``answer`` is the place of the chosen option, from 0 on.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("broadcast_id", "person_id"),
        Index("ix_deliveries_broadcast_id_state", "broadcast_id", "state"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcasts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    state: Mapped[DeliveryState] = mapped_column(by_value(DeliveryState), default=DeliveryState.WAITING)
    reason: Mapped[str] = mapped_column(String(300), default="")
    row_id: Mapped[int | None] = mapped_column(BigInteger)
    lead_id: Mapped[int | None] = mapped_column(BigInteger)
    revision: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    answer: Mapped[int | None]
    answered_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
