"""Rows that were passed over as they failed, as the secretariat would see them."""

from sqlalchemy import select

from models.database import Database
from models.tables.parking import ParkedRow


async def parked(db: Database) -> list[tuple[str, int]]:
    """Return the kind and the id of each parked row, in order."""
    async with db.read() as session:
        rows = await session.execute(
            select(ParkedRow.kind, ParkedRow.row_id).order_by(ParkedRow.kind, ParkedRow.row_id)
        )
        return [(kind, row_id) for kind, row_id in rows]
