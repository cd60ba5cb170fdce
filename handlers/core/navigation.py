"""The ways on from any screen."""

from domain.chat.screens import Button, T, Tap
from handlers.core.turn import Turn
from services.messaging import buttons, privacy


def menu_button() -> Button:
    """The way back to where everything starts."""
    return buttons.MENU


def elsewhere(turn: Turn, key: str, word: str) -> Button:
    """The way to a platform that takes names, numbers and files, where ``word`` opens what is meant."""
    return Button(T(key, platform=privacy.elsewhere(turn.organisation)), url=privacy.link(turn.organisation, word))


def way_on(turn: Turn) -> Button:
    """What there is for everybody to do next: the menu, or for a stranger to register."""
    return Button(T("registration.begin"), Tap("join")) if turn.member.stranger else menu_button()
