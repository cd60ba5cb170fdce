"""The quarterly question about the appendix's duties, and the answers of agencies."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, by_value


class DutyStatus(StrEnum):
    """An agency's answer about one duty in one quarter."""

    DONE = "done"
    UNDER_WAY = "under_way"
    NOT_DONE = "not_done"
    NOT_APPLICABLE = "not_applicable"


class DutyRound(Base):
    """The question to all agencies of a kind about its duties in one quarter of the Jalali year, ``1398-3``.

    ``reminded_at`` is the moment at which those without an answer were reminded, once.
    """

    __tablename__ = "duty_rounds"
    __table_args__ = (UniqueConstraint("kind_id", "quarter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("actor_kinds.id"))
    quarter: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]


class DutyAnswer(Base):
    """One agency's answer about one duty in a round; another one replaces it."""

    __tablename__ = "duty_answers"
    __table_args__ = (UniqueConstraint("round_id", "duty_id", "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("duty_rounds.id"))
    duty_id: Mapped[int] = mapped_column(ForeignKey("duties.id", ondelete="CASCADE"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    status: Mapped[DutyStatus] = mapped_column(by_value(DutyStatus))
    answered_at: Mapped[datetime]
