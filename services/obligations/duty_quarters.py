"""The quarters in which kinds of agencies are asked about their duties, and the agencies that have not answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import T, Text
from domain.dates.jalali import month_end, to_jalali
from domain.persian.text import sort_key
from models.tables.agencies import Agency, Duty
from models.tables.duties import DutyAnswer, DutyRound


@dataclass(frozen=True, slots=True)
class Silent:
    """An agency that has left some of the ``asked`` duties of a round unanswered, or all."""

    id: int
    name: str
    answered: int
    asked: int


def quarter_of(day: date) -> str:
    """The quarter of a day: ``1398-3`` is autumn."""
    year, month, _ = to_jalali(day)
    return f"{year}-{(month + 2) // 3}"


def last_day(quarter: str) -> date:
    """The last day of a quarter."""
    year, _, place = quarter.partition("-")
    return month_end(int(year), 3 * int(place))


def words(quarter: str) -> Text:
    """A quarter in words: «پاییز ۱۳۹۸»."""
    year, _, place = quarter.partition("-")
    return T("duty.quarter", season=T(f"duty.season.{place}"), year=int(year))


async def open_rounds(session: AsyncSession, today: date) -> Sequence[DutyRound]:
    """The rounds of the quarter that a day is in, the earliest first."""
    rows = await session.scalars(select(DutyRound).where(DutyRound.quarter == quarter_of(today)).order_by(DutyRound.id))
    return rows.all()


async def silent(session: AsyncSession, started: DutyRound) -> list[Silent]:
    """The agencies of a round's kind, in service today, that have not answered all, in dictionary order."""
    asked = await session.scalar(select(func.count(Duty.id)).where(Duty.kind_id == started.kind_id)) or 0
    answered = func.count(DutyAnswer.id)
    rows = await session.execute(
        select(Agency.id, Agency.name, answered)
        .outerjoin(DutyAnswer, (DutyAnswer.agency_id == Agency.id) & (DutyAnswer.round_id == started.id))
        .where(Agency.kind_id == started.kind_id, Agency.retired_at.is_(None))
        .group_by(Agency.id, Agency.name)
        .having(answered < asked)
    )
    found = [Silent(number, name, given, asked) for number, name, given in rows]
    return sorted(found, key=lambda agency: (sort_key(agency.name), agency.id))
