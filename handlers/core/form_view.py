"""Screens of a form: its question with the buttons that answer it, and its summary."""

from __future__ import annotations

from typing import Any

from domain.access import neighbourhoods
from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from domain.forms import engine
from domain.forms.answer_types import Choice, Pick, Picks
from domain.forms.engine import Question
from domain.forms.form_words import Label, QuestionWords
from handlers.core import pagination
from handlers.core.navigation import elsewhere
from handlers.core.open_form import OpenForm
from handlers.core.turn import Listing, Turn
from services.messaging import privacy
from texts import answer_summary as shown


async def screen(turn: Turn, opened: OpenForm, news: Text | None = None) -> Screen:
    """Draw a form's question or summary, under the ``news`` of the last input.

    The form notes that this chat, too, shows the question.
    """
    opened.show_in(turn.incoming.chat)
    question = opened.question
    if question is None:
        return _summary(turn, opened, news)
    words = opened.words.of(question)
    place, total = engine.place(opened.form, opened.state, turn.today)
    title = opened.words.title
    head = T("form.head", title=title, place=place, total=total) if total > 1 else T("form.alone", title=title)
    lines: list[Label | Personal] = [head, *_heading(opened)]
    if news:
        lines += ["", news]
    moves = _moves(opened, question, first=place == 1)
    if question.private and not turn.personal_here:
        lines += ["", T("privacy.ask", question=words.short, platform=privacy.elsewhere(turn.organisation))]
        link = elsewhere(turn, "privacy.answer", f"fill{opened.draft.id}")
        return Screen(T("form.lines", lines=lines), ((link,), tuple(moves)))
    lines += ["", words.ask]
    if _stands(opened, question):
        value = shown.value(question, words, opened.state.answers[question.name])
        lines.append(T("form.present", value=value))
    rows = [*await _answers(turn, opened, question, words, lines), moves]
    return Screen(T("form.lines", lines=lines), tuple(tuple(row) for row in rows if row))


def _heading(opened: OpenForm) -> list[Label | Personal]:
    heading = opened.about.get("heading")
    if not heading:
        return []
    return [Personal(heading, "") if opened.about.get("named") else heading]


def _button(opened: OpenForm, label: Label | Personal, action: str) -> Button:
    return Button(label, Tap("f", opened.draft.id, engine.position(opened.form, opened.state), action))


async def _answers(
    turn: Turn, opened: OpenForm, question: Question, words: QuestionWords, lines: list[Label | Personal]
) -> list[list[Button]]:
    """Return the buttons that answer a question, and add to ``lines`` what the screen says about them."""
    kind = question.type
    if isinstance(kind, Choice):
        return [[_button(opened, words.option(option), f"c={option}")] for option in kind.options]
    if isinstance(kind, Pick):
        listing = await pagination.page(turn, kind.source)
        new = kind.other and _is_new(turn, listing)
        lines += _search_lines(turn, listing, new=new)
        names = [(number, Personal(label) if question.personal else label) for number, label in listing.rows]
        rows = [[_button(opened, label, f"c={number}")] for number, label in names]
        if new:
            rows.append([_button(opened, T("form.other", name=turn.notes.search), "other")])
        return [*rows, *_pages(turn, opened, listing)]
    if isinstance(kind, Picks):
        return await _ticks(turn, opened, question, kind, lines)
    if kind.gathers and opened.state.has(question):
        lines.append(T("form.kept", count=shown.count(opened.state.answers[question.name])))
        return [[_button(opened, T("form.next"), "next"), _button(opened, T("form.clear"), "clear")]]
    return []


def _pages(turn: Turn, opened: OpenForm, listing: Listing) -> list[list[Button]]:
    """Return the buttons to the other pages of a list, and to the whole of it where a search found nothing."""
    pages = [_button(opened, label, f"p={offset}") for label, offset in pagination.moves(turn, listing)]
    return [pages] if listing.rows or not turn.notes.search else [pages, [_button(opened, T("list.whole"), "whole")]]


