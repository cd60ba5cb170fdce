"""A person's own deadlines as a calendar file of all-day events («افزودن مهلت‌های من به تقویم»)."""

from __future__ import annotations

from datetime import date
from uuid import NAMESPACE_URL, uuid5

from domain.chat.screens import Button, File, Screen, T, Tap
from handlers.core.turn import Reply, Turn
from services.errors import Refused
from services.obligations import obligations
from services.obligations.obligations import View
from services.planning import calendar_file
from services.planning.calendar_file import Event
from services.submissions import task as tasks
from texts import wording
from texts.answer_summary import clip

LONGEST = 700
"""Characters of a resolution's text in an event."""


async def send(turn: Turn, tap: Tap) -> Reply:
    """Send the deadlines of all agencies that the person answers for. Raises Refused when none has a date."""
    agency = await tasks.agency_of(turn.session, turn.member)
    ids = {held.agency_id for held in turn.member.of_agency if held.agency_id} | ({agency.id} if agency else set())
    views = [view for number in sorted(ids) for view in await obligations.open_of_agency(turn.session, number)]
    several = len(ids) > 1
    events = [_event(turn, view, view.due, several=several) for view in obligations.in_order(views) if view.due]
    if not events:
        raise Refused("tasks.no_dates")
    name = f"{turn.voice.plain(T('tasks.calendar_file'))}.ics"
    file = File(turn.organisation.store.write(calendar_file.write(events, turn.now)), name, personal=False)
    turn.fresh = True
    back = (Button(T("tasks.list"), Tap("tasks")),)
    return Screen(T("tasks.calendar_sent", count=len(events)), (back,), file)


def _event(turn: Turn, view: View, day: date, *, several: bool) -> Event:
    """Return the event of one deadline; of a person with several agencies it names the agency."""
    title = wording.resolution_name(view.number, view.item, view.meeting_number)
    words = T("tasks.event_of", title=title, agency=view.agency) if several else T("tasks.event", title=title)
    # The same deadline keeps its name in a calendar, so that a newer file moves it and adds no second one.
    uid = str(uuid5(NAMESPACE_URL, f"dabir:{turn.organisation.name}:obligation:{view.id}"))
    return Event(uid, day, turn.voice.plain(words), sequence=view.version, details=clip(view.text, LONGEST))
