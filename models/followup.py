"""The follow-up of obligations: extensions of their due dates, and leaves of those who answer them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.agencies import Agency
from models.base import Base, by_value
from models.meetings import Obligation
from models.people import Person


class ExtensionState(StrEnum):
    """The state of an extension; it is withdrawn when the answer arrives before the decision."""

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
