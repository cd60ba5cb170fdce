"""All rows of one form: those of every agency and person together, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.forms.compiled.model import Kind
from domain.forms.single_row import alone
from models.tables.agencies import Agency
from models.tables.forms import FilledForm, FormRow, FormVersion
from models.tables.meetings import Submission, Verdict
from models.tables.people import Person
from services.forms import library
from services.forms.library import STANDS, VERDICT

STANDING = (Verdict.WAITING, Verdict.ACCEPTED)
"""The verdicts of what is in the table: what was returned or replaced is not."""


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a row: its filled form with the version, the repeat and its number; "" and 0 for a form without."""

    filled_id: int
    version_id: int
    sender: str
    waiting: bool
    repeat: str
    row: int


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row with its answers and counts of rows by reference, as if it were the only one, and the files among them.

    Of one that is wrong ``problems`` are its cells as they were typed, and what is wrong with them.
    """

    place: Place
    answers: dict[str, Any]
    rows: dict[str, int]
    files: dict[str, Any]
    problems: list[Any] = field(default_factory=list)


async def places(session: AsyncSession, form_id: int) -> list[Place]:
    """The places of a form's rows, those of an agency together, in the order in which agencies are called."""
    sender = func.coalesce(Agency.name, Person.name)
    found = await session.execute(
        select(FilledForm.id, FilledForm.version_id, FilledForm.rows, sender, VERDICT)
        .join(FormVersion, FormVersion.id == FilledForm.version_id)
        .join(Person, Person.id == FilledForm.person_id)
        .outerjoin(Agency, Agency.id == FilledForm.agency_id)
        .outerjoin(Submission, Submission.id == FilledForm.submission_id)
        .where(FormVersion.form_id == form_id, FilledForm.part.is_(False), VERDICT.in_(STANDING), STANDS)
        .order_by(sender, FilledForm.id)
    )
    filled = found.all()
    repeats = {version: await _repeats(session, version) for version in {row[1] for row in filled}}
    last = await _last_rows(session, [row[0] for row in filled])
    listed: list[Place] = []
    for number, version, rows, name, state in filled:
        waiting = state == Verdict.WAITING
        if not repeats[version]:
            listed.append(Place(number, version, name, waiting, "", 0))
        before = len(listed)
        for repeat in repeats[version]:
            count = max(int(rows.get(repeat, 0)), last.get((number, repeat), 0))
            listed += [Place(number, version, name, waiting, repeat, row) for row in range(1, count + 1)]
        if repeats[version] and len(listed) == before:
            # What the form asks once is there without a row, too.
            listed.append(Place(number, version, name, waiting, "", 0))
    return listed


async def load(session: AsyncSession, page: Sequence[Place]) -> list[FilledRow]:
    """Load the rows at some places."""
    ids = {place.filled_id for place in page}
    filled = {row.id: row for row in await session.scalars(select(FilledForm).where(FilledForm.id.in_(ids)))}
    by_excel = await session.execute(
        select(FormRow.filled_id, FormRow.repeat, FormRow.number, FormRow.values, FormRow.problems).where(
            FormRow.filled_id.in_(ids), FormRow.number.in_({place.row for place in page})
        )
    )
    typed = {tuple(row[:3]): (row.values, row.problems) for row in by_excel}
    loaded = []
    for place in page:
        form = filled[place.filled_id]
        answers, rows = dict(form.answers), dict(form.rows)
        if place.repeat:
            answers = alone(answers, place.repeat, place.row)
            rows = {**alone(rows, place.repeat, place.row), place.repeat: 1}
        values, problems = typed.get((place.filled_id, place.repeat, place.row), ({}, []))
        answers |= {f"{place.repeat}[1]/{name}": value for name, value in values.items()}
        loaded.append(FilledRow(place, answers, rows, form.files, problems))
    return loaded


async def _repeats(session: AsyncSession, version_id: int) -> tuple[str, ...]:
    """The repeats of a form that stand in no other repeat, by reference; groups around them are part of it."""
    form = await library.compiled(session, version_id)
    repeats = ["/".join(place[1:]) for place, element in form.each() if element.kind is Kind.REPEAT]
    return tuple(name for name in repeats if not any(name.startswith(f"{other}/") for other in repeats))


async def _last_rows(session: AsyncSession, filled: Sequence[int]) -> dict[tuple[int, str], int]:
    found = await session.execute(
        select(FormRow.filled_id, FormRow.repeat, func.max(FormRow.number))
        .where(FormRow.filled_id.in_(filled))
        .group_by(FormRow.filled_id, FormRow.repeat)
    )
    return {(number or 0, repeat): last for number, repeat, last in found}
