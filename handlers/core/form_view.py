"""What a form looks like: the screen of its question with the buttons that answer it, and its summary."""

from __future__ import annotations

from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from domain.forms import engine
from domain.forms.answer_types import Choice, Pick
from domain.forms.engine import Form, Question, State
from handlers.core import pagination
from handlers.core.navigation import elsewhere
from handlers.core.turn import Turn
from services.conversations.drafts import SHOWN
from services.messaging import privacy
from texts import answers as shown


async def screen(turn: Turn, form: Form, state: State, news: Text | None = None) -> Screen:
    """The screen of a form's state, its question or its summary, under ``news`` of what came in last.

    The draft in hand keeps that this chat, too, shows what it asks.
    """
    if turn.draft:
        others = [chat for chat in turn.draft.state.get(SHOWN, []) if chat != turn.incoming.chat]
        turn.draft.state = {**turn.draft.state, SHOWN: [*others, turn.incoming.chat]}
    question = form.question(state.at)
    if question is None:
        return _summary(turn, form, state, news)
    place, total = engine.place(form, state, turn.today)
    title = T(f"{form.name}.title")
    head = T("form.head", title=title, place=place, total=total) if total > 1 else T("form.alone", title=title)
    lines: list[Text | Personal | str] = [head, *_heading(turn)]
    if news:
        lines += ["", news]
    if question.private and not turn.personal_here:
        lines += ["", _asked_elsewhere(turn, form, question)]
        there = elsewhere(turn, "privacy.answer", f"fill{turn.draft.id if turn.draft else 0}")
        return Screen(T("form.lines", lines=lines), ((there,), tuple(_moves(turn, form, question, state))))
    lines += ["", T(f"{form.name}.{question.name}.ask")]
    rows = await _answers(turn, form, question, state, lines)
    rows.append(_moves(turn, form, question, state))
    return Screen(T("form.lines", lines=lines), tuple(tuple(row) for row in rows if row))


def _heading(turn: Turn) -> list[Personal | str]:
    about = turn.draft.about if turn.draft else {}
    heading = about.get("heading")
    if not heading:
        return []
    return [Personal(heading, "")] if about.get("named") else [heading]


def _asked_elsewhere(turn: Turn, form: Form, question: Question) -> Text:
    short = T(f"{form.name}.{question.name}.short")
    return T("privacy.ask", question=short, platform=privacy.elsewhere(turn.organisation))


def _button(turn: Turn, form: Form, state: State, label: Text | Personal | str, action: str) -> Button:
    return Button(label, Tap("f", turn.draft.id if turn.draft else 0, engine.position(form, state), action))


async def _answers(
    turn: Turn, form: Form, question: Question, state: State, lines: list[Text | Personal | str]
) -> list[list[Button]]:
    """The buttons that answer a question, and what the screen says about them."""
    kind = question.type
    if isinstance(kind, Choice):
        options = [(T(f"{form.name}.{question.name}.{option}"), f"c={option}") for option in kind.options]
        return [[_button(turn, form, state, label, action)] for label, action in options]
    if isinstance(kind, Pick):
        found = await pagination.page(turn, kind.source)
        lines += pagination.lines(turn, found)
        names = [(number, Personal(label) if question.personal else label) for number, label in found.rows]
        rows = [[_button(turn, form, state, label, f"c={number}")] for number, label in names]
        moves = [_button(turn, form, state, label, f"p={offset}") for label, offset in pagination.moves(turn, found)]
        if kind.other and turn.notes.get("search"):
            other = T("form.other", name=turn.notes["search"])
            rows.append([_button(turn, form, state, other, "other")])
        return [*rows, moves]
    if kind.gathers and state.has(question):
        lines.append(T("form.kept", count=shown.count(state.answers[question.name])))
        onward = _button(turn, form, state, T("form.next"), "next")
        return [[onward, _button(turn, form, state, T("form.clear"), "clear")]]
    return []


def _moves(turn: Turn, form: Form, question: Question, state: State) -> list[Button]:
    row = []
    if engine.place(form, state, turn.today)[0] > 1:
        row.append(_button(turn, form, state, T("form.back"), "back"))
    answered = state.has(question)
    if answered and not question.type.gathers:
        row.append(_button(turn, form, state, T("form.keep"), "next"))
        if not question.required:
            row.append(_button(turn, form, state, T("form.empty"), "empty"))
    elif not question.required and not answered:
        row.append(_button(turn, form, state, T("form.skip"), "skip"))
    return [*row, _button(turn, form, state, T("form.leave"), "leave")]


def _summary(turn: Turn, form: Form, state: State, news: Text | None) -> Screen:
    lines: list[Text | Personal | str] = [T("form.summary", title=T(f"{form.name}.title")), *_heading(turn)]
    if news:
        lines += ["", news]
    questions = engine.relevant(form, state, turn.today)
    lines += [""] if questions else []
    for question in questions:
        value = shown.value(form, question, state.answers.get(question.name))
        lines.append(T("form.answer", label=T(f"{form.name}.{question.name}.short"), value=value))
    lines += ["", T("form.check" if questions else "form.check_bare")]
    shorts = [(question.name, T(f"{form.name}.{question.name}.short")) for question in questions]
    fixes = [_button(turn, form, state, T("form.fix", label=label), f"fix={name}") for name, label in shorts]
    rows = [tuple(fixes[i : i + 2]) for i in range(0, len(fixes), 2)]
    send = _button(turn, form, state, T("form.send"), "send")
    leave = _button(turn, form, state, T("form.leave"), "leave")
    return Screen(T("form.lines", lines=lines), ((send,), *rows, (leave,)))
