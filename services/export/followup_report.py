"""The follow-up report for the next meeting, which a Word template or Dabir's own layout sets out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import T, Text
from domain.persian.text import sort_key
from models.tables.agencies import Agency
from models.tables.meetings import Meeting, MeetingState, Obligation, Resolution, ResolutionState
from services.correspondence import letters
from services.errors import Refused
from services.export import answers, attendance
from services.export.attendance import LastMeeting
from services.export.forms import consolidated
from services.export.forms.consolidated import FormTable
from services.export.report_words import Beside, Decision, OwnerLine, ReportWords, SilentAgency
from services.export.tables import ExportContext
from services.job_context import JobContext
from services.messaging import recipients
from services.obligations import contributions, extensions, status
from services.obligations.status import Stage

SILENT = (Stage.OVERDUE, Stage.RETURNED, Stage.OPEN)
"""The stages of an obligation whose report is still to come by a day."""
BINDING = (ResolutionState.ACTIVE, ResolutionState.RECORD, ResolutionState.CLOSED)


@dataclass(frozen=True, slots=True)
class FollowupReport:
    """The whole report in words; ``counts`` are [stage, label, number] of each stage that has any.

    ``unreadable`` are the titles of forms that are left out, because they cannot be read.
    """

    office: str
    title: str
    scope: str
    date: str
    summary: str
    counts: list[list[str]]
    decisions: list[Decision]
    silent: list[SilentAgency]
    last_meeting: LastMeeting = field(default_factory=LastMeeting)
    forms: list[FormTable] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


async def compose(session: AsyncSession, export: ExportContext, context: JobContext, label: str) -> FollowupReport:
    """Compose the report on a scope, which ``label`` names. Raises Refused when the scope holds no resolution."""
    resolutions = await _resolutions(session, export)
    rows = _latest_periods(await _obligations(session, export))
    if not resolutions or (export.scope.narrow and not rows):
        raise Refused("export.nothing")
    words = ReportWords(context.voice, export)
    ids = [row.id for row in rows]
    context.progress(0, len(rows))
    latest = await answers.latest(session, ids)
    extended = await extensions.history(session, ids)
    written = await letters.letters_of(session, ids)
    contributed = await contributions.of_obligations(session, ids)
    lines: dict[int, list[OwnerLine]] = {}
    for done, row in enumerate(rows, 1):
        beside = Beside(
            latest.get(row.id, {}), extended.get(row.id, ()), written.get(row.id, ()), contributed.get(row.id, ())
        )
        line = words.owner_line(row, beside)
        lines.setdefault(row.resolution_id, []).append(line)
        context.progress(done, len(rows))
    tallies = await status.tallies(session, [resolution.id for resolution in resolutions], export.today)
    several = len({resolution.meeting_id for resolution in resolutions}) > 1
    silent = _silent(rows, words, several=several)
    counts = Counter(row.stage for row in rows)
    forms, unreadable = await consolidated.compose(session, export, context)
    return FollowupReport(
        office=context.office,
        title=words.say(T("followup_report.title")),
        scope=label,
        date=words.say(T("followup_report.date", day=export.today)),
        summary=words.say(_summary(counts, len(silent))),
        counts=[
            [stage.value, words.say(T(f"status.legend.{stage}")), words.say(T("picture.number", number=number))]
            for stage in Stage
            if (number := counts[stage])
        ],
        decisions=[
            words.decision(resolution, tallies.get(resolution.id), lines.get(resolution.id, []), several=several)
            for resolution in resolutions
            if resolution.id in lines or not export.scope.narrow
        ],
        silent=silent,
        last_meeting=await attendance.compose(session, export, words),
        forms=forms,
        unreadable=unreadable,
    )


def _summary(counts: Mapping[str, int], silent: int) -> Text:
    waiting, accepted = counts[Stage.ANSWERED], counts[Stage.FINISHED]
    return T(
        "followup_report.summary",
        # One that ended without an answer counts nowhere.
        total=sum(counts[stage] for stage in Stage),
        answered=waiting + accepted,
        accepted=accepted,
        waiting=waiting,
        owing=sum(counts[stage] for stage in status.OWING),
        overdue=counts[Stage.OVERDUE],
        silent=silent,
    )


async def _resolutions(session: AsyncSession, export: ExportContext) -> Sequence[Row[Any]]:
    rows = await session.execute(
        select(
            Resolution.id,
            Resolution.number,
            Resolution.text,
            Resolution.phrase,
            Resolution.remark,
            Resolution.due,
            Resolution.deadline,
            Resolution.state,
            Resolution.set_status,
            Resolution.set_reason,
            Resolution.meeting_id,
            Meeting.number.label("meeting"),
        )
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(
            Meeting.state == MeetingState.ISSUED,
            Resolution.state.in_(BINDING),
            *export.scope.of_resolution(),
        )
        .order_by(Meeting.held_on, Meeting.id, Resolution.number, Resolution.id)
    )
    return rows.all()


async def _obligations(session: AsyncSession, export: ExportContext) -> Sequence[Row[Any]]:
    rows = await session.execute(
        select(
            Obligation.id,
            Obligation.resolution_id,
            Obligation.agency_id,
            Obligation.item,
            Obligation.period,
            Obligation.due,
            Obligation.state,
            Resolution.number,
            Resolution.deadline,
            Meeting.number.label("meeting"),
            Agency.name.label("agency"),
            recipients.somebody_answers().label("heard"),
            status.stage_on(export.today).label("stage"),
        )
        .join(Resolution, Resolution.id == Obligation.resolution_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .join(Agency, Agency.id == Obligation.agency_id)
        .where(
            Meeting.state == MeetingState.ISSUED,
            *export.scope.of_meeting(),
            *export.scope.of_agency(),
            *export.scope.on_day(Obligation.due),
        )
        .order_by(Obligation.resolution_id, Obligation.item, Obligation.id)
    )
    return rows.all()


def _latest_periods(rows: Iterable[Row[Any]]) -> list[Row[Any]]:
    """Leave out the answered periods of a recurring duty but the latest; every period that is owed stays."""
    kept: list[Row[Any]] = []
    for _, same in groupby(rows, lambda row: (row.resolution_id, row.item)):
        by_agency: dict[int, list[Row[Any]]] = {}
        for row in same:
            by_agency.setdefault(row.agency_id, []).append(row)
        for periods_ in by_agency.values():
            answered = [row for row in periods_ if row.stage not in status.OWING]
            kept += [row for row in periods_ if row.stage in status.OWING or row is answered[-1]]
    return kept


def _silent(rows: Iterable[Row[Any]], words: ReportWords, *, several: bool) -> list[SilentAgency]:
    """The agencies whose reports are still to come, the longest overdue first."""
    owing: dict[int, list[Row[Any]]] = {}
    for row in rows:
        if row.stage in SILENT:
            owing.setdefault(row.agency_id, []).append(row)
    by_urgency = sorted(
        owing.values(), key=lambda own: (min(row.due or date.max for row in own), sort_key(own[0].agency))
    )
    return [words.silent(place, own, several=several) for place, own in enumerate(by_urgency, 1)]
