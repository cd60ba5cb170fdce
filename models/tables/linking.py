"""Linking the accounts of one human being on two platforms: offers to be agreed to, and codes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, by_value
from models.tables.people import Account, Person


class OfferState(StrEnum):
    """The state of an offer: shown to the new account, asked on the older one, decided."""

    OFFERED = "offered"
    ASKED = "asked"
    JOINED = "joined"
    REFUSED = "refused"


class LinkOffer(Base):
    """An offer to link two accounts of one verified phone number: the later ``account`` to ``person``, who is asked.

    ``expires_at`` is the end of the offer, and once the person was asked, the end of the question.
    """

    __tablename__ = "link_offers"
    __table_args__ = (Index("ix_link_offers_account_id_person_id", "account_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    state: Mapped[OfferState] = mapped_column(by_value(OfferState), default=OfferState.OFFERED)
    asked_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship()
    account: Mapped[Account] = relationship()


class LinkCode(Base):
    """A short-lived, single-use code of a person, to be typed on another platform; ``digest`` is its hash."""

    __tablename__ = "link_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    account: Mapped[Account] = relationship()
