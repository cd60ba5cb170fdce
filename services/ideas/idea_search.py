"""Lists of ideas: by state, subject, author or words; those that members see of each other; those that are alike."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.persian.search import words_of
from domain.persian.similarity import COMPARED as TEXT
from domain.persian.similarity import most_alike
from domain.persian.text import latin_digits
from models.tables.ideas import Idea, IdeaState, IdeaSubject
from models.tables.people import Person

SHARED = (IdeaState.UNDER_STUDY, IdeaState.FOR_MEETING, IdeaState.ACCEPTED, IdeaState.DONE)
"""The states in which members see each other's ideas."""

COMPARED = 500
"""The latest ideas among which one is looked for that is alike."""


async def listed(
    session: AsyncSession,
    offset: int,
    most: int,
    *,
    state: IdeaState | None = None,
    subject: IdeaSubject | None = None,
    person_id: int = 0,
    search: str = "",
) -> tuple[Sequence[Idea], int]:
    """A page of ideas with their authors, the latest first, and the number of all.

    ``search`` finds those that have all of its words in what was said or in the author's name; a number finds the
    idea of that number too.
    """
    conditions: list[ColumnElement[bool]] = [_says(word) for word in words_of(search)]
    if state:
        conditions.append(Idea.state == state)
    if subject:
        conditions.append(Idea.subject == subject)
    if person_id:
        conditions.append(Idea.person_id == person_id)
    return await _page(session, conditions, offset, most)


async def shared(session: AsyncSession, reader_id: int, offset: int, most: int) -> tuple[Sequence[Idea], int]:
    """A page of the others' ideas that a member may see, the latest first, and the number of all."""
    return await _page(session, [Idea.state.in_(SHARED), Idea.person_id != reader_id], offset, most)


async def counts(session: AsyncSession, subject: IdeaSubject | None = None) -> dict[IdeaState, int]:
    """The number of ideas, of all subjects or one, in each state that any of them is in."""
    of_subject = [Idea.subject == subject] if subject else []
    rows = await session.execute(
        select(Idea.state, func.count().label("number")).where(*of_subject).group_by(Idea.state)
    )
    return {row.state: row.number for row in rows}


async def similar(session: AsyncSession, idea: Idea, most: int) -> list[Idea]:
    """The ideas that are alike, withdrawn ones left out, the most alike first."""
    rows = await session.execute(
        select(Idea.id, func.substr(Idea.text_fold, 1, TEXT).label("text"))
        .where(Idea.id != idea.id, Idea.state != IdeaState.WITHDRAWN)
        .order_by(Idea.id.desc())
        .limit(COMPARED)
    )
    ids = most_alike(idea.text_fold, ((row.id, row.text) for row in rows), most)
    found = {one.id: one for one in await session.scalars(select(Idea).where(Idea.id.in_(ids)))}
    return [found[number] for number in ids]


async def _page(
    session: AsyncSession, conditions: Collection[ColumnElement[bool]], offset: int, most: int
) -> tuple[Sequence[Idea], int]:
    total = await session.scalar(select(func.count(Idea.id)).join(Idea.person).where(*conditions))
    rows = await session.scalars(
        select(Idea)
        .join(Idea.person)
        .options(joinedload(Idea.person))
        .where(*conditions)
        .order_by(Idea.id.desc())
        .offset(offset)
        .limit(most)
    )
    return rows.all(), total or 0


def _says(word: str) -> ColumnElement[bool]:
    found = or_(Idea.text_fold.contains(word, autoescape=True), Person.name_fold.contains(word, autoescape=True))
    number = latin_digits(word)
    return or_(found, Idea.id == int(number)) if number.isdecimal() and len(number) < 10 else found
