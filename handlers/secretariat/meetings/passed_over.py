"""The texts of minutes that were not taken for resolutions: looked at, made into one or added to one, and put back."""

from __future__ import annotations

from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Reply, Turn
from handlers.secretariat.meetings import resolution_card as card
from models.tables.meetings import Meeting
from services.meetings import meetings, passed_over, resolutions
from texts.answer_summary import clip

SHORT, LABEL = 90, 30
"""Characters of a text in a list, and on a button."""
LONGEST = 3500
"""Characters of a text that is shown alone in a message."""
WITH_ALL = 1
"""A tap's ``version`` for the list with the plain kinds, which are folded otherwise."""


async def page(turn: Turn, tap: Tap) -> Reply:
    """List the texts; ``place`` is that of the page's first one («متن‌هایی که مصوبه نشد»)."""
    await turn.leave()
    return _list(await passed_over.get_draft(turn.session, tap.id), tap.version, tap.place)


def _list(meeting: Meeting, version: int, offset: int, news: Text | None = None) -> Screen:
    every = passed_over.waiting(meeting)
    likely = [one for one in every if one.kind in passed_over.LIKELY]
    shown = every if version == WITH_ALL or not likely else likely
    offset = offset if offset < len(shown) else 0
    lines: list[Text | str] = [news, ""] if news else []
    lines += [
        T("passed.title", title=meeting.title or T("meeting.untitled")),
        T("passed.hint" if shown else "passed.none"),
    ]
    rows: list[tuple[Button, ...]] = []
    for place, one in enumerate(shown[offset : offset + PAGE], offset + 1):
        kind = T(f"passed.kind.{one.kind}")
        lines.append(T("passed.row", place=place, kind=kind, text=clip(one.line, SHORT)))
        label = T("passed.label", place=place, text=clip(one.line, LABEL))
        rows.append((Button(label, Tap("passed.one", meeting.id, 0, str(one.index))),))
    if moves := page_buttons(len(shown), offset, lambda first: Tap("passed", meeting.id, version, str(first))):
        rows.append(moves)
    if len(shown) < len(every):
        rest = T("passed.rest", count=len(every) - len(shown))
        rows.append((Button(rest, Tap("passed", meeting.id, WITH_ALL)),))
    elif likely and len(likely) < len(every):
        rows.append((Button(T("passed.fold"), Tap("passed", meeting.id)),))
    rows.append((Button(T("reading.back"), Tap("reading", meeting.id)),))
    return Screen(T("form.lines", lines=lines), tuple(rows))


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """Show a text whole, with what can become of it; ``place`` is its index."""
    meeting = await passed_over.get_draft(turn.session, tap.id)
    one = passed_over.find(meeting, tap.place)
    lines: list[Text | str] = [T("passed.one", kind=T(f"passed.kind.{one.kind}")), "", clip(one.text, LONGEST)]
    make = Button(T("passed.make"), Tap("passed.make", meeting.id, 0, tap.arg))
    choose = Button(T("passed.choose"), Tap("passed.choose", meeting.id, 0, tap.arg))
    back = Button(T("passed.all"), Tap("passed", meeting.id, 0 if one.kind in passed_over.LIKELY else WITH_ALL))
    return Screen(T("form.lines", lines=lines), ((make,), (choose,), (back,)))


async def make(turn: Turn, tap: Tap) -> Reply:
    """Make a resolution of a text, and open its card («مصوبه شود»)."""
    made = await passed_over.make_resolution(turn.context, tap.id, tap.place)
    return await card.screen(turn, made.id, T("passed.made", number=made.number))


async def choose(turn: Turn, tap: Tap) -> Reply:
    """Ask for the resolution that a text is added to; ``version`` is the place of the page's first one."""
    meeting = await passed_over.get_draft(turn.session, tap.id)
    one = passed_over.find(meeting, tap.place)
    found = await resolutions.of_meeting(turn.session, meeting.id, *meetings.UNDECIDED)
    rows: list[tuple[Button, ...]] = []
    for resolution in found[tap.version : tap.version + PAGE]:
        label = T("passed.to", number=resolution.number, text=clip(" ".join(resolution.text.split()), LABEL))
        rows.append((Button(label, Tap("passed.add", resolution.id, 0, tap.arg)),))
    if moves := page_buttons(len(found), tap.version, lambda first: Tap("passed.choose", meeting.id, first, tap.arg)):
        rows.append(moves)
    rows.append((Button(T("passed.back"), Tap("passed.one", meeting.id, 0, tap.arg)),))
    lines: list[Text | str] = [clip(one.line, SHORT), "", T("passed.which" if found else "passed.no_resolutions")]
    return Screen(T("form.lines", lines=lines), tuple(rows))


async def add(turn: Turn, tap: Tap) -> Reply:
    """Add a text to the chosen resolution, and open its card; ``place`` is the text's index."""
    resolution = await passed_over.append(turn.context, tap.id, tap.place)
    return await card.screen(turn, resolution.id, T("passed.added", number=resolution.number))


async def undo(turn: Turn, tap: Tap) -> Reply:
    """Put a text back into the list, and show it there («بازگرداندن»)."""
    resolution, found = await passed_over.put_back(turn.context, tap.id, tap.place)
    news = T("passed.undone") if found else T("passed.undone_kept", number=resolution.number)
    meeting = resolution.meeting
    likely = passed_over.find(meeting, tap.place).kind in passed_over.LIKELY
    return _list(meeting, 0 if likely else WITH_ALL, 0, news)
