"""Screens of a form: its question with the buttons that answer it, and its summary."""

from __future__ import annotations

from typing import Any

from domain.access import neighbourhoods
from domain.chat.screens import Button, Personal, Screen, T, Text
from domain.forms import moves
from domain.forms.engine import Filling, Question
from domain.forms.form_words import Label, QuestionWords
from domain.forms.types.answer_types import Choice, Material, Percent, Pick, Picks, Type
from domain.forms.xforms.form import XFormFilling
from domain.forms.xforms.types import Rows
from handlers.core import kept_files, list_sheet, pagination
from handlers.core.navigation import elsewhere
from handlers.core.open_form import OpenForm
from handlers.core.turn import Listing, Turn
from handlers.core.xforms import xform_view
from services.conversations import form_rows
from services.messaging import privacy
from texts import answer_summary as shown

LONGEST_NEW = 80
"""Characters of what was searched for on the button that records it as it is."""


async def screen(turn: Turn, opened: OpenForm, news: Text | None = None) -> Screen:
    """Draw a form's question or summary, under the ``news`` of the last input.

    The form notes that this chat, too, shows the question.
    """
    opened.show_in(turn.incoming.chat)
    question = opened.question
    if isinstance(opened.filling, XFormFilling):
        shows_rows = question is None or isinstance(question.type, Rows)
        beyond = await form_rows.beyond(turn.session, opened.draft.id) if shows_rows else {}
        added = await form_rows.added(turn.session, opened.draft.id) if beyond and question is None else 0
        return xform_view.screen(turn, opened, opened.filling, question, news, beyond, added)
    if question is None:
        return _summary(turn, opened, news)
    words = opened.words.of(question)
    place, total = moves.place(opened.filling)
    title = opened.words.title
    head = T("form.head", title=title, place=place, total=total) if total > 1 else T("form.alone", title=title)
    if total > 1 and moves.may_grow(opened.filling):
        head = T("form.head_open", title=title, place=place)
    lines: list[Label | Personal] = [head, *opened.heading]
    if news:
        lines += ["", news]
    onward = _moves(opened, question, first=place == 1)
    ways_out = [onward, opened.ways_out()] if opened.keeps_draft else [[*onward, *opened.ways_out()]]
    if question.private and not turn.personal_here:
        lines += ["", T("privacy.ask", question=words.short, platform=privacy.elsewhere(turn.organisation))]
        link = elsewhere(turn, "privacy.answer", f"fill{opened.draft.id}")
        return Screen(T("form.lines", lines=lines), ((link,), *(tuple(row) for row in ways_out if row)))
    lines += ["", words.ask]
    if _stands(opened, question):
        value = shown.value(question, words, opened.filling.value(question.name))
        lines.append(T("form.present", value=value))
    rows = [*await _answers(turn, opened, question, words, lines), *ways_out]
    return Screen(T("form.lines", lines=lines), tuple(tuple(row) for row in rows if row))


def put_aside(opened: OpenForm, after: Filling) -> Text | None:
    """Say which answers a move put aside, in their words; None for none. They come back with what asked for them."""
    lines = [_answer_line(opened, question) for question in moves.put_aside(opened.filling, after)]
    return T("form.lines", lines=[T("form.put_aside"), *lines]) if lines else None


def _answer_line(opened: OpenForm, question: Question) -> Text:
    words = opened.words.of(question)
    value = shown.value(question, words, opened.filling.value(question.name))
    return T("form.answer", label=words.short, value=value)


async def _answers(
    turn: Turn, opened: OpenForm, question: Question, words: QuestionWords, lines: list[Label | Personal]
) -> list[list[Button]]:
    """Return the buttons that answer a question, and add to ``lines`` what the screen says about them."""
    kind = question.type
    if isinstance(kind, Choice):
        return [[opened.button(words.option(option), f"c={option}")] for option in kind.options]
    if isinstance(kind, Pick):
        listing = await pagination.page(turn, kind.source)
        new = kind.other and _is_new(turn, listing)
        lines += _search_lines(turn, listing, new=new)
        names = [(number, Personal(label) if question.personal else label) for number, label in listing.rows]
        rows = [[opened.button(label, f"c={number}")] for number, label in names]
        if new:
            rows.append([opened.button(T("form.other", name=shown.clip(turn.notes.search, LONGEST_NEW)), "other")])
        sheet = [list_sheet.button(kind.sheet, detail=opened.draft.subject)] if kind.sheet and listing.total else []
        return [*rows, *_pages(turn, opened, listing), sheet]
    if isinstance(kind, Picks):
        return await _ticks(turn, opened, question, kind, lines)
    if kind.gathers and opened.filling.has(question.name):
        kept = opened.filling.value(question.name)
        lines += [T("form.kept", count=shown.count(kept)), *kept_files.lines(question, kept)]
        done = T("form.done" if isinstance(kind, Material) else "form.next")
        onward = [opened.button(done, "next"), opened.button(T("form.clear"), "clear")]
        return [*kept_files.buttons(opened, question, kept), onward]
    offered = [opened.button(_offer(kind, number), f"c={number}") for number in kind.offers(opened.state.answers)]
    return [offered[:3], offered[3:]] if len(offered) > 3 else [offered]


