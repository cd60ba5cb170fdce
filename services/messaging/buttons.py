"""Buttons that lead on from any screen."""

from domain.chat.screens import Button, T, Tap

MENU = Button(T("menu.button"), Tap("menu"))
"""The menu."""
TASKS = Button(T("menu.tasks"), Tap("tasks"))
"""The list of one's open obligations."""
ENTER_CODE = Button(T("linking.enter"), Tap("link.enter"))
"""The question for a code of the other messenger."""


def to_task(obligation_id: int) -> Button:
    """One obligation."""
    return Button(T("tasks.open_one"), Tap("task", obligation_id))
