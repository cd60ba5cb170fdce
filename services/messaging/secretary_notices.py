"""Notices of waiting work to secretaries: one message a secretary and kind, renewed as more comes in."""

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from models.base import Base
from models.tables.followup import Extension, ExtensionState
from models.tables.forms import FilledForm
from models.tables.ideas import Idea, IdeaState
from models.tables.meetings import OPEN_STATES, Obligation, Submission, Verdict
from models.tables.people import JoinRequest, Person, RequestState
from models.tables.questions import Question
from services.context import ActionContext
from services.messaging import recipients
from services.messaging.notify import PERSON, followed, notify, start_anew, withdraw
from services.messaging.readdressing import ROLE_ENDED

EVERY = timedelta(minutes=10)
"""The least time between two changes of one secretary's message."""


class NoticeKind(StrEnum):
    """The kinds of work that wait for a secretary; the value names the texts and the tap that opens the list."""

    REPORTS = "review"
    REQUESTS = "requests"
    QUESTIONS = "questions"
    EXTENSIONS = "extensions"
    IDEAS = "ideas"
    FORMS = "filled_forms"


async def tell_secretaries(context: ActionContext, kind: NoticeKind) -> None:
    """Tell every secretary the number that waits by now, after something has arrived."""
    count = await waiting(context.session, kind)
    screen = Screen(T(f"notice.{kind}", count=count), ((Button(T(f"notice.{kind}_open"), Tap(kind)),),))
    secretaries = await recipients.secretaries(context.session, reachable=False)
    await notify(context, secretaries, screen, group_key=_group_key(kind, PERSON), renew_every=EVERY)


async def tell_of(context: ActionContext, screen: Screen) -> None:
    """Tell every secretary of one thing, which is theirs to go on with."""
    await notify(context, await recipients.secretaries(context.session, reachable=False), screen)


async def tell_stuck(context: ActionContext, form: str, title: Text | str, question: Text | str) -> None:
    """Tell every secretary that the person who acts could not answer a question of a form; once a day and form."""
    person = await context.session.get(Person, context.person)
    name = Personal(person.name if person else "", T("privacy.colleague"))
    screen = Screen(T("xform.stuck_notice", person=name, title=title, question=question))
    secretaries = await recipients.secretaries(context.session, reachable=False)
    dedupe_key = f"stuck:{context.person}:{form}:{context.today}:{PERSON}"
    await notify(context, secretaries, screen, dedupe_key=dedupe_key)


async def seen(context: ActionContext, kind: NoticeKind, person_id: int) -> None:
    """Note that a secretary looks at the list: the notice on its way is needless, and the next is a new message."""
    await followed(context, _group_key(kind, person_id))


async def decided(context: ActionContext, kind: NoticeKind) -> None:
    """Take back the notices that are not sent yet when the last of a kind was decided: they would speak of nothing."""
    if await waiting(context.session, kind):
        return
    for secretary in await recipients.secretaries(context.session, reachable=False):
        await withdraw(context, _group_key(kind, secretary.id), "decided")


async def take_back(context: ActionContext, person_id: int) -> None:
    """Take back what waits for somebody who is a secretary no more."""
    for kind in NoticeKind:
        await withdraw(context, _group_key(kind, person_id), ROLE_ENDED)


async def forget(session: AsyncSession, person_id: int) -> None:
    """Make the next notice of any kind to a person a new message."""
    await start_anew(session, [_group_key(kind, person_id) for kind in NoticeKind])


async def waiting(session: AsyncSession, kind: NoticeKind) -> int:
    """Count the rows of a kind that wait for a secretary."""
    table, condition = _WAITING[kind]
    return (await session.execute(select(func.count()).select_from(table).where(condition))).scalar_one()


_WAITING: dict[NoticeKind, tuple[type[Base], ColumnElement[bool]]] = {
    NoticeKind.REPORTS: (Submission, Submission.verdict == Verdict.WAITING),
    NoticeKind.REQUESTS: (JoinRequest, JoinRequest.state == RequestState.PENDING),
    NoticeKind.QUESTIONS: (Question, Question.waiting_since.is_not(None)),
    NoticeKind.EXTENSIONS: (
        Extension,
        and_(
            Extension.state == ExtensionState.PENDING,
            Extension.obligation.has(Obligation.state.in_(OPEN_STATES)),
        ),
    ),
    NoticeKind.IDEAS: (Idea, Idea.state == IdeaState.NEW),
    NoticeKind.FORMS: (FilledForm, FilledForm.verdict == Verdict.WAITING),
}


def _group_key(kind: NoticeKind, person_id: int | str) -> str:
    return f"notice:{kind}:{person_id}"
