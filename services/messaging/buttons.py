"""The buttons that lead on from any screen."""

from domain.chat.screens import Button, T, Tap

MENU = Button(T("menu.button"), Tap("menu"))
"""The button to the menu."""
TASKS = Button(T("menu.tasks"), Tap("tasks"))
"""The button to the list of one's open obligations."""
FORMS = Button(T("menu.data"), Tap("data"))

TO_TASKS = ((TASKS,),)
"""The rows of a message whose next step is that list."""
ENTER_CODE = Button(T("linking.enter"), Tap("link.enter"))
"""The button to the question for a code of the other messenger."""


def to_task(obligation_id: int) -> Button:
    """The button that opens one obligation."""
    return Button(T("tasks.open_one"), Tap("task", obligation_id))
