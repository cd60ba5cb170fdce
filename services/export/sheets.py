"""The sheets of resolutions, obligations, submissions and members, each a declaration."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.chat.screens import T, Text
from domain.persian.text import persian_digits
from models.tables.agencies import ActorKind, Agency
from models.tables.meetings import Meeting, MeetingState, Obligation, Owner, Resolution, Submission
from models.tables.people import Account, Membership, Person
from services.correspondence import letters
from services.export import answers
from services.export.idea_sheet import IDEAS
from services.export.ledger_sheet import LEDGER
from services.export.tables import Asked, Beside, Column, Line, Shape, Sheet, labelled
from services.obligations import obligations, resolution_status, status
from services.obligations.status import OWING, Stage

NUMBER, DAY, MOMENT = Shape.NUMBER, Shape.DAY, Shape.MOMENT
_reviewer = aliased(Person)
LONGEST = 500
"""Characters of the reason for a status."""


def _resolutions(asked: Asked) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Resolution.id,
            Meeting.number.label("meeting"),
            Meeting.title.label("meeting_title"),
            Meeting.held_on,
            Resolution.number,
            Resolution.text,
            Resolution.phrase,
            Resolution.due,
            Resolution.state,
            Resolution.set_status,
            Resolution.set_reason,
        )
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(Meeting.state == MeetingState.ISSUED, *asked.scope.of_resolution(), *asked.scope.on_day(Meeting.held_on))
    )


async def _owners(session: AsyncSession, rows: Sequence[Row[Any]], asked: Asked) -> Beside:
    """The owners of resolutions as the minutes name them, and the numbers of their obligations."""
    ids = [row.id for row in rows]
    beside: dict[int, dict[str, Any]] = {number: {"owners": ""} for number in ids}
    named = await session.execute(
        select(Owner.resolution_id, Owner.name).where(Owner.resolution_id.in_(ids)).order_by(Owner.place, Owner.id)
    )
    for number, name in named:
        beside[number]["owners"] += f"{'؛ ' if beside[number]['owners'] else ''}{name}"
    tallies = await status.tallies(session, ids, asked.today)
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


def _obligations(asked: Asked) -> Select[*tuple[Any, ...]]:
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
            status.stage_on(asked.today).label("stage"),
        )
        .join(Resolution, Resolution.id == Obligation.resolution_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .join(Agency, Agency.id == Obligation.agency_id)
        .outerjoin(ActorKind, ActorKind.id == Agency.kind_id)
        .where(*asked.scope.of_meeting(), *asked.scope.of_agency(), *asked.scope.on_day(Obligation.due))
    )


async def _latest_answers(session: AsyncSession, rows: Sequence[Row[Any]], asked: Asked) -> Beside:
    ids = [row.id for row in rows]
    latest, written = await answers.latest(session, ids), await letters.letters_of(session, ids)
    lines = {number: T("form.lines", lines=[letters.line(letter) for letter in of]) for number, of in written.items()}
    return {number: {**latest.get(number, {}), "our_letters": lines.get(number)} for number in {*latest, *lines}}


def _stage(line: Line) -> Text:
    return T(f"status.legend.{line['stage']}") if line["stage"] else T("book.ended")


def _days_late(line: Line) -> int | None:
    late = line["stage"] in OWING and line["due"] and line["due"] < line.today
    return (line.today - line["due"]).days if late else None


def _period(line: Line) -> str:
    return persian_digits(line["period"].replace("-", "/"))


def _task(line: Line) -> str:
    return obligations.text_asked(line["text"], line["items"], line["item"])


def _submissions(asked: Asked) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Submission.id,
            Meeting.number.label("meeting"),
            Resolution.number,
            Obligation.item,
            Agency.name.label("agency"),
            Submission.kind,
            Submission.supplement,
            Submission.answers,
            Submission.attachments,
            Submission.channel,
            Submission.sent_at,
            Submission.verdict,
            Submission.words,
            Submission.reviewed_at,
            Person.name.label("sender"),
            _reviewer.name.label("reviewer"),
        )
        .join(Obligation, Obligation.id == Submission.obligation_id)
        .join(Resolution, Resolution.id == Obligation.resolution_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .join(Agency, Agency.id == func.coalesce(Submission.former_agency_id, Obligation.agency_id))
        .join(Person, Person.id == Submission.person_id)
        .outerjoin(_reviewer, _reviewer.id == Submission.reviewed_by)
        .where(
            *asked.scope.of_meeting(),
            *asked.scope.of_agency(),
            *asked.scope.at_moment(Submission.sent_at, asked.zone),
        )
    )


async def _parts(session: AsyncSession, rows: Sequence[Row[Any]], asked: Asked) -> Beside:
    return {row.id: answers.parts(row.kind, row.answers) for row in rows}


def _channel(line: Line) -> Text:
    return T("book.by_chat") if line["channel"] == "chat" else T(f"answer.channel.{line['channel']}")


def _kind(line: Line) -> Text:
    return T("book.supplement") if line["supplement"] else T(f"answer.kind.{line['kind']}")


def _members(asked: Asked) -> Select[*tuple[Any, ...]]:
    last_active = select(func.max(Account.last_active_at)).where(Account.person_id == Person.id).scalar_subquery()
    within = asked.scope.of_agency()
    if asked.scope.meeting:
        owing = select(Obligation.agency_id).join(Resolution, Resolution.id == Obligation.resolution_id)
        within = [*within, Membership.agency_id.in_(owing.where(*asked.scope.of_meeting()))]
    return (
        select(
            Membership.id,
            Agency.name.label("agency"),
            ActorKind.name.label("actor"),
            Person.title,
            Person.name,
            Person.post,
            Membership.role,
            Person.phone,
            Membership.since,
            last_active.label("last_active"),
        )
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Agency, Agency.id == Membership.agency_id)
        .outerjoin(ActorKind, ActorKind.id == Agency.kind_id)
        .where(Membership.ended_at.is_(None), *within, *asked.scope.at_moment(Membership.since, asked.zone))
    )


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
        Column("due", 13, DAY),
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
    ),
    _latest_answers,
)
SUBMISSIONS = Sheet(
    "submissions",
    _submissions,
    (
        Column("id", 9, NUMBER),
        Column("meeting", 8, NUMBER),
        Column("number", 9, NUMBER),
        Column("item", 8),
        Column("agency", 34),
        Column("kind", 18, made=_kind),
        Column("progress", 14),
        Column("percent", 8, NUMBER),
        Column("done", 60),
        Column("obstacles", 40),
        Column("letter_number", 16),
        Column("letter_date", 13, DAY),
        Column("sender", 22),
        Column("channel", 16, made=_channel),
        Column("sent_at", 16, MOMENT),
        Column("verdict", 16, made=labelled("verdict", "answer.verdict")),
        Column("words", 34),
        Column("reviewer", 22),
        Column("reviewed_at", 16, MOMENT),
        Column("files", 44, code=True),
    ),
    _parts,
)
MEMBERS = Sheet(
    "members",
    _members,
    (
        Column("agency", 34),
        Column("actor", 26),
        Column("title", 12),
        Column("name", 24),
        Column("post", 24),
        Column("role", 18, made=labelled("role", "members.role")),
        Column("phone", 16, personal=True, code=True),
        Column("since", 16, MOMENT),
        Column("last_active", 16, MOMENT),
    ),
)
SHEETS = (RESOLUTIONS, OBLIGATIONS, SUBMISSIONS, MEMBERS, IDEAS, LEDGER)