async def _ticks(
    turn: Turn, opened: OpenForm, question: Question, kind: Picks, lines: list[Label | Personal]
) -> list[list[Button]]:
    """Return the rows of a list with a mark on those that are chosen, and the buttons to choose all or to go on."""
    listing = await pagination.page(turn, kind.source)
    new = kind.other and _is_new(turn, listing)
    lines += _search_lines(turn, listing, new=new)
    chosen: list[dict[str, Any]] = opened.state.answers.get(question.name) or []
    if chosen:
        names = shown.clip("، ".join(str(row["label"]) for row in chosen), shown.LONGEST)
        text = T("form.picked", count=len(chosen), names=Personal(names) if question.personal else names)
        lines += ["", text]
    ticked = {row["id"] for row in chosen}
    rows: list[list[Button]] = []
    for number, label in listing.rows:
        marked = T("form.ticked" if number in ticked else "form.unticked", label=label)
        rows.append([_button(opened, Personal(marked) if question.personal else marked, f"c={number}")])
    if new:
        rows.append([_button(opened, T("form.other", name=turn.notes.search), "other")])
    rows += _pages(turn, opened, listing)
    whole = [_button(opened, T("form.all", count=listing.total), "all")] if listing.total > 1 else []
    rows.append([*whole, _button(opened, T("form.clear"), "clear")] if chosen else whole)
    if chosen:
        rows.append([_button(opened, T("form.next"), "next")])
    elif not question.required:
        rows.append([_button(opened, T("form.none_of_them"), "next")])
    return rows


def _is_new(turn: Turn, listing: Listing) -> bool:
    """Tell whether a name was searched for that no row of the page bears; a row may add a district in brackets."""
    searched = neighbourhoods.key(turn.notes.search)
    return bool(searched) and all(neighbourhoods.key(label.partition(" (")[0]) != searched for _, label in listing.rows)


def _search_lines(turn: Turn, listing: Listing, *, new: bool) -> list[Text | str]:
    """Return the lines over a list; where nothing is found, a ``new`` name is offered to be taken as it is."""
    if new and not listing.rows:
        return [T("form.unlisted", name=turn.notes.search)]
    return pagination.lines(turn, listing)


def _stands(opened: OpenForm, question: Question) -> bool:
    """Tell whether a question has a single answer that may stay as it is."""
    return opened.state.has(question) and not question.type.gathers


def _moves(opened: OpenForm, question: Question, *, first: bool) -> list[Button]:
    row = [] if first else [_button(opened, T("form.back"), "back")]
    answered = opened.state.has(question)
    if answered and not question.type.gathers:
        if _stands(opened, question):
            row.append(_button(opened, T("form.keep"), "next"))
        if not question.required:
            row.append(_button(opened, T("form.empty"), "empty"))
    elif not question.required and not answered and not isinstance(question.type, Picks):
        row.append(_button(opened, T("form.skip"), "skip"))
    return [*row, _button(opened, T("form.leave"), "leave")]


def _summary(turn: Turn, opened: OpenForm, news: Text | None) -> Screen:
    finish = opened.form.finish_label
    lines: list[Label | Personal] = [T("form.summary", title=opened.words.title, finish=finish), *_heading(opened)]
    if news:
        lines += ["", news]
    questions = engine.relevant(opened.form, opened.state, turn.today)
    lines += [""] if questions else []
    fixes = []
    for question in questions:
        words = opened.words.of(question)
        value = shown.value(question, words, opened.state.answers.get(question.name))
        lines.append(T("form.answer", label=words.short, value=value))
        fixes.append(_button(opened, T("form.fix", label=words.short), f"fix={question.name}"))
    lines += ["", T("form.check" if questions else "form.check_bare", finish=finish)]
    rows = [tuple(fixes[i : i + 2]) for i in range(0, len(fixes), 2)]
    send = _button(opened, finish, "send")
    leave = _button(opened, T("form.leave"), "leave")
    return Screen(T("form.lines", lines=lines), ((send,), *rows, (leave,)))
