"""Meetings, their resolutions, the obligations of agencies and the submissions that answer them."""

from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, by_value
from models.tables.agencies import Agency, Group
from models.tables.people import Person


class MeetingState(StrEnum):
    """The state of a meeting's minutes: in review, issued («ابلاغ»), withdrawn after that, discarded before it."""

    REVIEW = "review"
    ISSUED = "notified"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


class Meeting(Base):
    """A session of a body. ``fingerprint`` is equal for minutes sent twice; ``source`` is the file they came in.

    ``passed_over`` are the texts of the file that were not read as resolutions: [{kind, text}]. One that the
    secretary put into a resolution has its id as ``home``, with ``appended`` where it was added to one that was there;
    ``made`` is the resolution that was made of a text and dropped when the text was put back.
    ``signed`` is the scan of the signed minutes: [{hash, name, kind, mime, size}], a file or a photo a page.
    """

    __tablename__ = "meetings"

    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(String(300), default="")
    title: Mapped[str] = mapped_column(String(500), default="")
    number: Mapped[int | None]
    held_on: Mapped[date | None]
    state: Mapped[MeetingState] = mapped_column(by_value(MeetingState), default=MeetingState.REVIEW)
    fingerprint: Mapped[str] = mapped_column(String(64), default="", index=True)
    source: Mapped[dict[str, Any] | None]
    signed: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    doubts: Mapped[list[Any]] = mapped_column(default=list)
    duties: Mapped[list[Any]] = mapped_column(default=list)
    passed_over: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    counts_from: Mapped[date | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    created_at: Mapped[datetime]
    issued_at: Mapped[datetime | None] = mapped_column("notified_at")
    version: Mapped[int] = mapped_column(default=1)

    resolutions: Mapped[list["Resolution"]] = relationship(
        back_populates="meeting", order_by="Resolution.number, Resolution.id"
    )


class ResolutionState(StrEnum):
    """The state of a resolution: read, accepted by the secretary, binding or only on record, ended."""

    READ = "read"
    ACCEPTED = "accepted"
    ACTIVE = "active"
    RECORD = "record"
    CLOSED = "closed"
    DROPPED = "dropped"


class OwnStatus(StrEnum):
    """The status of a whole resolution. That it was stopped is only ever set by the secretariat."""

    OVERDUE = "overdue"
    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"


class Resolution(Base):
    """One numbered decision. ``deadline`` is the resolved phrase in the shape of ``dabir deadline --json``.

    ``deadline_version`` grows with every change of the deadline; what was planned from an older one is void.
    ``doubts`` hold what the reader was unsure of and nobody has decided yet; ``items`` are the sub-items as read.
    ``period_due`` is the due date of a recurring rule's latest period; the day after it the next one begins.
    ``columns`` are the headings of a table that the text asks to be filled in, where the minutes bring one; of several,
    since resolutions were merged, with None between two of them. ``tables`` has them one by one.
    ``set_status`` is the status that the secretariat set for a reason, in the place of the one that is worked out.
    ``closed_by_hand`` tells the end that a secretary gave from one by a later resolution or a withdrawal.
    """

    __tablename__ = "resolutions"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    text_fold: Mapped[str] = mapped_column(Text, default="")
    phrase: Mapped[str] = mapped_column(String(500), default="")
    deadline: Mapped[dict[str, Any]] = mapped_column(default=dict)
    due: Mapped[date | None]
    deadline_version: Mapped[int] = mapped_column(default=1)
    period_due: Mapped[date | None] = mapped_column(index=True)
    items: Mapped[list[Any]] = mapped_column(default=list)
    refers: Mapped[list[Any]] = mapped_column(default=list)
    doubts: Mapped[list[Any]] = mapped_column(default=list)
    template: Mapped[dict[str, Any] | None]
    columns: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    remark: Mapped[str] = mapped_column(Text, default="", server_default="")
    check_in: Mapped[bool] = mapped_column(default=True)
    set_status: Mapped[OwnStatus | None] = mapped_column(by_value(OwnStatus))
    set_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    state: Mapped[ResolutionState] = mapped_column(by_value(ResolutionState), default=ResolutionState.READ)
    closed_by_hand: Mapped[bool] = mapped_column(default=False, server_default=false())
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship(back_populates="resolutions")
    owners: Mapped[list["Owner"]] = relationship(
        back_populates="resolution", order_by="Owner.place, Owner.id", cascade="all, delete-orphan"
    )

    @property
    def tables(self) -> list[list[str]]:
        """The headings of each table that the text brings."""
        parts = groupby(self.columns, lambda head: head is None)
        return [list(heads) for is_gap, heads in parts if not is_gap]


class Owner(Base):
    """An owner of a resolution: an agency or a group, or only a ``name`` as read until one is matched.

    ``item`` is the label of the sub-item that this owner answers, "" for the whole. The first lead is the lead;
    partners help.
    """

    __tablename__ = "owners"

    id: Mapped[int] = mapped_column(primary_key=True)
    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolutions.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"), index=True)
    name: Mapped[str] = mapped_column(String(500), default="")
    item: Mapped[str] = mapped_column(String(100), default="")
    partner: Mapped[bool] = mapped_column(default=False)
    place: Mapped[int] = mapped_column(default=0)

    resolution: Mapped[Resolution] = relationship(back_populates="owners")
    agency: Mapped[Agency | None] = relationship()
    group: Mapped[Group | None] = relationship()


class RelationKind(StrEnum):
    """The ways in which a resolution bears on one of an earlier meeting."""

    AMENDS = "amends"
    REPEALS = "repeals"
    REPEATS = "repeats"


class ResolutionRelation(Base):
    """A resolution's bearing on an earlier one; ``applied_at`` is the moment since which it is in force.

    While it ``ends`` the earlier one, that stays closed: until it is taken out of force, or somebody reopens that.
    """

    __tablename__ = "resolution_relations"
    __table_args__ = (UniqueConstraint("resolution_id", "earlier_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolutions.id"))
    earlier_id: Mapped[int] = mapped_column(ForeignKey("resolutions.id"), index=True)
    kind: Mapped[RelationKind] = mapped_column(by_value(RelationKind))
    applied_at: Mapped[datetime | None]
    ends: Mapped[bool] = mapped_column(default=False, server_default=false())

    resolution: Mapped[Resolution] = relationship(foreign_keys=resolution_id)
    earlier: Mapped[Resolution] = relationship(foreign_keys=earlier_id)


class ObligationState(StrEnum):
    """The state of an obligation. Open and returned ones are owed; the others are answered or ended."""

    OPEN = "open"
    RETURNED = "returned"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    CLOSED = "closed"


OPEN_STATES = (ObligationState.OPEN, ObligationState.RETURNED)
"""The states of an obligation that waits for an answer."""


class Obligation(Base):
    """One agency's duty to answer one resolution (or one sub-item of it) by one due date.

    ``due`` is a day in the organisation's zone, overdue from the next midnight; None has no date (continuous, next
    meeting). ``period`` is the Jalali month or other period of a recurring rule, ``1398-08``. ``next_reminder_at`` is
    the one place where a reminder is planned, ``reminded_on`` the last day on which its owner was reminded.
    ``assignee_id`` is the colleague to whom it was handed over. ``given_due`` is the due date that was given to it
    alone; it holds in the place of its resolution's. ``moved_from_id`` is the owner in whose place it was moved.
    """

    __tablename__ = "obligations"
    __table_args__ = (
        UniqueConstraint("resolution_id", "agency_id", "item", "period"),
        Index("ix_obligations_next_reminder_at", "next_reminder_at"),
        Index("ix_obligations_agency_id_state", "agency_id", "state"),
        Index("ix_obligations_state_due", "state", "due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolutions.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    item: Mapped[str] = mapped_column(String(100), default="")
    period: Mapped[str] = mapped_column(String(20), default="")
    deadline_version: Mapped[int] = mapped_column(default=1)
    due: Mapped[date | None]
    state: Mapped[ObligationState] = mapped_column(by_value(ObligationState), default=ObligationState.OPEN)
    next_reminder_at: Mapped[datetime | None]
    reminded_on: Mapped[date | None]
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    given_due: Mapped[date | None]
    moved_from_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    created_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    resolution: Mapped[Resolution] = relationship()
    agency: Mapped[Agency] = relationship(foreign_keys=agency_id)


class SubmissionKind(StrEnum):
    """The ways to answer an obligation."""

    REPORT = "report"
    LETTER = "letter"
    NOTHING_TO_REPORT = "nothing_to_report"
    NOT_APPLICABLE = "not_applicable"
    CHECK_IN = "check_in"


class Verdict(StrEnum):
    """The verdict of the secretary's review on a submission."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REPLACED = "replaced"


class Submission(Base):
    """A sent answer; its id is the receipt number. Only a review changes it: a correction is a new row.

    ``answers`` are by question name, ``attachments`` are [{hash, name, kind, mime, size}], ``sources`` the messages
    that each answer came from. ``while_closed`` is a supplement that was sent while nothing was asked, and is the
    answer if the obligation is opened again. ``channel`` is "chat", or the way by which an answer reached the
    secretariat that entered it on the agency's behalf. ``words`` are the reviewer's. ``former_agency_id`` is the agency
    that sent it, where the obligation was moved to another one since.
    """

    __tablename__ = "submissions"
    __table_args__ = (Index("ix_submissions_verdict_id", "verdict", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    obligation_id: Mapped[int] = mapped_column(ForeignKey("obligations.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    former_agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    kind: Mapped[SubmissionKind] = mapped_column(by_value(SubmissionKind))
    form: Mapped[str] = mapped_column(String(60), default="")
    form_version: Mapped[int] = mapped_column(default=1)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    attachments: Mapped[list[Any]] = mapped_column(default=list)
    sources: Mapped[dict[str, Any]] = mapped_column(default=dict)
    supplement: Mapped[bool] = mapped_column(default=False)
    while_closed: Mapped[bool] = mapped_column(default=False, server_default=false())
    channel: Mapped[str] = mapped_column(String(20), default="chat")
    verdict: Mapped[Verdict] = mapped_column(by_value(Verdict), default=Verdict.WAITING)
    words: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime]
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    version: Mapped[int] = mapped_column(default=1)

    obligation: Mapped[Obligation] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    reviewer: Mapped[Person | None] = relationship(foreign_keys=reviewed_by)
    former_agency: Mapped[Agency | None] = relationship(foreign_keys=former_agency_id)

    @property
    def agency(self) -> Agency:
        """The agency that sent it."""
        return self.former_agency or self.obligation.agency
