"""Where everything starts: /start, and the menu that fits the person."""

from domain.screens import Button, Screen, T, Tap
from handlers.turn import Reply, Turn


async def show(turn: Turn) -> Reply:
    """/start, with or without the word of an invitation."""
    return await menu(turn, Tap("menu"))


async def menu(turn: Turn, tap: Tap) -> Reply:
    """What this person can do."""
    return Screen(T("start.menu"), ((Button(T("menu.button"), Tap("menu")),),))


async def stray(turn: Turn) -> Reply:
    """Something that nothing waits for."""
    return await menu(turn, Tap("menu"))


async def edited(turn: Turn) -> Reply:
    """An edited message that no form in hand knows."""
    return None
