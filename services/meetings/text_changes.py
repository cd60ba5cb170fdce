"""News of another text of a binding resolution, to those who answer it, whose waiting reminders follow it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from domain.chat.screens import T
from models.tables.meetings import OPEN_STATES, Obligation, Resolution
from services.context import ActionContext
from services.meetings import notice_receipts
from services.messaging import recipients
from services.messaging.notify import PERSON
from services.obligations import obligations
from services.reminders import unsent_reminders
from texts import wording
from texts.answer_summary import clip

LONGEST = 1200
"""The most characters of either text."""


async def concerned(context: ActionContext, resolution_id: int) -> set[int]:
    """The agencies that still owe an answer to a resolution."""
    owing = (Obligation.resolution_id == resolution_id, Obligation.state.in_(OPEN_STATES))
    return set(await context.session.scalars(select(Obligation.agency_id).where(*owing)))


async def tell(context: ActionContext, resolution: Resolution, before: str, now: str) -> None:
    """Tell everybody who answers for an agency that still owes an answer, once."""
    people = await recipients.answering_for(context.session, await concerned(context, resolution.id))
    text = T(
        "obligation.text_changed",
        title=wording.resolution_name(resolution.number, "", resolution.meeting.number),
        now=clip(now, LONGEST),
        before=clip(before, LONGEST),
    )
    # Who answered after an earlier change is told of that, and not of this.
    key = f"text:{resolution.id}:{PERSON}"
    await notice_receipts.tell(context, resolution.meeting_id, people, text, group_key=key)


async def follow(context: ActionContext, resolution: Resolution) -> None:
    """Write the reminders anew that wait with the old text."""
    open_ones = await obligations.open_of_resolution(context.session, resolution.id)
    await unsent_reminders.refresh(context, open_ones)


def lines(items: Sequence[dict[str, Any]]) -> str:
    """Sub-items as a text, a line each."""
    return "\n".join(f"{item['label']}) {item['text']}" for item in items)
