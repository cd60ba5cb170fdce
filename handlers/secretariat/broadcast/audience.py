"""The audience of a draft, put together step by step, and shown with names."""

from domain.access.audience import Audience, Operator
from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.core.forms import form_filling
from handlers.core.pagination import page_buttons
from handlers.core.turn import Filled, Reply, Turn
from handlers.secretariat.broadcast import broadcasts as screens
from handlers.secretariat.broadcast import rights, wording
from handlers.secretariat.broadcast.parts import PART, part_of
from models.tables.broadcasts import Broadcast
from services import audit
from services.broadcast import audience, broadcasts
from services.broadcast.broadcasts import AlreadySent
from services.broadcast.rights import of_member
from texts.answer_summary import clip

NAMES = 20
"""The names on one page."""


async def new(turn: Turn, tap: Tap) -> Reply:
    """Begin a broadcast: with the question for its first audience, or with the audience of a right of the member.

    ``tap.id`` is the membership of the right, 0 for the only one.
    """
    if not turn.member.secretary:
        right, *others = await of_member(turn.session, turn.member, tap.id)
        if others:
            return rights.choice([right, *others])
        broadcast = await broadcasts.create(turn.context, right.audience, right.sender)
        return await screens.screen_of(turn, broadcast, T("broadcast.begun"))
    heading = turn.voice.plain(T("audience.how.first"))
    return await form_filling.begin(turn, PART, "0", anew=True, heading=heading, operator=Operator.PLUS.value)


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show the steps of a draft's audience, and the ways to go on."""
    await turn.leave()
    return await _screen(turn, await broadcasts.get(turn.session, turn.member, tap.id))


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the part that is to be added, to be the limit, or to be left out."""
    broadcast, operator = await broadcasts.get(turn.session, turn.member, tap.id), Operator(tap.arg)
    heading = turn.voice.plain(T(f"audience.how.{operator}"))
    return await form_filling.begin(turn, PART, broadcast.id, anew=True, heading=heading, operator=operator.value)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Add the step, to a new draft where there is none yet; or give a member the right to that part."""
    part, operator = part_of(filled), Operator(filled.about["operator"])
    if "right" in filled.about:
        return await rights.granted(turn, filled.about["right"], Audience().then(operator, part))
    if not filled.subject_id:
        broadcast = await broadcasts.create(turn.context, Audience().then(operator, part))
        return await _screen(turn, broadcast, T("audience.begun"))
    try:
        broadcast = await broadcasts.extend(turn.context, turn.member, filled.subject_id, operator, part)
    except AlreadySent as before:
        return await screens.decided_before(turn, before)
    return await _screen(turn, broadcast)


async def back(turn: Turn, tap: Tap) -> Reply:
    """Take the last step back."""
    try:
        broadcast = await broadcasts.shorten(turn.context, turn.member, tap.id)
    except AlreadySent as before:
        return await screens.decided_before(turn, before)
    return await _screen(turn, broadcast)


async def _screen(turn: Turn, broadcast: Broadcast, news: Text | None = None) -> Screen:
    steps, number = Audience.from_json(broadcast.audience), broadcast.id
    lines: list[Text | str] = [news, ""] if news else []
    lines += [T("audience.title", number=number), "", *(wording.steps(steps) or [T("audience.none")])]
    plus, both, minus = (
        Button(T(f"audience.{operator}"), Tap("bc.part", number, arg=operator)) for operator in Operator
    )
    rows: list[tuple[Button, ...]] = [(plus,)]
    if steps.steps:
        lines += ["", *wording.counts(await audience.people(turn.context, steps))]
        rows = [(plus, both), (minus, Button(T("audience.take_back"), Tap("bc.part_back", number)))]
        rows.append((Button(T("broadcast.names"), Tap("bc.names", number)),))
        rows.append((Button(T("audience.done"), Tap("bc.write" if not broadcast.content else "bc.open", number)),))
    return Screen(T("broadcast.lines", lines=lines), (*rows, (Button(T("broadcast.back"), Tap("bc.open", number)),)))


async def names(turn: Turn, tap: Tap) -> Reply:
    """Show the people of an audience by name, a page at a time, those who cannot be reached marked."""
    broadcast = await broadcasts.get_named(turn.session, turn.member, tap.id)
    await audit.note_reading(turn.context, "audience", broadcast.id)
    found = await audience.people(turn.context, Audience.from_json(broadcast.audience))
    people, offset = found.addressees, tap.place
    shown = people[offset : offset + NAMES]
    lines: list[Text | str] = [T("audience.names_title", count=len(people)), ""]
    lines += [wording.person(one, number) for number, one in enumerate(shown, offset + 1)] or [T("audience.nobody")]
    if not offset:
        lines += [T("audience.unmanned_one", name=clip(name, 120)) for name in found.unmanned[:NAMES]]
    moves = page_buttons(len(people), offset, lambda first: Tap("bc.names", broadcast.id, arg=str(first)), size=NAMES)
    return Screen(
        T("broadcast.lines", lines=lines),
        (*((moves,) if moves else ()), (Button(T("broadcast.back"), Tap("bc.open", broadcast.id)),)),
    )
