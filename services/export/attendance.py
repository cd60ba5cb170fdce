"""The attendance of the last meeting, as the follow-up report states it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import T
from domain.persian.text import sort_key
from models.tables.agencies import Agency
from models.tables.people import Person
from models.tables.planning import Attendance, Invitee, MeetingPlan, PlanState
from services.export.report_words import ReportWords
from services.export.tables import ExportContext


@dataclass(frozen=True, slots=True)
class Attendee:
    """An invitee's line, in words; ``name`` is that of the delegate who came instead."""

    row: str
    agency: str
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class LastMeeting:
    """The meeting that was held last, in words; all is empty when none was planned."""

    title: str = ""
    counts: str = ""
    attendees: list[Attendee] = field(default_factory=list)


async def compose(session: AsyncSession, export: ExportContext, words: ReportWords) -> LastMeeting:
    """Compose the attendance of the scope's meeting, else of the last one that was planned and held."""
    plan = await _last(session, export)
    if plan is None:
        return LastMeeting()
    known = T("followup_report.meeting_number", number=plan.number, body=plan.body) if plan.number else plan.body
    title = words.say(T("followup_report.meeting", meeting=known, day=plan.day))
    rows = await _invitees(session, plan, export)
    counted = Counter(attendance for _, attendance in {(row.person_id or -row.id, row.attendance) for row in rows})
    if not counted:
        return LastMeeting(title, words.say(T("followup_report.not_recorded")))
    counts = T("followup_report.attended", **{str(kind): counted[kind] for kind in Attendance})
    return LastMeeting(title, words.say(counts), [_line(words, place, row) for place, row in enumerate(rows, 1)])


async def _last(session: AsyncSession, export: ExportContext) -> MeetingPlan | None:
    held = select(MeetingPlan).where(MeetingPlan.state == PlanState.PLANNED, MeetingPlan.day <= export.today)
    if export.scope.meeting:
        held = held.where(MeetingPlan.meeting_id == export.scope.meeting)
    else:
        # Today's meeting may not have begun yet: it counts once its attendance is recorded or its minutes are read.
        recorded = select(Invitee.id).where(Invitee.plan_id == MeetingPlan.id, Invitee.attendance.is_not(None))
        over = MeetingPlan.day < export.today
        held = held.where(over | MeetingPlan.meeting_id.is_not(None) | recorded.exists())
    plan: MeetingPlan | None = await session.scalar(
        held.order_by(MeetingPlan.day.desc(), MeetingPlan.time.desc(), MeetingPlan.id.desc()).limit(1)
    )
    return plan


async def _invitees(session: AsyncSession, plan: MeetingPlan, export: ExportContext) -> Sequence[Row[tuple[str, ...]]]:
    """Those whose attendance is recorded, the chair first, then by agency."""
    rows = await session.execute(
        select(
            Invitee.id,
            Invitee.person_id,
            Agency.name.label("agency"),
            Person.name,
            Invitee.attendance,
            Invitee.delegate,
        )
        .outerjoin(Agency, Agency.id == Invitee.agency_id)
        .outerjoin(Person, Person.id == Invitee.person_id)
        .where(Invitee.plan_id == plan.id, Invitee.attendance.is_not(None), *export.scope.of_agency())
    )
    return sorted(rows, key=lambda row: (row.agency is not None, sort_key(row.agency or ""), row.id))


def _line(words: ReportWords, place: int, row: Row[tuple[str, ...]]) -> Attendee:
    name = row.name or ""
    if row.attendance is Attendance.DELEGATE and row.delegate:
        name = str(row.delegate["name"])
    return Attendee(
        words.say(T("picture.number", number=place)),
        row.agency or words.say(T("followup_report.chair")),
        name,
        words.say(T(f"followup_report.attendance.{row.attendance}")),
    )
