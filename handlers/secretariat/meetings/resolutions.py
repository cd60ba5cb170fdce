"""Binding resolutions: browsed by meeting and state, searched, closed, given a template file (/resolutions)."""

from __future__ import annotations

from domain.chat.screens import Button, File, Screen, T, Tap, Text, row_number
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Files, Pick
from handlers.core import list_sheet
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Filled, Listing, Reply, Turn
from handlers.secretariat.meetings.review import resolution_card as card
from models.tables.meetings import Resolution, ResolutionState
from services.meetings import meetings, owner_changes, resolution_lifecycle, resolution_search, resolutions
from services.meetings.resolution_search import Filter
from services.obligations import status
from services.obligations.status import Stage, Tally
from texts import wording
from texts.answer_summary import clip

FIND = Form("resolution.find_form", (Question("resolution", Pick("resolutions")),), at_once=True)
TEMPLATE = Form("resolution.template_form", (Question("file", Files(most=1)),), at_once=True)
SHORT = 110
MOST_OWNERS = 3
"""Owners whom a row of the list names."""
"""Characters of a resolution's text in a list."""


async def show(turn: Turn) -> Reply:
    """List the open resolutions of all meetings (/resolutions)."""
    return await _list_screen(turn, 0, Filter.OPEN, 0)


async def page(turn: Turn, tap: Tap) -> Reply:
    """List the resolutions of one meeting (``tap.id``) or of all; ``tap.arg`` is the filter and the first place."""
    await turn.leave()
    only, _, offset = tap.arg.partition(".")
    known = only if only in tuple(Filter) else Filter.ALL if tap.id else Filter.OPEN
    return await _list_screen(turn, tap.id, Filter(known), row_number(offset))


async def _list_screen(turn: Turn, meeting_id: int, only: Filter, offset: int) -> Screen:
    found, total = await resolution_search.listed(turn.session, only, offset, PAGE, meeting_id=meeting_id)
    lines: list[Text | str] = [T("resolution.list_head", count=total, which=T(f"resolution.filter.{only}"))]
    if meeting_id and found:
        lines.append(T("resolution.of_meeting", title=clip(found[0].meeting.title, 160)))
    tallies = await status.tallies(turn.session, [resolution.id for resolution in found], turn.today)
    if total > PAGE:
        lines.append(T("resolution.shown", first=offset + 1, last=offset + len(found), count=total))
    for resolution in found:
        lines += ["", *_lines(resolution, tallies.get(resolution.id))]
    if not found:
        lines += ["", T("resolution.none")]
    label = "resolution.label" if meeting_id else "resolution.label_of"
    buttons = [
        Button(T(label, number=resolution.number, meeting=resolution.meeting.number or "-"), Tap("res", resolution.id))
        for resolution in found
    ]
    pairs = [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]
    moves = page_buttons(total, offset, lambda first: Tap("resolutions", meeting_id, 0, f"{only}.{first}"))
    filters = tuple(
        Button(T(f"resolution.filter.{other}"), Tap("resolutions", meeting_id, 0, other))
        for other in Filter
        if other != only
    )
    tail = (Button(T("resolution.find"), Tap("resolutions.find")), Button(T("menu.meetings"), Tap("meetings")))
    sheet = (list_sheet.button("resolutions", meeting_id, only),) if found else ()
    rows = (*pairs, moves, filters, tail, sheet, (*await _add_button(turn, meeting_id), menu_button()))
    return Screen(T("form.lines", lines=lines), tuple(row for row in rows if row))


async def _add_button(turn: Turn, meeting_id: int) -> tuple[Button, ...]:
    """Return a secretary's button to add a resolution to a meeting, none once the meeting is no longer in hand."""
    if not (meeting_id and turn.member.secretary):
        return ()
    meeting = await meetings.get(turn.session, meeting_id)
    return (Button(T("reading.add"), Tap("res.add", meeting_id)),) if meeting.state in meetings.IN_HAND else ()


