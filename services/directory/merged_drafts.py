"""Half-filled forms of two agencies that become one: each is for what stays, and two of one person are one."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select, update

from domain.chat.screens import Screen, T
from domain.forms.occasion import PREFIX, Occasion
from models.tables.conversations import Draft
from models.tables.form_sheets import FormSheet
from services.context import ActionContext
from services.conversations import united_drafts
from services.messaging import buttons, recipients
from services.messaging.notify import notify
from texts.answer_summary import clip

ANSWERS = ("report", "letter", "answer.nothing", "answer.not_ours", "answer.hand", "extension", "contribution")
"""The forms that are about an obligation, by their names."""
MOST_LEFT = 3000
"""Characters of the words that have no place in a form that two became."""


async def follow(context: ActionContext, kept: Mapping[int, int], into_id: int, other_id: int) -> None:
    """Let half-filled forms be for agency ``into_id``, and for the obligations that are ``kept``, by those dropped.

    Whoever has words in one of two that become one, which the other has no place for, is told them.
    """
    moved = await _answers(context, kept) | await _stored_forms(context, kept, into_id, other_id)
    left: dict[int, list[str]] = {}
    for draft, subject in moved.items():
        person_id, form, before = draft.person_id, draft.form, draft.subject
        same = (Draft.person_id == person_id, Draft.form == form, Draft.subject == subject)
        stays: Draft | None = await context.session.scalar(select(Draft).where(*same))
        if stays is None:
            stays = draft
        else:
            stays, words = await united_drafts.unite(context.session, stays, draft)
            left.setdefault(person_id, []).extend(words)
        stays.subject = subject
        await context.session.flush()
        # A sheet in Excel that comes back later finds its form by the subject.
        sheets = update(FormSheet).where(FormSheet.person_id == person_id, FormSheet.subject == before)
        await context.session.execute(sheets.values(subject=subject))
    await _tell(context, {person_id: words for person_id, words in left.items() if words})


async def _answers(context: ActionContext, kept: Mapping[int, int]) -> dict[Draft, str]:
    subjects = {str(dropped): str(stays) for dropped, stays in kept.items()}
    rows = select(Draft).where(Draft.form.in_(ANSWERS), Draft.subject.in_(subjects)).order_by(Draft.id)
    return {draft: subjects[draft.subject] for draft in await context.session.scalars(rows)}


async def _stored_forms(
    context: ActionContext, kept: Mapping[int, int], into_id: int, other_id: int
) -> dict[Draft, str]:
    moved: dict[Draft, str] = {}
    for draft in await context.session.scalars(select(Draft).where(Draft.form.startswith(PREFIX)).order_by(Draft.id)):
        occasion = Occasion.parse(draft.subject)
        if occasion is None:
            continue
        obligation_id = kept.get(occasion.obligation_id, occasion.obligation_id)
        agency_id = into_id if occasion.agency_id == other_id else occasion.agency_id
        subject = replace(occasion, obligation_id=obligation_id, agency_id=agency_id).subject
        if subject != draft.subject:
            moved[draft] = subject
    return moved


async def _tell(context: ActionContext, left: Mapping[int, list[str]]) -> None:
    for person in await recipients.people(context.session, list(left)):
        words = left[person.id]
        quoted = [T("thread.quoted", words=clip(one, MOST_LEFT // len(words))) for one in words]
        lines = [T("agencies.merged_drafts"), *quoted]
        await notify(context, [person], Screen(T("form.lines", lines=lines), ((buttons.MENU,),)))
