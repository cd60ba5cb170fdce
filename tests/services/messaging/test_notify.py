"""The one way to send: many people in one statement, group keys whose latest message counts, quiet hours, chats."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update

from domain.chat.screens import Screen, Text
from models.tables.people import Person
from models.tables.queues import Lane, Operation, Outbox, OutboxState
from services.messaging import notify as sending
from services.messaging import outbox, recipients
from services.messaging.notify import PERSON, notify, withdraw
from services.messaging.outbox import Written
from services.messaging.recipients import Recipient
from tests.services.desk import Desk, moment


def says(line: str) -> Screen:
    return Screen(Text("form.lines", {"lines": [line]}))


async def tell(desk: Desk, to: list[Recipient], line: str, **how: Any) -> list[Written]:
    async with desk.db.write() as session:
        return await notify(desk.context(session), to, says(line), **how)


async def rows(desk: Desk) -> list[Outbox]:
    async with desk.db.read() as session:
        return list(await session.scalars(select(Outbox).order_by(Outbox.id)))


async def pending(desk: Desk) -> list[Outbox]:
    return [row for row in await rows(desk) if row.state is OutboxState.PENDING]


@contextmanager
def counted(desk: Desk) -> Iterator[list[str]]:
    """Collect the statements that are executed in the block."""
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    engine = desk.db.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def test_a_thousand_people_are_written_to_in_one_statement_and_withdrawn_in_one(desk: Desk) -> None:
    async with desk.db.write() as session:
        people = [Person(name=f"نمایندهٔ {number}", name_fold="", created_at=desk.now()) for number in range(1000)]
        session.add_all(people)
        await session.flush()
        to = [Recipient.of(person) for person in people]
    tomorrow = moment("1398-07-14 10:00")
    with counted(desk) as statements:
        told = await tell(
            desk,
            to,
            "فردا نشست است",
            group_key="broadcast:1",
            lane=Lane.BROADCAST,
            not_before=tomorrow,
        )
    assert sum("INSERT INTO outbox" in statement for statement in statements) == 1
    assert {one.person_id for one in told} == {one.id for one in to}
    waiting = await pending(desk)
    assert sorted(one.id for one in told) == [row.id for row in waiting]
    assert {row.not_before for row in waiting} == {tomorrow}
    async with desk.db.write() as session:
        await session.execute(update(Outbox).where(Outbox.id == told[0].id).values(state=OutboxState.SENT))
        assert await withdraw(desk.context(session), "broadcast:1", "withdrawn") == 999
    assert await pending(desk) == []


async def test_of_a_group_the_latest_takes_the_place_of_what_waits(desk: Desk) -> None:
    sara, reza = Recipient(await desk.person("سارا")), Recipient(await desk.person("رضا"))
    await tell(desk, [sara, reza], "مهلت فرداست", group_key="deadline:1")
    await tell(desk, [sara], "مهلت شنبه است", group_key="deadline:1")
    await tell(desk, [sara], "نشست پنجم", group_key="deadline:2")
    assert [(row.person_id, row.group_key, "شنبه" in row.screen) for row in await pending(desk)] == [
        (sara.id, "deadline:1", True),
        (sara.id, "deadline:2", False),
    ]


async def test_what_was_sent_of_a_group_stays(desk: Desk) -> None:
    sara = Recipient(await desk.person("سارا"))
    desk.to("1398-07-14 10:00")
    await tell(desk, [sara], "مهلت فرداست", group_key="deadline:1")
    await desk.deliver()
    await tell(desk, [sara], "مهلت شنبه است", group_key="deadline:1")
    assert [row.state for row in await rows(desk)] == [OutboxState.SENT, OutboxState.PENDING]


async def test_a_group_of_each_person_is_superseded_for_that_person_alone(desk: Desk) -> None:
    sara, reza = Recipient(await desk.person("سارا")), Recipient(await desk.person("رضا"))
    await tell(desk, [sara, reza], "یادآوری", group_key=f"letter:{PERSON}")
    await tell(desk, [sara], "یادآوری دیگر", group_key=f"letter:{PERSON}")
    assert [row.group_key for row in await pending(desk)] == [f"letter:{reza.id}", f"letter:{sara.id}"]


async def test_whoever_has_had_it_gets_it_no_second_time(desk: Desk) -> None:
    sara, reza = Recipient(await desk.person("سارا")), Recipient(await desk.person("رضا"))
    key = f"digest:{PERSON}:1398-07-14"
    await tell(desk, [sara], "فهرست روز", dedupe_key=key)
    assert [one.person_id for one in await tell(desk, [sara, reza], "فهرست روز", dedupe_key=key)] == [reza.id]
    assert [row.dedupe_key for row in await rows(desk)] == [
        f"digest:{sara.id}:1398-07-14",
        f"digest:{reza.id}:1398-07-14",
    ]


async def test_somebody_named_twice_is_told_once(desk: Desk) -> None:
    city, relief = await desk.agency("شهرداری"), await desk.agency("کمیتهٔ امداد")
    sara = await desk.person("سارا", city, relief)
    async with desk.db.write() as session:
        to = await recipients.people(session, [sara]) + await recipients.answering_for(session, [city, relief])
        assert len(await notify(desk.context(session), to, says("خبر"))) == 1


async def test_each_recipient_may_have_words_of_their_own(desk: Desk) -> None:
    sara, reza = await desk.person("سارا"), await desk.person("رضا")
    async with desk.db.write() as session:
        to = await recipients.people(session, [sara, reza])
        await notify(desk.context(session), to, lambda person: says(f"سلام {person.name}"))
    assert await desk.written_to(sara) == ["سلام سارا"]
    assert await desk.written_to(reza) == ["سلام رضا"]


async def test_a_message_to_a_chat_goes_there_and_nowhere_else(desk: Desk) -> None:
    sara = await desk.person("سارا")
    chats = ["telegram:1", "bale:2"]
    await tell(desk, [Recipient.in_chat(sara, chat) for chat in chats], "دو حساب یکی شد", lane=Lane.REPLY)
    assert [(row.person_id, row.chat, row.platform) for row in await pending(desk)] == [
        (sara, "telegram:1", "telegram"),
        (sara, "bale:2", "bale"),
    ]


@pytest.mark.parametrize(
    ("lane", "asked_for", "held_until"),
    [
        (Lane.REPLY, None, None),
        (Lane.REMINDER, None, "1398-07-14 09:00"),
        (Lane.BROADCAST, None, "1398-07-14 09:00"),
        (Lane.BROADCAST, "1398-07-14 08:00", "1398-07-14 09:00"),
        (Lane.BROADCAST, "1398-07-14 12:00", "1398-07-14 12:00"),
        (Lane.REPLY, "1398-07-14 08:00", "1398-07-14 08:00"),
    ],
)
async def test_all_but_replies_wait_for_the_end_of_the_quiet(
    desk: Desk, lane: Lane, asked_for: str | None, held_until: str | None
) -> None:
    """A message of eleven at night to somebody whose own quiet hours end at nine."""
    sara = await desk.person("سارا", quiet=["22:00", "09:00"])
    desk.to("1398-07-13 23:00")
    async with desk.db.write() as session:
        to = await recipients.people(session, [sara])
        not_before = moment(asked_for) if asked_for else None
        await notify(desk.context(session), to, says("خبر"), lane=lane, not_before=not_before)
    [row] = await pending(desk)
    assert row.not_before == (moment(held_until) if held_until else None)


async def test_a_change_of_a_renewed_message_is_taken_back_with_its_group(desk: Desk) -> None:
    sara = Recipient(await desk.person("سارا"))
    desk.to("1398-07-14 10:00")
    every = moment("1398-07-14 10:10") - moment("1398-07-14 10:00")
    for line in ("یک نامه رسید", "دو نامه رسید"):
        await tell(desk, [sara], line, group_key="letters", renew_every=every)
        await desk.deliver()
    [change] = await pending(desk)
    assert (change.operation, change.group_key) == (Operation.EDIT, "letters")
    async with desk.db.write() as session:
        await sending.followed(desk.context(session), "letters")
    assert await pending(desk) == []


async def test_a_message_held_back_is_reworded_where_it_stands(desk: Desk) -> None:
    sara = Recipient(await desk.person("سارا"))
    evening: datetime = moment("1398-07-13 20:00")
    [first] = await tell(desk, [sara], "یک نامه رسید", not_before=evening)
    async with desk.db.write() as session:
        assert await outbox.amend(session, first.id, says("دو نامه رسید"), desk.now()) == first.id
    assert await desk.written_to(sara.id) == ["دو نامه رسید"]


async def test_what_was_sent_meanwhile_is_neither_taken_back_nor_reworded(desk: Desk) -> None:
    sara = await desk.person("سارا محمدی", await desk.agency("شهرداری"))
    [written] = await tell(desk, [Recipient(sara, "", "سارا محمدی", {})], "سه روز مانده است.")
    before = (await rows(desk))[0].screen
    async with desk.db.write() as session:
        await session.execute(update(Outbox).values(state=OutboxState.SENT))
        await outbox.skip(session, [written.id], "superseded")
        await outbox.reword(session, {written.id: says("دو روز مانده است.")})
    [row] = await rows(desk)
    assert (row.state, row.screen) == (OutboxState.SENT, before)


async def test_a_message_that_is_not_repeated_does_not_lose_the_one_that_waits(desk: Desk) -> None:
    sara = Recipient(await desk.person("سارا محمدی", await desk.agency("شهرداری")), "", "سارا محمدی", {})
    [first] = await tell(desk, [sara], "فهرست امروز", group_key="list", dedupe_key=f"list:{PERSON}:1")
    assert await tell(desk, [sara], "فهرست امروز، دوباره", group_key="list", dedupe_key=f"list:{PERSON}:1") == []
    assert [row.id for row in await pending(desk)] == [first.id]
    [second] = await tell(desk, [sara], "فهرست فردا", group_key="list", dedupe_key=f"list:{PERSON}:2")
    assert [row.id for row in await pending(desk)] == [second.id]


@pytest.mark.parametrize("end", [OutboxState.SKIPPED, OutboxState.FAILED])
async def test_a_renewed_message_that_never_arrived_is_written_anew(desk: Desk, end: OutboxState) -> None:
    sara = Recipient(await desk.person("سارا محمدی", await desk.agency("شهرداری")), "", "سارا محمدی", {})
    every = timedelta(minutes=10)
    await tell(desk, [sara], "۱ گزارش", group_key="heap", renew_every=every)
    async with desk.db.write() as session:
        await session.execute(update(Outbox).values(state=end))
    await tell(desk, [sara], "۲ گزارش", group_key="heap", renew_every=every)
    [row] = await pending(desk)
    assert row.operation is Operation.SEND


async def test_several_unsent_messages_are_reworded_at_once(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    people = [Recipient(await desk.person(name, city), "", name, {}) for name in ("سارا محمدی", "رضا کریمی")]
    written = await tell(desk, people, "سه روز مانده است.")
    async with desk.db.write() as session:
        await outbox.reword(session, {row.id: says("دو روز مانده است.") for row in written})
    assert {row.screen for row in await rows(desk)} == {says("دو روز مانده است.").to_json()}
