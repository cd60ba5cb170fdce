"""Half-filled forms of two agencies that become one: each is for what stays, and two of one person are one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select, update

from domain.chat.screens import Screen, T
from domain.forms.occasion import PREFIX, Occasion
from models.tables.agencies import Agency
from models.tables.conversations import Draft
from models.tables.form_sheets import FormSheet
from services.context import ActionContext
from services.conversations import drafts, united_drafts
from services.messaging import buttons, recipients
from services.messaging.notify import notify
from texts.answer_summary import clip

OF_OBLIGATION = (
    "report",
    "letter",
    "answer.nothing",
    "answer.not_ours",
    "answer.hand",
    "extension",
    "contribution",
    "question",
    "checkin.stopped_form",
    "reminder.snooze",
    "chase.date_form",
    "chase.move_form",
)
"""The forms that are about an obligation, by their names."""
OF_AGENCY = ("leave", "invitation", "agencies.enlist", "review.behalf_form")
"""The forms that are about an agency, whose number begins their subject; the card of one that is gone is of no use."""
MOST_LEFT = 3000
"""Characters of the words that have no place in a form that two became."""


async def follow(
    context: ActionContext, kept: Mapping[int, int], attached: Mapping[int, int], into: Agency, other: Agency
) -> None:
    """Let half-filled forms be for agency ``into``, and for the obligations that are ``kept``, by those dropped.

    ``attached`` are the ids of the forms' being attached there, by those that were for the obligations dropped.
    Whoever has words in one of two that become one, which the other has no place for, is told them.
    """
    await _pick_instead(context, kept, into, other)
    moved = await _of_obligation(context, kept) | await _stored_forms(context, kept, attached, into.id, other.id)
    moved |= await _of_agency(context, into.id, other.id)
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


async def _of_obligation(context: ActionContext, kept: Mapping[int, int]) -> dict[Draft, str]:
    subjects = {str(dropped): str(stays) for dropped, stays in kept.items()}
    rows = select(Draft).where(Draft.form.in_(OF_OBLIGATION), Draft.subject.in_(subjects)).order_by(Draft.id)
    return {draft: subjects[draft.subject] for draft in await context.session.scalars(rows)}


async def _stored_forms(
    context: ActionContext, kept: Mapping[int, int], attached: Mapping[int, int], into_id: int, other_id: int
) -> dict[Draft, str]:
    moved: dict[Draft, str] = {}
    for draft in await context.session.scalars(select(Draft).where(Draft.form.startswith(PREFIX)).order_by(Draft.id)):
        occasion = Occasion.parse(draft.subject)
        if occasion is None:
            continue
        obligation_id = kept.get(occasion.obligation_id, occasion.obligation_id)
        agency_id = into_id if occasion.agency_id == other_id else occasion.agency_id
        assignment_id = attached.get(occasion.assignment_id, occasion.assignment_id)
        moved_to = replace(occasion, assignment_id=assignment_id, obligation_id=obligation_id, agency_id=agency_id)
        subject = moved_to.subject
        if subject != draft.subject:
            moved[draft] = subject
    return moved


async def _of_agency(context: ActionContext, into_id: int, other_id: int) -> dict[Draft, str]:
    moved: dict[Draft, str] = {}
    rows = select(Draft).where(Draft.form.in_(OF_AGENCY), Draft.subject.startswith(str(other_id))).order_by(Draft.id)
    for draft in await context.session.scalars(rows):
        number, stroke, rest = draft.subject.partition("/")
        if number == str(other_id):
            moved[draft] = f"{into_id}{stroke}{rest}"
    return moved


async def _pick_instead(context: ActionContext, kept: Mapping[int, int], into: Agency, other: Agency) -> None:
    """Put the agency in the other's place where it was picked in a form that is not sent yet, or is to be joined, and
    the obligations that are kept in that of those dropped.
    """
    gone, stays = {"id": other.id, "label": other.name}, {"id": into.id, "label": into.name}

    def instead(name: str, value: Any) -> Any:
        if name == "obligation" and isinstance(value, dict):
            return {**value, "id": kept.get(value["id"], value["id"])}
        if isinstance(value, list) and gone in value:
            return [one for one in value if one not in (gone, stays)] + [stays]
        return stays if value == gone else value

    for draft in await context.session.scalars(select(Draft).where(Draft.form.not_like(f"{PREFIX}%"))):
        answers, about = draft.state.get("answers", {}), dict(draft.about)
        picked = {name: instead(name, value) for name, value in answers.items()}
        if picked != answers:
            draft.state = {**draft.state, "answers": picked}
        if about.get(drafts.AGENCY) == other.id:
            about[drafts.AGENCY] = into.id
        if "obligation" in about:
            about["obligation"] = kept.get(about["obligation"], about["obligation"])
        if "chosen" in about:
            # What a form asks about once more was picked in the one before it.
            about["chosen"] = {name: instead(name, value) for name, value in about["chosen"].items()}
        if about != draft.about:
            draft.about = about


async def _tell(context: ActionContext, left: Mapping[int, list[str]]) -> None:
    for person in await recipients.people(context.session, list(left)):
        words = left[person.id]
        quoted = [T("thread.quoted", words=clip(one, MOST_LEFT // len(words))) for one in words]
        lines = [T("agencies.merged_drafts"), *quoted]
        await notify(context, [person], Screen(T("form.lines", lines=lines), ((buttons.MENU,),)))
