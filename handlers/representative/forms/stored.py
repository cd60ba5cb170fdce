"""Stored forms as routes: a version's form, made ready once and remembered, and what becomes of it when it is sent."""

from collections import OrderedDict

from domain.access import permissions
from domain.forms.occasion import PREFIX
from domain.forms.xforms.form import XForm
from handlers.core.forms.form_lookup import PARKED
from handlers.core.turn import OnSent, Turn
from handlers.representative.forms import sending
from models.database import Session
from services import isolation
from services.errors import Refused
from services.forms import filling, library

MOST_READY = 32
"""Forms that are kept ready to run; the largest takes 3 MB."""
_ready: OrderedDict[tuple[int, str], XForm] = OrderedDict()
"""The forms by their version's id and digest, the one used last at the end."""


async def find(turn: Turn, form_id: str) -> OnSent | None:
    """Find the route of a stored form by its id, ``form.17``. None when there is no such version. Raises Unreadable."""
    version_id = filling.version_in(form_id)
    if not version_id:
        return None
    try:
        form = await ready(turn.session, version_id)
    except library.Unreadable:
        raise
    except Refused:
        return None
    return OnSent(form, sending.sent, permissions.member)


async def ready(session: Session, version_id: int) -> XForm:
    """Load a version's form, ready to run. Raises Refused when there is no such version, and Unreadable."""
    digest = (await library.version(session, version_id)).digest
    key = (version_id, digest)
    if key in _ready:
        _ready.move_to_end(key)
        return _ready[key]
    compiled = await library.compiled(session, version_id)
    with library.readable(version_id):
        form = XForm.of(f"{PREFIX}{version_id}", compiled)
    await isolation.release(session, PARKED, version_id)
    _ready[key] = form
    if len(_ready) > MOST_READY:
        _ready.popitem(last=False)
    return form
