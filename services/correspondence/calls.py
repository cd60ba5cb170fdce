"""The log of calls to agencies, and the reminder of what was promised in one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain import reminder_plan
from domain.chat.screens import Button, Screen, T, Tap, Text
from models.database import Database
from models.tables.agencies import Agency
from models.tables.calls import Call, CallOutcome
from models.tables.meetings import OPEN_STATES, Obligation
from services import audit, facts
from services.context import ActionContext
from services.correspondence import call_list
from services.directory import agencies
from services.errors import Refused, existing
from services.messaging import recipients
from services.messaging.notify import PERSON, notify
from services.organisation import Organisation
from texts import wording
from texts.answer_summary import clip

FACT = "promises"
"""The fact that holds the day up to which promises were recalled, and the moment when they were."""
MOST = 20
LONGEST = 100


async def log(
    context: ActionContext, agency_id: int, outcome: CallOutcome, *, promised_on: date | None = None, words: str = ""
) -> Call:
    """Keep what came of a call. Raises Refused for no agency."""
    agency = await agencies.get(context.session, agency_id)
    call = Call(
        agency_id=agency.id,
        outcome=outcome,
        promised_on=promised_on,
        words=words,
        called_on=context.today,
        called_by=context.actor,
        at=context.now,
    )
    context.session.add(call)
    await context.session.flush()
    audit.record(context, "call", "agency", agency.id, outcome=outcome.value)
    return call


async def of_agency(session: AsyncSession, agency_id: int, most: int) -> Sequence[Call]:
    """The latest calls to an agency, with who called."""
    rows = await session.scalars(
        select(Call)
        .where(Call.agency_id == agency_id)
        .options(joinedload(Call.caller))
        .order_by(Call.id.desc())
        .limit(most)
    )
    return rows.all()


def undoable(context: ActionContext, log: Sequence[Call]) -> Call | None:
    """The latest of an agency's calls, newest first, if the person who acts has logged it today."""
    last = log[0] if log else None
    return last if last and last.called_by == context.actor and last.called_on == context.today else None


async def undo(context: ActionContext, call_id: int) -> int:
    """Take an entry back that is ``undoable``; return the agency's id. Raises Refused for any other."""
    call = existing(await context.session.get(Call, call_id))
    if undoable(context, await of_agency(context.session, call.agency_id, 1)) is not call:
        raise Refused("calls.not_undone")
    audit.record(context, "undo_call", "agency", call.agency_id, outcome=call.outcome.value)
    await context.session.delete(call)
    await context.session.flush()
    return call.agency_id


def line(call: Call) -> Text:
    """The line of a call: its day, what came of it and who called."""
    by = wording.colleague_name(call.caller.title, call.caller.name) if call.caller else ""
    outcome = (
        T("calls.outcome.promised", day=call.promised_on) if call.promised_on else T(f"calls.outcome.{call.outcome}")
    )
    if call.words:
        return T("calls.line_words", day=call.called_on, outcome=outcome, by=by, words=clip(call.words, 200))
    return T("calls.line", day=call.called_on, outcome=outcome, by=by)


@dataclass(frozen=True, slots=True)
class _Promise:
    """An agency's promise to answer by a day, with what was said."""

    agency_id: int
    agency: str
    day: date
    words: str


async def remind_of_promises(db: Database, organisation: Organisation, now: datetime) -> int:
    """Remind who called of the promises of this day, in the morning; return their number.

    Promises of agencies that owe nothing any more of what the call was about, which is late by now or was due soon
    after it, are passed over, and so are those that a later call replaced. What fell on a day off is recalled on the
    next working day.
    """
    local = now.astimezone(organisation.zone)
    kept = await facts.last_told(db, FACT, local)
    if not reminder_plan.may_send(local, organisation.calendar, organisation.reminder_settings):
        return 0
    today = local.date()
    async with db.read() as session:
        since = date.fromisoformat(kept["on"]) if kept else today - timedelta(days=7)
        if kept and since >= today:
            return 0
        due = await _due(ActionContext(session, organisation, None, now), since)
    # Two programs at once write one message; a clock that is ahead takes no day's from it.
    began = (kept or {}).get("at", today.isoformat())
    async with db.write() as session:
        await facts.put(session, FACT, {"on": today.isoformat(), "at": now.isoformat()})
        context = ActionContext(session, organisation, None, now)
        for caller, promises in due.items():
            people = [one for one in await recipients.secretaries(session) if one.id == caller]
            await notify(
                context,
                people or await recipients.secretaries(session),
                _screen(promises),
                dedupe_key=f"{FACT}:{caller}:{PERSON}:{began}",
            )
    return sum(map(len, due.values()))


async def _due(context: ActionContext, since: date) -> dict[int, list[_Promise]]:
    """The promises of the days after ``since`` up to today by who called."""
    today = context.today
    last = select(func.max(Call.id)).group_by(Call.agency_id)
    rows = await context.session.execute(
        select(Call.called_by, Call.called_on, Agency.id, Agency.name, Call.promised_on, Call.words)
        .join(Agency, Agency.id == Call.agency_id)
        .where(
            Call.id.in_(last),
            Call.outcome == CallOutcome.PROMISED,
            Call.promised_on > since,
            Call.promised_on <= today,
        )
        .order_by(Call.promised_on, Call.id)
    )
    promises = rows.all()
    owed = await _first_due(context.session, [row.id for row in promises])
    found: dict[int, list[_Promise]] = {}
    for caller, called_on, agency_id, name, day, words in promises:
        soon = call_list.soon(context.organisation, called_on)
        if day and agency_id in owed and owed[agency_id] < max(today, soon + timedelta(days=1)):
            found.setdefault(caller or 0, []).append(_Promise(agency_id, name, day, words))
    return found


async def _first_due(session: AsyncSession, agency_ids: Collection[int]) -> dict[int, date]:
    """The first due date of what each agency owes; those that owe nothing with a date are not among the keys."""
    first = select(Obligation.agency_id, func.min(Obligation.due)).group_by(Obligation.agency_id)
    owing = (Obligation.agency_id.in_(agency_ids), Obligation.state.in_(OPEN_STATES), Obligation.due.is_not(None))
    return {agency_id: due for agency_id, due in await session.execute(first.where(*owing)) if due}


def _screen(promises: Sequence[_Promise]) -> Screen:
    lines: list[Text | str] = [T("calls.promised_head"), ""]
    for promise in promises[:MOST]:
        lines.append(T("calls.promised_row", agency=clip(promise.agency, LONGEST), day=promise.day))
        lines += [T("calls.promised_words", words=clip(promise.words, LONGEST))] if promise.words else []
    if len(promises) > MOST:
        lines.append(T("calls.more", count=len(promises) - MOST))
    rows = [(Button(clip(one.agency, 40), Tap("call", one.agency_id)),) for one in promises[:8]]
    return Screen(T("form.lines", lines=lines), (*rows, (Button(T("calls.all"), Tap("calls")),)))
