"""The preview of a draft, its sending now or at an hour, and what can be done about it afterwards: stop and undo."""

from datetime import datetime

from domain.access.audience import Audience
from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.coming_moment import ComingMoment
from handlers.core.forms import form_filling
from handlers.core.turn import Filled, Reply, Turn
from handlers.secretariat.broadcast import broadcasts as screens
from handlers.secretariat.broadcast import wording
from models.tables.broadcasts import Broadcast, BroadcastState
from models.tables.queues import Lane
from services.broadcast import audience, broadcasts, content, outcomes, progress, rights, running
from services.broadcast.broadcasts import UNSENT, AlreadySent
from services.errors import Refused
from services.messaging import quiet_hours

WHEN = Form("broadcast.when_form", (Question("at", ComingMoment()),), at_once=True)


async def preview(turn: Turn, tap: Tap) -> Reply:
    """Show the message exactly as it will look, and below it who gets it, and the ways to send it.

    Of one that is no draft any more, as the button of an old draft may ask, say what became of it.
    """
    await turn.leave()
    turn.fresh = True
    broadcast = await broadcasts.get(turn.session, turn.member, tap.id)
    if broadcast.state not in UNSENT:
        return await screens.decided_before(turn, AlreadySent(broadcast))
    return [*content.screens(broadcast, sample=True), await _ready(turn, broadcast)]


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show the message of a broadcast that was sent, as it looks now."""
    turn.fresh = True
    broadcast = await broadcasts.get(turn.session, turn.member, tap.id)
    return [*content.screens(broadcast, sample=True), await screens.screen_of(turn, broadcast)]


async def sample(turn: Turn, tap: Tap) -> Reply:
    """Answer the buttons of a preview, which lead nowhere."""
    turn.toast = T("broadcast.sample")
    return None


async def _ready(turn: Turn, broadcast: Broadcast) -> Screen:
    steps = Audience.from_json(broadcast.audience)
    found = await audience.people(turn.context, steps)
    if not found.addressees:
        raise Refused("broadcast.nobody")
    each = len(content.screens(broadcast))
    time = progress.duration(found.seconds(turn.organisation, each))
    lines: list[Text | str] = [T("broadcast.ready", number=broadcast.id), *wording.steps(steps), *wording.counts(found)]
    takes = T("broadcast.takes", count=len(found.reachable), time=time)
    lines += ["", takes if found.reachable else T("broadcast.nobody_reachable")]
    lines += [T("broadcast.held", at=held)] if (held := _held_until(turn)) else []
    if broadcast.send_at:
        lines.append(T("broadcast.send_at", at=broadcast.send_at))
    number, version = broadcast.id, broadcast.version
    send = Button(T("broadcast.send", count=len(found.reachable)), Tap("bc.send", number, version))
    rows = [
        *([(send,)] if found.reachable else []),
        (
            Button(T("broadcast.later"), Tap("bc.when", number, version)),
            Button(T("broadcast.names"), Tap("bc.names", number)),
        ),
    ]
    if broadcast.send_at:
        rows.append((Button(T("broadcast.unschedule"), Tap("bc.unwhen", number)),))
    return Screen(T("broadcast.lines", lines=lines), (*rows, (Button(T("broadcast.edit"), Tap("bc.open", number)),)))


def _held_until(turn: Turn) -> datetime | None:
    """Return the end of the organisation's quiet hours when it is in them now."""
    return quiet_hours.held_until(turn.organisation, {}, turn.now, lane=Lane.BROADCAST)


async def send(turn: Turn, tap: Tap) -> Reply:
    """Let the sending begin («ارسال»); the message about its progress comes of itself."""
    try:
        broadcast = await broadcasts.send(turn.context, turn.member, tap.id, tap.version)
    except AlreadySent as sent:
        return await screens.decided_before(turn, sent)
    await running.begin(turn.context, broadcast.id)
    broadcast = await broadcasts.get(turn.session, turn.member, tap.id)
    if broadcast.state is BroadcastState.DRAFT:
        allowed = await rights.may_send(turn.session, broadcast)
        raise Refused("broadcast.nobody") if allowed else Refused("broadcast.right_ended", number=broadcast.id)
    return Screen(T("broadcast.started", number=broadcast.id))


async def ask_when(turn: Turn, tap: Tap) -> Reply:
    """Ask for the day and hour of the sending."""
    broadcast = await broadcasts.get(turn.session, turn.member, tap.id)
    return await form_filling.begin(turn, WHEN, broadcast.id, anew=True, version=tap.version or broadcast.version)


async def when_sent(turn: Turn, filled: Filled) -> Reply:
    """Give the draft its hour."""
    at = datetime.fromisoformat(filled.answers["at"]).replace(tzinfo=turn.organisation.zone)
    try:
        seen = filled.about.get("version")
        broadcast = await broadcasts.schedule(turn.context, turn.member, filled.subject_id, at, seen)
    except AlreadySent as sent:
        return await screens.decided_before(turn, sent)
    held = quiet_hours.held_until(turn.organisation, {}, at, lane=Lane.BROADCAST)
    news = T("broadcast.scheduled_held", at=at, held=held) if held else T("broadcast.scheduled", at=at)
    return await screens.screen_of(turn, broadcast, news)


async def unschedule(turn: Turn, tap: Tap) -> Reply:
    """Make a scheduled broadcast a draft again."""
    try:
        broadcast = await broadcasts.schedule(turn.context, turn.member, tap.id, None)
    except AlreadySent as sent:
        return await screens.decided_before(turn, sent)
    return await screens.screen_of(turn, broadcast, T("broadcast.unscheduled"))


async def stop(turn: Turn, tap: Tap) -> Reply:
    """Stop the sending («توقف»)."""
    try:
        await broadcasts.stop(turn.context, turn.member, tap.id)
    except AlreadySent as sent:
        return await screens.decided_before(turn, sent)
    return await _after(turn, tap)


async def ask_undo(turn: Turn, tap: Tap) -> Reply:
    """Ask for confirmation before a broadcast is taken back from everybody."""
    turn.fresh = True
    broadcast = await broadcasts.get(turn.session, turn.member, tap.id)
    sure = Button(T("broadcast.undo_sure"), Tap("bc.undo_sure", broadcast.id))
    back = Button(T("broadcast.back"), Tap("bc.open", broadcast.id))
    lines: list[Text | str] = [T("broadcast.undoing", number=broadcast.id)]
    beyond = await outcomes.out_of_reach(turn.session, broadcast)
    lines += ["", T("broadcast.undo_beyond", count=beyond)] if beyond else []
    return Screen(T("broadcast.lines", lines=lines), ((sure,), (back,)))


async def undo(turn: Turn, tap: Tap) -> Reply:
    """Take the broadcast back from everybody («پس گرفتن»)."""
    try:
        await broadcasts.undo(turn.context, turn.member, tap.id)
    except AlreadySent as sent:
        return await screens.decided_before(turn, sent)
    return await _after(turn, tap)


async def _after(turn: Turn, tap: Tap) -> Reply:
    """Do the first slice of what follows, and show the numbers."""
    await running.step(turn.context, tap.id)
    return await screens.screen_of(turn, await broadcasts.get(turn.session, turn.member, tap.id))
