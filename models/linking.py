"""How the accounts of one human being on two platforms come to be one person's: by consent, or by a code."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, by_value
from models.people import Account, Person


class OfferState(StrEnum):
    """Where an offer stands: shown to the newcomer, asked on the side that was there first, decided."""

    OFFERED = "offered"
    ASKED = "asked"
    JOINED = "joined"
    REFUSED = "refused"


class LinkOffer(Base):
    """Two accounts of one verified phone number: ``account`` came later and may join ``person``, who is asked first.

    ``expires_at`` is the end of the offer, and once it was asked, the end of the question.
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
    """A short-lived code of a person, typed on another platform; only its hash is kept. It is used once."""

    __tablename__ = "link_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    account: Mapped[Account] = relationship()