def _lines(resolution: Resolution, tally: Tally | None) -> list[Text | str]:
    """Return the lines of a resolution: its text, its owners, its due date, and how many have answered."""
    text = clip(" ".join(resolution.text.split()), SHORT)
    meaning = card.deadline_meaning(resolution.deadline, resolution.period_due or resolution.due)
    lines: list[Text | str] = [T("resolution.row", number=resolution.number, meaning=meaning, text=text)]
    names = list(dict.fromkeys(owner_changes.called(owner) for owner in resolution.owners if not owner.partner))
    if names:
        shown = wording.comma_separated([clip(name, 40) for name in names[:MOST_OWNERS]])
        more = len(names) - MOST_OWNERS
        key = "resolution.row_owners_more" if more > 0 else "resolution.row_owners"
        lines.append(T(key, names=shown, **({"count": more} if more > 0 else {})))
    if tally and (asked := tally.count(*Stage)):
        answered = tally.count(Stage.ANSWERED, Stage.FINISHED)
        lines.append(T("resolution.row_answers", answered=answered, count=asked))
    return lines


async def find(turn: Turn, tap: Tap) -> Reply:
    """Ask for a resolution, by number or by words of its text («جست‌وجو»)."""
    return await form_filling.begin(turn, FIND)


async def find_sent(turn: Turn, filled: Filled) -> Reply:
    """Show the resolution that was chosen."""
    return await card.screen(turn, filled.answers["resolution"]["id"])


async def listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the binding resolutions that a search finds."""
    rows, total = await resolution_search.listed(turn.session, Filter.ALL, offset, PAGE, search=search)
    return Listing([(resolution.id, _label(turn, resolution)) for resolution in rows], total)


def _label(turn: Turn, resolution: Resolution) -> str:
    title = turn.voice.plain(_name(resolution))
    return clip(f"{title}: {' '.join(resolution.text.split())}", 60)


async def close_or_reopen(turn: Turn, tap: Tap) -> Reply:
    """Close the resolution, or reopen it («بستن»)."""
    resolution = await card.unchanged(turn, tap)
    if resolution is None:
        return await card.screen(turn, tap.id)
    change = resolution_lifecycle.reopen if resolution.state is ResolutionState.CLOSED else resolution_lifecycle.close
    await change(turn.context, resolution)
    return await card.screen(turn, tap.id, T(f"resolution.news.{resolution.state}"))


async def toggle_check_in(turn: Turn, tap: Tap) -> Reply:
    """Switch the monthly check-in on a continuous resolution on or off."""
    resolution = await card.unchanged(turn, tap)
    if resolution is None:
        return await card.screen(turn, tap.id)
    await resolution_lifecycle.set_check_in(turn.context, resolution)
    return await card.screen(turn, tap.id, T("resolution.asked" if resolution.check_in else "resolution.not_asked"))


async def template(turn: Turn, tap: Tap) -> Reply:
    """Send the template file with the buttons to replace or remove it («فایل نمونه»); without one, ask for it."""
    resolution = await resolutions.get(turn.session, tap.id)
    if tap.arg == "none" and resolution.template:
        await resolution_lifecycle.set_template(turn.context, resolution, None)
        return await card.screen(turn, resolution.id, T("resolution.template_gone"))
    if tap.arg == "new" or not resolution.template:
        return await form_filling.begin(turn, TEMPLATE, resolution.id, heading=turn.voice.plain(_name(resolution)))
    another = Button(T("resolution.template_new"), Tap("res.template", resolution.id, 0, "new"))
    none = Button(T("resolution.template_remove"), Tap("res.template", resolution.id, 0, "none"))
    back = Button(T("reading.back_one"), Tap("res", resolution.id))
    text = T("resolution.template_now", title=_name(resolution))
    turn.fresh = True
    template_file = resolution.template
    return Screen(text, ((another, none), (back,)), File(template_file["hash"], template_file["name"]))


def _name(resolution: Resolution) -> Text:
    return wording.resolution_name(resolution.number, "", resolution.meeting.number)


async def template_sent(turn: Turn, filled: Filled) -> Reply:
    """Store the template file, which agencies get with their obligation."""
    resolution = await resolutions.get(turn.session, filled.subject_id)
    (file,) = filled.answers["file"]
    await resolution_lifecycle.set_template(turn.context, resolution, file)
    return await card.screen(turn, resolution.id, T("resolution.template_set"))
