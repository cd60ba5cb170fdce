"""The agency's open obligations, and one of them with the buttons to answer it («اقدام‌های باز من»)."""

from collections.abc import Sequence

from domain.access import permissions
from domain.chat.screens import Button, File, Rows, Screen, T, Tap, Text
from domain.persian import closing_words
from domain.persian.search import Named
from domain.reminder_plan import longest_snooze
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Reply, Turn
from handlers.representative.extension_line import outcome
from models.tables.followup import ExtensionState
from models.tables.meetings import ObligationState, Verdict
from services.conversations import drafts
from services.correspondence import letters
from services.directory import members, welcome
from services.errors import Refused
from services.forms import occasions
from services.forms.occasions import Due
from services.obligations import attached_forms, obligations
from services.obligations.obligations import View
from services.submissions import task as task_service
from services.submissions.task import Task
from texts import wording
from texts.answer_summary import clip

SHORT = 130
"""Characters of a resolution's text in a list."""

LONG = 2800
"""Characters of a resolution's text in one message, which also holds its head and its sub-items' labels."""

MOST_EXTENSIONS = 3
"""The latest extensions of an obligation that its card names."""
MOST_LETTERS = 3
"""The latest letters of the secretariat about it."""


async def show(turn: Turn) -> Reply:
    """List the open obligations of the active agency (/tasks)."""
    return await list_screen(turn, 0)


async def page(turn: Turn, tap: Tap) -> Reply:
    """Show the page of open obligations that a button names."""
    return await list_screen(turn, tap.place)


async def switch_agency(turn: Turn, tap: Tap) -> Reply:
    """Make another of the person's agencies the active one, and list its open obligations."""
    await members.activate(turn.session, turn.member.person_id, tap.id)
    turn.member = await members.reload(turn.session, turn.member)
    return await list_screen(turn, 0)


async def list_screen(turn: Turn, offset: int) -> Screen:
    """Return a page of the active agency's open obligations, overdue first."""
    agency = await own_agency(turn)
    return await agency_list_screen(turn, agency, await obligations.open_of_agency(turn.session, agency.id), offset)


async def own_agency(turn: Turn) -> Named:
    """Return the agency that the person acts for. Raises Refused for a person of none."""
    agency = await task_service.agency_of(turn.session, turn.member)
    if agency is None:
        raise Refused("neighbourhoods.none_yet" if permissions.facilitates(turn.member) else "common.not_yours")
    return agency


def answered_agencies(turn: Turn) -> list[int]:
    """Return the ids of the agencies and neighbourhoods for which the person answers."""
    return [number for number in sorted(turn.member.agency_ids) if permissions.answers_for(turn.member, number)]


async def agency_list_screen(turn: Turn, agency: Named, views: Sequence[View], offset: int) -> Screen:
    """Return a page of an agency's open obligations, all of which are in ``views``."""
    others = [*_other_agencies(turn, agency.id), *await _partner_tasks_button(turn), *await _forms_button(turn)]
    others.append((Button(T("tasks.picture"), Tap("status.page", agency.id)),))
    if any(view.due for view in views):
        others.append((Button(T("tasks.calendar"), Tap("tasks.calendar")),))
    if not views:
        earlier = Button(T("menu.history"), Tap("history", agency.id))
        elsewhere = [number for number in answered_agencies(turn) if number != agency.id]
        counts = await obligations.open_counts(turn.session, elsewhere, turn.today)
        left = sum(count for count, _ in counts.values())
        text = T("tasks.empty_here", agency=agency.name, count=left) if left else T("tasks.empty", agency=agency.name)
        if not left and (waiting := await _waiting_forms(turn)):
            text = T("tasks.empty_but_forms", agency=agency.name, count=len(waiting))
        return Screen(text, (*others, (earlier,), (menu_button(),)))
    overdue = sum(view.overdue(turn.today) for view in views)
    count = (
        T("tasks.count_overdue", count=len(views), overdue=overdue) if overdue else T("tasks.count", count=len(views))
    )
    shown = views[offset : offset + PAGE]
    lines: list[Text | str] = [T("tasks.title", agency=agency.name), count]
    attached = await attached_forms.of_obligations(turn.session, [view.id for view in shown])
    begun = (await drafts.half_answered(turn.session, [turn.member.person_id])).get(turn.member.person_id, set())
    for place, view in enumerate(shown, offset + 1):
        lines += ["", _row(turn, view, place, views)]
        if view.id in begun:
            lines.append(T("reminder.drafted"))
        lines += [T("form_fill.of_task", title=clip(form.title, SHORT)) for form in attached.get(view.id, ())]
    lines += ["", T("tasks.choose")]
    rows = choices(turn, views, "task", offset, "tasks")
    return Screen(T("form.lines", lines=lines), (*rows, *others, (menu_button(),)))


