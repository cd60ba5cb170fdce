"""Reminders that wait to be sent: for the end of someone's quiet hours, or of a platform's outage.

One that waits lists only obligations that are still open. One of an earlier day is not sent as it is: the tick takes it
back, and its obligations come on that person's one message of the day.

Whoever is in a thousand agencies has thousands of obligations on one message. It is not rewritten in the transaction
that changes one of them, which would hold up everybody's answers, but by a tick, which reads beside the writers.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.database import Database, is_outage
from models.tables.followup import Snooze
from models.tables.meetings import OPEN_STATES, Obligation
from models.tables.organisation import Fact
from models.tables.queues import Lane
from services import facts
from services.context import ActionContext
from services.isolation import isolated
from services.messaging import outbox, recipients
from services.messaging.outbox import Waiting
from services.messaging.quiet_hours import DAILY
from services.obligations import obligations, responsibility
from services.organisation import Organisation
from services.reminders import escalations, reminder_recipients
from services.reminders.messages import message
from services.reminders.messages.message import Digest
from services.slices import slices

MOST = 200
"""The most obligations that are loaded at once, and for which a message is rewritten where one of them changes."""
LATER = "reminder_anew:"
"""The beginning of the names of facts about people whose waiting reminder a tick has to rewrite."""
PARKED = "remind_late"
"""The kind of the parked rows: people whose message fails."""


@dataclass(frozen=True, slots=True)
class Read:
    """Large messages that wait, as they were read beside the writers: the ids of their rows, the versions of all
    obligations that may stand in them, and what they say by person.
    """

    rows: frozenset[int] = frozenset()
    versions: Mapping[int, int] = field(default_factory=dict)
    digests: Mapping[int, Digest] = field(default_factory=dict)


NOTHING = Read()


def group_key(person_id: int | str) -> str:
    """The group key of one person's reminders."""
    return f"{DAILY}{person_id}"


def day_key(person_id: int | str, today: date) -> str:
    """The key of a person's one message of a day."""
    return f"{group_key(person_id)}:{today.isoformat()}"


async def late(context: ActionContext) -> list[int]:
    """The ids of the people to whom a reminder of an earlier day was not sent yet."""
    return sorted(await outbox.people_waiting(context.session, DAILY, Lane.REMINDER, before=context.midnight))


async def read(db: Database, context: ActionContext, person_ids: Collection[int]) -> Read:
    """Read what waits for some people, where it is too much for the transaction that takes it back.

    The session of ``context`` is not used. What can't be read is left to that transaction, which parks whose it is.
    """
    async with db.read() as session:
        context = replace(context, session=session)
        try:
            rows = await _waiting(session, person_ids)
            if len(await _asked(context, rows, MOST + 1)) <= MOST:
                return NOTHING
            versions = await _asked(context, rows)
            return Read(frozenset(row.id for row in rows), versions, await _still_said(context, rows, versions))
        except Exception as error:
            if is_outage(error):
                raise
            return NOTHING


async def withdraw(context: ActionContext, person_ids: Iterable[int], known: Read = NOTHING) -> dict[int, Digest]:
    """Take back the reminders that wait for some people; return by person the obligations still open in them.

    Of what is ``known`` only those that changed since are loaded.
    """
    rows = await _waiting(context.session, person_ids)
    asked = await _asked(context, rows)
    same, digests = set[int](), dict[int, Digest]()
    if known.rows.issuperset(row.id for row in rows):
        same = {number for number, version in asked.items() if known.versions.get(number) == version}
        people = {row.person_id for row in rows}
        digests = {person_id: one.among(same) for person_id, one in known.digests.items() if person_id in people}
    for person_id, changed in (await _still_said(context, rows, [one for one in asked if one not in same])).items():
        digests.setdefault(person_id, Digest(changed.person)).join(changed)
    digests = await _without_put_off(context, digests)
    await outbox.skip(context.session, [row.id for row in rows], "superseded")
    return digests


async def refresh(context: ActionContext, changed: Collection[Obligation], *, left: Collection[int] = ()) -> None:
    """Rewrite queued reminders after obligations were closed, reassigned or moved, or got another due date.

    ``left`` are the agencies that had them before. Escalations that wait to be sent are taken back with them.
    """
    if not changed:
        return
    await escalations.settled(context, changed, moved=bool(left))
    partners = await responsibility.partners(context.session, {obligation.resolution_id for obligation in changed})
    helping = (partners.get((obligation.resolution_id, obligation.item), set()) for obligation in changed)
    people = await recipients.of_agencies(
        context.session, {obligation.agency_id for obligation in changed}.union(left, *helping)
    )
    await refresh_of(context, {person.id for of_agency in people.values() for person in of_agency})


async def refresh_of(context: ActionContext, person_ids: Collection[int]) -> None:
    """Rewrite the queued reminders of some people, the large ones by a tick."""
    rows = await _waiting(context.session, person_ids)
    asked = await _asked(context, rows, MOST + 1)
    if len(asked) > MOST:
        large = {row for row in rows if len(await _asked(context, [row], MOST + 1)) > MOST}
        for person_id in sorted({row.person_id for row in large if row.person_id}):
            later = await facts.locked(context.session, f"{LATER}{person_id}")
            later.value = {"changes": later.value.get("changes", 0) + 1}
        rows = [row for row in rows if row not in large]
        asked = await _asked(context, rows)
    await _write_anew(context, rows, await _still_said(context, rows, asked))