def _offer(kind: Type, number: int) -> Text:
    """Return the label of a button that gives a usual number."""
    if isinstance(kind, Percent):
        return T("form.percent", value=number)
    return T("form.in_a_week") if number == 7 else T("form.in_days", days=number)


def _pages(turn: Turn, opened: OpenForm, listing: Listing) -> list[list[Button]]:
    """Return the buttons to the other pages of a list, and to the whole of it where a search found nothing."""
    pages = [opened.button(label, f"p={offset}") for label, offset in pagination.moves(turn, listing)]
    return [pages] if listing.rows or not turn.notes.search else [pages, [opened.button(T("list.whole"), "whole")]]


async def _ticks(
    turn: Turn, opened: OpenForm, question: Question, kind: Picks, lines: list[Label | Personal]
) -> list[list[Button]]:
    """Return the rows of a list with a mark on those that are chosen, and the buttons to choose all or to go on."""
    listing = await pagination.page(turn, kind.source)
    new = kind.other and _is_new(turn, listing)
    lines += _search_lines(turn, listing, new=new)
    chosen: list[dict[str, Any]] = opened.state.answers.get(question.name) or []
    if chosen:
        names = shown.enumerated(str(row["label"]) for row in chosen)
        text = T("form.picked", count=len(chosen), names=Personal(names) if question.personal else names)
        lines += ["", text]
    ticked = {row["id"] for row in chosen}
    rows: list[list[Button]] = []
    for number, label in listing.rows:
        marked = T("form.ticked" if number in ticked else "form.unticked", label=label)
        rows.append([opened.button(Personal(marked) if question.personal else marked, f"c={number}")])
    if new:
        rows.append([opened.button(T("form.other", name=shown.clip(turn.notes.search, LONGEST_NEW)), "other")])
    rows += _pages(turn, opened, listing)
    whole = [opened.button(T("form.all", count=listing.total), "all")] if listing.total > 1 else []
    rows.append([*whole, opened.button(T("form.clear"), "clear")] if chosen else whole)
    if chosen:
        rows.append([opened.button(T("form.next"), "next")])
    elif not question.required:
        rows.append([opened.button(T("form.none_of_them"), "next")])
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
    return opened.filling.has(question.name) and not question.type.gathers


def _moves(opened: OpenForm, question: Question, *, first: bool) -> list[Button]:
    row = [] if first else [opened.button(T("form.back"), "back")]
    answered = opened.filling.has(question.name)
    if answered and not question.type.gathers:
        if _stands(opened, question):
            row.append(opened.button(T("form.keep"), "next"))
        if not question.required:
            row.append(opened.button(T("form.empty"), "empty"))
    elif not question.required and not answered and not isinstance(question.type, Picks):
        row.append(opened.button(T("form.skip"), "skip"))
    return row


def _summary(turn: Turn, opened: OpenForm, news: Text | None) -> Screen:
    finish = opened.finish_label
    lines: list[Label | Personal] = [T("form.summary", title=opened.words.title, finish=finish), *opened.heading]
    if news:
        lines += ["", news]
    questions = [question for question in map(opened.filling.question, opened.filling.asked()) if question]
    lines += [""] if questions else []
    fixes = []
    for question in questions:
        lines.append(_answer_line(opened, question))
        fixes.append(opened.button(T("form.fix", label=opened.words.of(question).short), f"fix={question.name}"))
    lines += ["", T("form.check" if questions else "form.check_bare", finish=finish)]
    rows = [tuple(fixes[i : i + 2]) for i in range(0, len(fixes), 2)]
    send = opened.button(finish, "send")
    return Screen(T("form.lines", lines=lines), ((send,), *rows, tuple(opened.ways_out())))
