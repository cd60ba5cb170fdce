"""A form attached to a resolution, an obligation, a role, a neighbourhood or everyone, and detached again («پیوست»)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.access.member import Role
from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from domain.deadlines import DeadlineKind, periods
from domain.forms.engine import Form, Question
from domain.forms.expressions import Expression
from domain.forms.types.answer_types import Choice, Pick
from domain.forms.types.worded_day import LaterDay
from domain.persian.search import Named, matching
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_of
from handlers.core.turn import PAGE, Filled, Listing, Reply, Turn
from handlers.secretariat.forms import form_card
from models.tables.forms import FormAssignment, FormRhythm, FormState, FormTarget
from models.tables.meetings import Resolution
from services.errors import existing
from services.forms import assignments, drafters, library
from services.forms.assignments import Receivers, Target
from services.meetings import resolution_search, resolutions
from services.meetings.resolution_search import Filter
from services.obligations import obligations
from texts import wording
from texts.answer_summary import clip

ROLES = tuple(Role)
OF_PEOPLE = "target = 'role' or target = 'neighbourhood' or target = 'everyone'"
REPEATS = "rhythm = 'month' or rhythm = 'quarter' or rhythm = 'always'"
FORM = Form(
    "form_attach.form",
    (
        Question("form", Pick("forms.published")),
        Question("target", Choice(("resolution", "obligation", "role", "neighbourhood", "everyone"))),
        Question(
            "resolution",
            Pick("form.resolutions"),
            when=Expression("target = 'resolution' or target = 'obligation'"),
        ),
        Question("item", Pick("form.items"), when=Expression("target = 'resolution'"), known="form.items"),
        Question("obligation", Pick("form.obligations"), when=Expression("target = 'obligation'")),
        Question("role", Choice(tuple(role.value for role in ROLES)), when=Expression("target = 'role'")),
        Question("place", Pick("neighbourhoods"), when=Expression("target = 'neighbourhood'")),
        Question(
            "rhythm",
            Choice(tuple(rhythm.value for rhythm in FormRhythm)),
            when=Expression(OF_PEOPLE),
        ),
        Question("due", LaterDay(), required=False, when=Expression(f"({OF_PEOPLE}) and rhythm = 'once'")),
        Question("until", LaterDay(), required=False, when=Expression(f"({OF_PEOPLE}) and ({REPEATS})")),
        Question(
            "carry_over",
            Choice(("fresh", "carry")),
            when=Expression(f"{REPEATS} or target = 'resolution'"),
            known="form.beginnings",
        ),
    ),
    at_once=True,
)
SURE = Form("form_attach.sure", (Question("sure", Choice(("attach", "leave"))),), at_once=True)
WHOLE = 1
"""The row of a list of sub-items that stands for the whole resolution; those of sub-items follow."""
MOST_NAMES = 25
LABEL = 60


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask what the form of a page is attached to («پیوست به …»)."""
    form = await library.get(turn.session, tap.id)
    given = {"form": {"id": form.id, "label": form.title}}
    return await form_filling.begin(turn, FORM, f"f{form.id}", given=given, anew=True, heading=form.title)


async def ask_for_form(turn: Turn, tap: Tap) -> Reply:
    """Ask which form is attached to the resolution of a page («پیوست فرم»)."""
    resolution = await resolutions.get(turn.session, tap.id)
    label = _resolution_label(turn, resolution)
    given = {"target": "resolution", "resolution": {"id": resolution.id, "label": label}}
    return await form_filling.begin(turn, FORM, f"r{resolution.id}", given=given, anew=True, heading=label)


def _resolution_label(turn: Turn, resolution: Resolution) -> str:
    name = wording.resolution_name(resolution.number, "", resolution.meeting.number)
    return clip(f"{turn.voice.plain(name)}: {' '.join(resolution.text.split())}", LABEL)


async def published(turn: Turn, search: str, offset: int) -> Listing:
    """List the published forms."""
    return page_of(await library.found(turn.session, search, FormState.PUBLISHED), offset)


