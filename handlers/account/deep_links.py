"""Links from a platform that may not show something to one that may."""

import re

from domain.chat.screens import Tap, row_number
from handlers.core.forms import form_filling
from handlers.core.turn import Reply, Turn
from services.conversations import drafts
from services.errors import Refused
from services.messaging import privacy

_WORD = re.compile(r"(see|fill)([0-9]{1,18})")


async def open_link(turn: Turn, word: str) -> Reply:
    """Open a link: a message that was only announced elsewhere, or a form to go on with. None for other words.

    A form's screen opens the form, so that the next message is its answer. Raises Refused when the
    message or form is gone or is not the person's.
    """
    match = _WORD.fullmatch(word)
    if match is None:
        return None
    number = int(match[2])
    if match[1] == "see":
        screens = await privacy.withheld(turn.session, number, turn.member.person_id)
        taps = [button.tap for screen in screens for row in screen.buttons for button in row]
        forms = [tap for tap in taps if tap and tap.name == "f"]
        if not forms:
            return screens
        number = forms[0].id
    number = row_number(str(number))
    if await drafts.get(turn.session, turn.member.person_id, number) is None:
        raise Refused("privacy.not_found")
    return await form_filling.tapped(turn, Tap("f", number, 0, "open"))
