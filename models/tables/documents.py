"""Documents that the secretariat makes: its templates."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Template(Base):
    """The organisation's own Word template of a kind, by the hash of its file; Dabir's own where the hash is ""."""

    __tablename__ = "templates"

    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), default="")
    file_name: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