async def _forms_button(turn: Turn) -> Rows:
    """Return the button to the forms on no obligation that wait for the person, if there are any."""
    waiting = await _waiting_forms(turn)
    label = T("form_fill.menu_count", title=T("menu.data"), count=len(waiting))
    return ((Button(label, Tap("data")),),) if any(not one.occasion.obligation_id for one in waiting) else ()


async def _waiting_forms(turn: Turn) -> list[Due]:
    due = await occasions.of_member(turn.session, turn.member, turn.today)
    return [one for one in due if one.waits]


def choices(turn: Turn, views: Sequence[View], opens: str, offset: int, pages: str) -> Rows:
    """Return a button for each obligation of a page, which taps ``opens``, and the buttons to the pages around."""
    rows = [
        (Button(label(turn, view, views), Tap(opens, view.id, view.version)),) for view in views[offset : offset + PAGE]
    ]
    moves = page_buttons(len(views), offset, lambda first: Tap(pages, arg=str(first)))
    return (*rows, moves) if moves else tuple(rows)


def _row(turn: Turn, view: View, place: int, views: Sequence[View]) -> Text:
    return T(
        "tasks.row_returned" if view.state is ObligationState.RETURNED else "tasks.row",
        place=place,
        title=view.title(views),
        due=wording.due_date(view.due, view.kind, turn.today),
        text=clip(" ".join(view.text.split()), SHORT),
    )


def label(turn: Turn, view: View, views: Sequence[View]) -> Text:
    """Return the label of an obligation's button among some; it names the agency where there are several."""
    named = T("tasks.label", title=view.title(views), left=wording.time_left(view.due, view.kind, turn.today))
    if len({other.agency_id for other in views}) > 1:
        return T("tasks.label_of", agency=clip(view.agency, 24), label=named)
    return named


def _other_agencies(turn: Turn, agency_id: int) -> Rows:
    others = tuple(
        (Button(T("tasks.of_agency", agency=clip(membership.agency, 24)), Tap("tasks.of", membership.id)),)
        for membership in turn.member.other_agencies
        if membership.agency_id != agency_id
    )
    return (*others, (welcome.MINE,)) if turn.member.neighbourhoods else others


async def _partner_tasks_button(turn: Turn) -> Rows:
    helped = await task_service.helped(turn.session, turn.member)
    return ((Button(T("tasks.helping_count", count=len(helped)), Tap("helping")),),) if helped else ()


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """Show one obligation, opened from a list or a message."""
    return card(turn, await task_service.get(turn.session, turn.member, tap.id), tap.arg)


def card(turn: Turn, task: Task, of_status: str = "") -> list[Screen]:
    """Return an obligation's card, over several messages if its text is long, with the buttons under the last.

    ``of_status`` is the place in /status that it was opened from, as its buttons carry it.
    """
    view = task.view
    lines: list[Text | str] = [
        T("tasks.head", title=wording.resolution_name(view.number, view.item), meeting=view.meeting),
        T("tasks.agency", agency=view.agency),
        T("tasks.deadline", due=wording.due_date(view.due, view.kind, turn.today)),
    ]
    if task.is_open and view.due and (off := wording.day_off(view.due, turn.organisation.calendar)):
        lines.append(off)
    if task.text_changed_at:
        lines.append(T("tasks.text_changed", at=task.text_changed_at))
    if task.helps:
        lines += [T("tasks.helps"), *([] if task.is_open else [T("contribution.settled")])]
    else:
        lines += _own_lines(task)
    first, *rest = _message_parts(task)
    screens = [Screen(T("form.lines", lines=[*lines, "", *first]))]
    screens += [Screen(T("form.lines", lines=part)) for part in rest]
    screens[-1] = Screen(screens[-1].text, (*_answer_buttons(turn, task), _list_button(turn, task, of_status)))
    return screens


def _own_lines(task: Task) -> list[Text | str]:
    """Return the lines about what passed between the agency and the secretariat, which a partner does not read."""
    return [
        *([T("tasks.assignee", name=task.assignee)] if task.assignee else []),
        *(outcome(extension) for extension in task.extensions[-MOST_EXTENSIONS:]),
        *(letters.line(letter) for letter in task.letters[-MOST_LETTERS:]),
        *_verdict_lines(task),
    ]


def _verdict_lines(task: Task) -> list[Text | str]:
    """Return the lines about the verdict on the last answer."""
    answer = task.answer
    if not task.is_open:
        if answer is None:
            return [T("tasks.closed")]
        return [T("tasks.answered", verdict=T(f"answer.verdict.{answer.verdict}"))]
    if task.returned and answer:
        return [T("tasks.returned", words=clip(answer.words, 600))]
    if answer and answer.verdict is Verdict.ACCEPTED:
        return [T("tasks.kept_open")]
    return []


