"""Planned meetings: their agenda, those who are invited, what they replied and who attended."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, by_value
from models.tables.agencies import Agency
from models.tables.meetings import Meeting
from models.tables.people import Person


class PlanState(StrEnum):
    """The state of a plan. Whether its meeting is over is a matter of the clock, and of its minutes."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class MeetingPlan(Base):
    """A meeting of a body that is to come. ``time`` is ``10:30`` in the organisation's zone, "" while it is not set.

    ``sequence`` grows when the meeting is moved or cancelled, as in a calendar file; a reply to an older one is stale.
    ``uid`` names it in calendars. ``meeting_id`` is the meeting that its minutes were read as.
    """

    __tablename__ = "meeting_plans"
    __table_args__ = (Index("ix_meeting_plans_state_day", "state", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36))
    body: Mapped[str] = mapped_column(String(300))
    number: Mapped[int | None]
    day: Mapped[date]
    time: Mapped[str] = mapped_column(String(5), default="")
    place: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[PlanState] = mapped_column(by_value(PlanState), default=PlanState.PLANNED)
    sequence: Mapped[int] = mapped_column(default=0)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    next_reminder_at: Mapped[datetime | None] = mapped_column(index=True)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting | None] = relationship()
    agenda: Mapped[list["AgendaItem"]] = relationship(
        back_populates="plan", order_by="AgendaItem.place, AgendaItem.id", cascade="all, delete-orphan"
    )


class AgendaItem(Base):
    """One item of an agenda, in its ``place`` from 1; it may come from an earlier resolution or a member's idea."""

    __tablename__ = "agenda_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("meeting_plans.id"), index=True)
    place: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    resolution_id: Mapped[int | None] = mapped_column(ForeignKey("resolutions.id"), index=True)
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"), index=True)

    plan: Mapped[MeetingPlan] = relationship(back_populates="agenda")


class Rsvp(StrEnum):
    """The reply to the invitation to a meeting."""

    WAITING = "waiting"
    COMING = "coming"
    DECLINED = "declined"
    DELEGATE = "delegate"


class Attendance(StrEnum):
    """The record of who came; ``DELEGATE`` is somebody whom the invitee sent."""

    PRESENT = "present"
    ABSENT = "absent"
    DELEGATE = "delegate"


class Invitee(Base):
    """A person chosen for a meeting, or an agency that nobody can be reached of, whom the secretariat calls.

    ``agency_id`` is the agency that the person comes from, None for the chair. ``invited_at`` is None until the
    invitation is sent. ``delegate`` is {name, post, phone} of whoever comes instead.
    """

    __tablename__ = "invitees"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("meeting_plans.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    invited_at: Mapped[datetime | None]
    reply: Mapped[Rsvp] = mapped_column(by_value(Rsvp), default=Rsvp.WAITING)
    delegate: Mapped[dict[str, Any] | None]
    attendance: Mapped[Attendance | None] = mapped_column(by_value(Attendance))

    plan: Mapped[MeetingPlan] = relationship()
    person: Mapped[Person | None] = relationship()
    agency: Mapped[Agency | None] = relationship()
