"""The day of a meeting whose minutes name none: that of the office's clock, not of UTC."""

from models.tables.meetings import Meeting, MeetingState
from models.tables.planning import MeetingPlan, PlanState
from services.export import choices
from services.meetings import next_meeting
from tests.services.desk import Desk

MIDNIGHT = "1398-08-01 01:00"


async def test_minutes_of_no_day_that_came_after_midnight_are_not_followed_by_the_same_day(desk: Desk) -> None:
    desk.to(MIDNIGHT)
    async with desk.db.write() as session:
        meeting = Meeting(title="نشست ششم", body="کارگروه", created_at=desk.now())
        plan = MeetingPlan(uid="u", body="کارگروه", day=desk.today, state=PlanState.PLANNED, created_at=desk.now())
        session.add_all([meeting, plan])
        await session.flush()
        assert await next_meeting.due(desk.context(session), meeting, {"kind": "next_meeting"}) is None


async def test_a_meeting_of_no_day_that_is_issued_after_midnight_counts_in_the_new_month(desk: Desk) -> None:
    desk.to(MIDNIGHT)
    async with desk.db.write() as session:
        session.add(Meeting(state=MeetingState.ISSUED, created_at=desk.now(), issued_at=desk.now()))
    async with desk.db.read() as session:
        assert await choices.months(session, desk.organisation, desk.today) == [139808]
