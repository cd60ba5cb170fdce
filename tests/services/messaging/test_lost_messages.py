"""Presses on buttons after a restoration: what the rows know holds, and asking costs one query for all of a batch."""

from datetime import UTC, datetime

from sqlalchemy import update

from domain.chat.incoming import Incoming, IncomingKind
from domain.chat.screens import Button, Screen, T, Tap
from models.tables.queues import Operation, Outbox
from services.messaging import lost_messages, outbox
from tests.services.desk import Desk
from tests.services.messaging.test_notify import counted

REVIEW, ACCEPT = Tap("review", 1), Tap("accept", 1)


def showing(tap: Tap) -> Screen:
    return Screen(T("form.lines", lines=["متن"]), ((Button("دکمه", tap),),))


def press(chat: str, message_id: int, tap: Tap) -> Incoming:
    return Incoming(IncomingKind.TAP, chat, chat, message_id, datetime.now(UTC), tap=tap)


async def send(desk: Desk, chat: str, message_id: int, tap: Tap) -> int:
    async with desk.db.write() as session:
        [row] = await outbox.write(session, [outbox.row(showing(tap), desk.now(), chat=chat)])
        await session.execute(update(Outbox).where(Outbox.id == row.id).values(message_id=message_id))
        return row.id


async def test_all_presses_of_a_batch_are_looked_up_in_one_query(desk: Desk) -> None:
    sara, reza, mina = "telegram:1", "telegram:2", "telegram:3"
    await send(desk, sara, 11, REVIEW)
    edited = await send(desk, reza, 22, REVIEW)
    async with desk.db.write() as session:
        edit = outbox.row(showing(ACCEPT), desk.now(), chat=reza, operation=Operation.EDIT, target_id=edited)
        [last] = await outbox.write(session, [edit])
    await send(desk, mina, 33, REVIEW)
    held = [press(sara, 11, REVIEW), press(reza, 22, ACCEPT), press(mina, 33, ACCEPT)]
    # Sara's message shows no such button, Reza's shows it no more, and the chat of another has message 33.
    gone = [press(sara, 11, ACCEPT), press(reza, 22, REVIEW), press(sara, 33, REVIEW), press(mina, 44, REVIEW)]
    async with desk.db.write() as session:
        with counted(desk) as seen:
            assert await lost_messages.lost(session, last.id, [*held, *gone]) == gone
    assert len([one for one in seen if one.startswith("SELECT")]) == 1
