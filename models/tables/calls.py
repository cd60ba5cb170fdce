"""Calls of the secretariat to agencies, and what came of them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, by_value
from models.tables.people import Person


class CallOutcome(StrEnum):
    """The outcome of a call: an answer promised by a day, nobody there, a wrong number, or a note."""

    PROMISED = "promised"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    NOTE = "note"


class Call(Base):
    """A call of the secretariat to an agency; ``called_on`` is its day in the organisation's zone."""

    __tablename__ = "calls"
    __table_args__ = (Index("ix_calls_agency_id_called_on", "agency_id", "called_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    outcome: Mapped[CallOutcome] = mapped_column(by_value(CallOutcome))
    promised_on: Mapped[date | None] = mapped_column(index=True)
    words: Mapped[str] = mapped_column(Text, default="")
    called_on: Mapped[date]
    called_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]

    caller: Mapped[Person | None] = relationship(foreign_keys=[called_by])