def _message_parts(task: Task) -> list[list[Text | str]]:
    """Return the text and the sub-items, cut into messages."""
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


def _answer_buttons(turn: Turn, task: Task) -> Rows:
    number, version = task.view.id, task.view.version

    def button(key: str, route: str, arg: str = "") -> Button:
        return Button(T(key), Tap(route, number, version, arg))

    rows: list[tuple[Button, ...]] = []
    if task.template:
        rows.append((button("tasks.template", "task.template"),))
    rows += _form_buttons(task)
    if task.mine and task.is_open:
        most = longest_snooze(task.view.due, turn.today) if task.view.due else 0
        later = [button("tasks.snooze", "snooze")] if most else []
        rows += [
            (button("tasks.report", "report"), button("tasks.letter", "letter")),
            (button(f"tasks.{closing_words.of(task.view.text)}", "nothing"), button("tasks.not_ours", "not_ours")),
            (button("tasks.hand", "hand"), *later),
        ]
        if waiting := next((one for one in task.extensions if one.state is ExtensionState.PENDING), None):
            rows.append((Button(T("extension.withdraw"), Tap("ext.withdraw", waiting.id, waiting.version)),))
        elif task.view.due:
            rows.append((button("extension.button", "extension"),))
    elif task.mine and task.answer:
        rows.append((button("tasks.supplement", "report", "more"),))
    elif task.is_open and turn.member.secretary:
        rows.append((Button(T("review.behalf"), Tap("behalf", task.view.agency_id, arg=str(number))),))
    if task.helps and task.is_open and permissions.represents(turn.member):
        rows.append((button("contribution.button", "contribute"),))
    if task.contributions:
        rows.append((Button(T("contribution.see_count", count=task.contributions), Tap("contribs", number)),))
    if permissions.reads_all(turn.member):
        rows.append((button("chase.button", "chase"),))
    if task.answer and not task.helps:
        rows.append((Button(T("tasks.sent"), Tap("history.open", task.answer.id)),))
    if permissions.asks_secretariat(turn.member):
        rows.append((Button(T("menu.question"), Tap("question.new", number)),))
    return tuple(rows)


def _form_buttons(task: Task) -> list[tuple[Button, ...]]:
    """Return the buttons of the forms that are attached: to fill one in, and to see who gave which rows of it."""
    rows: list[tuple[Button, ...]] = []
    for form in task.forms:
        arg = f"{task.view.id}.{task.view.agency_id}"
        if task.mine:
            key = ("go_on_form" if form.begun else "fill_form") if task.is_open else "see_form"
            title = T(f"form_fill.{key}", title=clip(form.title, 40))
            parts = Button(T("form_fill.parts"), Tap("fill.parts", form.assignment_id, 0, arg))
            rows.append((Button(title, Tap("fill", form.assignment_id, 0, arg)), parts))
        elif task.helps and task.is_open:
            rows.append((Button(T("form_fill.give_part_of", title=clip(form.title, 40)), Tap("data")),))
    return rows


def _list_button(turn: Turn, task: Task, of_status: str) -> tuple[Button, ...]:
    """Return the button to the list from which the obligation was opened, and the menu button."""
    agency_id = task.view.agency_id
    if of_status:
        return Button(T("tasks.to_status"), Tap("status.agency", agency_id, arg=of_status)), menu_button()
    if task.helps:
        return Button(T("tasks.list"), Tap("helping")), menu_button()
    if task.mine or any(membership.agency_id == agency_id for membership in turn.member.of_agency):
        return Button(T("tasks.list"), Tap("tasks")), menu_button()
    return (menu_button(),)


async def template(turn: Turn, tap: Tap) -> Reply:
    """Send the template file that the agency fills in and returns."""
    task = await task_service.get(turn.session, turn.member, tap.id)
    if not task.template:
        raise Refused("common.stale")
    turn.fresh = True
    title = wording.resolution_name(task.view.number, task.view.item, task.view.meeting_number)
    return Screen(T("tasks.template_sent", title=title), file=File(task.template["hash"], task.template["name"]))


async def answerable(turn: Turn, tap: Tap) -> Task:
    """Return the task that a button is to answer. Raises Refused when the person may only read it."""
    task = await task_service.get(turn.session, turn.member, tap.id)
    if not task.mine:
        raise Refused("common.not_yours")
    return task


def show_answered(turn: Turn, task: Task) -> list[Screen]:
    """Show the obligation as it is now, for a button tapped after it was answered or ended."""
    turn.toast = T("answer.settled")
    return card(turn, task)
