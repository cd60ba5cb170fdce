"""A clock that was a year ahead for a while and was set right: nobody waits for that year to pass."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.monitoring.error_reports import ErrorReports
from domain.access.member import Role
from domain.chat.screens import Screen, T
from models.tables.calls import CallOutcome
from models.tables.meetings import Submission, SubmissionKind
from models.tables.people import Account
from models.tables.questions import Question
from models.tables.queues import Lane, Outbox, OutboxState
from services import file_sweep
from services.accounts import flood_control, linking
from services.conversations import chat_state
from services.conversations.chat_state import ChatUser
from services.correspondence import calls
from services.errors import Refused
from services.messaging.notify import notify
from services.messaging.recipients import Recipient
from services.messaging.secretary_notices import NoticeKind, tell_secretaries
from services.queues import backlog, jobs, outbox
from services.reminders.messages import daily_digest
from tests.services.desk import Desk

YEAR = timedelta(days=365)
CITY = "شهرداری"


@asynccontextmanager
async def a_year_ahead(desk: Desk, more: timedelta = timedelta()) -> AsyncIterator[AsyncSession]:
    """Work in a transaction by the clock that is wrong, which is set right at the end."""
    desk.wait(YEAR + more)
    async with desk.db.write() as session:
        yield session
    desk.wait(-YEAR - more)


async def account_of(desk: Desk, person_id: int) -> int:
    async with desk.db.read() as session:
        return (await session.scalars(select(Account.id).where(Account.person_id == person_id))).one()


async def due(desk: Desk) -> list[str]:
    """Return the screens of the messages that may go now."""
    async with desk.db.read() as session:
        rows = await session.scalars(select(Outbox).where(Outbox.state == OutboxState.PENDING))
        return [row.screen for row in rows if row.not_before is None or row.not_before <= desk.now()]


async def test_a_stranger_who_was_told_to_wait_is_answered(desk: Desk) -> None:
    stranger = await account_of(desk, await desk.person("رهگذر"))

    async def answered(session: AsyncSession) -> bool:
        return await flood_control.is_answered(session, stranger, desk.now(), weight=50, free=40)

    async with a_year_ahead(desk) as session:
        assert await answered(session)
        assert not await answered(session)
    async with desk.db.write() as session:
        assert await answered(session)
        assert not await answered(session)


async def test_who_typed_wrong_codes_waits_no_longer_than_they_do_at_any_time(desk: Desk) -> None:
    sara = await desk.person("سارا محمدی")
    account = await account_of(desk, sara)
    async with a_year_ahead(desk) as session:
        for _ in range(linking.TRIES):
            assert await linking.look_up(session, account, sara, "12345678", desk.now()) is None
        with pytest.raises(Refused):
            await linking.look_up(session, account, sara, "12345678", desk.now())
    async with desk.db.write() as session:
        assert await linking.look_up(session, account, sara, "12345678", desk.now()) is None


async def test_messages_go_where_somebody_is_active_now(desk: Desk) -> None:
    sara = await desk.person("سارا محمدی")
    here = [ChatUser(f"telegram:{sara}", f"telegram:{sara}", "سارا محمدی")]
    async with a_year_ahead(desk) as session:
        await chat_state.load(session, here, desk.now())
    async with desk.db.write() as session:
        await chat_state.load(session, here, desk.now())
        [account] = await session.scalars(select(Account))
        assert account.last_active_at == desk.now()


async def test_the_owners_hear_of_an_error_that_they_heard_of_then(desk: Desk) -> None:
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    desk.organisation.owners = frozenset({f"telegram:{maryam}"})
    errors, same = ErrorReports(desk.organisation), ValueError()
    async with a_year_ahead(desk) as session:
        await errors.record(session, same)
    async with desk.db.write() as session:
        await errors.record(session, same)
        await errors.record(session, same)
    assert len(await desk.written_to(maryam)) == 2


async def test_the_secretary_is_told_of_the_next_report(desk: Desk) -> None:
    city = await desk.agency(CITY)
    sara, maryam = await desk.person("سارا محمدی", city), await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    [first, second] = [(await desk.issue(number, "تا ۲۱ آبان", city))[0] for number in (7, 8)]

    async def report(session: AsyncSession, obligation: int) -> None:
        kind = SubmissionKind.REPORT
        session.add(Submission(obligation_id=obligation, person_id=sara, kind=kind, sent_at=desk.now()))
        await session.flush()
        await tell_secretaries(desk.context(session), NoticeKind.REPORTS)

    async with a_year_ahead(desk) as session:
        await report(session, first)
    await desk.deliver()
    async with desk.db.write() as session:
        await session.execute(update(Outbox).values(state=OutboxState.SENT))
    async with desk.db.write() as session:
        await report(session, second)
    assert len(await due(desk)) == 1
    assert len(await desk.written_to(maryam)) == 2


async def test_what_was_held_back_by_the_wrong_clock_goes_at_the_same_hour_of_the_right_one(desk: Desk) -> None:
    sara, ali = await desk.person("سارا محمدی"), await desk.person("علی کریمی")
    desk.to("1398-07-13 18:00")
    night = timedelta(hours=4)
    async with desk.db.write() as session:
        tomorrow = desk.now() + timedelta(days=1)
        await notify(desk.context(session), [Recipient(ali)], Screen(T("common.stale")), not_before=tomorrow)
    async with a_year_ahead(desk, night) as session:
        await notify(desk.context(session), [Recipient(sara)], Screen(T("common.stale")))
    async with desk.db.write() as session:
        assert await outbox.bring_back(session, desk.now()) == 1
    assert await due(desk) == []
    desk.to("1398-07-14 07:00")
    assert len(await due(desk)) == 1
    async with desk.db.read() as session:
        [row] = await session.scalars(select(Outbox).where(Outbox.person_id == ali))
        assert row.not_before == tomorrow


async def promises(desk: Desk, agency: int, maryam: int, day: date) -> None:
    async with desk.db.write() as session:
        await calls.log(desk.context(session, maryam), agency, CallOutcome.PROMISED, promised_on=day)


async def remind_of_promises(desk: Desk) -> int:
    return await calls.remind_of_promises(desk.db, desk.organisation, desk.now())


@pytest.mark.parametrize("ahead", [timedelta(hours=19), YEAR])
async def test_promises_are_recalled_that_are_made_after_the_clock_was_set_right(desk: Desk, ahead: timedelta) -> None:
    city, relief = await desk.agency(CITY), await desk.agency("کمیتهٔ امداد")
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    await desk.issue(7, "تا ۲۰ مهر", city, relief)
    desk.to("1398-08-18 09:00")
    tomorrow = desk.today + timedelta(days=1)
    await promises(desk, city, maryam, tomorrow)
    assert await remind_of_promises(desk) == 0
    desk.to("1398-08-18 14:00")
    desk.wait(ahead)
    assert await remind_of_promises(desk) == 1
    desk.to("1398-08-18 15:00")
    assert await remind_of_promises(desk) == 0
    await promises(desk, relief, maryam, tomorrow)
    desk.to("1398-08-19 09:00")
    assert await remind_of_promises(desk) > 0
    assert "کمیتهٔ امداد" in (await desk.written_to(maryam))[-1]
    assert await remind_of_promises(desk) == 0


@pytest.mark.parametrize("ahead", [timedelta(hours=19), YEAR])
async def test_the_next_digests_tell_what_came_after_the_clock_was_set_right(desk: Desk, ahead: timedelta) -> None:
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    chair = await desk.person("رضا احمدی", None, role=Role.CHAIR)
    city = await desk.agency(CITY)
    sara = await desk.person("سارا محمدی", city)
    await desk.issue(7, "تا ۲۰ مهر", city)

    async def digests() -> tuple[bool, bool]:
        of_day = await daily_digest.digest(desk.db, desk.organisation, desk.now())
        of_week = await daily_digest.weekly(desk.db, desk.organisation, desk.now())
        await desk.deliver()
        return bool(of_day), bool(of_week)

    async def asks() -> None:
        asked = {"asked_at": desk.now(), "waiting_since": desk.now()}
        async with desk.db.write() as session:
            session.add(Question(person_id=sara, text="جدول کجاست؟", **asked))

    desk.to("1398-08-18 09:30")
    await asks()
    assert await digests() == (True, True)
    desk.to("1398-08-18 14:00")
    desk.wait(ahead)
    assert (await digests())[0]
    desk.to("1398-08-18 15:00")
    assert await digests() == (False, False)
    told = len(await desk.written_to(maryam)), len(await desk.written_to(chair))
    await asks()
    desk.to("1398-08-19 09:00")
    assert await digests() == (True, False)
    assert "۱ پرسش تازه" in (await desk.written_to(maryam))[told[0]]
    desk.to("1398-08-25 09:00")
    await asks()
    assert await digests() == (True, True)
    assert len(await desk.written_to(chair)) == told[1] + 1


async def test_the_store_is_swept(desk: Desk) -> None:
    store = desk.organisation.store
    desk.wait(YEAR)
    await file_sweep.sweep_daily(desk.db, store, 30, desk.now(), 10.0**10)
    desk.wait(-YEAR)
    store.write(b"nobody names this")
    assert await file_sweep.sweep_daily(desk.db, store, 30, desk.now(), 10.0**10) == 1
    assert await file_sweep.sweep_daily(desk.db, store, 30, desk.now(), 10.0**10) == 0


@pytest.mark.rows
@pytest.mark.parametrize("jump", [timedelta(hours=2), timedelta(hours=-2)])
async def test_a_clock_that_was_set_makes_no_message_and_no_job_look_hours_old(desk: Desk, jump: timedelta) -> None:
    sara, now = await desk.person("سارا محمدی"), datetime.now(UTC)
    for written in (now, now + jump):
        async with desk.db.write() as session:
            context = replace(desk.context(session), now=written)
            await notify(context, [Recipient(sara, "", "سارا محمدی", {})], Screen(T("linking.expired")))
            await jobs.start(session, "export", "telegram:1", None, {}, written)
        async with desk.db.read() as session:
            found = await backlog.measure(session, now + jump)
        assert max(found.jobs.oldest, found.messages[Lane.REMINDER].oldest) < timedelta(hours=1).total_seconds()
