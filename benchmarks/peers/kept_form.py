"""Dabir's report form as the peers keep it in SQLAlchemy's ORM: who answers, the answers, the place in the form.

As SQLAlchemy's documents have it: declarative models, an asynchronous session, and for SQLite the recipe by which the
transactions are begun by the program and not by the driver. One connection serves the writers in turn: a queue of
waiting tasks is faster than SQLite's own lock, at which each writer sleeps. WAL and synchronous=FULL, as Dabir has it.
"""

from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, event, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship

QUESTIONS = (
    ("status", "این کار در چه وضعی است؟"),
    ("done", "چه کارهایی انجام شد؟"),
    ("obstacles", "چه موانعی در کار است؟"),
    ("files", "فایل یا عکس گزارش را بفرستید."),
)
STATUS = {"done": "انجام شد", "under_way": "در حال انجام", "not_started": "آغاز نشده", "blocked": "متوقف"}
BACK, OPEN = "بازگشت", "/report"
Buttons = list[list[tuple[str, str]]]
"""Rows of (label, data)."""


class Base(DeclarativeBase):
    type_annotation_map: ClassVar = {dict[str, Any]: JSON}


class Person(Base):
    __tablename__ = "persons"

    id: Mapped[int] = mapped_column(primary_key=True)
    user: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    agency: Mapped[str]
    draft: Mapped["Draft | None"] = relationship(back_populates="person")


class Draft(Base):
    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), unique=True)
    place: Mapped[int] = mapped_column(default=0)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    person: Mapped[Person] = relationship(back_populates="draft")


async def opened(folder: str) -> tuple[AsyncEngine, async_sessionmaker[AsyncSession]]:
    """The database in ``folder`` with its tables, and what makes sessions on it."""
    url = f"sqlite+aiosqlite:///{Path(folder) / 'peer.db'}"
    engine = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=60)

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    return engine, async_sessionmaker(engine, expire_on_commit=False)


async def said(session: AsyncSession, user: int, name: str, words: str) -> tuple[str, Buttons]:
    """Stores what somebody wrote and returns the next question."""
    person, draft = await _draft(session, user, name)
    if words == BACK:
        draft.place = max(draft.place - 1, 0)
    elif words != OPEN:
        _answer(draft, words)
    return _question(person, draft)


async def tapped(session: AsyncSession, user: int, name: str, data: str) -> tuple[str, Buttons]:
    """Does what a button says and returns the next question."""
    person, draft = await _draft(session, user, name)
    action, _, choice = data.partition(":")
    if action == "back":
        draft.place = max(draft.place - 1, 0)
    elif draft.place < len(QUESTIONS) - 1:
        _answer(draft, choice)
    return _question(person, draft)


async def _draft(session: AsyncSession, user: int, name: str) -> tuple[Person, Draft]:
    person = await session.scalar(select(Person).where(Person.user == user).options(joinedload(Person.draft)))
    if person is None:
        person = Person(user=user, name=name, agency=f"دستگاه {user}", draft=Draft(place=0, answers={}))
        session.add(person)
        await session.flush()
    assert person.draft
    return person, person.draft


def _answer(draft: Draft, words: str) -> None:
    draft.answers = {**draft.answers, QUESTIONS[draft.place][0]: words}
    draft.place = min(draft.place + 1, len(QUESTIONS) - 1)


def _question(person: Person, draft: Draft) -> tuple[str, Buttons]:
    name, asked = QUESTIONS[draft.place]
    before = draft.answers.get(name)
    lines = [f"<b>گزارش پیشرفت</b>، پرسش {draft.place + 1} از {len(QUESTIONS)}", person.agency, "", asked]
    if before:
        lines.insert(2, f"پاسخ کنونی: {before}")
    rows = [[(label, f"c:{choice}")] for choice, label in STATUS.items()] if draft.place == 0 else []
    moves = [("بازگشت", "back:"), ("رد کردن", "skip:")] if draft.place else []
    return "\n".join(lines), [*rows, [*moves, ("انصراف", "leave:")]]
