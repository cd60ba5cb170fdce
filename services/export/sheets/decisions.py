"""The sheets of resolutions and of the obligations that they make."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import T, Text
from domain.persian.text import persian_digits
from models.tables.agencies import ActorKind, Agency
from models.tables.followup import Contribution, Extension, ExtensionState
from models.tables.meetings import Meeting, MeetingState, Obligation, Owner, Resolution
from services.correspondence import letters
from services.export import answers
from services.export.tables import Beside, Column, ExportContext, Line, Shape, Sheet, labelled
from services.obligations import contributions, extensions, obligations, resolution_status, status
from services.obligations.status import OWING, Stage

NUMBER, DAY, MOMENT = Shape.NUMBER, Shape.DAY, Shape.MOMENT
LONGEST = 500
"""Characters of the reason for a status."""


def _resolutions(export: ExportContext) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Resolution.id,
            Meeting.number.label("meeting"),
            Meeting.title.label("meeting_title"),
            Meeting.held_on,
            Resolution.number,
            Resolution.text,
            Resolution.phrase,
            Resolution.remark.label("resolution_remark"),
            Resolution.due,
            Resolution.state,
            Resolution.set_status,
            Resolution.set_reason,
        )
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(
            Meeting.state == MeetingState.ISSUED, *export.scope.of_resolution(), *export.scope.on_day(Meeting.held_on)
        )
    )


async def _owners(session: AsyncSession, rows: Sequence[Row[Any]], export: ExportContext) -> Beside:
    """The owners of resolutions as the minutes name them, and the numbers of their obligations."""
    ids = [row.id for row in rows]
    beside: dict[int, dict[str, Any]] = {number: {"owners": ""} for number in ids}
    named = await session.execute(
        select(Owner.resolution_id, Owner.name).where(Owner.resolution_id.in_(ids)).order_by(Owner.place, Owner.id)
    )
    for number, name in named:
        beside[number]["owners"] += f"{'؛ ' if beside[number]['owners'] else ''}{name}"
    tallies = await status.tallies(session, ids, export.today)
    for row in rows:
        standing = resolution_status.standing(tallies.get(row.id), row.set_status, row.set_reason)
        beside[row.id]["own_status"] = standing.words(LONGEST) if standing else ""
    for number, tally in tallies.items():
        beside[number] |= {
            "asked": tally.count(*Stage),
            "answered": tally.count(Stage.ANSWERED, Stage.FINISHED),
            "overdue": tally.count(Stage.OVERDUE),
        }
    return beside


def _obligations(export: ExportContext) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Obligation.id,
            Meeting.number.label("meeting"),
            Meeting.title.label("meeting_title"),
            Resolution.number,
            Obligation.item,
            Agency.name.label("agency"),
            ActorKind.name.label("actor"),
            Resolution.text,
            Resolution.items,
            Obligation.period,
            Obligation.due,
            Obligation.answered_at,
            Obligation.reminded_on,
            status.stage_on(export.today).label("stage"),
        )
        .join(Resolution, Resolution.id == Obligation.resolution_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .join(Agency, Agency.id == Obligation.agency_id)
        .outerjoin(ActorKind, ActorKind.id == Agency.kind_id)
        .where(*export.scope.of_meeting(), *export.scope.of_agency(), *export.scope.on_day(Obligation.due))
    )


async def _latest_answers(session: AsyncSession, rows: Sequence[Row[Any]], export: ExportContext) -> Beside:
    ids = [row.id for row in rows]
    latest, written = await answers.latest(session, ids), await letters.letters_of(session, ids)
    beside: dict[int, dict[str, Any]] = {number: {**latest.get(number, {})} for number in ids}
    for number, of in written.items():
        beside[number]["our_letters"] = T("form.lines", lines=[letters.line(letter) for letter in of])
    for number, of_obligation in (await extensions.history(session, ids)).items():
        beside[number] |= _extended(of_obligation)
    for number, sent in (await contributions.of_obligations(session, ids)).items():
        beside[number]["contributions"] = T("form.lines", lines=[_contributed(one, export) for one in sent])
    return beside


def _contributed(one: Contribution, export: ExportContext) -> Text:
    return T("book.contributed", agency=one.agency.name, day=export.day(one.sent_at), words=one.words)


def _extended(history: Sequence[Extension]) -> dict[str, Any]:
    """The number of an obligation's extensions, its due date before the first and the reason of the last."""
    granted = [one for one in history if one.state is ExtensionState.GRANTED]
    if not granted:
        return {}
    return {"extended": len(granted), "first_due": granted[0].old_due, "extension_reason": granted[-1].reason}


def _first_due(line: Line) -> date | None:
    """The due date before any extension: the present one where there was none."""
    day: date | None = line["first_due"] if line["extended"] else line["due"]
    return day


def _times_extended(line: Line) -> int:
    return line["extended"] or 0


def _stage(line: Line) -> Text:
    return T(f"status.legend.{line['stage']}") if line["stage"] else T("book.ended")


def _days_late(line: Line) -> int | None:
    late = line["stage"] in OWING and line["due"] and line["due"] < line.today
    return (line.today - line["due"]).days if late else None


def _period(line: Line) -> str:
    return persian_digits(line["period"].replace("-", "/"))


def _task(line: Line) -> str:
    return obligations.text_asked(line["text"], line["items"], line["item"])


RESOLUTION = (
    Column("meeting", 8, NUMBER),
    Column("meeting_title", 30),
    Column("held_on", 13, DAY),
    Column("number", 9, NUMBER),
    Column("text", 70),
)

RESOLUTIONS = Sheet(
    "resolutions",
    _resolutions,
    (
        *RESOLUTION,
        Column("owners", 40),
        Column("phrase", 24),
        Column("due", 13, DAY),
        Column("state", 16, made=labelled("state", "resolution.state")),
        Column("own_status", 30),
        Column("asked", 9, NUMBER),
        Column("answered", 9, NUMBER),
        Column("overdue", 9, NUMBER),
        Column("resolution_remark", 40),
    ),
    _owners,
)
OBLIGATIONS = Sheet(
    "obligations",
    _obligations,
    (
        Column("meeting", 8, NUMBER),
        Column("number", 9, NUMBER),
        Column("item", 8),
        Column("agency", 34),
        Column("actor", 26),
        Column("text", 60, made=_task),
        Column("period", 12, made=_period),
        Column("first_due", 13, DAY, _first_due),
        Column("due", 13, DAY),
        Column("extended", 9, NUMBER, _times_extended),
        Column("extension_reason", 34),
        Column("stage", 20, made=_stage),
        Column("days_late", 9, NUMBER, _days_late),
        Column("answered_at", 16, MOMENT),
        Column("kind", 16, made=labelled("kind", "answer.kind")),
        Column("progress", 14),
        Column("percent", 8, NUMBER),
        Column("done", 50),
        Column("obstacles", 34),
        Column("letter_number", 16),
        Column("letter_date", 13, DAY),
        Column("reminded_on", 13, DAY),
        Column("our_letters", 40),
        Column("contributions", 50),
    ),
    _latest_answers,
)
