"""Forms that each of two obligations had before these became one: each form is asked for once."""

from collections.abc import Collection

from sqlalchemy import select, update

from models.tables.forms import FilledForm, FormAssignment, FormTarget
from services import audit
from services.context import ActionContext


async def unite(context: ActionContext, obligation_ids: Collection[int]) -> dict[int, int]:
    """Detach what is attached twice to one of some obligations; what was sent on it is kept on the one that stays.

    Returns the ids of those that stay, by those detached.
    """
    session = context.session
    rows = await session.scalars(
        select(FormAssignment)
        .where(
            FormAssignment.target == FormTarget.OBLIGATION,
            FormAssignment.obligation_id.in_(obligation_ids),
            FormAssignment.detached_at.is_(None),
        )
        .order_by(FormAssignment.id)
        .with_for_update()
    )
    first: dict[tuple[int, int | None], FormAssignment] = {}
    stays: dict[int, int] = {}
    for row in rows:
        kept = first.setdefault((row.form_id, row.obligation_id), row)
        if kept is row:
            continue
        stays[row.id] = kept.id
        kept.carry_over = kept.carry_over or row.carry_over
        row.detached_at, row.detached_by = context.now, context.actor
        await session.execute(
            update(FilledForm).where(FilledForm.assignment_id == row.id).values(assignment_id=kept.id)
        )
        audit.record(context, "detach", "form", row.form_id, assignment=row.id, merged=kept.id)
    await session.flush()
    return stays
