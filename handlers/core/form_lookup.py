"""Forms looked up by id; no other module knows where forms are kept."""

from __future__ import annotations

from domain.forms.engine import Fillable
from handlers.core.open_form import OpenForm
from handlers.core.turn import OnSent, Turn
from services.conversations.drafts import Draft


async def find_route(turn: Turn, form_id: str) -> OnSent | None:
    """Find the route of a form: its questions, who may send it, its handler. None when there is no such form."""
    route = turn.registry.sent.get(form_id)
    if route is None and turn.registry.stored:
        return await turn.registry.stored(turn, form_id)
    return route


async def find_form(turn: Turn, form_id: str) -> Fillable | None:
    """Find a form by the id that drafts, notes and submissions keep. None when there is no such form any more."""
    route = await find_route(turn, form_id)
    return route.form if route else None


async def open_draft(turn: Turn, draft: Draft | None) -> OpenForm | None:
    """Open a draft. None when its form is gone or the person may no longer fill it in.

    A person's role may end while the draft waits.
    """
    route = await find_route(turn, draft.form) if draft else None
    if draft is None or route is None or not route.rule(turn.member):
        return None
    return OpenForm.from_draft(route.form, draft, turn.world)
