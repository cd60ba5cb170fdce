"""The tick that reminds: one message a person a day, to those who have not answered, at the moment that was planned.

What is due is found by the one indexed column ``next_reminder_at``, so the cost is that of what is due, not of what is
kept. A slice of agencies is done in one transaction: its messages, that they were reminded today, and the next plan.
Agencies that share a person are in one slice, because that person gets one message for all of them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain import reminders
from domain.deadlines import Kind
from models.database import Database
from models.meetings import OWED, Obligation, Resolution
from models.transit import Lane, Outbox, OutboxState
from services import addressees, deadlines, obligations, outbox, reminder_screen, settling
from services.addressees import Addressee
from services.obligations import View
from services.office import Office

SLICE = 50
"""Obligations in one transaction, which then stays well below 100 ms."""


class Reminded(NamedTuple):
    """What a tick did: messages written, obligations they were about, and those that nobody could be reminded of."""

    people: int = 0
    obligations: int = 0
    unreached: int = 0


@dataclass(frozen=True, slots=True)
class _Due:
    """An obligation whose reminder has come."""

    view: View
    deadline: Mapping[str, Any]
    check_in: bool
    reminded_on: date | None


async def remind(db: Database, office: Office, now: datetime) -> Reminded:
    """Writes the reminders that are due, unless it is night or a day off; those then wait for the next opening."""
    if not reminders.may_send(now.astimezone(office.zone), office.calendar, office.rhythm):
        return Reminded()
    async with db.read() as session:
        due = (
            await session.execute(
                select(Obligation.id, Obligation.agency_id)
                .where(Obligation.next_reminder_at <= now)
                .order_by(Obligation.next_reminder_at)
            )
        ).all()
        people = await addressees.of_agencies(session, {agency_id for _, agency_id in due}) if due else {}
    totals = Reminded()
    for ids in _slices([(row[0], row[1]) for row in due], people):
        async with db.write() as session:
            done = await _remind(session, office, ids, now)
        totals = Reminded(*map(sum, zip(totals, done, strict=True)))
    return totals


async def next_due(db: Database, office: Office) -> datetime | None:
    """The moment at which a tick will next have something to say, None when nothing is planned."""
    now = office.clock.now()
    async with db.read() as session:
        planned = await session.scalar(select(func.min(Obligation.next_reminder_at)))
        held = await session.scalar(
            select(func.min(Outbox.not_before)).where(Outbox.state == OutboxState.PENDING, Outbox.not_before > now)
        )
    if planned:
        planned = reminders.next_opening(max(planned, now).astimezone(office.zone), office.calendar, office.rhythm)
    return min((moment for moment in (planned, held) if moment), default=None)


def _slices(due: Sequence[tuple[int, int]], people: dict[int, list[Addressee]]) -> Iterable[list[int]]:
    """Ids of obligations in slices, those of agencies that share a person together."""
    heads: dict[int, int] = {}

    def head(agency_id: int) -> int:
        while (above := heads.setdefault(agency_id, agency_id)) != agency_id:
            agency_id = above
        return agency_id

    agency_of: dict[int, int] = {}
    for agency_id, answering in people.items():
        for person in answering:
            heads[head(agency_id)] = head(agency_of.setdefault(person.id, agency_id))
    together: dict[int, list[int]] = {}
    for obligation_id, agency_id in due:
        together.setdefault(head(agency_id), []).append(obligation_id)
    ids: list[int] = []
    for group in together.values():
        ids += group
        if len(ids) >= SLICE:
            yield ids
            ids = []
    if ids:
        yield ids


async def _remind(session: AsyncSession, office: Office, ids: Collection[int], now: datetime) -> Reminded:
    today = now.astimezone(office.zone).date()
    due = await _still_due(session, office, ids, now)
    people = await addressees.of_agencies(session, {one.view.agency_id for one in due})
    heard_today = await _heard(session, people, today)
    lists: dict[int, list[View]] = {}
    persons: dict[int, Addressee] = {}
    changes: list[dict[str, Any]] = []
    unreached = 0
    for one in due:
        asked = one.view.kind is not Kind.CONTINUOUS or one.check_in
        concerned = _concerned(one.view, people.get(one.view.agency_id, []))
        telling = [person for person in concerned if person.id not in heard_today] if asked else []
        for person in telling:
            persons[person.id] = person
            lists.setdefault(person.id, []).append(one.view)
        unreached += asked and not concerned
        changes.append(_after(office, one, now, reminded=bool(telling)))
    rows = [
        outbox.row(
            reminder_screen.screen(persons[person_id], views, today),
            now,
            person_id=person_id,
            lane=Lane.REMINDER,
            not_before=addressees.awake(office, persons[person_id].settings, now),
            dedupe_key=_key(person_id, today),
            batch=settling.reminder_batch(views[0].id) if len(views) == 1 else "",
        )
        for person_id, views in lists.items()
    ]
    await outbox.write(session, rows)
    await _write(session, changes)
    return Reminded(len(rows), sum(change["reminded_on"] == today for change in changes), unreached)


async def _still_due(session: AsyncSession, office: Office, ids: Collection[int], now: datetime) -> list[_Due]:
    """Those of the ids that are still due now that nobody else can change them.

    An answered one loses its plan; one that was planned from an older version of its deadline is planned anew.
    """
    rows = await session.execute(
        select(
            *obligations.VIEW_COLUMNS,
            Resolution.deadline,
            Resolution.check_in,
            Obligation.reminded_on,
            Obligation.deadline_version == Resolution.deadline_version,
        )
        .select_from(Obligation)
        .join(Obligation.resolution)
        .join(Resolution.meeting)
        .join(Obligation.agency)
        .where(Obligation.id.in_(ids), Obligation.next_reminder_at <= now)
        .order_by(Obligation.id)
        .with_for_update(of=Obligation)
    )
    due = []
    moved = set()
    for *columns, deadline, check_in, reminded_on, current in rows:
        view = obligations.view(columns)
        if view.state in OWED and current:
            due.append(_Due(view, deadline, check_in, reminded_on))
        elif view.state in OWED:
            moved.add(view.resolution_id)
        else:
            await session.execute(update(Obligation).where(Obligation.id == view.id).values(next_reminder_at=None))
    for resolution_id in moved:
        await deadlines.realign(session, office, await session.get_one(Resolution, resolution_id), now)
    return due


def _concerned(view: View, answering: list[Addressee]) -> list[Addressee]:
    """The colleague that it was handed to while they are there, else all who answer for the agency."""
    return [person for person in answering if person.id == view.assignee_id] or answering


def _after(office: Office, one: _Due, now: datetime, *, reminded: bool) -> dict[str, Any]:
    """What the row becomes. A person who had today's message already gets no second one, and the plan goes on."""
    today = now.astimezone(office.zone).date()
    following = obligations.planned(office, one.deadline, one.view.due, now, check_in=one.check_in, reminded_on=today)
    return {
        "row": one.view.id,
        "reminded_on": today if reminded else one.reminded_on,
        "snoozed_until": None,
        "next_reminder_at": following,
    }


async def _heard(session: AsyncSession, people: dict[int, list[Addressee]], today: date) -> set[int]:
    keys = {_key(person.id, today): person.id for of_agency in people.values() for person in of_agency}
    written = await session.scalars(select(Outbox.dedupe_key).where(Outbox.dedupe_key.in_(keys)))
    return {keys[key] for key in written if key}


async def _write(session: AsyncSession, changes: list[dict[str, Any]]) -> None:
    if changes:
        connection = await session.connection()
        await connection.execute(update(Obligation).where(Obligation.id == bindparam("row")), changes)


def _key(person_id: int, today: date) -> str:
    return f"remind:{person_id}:{today.isoformat()}"
