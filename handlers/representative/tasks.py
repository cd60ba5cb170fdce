"""«اقدام‌های باز من»: an agency's open obligations, and one of them with the ways to answer it."""

from collections.abc import Sequence

from domain.chat.screens import Button, File, Rows, Screen, T, Tap, Text
from domain.persian.search import Named
from handlers.core.navigation import menu_button
from handlers.core.pagination import around
from handlers.core.turn import PAGE, Reply, Turn
from models.meetings import ObligationState
from services.directory import members
from services.errors import Refused
from services.obligations import obligations
from services.obligations.obligations import View
from services.submissions import task as task_service
from services.submissions.task import Task
from texts import wording
from texts.answers import clip

SHORT = 130
"""Characters of a resolution's text in a list."""

LONG = 2800
"""Characters of a resolution's text in one message, which has room for its head and its sub-items' labels besides."""


async def show(turn: Turn) -> Reply:
    """/tasks."""
    return await listed(turn, 0)


async def page(turn: Turn, tap: Tap) -> Reply:
    """The list again, from the place that a button names."""
    return await listed(turn, tap.place)


async def switch(turn: Turn, tap: Tap) -> Reply:
    """The list of another agency of the same person, which is the active one from now on."""
    await members.activate(turn.session, turn.member.person_id, tap.id)
    turn.member = await members.reload(turn.session, turn.member)
    return await listed(turn, 0)


async def listed(turn: Turn, offset: int) -> Screen:
    """The open obligations of the active agency, overdue first."""
    agency = await own_agency(turn)
    return await page_of(turn, agency, await obligations.open_of_agency(turn.session, agency.id), offset)


async def own_agency(turn: Turn) -> Named:
    """The agency that the person acts for. Raises Refused for those who act for none."""
    agency = await task_service.agency_of(turn.session, turn.member)
    if agency is None:
        raise Refused("common.not_yours")
    return agency


async def page_of(turn: Turn, agency: Named, views: Sequence[View], offset: int) -> Screen:
    """A page of an agency's open obligations, which are all in ``views``."""
    others = [*_others(turn, agency.id), *await _helping(turn)]
    if not views:
        return Screen(T("tasks.empty", agency=agency.name), (*others, (menu_button(),)))
    overdue = sum(view.overdue(turn.today) for view in views)
    count = (
        T("tasks.count_overdue", count=len(views), overdue=overdue) if overdue else T("tasks.count", count=len(views))
    )
    shown = views[offset : offset + PAGE]
    lines: list[Text | str] = [T("tasks.title", agency=agency.name), count]
    for place, view in enumerate(shown, offset + 1):
        lines += ["", _row(turn, view, place, views)]
    lines += ["", T("tasks.choose")]
    rows = choices(turn, views, "task", offset, "tasks")
    return Screen(T("form.lines", lines=lines), (*rows, *others, (menu_button(),)))


def choices(turn: Turn, views: Sequence[View], opens: str, offset: int, pages: str) -> Rows:
    """A button for each obligation of a page, which taps ``opens``; then the way to the pages around, by ``pages``."""
    rows = [
        (Button(_label(turn, view, views), Tap(opens, view.id, view.version)),)
        for view in views[offset : offset + PAGE]
    ]
    moves = around(len(views), offset, lambda first: Tap(pages, arg=str(first)))
    return (*rows, moves) if moves else tuple(rows)


def _row(turn: Turn, view: View, place: int, views: Sequence[View]) -> Text:
    return T(
        "tasks.row_returned" if view.state is ObligationState.RETURNED else "tasks.row",
        place=place,
        title=view.title(views),
        due=wording.due_date(view.due, view.kind, turn.today),
        text=clip(" ".join(view.text.split()), SHORT),
    )


def _label(turn: Turn, view: View, views: Sequence[View]) -> Text:
    return T("tasks.label", title=view.title(views), left=wording.time_left(view.due, view.kind, turn.today))


def _others(turn: Turn, agency_id: int) -> Rows:
    return tuple(
        (Button(T("tasks.of_agency", agency=clip(membership.agency, 24)), Tap("tasks.of", membership.id)),)
        for membership in turn.member.of_agency
        if membership.agency_id != agency_id
    )


async def _helping(turn: Turn) -> Rows:
    helped = await task_service.helped(turn.session, turn.member)
    return ((Button(T("tasks.helping_count", count=len(helped)), Tap("helping")),),) if helped else ()


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """One obligation, opened from a list or a message."""
    return card(turn, await task_service.get(turn.session, turn.member, tap.id), tap.arg)


