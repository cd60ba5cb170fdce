"""Rows of the whole organisation: holidays, the audit trail, and named values."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Holiday(Base):
    """A day off, or (``off`` false) a day that the secretariat took back out of the official list."""

    __tablename__ = "holidays"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    off: Mapped[bool] = mapped_column(default=True)
    estimated: Mapped[bool] = mapped_column(default=False)
    by_hand: Mapped[bool] = mapped_column(default=False)


class Audit(Base):
    """An entry of the audit trail: a change that a person made, and to which row."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject_subject_id", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


FILES_OF = "files:"
"""The beginning of the names of facts that count what each chat has sent today; they go with the chat's account."""


class Fact(Base):
    """A named value that the organisation keeps between runs, such as the last scheduled run of a tick."""

    __tablename__ = "facts"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)
