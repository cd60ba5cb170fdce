"""The quarterly question about duties: asked of all agencies of a kind, answered by taps, counted in a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from domain.access.member import Member
from domain.chat.screens import Screen, T, Text
from models.database import Session
from models.tables.agencies import Agency, Duty
from models.tables.duties import DutyAnswer, DutyRound, DutyStatus
from services import audit
from services.context import ActionContext
from services.errors import Refused
from services.messaging import outbox, recipients
from services.messaging.notify import notify
from services.obligations import duties, duty_quarters
from services.submissions import duty_message, task


@dataclass(frozen=True, slots=True)
class Table:
    """The counts of a round: of each duty by status, and of the agencies that are asked and that answered all of it."""

    counts: Mapping[tuple[int, DutyStatus], int]
    asked: int
    answered: int


async def rounds(session: Session, kind_id: int) -> Sequence[DutyRound]:
    """The rounds of a kind, the latest first."""
    rows = await session.scalars(select(DutyRound).where(DutyRound.kind_id == kind_id).order_by(DutyRound.id.desc()))
    return rows.all()


async def get(session: Session, round_id: int) -> DutyRound:
    """One round. Raises Refused when there is none."""
    started = await session.get(DutyRound, round_id)
    if started is None:
        raise Refused("duty.gone")
    return started


async def ask(context: ActionContext, kind_id: int) -> int:
    """Ask all agencies of a kind about this quarter; return the number of people told.

    Raises Refused when that was done already, or the kind has no agency.
    """
    session, quarter = context.session, duty_quarters.quarter_of(context.today)
    kind = await duties.kind(session, kind_id)
    if not kind.agencies:
        raise Refused("duty.no_agency", kind=kind.name)
    known = await session.scalar(select(DutyRound.id).where(DutyRound.kind_id == kind_id, DutyRound.quarter == quarter))
    if known:
        raise Refused("duty.asked_already", kind=kind.name, quarter=duty_quarters.words(quarter))
    started = DutyRound(kind_id=kind_id, quarter=quarter, asked_at=context.now)
    session.add(started)
    await session.flush()
    audit.record(context, "ask", "duty_round", started.id, kind=kind_id, quarter=quarter)
    asked = await duties.of_kind(session, kind_id)
    told: set[int] = set()
    agencies = dict(await duties.agencies_of(session, kind_id))
    for agency_id, people in (await recipients.of_agencies(session, agencies)).items():
        head = _head(agencies[agency_id], quarter)
        shown = duty_message.screen(head, started.id, agency_id, asked, {})
        await notify(context, people, shown, group_key=group_key(started.id, agency_id))
        told.update(person.id for person in people)
    return len(told)


def group_key(round_id: int, agency_id: int) -> str:
    """Return the group key of the question and of its reminder to an agency's people."""
    return f"duties:{round_id}:{agency_id}"


async def open_round(session: Session, agency_id: int, today: date) -> int | None:
    """The round that an agency is asked in now, None when there is none."""
    return await session.scalar(
        select(DutyRound.id)
        .join(Agency, Agency.kind_id == DutyRound.kind_id)
        .where(Agency.id == agency_id, DutyRound.quarter == duty_quarters.quarter_of(today))
    )


async def page(session: Session, round_id: int, agency_id: int, reopened: int = 0, *, reminder: bool = False) -> Screen:
    """The screen of one agency's answers in a round, or the reminder of those that wait.

    Raises Refused when there is no such round.
    """
    started, agency = await session.get(DutyRound, round_id), await session.get(Agency, agency_id)
    if started is None or agency is None:
        raise Refused("duty.gone")
    rows = await session.execute(
        select(DutyAnswer.duty_id, DutyAnswer.status).where(
            DutyAnswer.round_id == round_id, DutyAnswer.agency_id == agency_id
        )
    )
    answers = {row.duty_id: row.status for row in rows}
    asked = await duties.of_kind(session, started.kind_id)
    head = _head(agency.name, started.quarter, reminder=reminder)
    return duty_message.screen(head, round_id, agency_id, asked, answers, reopened)


def _head(agency: str, quarter: str, *, reminder: bool = False) -> list[Text | str]:
    key = "duty.reminder" if reminder else "duty.head"
    return [T(key, agency=agency, quarter=duty_quarters.words(quarter))]


async def check(session: Session, member: Member, agency_id: int) -> None:
    """Raise Refused when a member does not answer for an agency, or there is none."""
    if await session.get(Agency, agency_id) is None or not await task.may_answer(session, member, agency_id):
        raise Refused("common.not_yours")


async def answer(
    context: ActionContext, member: Member, round_id: int, duty_id: int, agency_id: int, status: DutyStatus
) -> None:
    """Store an agency's answer about one duty, in place of an earlier one of the round.

    Raises Refused when the member does not answer for the agency, it is not of the kind, or the round's quarter is
    over.
    """
    session = context.session
    started, duty = await session.get(DutyRound, round_id), await session.get(Duty, duty_id)
    agency = await session.get(Agency, agency_id, with_for_update=True)
    if started is None or duty is None or agency is None or duty.kind_id != started.kind_id:
        raise Refused("duty.gone")
    await check(session, member, agency_id)
    if agency.kind_id != started.kind_id:
        raise Refused("duty.other_kind_now")
    if started.quarter != duty_quarters.quarter_of(context.today):
        raise Refused("duty.over", quarter=duty_quarters.words(started.quarter))
    given = await session.scalar(
        select(DutyAnswer).where(
            DutyAnswer.round_id == round_id, DutyAnswer.duty_id == duty_id, DutyAnswer.agency_id == agency_id
        )
    )
    if given is None:
        given = DutyAnswer(round_id=round_id, duty_id=duty_id, agency_id=agency_id)
        session.add(given)
    given.status, given.person_id, given.answered_at = status, context.person, context.now
    await session.flush()
    await _write_anew(context, started, agency_id)


async def _write_anew(context: ActionContext, started: DutyRound, agency_id: int) -> None:
    """Let what waits for an agency's people list what is unanswered by now; take it back where that is nothing."""
    session = context.session
    rows = await outbox.waiting(session, [group_key(started.id, agency_id)])
    if not rows:
        return
    if agency_id in {agency.id for agency in await duty_quarters.silent(session, started)}:
        shown = await page(session, started.id, agency_id, reminder=started.reminded_at is not None)
        await outbox.reword(session, {row.id: shown for row in rows})
    else:
        await outbox.skip(session, [row.id for row in rows], "answered")


async def table(session: Session, started: DutyRound) -> Table:
    """The counts of a round, over the agencies that are of its kind today."""
    of_kind = select(Agency.id).where(Agency.kind_id == started.kind_id, Agency.retired_at.is_(None))
    given = (DutyAnswer.round_id == started.id, DutyAnswer.agency_id.in_(of_kind))
    rows = await session.execute(
        select(DutyAnswer.duty_id, DutyAnswer.status, func.count())
        .where(*given)
        .group_by(DutyAnswer.duty_id, DutyAnswer.status)
    )
    counts = {(duty_id, status): count for duty_id, status, count in rows}
    kind = await duties.kinds(session, started.kind_id)
    asked = kind[0].agencies if kind else 0
    return Table(counts, asked, asked - len(await duty_quarters.silent(session, started)))