async def resolutions_listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the open resolutions that a search finds, by number or words."""
    found, total = await resolution_search.listed(turn.session, Filter.OPEN, offset, PAGE, search=search)
    return Listing([(resolution.id, _resolution_label(turn, resolution)) for resolution in found], total)


def _answer_id(turn: Turn, name: str) -> int:
    answer = turn.form.state.answers.get(name) if turn.form else None
    return answer["id"] if answer else 0


async def items(turn: Turn, search: str, offset: int) -> Listing:
    """List the whole resolution that was chosen, and its sub-items."""
    resolution = await resolutions.get(turn.session, _answer_id(turn, "resolution"))
    whole = turn.voice.plain(T("form_attach.whole"))
    labels = [
        clip(turn.voice.plain(T("resolution.item", label=item["label"], text=item["text"])), LABEL)
        for item in resolution.items
    ]
    rows = [Named(number, label) for number, label in enumerate([whole, *labels], WHOLE)]
    return page_of(matching([(number, label, ()) for number, label in rows], search) if search else rows, offset)


async def beginnings(turn: Turn, search: str, offset: int) -> Listing:
    """List with what a form begins; only a resolution whose deadline recurs has rows of a period before."""
    resolution_id = _answer_id(turn, "resolution")
    resolution = await resolutions.get(turn.session, resolution_id) if resolution_id else None
    recurs = resolution is None or periods.kind(resolution.deadline) is DeadlineKind.RECURRING
    return page_of([(0, "fresh"), (1, "carry")] if recurs else [(0, "fresh")], offset)


async def obligations_listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the open obligations of the resolution that was chosen, by their agencies."""
    views = await assignments.open_obligations(turn.session, _answer_id(turn, "resolution"))
    labels = [
        (
            view.id,
            clip(turn.voice.plain(T("form_attach.obligation", title=view.title(), agency=view.agency)), LABEL),
            (),
        )
        for view in views
    ]
    return page_of(matching(labels, search), offset)


async def chosen(turn: Turn, filled: Filled) -> Reply:
    """Show who gets the form, with names and their number, before it is attached."""
    form = await library.get(turn.session, filled.answers["form"]["id"])
    target = await _target(turn, filled.answers)
    told = await assignments.receivers(turn.session, target)
    return await form_filling.begin(
        turn, SURE, filled.subject, heading=_preview(turn, form.title, told), anew=True, chosen=filled.answers
    )


async def _target(turn: Turn, answers: dict[str, Any]) -> Target:
    """Return what was chosen as a target. Raises Refused for a resolution or an obligation that is gone."""
    kind, item = FormTarget(answers["target"]), ""
    picked = {name: answers[name]["id"] for name in ("resolution", "obligation", "place", "item") if answers.get(name)}
    if kind is FormTarget.RESOLUTION and picked.get("item", WHOLE) > WHOLE:
        resolution = await resolutions.get(turn.session, picked["resolution"])
        kind, item = FormTarget.ITEM, resolution.items[picked["item"] - WHOLE - 1]["label"]
    if kind is FormTarget.OBLIGATION:
        # A list that was shown before a merge of agencies has a row of what was dropped.
        existing(await obligations.find(turn.session, picked["obligation"]))
    of_resolution = kind in (FormTarget.RESOLUTION, FormTarget.ITEM)
    return Target(
        kind,
        picked["resolution"] if of_resolution else None,
        item,
        picked["obligation"] if kind is FormTarget.OBLIGATION else None,
        Role(answers["role"]) if kind is FormTarget.ROLE else None,
        picked["place"] if kind is FormTarget.NEIGHBOURHOOD else None,
        FormRhythm(answers.get("rhythm", FormRhythm.ONCE)),
        date.fromisoformat(last_day) if (last_day := answers.get("due") or answers.get("until")) else None,
        answers.get("carry_over") == "carry",
    )


def _preview(turn: Turn, title: str, told: Receivers) -> Personal:
    """Return the words over the last question: who gets the form."""
    people = [str(wording.full_name(one.title, one.name).words) for one in told.people]
    names = told.agencies or tuple(people)
    if not names:
        return Personal(T("form_attach.nobody", title=title))
    shown = "؛ ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    listed: Text | str = T("form_desk.and_more", names=shown, count=more) if more > 0 else shown
    key = "form_attach.agencies" if told.agencies else "form_attach.people"
    return Personal(T(key, title=title, count=len(names), people=len(people), names=listed))


async def sure(turn: Turn, filled: Filled) -> Reply:
    """Attach the form, and show its targets."""
    answers = filled.about["chosen"]
    form_id = answers["form"]["id"]
    if filled.answers["sure"] == "leave":
        return await form_card.screen(turn, form_id, T("form_attach.not_attached"))
    attached = await assignments.attach(turn.context, form_id, await _target(turn, answers))
    return await _targets_screen(turn, form_id, T("form_attach.done", what=assignments.name_of(attached)))