async def rewrite(db: Database, organisation: Organisation, now: datetime) -> int:
    """Rewrite the waiting reminders that were too large where something in them changed; called by a tick.

    Returns their number. A person whose message fails is parked alone. Raises ExceptionGroup of what failed.
    """
    async with db.read() as session:
        found = await session.scalars(select(Fact).where(Fact.name.startswith(LATER)).order_by(Fact.name))
        noted = {int(fact.name.removeprefix(LATER)): fact.value for fact in found}
    async with isolated(db, PARKED, now) as isolation:
        for person_id, value in noted.items():
            failure, digests = None, dict[int, Digest]()
            async with db.read() as session:
                context = ActionContext(session, organisation, None, now)
                try:
                    rows = await _waiting(session, [person_id])
                    digests = await _still_said(context, rows, await _asked(context, rows))
                except Exception as error:
                    if is_outage(error):
                        raise
                    failure = error
            await isolation.run([person_id], partial(_rewrite, context, digests, value, failure))
    return len(noted)


async def _rewrite(
    context: ActionContext,
    digests: dict[int, Digest],
    value: dict[str, int],
    failure: Exception | None,
    session: AsyncSession,
    person_ids: Collection[int],
) -> None:
    """Write what was read of a person, unless something has changed since: then the next tick does it again."""
    if failure:
        raise failure
    for person_id in person_ids:
        noted = await facts.locked(session, f"{LATER}{person_id}")
        if noted.value == value:
            await _write_anew(replace(context, session=session), await _waiting(session, [person_id]), digests)
            await session.delete(noted)


async def _write_anew(context: ActionContext, rows: Collection[Waiting], digests: dict[int, Digest]) -> None:
    """Write the waiting reminders as they are now, and take back those in which nothing is left."""
    # Of two that wait for one person, such as after a merge, one is enough.
    row_ids = {row.person_id: row.id for row in reversed([*rows]) if row.person_id and row.person_id in digests}
    await outbox.skip(context.session, [row.id for row in rows if row.id not in row_ids.values()], "superseded")
    today = context.today
    await message.note_drafts(context.session, digests)
    screens = {
        row_id: message.screen(digests[person_id], today, context.organisation) for person_id, row_id in row_ids.items()
    }
    await outbox.reword(context.session, screens)


async def _waiting(session: AsyncSession, person_ids: Iterable[int]) -> list[Waiting]:
    return await outbox.waiting(session, [group_key(person_id) for person_id in person_ids])


async def _asked(context: ActionContext, rows: Collection[Waiting], most: int | None = None) -> dict[int, int]:
    """The obligations, at most ``most``, that may stand in waiting reminders, not closed: their versions by id."""
    if not rows:
        return {}
    agencies = await recipients.answered_for(context.session, {row.person_id for row in rows if row.person_id})
    helped = {resolution_id for resolution_id, _ in await responsibility.helped_by(context.session, agencies)}
    day_of = context.organisation.day
    found = await context.session.execute(
        select(Obligation.id, Obligation.version)
        .where(
            or_(Obligation.agency_id.in_(agencies), Obligation.resolution_id.in_(helped)),
            Obligation.state.in_(OPEN_STATES),
            Obligation.reminded_on >= min(day_of(row.created_at) for row in rows),
        )
        .order_by(Obligation.id)
        .limit(most)
    )
    return dict(found.all())


async def _still_said(context: ActionContext, rows: Collection[Waiting], asked: Iterable[int]) -> dict[int, Digest]:
    """The content of waiting reminders by person, of the obligations that may stand in them."""
    day_of = context.organisation.day
    written = {(row.person_id, day_of(row.created_at)): row.created_at for row in rows}
    digests: dict[int, Digest] = {}
    for ids in slices(asked, MOST):
        views = await obligations.views(context.session, Obligation.id.in_(ids))
        recipients_of = await reminder_recipients.of(context.session, views, context.today)
        for view in views:
            since = [
                person_id
                for (person_id, day), at in written.items()
                # Where a colleague heard of it again meanwhile, it still stands in this one's message.
                if person_id
                and view.reminded_on
                and day <= view.reminded_on
                and (view.answered_at is None or view.answered_at < at)
            ]
            message.add(digests, view, recipients_of[view.id], since)
    digests = await _without_put_off(context, digests)
    await message.add_forms(context, digests)
    return digests


async def _without_put_off(context: ActionContext, digests: Mapping[int, Digest]) -> dict[int, Digest]:
    """Leave out of each digest what its person has put off, and the digests of which nothing is left."""
    put_off = await context.session.execute(
        select(Snooze.person_id, Snooze.obligation_id).where(
            Snooze.person_id.in_(digests), Snooze.ends_at > context.now
        )
    )
    by_person: dict[int, set[int]] = {}
    for person_id, obligation_id in put_off:
        by_person.setdefault(person_id, set()).add(obligation_id)
    for person_id, ids in by_person.items():
        digest = digests[person_id]
        digest.own = [view for view in digest.own if view.id not in ids]
        digest.helping = [view for view in digest.helping if view.id not in ids]
    return {person_id: one for person_id, one in digests.items() if one.own or one.helping}
