"""The answers to forms within a scope, read in slices, with the rows that came by Excel beyond those of a draft."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, Text, cast, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.forms.added import MARK, head_of, is_added, repeat_of
from domain.forms.compiled.model import CompiledForm
from domain.forms.compiled.moved import Moves
from domain.forms.instance.program import Program
from models.tables.agencies import Agency
from models.tables.forms import FilledForm, FormRow, FormVersion
from models.tables.meetings import Meeting, Obligation, Resolution, Submission, Verdict
from models.tables.people import Person
from services.export.tables import ExportContext
from services.forms import library
from services.forms.filling import INSTANCE_ID

SLICE = 200
"""Answers that are read at once."""
ROWS = 1000
"""Rows that are read at once."""


@dataclass(frozen=True, slots=True)
class AnsweredForm:
    """A form that was answered within the scope, with the versions that were, the latest first.

    ``moves`` say where the latest has the questions of each.
    """

    id: int
    name: str
    title: str
    answers: int
    versions: dict[int, CompiledForm]
    names: dict[int, str]
    moves: dict[int, Moves]


@dataclass(frozen=True, slots=True)
class AnsweredForms:
    """The forms that were answered within a scope, and the titles of those that no version of the program can read."""

    forms: list[AnsweredForm]
    unreadable: list[str]

    @property
    def answers(self) -> int:
        """The number of answers to the forms that can be read."""
        return sum(form.answers for form in self.forms)


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A row that stands by itself; of a wrong one ``problems`` are its cells."""

    repeat: str
    number: int
    values: dict[str, str]
    problems: list[Any]


def query(export: ExportContext) -> Select[*tuple[Any, ...]]:
    """Return the query of the answers within a scope; what a colleague gave to an agency's answer is none."""
    submission = aliased(Submission)
    verdict = func.coalesce(submission.verdict, FilledForm.verdict)
    left_out = [Verdict.REPLACED, *([Verdict.RETURNED] if export.standing else [])]
    return (
        select(
            FilledForm.id,
            FilledForm.version_id,
            FilledForm.submission_id,
            FilledForm.replaces_id,
            FilledForm.answers,
            FilledForm.rows,
            FilledForm.files,
            FilledForm.period,
            FilledForm.sent_at,
            verdict.label("verdict"),
            func.coalesce(submission.words, FilledForm.words).label("words"),
            FormVersion.form_id,
            Agency.name.label("agency"),
            Person.name.label("person"),
            Resolution.number.label("resolution"),
            Meeting.number.label("meeting"),
        )
        .join(FormVersion, FormVersion.id == FilledForm.version_id)
        .join(Person, Person.id == FilledForm.person_id)
        .outerjoin(submission, submission.id == FilledForm.submission_id)
        .outerjoin(Agency, Agency.id == FilledForm.agency_id)
        .outerjoin(Obligation, Obligation.id == FilledForm.obligation_id)
        .outerjoin(Resolution, Resolution.id == Obligation.resolution_id)
        .outerjoin(Meeting, Meeting.id == Resolution.meeting_id)
        .where(
            FilledForm.part.is_(False),
            or_(verdict.is_(None), verdict.not_in(left_out)),
            library.STANDS,
            *export.scope.of_meeting(),
            *export.scope.of_agency(),
            *([FormVersion.form_id == export.scope.form] if export.scope.form else []),
            *export.scope.at_moment(FilledForm.sent_at, export.zone),
        )
    )


async def answered(session: AsyncSession, export: ExportContext) -> AnsweredForms:
    """Find the forms that have answers within a scope, in the order of their titles."""
    rows = query(export).subquery()
    counted = (
        await session.execute(
            select(FormVersion.id, FormVersion.form_id, FormVersion.number, FormVersion.name, func.count(rows.c.id))
            .join(rows, rows.c.version_id == FormVersion.id)
            .group_by(FormVersion.id, FormVersion.form_id, FormVersion.number, FormVersion.name)
            .order_by(FormVersion.form_id, FormVersion.number.desc())
        )
    ).all()
    by_form: dict[int, list[Any]] = {}
    for row in counted:
        by_form.setdefault(row.form_id, []).append(row)
    found: list[AnsweredForm] = []
    unreadable: list[str] = []
    for form_id, versions in by_form.items():
        form = await library.get(session, form_id)
        try:
            compiled = {row.id: await _compiled(session, row.id) for row in versions}
        except library.Unreadable:
            unreadable.append(form.title)
            continue
        names = {row.id: row.name or str(row.number) for row in versions}
        latest = next(iter(compiled.values()))
        moves = {version: Moves(one, latest) for version, one in compiled.items()}
        count = sum(row[4] for row in versions)
        found.append(AnsweredForm(form_id, form.name, form.title, count, compiled, names, moves))
    return AnsweredForms(sorted(found, key=lambda one: one.title), sorted(unreadable))