async def targets(turn: Turn, tap: Tap) -> Reply:
    """Show what a form is attached to («پیوست‌ها»)."""
    await turn.leave()
    return await _targets_screen(turn, tap.id)


async def _targets_screen(turn: Turn, form_id: int, news: Text | None = None, undo: int = 0) -> Screen:
    form, attached = await library.get(turn.session, form_id), await assignments.of_form(turn.session, form_id)
    lines: list[Text | str] = [news, ""] if news else []
    lines.append(T("form_attach.head", title=clip(form.title, 200)))
    lines += [_line(assignment) for assignment in attached] or [T("form_attach.none")]
    rows = _detach_buttons(attached)
    if undo:
        rows.append((Button(T("form_attach.undo"), Tap("form.attach_again", undo)),))
    if form.state is FormState.PUBLISHED:
        rows.append((Button(T("form_attach.button"), Tap("form.attach", form_id)),))
    rows.append((Button(T("form_desk.to_form"), Tap("form", form_id)), menu_button()))
    return Screen(T("form.lines", lines=lines), tuple(rows))


def _detach_buttons(attached: Sequence[FormAssignment]) -> list[tuple[Button, ...]]:
    return [
        (Button(T("form_attach.detach", what=assignments.name_of(one)), Tap("form.detach", one.id)),)
        for one in attached
    ]


def _line(assignment: FormAssignment) -> Text:
    what, rhythm = assignments.name_of(assignment), T(f"form_attach.form.rhythm.{assignment.rhythm}")
    if assignment.until and assignment.rhythm is FormRhythm.ONCE:
        return T("form_attach.line_due", what=what, due=assignment.until)
    if assignment.until:
        return T("form_attach.line_until", what=what, rhythm=rhythm, until=assignment.until)
    if assignment.rhythm is FormRhythm.ONCE:
        return T("form_attach.line", what=what)
    return T("form_attach.line_rhythm", what=what, rhythm=rhythm)


async def detach(turn: Turn, tap: Tap) -> Reply:
    """Detach a form; the screen has the button to take that back («جدا کردن»)."""
    assignment = await assignments.detach(turn.context, tap.id)
    told = await drafters.tell_detached(turn.context, assignment)
    key = "form_attach.detached_told" if told else "form_attach.detached"
    news = T(key, what=assignments.name_of(assignment), count=told)
    return await _targets_screen(turn, assignment.form_id, news, undo=assignment.id)


async def attach_again(turn: Turn, tap: Tap) -> Reply:
    """Take the detaching back («بازگرداندن پیوست»)."""
    assignment = await assignments.attach_again(turn.context, tap.id)
    await drafters.tell_detached(turn.context, assignment, open_again=True)
    return await _targets_screen(turn, assignment.form_id, T("form_attach.done", what=assignments.name_of(assignment)))


async def of_resolution(turn: Turn, tap: Tap) -> Reply:
    """Show the forms that are attached to a resolution («فرم‌های مصوبه»)."""
    await turn.leave()
    resolution = await resolutions.get(turn.session, tap.id)
    attached = await assignments.of_resolution(turn.session, tap.id)
    name = wording.resolution_name(resolution.number, "", resolution.meeting.number)
    lines: list[Text | str] = [T("form_attach.of_resolution", title=name)]
    lines += [
        T("form_attach.form_line", form=clip(one.form.title, 120), what=assignments.name_of(one)) for one in attached
    ] or [T("form_attach.no_forms")]
    rows: list[tuple[Button, ...]] = [
        (Button(clip(one.form.title, LABEL), Tap("form", one.form_id)),) for one in attached
    ]
    tables = resolution.tables
    for number, table in enumerate(tables, 1):
        key = "form_attach.tables" if len(tables) > 1 else "form_attach.table"
        lines += ["", T(key, number=number, heads="، ".join(clip(head, 40) for head in table))]
        label = T("form_attach.of_one_table", number=number) if len(tables) > 1 else T("form_attach.of_table")
        rows.append((Button(label, Tap("form.of_table", tap.id, number)),))
    if len(tables) > 1:
        rows.append((Button(T("form_attach.of_all_tables"), Tap("form.of_table", tap.id)),))
    rows.append((Button(T("form_attach.add"), Tap("form.attach_to", tap.id)),))
    rows.append((Button(T("form_attach.to_resolution"), Tap("res", tap.id)), menu_button()))
    return Screen(T("form.lines", lines=lines), tuple(rows))
