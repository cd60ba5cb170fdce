"""The buttons by which a screen leads on, wherever it is made."""

from domain.chat.screens import Button, T, Tap

MENU = Button(T("menu.button"), Tap("menu"))
"""Where everything starts."""
TASKS = Button(T("menu.tasks"), Tap("tasks"))
"""What waits for an answer."""
ENTER_CODE = Button(T("linking.enter"), Tap("link.enter"))
"""Where a code of the other messenger is typed."""


def to_task(obligation_id: int) -> Button:
    """One obligation."""
    return Button(T("tasks.open_one"), Tap("task", obligation_id))
