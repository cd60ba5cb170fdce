"""Questions to the secretariat, each a short thread of words and files between the asker and the secretaries."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.tables.meetings import Obligation
from models.tables.people import Person


class Question(Base):
    """A question of a member, about an obligation or about anything; its id is the number that both sides say.

    ``waiting_since`` is the moment of the first words that no secretary has answered, None when all are. ``text`` and
    ``attachments`` are the question itself, ``text_fold`` is what a search looks in.
    """

    __tablename__ = "questions"
    __table_args__ = (Index("ix_questions_waiting_since", "waiting_since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    obligation_id: Mapped[int | None] = mapped_column(ForeignKey("obligations.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    text_fold: Mapped[str] = mapped_column(Text, default="")
    attachments: Mapped[list[Any]] = mapped_column(default=list)
    asked_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    obligation: Mapped[Obligation | None] = relationship()
    entries: Mapped[list["QuestionEntry"]] = relationship(back_populates="question", order_by="QuestionEntry.id")


class QuestionEntry(Base):
    """An entry in a question's thread: an ``answer`` by a secretary, or further words of the asker."""

    __tablename__ = "question_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    answer: Mapped[bool]
    text: Mapped[str] = mapped_column(Text, default="")
    attachments: Mapped[list[Any]] = mapped_column(default=list)
    at: Mapped[datetime]

    question: Mapped[Question] = relationship(back_populates="entries")
    person: Mapped[Person] = relationship()
