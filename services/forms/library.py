"""The office's forms: kept as they are read, published, replaced by a new version, withdrawn, and taken back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import case, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.forms.compiled.form_data import from_data
from domain.forms.compiled.model import CompiledForm
from domain.forms.occasion import PREFIX
from domain.json_text import dumps
from domain.persian.search import Named, matching
from domain.persian.text import fold
from models.database import DatabaseError
from models.tables.conversations import Draft
from models.tables.form_sheets import FormSheet
from models.tables.forms import FilledForm, FormAssignment, FormOrigin, FormState, FormVersion, OfficeForm
from models.tables.meetings import Submission, Verdict
from services import audit
from services.context import ActionContext
from services.errors import Refused, existing
from services.forms import notices
from services.reminders import form_reminders

LONGEST_NAME = 200
LONGEST_TITLE = 300
VERDICT = func.coalesce(Submission.verdict, FilledForm.verdict)
"""The verdict of a filled form in a query that joins its report, whose verdict holds where there is one."""
_later = aliased(FilledForm)
STANDS = ~select(_later.id).where(_later.replaces_id == FilledForm.id).exists()
"""The condition that no later filled form corrects this one, so that it is counted."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A form as a list shows it, with the numbers of what was sent and of what waits for a review."""

    id: int
    title: str
    state: FormState
    sent: int
    waiting: int


class Changed(Refused):
    """The refusal of a change to a form that somebody else changed meanwhile."""

    def __init__(self, form_id: int) -> None:
        super().__init__("form_desk.changed_meanwhile")
        self.form_id = form_id


class Unreadable(Refused):
    """The refusal of a form whose data no version of the program can read; ``error`` is the failure."""

    def __init__(self, version_id: int, error: Exception) -> None:
        super().__init__("form_fill.unreadable")
        self.version_id, self.error = version_id, error


async def page(session: AsyncSession, offset: int, limit: int) -> tuple[list[Listed], int]:
    """A page of the forms, those in use first, then by title, and the number of all."""
    total = await session.scalar(select(func.count()).select_from(OfficeForm))
    counts = (
        select(
            FormVersion.form_id,
            func.count().label("sent"),
            func.count().filter(VERDICT == Verdict.WAITING).label("waiting"),
        )
        .select_from(FilledForm)
        .join(FormVersion, FormVersion.id == FilledForm.version_id)
        .outerjoin(Submission, Submission.id == FilledForm.submission_id)
        .where(FilledForm.part.is_(False), VERDICT != Verdict.REPLACED, STANDS)
        .group_by(FormVersion.form_id)
        .subquery()
    )
    order = case((OfficeForm.state == FormState.PUBLISHED, 0), (OfficeForm.state == FormState.DRAFT, 1), else_=2)
    rows = await session.execute(
        select(OfficeForm.id, OfficeForm.title, OfficeForm.state, counts.c.sent, counts.c.waiting)
        .outerjoin(counts, counts.c.form_id == OfficeForm.id)
        .order_by(order, OfficeForm.title_fold, OfficeForm.id)
        .offset(offset)
        .limit(limit)
    )
    return [Listed(number, title, state, sent or 0, waiting or 0) for number, title, state, sent, waiting in rows], (
        total or 0
    )


async def count(session: AsyncSession, form_id: int) -> tuple[int, int]:
    """The numbers of what was sent with any version of a form, and of what waits for a review."""
    row = await session.execute(
        select(func.count(), func.count().filter(VERDICT == Verdict.WAITING))
        .select_from(FilledForm)
        .join(FormVersion, FormVersion.id == FilledForm.version_id)
        .outerjoin(Submission, Submission.id == FilledForm.submission_id)
        .where(FormVersion.form_id == form_id, FilledForm.part.is_(False), VERDICT != Verdict.REPLACED, STANDS)
    )
    sent, waiting = row.one()
    return sent, waiting


async def answered(session: AsyncSession) -> bool:
    """Tell whether anything was sent with any form."""
    return bool(await session.scalar(select(select(FilledForm.id).where(FilledForm.part.is_(False)).exists())))


