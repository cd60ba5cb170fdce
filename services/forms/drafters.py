"""Those who have begun a form: told at once when it is replaced, withdrawn or detached, and when it is back."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Row, select

from domain.chat.screens import Button, Screen, T, Tap
from domain.forms.occasion import PREFIX, TRIAL
from models.tables.conversations import Draft
from models.tables.forms import FormAssignment, FormVersion, OfficeForm
from services.context import ActionContext
from services.messaging import recipients
from services.messaging.notify import notify


async def tell_replaced(context: ActionContext, replaced: FormVersion) -> int:
    """Ask everyone with a draft of a replaced version whether to go on with it; returns how many they are."""

    def asked(draft_id: int) -> Screen:
        go_on = Button(T("form_fill.keep_old"), Tap("f", draft_id, 0, "open"))
        carry = Button(T("form_fill.carry"), Tap("fill.carry", draft_id))
        return Screen(T("form_fill.replaced", title=replaced.title), ((carry,), (go_on,)))

    drafts = await _drafts(context, Draft.form == f"{PREFIX}{replaced.id}")
    return await _tell(context, drafts, {draft.id: asked(draft.id) for draft in drafts})


async def tell_closed(context: ActionContext, form: OfficeForm, *, open_again: bool = False) -> int:
    """Tell everyone who has begun a form that it was withdrawn, or is back; returns how many they are."""
    versions = await context.session.scalars(select(FormVersion.id).where(FormVersion.form_id == form.id))
    drafts = await _drafts(context, Draft.form.in_([f"{PREFIX}{version}" for version in versions]))
    return await _tell_closed(context, drafts, form.title, "restored" if open_again else "withdrawn", open_again)


async def tell_detached(context: ActionContext, assignment: FormAssignment, *, open_again: bool = False) -> int:
    """Tell everyone who has begun a form for a target that it was detached, or is back; returns how many they are."""
    drafts = await _drafts(context, Draft.form.startswith(PREFIX), Draft.subject.startswith(f"{assignment.id}."))
    key = "restored" if open_again else "detached"
    return await _tell_closed(context, drafts, assignment.form.title, key, open_again)


async def _tell_closed(
    context: ActionContext, drafts: Sequence[Row[int, int]], title: str, key: str, open_again: bool
) -> int:
    """Tell what became of a form; its answers are kept, and may be looked at or dropped."""

    def told(draft_id: int) -> Screen:
        label = "form.resume" if open_again else "form_fill.see_draft"
        buttons = [(Button(T(label), Tap("f", draft_id, 0, "open")),)]
        if not open_again:
            buttons.append((Button(T("form.drop"), Tap("f", draft_id, 0, "drop")),))
        return Screen(T(f"form_fill.told_{key}", title=title), tuple(buttons))

    return await _tell(context, drafts, {draft.id: told(draft.id) for draft in drafts})


async def _drafts(context: ActionContext, *which: ColumnElement[bool]) -> Sequence[Row[int, int]]:
    """Find drafts and whose they are; a secretary's trial of a form is none."""
    rows = await context.session.execute(
        select(Draft.id, Draft.person_id).where(*which, Draft.subject != TRIAL).order_by(Draft.id)
    )
    return rows.all()


async def _tell(context: ActionContext, drafts: Sequence[Row[int, int]], screens: dict[int, Screen]) -> int:
    """Write to each person who is a member still about each draft."""
    people = {one.id: one for one in await recipients.members(context.session, {draft.person_id for draft in drafts})}
    for draft in drafts:
        if draft.person_id in people:
            await notify(context, [people[draft.person_id]], screens[draft.id])
    return len(people)
