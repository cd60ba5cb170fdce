"""Questions to the secretariat: asked, answered by one secretary, asked on in the same thread, closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from domain.chat.screens import Button, Screen, T, Tap
from domain.persian.search import words_of
from domain.persian.text import fold, latin_digits
from models.tables.meetings import Obligation, Resolution
from models.tables.people import Person
from models.tables.questions import Question, QuestionEntry
from services import audit
from services.context import ActionContext
from services.errors import AlreadyDecided, Refused, existing
from services.messaging import buttons, recipients, secretary_notices
from services.messaging.notify import notify
from services.messaging.secretary_notices import NoticeKind
from texts.answer_summary import clip

TOLD = 1500
"""Characters of an answer in the message that brings it; the thread has the whole of it."""


class QuestionState(StrEnum):
    """The state of a question, which follows from its two moments."""

    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"


class AlreadyAnswered(AlreadyDecided):
    """The refusal to answer a question that another secretary has answered, or that was closed, meanwhile."""

    def __init__(self, question: Question) -> None:
        last = last_answer(question)
        at = last.at if last else question.closed_at
        super().__init__(
            "questions.answered_before", state=state_of(question), by=last.person_id if last else None, at=at
        )
        self.question = question


class Answered(NamedTuple):
    """A question that has been answered; ``told`` is False when its asker is no member any more.

    With ``unseen`` words, which came while the answer was written, it waits for another one.
    """

    question: Question
    told: bool
    unseen: bool


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The number of questions that wait for an answer, and the moment since when the oldest waits."""

    count: int
    oldest: datetime | None


def state_of(question: Question) -> QuestionState:
    """The state of a question; words that wait for an answer open a closed one again."""
    if question.waiting_since:
        return QuestionState.WAITING
    return QuestionState.CLOSED if question.closed_at else QuestionState.ANSWERED


def last_answer(question: Question) -> QuestionEntry | None:
    """The latest answer of a secretary, None where there is none yet."""
    return next((entry for entry in reversed(question.entries) if entry.answer), None)


async def ask(context: ActionContext, obligation_id: int | None, text: str, attachments: list[Any]) -> Question:
    """Ask the secretariat, about an obligation or about anything; its secretaries are told."""
    question = Question(
        person_id=context.person,
        obligation_id=obligation_id,
        text=text,
        text_fold=_searchable(text, attachments),
        attachments=attachments,
        asked_at=context.now,
        waiting_since=context.now,
    )
    context.session.add(question)
    await context.session.flush()
    audit.record(context, "ask", "question", question.id)
    await secretary_notices.tell_secretaries(context, NoticeKind.QUESTIONS)
    return question


MOST_ENTRIES = 300
"""Entries of one thread, which is read whole wherever it is listed; more of a member's are another thread."""


def check_room(entries: int) -> None:
    """Raise Refused when a member is to begin another thread."""
    if entries >= MOST_ENTRIES:
        raise Refused("thread.full")


async def ask_on(context: ActionContext, question_id: int, text: str, attachments: list[Any]) -> Question:
    """Add words of the asker to the thread, which waits for an answer again. Raises Refused for another's question."""
    question = await own(context.session, context.person, question_id, lock=True)
    check_room(len(question.entries))
    await _say(context, question, text, attachments, answer=False)
    question.waiting_since = question.waiting_since or context.now
    question.closed_at = None
    question.text_fold = f"{question.text_fold}\n{_searchable(text, attachments)}"
    await context.session.flush()
    await secretary_notices.tell_secretaries(context, NoticeKind.QUESTIONS)
    return question


