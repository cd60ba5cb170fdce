"""The base of every table: names of constraints, moments in UTC, enums stored by value."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, cast

from sqlalchemy import DateTime, Dialect, Enum, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import JSON, TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A column type for aware datetimes, stored in UTC without a zone, because SQLite keeps none."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Clipped(TypeDecorator[str]):
    """A column type for a text of at most so many characters; of a longer one, to compare or to keep, the beginning.

    A name that fits becomes longer when it is folded or composed: «ﷺ» is one letter, and eighteen folded ones.
    """

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    @property
    def python_type(self) -> type[str]:
        return str

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value and value[: self.length]


def by_value(enum: type[StrEnum]) -> Enum:
    """Make a column type that stores an enum's value, so that a renamed member changes no row."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """The declarative base of all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Moment, dict[str, Any]: JSON, list[Any]: JSON}

    def __init_subclass__(cls, **settings: Any) -> None:
        super().__init_subclass__(**settings)
        if "id" in cls.__table__.columns:
            # The number of a deleted row is never used again: old buttons and rows of other tables still name it.
            table_of(cls).dialect_kwargs["sqlite_autoincrement"] = True


def table_of(model: type[Base]) -> Table:
    """The table of a model, for Core statements over many rows that make no objects."""
    return cast("Table", model.__table__)
