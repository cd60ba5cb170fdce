"""Reminders of obligations that share people and are too many for one transaction: messages first, then the plans.

One person may be in a thousand agencies, and gets one message for all of them. The obligations are loaded in slices,
the messages are written some people at a time, and the plans go on in slices again. Whoever ends the program between
two slices makes nobody hear twice: what a person was told has its day key, and what was not told is still due.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from sqlalchemy import or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.database import Database
from models.tables.meetings import Obligation
from services.context import ActionContext
from services.isolation import Isolation
from services.messaging import outbox
from services.reminders import day_message, due_obligations, unsent_reminders
from services.reminders.due_obligations import Due, ReminderCounts
from services.reminders.messages import message
from services.reminders.messages.message import Digest
from services.reminders.reminder_recipients import ReminderRecipients
from services.reminders.unsent_reminders import Read
from services.slices import slices

OBLIGATIONS = 200
"""The most obligations that are loaded or planned on in one transaction."""
PEOPLE = 100
"""The most people to whom one transaction writes."""
Group = Mapping[int, ReminderRecipients]
"""Obligations that share people, by their ids, with their recipients."""


def is_large(group: Group) -> bool:
    """Tell whether a group that shares people is worked on in slices."""
    return len(group) > OBLIGATIONS or len(_people(group)) > PEOPLE


@dataclass(frozen=True, slots=True)
class _Told:
    """One transaction of messages: the people, the obligations in their messages, and those that changed meanwhile."""

    written: int
    people: frozenset[int]
    obligations: set[int]
    changed: set[int]


async def remind(
    db: Database, context: ActionContext, group: Group, rows: Isolation, people: Isolation
) -> ReminderCounts:
    """Remind of the obligations of one group. Each transaction is its own; the session of ``context`` is not used.

    An obligation that fails is parked among ``rows``, a person whose message fails among ``people``; what such a person
    was not told of stays due.
    """
    async with db.read() as session:
        heard = await day_message.heard(session, _people(group), context.today)
    held = {number for number, of in group.items() if any(one.id in people.parked - heard for one in of.all)}
    loaded: list[Due] = []
    for ids in slices(sorted(group.keys() - held), OBLIGATIONS):
        loaded += [item for part in await rows.run(ids, partial(_load, context)) for item in part]
    async with db.read() as session:
        telling = await _to_tell(replace(context, session=session), loaded, group, heard)
    done: list[_Told] = []
    for person_ids in slices(sorted(telling), PEOPLE):
        waiting = await unsent_reminders.read(db, context, person_ids)
        done += await people.run(person_ids, partial(_tell, context, group, telling, waiting))
    untold = telling.keys() - set[int]().union(*(one.people for one in done))
    left = {item.view.id for person_id in untold for item in telling[person_id]}.union(*(one.changed for one in done))
    unreached = 0
    for ids in slices(sorted({item.view.id for item in loaded} - left), OBLIGATIONS):
        unreached += sum(await rows.run(ids, partial(_plan_on, context, group)))
    said = set[int]().union(*(one.obligations for one in done))
    return ReminderCounts(sum(one.written for one in done), len(said), unreached)


async def _load(context: ActionContext, session: AsyncSession, ids: Sequence[int]) -> list[Due]:
    """Load what is still due. What cannot be planned on is found here, before anybody is told of it."""
    due = await due_obligations.still_due(session, ids, context.now)
    for item in due:
        item.after(context.organisation, context.now, reminded=False)
    return due


async def _to_tell(
    context: ActionContext, loaded: Iterable[Due], group: Group, heard: Collection[int]
) -> dict[int, list[Due]]:
    """The obligations of which each person is to be told: who has had today's message is told of none.

    A program that ended between two slices may go on on another day: then whoever heard of an obligation after it had
    come due is not told again.
    """
    day_of = context.organisation.day
    telling: dict[int, list[Due]] = {}
    earlier: dict[str, tuple[int, date]] = {}
    for item in loaded:
        day = item.view.reminded_on
        for person in group[item.view.id].all if item.asked else ():
            since = item.due_for(person.id, context.now)
            if since is None or person.id in heard:
                continue
            telling.setdefault(person.id, []).append(item)
            if day and day_of(since) <= day:
                earlier[unsent_reminders.day_key(person.id, day)] = person.id, day
    known = {earlier[key] for key in await outbox.known_keys(context.session, earlier)}
    left = {
        person_id: [item for item in items if (person_id, item.view.reminded_on) not in known]
        for person_id, items in telling.items()
    }
    return {person_id: items for person_id, items in left.items() if items}


async def _tell(
    context: ActionContext,
    group: Group,
    telling: Mapping[int, Sequence[Due]],
    waiting: Read,
    session: AsyncSession,
    person_ids: Sequence[int],
) -> _Told:
    """Write the messages of some people. An obligation that changed since it was loaded is left to the next tick."""
    context = replace(context, session=session)
    heard = await day_message.heard(session, person_ids, context.today)
    silent = [person_id for person_id in person_ids if person_id not in heard]
    ids = {item.view.id for person_id in silent for item in telling[person_id]}
    current = await due_obligations.unchanged(session, ids, context.now)
    digests: dict[int, Digest] = {}
    said: set[int] = set()
    for person_id in silent:
        for item in telling[person_id]:
            if current.get(item.view.id) == item.view.version:
                message.add(digests, item.view, group[item.view.id], {person_id})
                said.add(item.view.id)
    written = await day_message.write(context, digests, known=waiting)
    unsaid = or_(Obligation.reminded_on.is_(None), Obligation.reminded_on != context.today)
    await session.execute(update(Obligation).where(Obligation.id.in_(said), unsaid).values(reminded_on=context.today))
    return _Told(written, frozenset(person_ids), said, ids - said)


async def _plan_on(context: ActionContext, group: Group, session: AsyncSession, ids: Sequence[int]) -> int:
    """Plan the next reminder of some obligations; return how many of them nobody could be reminded of."""
    due = await due_obligations.still_due(session, ids, context.now)
    changes = [item.after(context.organisation, context.now, reminded=False) for item in due]
    await due_obligations.plan_on(session, changes, context.now)
    return sum(item.asked and not group[item.view.id].own for item in due)


def _people(group: Group) -> set[int]:
    return {person.id for recipients in group.values() for person in recipients.all}
