"""The sheet of ideas. An author who is hidden from members is not named here either: the chair gets exports too.

Of an agency's ideas, or a kind's, there are none whose author is hidden: the choice itself would say who it is.
"""

from typing import Any

from sqlalchemy import Select, case, select

from domain.chat.screens import T, Text
from models.tables.agencies import Agency
from models.tables.ideas import Idea, IdeaEntry, IdeaEntryKind, IdeaState
from models.tables.meetings import Resolution
from models.tables.people import Membership, Person
from services.export.tables import Column, ExportContext, Line, Shape, Sheet, labelled


def _ideas(export: ExportContext) -> Select[*tuple[Any, ...]]:
    words = (
        select(IdeaEntry.text)
        .where(IdeaEntry.idea_id == Idea.id, IdeaEntry.kind == IdeaEntryKind.STATE)
        .order_by(IdeaEntry.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    within = [Idea.state != IdeaState.WITHDRAWN, *export.scope.at_moment(Idea.sent_at, export.zone)]
    if export.scope.meeting:
        within.append(Idea.resolution_id.in_(select(Resolution.id).where(*export.scope.of_meeting())))
    if of_agency := export.scope.of_agency():
        held = select(Membership.person_id).join(Agency, Agency.id == Membership.agency_id)
        within += [Idea.anonymous.is_(False), Idea.person_id.in_(held.where(Membership.ended_at.is_(None), *of_agency))]
    return (
        select(
            Idea.id,
            Idea.sent_at,
            Idea.subject,
            Idea.topic,
            Idea.text.label("idea"),
            Idea.attachments,
            Idea.anonymous,
            case((Idea.anonymous, None), else_=Person.name).label("author"),
            Idea.state,
            Idea.duplicate_of_id.label("original"),
            words.label("words"),
        )
        .join(Person, Person.id == Idea.person_id)
        .where(*within)
    )


def _author(line: Line) -> Text | str:
    return line["author"] if line["author"] is not None else T("book.hidden_author")


def _number(line: Line) -> int:
    return int(line["id"])


IDEAS = Sheet(
    "ideas",
    _ideas,
    (
        Column("idea_number", 9, Shape.NUMBER, _number),
        Column("sent_at", 16, Shape.MOMENT),
        Column("subject", 18, made=labelled("subject", "idea.subject")),
        Column("topic", 34),
        Column("idea", 70),
        Column("author", 24, made=_author),
        Column("idea_state", 18, made=labelled("state", "idea.state")),
        Column("original", 9, Shape.NUMBER),
        Column("words", 34),
        Column("files", 44, code=True),
    ),
)
