"""Buttons that lead on from any screen."""

from domain.access import permissions
from domain.chat.screens import Button, T, Tap
from handlers.core.turn import Turn
from services.directory import welcome
from services.messaging import buttons, privacy

LEADS_ON = frozenset(
    {
        *("go", "menu", "tasks", "task", "helping", "data", "history.open", "status", "status.agency", "calls"),
        *("resolutions", "res", "meetings", "meeting", "plan", "reading", "question", "ideas.open", "filled"),
    }
)
"""The taps that only show something else. From a notice they lead to a new message, so that the notice stays."""


def menu_button() -> Button:
    """Return the button that opens the menu."""
    return buttons.MENU


def elsewhere(turn: Turn, key: str, word: str) -> Button:
    """Return the link to a platform that may hold names, numbers and files; ``word`` tells it what to open."""
    return Button(T(key, platform=privacy.elsewhere(turn.organisation)), url=privacy.link(turn.organisation, word))


def way_on(turn: Turn) -> Button:
    """Return the button of the next step: for a stranger the registration, for a facilitator without a neighbourhood
    the choice of one, for all others the menu.
    """
    if turn.member.stranger:
        return Button(T("registration.begin"), Tap("join"))
    return welcome.MINE if permissions.facilitates(turn.member) and not turn.member.active else menu_button()
