"""Agencies that are gone because they were merged, by the audit trail: old lists and buttons name them still."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables.agencies import Agency
from models.tables.organisation import Audit


class MergedAgency(NamedTuple):
    """The name of an agency that is gone, and the one that it became."""

    name: str
    into: Agency


async def find(session: AsyncSession, agency_id: int) -> MergedAgency | None:
    """Find what became of an agency that is gone; None for one that was never there, or was merged too long ago."""
    rows = await session.execute(
        select(Audit.subject_id, Audit.details).where(Audit.subject == "agency", Audit.action == "merge")
    )
    merges = {details["other"]: (into_id, str(details["name"])) for into_id, details in rows}
    if agency_id not in merges:
        return None
    number, name = merges[agency_id]
    while number in merges:
        number, _ = merges[number]
    into = await session.get(Agency, number)
    return MergedAgency(name, into) if into else None