async def answer(
    context: ActionContext,
    question_id: int,
    text: str,
    attachments: list[Any],
    *,
    addition: bool = False,
    seen: int | None = None,
) -> Answered:
    """Answer a question, or with ``addition`` add to its answer; the asker is told, unless he or she is no member now.

    ``seen`` is the number of the thread's entries that the secretary was shown, None for all: it waits on where the
    asker said more. Raises AlreadyAnswered when it waits for no answer any more, unless it is an addition.
    """
    question = await get(context.session, question_id, lock=True)
    if not (question.waiting_since or addition):
        raise AlreadyAnswered(question)
    shown = len(question.entries) if seen is None else seen
    unseen = next((entry.at for entry in question.entries[shown:] if not entry.answer), None)
    await _say(context, question, text, attachments, answer=True)
    question.waiting_since = unseen
    await context.session.flush()
    audit.record(context, "answer", "question", question.id)
    await secretary_notices.decided(context, NoticeKind.QUESTIONS)
    lines = [T("question.told", number=question.id)]
    if text:
        lines.append(T("thread.quoted", words=clip(text, TOLD)))
    if attachments:
        lines.append(T("thread.attached", count=len(attachments)))
    button = Button(T("question.open"), Tap("question", question.id))
    asker = await recipients.members(context.session, [question.person_id])
    await notify(context, asker, Screen(T("form.lines", lines=lines), ((button,), (buttons.MENU,))))
    return Answered(question, bool(asker), unseen is not None)


async def close(context: ActionContext, question: Question) -> None:
    """Close a question that is loaded and locked; nobody is told, and the asker may still ask on."""
    question.waiting_since, question.closed_at = None, context.now
    await context.session.flush()
    audit.record(context, "close", "question", question.id)
    await secretary_notices.decided(context, NoticeKind.QUESTIONS)


async def get(session: AsyncSession, question_id: int, *, lock: bool = False) -> Question:
    """Load a question with its thread, with ``lock`` until the transaction ends. Raises Refused when there is none."""
    query = _whole().where(Question.id == question_id)
    if lock:
        query = query.with_for_update(of=Question).execution_options(populate_existing=True)
    return existing(await session.scalar(query))


async def own(session: AsyncSession, person_id: int, question_id: int, *, lock: bool = False) -> Question:
    """Load a question of the person who asked it. Raises Refused for another's."""
    question = await get(session, question_id, lock=lock)
    if question.person_id != person_id:
        raise Refused("common.not_yours")
    return question


async def unanswered(session: AsyncSession) -> Unanswered:
    """Count the questions that wait for an answer, with the moment since when the oldest does."""
    row = await session.execute(
        select(func.count(), func.min(Question.waiting_since)).where(Question.waiting_since.is_not(None))
    )
    count, oldest = row.one()
    return Unanswered(count, oldest)


async def listed(
    session: AsyncSession, offset: int, most: int, *, person_id: int = 0, search: str = ""
) -> tuple[Sequence[Question], int]:
    """A page of all questions or of one person's, unanswered first and of these the oldest, and the number of all.

    ``search`` finds those that have all of its words, in the thread's questions or in the asker's name; a number
    finds the question of that number too.
    """
    conditions: list[ColumnElement[bool]] = [Question.person_id == person_id] if person_id else []
    conditions += [_says(word) for word in words_of(search)]
    total = await session.scalar(select(func.count(Question.id)).join(Question.person).where(*conditions))
    rows = await session.scalars(
        _whole()
        .join(Question.person)
        .where(*conditions)
        .order_by(Question.waiting_since.is_(None), Question.waiting_since, Question.id.desc())
        .offset(offset)
        .limit(most)
    )
    return rows.all(), total or 0


def _whole() -> Select[Question]:
    return select(Question).options(
        joinedload(Question.person),
        joinedload(Question.obligation).joinedload(Obligation.resolution).joinedload(Resolution.meeting),
        joinedload(Question.obligation).joinedload(Obligation.agency),
        selectinload(Question.entries).joinedload(QuestionEntry.person),
    )


async def _say(
    context: ActionContext, question: Question, text: str, attachments: list[Any], *, answer: bool
) -> QuestionEntry:
    person = await context.session.get_one(Person, context.person)
    entry = QuestionEntry(person=person, answer=answer, text=text, attachments=attachments, at=context.now)
    question.entries.append(entry)
    return entry


def _searchable(text: str, attachments: list[Any]) -> str:
    captions = (file.get("caption", "") for file in attachments)
    return fold(" ".join((text, *captions)))


def _says(word: str) -> ColumnElement[bool]:
    found = or_(Question.text_fold.contains(word, autoescape=True), Person.name_fold.contains(word, autoescape=True))
    number = latin_digits(word)
    return or_(found, Question.id == int(number)) if number.isdecimal() and len(number) < 10 else found
