"""The meetings and months among which the scope of an export is chosen."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.dates import jalali
from models.tables.meetings import Meeting, MeetingState, Obligation
from services.organisation import Organisation


async def meeting_numbered(session: AsyncSession, number: int) -> Meeting | None:
    """The latest issued meeting of a number."""
    meeting: Meeting | None = await session.scalar(
        select(Meeting)
        .where(Meeting.number == number, Meeting.state == MeetingState.ISSUED)
        .order_by(Meeting.id.desc())
        .limit(1)
    )
    return meeting


def month_name(month: int, language: str = "fa") -> str:
    """The name of a Jalali month such as 139807, without its year."""
    return (jalali.MONTHS if language == "fa" else jalali.MONTHS_LATIN)[month % 100 - 1]


async def months(session: AsyncSession, organisation: Organisation, today: date) -> list[int]:
    """The Jalali months from the first issued meeting to the last due date or today, as 139807, the earliest first."""
    held, issued = (
        await session.execute(
            select(func.min(Meeting.held_on), func.min(Meeting.issued_at)).where(Meeting.state == MeetingState.ISSUED)
        )
    ).one()
    last_due = await session.scalar(select(func.max(Obligation.due)))
    first = min(day for day in (held, issued and organisation.day(issued), today) if day)
    year, month, _ = jalali.to_jalali(first)
    end_year, end_month, _ = jalali.to_jalali(max(last_due or today, today))
    count = (end_year - year) * 12 + end_month - month + 1
    return [(year + years) * 100 + month0 + 1 for years, month0 in (divmod(month - 1 + n, 12) for n in range(count))]
