"""Forms looked up by id; no other module knows where forms are kept."""

from __future__ import annotations

import structlog

from domain.forms.engine import Fillable
from handlers.core.open_form import OpenForm
from handlers.core.turn import OnSent, Turn
from services import isolation
from services.conversations.drafts import Draft
from services.forms.library import Unreadable

log = structlog.get_logger()

PARKED = "form"
"""The kind of the parked rows: versions of forms whose data can't be read."""


async def find_route(turn: Turn, form_id: str) -> OnSent | None:
    """Find the route of a form: its questions, who may send it, its handler. None when there is no such form.

    Raises Unreadable.
    """
    route = turn.registry.sent.get(form_id)
    if route is None and turn.registry.stored:
        return await turn.registry.stored(turn, form_id)
    return route


async def find_form(turn: Turn, form_id: str) -> Fillable | None:
    """Find a form by the id that drafts, notes and submissions keep. None when there is no such form any more, or it
    can't be read.
    """
    try:
        route = await find_route(turn, form_id)
    except Unreadable as unreadable:
        await park(turn, unreadable)
        return None
    return route.form if route else None


async def open_draft(turn: Turn, draft: Draft | None) -> OpenForm | None:
    """Open a draft. None when its form is gone or the person may no longer fill it in.

    A person's role may end while the draft waits. Raises Unreadable.
    """
    route = await find_route(turn, draft.form) if draft else None
    if draft is None or route is None or not route.rule(turn.member):
        return None
    return OpenForm.from_draft(route.form, draft, turn.world)


async def park(turn: Turn, unreadable: Unreadable) -> None:
    """Park a form that can't be read, so that the secretariat sees it."""
    error = isolation.kind_of(unreadable.error)
    log.error("a form can't be read", version=unreadable.version_id, error=error)
    await isolation.park(turn.session, PARKED, unreadable.version_id, error, turn.now)
