"""The ways on from any screen."""

from domain.screens import Button, T, Tap
from handlers.turn import Turn
from services import invitations, privacy

JOIN_WORD = "join"
"""The word of a link by which one registers without an invitation."""


def menu_button() -> Button:
    """The way back to where everything starts."""
    return Button(T("menu.button"), Tap("menu"))


async def answered_elsewhere(turn: Turn) -> tuple[Button, ...]:
    """The way to the form in hand on a platform that takes names, numbers and files.

    A stranger is somebody else there, and registers there from the start, by the same invitation.
    """
    about = turn.draft.about if turn.draft else {}
    key, word = "privacy.answer", f"fill{turn.draft.id if turn.draft else 0}"
    if turn.member.stranger:
        key, word = "privacy.register", JOIN_WORD
        if number := about.get("invitation"):
            word = (await invitations.get(turn.session, number)).code
    address = privacy.link(turn.office, word)
    return (Button(T(key, platform=privacy.elsewhere(turn.office)), url=address),) if address else ()


def way_on(turn: Turn) -> Button:
    """What there is for everybody to do next: the menu, or for a stranger to register."""
    return Button(T("registration.begin"), Tap("join")) if turn.member.stranger else menu_button()
