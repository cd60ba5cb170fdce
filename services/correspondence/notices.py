"""Notices of resolutions («ابلاغ مصوبات»): those of one meeting that an agency is in charge of or helps with."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.persian.text import sort_key
from models.tables.agencies import Agency
from models.tables.correspondence import LetterKind
from models.tables.meetings import OPEN_STATES, Meeting, Obligation, ObligationState, Resolution
from services.context import ActionContext
from services.correspondence import letter_fields, letters
from services.correspondence.letter_fields import phrase
from services.correspondence.letters import Draft
from services.directory import agencies
from services.errors import Refused, existing
from services.obligations import obligations, responsibility
from services.obligations.obligations import View
from texts import wording
from texts.answer_summary import clip

LONGEST = 1500
"""Characters of a resolution's text; the longest of the real minutes has 1,100."""


async def named(session: AsyncSession, meeting_id: int) -> dict[int, str]:
    """The agencies that a meeting's resolutions oblige, by id, in the order of the minutes, then those that help."""
    views = await obligations.views(session, *_of(meeting_id), *letters.GETS_LETTERS)
    names = {view.agency_id: view.agency for view in sorted(views, key=lambda view: (view.number, view.id))}
    helped = await obligations.views(session, Resolution.meeting_id == meeting_id, Obligation.state.in_(OPEN_STATES))
    partners = await responsibility.partners(session, {view.resolution_id for view in helped})
    helping = set[int]().union(*(partners.get((view.resolution_id, view.item), set()) for view in helped))
    rows = await session.execute(select(Agency.id, Agency.name).where(Agency.id.in_(helping), *letters.GETS_LETTERS))
    return names | {row.id: row.name for row in sorted(rows, key=lambda row: sort_key(row.name))}


async def drafts(context: ActionContext, meeting_id: int, agency_ids: Sequence[int]) -> list[Draft]:
    """The notices of a meeting to some agencies, ready to be written. Raises Refused for an agency without any."""
    meeting = existing(await context.session.get(Meeting, meeting_id))
    return [await _draft(context, meeting, await agencies.get(context.session, number)) for number in agency_ids]


async def _draft(context: ActionContext, meeting: Meeting, agency: Agency) -> Draft:
    session = context.session
    own = await obligations.views(session, Obligation.agency_id == agency.id, *_of(meeting.id))
    helped = [
        view
        for view in await obligations.helped_by(session, [agency.id])
        if (view.meeting, view.meeting_number) == (meeting.title, meeting.number)
    ]
    if not own and not helped:
        raise Refused("letters.nothing_notified", agency=agency.name)
    rows = {(view.number, view.item): _row(view, "lead") for view in own}
    for view in helped:
        rows.setdefault((view.number, view.item), _row(view, "partner"))
    title = phrase("official_letter.notice.meeting", title=meeting.title)
    if meeting.held_on:
        title = phrase("official_letter.notice.meeting_on", title=meeting.title, day=meeting.held_on)
    fields = {
        **await letter_fields.agency_fields(context, agency),
        "subject": phrase("official_letter.notice.subject", meeting=title),
        "meeting": title,
        "items": [rows[key] for key in sorted(rows)],
    }
    file_name = letter_fields.file_name(phrase("official_letter.notice.file", agency=clip(agency.name, 80)))
    owed = tuple(view.id for view in own)
    return Draft(LetterKind.NOTICE, agency.id, fields, file_name, owed, meeting_id=meeting.id)


def _of(meeting_id: int) -> tuple[object, ...]:
    return Resolution.meeting_id == meeting_id, Obligation.state != ObligationState.CLOSED


def _row(view: View, part: str) -> dict[str, str]:
    number = phrase("official_letter.number", number=view.number)
    due = (
        phrase("official_letter.date", day=view.due)
        if view.due
        else letter_fields.words(wording.time_left(None, view.kind, date.min))
    )
    return {
        "number": f"{number}، {view.item}" if view.item else number,
        "text": clip(" ".join(view.text.split()), LONGEST),
        "due": due,
        "part": phrase(f"official_letter.notice.{part}"),
    }
