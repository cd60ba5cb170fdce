"""The messages of a broadcast that people have or that wait for them, reminders too; of two accounts that are one all.

Whoever got it as two persons, before these became one, has its messages twice and one line of the ledger.
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select

from domain.chat.screens import Screen, T
from models.tables.broadcasts import Broadcast, Delivery
from models.tables.queues import Lane, Operation, Outbox, OutboxState
from services.broadcast import content
from services.broadcast.broadcasts import group_key
from services.context import ActionContext
from services.messaging import buttons, outbox, sent_messages
from services.messaging.sent_messages import Change

AGAIN = "again:"
"""The beginning of what a reminder is, in its dedupe key; else that is the place among the one or two messages."""


class Message(NamedTuple):
    """A message of a broadcast: its outbox row and person, what it is, and whether it waits still."""

    row_id: int
    person_id: int
    what: str
    waits: bool

    @property
    def reminds(self) -> bool:
        return self.what.startswith(AGAIN)


def dedupe_key(broadcast_id: int, what: str, person: str) -> str:
    """The key by which nobody gets one message of a broadcast twice."""
    return f"{group_key(broadcast_id)}:{what}:{person}"


async def of_people(context: ActionContext, broadcast: Broadcast, person_ids: Collection[int]) -> list[Message]:
    """The messages of a broadcast to some people that were sent or may still be."""
    rows = await context.session.execute(
        select(Outbox.id, Outbox.person_id, Outbox.dedupe_key, Outbox.state)
        .where(
            Outbox.person_id.in_(person_ids),
            Outbox.group_key == group_key(broadcast.id),
            Outbox.operation == Operation.SEND,
            Outbox.state.in_((OutboxState.PENDING, OutboxState.SENT)),
        )
        .order_by(Outbox.id)
    )
    head = dedupe_key(broadcast.id, "", "").removesuffix(":")
    return [
        Message(row_id, person_id, key.removeprefix(head).rpartition(":")[0], state is OutboxState.PENDING)
        for row_id, person_id, key, state in rows
        if key and person_id
    ]


async def corrected(context: ActionContext, broadcast: Broadcast, deliveries: Collection[Delivery]) -> list[Change]:
    """The changes by which all that some people have of a broadcast shows its words of now.

    A reminder of one who has acknowledged says nothing of them any more.
    """
    by_person = {delivery.person_id: delivery for delivery in deliveries}
    reminder = content.reminder(broadcast, context.organisation.day(broadcast.started_at or context.now))
    changes = []
    for message in await of_people(context, broadcast, by_person):
        delivery = by_person[message.person_id]
        if message.reminds:
            screen = thanks() if delivery.acknowledged_at else reminder
        else:
            screen = content.screens(broadcast, delivery)[int(message.what)]
        changes.append(Change(message.row_id, message.person_id, screen, delivery.person.language))
    return changes


async def show_receipt(context: ActionContext, broadcast: Broadcast, delivery: Delivery) -> None:
    """Mark the buttons under a person's message; reminders give thanks, and those that wait are taken back."""
    marked = content.screens(broadcast, delivery)
    needless, changes = [], []
    for message in await of_people(context, broadcast, [delivery.person_id]):
        if message.reminds and message.waits:
            needless.append(message.row_id)
        elif message.reminds or message.what == str(len(marked) - 1):
            screen = thanks() if message.reminds else marked[-1]
            changes.append(Change(message.row_id, message.person_id, screen, delivery.person.language))
    await outbox.skip(context.session, needless, "seen")
    await sent_messages.revise(context, changes, Lane.REPLY)


def thanks() -> Screen:
    """The screen that a reminder becomes once its person has acknowledged."""
    return Screen(T("receipt.reminded_thanks"), ((buttons.MENU,),))
