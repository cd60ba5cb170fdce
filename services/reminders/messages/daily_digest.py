"""The digest of a working day's morning for the secretariat, and of a week for the chair.

It says what has changed since the last one and what waits; when there is nothing to say, nothing is sent.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from domain import reminder_plan
from domain.access.member import Role
from domain.chat.screens import Button, Screen, T, Tap, Text
from models.database import Database
from models.tables.agencies import ActorKind, Agency
from models.tables.ideas import Idea
from models.tables.meetings import OPEN_STATES, Obligation, Submission
from models.tables.questions import Question
from services import facts
from services.context import ActionContext
from services.messaging import group_chats, outbox, recipients, secretary_notices
from services.messaging.notify import PERSON, notify
from services.messaging.secretary_notices import NoticeKind
from services.obligations import duty_quarters, status
from services.obligations.status import OWING, Stage
from services.organisation import Organisation
from services.reminders import holiday_list
from services.reminders.messages import chair_work
from texts.answer_summary import clip

FACT, WEEKLY_FACT = "digest", "digest.week"
"""The facts that hold when the last digest was made, and the group keys of its messages."""
MOST = 20
"""The most agencies on a list, and ``NAMED`` the most that stand in a line."""
NAMED = 4
LONGEST = 100
"""The most characters of an agency's name."""
WAITS = (NoticeKind.REPORTS, NoticeKind.EXTENSIONS, NoticeKind.REQUESTS)
"""The work that waits for a decision of the secretariat."""


@dataclass(frozen=True, slots=True)
class _Last:
    """The last digest: its day, its moment, and the agencies that it or one before it named as unreachable.

    ``key`` names what comes next: two programs at once write it once, and a clock that is ahead takes no day's from it.
    """

    on: date
    at: datetime
    unreachable: frozenset[int]
    key: str


async def digest(db: Database, organisation: Organisation, now: datetime) -> int:
    """Tell every secretary once a working day what changed and what waits; return the number of lines."""
    local = now.astimezone(organisation.zone)
    last = _last(await facts.last_told(db, FACT, local), local, timedelta(days=1))
    if not reminder_plan.may_send(local, organisation.calendar, organisation.reminder_settings):
        return 0
    async with db.read() as session:
        if last.on == local.date():
            return 0
        context = ActionContext(session, organisation, None, now)
        unreachable = await _unreachable(context)
        parts = [
            part
            for part in [
                await _arrived(context, last.at),
                await _waiting(context),
                await _due(context, last.on),
                await _failed(context, last.at),
                await _calendar(context),
                await _duties(context),
                _gone(unreachable, last.unreachable),
            ]
            if part
        ]
    async with db.write() as session:
        value = {"on": local.date().isoformat(), "at": now.isoformat(), "unreachable": list(unreachable)}
        await facts.put(session, FACT, value)
        context = ActionContext(session, organisation, None, now)
        if parts:
            people = await recipients.secretaries(session)
            await _tell(context, FACT, last, people, _screen("digest.head", parts, _SECRETARY))
    return sum(map(len, parts))


async def weekly(db: Database, organisation: Organisation, now: datetime) -> int:
    """Tell every chair and each linked group on the day of the weekly reminders how the week went.

    Returns the number of lines to a chair.
    """
    local = now.astimezone(organisation.zone)
    last = _last(await facts.last_told(db, WEEKLY_FACT, local), local, timedelta(days=7))
    settings = organisation.reminder_settings
    if not reminder_plan.may_send(local, organisation.calendar, settings):
        return 0
    async with db.read() as session:
        # After a week's day that was off, the digest comes on the next working day.
        since = last.on + timedelta(days=(settings.weekday - last.on.weekday() - 1) % 7 + 1)
        if local.date() < since:
            return 0
        chairs = await recipients.in_role(session, Role.CHAIR)
        lines = await _week(ActionContext(session, organisation, None, now), last.at) if chairs else []
        waiting = await chair_work.waiting_list(session)
    async with db.write() as session:
        await facts.put(session, WEEKLY_FACT, {"on": local.date().isoformat(), "at": now.isoformat()})
        context = ActionContext(session, organisation, None, now)
        parts = [lines] if lines else []
        rows: tuple[tuple[Button, ...], ...] = _CHAIR
        if waiting and chairs:
            parts.insert(0, [T("digest.week.nominees", count=len(waiting.memberships), at=waiting.asked_at)])
            rows = ((chair_work.open_button(waiting.id),), *rows)
        if parts:
            await _tell(context, WEEKLY_FACT, last, chairs, _screen("digest.week.head", parts, rows))
        if counts := await _group_counts(context):
            await group_chats.tell(context, counts, f"group.week:{PERSON}:{last.key}")
    return sum(map(len, parts))


