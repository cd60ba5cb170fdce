"""The obligations of other agencies in which the agency is a partner («همکاری با دیگران»)."""

from domain.chat.screens import Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.turn import PAGE, Reply, Turn
from handlers.representative import tasks
from services.messaging import buttons
from services.submissions import task as task_service
from texts import wording
from texts.answer_summary import clip

NAME = 120
"""Characters of the name of the agency in charge."""


async def page(turn: Turn, tap: Tap) -> Reply:
    """Show the page of partner obligations that a button names, overdue first; a tap opens one to be read."""
    offset = tap.place
    views = await task_service.helped(turn.session, turn.member)
    back = (buttons.TASKS, menu_button())
    if not views:
        return Screen(T("tasks.helping_empty"), (back,))
    lines: list[Text | str] = [T("tasks.helping_title")]
    for place, view in enumerate(views[offset : offset + PAGE], offset + 1):
        title, due = view.title(views), wording.due_date(view.due, view.kind, turn.today)
        agency, text = clip(view.agency, NAME), clip(" ".join(view.text.split()), tasks.SHORT)
        lines += ["", T("tasks.helping_row", place=place, title=title, due=due, agency=agency, text=text)]
    lines += ["", T("tasks.helping_choose")]
    return Screen(T("form.lines", lines=lines), (*tasks.choices(turn, views, "task", offset, "helping"), back))
