"""The secretary's decisions on requests for more time, one by one, the oldest first («درخواست‌های تمدید»)."""

from datetime import date

from domain.chat.screens import Button, File, Screen, T, Tap, Text
from domain.deadlines import periods
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Words
from domain.forms.types.worded_day import LaterDay
from handlers.core import list_sheet
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative.extension_line import outcome
from models.tables.followup import Extension, ExtensionState
from services.directory import members
from services.messaging import secretary_notices
from services.messaging.secretary_notices import NoticeKind
from services.obligations import extensions
from services.submissions import extension_requests
from services.submissions.extension_requests import ExtensionDecided
from texts import wording
from texts.answer_summary import clip

OTHER = Form("extension.other", (Question("day", LaterDay()), Question("words", Words(1000), required=False)))
REFUSAL = Form("extension.refusal", (Question("words", Words(1000)),))
SHORT = 200
"""Characters of a resolution's text on a card."""
REASON = 1500
"""Characters of a reason on a card."""
MOST_BEFORE = 3
"""Earlier extensions of the same obligation that a card lists."""


async def show(turn: Turn) -> Reply:
    """Show the oldest request that waits (/extensions)."""
    return await _next_screens(turn, 0)


async def show_below(turn: Turn, tap: Tap) -> Reply:
    """Show the request after the one that a button names, the oldest after none; the tapped message stays."""
    turn.fresh = True
    return await _next_screens(turn, tap.id)


async def _next_screens(turn: Turn, after: int) -> list[Screen]:
    await secretary_notices.seen(turn.context, NoticeKind.EXTENSIONS, turn.member.person_id)
    extension = await extension_requests.next_waiting(turn.session, after)
    if extension is None:
        return [Screen(T("extension.none_waiting"), ((menu_button(),),))]
    waiting = await secretary_notices.waiting(turn.session, NoticeKind.EXTENSIONS)
    lines = [T("extension.head", count=waiting), "", *await _lines(turn, extension)]
    number, version = extension.id, extension.version
    rows = [
        (Button(T("extension.grant", until=extension.until), Tap("ext.grant", number, version)),),
        (
            Button(T("extension.other_date"), Tap("ext.other", number, version)),
            Button(T("extension.refuse"), Tap("ext.refuse", number, version)),
        ),
        (Button(T("tasks.open_one"), Tap("task", extension.obligation_id)),),
    ]
    if waiting > 1:
        choose = Button(T("lists.choose"), Tap("many", arg="open_extension"))
        rows.append((Button(T("review.next"), Tap("extensions", number)), choose))
        rows.append((Button(T("lists.grant_many"), Tap("many", arg="grant")), list_sheet.button("extensions")))
    card = Screen(T("form.lines", lines=lines), (*rows, (menu_button(),)))
    return [*_enclosures(extension), card]


async def _lines(turn: Turn, extension: Extension) -> list[Text | str]:
    obligation = extension.obligation
    resolution = obligation.resolution
    due = wording.due_date(obligation.due, periods.kind(resolution.deadline), turn.today)
    lines: list[Text | str] = [
        T(
            "extension.card",
            agency=obligation.agency.name,
            title=wording.resolution_name(resolution.number, obligation.item, resolution.meeting.number),
            text=clip(" ".join(resolution.text.split()), SHORT),
        ),
        T("extension.present_due", due=due),
        T("extension.asked_until", until=extension.until),
    ]
    if off := wording.day_off(extension.until, turn.organisation.calendar):
        lines.append(off)
    lines.append(T("extension.because", reason=clip(extension.reason, REASON)))
    if extension.asker:
        lines.append(T("extension.asked_by", name=members.formal_name(extension.asker), at=extension.asked_at))
    if extension.attachments:
        lines.append(T("answer.attachments", count=len(extension.attachments)))
    before = (await extensions.history(turn.session, [obligation.id]))[obligation.id]
    earlier = [one for one in before if one.id < extension.id and one.state is not ExtensionState.PENDING]
    if earlier:
        lines += ["", T("extension.earlier"), *map(outcome, earlier[-MOST_BEFORE:])]
    if extension.state is not ExtensionState.PENDING:
        lines += ["", outcome(extension)]
    return lines


def _enclosures(extension: Extension) -> list[Screen]:
    total = len(extension.attachments)
    return [
        Screen(
            T("extension.file", place=place, total=total, name=file["name"]),
            file=File(file["hash"], file["name"]),
        )
        for place, file in enumerate(extension.attachments, 1)
    ]


async def grant(turn: Turn, tap: Tap) -> Reply:
    """Grant the request until the day that was asked for, and show the next («موافقت»)."""
    try:
        extension = await extension_requests.grant(turn.context, tap.id)
    except ExtensionDecided as decided:
        return await _decided(turn, decided)
    return await _after(turn, extension)


async def other(turn: Turn, tap: Tap) -> Reply:
    """Ask for the day that is granted in the place of the one asked for («تاریخ دیگر»)."""
    return await _begin(turn, tap, OTHER)


async def other_sent(turn: Turn, filled: Filled) -> Reply:
    """Grant the request until another day («ارسال»)."""
    day = date.fromisoformat(filled.answers["day"])
    try:
        extension = await extension_requests.grant(
            turn.context, filled.subject_id, day, filled.answers.get("words", "")
        )
    except ExtensionDecided as decided:
        return await _decided(turn, decided)
    return await _after(turn, extension)


async def refuse(turn: Turn, tap: Tap) -> Reply:
    """Ask for the words with which the request is refused («موافقت نمی‌شود»)."""
    return await _begin(turn, tap, REFUSAL)


async def refuse_sent(turn: Turn, filled: Filled) -> Reply:
    """Refuse the request with the words («ارسال»)."""
    try:
        extension = await extension_requests.refuse(turn.context, filled.subject_id, filled.answers["words"])
    except ExtensionDecided as decided:
        return await _decided(turn, decided)
    return await _after(turn, extension)


async def _begin(turn: Turn, tap: Tap, form: Form) -> Reply:
    try:
        extension = await extension_requests.waiting(turn.session, tap.id)
    except ExtensionDecided as decided:
        return await _decided(turn, decided)
    obligation, resolution = extension.obligation, extension.obligation.resolution
    heading = T(
        "extension.decision_of",
        agency=obligation.agency.name,
        title=wording.resolution_name(resolution.number, obligation.item, resolution.meeting.number),
        until=extension.until,
    )
    turn.fresh = True
    return await form_filling.begin(turn, form, extension.id, heading=turn.voice.plain(heading))


async def _decided(turn: Turn, decided: ExtensionDecided) -> list[Screen]:
    turn.came_late(decided)
    return await _after(turn, decided.extension, T("extension.decided_before"))


async def _after(turn: Turn, extension: Extension, news: Text | None = None) -> list[Screen]:
    """Return the card of a request that is decided, without its buttons, and the next one that waits."""
    lines: list[Text | str] = [news, ""] if news else []
    lines += await _lines(turn, extension)
    if extension.state is not ExtensionState.WITHDRAWN and news is None:
        refused = extension.state is ExtensionState.REFUSED
        lines += ["", T("extension.told_refusal" if refused else "extension.told_agency")]
    return [Screen(T("form.lines", lines=lines)), *await _next_screens(turn, extension.id)]
