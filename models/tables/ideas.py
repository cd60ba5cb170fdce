"""Ideas of members: each with its state, and the thread of what was said and decided about it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, by_value
from models.tables.people import Person


class IdeaSubject(StrEnum):
    """The subjects that an idea may be about."""

    RESOLUTION = "resolution"
    NEIGHBOURHOOD = "neighbourhood"
    HOME_WORK = "home_work"
    COMMITTEE = "committee"
    OTHER = "other"


class IdeaState(StrEnum):
    """The state of an idea. All but the last two are set by the secretariat, in any order."""

    NEW = "new"
    UNDER_STUDY = "under_study"
    FOR_MEETING = "for_meeting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DONE = "done"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


class Idea(Base):
    """A member's idea; its id is the tracking number. ``anonymous`` hides its author from members, never from us.

    ``topic`` names the resolution or the neighbourhood as the author chose it, ``resolution_id`` or
    ``neighbourhood_id`` the row if it was on the list. ``text_fold`` is what a search looks in: the text, the topic
    and the captions of its attachments, which are [{hash, name, kind, mime, size}]. ``version`` counts the changes of
    its state.
    """

    __tablename__ = "ideas"
    __table_args__ = (Index("ix_ideas_state_id", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    subject: Mapped[IdeaSubject] = mapped_column(by_value(IdeaSubject))
    topic: Mapped[str] = mapped_column(String(300), default="")
    resolution_id: Mapped[int | None] = mapped_column(ForeignKey("resolutions.id"))
    neighbourhood_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    text_fold: Mapped[str] = mapped_column(Text, default="")
    attachments: Mapped[list[Any]] = mapped_column(default=list)
    anonymous: Mapped[bool] = mapped_column(default=False)
    state: Mapped[IdeaState] = mapped_column(by_value(IdeaState), default=IdeaState.NEW)
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"), index=True)
    sent_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship()
    entries: Mapped[list["IdeaEntry"]] = relationship(back_populates="idea", order_by="IdeaEntry.id")


class IdeaEntryKind(StrEnum):
    """The kinds of entries: what the author adds, what the secretariat answers, and each change of the state."""

    ADDITION = "addition"
    ANSWER = "answer"
    STATE = "state"


class IdeaEntry(Base):
    """An entry in an idea's thread; ``state`` is the one that was set, ``text`` the words with it."""

    __tablename__ = "idea_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    kind: Mapped[IdeaEntryKind] = mapped_column(by_value(IdeaEntryKind))
    state: Mapped[IdeaState | None] = mapped_column(by_value(IdeaState))
    text: Mapped[str] = mapped_column(Text, default="")
    attachments: Mapped[list[Any]] = mapped_column(default=list)
    at: Mapped[datetime]

    idea: Mapped[Idea] = relationship(back_populates="entries")
    person: Mapped[Person] = relationship()