def card(turn: Turn, task: Task, of_status: str = "") -> list[Screen]:
    """An obligation whole, over several messages if its text is long, with the ways to answer it under the last.

    ``of_status`` is the place in /status that it was opened from, as its buttons carry it.
    """
    view = task.view
    lines: list[Text | str] = [
        T("tasks.head", title=wording.resolution_name(view.number, view.item), meeting=view.meeting),
        T("tasks.agency", agency=view.agency),
        T("tasks.deadline", due=wording.due_date(view.due, view.kind, turn.today)),
    ]
    if task.helps:
        lines.append(T("tasks.helps"))
    if task.assignee:
        lines.append(T("tasks.assignee", name=task.assignee))
    lines += _standing(task)
    first, *rest = _parts(task)
    screens = [Screen(T("form.lines", lines=[*lines, "", *first]))]
    screens += [Screen(T("form.lines", lines=part)) for part in rest]
    screens[-1] = Screen(screens[-1].text, (*_ways(turn, task), _back(turn, task, of_status)))
    return screens


def _standing(task: Task) -> list[Text | str]:
    """The lines about the last answer's verdict."""
    answer = task.answer
    if not task.owed:
        if answer is None:
            return [T("tasks.closed")]
        return [T("tasks.answered", verdict=T(f"answer.verdict.{answer.verdict}"))]
    if task.returned and answer:
        return [T("tasks.returned", words=clip(answer.words, 600))]
    return []


def _parts(task: Task) -> list[list[Text | str]]:
    """The text and the sub-items, cut into messages."""
    parts: list[list[Text | str]] = [[]]
    room = LONG
    for label, words in [("", task.view.text), *((item["label"], item["text"]) for item in task.items)]:
        for start in range(0, len(words), LONG):
            piece = words[start : start + LONG]
            if len(piece) > room:
                parts.append([])
                room = LONG
            room -= len(piece)
            parts[-1].append(T("tasks.item", label=label, text=piece) if label and not start else piece)
    return parts


def _ways(turn: Turn, task: Task) -> Rows:
    number, version = task.view.id, task.view.version

    def way(key: str, route: str, arg: str = "") -> Button:
        return Button(T(key), Tap(route, number, version, arg))

    rows: list[tuple[Button, ...]] = []
    if task.template:
        rows.append((way("tasks.template", "task.template"),))
    if task.mine and task.owed:
        later = [way("tasks.snooze", "snooze")] if task.view.due and task.view.due > turn.today else []
        rows += [
            (way("tasks.report", "report"), way("tasks.letter", "letter")),
            (way("tasks.nothing", "nothing"), way("tasks.not_ours", "not_ours")),
            (way("tasks.hand", "hand"), *later),
        ]
    elif task.mine and task.answer:
        rows.append((way("tasks.supplement", "report", "more"),))
    elif task.owed and turn.member.secretary:
        rows.append((Button(T("review.behalf"), Tap("behalf", task.view.agency_id, arg=str(number))),))
    if task.answer and not task.helps:
        rows.append((Button(T("tasks.sent"), Tap("history.open", task.answer.id)),))
    return tuple(rows)


def _back(turn: Turn, task: Task, of_status: str) -> tuple[Button, ...]:
    """The way to the list that an obligation is on."""
    agency_id = task.view.agency_id
    if of_status:
        return Button(T("tasks.to_status"), Tap("status.agency", agency_id, arg=of_status)), menu_button()
    if task.helps:
        return Button(T("tasks.list"), Tap("helping")), menu_button()
    if task.mine or any(membership.agency_id == agency_id for membership in turn.member.of_agency):
        return Button(T("tasks.list"), Tap("tasks")), menu_button()
    return (menu_button(),)


async def template(turn: Turn, tap: Tap) -> Reply:
    """The file that is to be filled in and returned."""
    task = await task_service.get(turn.session, turn.member, tap.id)
    if not task.template:
        raise Refused("common.stale")
    turn.fresh = True
    title = wording.resolution_name(task.view.number, task.view.item)
    return Screen(T("tasks.template_sent", title=title), file=File(task.template["hash"], task.template["name"]))


async def to_answer(turn: Turn, tap: Tap) -> Task:
    """The obligation that a button is to answer. Raises Refused when the person may only read it."""
    task = await task_service.get(turn.session, turn.member, tap.id)
    if not task.mine:
        raise Refused("common.not_yours")
    return task


def answered_before(turn: Turn, task: Task) -> list[Screen]:
    """The obligation as it stands, for a button that came after it was answered or ended."""
    turn.toast = T("answer.settled")
    return card(turn, task)
