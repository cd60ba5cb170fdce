"""The relations of a resolution as its card shows them, and the buttons to make and remove them."""

from __future__ import annotations

from domain.chat.screens import Button, T, Tap, Text
from handlers.core.turn import Turn
from models.tables.meetings import Resolution, ResolutionState
from services.meetings import meetings, relations
from services.meetings.relations import name_of

CLOSED_TO_RELATIONS = (ResolutionState.DROPPED, ResolutionState.CLOSED)


async def lines(turn: Turn, resolution: Resolution) -> list[Text]:
    """Return a line for each relation, in either direction."""
    found = []
    for relation in await relations.of(turn.session, resolution.id):
        if relation.resolution_id == resolution.id:
            key = f"relation.line.{relation.kind}" if relation.applied_at else f"relation.waiting.{relation.kind}"
            found.append(T(key, title=name_of(relation.earlier)))
        elif relation.applied_at:
            found.append(T(f"relation.by.{relation.kind}", title=name_of(relation.resolution)))
    return found


async def buttons(turn: Turn, resolution: Resolution) -> list[tuple[Button, ...]]:
    """Return a secretary's buttons: a relation to whatever the text mentions, or to any other; and their removal."""
    if resolution.state in CLOSED_TO_RELATIONS or resolution.meeting.state not in meetings.IN_HAND:
        return []
    rows: list[tuple[Button, ...]] = []
    for earlier in await relations.mentioned(turn.session, resolution):
        label = T("relation.to_mentioned", title=name_of(earlier))
        rows.append((Button(label, Tap("res.relate", resolution.id, 0, str(earlier.id))),))
    for relation in await relations.of(turn.session, resolution.id):
        if relation.resolution_id == resolution.id and not relation.applied_at:
            label = T("relation.remove", title=name_of(relation.earlier))
            rows.append((Button(label, Tap("res.unrelate", resolution.id, relation.id)),))
    rows.append((Button(T("relation.add"), Tap("res.relate", resolution.id)),))
    return rows
