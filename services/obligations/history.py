"""The history of one obligation beside its answers and extensions: moves, hand-overs, escalations, reminders."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.chat.screens import Personal, T, Text
from models.tables.agencies import Agency
from models.tables.followup import Escalation, EscalationState
from models.tables.meetings import Submission
from models.tables.organisation import Audit
from models.tables.people import Person
from texts import wording
from texts.answer_summary import clip

ACTIONS = ("move", "remind", "hand")
LONGEST = 200
"""The most characters of a reason."""


async def events(session: AsyncSession, obligation_id: int) -> list[tuple[datetime, Text]]:
    """The moments and lines of what happened to an obligation, the oldest first."""
    rows = await session.scalars(
        select(Audit)
        .where(Audit.subject == "obligation", Audit.subject_id == obligation_id, Audit.action.in_(ACTIONS))
        .order_by(Audit.id)
    )
    entries = rows.all()
    names, colleagues = await _agencies(session, entries), await _colleagues(session, entries)
    escalated = await session.scalars(
        select(Escalation).where(Escalation.obligation_id == obligation_id).order_by(Escalation.id)
    )
    lines = [(entry.at, _line(entry, names, colleagues)) for entry in entries]
    lines += [(one.sent_at or one.announced_at, _escalation(one)) for one in escalated]
    return lines + [(one.sent_at, _answer(one)) for one in await _of_former(session, obligation_id)]


async def text_changed_at(session: AsyncSession, resolution_id: int) -> datetime | None:
    """The moment since which a resolution has the text or the sub-items that it was not issued with, None for never."""
    rows = await session.execute(
        select(Audit.at, Audit.details)
        .where(Audit.subject == "resolution", Audit.subject_id == resolution_id, Audit.action.in_(("text", "items")))
        .order_by(Audit.id.desc())
    )
    return next((at for at, details in rows if details.get("issued")), None)


async def _of_former(session: AsyncSession, obligation_id: int) -> Sequence[Submission]:
    """The answers of agencies that had the obligation before; that they answered and when, not with which words."""
    moved = (Submission.obligation_id == obligation_id, Submission.former_agency_id.is_not(None))
    rows = await session.scalars(
        select(Submission).where(*moved).options(joinedload(Submission.former_agency)).order_by(Submission.id)
    )
    return rows.all()


def _answer(submission: Submission) -> Text:
    name = wording.submission_name(submission.kind, submission.id, submission.form)
    agency = submission.former_agency.name if submission.former_agency else ""
    verdict = T(f"answer.verdict.{submission.verdict}")
    return T("chase.history_answered", at=submission.sent_at, agency=agency, what=name, verdict=verdict)


def _escalation(escalation: Escalation) -> Text:
    target = T(f"escalation.target.{escalation.target}")
    if escalation.state is EscalationState.SENT:
        words = clip(escalation.words, LONGEST)
        key = "chase.history_escalated_words" if words else "chase.history_escalated"
        return T(key, at=escalation.sent_at, target=target, words=words)
    key = f"chase.history_{escalation.state}"
    return T(key, at=escalation.announced_at, target=target, day=escalation.goes_on)


async def _agencies(session: AsyncSession, entries: Sequence[Audit]) -> dict[int, str]:
    ids = {entry.details[end] for entry in entries if entry.action == "move" for end in ("before", "to")}
    if not ids:
        return {}
    rows = await session.execute(select(Agency.id, Agency.name).where(Agency.id.in_(ids)))
    return {row.id: row.name for row in rows}


async def _colleagues(session: AsyncSession, entries: Sequence[Audit]) -> dict[int, Personal]:
    ids = {entry.details["to"] for entry in entries if entry.action == "hand"}
    if not ids:
        return {}
    rows = await session.scalars(select(Person).where(Person.id.in_(ids)))
    return {person.id: wording.colleague_name(person.title, person.name) for person in rows}


def _line(entry: Audit, names: dict[int, str], colleagues: dict[int, Personal]) -> Text:
    if entry.action == "hand":
        # After two persons became one, the number of the other stands for nobody.
        name = colleagues.get(entry.details["to"]) or T("privacy.colleague")
        return T("chase.history_handed", at=entry.at, name=name)
    if entry.action == "remind":
        return T("chase.history_reminded", at=entry.at)
    before, to = (names.get(entry.details[end], "") for end in ("before", "to"))
    return T("chase.history_moved", at=entry.at, before=before, to=to, reason=clip(entry.details["reason"], LONGEST))
