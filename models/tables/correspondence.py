"""Letters of the secretariat, and the lists of representatives that the chair approves."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, by_value
from models.tables.agencies import Agency
from models.tables.people import Person


class LetterKind(StrEnum):
    """The kinds of letters; the value names the kind of the template, too."""

    FOLLOW_UP = "follow_up"
    NOTICE = "notice"
    MEMBERSHIP = "membership"
    MEETING_INVITATION = "meeting_invitation"


class SecretariatLetter(Base):
    """A letter that the secretariat made for an agency; it counts as sent once it has a ``number`` and a ``day``.

    ``ordinal`` says which reminder a follow-up letter is. ``membership_id`` is that of the representative whom a letter
    of membership appoints, ``meeting_id`` that of the meeting whose resolutions a notice names, ``plan_id`` that of the
    planned meeting to which a letter invites, whose ``sequence`` is then the ``ordinal``.
    """

    __tablename__ = "secretariat_letters"
    __table_args__ = (Index("ix_secretariat_letters_agency_id_kind", "agency_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LetterKind] = mapped_column(by_value(LetterKind))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("memberships.id"))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_plans.id"))
    ordinal: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(60), default="")
    day: Mapped[date | None]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    made_at: Mapped[datetime]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    sent_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    agency: Mapped[Agency] = relationship()
    maker: Mapped[Person | None] = relationship(foreign_keys=[made_by])
    sender: Mapped[Person | None] = relationship(foreign_keys=[sent_by])


class LetterItem(Base):
    """An obligation that a letter names."""

    __tablename__ = "letter_items"

    letter_id: Mapped[int] = mapped_column(ForeignKey("secretariat_letters.id"), primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligations.id"), primary_key=True, index=True)


class ListState(StrEnum):
    """The state of a list of representatives: before the chair, approved, or returned with words."""

    ASKED = "asked"
    APPROVED = "approved"
    RETURNED = "returned"


class RepresentativeList(Base):
    """The representatives whom the secretariat put before the chair, as ids of memberships."""

    __tablename__ = "representative_lists"

    id: Mapped[int] = mapped_column(primary_key=True)
    memberships: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[ListState] = mapped_column(by_value(ListState), default=ListState.ASKED)
    words: Mapped[str] = mapped_column(Text, default="")
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    decided_at: Mapped[datetime | None]
