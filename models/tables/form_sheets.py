"""Excel sheets of forms that people were sent to fill in."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class FormSheet(Base):
    """A sheet of a draft; its id is hidden in the file, by which it is known again. ``repeat`` is the one table of it.

    The draft is the person's for the form of the version and the ``subject``. ``known`` are the rows that were taken
    over from it last: [number in the sheet, fingerprint] of each, by repeat.
    """

    __tablename__ = "form_sheets"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("form_versions.id"))
    subject: Mapped[str] = mapped_column(String(60))
    repeat: Mapped[str] = mapped_column(String(300), default="")
    known: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime]
