"""Meetings: those ahead and those that were held, one with its review and its withdrawal (/meetings)."""

from __future__ import annotations

from domain.chat.screens import Button, File, Screen, T, Tap, Text
from handlers.core import list_sheet
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Reply, Turn
from handlers.secretariat.meetings import notice_receipts, signed_scan
from handlers.secretariat.meetings.review.minutes_review import details
from handlers.secretariat.planning import plan_card
from models.tables.meetings import Meeting, MeetingState, ResolutionState
from services.meetings import meetings, relations, resolutions
from services.meetings.meetings import Row
from services.planning import minutes_of_plan, plans
from texts.answer_summary import clip

MOST_PLANNED = 3
"""Planned meetings that stand above those with minutes, ahead or held each; all of them have their own list."""

ALBUM = 10
"""The most files of one album."""


async def show(turn: Turn) -> Reply:
    """List the meetings (/meetings)."""
    return await _list_screen(turn, 0)


async def page(turn: Turn, tap: Tap) -> Reply:
    """Show the page of meetings that a button names."""
    await turn.leave()
    return await _list_screen(turn, tap.place)


async def _list_screen(turn: Turn, offset: int) -> Screen:
    rows, total = await meetings.listed(turn.session, offset, PAGE)
    ahead, held = await plans.without_minutes(turn.context) if not offset else ([], [])
    lines: list[Text | str] = []
    buttons: list[tuple[Button, ...]] = []
    for head, some in (("meeting.ahead", ahead[:MOST_PLANNED]), ("meeting.held", held[:MOST_PLANNED])):
        if some:
            lines += [T(head), "", *plan_card.lines_of(turn, some), ""]
            buttons += plan_card.buttons_of(some)
    if buttons:
        buttons.append((Button(T("plan.all"), Tap("plans")),))
    if rows:
        lines += [T("meeting.head", count=total), "", *map(_line, rows)]
        buttons += [(Button(_label(row.meeting), Tap("meeting", row.meeting.id)),) for row in rows]
        buttons.append(page_buttons(total, offset, lambda first: Tap("meetings", arg=str(first))))
        buttons.append((list_sheet.button("meetings"),))
    elif not ahead and not held:
        lines.append(T("meeting.none"))
    if turn.member.secretary:
        buttons += [(Button(T("meeting.new"), Tap("minutes")),), (Button(T("plan.new"), Tap("plan.new")),)]
    buttons.append((menu_button(),))
    return Screen(T("form.lines", lines=lines), tuple(row for row in buttons if row))


def _line(row: Row) -> Text:
    state = T(f"meeting.state.{row.meeting.state}")
    title = clip(row.meeting.title, 120) or T("meeting.untitled")
    return T("meeting.row", title=title, state=state, count=row.resolutions)


def _label(meeting: Meeting) -> Text | str:
    if meeting.number and meeting.held_on:
        return T("meeting.label", number=meeting.number, day=meeting.held_on)
    return clip(meeting.title, 40) or T("meeting.untitled")


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """Show one meeting."""
    await turn.leave()
    return await screen(turn, await meetings.get(turn.session, tap.id))


async def screen(turn: Turn, meeting: Meeting, news: Text | None = None) -> Screen:
    """Return a meeting's screen: its state, its counts, and the buttons of its next steps."""
    all_resolutions = await resolutions.of_meeting(turn.session, meeting.id)
    undecided = sum(resolution.state in meetings.UNDECIDED for resolution in all_resolutions)
    lines: list[Text | str] = [news, ""] if news else []
    lines += [T("reading.title", title=meeting.title or T("meeting.untitled")), *details(meeting), ""]
    lines.append(T("meeting.stands", state=T(f"meeting.state.{meeting.state}"), count=len(all_resolutions)))
    if meeting.issued_at:
        lines.append(T("meeting.notified_at", at=meeting.issued_at))
        lines += await notice_receipts.line(turn, meeting)
    if undecided and meeting.state in meetings.IN_HAND:
        lines.append(T("meeting.undecided", count=undecided))
    active = sum(resolution.state is ResolutionState.ACTIVE for resolution in all_resolutions)
    if active:
        lines.append(T("meeting.active", count=active))
    rows: list[tuple[Button, ...]] = []
    if turn.member.secretary:
        rows += _secretary_buttons(meeting, undecided)
    rows += await notice_receipts.buttons(turn, meeting)
    if any(resolution.state in resolutions.BINDING for resolution in all_resolutions):
        rows.append((Button(T("menu.resolutions"), Tap("resolutions", meeting.id)),))
    if active:
        rows.append((Button(T("export.of_meeting"), Tap("export.meeting", meeting.id)),))
    if meeting.duties and meeting.state is MeetingState.ISSUED:
        rows.append((Button(T("duty.button"), Tap("duty.kinds")),))
    if meeting.source:
        rows.append((Button(T("meeting.source"), Tap("meeting.source", meeting.id)),))
    rows += await signed_scan.buttons(turn, meeting)
    if plan := await minutes_of_plan.of_meeting(turn.session, meeting.id):
        rows.append((Button(T("plan_minutes.plan"), Tap("plan", plan.id)),))
    rows.append((Button(T("meeting.all"), Tap("meetings")), menu_button()))
    return Screen(T("form.lines", lines=lines), tuple(rows))