async def _tell(
    context: ActionContext, key: str, last: _Last, people: Collection[recipients.Recipient], screen: Screen
) -> None:
    # After an outage only the latest digest is sent.
    await notify(context, people, screen, group_key=key, dedupe_key=f"{key}:{PERSON}:{last.key}")


def _last(value: dict[str, Any] | None, local: datetime, span: timedelta) -> _Last:
    """The last digest. Before the first one it counts as yesterday's, which told of all but the last ``span``."""
    if value is None:
        return _Last(local.date() - timedelta(days=1), local - span, frozenset(), local.date().isoformat())
    unreachable = frozenset(value.get("unreachable", ()))
    return _Last(date.fromisoformat(value["on"]), datetime.fromisoformat(value["at"]), unreachable, value["at"])


async def _arrived(context: ActionContext, since: datetime) -> list[Text]:
    """Lines of what has come in since the last digest."""
    counts = {
        "reports": await _count(context, Submission, Submission.sent_at >= since),
        "ideas": await _count(context, Idea, Idea.sent_at >= since),
        "questions": await _count(context, Question, Question.asked_at >= since),
    }
    lines = [T(f"digest.new.{name}", count=count) for name, count in counts.items() if count]
    return [T("digest.new.head"), *lines] if lines else []


async def _waiting(context: ActionContext) -> list[Text]:
    """Lines of what waits for the secretariat, whenever it came."""
    counts = {kind: await secretary_notices.waiting(context.session, kind) for kind in WAITS}
    lines = [T(f"digest.waiting.{kind}", count=count) for kind, count in counts.items() if count]
    oldest = select(func.count(), func.min(Question.waiting_since)).where(Question.waiting_since.is_not(None))
    questions, since = (await context.session.execute(oldest)).one()
    if questions:
        lines.append(T("digest.waiting.questions", count=questions, since=since))
    return [T("digest.waiting.head"), *lines] if lines else []


async def _due(context: ActionContext, last: date) -> list[Text]:
    """Lines of the obligations that are due today, and of those that became overdue since the last digest."""
    today = context.today
    lines = [
        line
        for line in [
            await _named(context, "digest.due.today", Obligation.due == today),
            await _named(context, "digest.due.overdue", Obligation.due < today, Obligation.due >= last),
        ]
        if line
    ]
    overdue = await _count(context, Obligation, Obligation.state.in_(OPEN_STATES), Obligation.due < today)
    if lines and overdue:
        lines.append(T("digest.due.all", count=overdue))
    return lines


async def _named(context: ActionContext, key: str, *conditions: ColumnElement[bool]) -> Text | None:
    """A line of the number of open obligations that meet the conditions, and of whose they are."""
    rows = (
        await context.session.execute(
            select(Agency.name, func.count())
            .join(Obligation, Obligation.agency_id == Agency.id)
            .where(Obligation.state.in_(OPEN_STATES), *conditions)
            .group_by(Agency.id, Agency.name)
            .order_by(func.count().desc(), Agency.id)
        )
    ).all()
    if not rows:
        return None
    return T(key, count=sum(count for _, count in rows), agencies=_some([name for name, _ in rows]))


def _some(every: Sequence[str]) -> Text | str:
    """The first few of some agencies, and the number of the others; in quotes if a name itself has a comma."""
    names: list[Text | str] = [clip(name, LONGEST) for name in every[:NAMED]]
    if any("،" in name for name in every[:NAMED]):
        names = [T("digest.due.quoted", agency=name) for name in names]
    if len(every) > NAMED:
        names.append(T("digest.due.others", count=len(every) - NAMED))
    agencies = names[0]
    for name in names[1:]:
        agencies = T("list.and", first=agencies, second=name)
    return agencies


async def _failed(context: ActionContext, since: datetime) -> list[Text]:
    """A line of the messages to people that could not be delivered since the last digest."""
    failed = await outbox.failed_since(context.session, since)
    return [T("digest.failed", count=failed)] if failed else []


async def _calendar(context: ActionContext) -> list[Text]:
    """A line of the end of the certain calendar, once a week while it is near."""
    if context.today.weekday() != context.organisation.reminder_settings.weekday:
        return []
    ending = await holiday_list.ends_soon(context)
    return [T("holidays.ends_soon", day=ending)] if ending else []


