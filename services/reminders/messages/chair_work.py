"""Work of the chair: the list of representatives that was put before the chair last."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Button, T, Tap
from models.tables.correspondence import ListState, RepresentativeList


async def waiting_list(session: AsyncSession) -> RepresentativeList | None:
    """The list of representatives that waits for the chair; a newer one takes an older one's place."""
    latest: RepresentativeList | None = await session.scalar(
        select(RepresentativeList).order_by(RepresentativeList.id.desc()).limit(1)
    )
    return latest if latest and latest.state is ListState.ASKED else None


def open_button(list_id: int) -> Button:
    """The button that opens a list, to see it and to decide."""
    return Button(T("nominees.open"), Tap("nominees.list", list_id))
