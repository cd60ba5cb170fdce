"""The slices of a broadcast: everybody once, whatever ends between two of them; and one that fails alone."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, or_, select, update

from domain.access.audience import Audience, Operator, Part, PartKind
from domain.access.member import Member, Membership, Role
from domain.chat.rich_text import RichText
from models.database import Session
from models.tables.broadcasts import Broadcast, BroadcastState, Delivery, DeliveryState
from models.tables.people import Account
from models.tables.queues import Lane, Operation, Outbox, OutboxState
from services.accounts import person_merge
from services.broadcast import broadcasts, progress, receipts, running
from services.errors import Refused
from tests.services.desk import Desk
from texts.format import Formatter

pytestmark = pytest.mark.rows
EVERYONE = Audience().then(Operator.PLUS, Part(PartKind.EVERYONE))


async def secretary_of(desk: Desk) -> Member:
    desk.organisation.links = {"telegram": "t.me/{}", "bale": "ble.ir/{}"}
    person_id = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    return Member(person_id, person_id, memberships=(Membership(1, Role.SECRETARY),))


async def written(desk: Desk, maryam: Member, words: str = "جلسه لغو شد.") -> Broadcast:
    """A draft to everyone."""
    async with desk.db.write() as session:
        context = desk.context(session, maryam.person_id)
        broadcast = await broadcasts.create(context, EVERYONE)
        content = {"words": RichText.plain(words).to_json(), "files": []}
        return await broadcasts.write(context, maryam, broadcast.id, content)


async def send(desk: Desk, maryam: Member, broadcast: Broadcast) -> None:
    """Let the sending begin, with its first slice."""
    async with desk.db.write() as session:
        context = desk.context(session, maryam.person_id)
        await broadcasts.send(context, maryam, broadcast.id, broadcast.version)
        await running.begin(context, broadcast.id)


async def run(desk: Desk) -> int:
    return await running.run(desk.db, desk.organisation, desk.now())


async def messages(session: Session, broadcast: Broadcast) -> Counter[int]:
    """The number of messages of a broadcast by person."""
    rows = await session.scalars(select(Outbox.person_id).where(Outbox.group_key == broadcasts.group_key(broadcast.id)))
    return Counter(person_id for person_id in rows if person_id)


async def states(desk: Desk, broadcast: Broadcast) -> dict[DeliveryState, int]:
    async with desk.db.read() as session:
        rows = await session.execute(
            select(Delivery.state, func.count()).where(Delivery.broadcast_id == broadcast.id).group_by(Delivery.state)
        )
        return {state: count for state, count in rows}  # noqa: C416 - a row is no pair to the type checker


async def test_each_of_many_gets_one_message_and_the_first_slice_goes_at_once(desk: Desk) -> None:
    maryam, city = await secretary_of(desk), await desk.agency("شهرداری")
    for number in range(2 * running.SLICE + 30):
        await desk.person(f"نماینده {number}", city)
    broadcast = await written(desk, maryam)
    await send(desk, maryam, broadcast)
    async with desk.db.read() as session:
        assert (await messages(session, broadcast)).total() == running.SLICE
    assert await run(desk) == 2
    async with desk.db.read() as session:
        found = await messages(session, broadcast)
    assert len(found) == 2 * running.SLICE + 31
    assert set(found.values()) == {1}
    await desk.deliver()
    await run(desk)
    assert await states(desk, broadcast) == {DeliveryState.DELIVERED: 2 * running.SLICE + 31}
    async with desk.db.read() as session:
        assert (await session.get_one(Broadcast, broadcast.id)).state is BroadcastState.SENT
        assert (await messages(session, broadcast)).total() == 2 * running.SLICE + 31


async def test_a_stop_between_two_slices_leaves_the_rest_without_a_message(desk: Desk) -> None:
    maryam, city = await secretary_of(desk), await desk.agency("شهرداری")
    for number in range(running.SLICE + 9):
        await desk.person(f"نماینده {number}", city)
    broadcast = await written(desk, maryam)
    await send(desk, maryam, broadcast)
    await desk.deliver()
    async with desk.db.write() as session:
        await broadcasts.stop(desk.context(session, maryam.person_id), maryam, broadcast.id)
    await run(desk)
    assert await states(desk, broadcast) == {DeliveryState.DELIVERED: running.SLICE, DeliveryState.WITHHELD: 10}


async def test_a_message_that_was_on_its_way_when_it_was_undone_is_deleted_when_it_has_arrived(desk: Desk) -> None:
    maryam = await secretary_of(desk)
    broadcast = await written(desk, maryam)
    await send(desk, maryam, broadcast)
    async with desk.db.write() as session:
        await broadcasts.undo(desk.context(session, maryam.person_id), maryam, broadcast.id)
    await run(desk)
    async with desk.db.write() as session:
        # The messenger, which had it in hand, records that it was sent.
        sent = update(Outbox).where(Outbox.lane == Lane.BROADCAST, Outbox.operation == Operation.SEND)
        await session.execute(sent.values(state=OutboxState.SENT, reason="", sent_at=desk.now()))
    await run(desk)
    assert await states(desk, broadcast) == {DeliveryState.TAKEN_BACK: 1}
    async with desk.db.read() as session:
        deletion = await session.scalar(select(Outbox).where(Outbox.operation == Operation.DELETE))
    assert deletion
    assert deletion.not_before
    assert deletion.not_before > desk.now()


async def test_one_that_fails_does_not_hold_up_the_others(desk: Desk) -> None:
    maryam = await secretary_of(desk)
    broken, other = await written(desk, maryam), await written(desk, maryam)
    for broadcast in (broken, other):
        async with desk.db.write() as session:
            context = desk.context(session, maryam.person_id)
            await broadcasts.send(context, maryam, broadcast.id, broadcast.version)
    async with desk.db.write() as session:
        await session.execute(
            update(Broadcast)
            .where(Broadcast.id == broken.id)
            .values(audience={"steps": [["plus", "no such kind", [], ""]]})
        )
    with pytest.raises(ValueError, match="no such kind"):
        await run(desk)
    async with desk.db.read() as session:
        assert (await messages(session, other)).total() == 1


async def test_two_persons_who_become_one_keep_the_receipt_and_get_nothing_twice(desk: Desk) -> None:
    maryam, city = await secretary_of(desk), await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    again = await desk.person("سارا محمدی", city, on="bale")
    broadcast = await written(desk, maryam)
    await send(desk, maryam, broadcast)
    await desk.deliver()
    await run(desk)
    async with desk.db.write() as session:
        assert await receipts.acknowledge(desk.context(session, again), broadcast.id)
        await person_merge.merge(desk.context(session, sara), sara, again)
    async with desk.db.read() as session:
        line = await session.scalar(select(Delivery).where(Delivery.person_id == sara))
        assert line
        assert line.acknowledged_at
    assert await states(desk, broadcast) == {DeliveryState.DELIVERED: 2}


async def test_people_without_an_account_or_who_blocked_the_bot_are_told_apart(desk: Desk) -> None:
    maryam, city = await secretary_of(desk), await desk.agency("شهرداری")
    await desk.person("رضا کریمی", city, reachable=False)
    nobody = await desk.person("نرگس احمدی", city)
    async with desk.db.write() as session:
        account = await session.scalar(select(Account).where(Account.person_id == nobody))
        await session.delete(account)
    broadcast = await written(desk, maryam)
    await send(desk, maryam, broadcast)
    async with desk.db.read() as session:
        rows = await session.scalars(select(Delivery.reason).where(Delivery.state == DeliveryState.FAILED))
        assert sorted(rows) == ["blocked", "no_account"]


async def test_a_reminder_means_those_who_have_it_already_and_not_who_gets_it_later(desk: Desk) -> None:
    maryam, city = await secretary_of(desk), await desk.agency("شهرداری")
    early = await desk.person("رضا کریمی", city)
    late = await desk.person("نرگس احمدی", city, quiet=["17:00", "20:00"])
    broadcast = await written(desk, maryam)
    await send(desk, maryam, broadcast)
    await _arrives(desk)
    await run(desk)
    desk.wait(timedelta(minutes=1))
    async with desk.db.write() as session:
        await broadcasts.remind(desk.context(session, maryam.person_id), maryam, broadcast.id)
    await run(desk)
    desk.to("1398-07-13 20:30")
    await _arrives(desk)
    await run(desk)
    assert [words.count("هنوز رؤیت نشده") for words in await desk.written_to(early)] == [0, 1]
    assert [words.count("هنوز رؤیت نشده") for words in await desk.written_to(late)] == [0]


async def test_a_tick_that_began_before_the_press_reminds_each_once_and_ends(desk: Desk) -> None:
    maryam, city = await secretary_of(desk), await desk.agency("شهرداری")
    for number in range(running.SLICE + 10):
        await desk.person(f"نماینده {number}", city)
    broadcast = await written(desk, maryam)
    await send(desk, maryam, broadcast)
    await run(desk)
    await _arrives(desk)
    await run(desk)
    desk.wait(timedelta(minutes=1))
    before = desk.now()
    desk.wait(timedelta(seconds=5))
    async with desk.db.write() as session:
        await broadcasts.remind(desk.context(session, maryam.person_id), maryam, broadcast.id)
    await asyncio.wait_for(running.run(desk.db, desk.organisation, before), 60)
    async with desk.db.read() as session:
        assert await session.scalar(select(func.count()).where(Delivery.reminded_at.is_not(None))) == running.SLICE + 11


async def test_a_broadcast_whose_progress_was_forgotten_goes_on(desk: Desk) -> None:
    maryam, city = await secretary_of(desk), await desk.agency("شهرداری")
    await desk.person("رضا کریمی", city)
    broadcast = await written(desk, maryam)
    await send(desk, maryam, broadcast)
    await _arrives(desk)
    await run(desk)
    desk.wait(timedelta(days=100))
    async with desk.db.write() as session:
        await session.execute(delete(Outbox))
        found = await session.get_one(Broadcast, broadcast.id)
        found.busy, found.state = True, BroadcastState.UNDONE
    await run(desk)
    async with desk.db.read() as session:
        assert not (await session.get_one(Broadcast, broadcast.id)).busy


async def _arrives(desk: Desk) -> None:
    """Send every message that may go now."""
    async with desk.db.write() as session:
        free = or_(Outbox.not_before.is_(None), Outbox.not_before <= desk.now())
        sent = update(Outbox).where(Outbox.state == OutboxState.PENDING, free)
        await session.execute(sent.values(state=OutboxState.SENT, sent_at=desk.now()))


async def test_the_chair_reads_what_was_sent_and_no_draft(desk: Desk) -> None:
    maryam = await secretary_of(desk)
    chair = Member(99, 99, memberships=(Membership(9, Role.CHAIR),))
    broadcast = await written(desk, maryam)
    async with desk.db.read() as session:
        assert await broadcasts.listed(session, chair, 0, 8) == ([], 0)
        with pytest.raises(Refused, match=r"broadcast\.gone"):
            await broadcasts.get(session, chair, broadcast.id)
    await send(desk, maryam, broadcast)
    async with desk.db.read() as session:
        assert (await broadcasts.get(session, chair, broadcast.id)).id == broadcast.id


async def test_nobody_sends_what_was_sent_or_changes_it(desk: Desk) -> None:
    maryam = await secretary_of(desk)
    broadcast = await written(desk, maryam)
    await send(desk, maryam, broadcast)
    part = Part(PartKind.OUTSIDE)
    async with desk.db.write() as session:
        context = desk.context(session, maryam.person_id)
        for attempt in (
            broadcasts.send(context, maryam, broadcast.id, broadcast.version),
            broadcasts.extend(context, maryam, broadcast.id, Operator.PLUS, part),
            broadcasts.ask(context, maryam, broadcast.id, {}),
            broadcasts.schedule(context, maryam, broadcast.id, None),
            broadcasts.discard(context, maryam, broadcast.id),
        ):
            with pytest.raises(broadcasts.AlreadySent):
                await attempt
        with pytest.raises(Refused):
            await broadcasts.get(session, Member(99, 99), broadcast.id)


async def test_the_progress_counts_who_may_get_it_now_apart_from_who_is_held_back(desk: Desk) -> None:
    desk.organisation.rates = {"telegram": 1.0}
    maryam, city = await secretary_of(desk), await desk.agency("شهرداری")
    for number in range(3):
        await desk.person(f"نماینده {number}", city, quiet=["17:00", "20:00"])
    for number in range(3, 8):
        await desk.person(f"نماینده {number}", city)
    broadcast = await written(desk, maryam)
    await send(desk, maryam, broadcast)
    assert await _left(desk, broadcast) == (6, 3)
    await _arrives(desk)
    await run(desk)
    assert await _left(desk, broadcast) == (3, 3)
    desk.to("1398-07-13 20:30")
    assert await _left(desk, broadcast) == (3, 0)


async def _left(desk: Desk, broadcast: Broadcast) -> tuple[int, int]:
    """The seconds that a broadcast still takes, and how many of its people are held back."""
    async with desk.db.read() as session:
        found = await progress.numbers(desk.context(session), await session.get_one(Broadcast, broadcast.id))
        return found.seconds_left, found.held


async def test_a_broadcast_that_was_stopped_while_it_was_held_leaves_nobody_waiting(desk: Desk) -> None:
    maryam, city = await secretary_of(desk), await desk.agency("شهرداری")
    await desk.person("سارا محمدی", city)
    broadcast = await written(desk, maryam)
    await send(desk, maryam, broadcast)
    async with desk.db.write() as session:
        context = desk.context(session, maryam.person_id)
        stopped = await broadcasts.stop(context, maryam, broadcast.id)
        shown = progress.screen(stopped, await progress.numbers(context, stopped))
    words = Formatter("fa", desk.organisation.zone).plain(shown.text)
    assert "فرستاده نشد: ۲ نفر" in words
    assert "مانده" not in words
