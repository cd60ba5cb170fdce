"""Claims of the outbox go round by round: whoever has many rows waits for them alone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.chat.screens import Screen, T
from models.database import Database
from models.tables.people import Person
from models.tables.queues import Lane, Operation, Outbox, OutboxState
from services.messaging import outbox as messages
from services.queues import outbox

NOW = datetime(2019, 10, 5, 14, 30, tzinfo=UTC)
SECONDS = 1000.0
SARA, ALI, STRANGER, GROUP = "telegram:1", "telegram:2", "telegram:3", "telegram:-4"


async def write(db: Database, *rows: dict[str, Any], together: bool = True) -> None:
    async with db.write() as session:
        if together:
            await messages.write(session, rows)
        else:
            await outbox.add(session, rows)


def row(chat: str = "", **columns: Any) -> dict[str, Any]:
    if chat:
        columns["chat"] = chat
    return {**messages.row(Screen(T("menu.button")), NOW, **columns), "platform": "telegram"}


async def claimed(db: Database, most: int = 8, known: Sequence[int] = (), seconds: float = SECONDS) -> list[Any]:
    async with db.read() as session:
        return list(await outbox.claim(session, "telegram", NOW, seconds, known, most))


async def people(db: Database, count: int) -> list[int]:
    async with db.write() as session:
        made = [Person(name_fold="", created_at=NOW) for _ in range(count)]
        session.add_all(made)
        await session.flush()
        return [person.id for person in made]


async def test_the_first_answer_to_somebody_is_before_the_second_to_anybody(db: Database) -> None:
    many = [row(SARA) for _ in range(1000)]
    taps = [row(STRANGER, operation=Operation.TOAST, callback_id=str(n)) for n in range(700)]
    shown = [row(STRANGER) for _ in range(700)]
    lines = [row(GROUP) for _ in range(620)]
    news = [row(person_id=person, lane=Lane.BROADCAST) for person in await people(db, 300)]
    await write(db, *many, *taps, *shown, *lines, *news)
    await write(db, row(ALI), together=False)
    due = await claimed(db)
    assert [one.chat for one in due if one.lane is Lane.REPLY][:4] == [SARA, STRANGER, STRANGER, ALI]
    # A group comes a round later, for one person can have hundreds of them.
    assert [one.chat for one in due if one.lane is Lane.REPLY][7] == GROUP
    # No lane's rows leave another lane without a place.
    assert [one.lane for one in due].count(Lane.BROADCAST) == 8


async def test_the_rows_of_a_recipient_keep_their_order_however_they_are_written(db: Database) -> None:
    await write(db, row(SARA), row(SARA), row(ALI))
    await write(db, row(SARA), row(SARA), together=False)
    first = [one for one in await claimed(db) if one.chat == SARA][:1]
    async with db.write() as session:
        await outbox.complete(session, [{"row": first[0].id, "state": OutboxState.SENT}])
    await write(db, row(SARA), together=False)
    await write(db, row(SARA))
    ids = [one.id for one in await claimed(db) if one.chat == SARA]
    assert ids == sorted(ids)
    assert len(ids) == 5
    async with db.read() as session:
        rounds = list(await session.scalars(select(Outbox.round).where(Outbox.chat == SARA).order_by(Outbox.id)))
    assert len(set(rounds)) == len(rounds)


async def test_replies_and_reminders_of_one_person_are_one_recipient_and_toasts_another(db: Database) -> None:
    [sara] = await people(db, 1)
    key = f"person:{sara}"
    await write(db, row(SARA, recipient=key), row(person_id=sara, lane=Lane.REMINDER), row(SARA, person_id=sara))
    await write(db, row(SARA, operation=Operation.TOAST, callback_id="7"))
    assert [(one.recipient, one.lane) for one in await claimed(db)] == [
        (key, Lane.REPLY),
        (f"toast:{SARA}", Lane.REPLY),
        (key, Lane.REPLY),
        (key, Lane.REMINDER),
    ]


@pytest.mark.ci
async def test_what_rests_takes_no_place_and_holds_up_its_recipient_alone(db: Database) -> None:
    await write(db, *(row(f"telegram:{n}") for n in range(10, 30)), row(SARA), row(SARA), row(ALI))
    async with db.write() as session:
        failed = update(Outbox).where(Outbox.chat.not_in((SARA, ALI)))
        await session.execute(failed.values(retry_at=SECONDS + 60))
        first = await session.scalar(select(Outbox.id).where(Outbox.chat == SARA).order_by(Outbox.id).limit(1))
        await session.execute(update(Outbox).where(Outbox.id == first).values(retry_at=SECONDS + 60))
    assert [(one.chat, one.rests) for one in await claimed(db, 3)] == [(ALI, False), (SARA, True)]
    assert (await claimed(db, 30, seconds=SECONDS + 61))[0].chat == "telegram:10"


@pytest.mark.ci
async def test_buttons_that_go_in_an_idle_moment_take_no_place_of_a_broadcast(db: Database) -> None:
    strips = [row(f"telegram:{n}", operation=Operation.STRIP, lane=Lane.BROADCAST) for n in range(10, 30)]
    await write(db, *strips, row(ALI, lane=Lane.BROADCAST))
    async with db.read() as session:
        busy = await outbox.claim(session, "telegram", NOW, SECONDS, (), 8, strips=False)
    assert [one.chat for one in busy] == [ALI]
    assert {one.operation for one in await claimed(db)} == {Operation.STRIP}


async def test_an_edit_is_superseded_by_a_newer_one_wherever_that_stands(db: Database) -> None:
    async with db.write() as session:
        target = Outbox(chat=SARA, state=OutboxState.SENT, message_id=5, created_at=NOW)
        session.add(target)
        await session.flush()
        target_id = target.id

    def edit(**columns: Any) -> dict[str, Any]:
        return row(SARA, operation=Operation.EDIT, target_id=target_id, **columns)

    await write(db, edit(lane=Lane.REMINDER), *(edit() for _ in range(20)))
    await write(db, edit(not_before=NOW + timedelta(hours=1)))
    due = await claimed(db, 3)
    assert [one.superseded for one in due] == [True, True, True, True]
    last = (await claimed(db, 100))[-2]
    assert not last.superseded
    async with db.write() as session:
        await outbox.complete(session, [{"row": last.id, "state": OutboxState.SENT}])
    assert all(one.superseded for one in await claimed(db, 100))
