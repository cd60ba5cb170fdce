"""The scope of an export: everything, a meeting, a period of Jalali months, a kind of actor, an agency or a form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import InstrumentedAttribute

from domain.dates import jalali
from models.tables.agencies import Agency
from models.tables.meetings import Obligation, Resolution


@dataclass(frozen=True, slots=True)
class Scope:
    """Ids are 0 and days None where they limit nothing; ``until`` is the last day within."""

    meeting: int = 0
    kind: int = 0
    agency: int = 0
    since: date | None = None
    until: date | None = None
    form: int = 0

    @property
    def narrow(self) -> bool:
        """True when a part of a meeting's agencies or days is meant."""
        return bool(self.kind or self.agency or self.since)

    @classmethod
    def of_months(cls, since: int, until: int) -> Self:
        """The scope of the Jalali months from ``since`` to ``until``, both within, as numbers like 139807."""
        return cls(since=jalali.from_jalali(*divmod(since, 100), 1), until=jalali.month_end(*divmod(until, 100)))

    def to_json(self) -> dict[str, Any]:
        return {
            "meeting": self.meeting,
            "kind": self.kind,
            "agency": self.agency,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "form": self.form,
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        since, until = (date.fromisoformat(raw[name]) if raw[name] else None for name in ("since", "until"))
        return cls(raw["meeting"], raw["kind"], raw["agency"], since, until, raw.get("form", 0))

    def of_agency(self) -> list[ColumnElement[bool]]:
        """The conditions on the Agency of a query."""
        conditions: list[ColumnElement[bool]] = []
        if self.kind:
            conditions.append(Agency.kind_id == self.kind)
        if self.agency:
            conditions.append(Agency.id == self.agency)
        return conditions

    def of_resolution(self) -> list[ColumnElement[bool]]:
        """The conditions on the Resolution of a query that joins no agency."""
        conditions = self.of_meeting()
        if owners := self.of_agency():
            asked = select(Obligation.id).join(Agency, Agency.id == Obligation.agency_id)
            conditions.append(exists(asked.where(Obligation.resolution_id == Resolution.id, *owners)))
        return conditions

    def of_meeting(self) -> list[ColumnElement[bool]]:
        """The conditions on the meeting of the Resolution of a query."""
        return [Resolution.meeting_id == self.meeting] if self.meeting else []

    def on_day(self, day: ColumnElement[date | None] | InstrumentedAttribute[date | None]) -> list[ColumnElement[bool]]:
        """The conditions on a column of days; a row without its day is in no period."""
        if self.since is None or self.until is None:
            return []
        return [and_(day >= self.since, day <= self.until)]

    def at_moment(self, moment: Any, zone: ZoneInfo) -> list[ColumnElement[bool]]:
        """The conditions on a column of moments."""
        if self.since is None or self.until is None:
            return []
        first = datetime.combine(self.since, time.min, zone)
        after = datetime.combine(self.until + timedelta(days=1), time.min, zone)
        return [and_(moment >= first, moment < after)]
