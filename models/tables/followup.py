"""The follow-up of obligations: extensions, contributions of partners, escalations, and people's leaves."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, by_value
from models.tables.agencies import Agency
from models.tables.meetings import Obligation
from models.tables.people import Person


class ExtensionState(StrEnum):
    """The state of an extension; it is withdrawn by whoever asked, or when the answer arrives before the decision."""

    PENDING = "pending"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Extension(Base):
    """A request for more time, or a date that the secretariat gave to one obligation unasked.

    ``asked_by`` is None for a date that was given unasked; ``reason`` is then the secretary's. ``until`` is the day
    that was asked for, ``old_due`` the due date before, ``new_due`` the one that was granted. ``words`` are the
    decision's, ``attachments`` as a submission's.
    """

    __tablename__ = "extensions"
    __table_args__ = (
        Index("ix_extensions_obligation_id", "obligation_id"),
        Index(
            "uq_extensions_pending",
            "obligation_id",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligations.id"))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    asked_at: Mapped[datetime]
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(Text, default="")
    attachments: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[ExtensionState] = mapped_column(by_value(ExtensionState), default=ExtensionState.PENDING)
    old_due: Mapped[date | None]
    new_due: Mapped[date | None]
    words: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    version: Mapped[int] = mapped_column(default=1)

    obligation: Mapped[Obligation] = relationship()
    asker: Mapped[Person | None] = relationship(foreign_keys=asked_by)
    decider: Mapped[Person | None] = relationship(foreign_keys=decided_by)


class Contribution(Base):
    """The part that a partner has in an obligation, sent to the lead; ``attachments`` as a submission's."""

    __tablename__ = "contributions"

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligations.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    words: Mapped[str] = mapped_column(Text)
    attachments: Mapped[list[Any]] = mapped_column(default=list)
    sent_at: Mapped[datetime]

    agency: Mapped[Agency] = relationship()
    person: Mapped[Person] = relationship()


class EscalationTarget(StrEnum):
    """The receiver of an escalation."""

    HEAD = "head"
    CHAIR = "chair"


class EscalationState(StrEnum):
    """The state of an escalation; it is withdrawn when the answer or a later due date arrives before it goes."""

    ANNOUNCED = "announced"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


class Escalation(Base):
    """A report of an overdue obligation to the agency's head or to the chair, announced to its owner before.

    ``person_id`` is the secretary who pressed the button, None for the organisation's own setting. ``due`` is the due
    date that had passed: each is escalated to each target once by itself. ``goes_on`` is the day on which it goes.
    """

    __tablename__ = "escalations"
    __table_args__ = (Index("ix_escalations_obligation_id", "obligation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligations.id"))
    target: Mapped[EscalationTarget] = mapped_column(by_value(EscalationTarget))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    words: Mapped[str] = mapped_column(Text, default="")
    due: Mapped[date | None]
    state: Mapped[EscalationState] = mapped_column(by_value(EscalationState))
    announced_at: Mapped[datetime]
    goes_on: Mapped[date]
    sent_at: Mapped[datetime | None]


class Leave(Base):
    """A leave of one of an agency's people, both days within it; a colleague stands in. ``ended_at`` ends it early."""

    __tablename__ = "leaves"
    __table_args__ = (Index("ix_leaves_agency_id_until", "agency_id", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    since: Mapped[date]
    until: Mapped[date]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    agency: Mapped[Agency] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    deputy: Mapped[Person] = relationship(foreign_keys=deputy_id)


class Snooze(Base):
    """One person's reminders of an obligation that are put off; ``ends_at`` is the moment of the next one."""

    __tablename__ = "snoozes"
    __table_args__ = (UniqueConstraint("obligation_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligations.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    ends_at: Mapped[datetime] = mapped_column(index=True)


class NoticeReceipt(Base):
    """One person's receipt («رؤیت شد») of the notice by which a meeting's resolutions were issued.

    ``row_id`` is the outbox row of the last message of the latest notice, whose button is pressed.
    """

    __tablename__ = "notice_receipts"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    row_id: Mapped[int]
    told_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
