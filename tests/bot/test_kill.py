"""Thirty kills while eight people report on two platforms and the days go by: nothing is lost, nothing doubled."""

import asyncio
import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from signal import SIGTERM

import pytest
from sqlalchemy import select

from domain import reminder_plan
from domain.access.member import Role
from models.tables.meetings import Obligation, Submission
from models.tables.people import Account
from models.tables.queues import Inbox, InboxState, Lane, Operation, Outbox, OutboxState
from sandbox.world.actions import World
from tests.bot.killer import LONGEST_LIFE, Killer, Life, lives
from tests.bot.reporters import Reporter, UnansweredError
from tests.conftest import FACES
from tests.issued import issue, jalali_day
from tests.town import TEHRAN, Human, Town

PEOPLE = 8
KILLS = 30
RESOLUTIONS = 30
"""More than anybody can report on meanwhile."""
# What was sent as the program died is sent again.
pytestmark = [pytest.mark.durable, pytest.mark.refused("message is not modified", "query is too old")]
DABIR = ("-m", "bot", "run")
MUTANT = ("-m", "tests.bot.mutants")
SILENT_AGENCY, SILENT_DUE = "فرمانداری نیشابور", "1398-07-17"


async def settle(town: Town) -> list[Human]:
    """Make agencies with many reports to send, and their people on either platform; then stop the town's own bot."""
    agencies = [f"شهرداری {place}" for place in range(PEOPLE)]
    people = [
        await town.member(f"نماینده {place}", Role.REPRESENTATIVE, name, on=FACES[place % 2])
        for place, name in enumerate(agencies)
    ]
    for number in range(1, RESOLUTIONS + 1):
        await issue(town, number, f"اقدام شمارهٔ {number}", *agencies, due="1398-08-25")
    await town.member("سعید ساکت", Role.REPRESENTATIVE, SILENT_AGENCY)
    await issue(town, RESOLUTIONS + 1, "اقدامی که کسی گزارشش را نمی‌دهد", SILENT_AGENCY, due=SILENT_DUE)
    await town.stop_bot()
    return people


async def story(town: Town, killer: Killer, ends: Sequence[Life]) -> list[str]:
    """Let people report and days go by while the program is killed; then bring all to its end.

    Returns the words of all reports that have a receipt. Raises UnansweredError, in an ExceptionGroup.
    """
    over = asyncio.Event()
    reporters = [Reporter(human, over) for human in await settle(town)]
    async with asyncio.TaskGroup() as group:
        reports = [group.create_task(reporter.report()) for reporter in reporters]
        group.create_task(another_day_and_another(town, over))
        await killer.run(ends)
        async with killer.life() as child:
            await killer.until_at_work(child)
            over.set()
            await asyncio.wait(reports)
            await town.quiet()
            child.send_signal(SIGTERM)
            assert await child.wait() == 0
    assert all(reporter.sent for reporter in reporters)
    return [words for reporter in reporters for words in reporter.sent]


async def another_day_and_another(town: Town, over: asyncio.Event) -> None:
    """Move the clock to the next morning whenever the work of the day is done."""
    while not over.is_set():
        await asyncio.sleep(1.0)
        if not await untold(town):
            # Bale forgets what nobody has fetched for a day.
            while worlds := [face.world for face in town.server.faces.values() if face.world.unconfirmed]:
                await fetched(worlds[0])
            tomorrow = town.clock.now().astimezone(TEHRAN) + timedelta(days=1)
            town.server.clock.move_to(tomorrow.replace(hour=10, minute=0))


async def fetched(world: World) -> None:
    """Wait until the program has taken all updates, which may need several lives: a killed one confirms nothing."""
    await world.wait_until(lambda: not world.unconfirmed, 5 * LONGEST_LIFE)


async def untold(town: Town) -> bool:
    """Tell whether somebody is still to be reminded today."""
    async with town.app.db.read() as session:
        due = await session.scalar(select(Obligation.id).where(Obligation.next_reminder_at <= town.clock.now()))
        waiting = select(Outbox.id).where(Outbox.lane == Lane.REMINDER, Outbox.state == OutboxState.PENDING)
        return bool(due or await session.scalar(waiting))


async def stored_reports(town: Town) -> dict[str, int]:
    """Return the words of every stored report, with the number of its attachments; no words twice."""
    async with town.app.db.read() as session:
        found = list(await session.scalars(select(Submission)))
    reports = {submission.answers["done"]: len(submission.attachments) for submission in found}
    assert len(reports) == len(found)
    return reports


async def never_recorded(town: Town) -> set[tuple[str, int]]:
    """Return (chat, message) of all that people got without a record that it was sent: the messages sent twice."""
    async with town.app.db.read() as session:
        sent = select(Outbox.chat, Outbox.message_id).where(Outbox.operation == Operation.SEND)
        known = {(chat, message) for chat, message in await session.execute(sent)}
    got = {(human.user, message["id"]) for human in town.people.values() for message in human.messages()}
    return got - known


async def unfinished(town: Town) -> list[str]:
    """Return the updates and messages that had another end than a good one."""
    async with town.app.db.read() as session:
        updates = await session.scalars(select(Inbox.error).where(Inbox.state != InboxState.DONE))
        messages = await session.scalars(
            select(Outbox.reason).where(Outbox.state.in_((OutboxState.PENDING, OutboxState.FAILED)))
        )
        return [*updates, *messages]


async def reminded_on(town: Town, user: str) -> list[date]:
    """Return the days on which somebody was reminded."""
    async with town.app.db.read() as session:
        sent = await session.scalars(
            select(Outbox.sent_at)
            .join(Account, Account.person_id == Outbox.person_id)
            .where(Account.user == user, Outbox.lane == Lane.REMINDER)
            .order_by(Outbox.id)
        )
        return [moment.astimezone(TEHRAN).date() for moment in sent if moment]


def planned(town: Town, due: date, start: datetime) -> list[date]:
    """Return the days on which somebody who never answers is to be reminded, from ``start`` until now."""
    organisation, days = town.app.organisation, list[date]()
    moment, now = start.astimezone(TEHRAN), town.clock.now()
    while True:
        last = days[-1] if days else None
        moment = reminder_plan.next_reminder(
            due, organisation.calendar, organisation.reminder_settings, moment, reminded_on=last
        )
        if moment > now:
            return days
        days.append(moment.date())


@pytest.mark.long
@pytest.mark.ci
async def test_thirty_kills_lose_nothing_and_repeat_at_most_what_was_in_flight(both: Town) -> None:
    start = both.clock.now()
    killer = Killer(both, DABIR)
    reports = await story(both, killer, lives(random.Random(1398), KILLS))
    assert killer.kills == KILLS
    assert await stored_reports(both) == dict.fromkeys(reports, 2)
    assert await unfinished(both) == []
    assert await never_recorded(both) <= killer.in_flight
    days = await reminded_on(both, both.people["سعید ساکت"].user)
    assert len(days) > 2
    assert days == planned(both, jalali_day(SILENT_DUE), start)


@pytest.mark.ci
@pytest.mark.parametrize(
    ("mistake", "point"), [("confirm-first", "before_inbox_commit"), ("mark-first", "before_a_send")]
)
async def test_the_story_catches(both: Town, mistake: str, point: str) -> None:
    with pytest.raises(ExceptionGroup) as caught:
        await story(both, Killer(both, (*MUTANT, mistake)), [Life(point=f"{point}:3")])
    assert caught.group_contains(UnansweredError)