async def _compiled(session: AsyncSession, version_id: int) -> CompiledForm:
    """Load a version's form that can be laid out. Raises Unreadable."""
    form = await library.compiled(session, version_id)
    with library.readable(version_id):
        Program(form)
    return form


async def slices(session: AsyncSession, export: ExportContext, form: AnsweredForm) -> AsyncIterator[list[Row[Any]]]:
    """Read the answers to a form in slices, the first sent first, by the references of its latest version."""
    whole = query(export).where(FormVersion.form_id == form.id)
    last = 0
    while rows := list(await session.execute(whole.where(FilledForm.id > last).order_by(FilledForm.id).limit(SLICE))):
        for row in rows:
            for values in (row.answers, row.rows):
                moved = form.moves[row.version_id].answers(values)
                values.clear()
                values.update(moved)
        yield rows
        last = rows[-1].id


async def added_heads(session: AsyncSession, export: ExportContext, form: AnsweredForm) -> dict[str, list[str]]:
    """Return the headings of columns that people added in Excel, by the repeat, "" for those of the form itself."""
    whole, version = query(export).where(FormVersion.form_id == form.id), FilledForm.version_id
    answers = (FilledForm.id, literal(""), FilledForm.answers, version)
    extra = whole.join(FormRow, FormRow.filled_id == FilledForm.id)
    heads: dict[str, dict[str, None]] = {}
    for select_, columns in ((whole, answers), (extra, (FormRow.id, FormRow.repeat, FormRow.values, version))):
        # Nearly all answers have no such words, and are not loaded for them.
        marked = select_.with_only_columns(*columns).where(cast(columns[2], Text).like(f"%{MARK}%"))
        last = 0
        while rows := list(await session.execute(marked.where(columns[0] > last).order_by(columns[0]).limit(SLICE))):
            last = rows[-1][0]
            for _, repeat, values, version_id in rows:
                above = f"{repeat}[1]/" if repeat else ""
                for name in filter(is_added, (above + name for name in values)):
                    moved = form.moves[version_id].reference(name)
                    heads.setdefault(repeat_of(moved), {})[head_of(moved)] = None
    return {repeat: list(found) for repeat, found in heads.items()}


async def roots(session: AsyncSession, rows: Sequence[Row[Any]]) -> dict[int, str]:
    """Return the ids, as XForms gives them, of the first answers that some answers correct, by the id of these."""
    found: dict[int, str] = {}
    waiting = {row.id: row.replaces_id for row in rows if row.replaces_id}
    while waiting:
        before = await session.execute(
            select(FilledForm.id, FilledForm.replaces_id, FilledForm.answers).where(FilledForm.id.in_(waiting.values()))
        )
        by_id = {row.id: row for row in before}
        found |= {row: instance(by_id[earlier].answers) for row, earlier in waiting.items()}
        waiting = {row: by_id[earlier].replaces_id for row, earlier in waiting.items() if by_id[earlier].replaces_id}
    return found


def instance(answers: Mapping[str, Any]) -> str:
    """Return the id that XForms gave to an answer."""
    return str(answers.get(INSTANCE_ID, "")).removeprefix("uuid:")


async def with_rows(session: AsyncSession, filled: Sequence[int]) -> set[int]:
    """Return which of some answers have rows of their own."""
    return set(await session.scalars(select(FormRow.filled_id).where(FormRow.filled_id.in_(filled)).distinct()))


async def rows_of(session: AsyncSession, filled: int, moves: Moves) -> AsyncIterator[OwnRow]:
    """Read the rows of an answer that stand by themselves, by the references of the latest version."""
    last = 0
    while rows := list(
        await session.execute(
            select(FormRow.id, FormRow.repeat, FormRow.number, FormRow.values, FormRow.problems)
            .where(FormRow.filled_id == filled, FormRow.id > last)
            .order_by(FormRow.id)
            .limit(ROWS)
        )
    ):
        for row in rows:
            inside, repeat = f"{row.repeat}[1]/", moves.reference(row.repeat)

            def moved(name: str, inside: str = inside, repeat: str = repeat) -> str:
                return moves.reference(inside + name).removeprefix(f"{repeat}[1]/")

            values = {moved(name): value for name, value in row.values.items()}
            problems = [{**one, "name": moved(one["name"])} for one in row.problems or ()]
            yield OwnRow(repeat, row.number, values, problems)
        last = rows[-1].id
