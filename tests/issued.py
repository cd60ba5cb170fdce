"""Resolutions that have been issued before a story begins, as obligations of agencies that are there."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from domain.dates.jalali import format_machine, from_jalali
from domain.persian.text import fold
from models.tables.agencies import Agency
from models.tables.meetings import Meeting, MeetingState, Owner, Resolution, ResolutionState
from services.context import ActionContext
from services.obligations import creation
from tests.town import Town


def jalali_day(day: str) -> date:
    """The date of ``1398-07-20``."""
    year, month, of_month = map(int, day.split("-"))
    return from_jalali(year, month, of_month)


async def issue(
    town: Town,
    number: int,
    text: str,
    *agencies: str,
    due: str = "",
    deadline: dict[str, Any] | None = None,
    items: list[dict[str, Any]] | None = None,
    item: str = "",
    template: dict[str, Any] | None = None,
    meeting_number: int = 5,
    partners: Sequence[str] = (),
) -> list[int]:
    """A resolution of a meeting, an obligation for each agency but the partners; their ids. ``due``: 1398-07-20.

    ``item`` is the one of ``items`` that they answer, all of it by default.
    """
    now = town.clock.now()
    day = jalali_day(due) if due else None
    async with town.app.db.write() as session:
        meeting = await session.scalar(select(Meeting).where(Meeting.number == meeting_number))
        if meeting is None:
            title = "جلسهٔ پنجم کارگروه" if meeting_number == 5 else "جلسه‌ای دیگر از کارگروه"
            meeting = Meeting(title=title, number=meeting_number, state=MeetingState.ISSUED, created_at=now)
            session.add(meeting)
        resolution = Resolution(
            meeting=meeting,
            number=number,
            text=text,
            text_fold=fold(text),
            deadline=deadline or ({"kind": "date", "due": format_machine(day)} if day else {"kind": "none"}),
            due=day,
            items=items or [],
            template=template,
            state=ResolutionState.ACTIVE,
        )
        session.add(resolution)
        for place, name in enumerate([*agencies, *partners]):
            agency = await session.scalar(select(Agency).where(Agency.name_fold == fold(name)))
            if agency is None:
                agency = Agency(name=name, name_fold=fold(name))
            partner = name in partners
            session.add(Owner(resolution=resolution, agency=agency, name=name, item=item, place=place, partner=partner))
        await session.flush()
        return await creation.make(ActionContext(session, town.app.organisation, None, now), resolution.id)