def _secretary_buttons(meeting: Meeting, undecided: int) -> list[tuple[Button, ...]]:
    number = meeting.id
    rows: list[tuple[Button, ...]] = []
    if meeting.state is MeetingState.REVIEW or (meeting.state is MeetingState.ISSUED and undecided):
        rows.append((Button(T("meeting.resume"), Tap("reading", number)),))
    if meeting.state is MeetingState.WITHDRAWN:
        rows.append((Button(T("meeting.mend"), Tap("meeting.mend", number, meeting.version)),))
    if meeting.state is MeetingState.ISSUED:
        rows.append((Button(T("meeting.unheard"), Tap("notify.unheard", number)),))
        rows.append(
            (Button(T("reading.add"), Tap("res.add", number)), Button(T("meeting.next"), Tap("meeting.next", number)))
        )
        rows.append((Button(T("meeting.withdraw"), Tap("meeting.withdraw", number, meeting.version)),))
    return rows


async def source_file(turn: Turn, tap: Tap) -> Reply:
    """Send the file from which the minutes were read."""
    meeting = await meetings.get(turn.session, tap.id)
    turn.fresh = True
    if not meeting.source:
        return await screen(turn, meeting)
    text = T("meeting.source_sent", title=clip(meeting.title, 200))
    # Meetings of earlier versions have one file alone.
    if pages := meeting.source.get("more"):
        files = [File(file["hash"], file["name"]) for file in (meeting.source, *pages)]
        return [Screen(text, album=tuple(files[at : at + ALBUM])) for at in range(0, len(files), ALBUM)]
    return Screen(text, file=File(meeting.source["hash"], meeting.source["name"]))


async def withdraw(turn: Turn, tap: Tap) -> Reply:
    """Withdraw the issuance after one confirmation («لغو ابلاغ»). Raises Refused once anything was reported."""
    meeting = await meetings.get(turn.session, tap.id)
    if meeting.version != tap.version:
        turn.toast = T("common.stale")
        return await screen(turn, meeting)
    if tap.arg == "sure":
        count = await meetings.withdraw(turn.context, meeting)
        opened, amended = await relations.undo(turn.context, meeting)
        lines: list[Text | str] = [T("meeting.withdrawn", count=count)]
        lines += [T("relation.opened_again", count=opened)] if opened else []
        lines += [T("relation.stays_amended", count=amended)] if amended else []
        return await screen(turn, meeting, T("form.lines", lines=lines))
    sure = Button(T("meeting.withdraw_sure"), Tap("meeting.withdraw", meeting.id, meeting.version, "sure"))
    back = Button(T("meeting.open"), Tap("meeting", meeting.id))
    return Screen(T("meeting.withdrawing", title=meeting.title or T("meeting.untitled")), ((sure,), (back,)))


async def mend(turn: Turn, tap: Tap) -> Reply:
    """Take a withdrawn meeting into review again («بازبینی و ابلاغ دوباره»)."""
    meeting = await meetings.get(turn.session, tap.id)
    if meeting.version != tap.version:
        turn.toast = T("common.stale")
        return await screen(turn, meeting)
    await meetings.mend(turn.context, meeting)
    # Its withdrawal has let the planned meeting wait for other minutes.
    if plan := await minutes_of_plan.find(turn.session, meeting):
        await minutes_of_plan.link(turn.context, plan, meeting)
    return await screen(turn, meeting, T("meeting.mended"))
