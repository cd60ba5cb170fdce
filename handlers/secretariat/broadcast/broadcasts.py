"""The list of broadcasts, and the screen of one: of a draft all that can be changed, of a sent one its progress."""

from domain.access import permissions
from domain.access.audience import Audience
from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Reply, Turn
from handlers.secretariat.broadcast import wording
from models.tables.broadcasts import Broadcast
from services.broadcast import audience, broadcasts, content, progress
from services.broadcast.broadcasts import UNSENT, AlreadySent
from services.directory import members
from texts.answer_summary import clip

EXCERPT = 40
"""The most characters of the words on a broadcast's line and button."""


async def show(turn: Turn) -> Reply:
    """List the broadcasts, the newest first (/broadcast)."""
    return await _list(turn, 0)


async def page(turn: Turn, tap: Tap) -> Reply:
    """Show another page of the list; below the progress of a broadcast, which goes on in its message."""
    await turn.leave()
    turn.fresh = bool(tap.version)
    return await _list(turn, tap.place)


async def _list(turn: Turn, offset: int) -> Screen:
    rows, total = await broadcasts.listed(turn.session, turn.member, offset, PAGE)
    lines: list[Text | str] = [T("broadcast.title"), ""]
    lines += [_line(row) for row in rows] or [T("broadcast.empty")]
    own: tuple[tuple[Button, ...], ...] = ()
    if permissions.broadcasts(turn.member):
        lines += ["", T("broadcast.next_step" if rows else "broadcast.first_step")]
        own = ((Button(T("broadcast.new"), Tap("bc.new")),),)
    elif rows:
        lines += ["", T("broadcast.read_only")]
    buttons = [(Button(_label(row), Tap("bc.open", row.id)),) for row in rows]
    moves = page_buttons(total, offset, lambda first: Tap("bc", arg=str(first)))
    return Screen(T("broadcast.lines", lines=lines), (*own, *buttons, *((moves,) if moves else ()), (menu_button(),)))


def _line(broadcast: Broadcast) -> Text:
    at = broadcast.send_at or broadcast.created_at
    return T("broadcast.line", state=T(f"broadcast.short.{broadcast.state}"), number=broadcast.id, at=at)


def _label(broadcast: Broadcast) -> Text:
    words = " ".join(content.words_of(broadcast).words.split())
    if not words:
        return T("broadcast.open", number=broadcast.id)
    return T("broadcast.open_about", number=broadcast.id, words=clip(words, EXCERPT))


async def open_one(turn: Turn, tap: Tap) -> Reply:
    """Show one broadcast as it stands."""
    await turn.leave()
    return await screen_of(turn, await broadcasts.get(turn.session, turn.member, tap.id))


async def screen_of(turn: Turn, broadcast: Broadcast, news: Text | None = None) -> Screen:
    """Return the screen of a broadcast: of a draft its parts, of a sent one its numbers."""
    if broadcast.state not in UNSENT:
        numbers = await progress.numbers(turn.context, broadcast)
        return progress.screen(broadcast, numbers, news, acting=permissions.broadcasts(turn.member))
    lines: list[Text | str] = [news, ""] if news else []
    lines += [T(f"broadcast.state.{broadcast.state}", number=broadcast.id), "", *await _audience_lines(turn, broadcast)]
    lines += _content_lines(broadcast)
    if broadcast.send_at:
        lines.append(T("broadcast.send_at", at=broadcast.send_at))
    return Screen(T("broadcast.lines", lines=lines), (*_actions(broadcast), (progress.list_button(),)))


async def _audience_lines(turn: Turn, broadcast: Broadcast) -> list[Text | str]:
    steps = Audience.from_json(broadcast.audience)
    if not steps.steps:
        return [T("audience.none")]
    found = await audience.people(turn.context, steps)
    lines: list[Text | str] = [T("broadcast.to"), *wording.steps(steps)]
    return [*lines, *wording.counts(found)]


def message_lines(broadcast: Broadcast) -> list[Text]:
    """Return the lines about a broadcast's words and files."""
    if not broadcast.content:
        return [T("broadcast.no_words_yet")]
    words, files = " ".join(content.words_of(broadcast).words.split()), content.files_of(broadcast)
    lines = [T("broadcast.words", words=clip(words, 200))] if words else []
    return [*lines, *([T("broadcast.files", count=len(files))] if files else [])]


def question_lines(broadcast: Broadcast) -> list[Text]:
    """Return the line of a broadcast's question with its options."""
    if not broadcast.question:
        return []
    return [T("broadcast.asks", ask=broadcast.question["ask"], options="، ".join(broadcast.question["options"]))]


def _content_lines(broadcast: Broadcast) -> list[Text | str]:
    lines: list[Text | str] = ["", *message_lines(broadcast)]
    lines += question_lines(broadcast)
    lines.append(T("broadcast.with_receipt" if broadcast.receipt else "broadcast.without_receipt"))
    return lines


def _actions(broadcast: Broadcast) -> list[tuple[Button, ...]]:
    number = broadcast.id
    who = Button(T("broadcast.audience"), Tap("bc.audience", number))
    names = Button(T("broadcast.names"), Tap("bc.names", number))
    words = Button(T("broadcast.write"), Tap("bc.write", number))
    question = Button(
        T("broadcast.question_change" if broadcast.question else "broadcast.question_add"), Tap("bc.ask", number)
    )
    receipt = Button(
        T("broadcast.receipt_off" if broadcast.receipt else "broadcast.receipt_on"),
        Tap("bc.receipt", number, arg="" if broadcast.receipt else "1"),
    )
    rows = [(names,) if broadcast.sender else (who, names), (words,), (question, receipt)]
    if broadcast.question:
        rows.append((Button(T("broadcast.question_drop"), Tap("bc.unask", number)),))
    if broadcast.send_at:
        rows.append((Button(T("broadcast.unschedule"), Tap("bc.unwhen", number)),))
    if broadcast.content:
        rows.insert(0, (Button(T("broadcast.preview"), Tap("bc.preview", number)),))
    return [*rows, (Button(T("broadcast.discard"), Tap("bc.discard", number)),)]


async def ask_to_discard(turn: Turn, tap: Tap) -> Reply:
    """Ask for confirmation before a draft is thrown away («حذف پیش‌نویس»)."""
    broadcast = await broadcasts.get(turn.session, turn.member, tap.id)
    sure = Button(T("broadcast.discard_sure"), Tap("bc.discard_sure", broadcast.id))
    back = Button(T("broadcast.back"), Tap("bc.open", broadcast.id))
    return Screen(T("broadcast.discarding", number=broadcast.id), ((sure,), (back,)))


async def discard(turn: Turn, tap: Tap) -> Reply:
    """Throw a draft away."""
    try:
        await broadcasts.discard(turn.context, turn.member, tap.id)
    except AlreadySent as sent:
        return await decided_before(turn, sent)
    turn.toast = T("broadcast.discarded")
    return await _list(turn, 0)


async def decided_before(turn: Turn, sent: AlreadySent) -> Screen:
    """Say who has decided about a broadcast meanwhile, over its present screen."""
    broadcast = await broadcasts.get(turn.session, turn.member, sent.broadcast.id)
    turn.late = True
    if broadcast.decider is None or broadcast.decided_at is None:
        return await screen_of(turn, broadcast, sent.text)
    by = members.colleague(broadcast.decider)
    news = T(f"broadcast.decided.{broadcast.state}", by=by, at=broadcast.decided_at)
    turn.toast = sent.text
    return await screen_of(turn, broadcast, news)
