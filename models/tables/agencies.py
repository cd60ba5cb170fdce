"""Agencies, their kinds with the duties of each kind, and groups of agencies."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Clipped


class ActorKind(Base):
    """A kind of actor, as the minutes' appendix lists them; ``place`` is its place there."""

    __tablename__ = "actor_kinds"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Clipped(300), unique=True)
    place: Mapped[int] = mapped_column(default=0)

    duties: Mapped[list["Duty"]] = relationship(back_populates="kind", order_by="Duty.number")


class Duty(Base):
    """A standing duty of every agency of a kind; ``number`` counts from 1 within the kind.

    ``resolution_id`` is the resolution that the secretary made of it.
    """

    __tablename__ = "duties"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("actor_kinds.id"), index=True)
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    resolution_id: Mapped[int | None] = mapped_column(ForeignKey("resolutions.id"))

    kind: Mapped[ActorKind] = relationship(back_populates="duties")


class Agency(Base):
    """An organisation. A county or branch office has its provincial office as ``parent``.

    ``aliases`` are other names by which minutes call it. A retired agency keeps its history and gets nothing new.
    A ``neighbourhood`` («محله») is an agency whose people are its facilitators; ``district`` is where it lies.
    """

    __tablename__ = "agencies"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Clipped(300))
    name_fold: Mapped[str] = mapped_column(Clipped(300), unique=True)
    aliases: Mapped[list[Any]] = mapped_column(default=list)
    kind_id: Mapped[int | None] = mapped_column(ForeignKey("actor_kinds.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    secretariat: Mapped[bool] = mapped_column(default=False)
    neighbourhood: Mapped[bool] = mapped_column(default=False, server_default=false())
    district: Mapped[str] = mapped_column(Clipped(200), default="", server_default="")
    phone: Mapped[str] = mapped_column(Clipped(40), default="")
    retired_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    kind: Mapped[ActorKind | None] = relationship()


class Group(Base):
    """A live list of agencies, such as «کلیه مدعوین»: its members may change at any time."""

    __tablename__ = "groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Clipped(300))
    name_fold: Mapped[str] = mapped_column(Clipped(300), unique=True)
    aliases: Mapped[list[Any]] = mapped_column(default=list)

    members: Mapped[list["GroupMember"]] = relationship(back_populates="group", cascade="all, delete-orphan")


class GroupMember(Base):
    """An agency's membership of a group, since ``joined_at``."""

    __tablename__ = "group_members"
    __table_args__ = (UniqueConstraint("group_id", "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    joined_at: Mapped[datetime]

    group: Mapped[Group] = relationship(back_populates="members")
    agency: Mapped[Agency] = relationship()
