"""Conversations: drafts of forms, and the state of each chat."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Draft(Base):
    """A half-filled form of one person about one subject (``""`` or a row's id). ``state`` is the form engine's."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("person_id", "form", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    form: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(60), default="")
    about: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[dict[str, Any]] = mapped_column(default=dict)
    updated_at: Mapped[datetime]


class Conversation(Base):
    """The state of a chat: the draft that is being filled (None between forms) and the screens' notes."""

    __tablename__ = "conversations"

    chat: Mapped[str] = mapped_column(String(40), primary_key=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id", ondelete="SET NULL"))
    notes: Mapped[dict[str, Any]] = mapped_column(default=dict)
