"""The sheets of what agencies sent: submissions, contributions of partners, and requests for more time."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from domain.chat.screens import T, Text
from models.tables.agencies import Agency
from models.tables.followup import Contribution, Extension
from models.tables.meetings import Meeting, Obligation, Resolution, Submission
from models.tables.people import Person
from services.export import answers
from services.export.tables import Beside, Column, ExportContext, Line, Shape, Sheet, labelled
from services.submissions.submissions import FILLED_FORM

NUMBER, DAY, MOMENT = Shape.NUMBER, Shape.DAY, Shape.MOMENT
_reviewer = aliased(Person)
_partner = aliased(Agency)
_OBLIGATION = (
    Meeting.number.label("meeting"),
    Resolution.number,
    Obligation.item,
    Agency.name.label("agency"),
)


def _about(rows: Select[*tuple[Any, ...]], obligation_id: InstrumentedAttribute[int]) -> Select[*tuple[Any, ...]]:
    """Join the obligation that rows are about, with its resolution and meeting."""
    return (
        rows.join(Obligation, Obligation.id == obligation_id)
        .join(Resolution, Resolution.id == Obligation.resolution_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
    )


def _submissions(export: ExportContext) -> Select[*tuple[Any, ...]]:
    return (
        _about(
            select(
                Submission.id,
                *_OBLIGATION,
                Submission.kind,
                Submission.supplement,
                Submission.answers,
                # The files of a filled form are in the archive by its questions, and not twice.
                case((Submission.form != FILLED_FORM, Submission.attachments)).label("attachments"),
                case((Submission.form == FILLED_FORM, Submission.attachments)).label("of_form"),
                Submission.channel,
                Submission.sent_at,
                Submission.verdict,
                Submission.words,
                Submission.reviewed_at,
                Person.name.label("sender"),
                _reviewer.name.label("reviewer"),
            ),
            Submission.obligation_id,
        )
        .join(Agency, Agency.id == func.coalesce(Submission.former_agency_id, Obligation.agency_id))
        .join(Person, Person.id == Submission.person_id)
        .outerjoin(_reviewer, _reviewer.id == Submission.reviewed_by)
        .where(*_within(export), *export.scope.at_moment(Submission.sent_at, export.zone))
    )


async def _parts(session: AsyncSession, rows: Sequence[Row[Any]], export: ExportContext) -> Beside:
    of_form = {row.id: {"files": T("book.files_of_form")} if row.of_form else {} for row in rows}
    return {row.id: {**answers.parts(row.kind, row.answers), **of_form[row.id]} for row in rows}


def _channel(line: Line) -> Text:
    return T("book.by_chat") if line["channel"] == "chat" else T(f"answer.channel.{line['channel']}")


def _kind(line: Line) -> Text:
    return T("book.supplement") if line["supplement"] else T(f"answer.kind.{line['kind']}")


def _contributions(export: ExportContext) -> Select[*tuple[Any, ...]]:
    return (
        _about(
            select(
                Contribution.id,
                *_OBLIGATION,
                _partner.name.label("partner"),
                Contribution.words.label("contribution"),
                Contribution.attachments,
                Contribution.sent_at,
                Person.name.label("sender"),
            ),
            Contribution.obligation_id,
        )
        .join(Agency, Agency.id == Obligation.agency_id)
        .join(_partner, _partner.id == Contribution.agency_id)
        .join(Person, Person.id == Contribution.person_id)
        .where(*_within(export), *export.scope.at_moment(Contribution.sent_at, export.zone))
    )


def _extensions(export: ExportContext) -> Select[*tuple[Any, ...]]:
    return (
        _about(
            select(
                Extension.id,
                *_OBLIGATION,
                Extension.old_due,
                Extension.until,
                Extension.reason,
                Extension.state,
                Extension.new_due,
                Extension.words,
                Extension.attachments,
                Extension.asked_at,
                Extension.decided_at,
                Person.name.label("asker"),
                _reviewer.name.label("decider"),
            ),
            Extension.obligation_id,
        )
        .join(Agency, Agency.id == Obligation.agency_id)
        .outerjoin(Person, Person.id == Extension.asked_by)
        .outerjoin(_reviewer, _reviewer.id == Extension.decided_by)
        .where(*_within(export), *export.scope.at_moment(Extension.asked_at, export.zone))
    )


def _asker(line: Line) -> Text | str:
    return line["asker"] or T("book.secretariat")


def _within(export: ExportContext) -> list[ColumnElement[bool]]:
    return [*export.scope.of_meeting(), *export.scope.of_agency()]


ABOUT = (
    Column("meeting", 8, NUMBER),
    Column("number", 9, NUMBER),
    Column("item", 8),
    Column("agency", 34),
)
"""The obligation that a row is about."""
FILES = Column("files", 44, code=True)

SUBMISSIONS = Sheet(
    "submissions",
    _submissions,
    (
        Column("id", 9, NUMBER),
        *ABOUT,
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
        FILES,
    ),
    _parts,
)
CONTRIBUTIONS = Sheet(
    "contributions",
    _contributions,
    (
        *ABOUT,
        Column("partner", 34),
        Column("contribution", 60),
        Column("sender", 22),
        Column("sent_at", 16, MOMENT),
        FILES,
    ),
)
EXTENSIONS = Sheet(
    "extensions",
    _extensions,
    (
        *ABOUT,
        Column("asked_at", 16, MOMENT),
        Column("asker", 22, made=_asker),
        Column("old_due", 13, DAY),
        Column("until", 13, DAY),
        Column("reason", 40),
        Column("decision", 20, made=labelled("state", "book.extension")),
        Column("new_due", 13, DAY),
        Column("words", 34),
        Column("decider", 22),
        Column("decided_at", 16, MOMENT),
        FILES,
    ),
)
