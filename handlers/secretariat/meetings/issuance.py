"""The issuance of resolutions: its questions, its outcome, and the owners nobody represents («تأیید و ابلاغ»)."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date
from typing import Any

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.expressions import Expression, all_of
from domain.forms.types.answer_types import Choice
from domain.forms.types.worded_day import LaterDay
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Filled, Reply, Turn
from models.tables.meetings import Meeting
from services.errors import Refused
from services.meetings import issuance, meetings, relations, silent_owners
from services.meetings.issuance import Past, Plan
from services.meetings.relations import name_of
from texts import wording
from texts.answer_summary import clip

_SOME_ARE_PAST = Expression("if(counts = 'now', past_now > 0, past_meeting > 0)")

MOST_NAMED = 12
"""The most names of agencies or groups over the question."""

FORM = Form(
    "notify",
    (
        Question("counts", Choice(("meeting", "now")), when=Expression("differs = 'true'")),
        Question("past", Choice(tuple(Past)), when=_SOME_ARE_PAST),
        Question(
            "new_day",
            LaterDay(today_too=True),
            when=all_of(_SOME_ARE_PAST, Expression(f"past = '{Past.NEW.value}'")),
        ),
    ),
    left="notify.left",
)


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask the questions that an issuance raises, under the numbers of what it would issue and hold back."""
    meeting = await meetings.get_reviewable(turn.session, tap.id)
    return await _ask(turn, meeting, await issuance.plan(turn.session, turn.organisation, meeting, turn.today))


async def _ask(turn: Turn, meeting: Meeting, planned: Plan, news: Text | None = None) -> Screen:
    if planned.nothing_ready:
        raise Refused("minutes.nothing_ready")
    lines: list[Text | str] = [news, ""] if news else []
    lines += [T("notify.ready", count=len(planned.ready) - planned.ownerless)]
    if planned.ownerless:
        lines.append(T("notify.ownerless", count=planned.ownerless))
    if planned.held_back:
        lines.append(T("notify.held", numbers=wording.comma_separated(planned.held_back)))
    for relation in await relations.waiting(turn.session, meeting.id):
        title = wording.resolution_name(relation.resolution.number, "")
        lines.append(T(f"relation.plan.{relation.kind}", title=title, earlier=name_of(relation.earlier)))
    if past := planned.past_meeting:
        lines.append(T("notify.overdue", numbers=wording.comma_separated(past)))
    agencies, groups = await silent_owners.before_issuance(turn.session, turn.organisation, meeting)
    if agencies:
        lines.append(T("notify.will_miss", count=len(agencies), names=_named(agencies)))
    if groups:
        lines.append(T("notify.will_be_empty", count=len(groups), names=_named(groups)))
    facts = {
        "differs": planned.differs,
        "past_meeting": len(planned.past_meeting),
        "past_now": len(planned.past_now),
    }
    heading = turn.voice.plain(T("form.lines", lines=lines))
    return await form_filling.begin(
        turn, FORM, meeting.id, answers=facts, anew=True, heading=heading, planned=_to_json(planned)
    )


def _named(names: list[str]) -> Text | str | int:
    """Return the first of some names, and how many more there are."""
    shown = wording.comma_separated([clip(name, 40) for name in names[:MOST_NAMED]])
    return T("notify.and_more", names=shown, count=len(names) - MOST_NAMED) if len(names) > MOST_NAMED else shown


def _to_json(planned: Plan) -> list[Any]:
    """Return a plan as a draft keeps it, to be compared with the plan at the moment of sending."""
    return [list(value) if isinstance(value, tuple) else value for value in astuple(planned)]


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Issue the resolutions, and show what became binding, who was told, and the owners nobody represents («ارسال»)."""
    meeting = await meetings.get_reviewable(turn.session, filled.subject_id)
    planned = await issuance.plan(turn.session, turn.organisation, meeting, turn.today)
    if _to_json(planned) != filled.about["planned"]:
        return await _ask(turn, meeting, planned, T("notify.changed"))
    answers = filled.answers
    outcome = await issuance.issue(
        turn.context,
        meeting,
        from_now=answers.get("counts") == "now",
        past=Past(answers.get("past", Past.OVERDUE)),
        new_day=date.fromisoformat(answers["new_day"]) if "new_day" in answers else None,
    )
    lines: list[Text | str] = [
        T("notify.done", binding=outcome.binding, made=outcome.made, agencies=outcome.agencies),
        T("notify.told", count=outcome.told) if outcome.told else T("notify.told_nobody"),
    ]
    if outcome.record:
        lines.append(T("notify.record", count=outcome.record))
    if outcome.held_back:
        lines.append(T("notify.still_held", numbers=wording.comma_separated(outcome.held_back)))
    return await _unrepresented_screen(turn, meeting, lines, 0)


async def unrepresented(turn: Turn, tap: Tap) -> Reply:
    """Show the owners that nobody represents; ``tap.arg`` is the place of the page's first one."""
    meeting = await meetings.get(turn.session, tap.id)
    return await _unrepresented_screen(turn, meeting, [], tap.place)


async def _unrepresented_screen(turn: Turn, meeting: Meeting, lines: list[Text | str], offset: int) -> Screen:
    owners = await issuance.unheard(turn.session, meeting.id)
    rows: list[tuple[Button, ...]] = []
    if owners.agencies or owners.groups:
        lines += [""] if lines else []
        if owners.agencies:
            lines.append(T("notify.unheard", count=len(owners.agencies)))
        if owners.groups:
            lines.append(T("notify.empty_groups", count=len(owners.groups)))
        invite = [
            Button(T("notify.invite", agency=clip(name, 28)), Tap("invite.now", number))
            for number, name in owners.agencies
        ]
        fill = [Button(T("notify.fill", group=clip(name, 24)), Tap("group", number)) for number, name in owners.groups]
        buttons = [*invite, *fill]
        rows = [(button,) for button in buttons[offset : offset + PAGE]]
        moves = page_buttons(len(buttons), offset, lambda first: Tap("notify.unheard", meeting.id, 0, str(first)))
        rows += [moves] if moves else []
        if len(owners.agencies) > 1:
            label = T("members.invite_all", count=len(owners.agencies))
            rows.insert(0, (Button(label, Tap("invite.all", meeting.id)),))
        rows += [(Button(T("members.roster"), Tap("roster")),)] if owners.groups else []
    elif not lines:
        lines.append(T("notify.all_heard"))
    rows.append((Button(T("meeting.open"), Tap("meeting", meeting.id)), menu_button()))
    return Screen(T("form.lines", lines=lines), tuple(rows))
