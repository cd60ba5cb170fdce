"""Rows of the lists of meetings: those with minutes, those that are planned, and who has seen a notice."""

from __future__ import annotations

from domain.chat.screens import T, Tap
from handlers.core.list_sheet import MOST, Cell, ListSheet, heads
from handlers.core.turn import Turn
from handlers.secretariat.planning import plan_card
from services.directory import members
from services.meetings import meetings, notice_receipts
from services.planning import plans


async def meetings_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return the meetings with minutes, the latest first."""
    zone = turn.organisation.zone
    rows: list[list[Cell]] = []
    for row in (await meetings.listed(turn.session, 0, MOST))[0]:
        meeting = row.meeting
        seen, told = await notice_receipts.counts(turn.session, meeting.id)
        rows.append(
            [
                meeting.title or T("meeting.untitled"),
                meeting.body,
                meeting.number,
                meeting.held_on,
                T(f"meeting.state.{meeting.state}"),
                row.resolutions,
                row.undecided,
                meeting.issued_at.astimezone(zone) if meeting.issued_at else None,
                T("lists.seen_of", seen=seen, told=told) if told else "",
            ]
        )
    names = ("meeting", "body", "number", "held_on", "state", "resolution_count", "undecided", "issued", "seen_count")
    return ListSheet(T("lists.title.meetings"), heads(*names), rows)


async def plans_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return the planned meetings, the latest first, cancelled ones too."""
    rows: list[list[Cell]] = []
    for plan in (await plans.listed(turn.session, 0, MOST))[0]:
        hour = T("lists.hour", at=plans.starts_at(turn.organisation, plan)) if plan.time else ""
        state = T(f"plan.state.{plan_card.state(turn, plan)}")
        rows.append([plan.body, plan.number, plan.day, hour, plan.place, state])
    return ListSheet(T("lists.title.plans"), heads("body", "number", "held_on", "clock", "place", "state"), rows)


async def receipts_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return who has seen the notice of a meeting, those first who have not."""
    rows: list[list[Cell]] = []
    for receipt in await notice_receipts.of_meeting(turn.session, tap.id):
        roles = await members.of_person(turn.session, receipt.person_id)
        agencies = "، ".join(filter(None, map(members.place_of, roles)))
        zone = turn.organisation.zone
        seen_at = receipt.seen_at.astimezone(zone) if receipt.seen_at else None
        rows.append([members.formal_name(receipt.person), agencies, receipt.told_at.astimezone(zone), seen_at])
    return ListSheet(T("lists.title.receipts"), heads("person", "agency", "told", "seen"), rows)
