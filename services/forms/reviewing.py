"""The review of filled forms that are on no obligation; those on one are reviewed as its report."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import ANSWERING
from domain.chat.screens import Button, Screen, T, Tap, Text
from models.tables.forms import FilledForm, FormVersion
from models.tables.meetings import Submission, Verdict
from services import audit
from services.context import ActionContext
from services.directory import members
from services.errors import AlreadyDecided, Refused
from services.forms import filling
from services.forms.library import STANDS, VERDICT
from services.messaging import recipients
from services.messaging.notify import notify
from services.messaging.recipients import Recipient
from texts import wording


class FormReviewed(AlreadyDecided):
    """The refusal to review a filled form that has a verdict already, or was replaced by a correction."""

    def __init__(self, filled: FilledForm, verdict: Verdict) -> None:
        super().__init__("review.decided_before", state=verdict, by=filled.reviewed_by, at=filled.reviewed_at)
        self.filled = filled


async def accept(context: ActionContext, filled_id: int) -> FilledForm:
    """Accept a filled form; its sender is told. Raises FormReviewed."""
    filled = await _decide(context, filled_id, Verdict.ACCEPTED, "")
    await _tell(context, filled, Screen(_told("accepted", filled)))
    return filled


def _told(what: str, filled: FilledForm, **words: str) -> Text:
    """Return what the sender is told of a form; of one for an agency or neighbourhood with its name."""
    title, number = filled.form_version.title, wording.filled_number(filled.id, filled.submission_id)
    if filled.agency:
        return T(f"form_fill.told_{what}_of", title=title, number=number, place=filled.agency.name, **words)
    return T(f"form_fill.told_{what}", title=title, number=number, **words)


async def give_back(context: ActionContext, filled_id: int, words: str) -> FilledForm:
    """Return a filled form with words; its sender is told. Raises FormReviewed."""
    filled = await _decide(context, filled_id, Verdict.RETURNED, words)
    again = Button(T("answer.again"), Tap("filled.again", filled.id))
    await _tell(
        context, filled, Screen(_told("returned", filled, words=words), ((again,),)), filling.returned_key(filled.id)
    )
    return filled


async def waiting(session: AsyncSession, filled_id: int) -> FilledForm:
    """Load a filled form that waits for its verdict, locked. Raises FormReviewed when it waits no more."""
    filled = await filling.get(session, filled_id, lock=True)
    if filled.verdict is None:
        raise Refused("common.stale")
    if filled.verdict is not Verdict.WAITING:
        # Read again: PostgreSQL joined the reviewer to the row as it was before the wait for its lock.
        filled = await filling.get(session, filled_id, lock=True)
        raise FormReviewed(filled, filled.verdict or Verdict.WAITING)
    return filled


async def listed(session: AsyncSession, offset: int, limit: int, form_id: int = 0) -> tuple[Sequence[FilledForm], int]:
    """A page of filled forms and the number of all: of one form all, the latest first, else those that wait alone."""
    if form_id:
        of_form = [FormVersion.form_id == form_id, FilledForm.part.is_(False)]
        conditions = [*of_form, VERDICT != Verdict.REPLACED, STANDS]
    else:
        conditions = [FilledForm.verdict == Verdict.WAITING]
    total = await session.scalar(
        select(func.count())
        .select_from(FilledForm)
        .join(FormVersion, FormVersion.id == FilledForm.version_id)
        .outerjoin(Submission, Submission.id == FilledForm.submission_id)
        .where(*conditions)
    )
    rows = await session.scalars(
        filling.with_details()
        .join(FilledForm.form_version)
        .outerjoin(FilledForm.submission)
        .where(*conditions)
        .order_by(FilledForm.id.desc() if form_id else FilledForm.id)
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total or 0


async def _decide(context: ActionContext, filled_id: int, verdict: Verdict, words: str) -> FilledForm:
    filled = await waiting(context.session, filled_id)
    filled.verdict, filled.words = verdict, words
    filled.reviewed_at, filled.reviewed_by = context.now, context.person
    audit.record(context, verdict, "filled_form", filled_id)
    await context.session.flush()
    return await filling.get(context.session, filled_id, lock=True)


async def _tell(context: ActionContext, filled: FilledForm, screen: Screen, group_key: str = "") -> None:
    """Tell the sender; or all who answer for the agency, when the sender has left it."""
    if filled.agency_id is None:
        own = await recipients.members(context.session, [filled.person_id])
        await notify(context, own, screen, group_key=group_key)
        return
    rows = await members.of_agency(context.session, filled.agency_id)
    sender = [Recipient.of(row.person) for row in rows if row.person_id == filled.person_id]
    receivers = sender or [Recipient.of(row.person) for row in rows if row.role in ANSWERING]
    await notify(context, receivers, screen, group_key=group_key)
