"""The progress of a broadcast: its numbers, the time that is left, and the one message that shows them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.dates.clock import within
from models.tables.broadcasts import Broadcast, BroadcastState, Delivery, DeliveryState
from models.tables.queues import Lane, Outbox
from services.broadcast import audience, content
from services.context import ActionContext
from services.messaging import recipients, sent_messages
from services.messaging.notify import notify

EVERY = timedelta(seconds=3)
"""The least time between two changes of the message about the progress."""


@dataclass(frozen=True, slots=True)
class DeliveryCounts:
    """The deliveries of a broadcast by state; how many of those who have it acknowledged, and chose each option.

    ``held`` of those who wait get nothing before ``held_until``, the hour at which the first of them may. The seconds
    are for the others, or where there are none for the held ones, from that hour on.
    """

    states: Mapping[DeliveryState, int]
    seen: int
    answers: Mapping[int, int]
    seconds_left: int = 0
    held: int = 0
    held_until: datetime | None = None

    def count(self, *states: DeliveryState) -> int:
        return sum(self.states.get(state, 0) for state in states)

    @property
    def all(self) -> int:
        return sum(self.states.values())


async def numbers(context: ActionContext, broadcast: Broadcast) -> DeliveryCounts:
    """Count the deliveries of a broadcast as they stand."""
    session, of_broadcast = context.session, Delivery.broadcast_id == broadcast.id
    rows = await session.execute(select(Delivery.state, func.count()).where(of_broadcast).group_by(Delivery.state))
    states = {DeliveryState(state): count for state, count in rows}
    seen = await session.scalar(select(func.count()).where(of_broadcast, Delivery.acknowledged_at.is_not(None))) or 0
    chosen = (of_broadcast, Delivery.answer.is_not(None))
    answered = await session.execute(select(Delivery.answer, func.count()).where(*chosen).group_by(Delivery.answer))
    answers = {place: count for place, count in answered if place is not None}
    if not states.get(DeliveryState.WAITING):
        return DeliveryCounts(states, seen, answers)
    return DeliveryCounts(states, seen, answers, *await _left(context, broadcast, states[DeliveryState.WAITING]))


async def _left(context: ActionContext, broadcast: Broadcast, waiting: int) -> tuple[int, int, datetime | None]:
    """The seconds for those who wait, by the platforms' rates; the number of those held back, and until when."""
    is_held = and_(Outbox.not_before.is_not(None), Outbox.not_before > context.now)
    rows = await context.session.execute(
        select(Outbox.platform, is_held.label("is_held"), func.count(), func.min(Outbox.not_before))
        .join(Delivery, Delivery.row_id == Outbox.id)
        .where(Delivery.broadcast_id == broadcast.id, Delivery.state == DeliveryState.WAITING)
        .group_by(Outbox.platform, "is_held")
    )
    free, held, hours = Counter[str](), Counter[str](), list[datetime]()
    for platform, kept, count, at in rows:
        (held if kept else free)[platform] += count
        hours += [at] if kept and at else []
    free[""] += waiting - free.total() - held.total()
    each = len(content.screens(broadcast))
    messages = {platform: count * each for platform, count in (+free or held).items()}
    return audience.sending_seconds(context.organisation, messages), held.total(), min(hours, default=None)


async def tell(context: ActionContext, broadcast: Broadcast) -> None:
    """Write or edit the one message about the progress, to who let the sending begin; its last state at once.

    Whoever has no role any more is told nothing of it.
    """
    if broadcast.state in (BroadcastState.DRAFT, BroadcastState.SCHEDULED) or broadcast.decided_by is None:
        return
    running = broadcast.state is BroadcastState.SENDING
    if running and broadcast.progress_at and within(EVERY, broadcast.progress_at, context.now):
        return
    sender = await recipients.members(context.session, [broadcast.decided_by])
    if not sender:
        return
    shown = screen(broadcast, await numbers(context, broadcast))
    if broadcast.progress_row is None:
        [written] = await notify(context, sender, shown, lane=Lane.REPLY)
        broadcast.progress_row = written.id
    elif row := await sent_messages.amend(context, broadcast.progress_row, shown):
        broadcast.progress_row = row
    broadcast.progress_at = context.now
    await context.session.flush()


def screen(broadcast: Broadcast, found: DeliveryCounts, news: Text | None = None, *, acting: bool = True) -> Screen:
    """The screen of a broadcast that was sent, for who is ``acting`` with what can be done about it."""
    lines: list[Text | str] = [news, ""] if news else []
    lines += [T(f"broadcast.state.{broadcast.state}", number=broadcast.id), ""]
    lines.append(T("broadcast.delivered", count=found.count(DeliveryState.DELIVERED), all=found.all))
    waiting = found.count(DeliveryState.WAITING)
    # What waits when a broadcast is stopped is withdrawn, also before each line of the ledger says so.
    left, withdrawn = (waiting, 0) if broadcast.state is BroadcastState.SENDING else (0, waiting)
    for key, count in (
        ("partly", found.count(DeliveryState.PARTLY)),
        ("failed", found.count(DeliveryState.FAILED)),
        ("withheld", found.count(DeliveryState.WITHHELD) + withdrawn),
        ("taken_back", found.count(DeliveryState.TAKEN_BACK)),
        ("standing", found.count(DeliveryState.STANDING)),
    ):
        lines += [T(f"broadcast.{key}", count=count)] if count else []
    if left:
        lines.append(T("broadcast.left", count=left, time=duration(found.seconds_left)))
        if found.held_until:
            lines.append(T("broadcast.held_back", count=found.held, at=found.held_until))
    if broadcast.receipt or broadcast.question:
        lines.append(T("broadcast.seen", count=found.seen))
    for place, option in enumerate(broadcast.question.get("options", ())):
        lines.append(T("broadcast.answers", option=option, count=found.answers.get(place, 0)))
    return Screen(
        T("broadcast.lines", lines=lines),
        (*_actions(broadcast, acting), (Button(T("broadcast.all"), Tap("bc", version=1)),)),
    )


def _actions(broadcast: Broadcast, acting: bool) -> list[tuple[Button, ...]]:
    ledger = Button(T("broadcast.ledger"), Tap("bc.ledger", broadcast.id))
    preview = Button(T("broadcast.show"), Tap("bc.show", broadcast.id))
    if broadcast.state is BroadcastState.UNDONE or not acting:
        return [(ledger, preview)]
    undo = Button(T("broadcast.undo"), Tap("bc.undo", broadcast.id))
    correct = Button(T("broadcast.correct"), Tap("bc.correct", broadcast.id))
    first = (
        (Button(T("broadcast.stop"), Tap("bc.stop", broadcast.id)),)
        if broadcast.state is BroadcastState.SENDING
        else ()
    )
    return [(*first, undo), (correct, ledger), (preview,)]


def duration(seconds: int) -> Text:
    """A time in words: «حدود ۴۰ ثانیه», «حدود ۵ دقیقه», «حدود ۲ ساعت»."""
    if seconds < 60:
        return T("broadcast.time.seconds", count=max(1, seconds))
    minutes = -(-seconds // 60)
    return (
        T("broadcast.time.minutes", count=minutes)
        if minutes < 90
        else T("broadcast.time.hours", count=-(-minutes // 60))
    )


def open_button(broadcast: Broadcast) -> Button:
    """The button that opens a broadcast as it stands."""
    return Button(T("broadcast.open", number=broadcast.id), Tap("bc.open", broadcast.id))


def list_button() -> Button:
    """The button to the list of broadcasts."""
    return Button(T("broadcast.all"), Tap("bc"))
