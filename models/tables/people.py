"""Persons, their accounts on platforms, their memberships, and the requests and invitations that lead to one."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.access.member import Role
from models.base import Base, Clipped, by_value
from models.tables.agencies import Agency


class Person(Base):
    """A human being, known on any number of platforms. ``active_id`` is the membership in use."""

    __tablename__ = "persons"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(60), default="")
    name: Mapped[str] = mapped_column(Clipped(200), default="")
    name_fold: Mapped[str] = mapped_column(Clipped(200), default="", index=True)
    post: Mapped[str] = mapped_column(Clipped(200), default="")
    phone: Mapped[str] = mapped_column(String(20), default="")
    phone_verified: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(8), default="fa")
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    active_id: Mapped[int | None]
    created_at: Mapped[datetime]

    accounts: Mapped[list["Account"]] = relationship(back_populates="person")
    memberships: Mapped[list["Membership"]] = relationship(back_populates="person")


class Account(Base):
    """A person on one platform. ``chat`` and ``user`` are namespaced, ``telegram:123``; ``since`` may be unknown.

    Flood control: ``heard`` counts what leads nowhere; after too much of it none is answered before ``silent_until``.
    ``wrong_codes`` counts wrong link codes; after too many none is accepted before ``codes_from``. ``menu`` is the
    digest of the menu of commands that the chat was given last, "" for that of everybody.
    """

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    platform: Mapped[str] = mapped_column(String(16))
    user: Mapped[str] = mapped_column(String(40), unique=True)
    chat: Mapped[str] = mapped_column(String(40), unique=True)
    display_name: Mapped[str] = mapped_column(String(200), default="")
    reachable: Mapped[bool] = mapped_column(default=True)
    since: Mapped[datetime | None]
    last_active_at: Mapped[datetime]
    heard: Mapped[int] = mapped_column(default=0)
    silent_until: Mapped[datetime | None]
    wrong_codes: Mapped[int] = mapped_column(default=0, server_default="0")
    codes_from: Mapped[datetime | None]
    menu: Mapped[str] = mapped_column(String(32), default="", server_default="")

    person: Mapped[Person] = relationship(back_populates="accounts")


class Membership(Base):
    """A role, held from ``since`` until ``ended_at``. Secretaries, chairs and outside contacts belong to no agency.

    A facilitator belongs to a neighbourhood, or to none yet. ``body`` is the committee of an outside contact. With an
    ``audience``, in the shape of ``domain.access.audience``, its holder may send broadcasts to that audience.
    """

    __tablename__ = "memberships"
    __table_args__ = (Index("ix_memberships_agency_id_ended_at", "agency_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    role: Mapped[Role] = mapped_column(by_value(Role))
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    letter: Mapped[dict[str, Any] | None]
    body: Mapped[str] = mapped_column(Clipped(300), default="", server_default="")
    audience: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(back_populates="memberships")
    agency: Mapped[Agency | None] = relationship()


class RequestState(StrEnum):
    """The state of a request to join."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class JoinRequest(Base):
    """A newcomer's request to join an agency, or ``agency_name`` if unlisted. ``letter`` is {number, date, files}.

    ``neighbourhoods`` are the ids of those that a facilitator names; an outside contact's committee is the
    ``agency_name``.
    """

    __tablename__ = "join_requests"
    __table_args__ = (Index("ix_join_requests_state_id", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    agency_name: Mapped[str] = mapped_column(Clipped(300), default="")
    role: Mapped[Role] = mapped_column(by_value(Role))
    neighbourhoods: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    letter: Mapped[dict[str, Any] | None]
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id"))
    state: Mapped[RequestState] = mapped_column(by_value(RequestState), default=RequestState.PENDING)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    version: Mapped[int] = mapped_column(default=1)

    @property
    def unlisted(self) -> bool:
        """Tell whether the agency is still only a name: an outside contact's committee is none."""
        return self.agency_id is None and bool(self.agency_name) and self.role is not Role.OUTSIDE

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    decider: Mapped[Person | None] = relationship(foreign_keys=[decided_by])
    agency: Mapped[Agency | None] = relationship()


class Invitation(Base):
    """An invitation link to one agency and role. Single-use links admit at once, others ask for approval.

    ``name`` and ``details`` ({title, post, phone, place, neighbourhoods}) describe the invited person as far as known.
    """

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"), index=True)
    role: Mapped[Role] = mapped_column(by_value(Role))
    name: Mapped[str] = mapped_column(Clipped(200), default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    single_use: Mapped[bool] = mapped_column(default=True)
    uses: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    created_at: Mapped[datetime]

    agency: Mapped[Agency | None] = relationship()