async def _duties(context: ActionContext) -> list[Text]:
    """Lines of the agencies that have not answered this quarter's question about their duties, once a week."""
    if context.today.weekday() != context.organisation.reminder_settings.weekday:
        return []
    lines = []
    for started in await duty_quarters.open_rounds(context.session, context.today):
        if silent := await duty_quarters.silent(context.session, started):
            kind = await context.session.get_one(ActorKind, started.kind_id)
            names = _some([agency.name for agency in silent])
            lines.append(T("digest.duties", kind=clip(kind.name, LONGEST), count=len(silent), agencies=names))
    return lines


async def _unreachable(context: ActionContext) -> dict[int, Text]:
    """A line for each agency with due obligations that nobody can be reminded of, the most urgent one first."""
    soon = context.today + timedelta(days=context.organisation.reminder_settings.days_before)
    first = func.min(Obligation.due)
    rows = await context.session.execute(
        select(Agency.id, Agency.name, func.count(), first)
        .join(Obligation, Obligation.agency_id == Agency.id)
        .where(Obligation.state.in_(OPEN_STATES), Obligation.due <= soon, ~recipients.somebody_answers())
        .group_by(Agency.id, Agency.name)
        .order_by(first, Agency.id)
    )
    return {
        number: T("digest.unreachable.row", agency=clip(name, LONGEST), count=count, due=due)
        for number, name, count, due in rows
    }


def _gone(unreachable: dict[int, Text], known: Collection[int]) -> list[Text]:
    """Lines of the agencies that became unreachable since the last digest."""
    rows = [line for agency_id, line in unreachable.items() if agency_id not in known]
    if not rows:
        return []
    more = [T("digest.unreachable.more", count=len(rows) - MOST)] if len(rows) > MOST else []
    return [T("digest.unreachable.head"), *rows[:MOST], *more, T("digest.unreachable.next_step")]


async def _week(context: ActionContext, since: datetime) -> list[Text]:
    """Lines of the week for a chair: what was answered, what is late and whose, what is due in the week to come."""
    agencies = await status.by_agency(context.session, context.today)
    overdue = [one for one in agencies if one.tally.count(Stage.OVERDUE)]
    answered = await _count(context, Submission, Submission.sent_at >= since)
    coming = await _count(
        context,
        Obligation,
        Obligation.state.in_(OPEN_STATES),
        Obligation.due.between(context.today, context.today + timedelta(days=6)),
    )
    if not (overdue or answered or coming):
        return []
    lines = [
        T("digest.week.answered", count=answered),
        T("digest.week.open", count=sum(one.tally.count(*OWING) for one in agencies)),
        T("digest.week.coming", count=coming),
    ]
    if overdue:
        lines.append(T("digest.week.overdue", count=sum(one.tally.count(Stage.OVERDUE) for one in overdue)))
        for one in overdue[:NAMED]:
            name = clip(one.name, LONGEST)
            lines.append(T("digest.week.row", agency=name, count=one.tally.count(Stage.OVERDUE)))
        if len(overdue) > NAMED:
            lines.append(T("digest.unreachable.more", count=len(overdue) - NAMED))
    return lines


async def _group_counts(context: ActionContext) -> Text | None:
    """The counts for a group, without a name of anybody; None when nothing was asked yet or nobody would read them."""
    if not await group_chats.linked(context.session):
        return None
    tally = status.total(one.tally for one in await status.by_agency(context.session, context.today))
    overdue = tally.count(Stage.OVERDUE)
    waiting = tally.count(*OWING) - overdue
    answered = tally.count(Stage.ANSWERED, Stage.FINISHED)
    if not (answered or waiting or overdue):
        return None
    return T("group_chat.week", answered=answered, waiting=waiting, overdue=overdue)


async def _count(context: ActionContext, table: Any, *conditions: ColumnElement[bool]) -> int:
    return (await context.session.execute(select(func.count()).select_from(table).where(*conditions))).scalar_one()


def _screen(head: str, parts: Collection[Collection[Text]], buttons: tuple[tuple[Button, ...], ...]) -> Screen:
    lines: list[Text | str] = [T(head)]
    for part in parts:
        lines += ["", *part]
    return Screen(T("reminder.lines", lines=lines), buttons)


_SECRETARY = (
    (Button(T("menu.review"), Tap("go", arg="review")), Button(T("menu.questions"), Tap("go", arg="questions"))),
    (Button(T("menu.status"), Tap("go", arg="status")), Button(T("menu.members"), Tap("members"))),
)
_CHAIR = ((Button(T("menu.status"), Tap("go", arg="status")),),)
