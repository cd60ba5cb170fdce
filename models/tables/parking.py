"""The table of parked rows, which ticks pass over for a day."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class ParkedRow(Base):
    """A row at which a tick failed, by the tick's kind of work and the row's id; passed over ``until`` a moment.

    ``error`` is the kind and the place of the failure, without words of anybody.
    """

    __tablename__ = "parked_rows"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    row_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    error: Mapped[str] = mapped_column(String(200))
    until: Mapped[datetime]
