"""Requests for more time: asked by an agency's people, decided by a secretary; and dates that are given unasked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.access.member import Member
from domain.chat.screens import Personal, Screen, T, Text
from domain.deadlines import DeadlineKind, periods
from models.tables.followup import Extension, ExtensionState
from models.tables.meetings import OPEN_STATES, Obligation, Resolution
from models.tables.people import Person
from services import audit
from services.context import ActionContext
from services.errors import AlreadyDecided, Refused, existing
from services.messaging import buttons, recipients, secretary_notices
from services.messaging.notify import notify
from services.messaging.secretary_notices import NoticeKind
from services.obligations import extensions, obligations
from services.reminders import unsent_reminders
from services.submissions import task
from texts import wording


class ExtensionDecided(AlreadyDecided):
    """The refusal to decide on a request that has a decision, or was withdrawn by the answer."""

    def __init__(self, extension: Extension) -> None:
        super().__init__(
            "extension.decided_before",
            state=extension.state,
            by=extension.decided_by,
            at=extension.decided_at,
        )
        self.extension = extension


@dataclass(frozen=True, slots=True)
class ExtensionRequest:
    """The content of a request: the day that is asked for, the reason, and the files of a letter."""

    until: date
    reason: str
    attachments: list[dict[str, Any]] = field(default_factory=list)


MOST = 300
"""Requests for one obligation, whose card looks at all of them."""


async def check_may_ask(session: AsyncSession, obligation: Obligation) -> None:
    """Raise Refused when no more time can be asked for: it is answered, has no date, or a request waits already.

    There is an end also to requests that are withdrawn each time.
    """
    if obligation.state not in OPEN_STATES:
        raise Refused("answer.settled")
    if obligation.due is None:
        raise Refused("extension.no_due")
    if waiting_one := await extensions.pending(session, obligation.id):
        raise Refused("extension.pending_already", until=waiting_one.until)
    asked = select(func.count()).where(Extension.obligation_id == obligation.id)
    if (await session.scalar(asked) or 0) >= MOST:
        raise Refused("extension.full", most=MOST)


async def ask(
    context: ActionContext, member: Member, obligation_id: int, wish: ExtensionRequest, agency_id: int = 0
) -> Extension:
    """Store a request, of which the secretaries are told.

    Raises Refused when the member does not answer for the agency, when ``check_may_ask`` does, and for a day that is
    not after today and after the due date; Ended when the obligation is not ``agency_id``'s any more.
    """
    obligation = await _locked(context.session, obligation_id)
    await obligations.check_owner(context.session, obligation, agency_id)
    if not await task.may_answer(context.session, member, obligation.agency_id):
        raise Refused("common.not_yours")
    await check_may_ask(context.session, obligation)
    _check_later(context, obligation, wish.until)
    extension = Extension(
        obligation=obligation,
        asked_by=member.person_id,
        asked_at=context.now,
        until=wish.until,
        reason=wish.reason,
        attachments=wish.attachments,
        old_due=obligation.due,
    )
    context.session.add(extension)
    await context.session.flush()
    audit.record(context, "ask_extension", "obligation", obligation.id, until=wish.until.isoformat())
    await secretary_notices.tell_secretaries(context, NoticeKind.EXTENSIONS)
    return extension


async def withdraw(context: ActionContext, member: Member, extension_id: int) -> Extension:
    """Withdraw a request of one's own agency before it is decided; the due date stays as it is.

    A colleague who had asked is told. Raises ExtensionDecided, and Refused for who does not answer for the agency.
    """
    extension = await get(context.session, extension_id, lock=True)
    if not await task.may_answer(context.session, member, extension.obligation.agency_id):
        raise Refused("common.not_yours")
    if extension.state is not ExtensionState.PENDING:
        raise ExtensionDecided(extension)
    await _decide(context, extension, ExtensionState.WITHDRAWN, "")
    await context.session.flush()
    if extension.asked_by != member.person_id:
        name = wording.colleague_name(member.title, member.name)
        told = _told(context, "extension.told_withdrawn", extension.obligation, name=name, until=extension.until)
        await _tell(context, extension.obligation, [told], only=extension.asked_by)
    return extension


async def next_waiting(session: AsyncSession, after: int = 0) -> Extension | None:
    """The oldest request after one id that waits for a decision; past the last it begins again with the first."""
    waits = (Extension.state == ExtensionState.PENDING, Obligation.state.in_(OPEN_STATES))
    oldest = select(func.min(Extension.id)).join(Obligation, Obligation.id == Extension.obligation_id).where(*waits)
    following = await session.scalar(oldest.where(Extension.id > after)) or await session.scalar(oldest)
    return await get(session, following) if following else None


async def all_waiting(session: AsyncSession) -> Sequence[Extension]:
    """The requests that wait for a decision, the oldest first."""
    rows = await session.scalars(
        _with_details()
        .join(Obligation, Obligation.id == Extension.obligation_id)
        .where(Extension.state == ExtensionState.PENDING, Obligation.state.in_(OPEN_STATES))
        .order_by(Extension.id)
    )
    return rows.all()


def _with_details() -> Select[Extension]:
    return select(Extension).options(
        joinedload(Extension.asker),
        joinedload(Extension.decider),
        joinedload(Extension.obligation).joinedload(Obligation.resolution).joinedload(Resolution.meeting),
        joinedload(Extension.obligation).joinedload(Obligation.agency),
    )


async def get(session: AsyncSession, extension_id: int, *, lock: bool = False) -> Extension:
    """Load an extension with its obligation and people; with ``lock`` locked after its obligation, as it is now.

    Raises Refused when there is none.
    """
    query = _with_details().where(Extension.id == extension_id)
    if lock:
        # An answer locks the obligation and then withdraws its request: the other way round the two could deadlock.
        obligation_id = await session.scalar(select(Extension.obligation_id).where(Extension.id == extension_id))
        await _locked(session, obligation_id or 0)
        query = query.with_for_update(of=Extension).execution_options(populate_existing=True)
    return existing(await session.scalar(query))


async def waiting(session: AsyncSession, extension_id: int) -> Extension:
    """Load and lock a request that waits for its decision. Raises ExtensionDecided when it does no more."""
    extension = await get(session, extension_id, lock=True)
    if extension.state is not ExtensionState.PENDING:
        raise ExtensionDecided(extension)
    return extension


async def grant(context: ActionContext, extension_id: int, day: date | None = None, words: str = "") -> Extension:
    """Grant a request until the day that was asked for or another one; the owner is told, the reminders follow.

    Raises ExtensionDecided, and Refused for a day that is not after today and after the due date.
    """
    extension = await waiting(context.session, extension_id)
    obligation = extension.obligation
    if day is None and extension.until <= max(context.today, obligation.due or context.today):
        raise Refused("extension.asked_day_past", until=extension.until, due=obligation.due or context.today)
    day = day or extension.until
    if obligation.state not in OPEN_STATES:
        raise Refused("answer.settled")
    _check_later(context, obligation, day)
    extension.old_due, extension.new_due = obligation.due, day
    await _decide(context, extension, ExtensionState.GRANTED, words)
    await _move(context, obligation, day)
    key = "extension.told_granted" if day == extension.until else "extension.told_other"
    lines: list[Text | str] = [_told(context, key, obligation, asked=extension.until)]
    await _tell(context, obligation, lines, words)
    return extension


async def refuse(context: ActionContext, extension_id: int, words: str) -> Extension:
    """Refuse a request with words, of which the owner is told; the due date stays. Raises ExtensionDecided."""
    extension = await waiting(context.session, extension_id)
    await _decide(context, extension, ExtensionState.REFUSED, words)
    await _tell(context, extension.obligation, [_told(context, "extension.told_refused", extension.obligation)], words)
    return extension


async def give(context: ActionContext, obligation_id: int, day: date, reason: str, agency_id: int = 0) -> Obligation:
    """Give one obligation a due date of its own unasked; the owner is told with the reason.

    A request that waits is granted by it. Raises Refused when the obligation is answered or continuous, and for a day
    that is not after today or is its due date already; Ended when the obligation is not ``agency_id``'s any more.
    """
    obligation = await _locked(context.session, obligation_id)
    await obligations.check_owner(context.session, obligation, agency_id)
    if obligation.state not in OPEN_STATES:
        raise Refused("answer.settled")
    if periods.kind(obligation.resolution.deadline) is DeadlineKind.CONTINUOUS:
        raise Refused("extension.continuous")
    if day <= context.today:
        raise Refused("form.day_past", day=day)
    if day == obligation.due:
        raise Refused("extension.same_due", due=day)
    if asked := await extensions.pending(context.session, obligation_id):
        await _decide(context, asked, ExtensionState.GRANTED, reason)
        asked.old_due, asked.new_due = obligation.due, day
    else:
        given = Extension(
            obligation=obligation,
            asked_at=context.now,
            until=day,
            reason=reason,
            state=ExtensionState.GRANTED,
            old_due=obligation.due,
            new_due=day,
            decided_at=context.now,
            decided_by=context.person,
        )
        context.session.add(given)
        audit.record(context, "give_date", "obligation", obligation.id, due=day.isoformat())
    await _move(context, obligation, day)
    await _tell(context, obligation, [_told(context, "extension.told_given", obligation)], reason)
    return obligation


def _check_later(context: ActionContext, obligation: Obligation, day: date) -> None:
    if day <= context.today:
        raise Refused("form.day_past", day=day)
    if obligation.due and day <= obligation.due:
        raise Refused("extension.not_later", day=day, due=obligation.due)


async def _decide(context: ActionContext, extension: Extension, state: ExtensionState, words: str) -> None:
    extension.decider = await context.session.get_one(Person, context.person)
    extension.state, extension.words = state, words
    extension.decided_at, extension.decided_by = context.now, context.person
    extension.version += 1
    audit.record(context, state.value, "extension", extension.id)
    await secretary_notices.decided(context, NoticeKind.EXTENSIONS)


async def _move(context: ActionContext, obligation: Obligation, day: date) -> None:
    await extensions.move_due(context, obligation, day)
    await unsent_reminders.refresh(context, [obligation])


def _told(context: ActionContext, key: str, obligation: Obligation, **params: date | Personal) -> Text:
    resolution = obligation.resolution
    return T(
        key,
        title=wording.resolution_name(resolution.number, obligation.item, resolution.meeting.number),
        due=wording.due_date(obligation.due, periods.kind(resolution.deadline), context.today),
        **params,
    )


async def _tell(
    context: ActionContext,
    obligation: Obligation,
    lines: list[Text | str],
    words: str = "",
    *,
    only: int | None = None,
) -> None:
    """Tell whoever answers for an obligation, or ``only`` one of them."""
    if words:
        lines.append(T("extension.words", words=words))
    if obligation.due and (off := wording.day_off(obligation.due, context.organisation.calendar)):
        lines.append(off)
    people = await recipients.answering_for(context.session, [obligation.agency_id])
    screen = Screen(T("form.lines", lines=lines), ((buttons.to_task(obligation.id),),))
    await notify(context, [person for person in people if only in (None, person.id)], screen)


async def _locked(session: AsyncSession, obligation_id: int) -> Obligation:
    return existing(
        await session.scalar(
            select(Obligation)
            .options(joinedload(Obligation.resolution).joinedload(Resolution.meeting), joinedload(Obligation.agency))
            .where(Obligation.id == obligation_id)
            .with_for_update(of=Obligation)
            .execution_options(populate_existing=True)
        )
    )
