"""Excel sheets of drafts: the one that is sent is noted, and what came back is taken into its draft."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.forms.occasion import PREFIX
from models.base import table_of
from models.many_rows import ManyRows
from models.tables.conversations import Draft
from models.tables.form_sheets import FormSheet
from models.tables.forms import FormRow, FormVersion
from services.context import ActionContext
from services.conversations import drafts
from services.conversations.drafts import Draft as LoadedDraft
from services.errors import Refused
from services.forms import filling
from services.slices import slices

SLICE = 500
"""Rows that are written at once."""
_ADD = ManyRows(insert(table_of(FormRow)))


async def note(context: ActionContext, draft: LoadedDraft, repeat: str) -> FormSheet:
    """Note that a sheet of a draft is sent; its id goes into the file."""
    sheet = FormSheet(
        person_id=context.person,
        version_id=filling.version_in(draft.form),
        subject=draft.subject,
        repeat=repeat,
        made_at=context.now,
    )
    context.session.add(sheet)
    await context.session.flush()
    return sheet


async def ids(session: AsyncSession, sheet: FormSheet, version_id: int) -> dict[str, str]:
    """Return the ids that a sheet carries, in words; ``version_id`` is the one by which it is read or written."""
    form_id = await session.scalar(select(FormVersion.form_id).where(FormVersion.id == version_id))
    return {"sheet": str(sheet.id), "form": str(form_id), "version": str(version_id), "subject": sheet.subject}


async def find(session: AsyncSession, person_id: int, sheet_id: int) -> tuple[FormSheet, LoadedDraft]:
    """Find a sheet with the person's draft that it belongs to, of whatever version of its form.

    Raises Refused when the sheet is unknown, or its draft was sent or dropped, or is somebody else's.
    """
    sheet = await session.get(FormSheet, sheet_id)
    if sheet is None:
        raise Refused("form_sheet.unknown")
    form_id = select(FormVersion.form_id).where(FormVersion.id == sheet.version_id).scalar_subquery()
    versions = await session.scalars(select(FormVersion.id).where(FormVersion.form_id == form_id))
    found = await session.scalar(
        select(Draft.id)
        .where(
            Draft.person_id == person_id,
            Draft.subject == sheet.subject,
            Draft.form.in_([f"{PREFIX}{version}" for version in versions]),
        )
        .order_by(Draft.id.desc())
        .limit(1)
    )
    draft = await drafts.get(session, person_id, found) if found else None
    if draft is None:
        raise Refused("form_sheet.no_draft" if sheet.person_id == person_id else "form_sheet.of_another")
    return sheet, draft


async def latest(session: AsyncSession, person_id: int, draft: LoadedDraft) -> int:
    """Return the id of the sheet that was sent last for a draft, 0 for none."""
    found = await session.scalar(
        select(func.max(FormSheet.id)).where(
            FormSheet.person_id == person_id,
            FormSheet.version_id == filling.version_in(draft.form),
            FormSheet.subject == draft.subject,
        )
    )
    return found or 0


async def stamp(session: AsyncSession, draft: LoadedDraft) -> str:
    """Return a hash of a draft's answers and of its rows by Excel, by which a change meanwhile is seen."""
    own = await session.execute(select(func.count(), func.max(FormRow.id)).where(FormRow.draft_id == draft.id))
    state = [draft.state["answers"], draft.state.get("rows", {}), *own.one()]
    words = json.dumps(state, sort_keys=True, ensure_ascii=False)
    return sha256(words.encode()).hexdigest()[:16]


async def take(context: ActionContext, draft_id: int, result: Mapping[str, Any]) -> None:
    """Keep what a sheet has beside the draft's answers: the rows that it has no place for, and what was taken over."""
    session = context.session
    known = update(FormSheet).where(FormSheet.id == result["sheet"])
    await session.execute(known.values(known=result["known"]))
    read = delete(FormRow).where(FormRow.draft_id == draft_id, FormRow.repeat.in_(result["repeats"]))
    await session.execute(read)
    if result["stored"]:
        for part in slices(_stored(draft_id, context.organisation.store.read(result["stored"])), SLICE):
            await _ADD.execute(session, part)


def _stored(draft_id: int, data: bytes) -> Iterator[dict[str, Any]]:
    for line in data.splitlines():
        row = json.loads(line)
        kept = {name: row[name] for name in ("repeat", "number", "values", "problems")}
        yield {**kept, "draft_id": draft_id}
