"""Dabir's report form for the peers, in SQLAlchemy's ORM: the person, the answers, the position in the form.

The questions are worded as Dabir's own, so that the crowd can check the answers of all by the same words.
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
    ("status", "این اقدام اکنون در چه وضعیتی است؟"),
    ("done", "چه کارهایی انجام شده است؟ چند جمله کافی است."),
    ("obstacles", "اگر مانعی هست یا به همکاری کسی نیاز دارید، بنویسید."),
    ("files", "اگر مستنداتی دارید بفرستید؛ چند تصویر، فایل یا آلبوم پذیرفته می‌شود."),
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
    position: Mapped[int] = mapped_column(default=0)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    person: Mapped[Person] = relationship(back_populates="draft")


async def open_database(folder: str) -> tuple[AsyncEngine, async_sessionmaker[AsyncSession]]:
    """Open the database in ``folder`` with its tables; returns the engine and its factory of sessions."""
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


async def record_text(session: AsyncSession, user: int, name: str, words: str) -> tuple[str, Buttons]:
    """Store the words that a person wrote; returns the next question."""
    person, draft = await _draft(session, user, name)
    if words == BACK:
        draft.position = max(draft.position - 1, 0)
    elif words != OPEN:
        _answer(draft, words)
    return _question(person, draft)


async def record_tap(session: AsyncSession, user: int, name: str, data: str) -> tuple[str, Buttons]:
    """Carry out a tap; returns the next question."""
    person, draft = await _draft(session, user, name)
    action, _, choice = data.partition(":")
    if action == "back":
        draft.position = max(draft.position - 1, 0)
    elif draft.position < len(QUESTIONS) - 1:
        _answer(draft, choice)
    return _question(person, draft)


async def _draft(session: AsyncSession, user: int, name: str) -> tuple[Person, Draft]:
    person = await session.scalar(select(Person).where(Person.user == user).options(joinedload(Person.draft)))
    if person is None:
        person = Person(user=user, name=name, agency=f"دستگاه {user}", draft=Draft(position=0, answers={}))
        session.add(person)
        await session.flush()
    assert person.draft
    return person, person.draft


def _answer(draft: Draft, words: str) -> None:
    draft.answers = {**draft.answers, QUESTIONS[draft.position][0]: words}
    draft.position = min(draft.position + 1, len(QUESTIONS) - 1)


def _question(person: Person, draft: Draft) -> tuple[str, Buttons]:
    name, asked = QUESTIONS[draft.position]
    before = draft.answers.get(name)
    lines = [f"<b>گزارش پیشرفت</b>، پرسش {draft.position + 1} از {len(QUESTIONS)}", person.agency, "", asked]
    if before:
        lines.insert(2, f"پاسخ کنونی: {before}")
    rows = [[(label, f"c:{choice}")] for choice, label in STATUS.items()] if draft.position == 0 else []
    moves = [("بازگشت", "back:"), ("رد کردن", "skip:")] if draft.position else []
    return "\n".join(lines), [*rows, [*moves, ("انصراف", "leave:")]]
