"""Notices to secretaries: one message that states the number of reports, edited at most every ten minutes."""

import time
from datetime import datetime
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import select, update

from domain.access.member import Role
from domain.chat.screens import Screen
from models.tables.meetings import Submission, SubmissionKind
from models.tables.queues import Operation, Outbox, OutboxState
from services import retention
from services.messaging import secretary_notices
from services.messaging.secretary_notices import EVERY, NoticeKind
from services.organisation import KeepDays
from tests.services.desk import Desk


async def arrive(desk: Desk, obligation_id: int, sender: int) -> None:
    """Send a report in."""
    async with desk.db.write() as session:
        session.add(
            Submission(obligation_id=obligation_id, person_id=sender, kind=SubmissionKind.REPORT, sent_at=desk.now())
        )
        await session.flush()
        await secretary_notices.tell_secretaries(desk.context(session), NoticeKind.REPORTS)


async def deliver(desk: Desk) -> None:
    """Send the waiting messages, as the messenger would."""
    async with desk.db.write() as session:
        await session.execute(
            update(Outbox)
            .where(Outbox.state == OutboxState.PENDING, Outbox.not_before <= desk.now())
            .values(state=OutboxState.SENT, sent_at=Outbox.not_before)
        )


async def rows_for(desk: Desk, person_id: int) -> list[Outbox]:
    async with desk.db.read() as session:
        rows = await session.scalars(select(Outbox).where(Outbox.person_id == person_id).order_by(Outbox.id))
        return [row for row in rows if row.state is not OutboxState.SKIPPED]


def shown(row: Outbox) -> int:
    """Return the number of reports in a notice."""
    return int(Screen.from_json(row.screen).text.params["count"])


def when(row: Outbox) -> datetime:
    assert row.not_before
    return row.not_before


@pytest.mark.ci
@pytest.mark.parametrize("seed", range(8))
async def test_whenever_reports_come_in_the_message_is_true_and_changes_seldom(desk: Desk, seed: int) -> None:
    chance = Random(seed)
    city = await desk.agency("شهرداری مشهد")
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    sara = await desk.person("سارا", city)
    [obligation] = await desk.issue(7, "دو هفته", city)
    minutes, count = 9 * 60, 0
    for _ in range(12):
        minutes += chance.choice([0, 1, 3, 8, 15])
        desk.to(f"1398-07-14 {minutes // 60:02}:{minutes % 60:02}")
        await deliver(desk)
        await arrive(desk, obligation, sara)
        count += 1
    rows = await rows_for(desk, maryam)
    assert [row.operation for row in rows[:1]] == [Operation.SEND]
    assert all(row.operation is Operation.EDIT and row.target_id == rows[0].id for row in rows[1:])
    assert shown(rows[-1]) == count
    assert all(when(later) - when(earlier) >= EVERY for earlier, later in pairwise(rows))


async def test_once_seen_the_next_report_is_a_new_message(desk: Desk) -> None:
    city = await desk.agency("شهرداری مشهد")
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    sara = await desk.person("سارا", city)
    [obligation] = await desk.issue(7, "دو هفته", city)
    await arrive(desk, obligation, sara)
    await deliver(desk)
    async with desk.db.write() as session:
        await secretary_notices.seen(desk.context(session), NoticeKind.REPORTS, maryam)
    await arrive(desk, obligation, sara)
    first, second = await rows_for(desk, maryam)
    assert second.operation is Operation.SEND
    assert when(second) - when(first) == EVERY


async def test_what_is_seen_before_it_was_told_needs_no_telling(desk: Desk) -> None:
    city = await desk.agency("شهرداری مشهد")
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    sara = await desk.person("سارا", city)
    [obligation] = await desk.issue(7, "دو هفته", city)
    desk.to("1398-07-13 23:00")
    await arrive(desk, obligation, sara)
    async with desk.db.write() as session:
        await secretary_notices.seen(desk.context(session), NoticeKind.REPORTS, maryam)
    assert await rows_for(desk, maryam) == []


async def look(desk: Desk, person_id: int) -> None:
    """Open the waiting reports as a secretary, or go on to the next."""
    async with desk.db.write() as session:
        await secretary_notices.seen(desk.context(session), NoticeKind.REPORTS, person_id)


async def test_what_comes_while_a_secretary_reviews_is_announced_ten_minutes_later_at_most(desk: Desk) -> None:
    """The looks of a secretary, each of which takes back a waiting notice: one never sent must not put off the next."""
    city = await desk.agency("شهرداری مشهد")
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    sara = await desk.person("سارا", city)
    [obligation] = await desk.issue(7, "دو هفته", city)
    desk.to("1398-07-14 09:00")
    await arrive(desk, obligation, sara)
    await deliver(desk)
    for minute in range(1, 6):
        await look(desk, maryam)
        desk.to(f"1398-07-14 09:{minute:02}")
        await arrive(desk, obligation, sara)
    [_, last] = await rows_for(desk, maryam)
    assert last.operation is Operation.SEND
    assert when(last) - desk.now() <= EVERY


async def test_a_change_of_a_notice_that_was_followed_meanwhile_is_needless(desk: Desk) -> None:
    city = await desk.agency("شهرداری مشهد")
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    sara = await desk.person("سارا", city)
    [obligation] = await desk.issue(7, "دو هفته", city)
    desk.to("1398-07-14 09:00")
    await arrive(desk, obligation, sara)
    await deliver(desk)
    await arrive(desk, obligation, sara)
    await look(desk, maryam)
    assert [row.operation for row in await rows_for(desk, maryam)] == [Operation.SEND]


async def test_the_reports_of_a_night_are_one_notice_in_the_morning(desk: Desk) -> None:
    city = await desk.agency("شهرداری مشهد")
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    sara = await desk.person("سارا", city)
    [obligation] = await desk.issue(7, "دو هفته", city)
    for hour in ("1398-07-13 22:00", "1398-07-13 23:00", "1398-07-14 05:00"):
        desk.to(hour)
        await arrive(desk, obligation, sara)
    [notice] = await rows_for(desk, maryam)
    assert shown(notice) == 3


async def test_a_notice_that_an_outage_kept_gives_way_to_that_of_the_next_day(desk: Desk) -> None:
    city = await desk.agency("شهرداری مشهد")
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    sara = await desk.person("سارا", city)
    [obligation] = await desk.issue(7, "دو هفته", city)
    for day in ("1398-07-14 10:00", "1398-07-15 10:00"):
        desk.to(day)
        await arrive(desk, obligation, sara)
    [notice] = await rows_for(desk, maryam)
    assert shown(notice) == 2


async def test_a_report_comes_in_although_the_last_notice_is_kept_no_more(desk: Desk) -> None:
    """Of messages that are kept for a day, that of an evening is gone by the next, and it was sent in the morning."""
    city = await desk.agency("شهرداری مشهد")
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    sara = await desk.person("سارا", city)
    [obligation] = await desk.issue(7, "دو هفته", city)
    desk.to("1398-07-14 21:30")
    await arrive(desk, obligation, sara)
    desk.to("1398-07-15 07:00")
    await deliver(desk)
    desk.to("1398-07-15 21:40")
    assert (await retention.delete_expired(desk.db, KeepDays(messages=1), desk.now(), time.time())).messages
    await arrive(desk, obligation, sara)
    assert [shown(row) for row in await rows_for(desk, maryam)] == [2]