async def found(session: AsyncSession, search: str, *states: FormState) -> list[Named]:
    """The forms that a search finds, of all states or some, in dictionary order."""
    of_states = [OfficeForm.state.in_(states)] if states else []
    rows = await session.execute(select(OfficeForm.id, OfficeForm.title, OfficeForm.name).where(*of_states))
    return matching(((number, title, (name,)) for number, title, name in rows), search)


async def get(session: AsyncSession, form_id: int, *, lock: bool = False) -> OfficeForm:
    """Load a form; with ``lock`` as it is now, locked until the transaction ends. Raises Refused for none."""
    query = select(OfficeForm).where(OfficeForm.id == form_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return existing(await session.scalar(query))


async def named(session: AsyncSession, name: str) -> OfficeForm | None:
    """The form of an XLSForm's id, the latest where there are several; None for a new one."""
    found_form: OfficeForm | None = await session.scalar(
        select(OfficeForm).where(OfficeForm.name == name).order_by(OfficeForm.id.desc()).limit(1)
    )
    return found_form


async def shipped(session: AsyncSession) -> dict[str, OfficeForm]:
    """The forms that come with Dabir and that the office has taken, by their ids."""
    rows = await session.scalars(select(OfficeForm).where(OfficeForm.origin == FormOrigin.SHIPPED))
    return {form.name: form for form in rows}


async def version(session: AsyncSession, version_id: int) -> FormVersion:
    """Load a version of a form. Raises Refused when there is none."""
    return existing(await session.get(FormVersion, version_id))


async def in_use(session: AsyncSession, form_id: int) -> FormVersion | None:
    """The version of a form that is published and not replaced, None before the first."""
    found_version: FormVersion | None = await session.scalar(
        select(FormVersion).where(
            FormVersion.form_id == form_id, FormVersion.published_at.is_not(None), FormVersion.replaced_at.is_(None)
        )
    )
    return found_version


async def newest(session: AsyncSession, form_id: int) -> FormVersion:
    """The version of a form that was read last, published or not."""
    found_version: FormVersion | None = await session.scalar(
        select(FormVersion).where(FormVersion.form_id == form_id).order_by(FormVersion.number.desc()).limit(1)
    )
    return existing(found_version)


async def compiled(session: AsyncSession, version_id: int) -> CompiledForm:
    """Load a version's form from its data. Raises Refused when there is no such version, and Unreadable."""
    with readable(version_id):
        data = await session.scalar(select(FormVersion.compiled).where(FormVersion.id == version_id))
        return from_data(existing(data))


@contextmanager
def readable(version_id: int) -> Iterator[None]:
    """Make of a failure at the data of a form its refusal: it stops itself alone. Raises Unreadable."""
    try:
        yield
    except (Refused, DatabaseError):
        raise
    except Exception as error:
        raise Unreadable(version_id, error) from error


async def first_rows(session: AsyncSession, version_id: int) -> tuple[dict[str, str], dict[str, int]]:
    """The answers and counts of rows that each answer to a version begins with."""
    first = await session.scalar(select(FormVersion.first_rows).where(FormVersion.id == version_id)) or {}
    return first.get("answers", {}), first.get("rows", {})


async def keep(
    context: ActionContext, reading: dict[str, Any], form_id: int, origin: FormOrigin
) -> tuple[FormVersion, bool]:
    """Keep a form that was read without errors, as a new form or as the newest version of one.

    ``reading`` may have the rows that each answer begins with, ``first_rows``. Returns the version, and False for what
    is the newest version already. Raises Refused for a form that is gone.
    """
    session, first = context.session, reading.get("first_rows", {})
    digest = sha256((dumps(reading["data"]) + (dumps(first) if first else "")).encode()).hexdigest()
    title = reading["title"][:LONGEST_TITLE]
    if form_id:
        form = await get(session, form_id, lock=True)
        last = await newest(session, form_id)
        if last.digest == digest:
            return last, False
        form.version += 1
        number = last.number + 1
    else:
        form = OfficeForm(
            name=reading["id"][:LONGEST_NAME],
            title=title,
            title_fold=fold(title)[:LONGEST_TITLE],
            origin=origin,
            created_at=context.now,
            created_by=context.actor,
        )
        session.add(form)
        number = 1
    kept = FormVersion(
        form=form,
        number=number,
        name=reading["version"][:LONGEST_NAME],
        title=title,
        compiled=reading["data"],
        first_rows=first,
        digest=digest,
        file_hash=reading["hash"],
        file_name=reading["name"][:LONGEST_NAME],
        xml_hash=reading["xml_hash"],
        languages=reading["languages"],
        questions=reading["questions"],
        repeats=reading["repeats"],
        read_at=context.now,
        read_by=context.actor,
    )
    session.add(kept)
    await session.flush()
    audit.record(context, "read", "form", form.id, version=number)
    return kept, True


async def publish(context: ActionContext, form_id: int, stamp: int) -> FormVersion | None:
    """Publish the newest version of a form; returns the one that it replaces, None for the first.

    ``stamp`` is the form's version as the person saw it. Raises Changed when it is another by now.
    """
    form = await _unchanged(context.session, form_id, stamp)
    before, after = await in_use(context.session, form_id), await newest(context.session, form_id)
    if before is after:
        raise Changed(form_id)
    if before:
        before.replaced_at, before.replaced_by = context.now, context.actor
        # Of a form one version may be in use, and the database sees to it.
        await context.session.flush()
    after.published_at, after.published_by = context.now, context.actor
    form.state, form.title, form.title_fold = FormState.PUBLISHED, after.title, fold(after.title)[:LONGEST_TITLE]
    form.version += 1
    await context.session.flush()
    audit.record(context, "publish", "form", form_id, version=after.number)
    return before


async def withdraw(context: ActionContext, form_id: int, stamp: int) -> OfficeForm:
    """Withdraw a form, and return it: it is filled in no more. Raises Changed when it changed meanwhile."""
    form = await _unchanged(context.session, form_id, stamp)
    form.state, form.version = FormState.WITHDRAWN, form.version + 1
    for assignment_id in await _attached(context.session, form_id):
        await notices.hold_back(context.session, assignment_id)
    audit.record(context, "withdraw", "form", form_id)
    await context.session.flush()
    await form_reminders.refresh(context)
    return form


async def restore(context: ActionContext, form_id: int, stamp: int) -> OfficeForm:
    """Take the withdrawal of a form back, and return it. Raises Changed when it changed meanwhile."""
    form = await _unchanged(context.session, form_id, stamp)
    form.state = FormState.PUBLISHED if await in_use(context.session, form_id) else FormState.DRAFT
    form.version += 1
    for assignment_id in await _attached(context.session, form_id):
        await notices.let_go(context.session, assignment_id)
    audit.record(context, "restore", "form", form_id)
    await context.session.flush()
    await form_reminders.bring_back(context)
    return form


async def discard(context: ActionContext, form_id: int, stamp: int) -> bool:
    """Drop the version of a form that was read and not published; a form without another goes with it.

    Returns True when the form is still there. Raises Changed when it changed meanwhile.
    """
    form, session = await _unchanged(context.session, form_id, stamp), context.session
    last = await newest(session, form_id)
    if last.published_at:
        raise Changed(form_id)
    # Its trials are all that was filled in of it, and their sheets name it.
    await session.execute(delete(FormSheet).where(FormSheet.version_id == last.id))
    await session.execute(delete(Draft).where(Draft.form == f"{PREFIX}{last.id}"))
    await session.delete(last)
    await session.flush()
    audit.record(context, "discard", "form", form_id, version=last.number)
    stays = bool(await session.scalar(select(func.count()).where(FormVersion.form_id == form_id)))
    if stays:
        form.version += 1
    else:
        await session.delete(form)
    await session.flush()
    return stays


async def versions(session: AsyncSession, form_id: int) -> Sequence[FormVersion]:
    """All versions of a form, the newest first."""
    rows = await session.scalars(
        select(FormVersion).where(FormVersion.form_id == form_id).order_by(FormVersion.number.desc())
    )
    return rows.all()


async def _attached(session: AsyncSession, form_id: int) -> Sequence[int]:
    """The assignments of a form that are not detached."""
    attached = FormAssignment.form_id == form_id, FormAssignment.detached_at.is_(None)
    return (await session.scalars(select(FormAssignment.id).where(*attached))).all()


async def _unchanged(session: AsyncSession, form_id: int, stamp: int) -> OfficeForm:
    form = await get(session, form_id, lock=True)
    if form.version != stamp:
        raise Changed(form_id)
    return form
