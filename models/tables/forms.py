"""Forms: their versions, to whom they are attached, and what was sent."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.access.member import Role
from models.base import Base, Clipped, by_value
from models.tables.agencies import Agency
from models.tables.meetings import Obligation, Resolution, Submission, Verdict
from models.tables.people import Person


class FormOrigin(StrEnum):
    """The ways in which a form came to the office: an XLSForm, one that comes with Dabir, a plain Excel table."""

    UPLOADED = "uploaded"
    SHIPPED = "shipped"
    TABLE = "table"


class FormState(StrEnum):
    """The state of a form. A withdrawn one is filled in no more; what was sent stays."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class OfficeForm(Base):
    """A form of the office. ``name`` is its id as an XLSForm, by which another file is known as its new version."""

    __tablename__ = "forms"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    title: Mapped[str] = mapped_column(Clipped(300))
    title_fold: Mapped[str] = mapped_column(Clipped(300))
    origin: Mapped[FormOrigin] = mapped_column(by_value(FormOrigin))
    state: Mapped[FormState] = mapped_column(by_value(FormState), default=FormState.DRAFT)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    version: Mapped[int] = mapped_column(default=1)

    versions: Mapped[list["FormVersion"]] = relationship(back_populates="form", order_by="FormVersion.number")


class FormVersion(Base):
    """A version of a form; ``name`` is what the form itself calls it, ``number`` counts from 1.

    ``compiled`` is the form as data, ``digest`` the hash of that. The workbook and the XForm are in the file store. The
    version in use is published and not replaced. ``first_rows``, {answers, rows} or {}, are what each answer begins
    with: the rows of the table that the form was made of.
    """

    __tablename__ = "form_versions"
    __table_args__ = (
        Index(
            "uq_form_versions_in_use",
            "form_id",
            unique=True,
            sqlite_where=text("published_at IS NOT NULL AND replaced_at IS NULL"),
            postgresql_where=text("published_at IS NOT NULL AND replaced_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("forms.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(Clipped(300))
    compiled: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    first_rows: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}", deferred=True)
    digest: Mapped[str] = mapped_column(String(64))
    file_hash: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(200))
    xml_hash: Mapped[str] = mapped_column(String(64), default="")
    languages: Mapped[list[Any]] = mapped_column(default=list)
    questions: Mapped[int] = mapped_column(default=0)
    repeats: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime]
    read_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    published_at: Mapped[datetime | None]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    replaced_at: Mapped[datetime | None]
    replaced_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))

    form: Mapped[OfficeForm] = relationship(back_populates="versions")


class FormTarget(StrEnum):
    """The kinds of what a form may be attached to."""

    RESOLUTION = "resolution"
    ITEM = "item"
    OBLIGATION = "obligation"
    ROLE = "role"
    NEIGHBOURHOOD = "neighbourhood"
    EVERYONE = "everyone"


class FormRhythm(StrEnum):
    """The rhythm in which a form is filled in: once, every Jalali month or quarter, or whenever there is a need."""

    ONCE = "once"
    MONTH = "month"
    QUARTER = "quarter"
    ALWAYS = "always"


class FormAssignment(Base):
    """A form's being attached to something; which column names that follows from ``target``.

    ``item`` is the label of a sub-item. ``attached_on`` is the office's day of ``created_at``, ``until`` is the last
    day, None for no end. With ``carry_over`` a new answer
    begins with the rows of the one before. ``reminded`` is the last reminder that was sent of it, on no obligation:
    ``1398-07:before``, ``1398-07:after`` or, without a last day, ``:week2``.
    """

    __tablename__ = "form_assignments"

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("forms.id"), index=True)
    target: Mapped[FormTarget] = mapped_column(by_value(FormTarget))
    resolution_id: Mapped[int | None] = mapped_column(ForeignKey("resolutions.id"), index=True)
    item: Mapped[str] = mapped_column(String(100), default="")
    obligation_id: Mapped[int | None] = mapped_column(ForeignKey("obligations.id"), index=True)
    role: Mapped[Role | None] = mapped_column(by_value(Role))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    rhythm: Mapped[FormRhythm] = mapped_column(by_value(FormRhythm), default=FormRhythm.ONCE)
    until: Mapped[date | None]
    carry_over: Mapped[bool] = mapped_column(default=False, server_default=false())
    reminded: Mapped[str] = mapped_column(String(30), default="", server_default="")
    created_at: Mapped[datetime]
    attached_on: Mapped[date]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    detached_at: Mapped[datetime | None]
    detached_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))

    form: Mapped[OfficeForm] = relationship()
    resolution: Mapped[Resolution | None] = relationship()
    obligation: Mapped[Obligation | None] = relationship()
    agency: Mapped[Agency | None] = relationship()


class FilledForm(Base):
    """A form as it was sent. ``answers`` are values by reference below the root, ``rows`` how many each repeat has,
    ``files`` attachments by the name that is the answer.

    On an obligation it counts as its report: ``submission_id`` is that report, whose verdict holds, and ``verdict`` is
    None. A ``part`` is a colleague's or a branch office's, given to the agency that has the obligation; it has no
    verdict either. ``agency_id`` is the agency or neighbourhood for which it was filled in, None for a person's own.
    ``replaces_id`` is the one that it corrects, which counts no more: it waited for its review, or was returned.
    """

    __tablename__ = "filled_forms"
    __table_args__ = (
        Index("ix_filled_forms_assignment_id_period", "assignment_id", "period"),
        Index("ix_filled_forms_verdict_id", "verdict", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("form_versions.id"), index=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("form_assignments.id"))
    obligation_id: Mapped[int | None] = mapped_column(ForeignKey("obligations.id"), index=True)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), unique=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("filled_forms.id"), index=True)
    period: Mapped[str] = mapped_column(String(20), default="")
    part: Mapped[bool] = mapped_column(default=False, server_default=false())
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    rows: Mapped[dict[str, Any]] = mapped_column(default=dict)
    files: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sources: Mapped[dict[str, Any]] = mapped_column(default=dict)
    verdict: Mapped[Verdict | None] = mapped_column(by_value(Verdict))
    words: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime]
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))

    form_version: Mapped[FormVersion] = relationship()
    assignment: Mapped[FormAssignment] = relationship()
    obligation: Mapped[Obligation | None] = relationship()
    submission: Mapped[Submission | None] = relationship()
    agency: Mapped[Agency | None] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    reviewer: Mapped[Person | None] = relationship(foreign_keys=reviewed_by)


class FormRow(Base):
    """A row of a repeat that came by Excel, of a draft or of a filled form, beyond those that chat holds.

    ``repeat`` is its reference below the root, ``number`` the row's place from 1 on, ``values`` are by the reference
    below the row. One that is wrong has no values: its ``problems`` are its cells as they were typed, {name, typed},
    with {key, params} of a text for what is wrong. It may be sent and is then shown and exported apart from the others.
    """

    __tablename__ = "form_rows"
    __table_args__ = (
        Index("ix_form_rows_draft_id_repeat_number", "draft_id", "repeat", "number"),
        Index("ix_form_rows_filled_id_repeat_number", "filled_id", "repeat", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    filled_id: Mapped[int | None] = mapped_column(ForeignKey("filled_forms.id"))
    repeat: Mapped[str] = mapped_column(String(300))
    number: Mapped[int]
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problems: Mapped[list[Any]] = mapped_column(default=list)
