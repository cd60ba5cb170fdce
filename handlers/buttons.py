"""The ways on from any screen."""

from domain.screens import Button, T, Tap
from handlers.turn import Turn


def menu_button() -> Button:
    """The way back to where everything starts."""
    return Button(T("menu.button"), Tap("menu"))


def way_on(turn: Turn) -> Button:
    """What there is for everybody to do next: the menu, or for a stranger to register."""
    return Button(T("registration.begin"), Tap("join")) if turn.member.stranger else menu_button()
