"""Screens of a compiled form: a question with its section, words before it and natural buttons; a row; the summary."""

from __future__ import annotations

from datetime import date

from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from domain.forms import moves
from domain.forms.engine import Question
from domain.forms.form_words import Label, QuestionWords
from domain.forms.types.answer_types import Choice
from domain.forms.xforms import pasting
from domain.forms.xforms.form import MOST_REFUSED, XFormFilling
from domain.forms.xforms.moments import Date, Hour, Moment
from domain.forms.xforms.places import Point, Track, points
from domain.forms.xforms.types import Acknowledgement, Ranking, Row, Rows, Scale, Ticks, Upload, float_or_int
from handlers.core.navigation import elsewhere
from handlers.core.open_form import OpenForm
from handlers.core.turn import Turn
from handlers.core.xforms import calendar_view, file_moves, media_view, option_view, rows_view, summary_view
from services.conversations.form_rows import Beyond
from services.messaging import privacy
from texts import answer_summary as shown

LONGEST_NOTE, LONGEST_HINT = 1200, 600
"""Characters of the words of a question, and of a hint; a message holds 4096 in all."""
IN_A_ROW = 5
MOST_POINTS = 25
"""The most numbers of a range that are buttons; of a longer one the number is typed."""


def screen(
    turn: Turn,
    opened: OpenForm,
    filling: XFormFilling,
    question: Question | None,
    news: Text | None,
    beyond: Beyond,
    added: int = 0,
) -> Screen:
    """Draw the question in hand, or the summary, under the ``news`` of the last input.

    ``beyond`` are the rows that came by Excel and that the chat does not hold, with ``added`` words in them.
    """
    if question is None:
        return _summary(turn, opened, filling, news, beyond, added)
    words = opened.words.of(question)
    place, total = moves.place(filling)
    title = opened.words.title
    is_asked = question.name in filling.found.nodes
    is_first = next(iter(filling.found.nodes), "") == question.name
    counted = is_asked and total > 1
    head = T("form.head", title=title, place=place, total=total) if counted else T("form.alone", title=title)
    lines: list[Label | Personal] = [head, *opened.heading]
    if words.section:
        lines.append(_section(filling, words, is_asked=is_asked))
    lines += ["", news] if news else []
    onward = _moves(opened, filling, question, words, first=is_first)
    if question.private and not turn.personal_here:
        lines += ["", T("privacy.ask", question=words.short, platform=privacy.elsewhere(turn.organisation))]
        link = elsewhere(turn, "privacy.answer", f"fill{opened.draft.id}")
        return Screen(T("form.lines", lines=lines), _rows([[link], onward, opened.ways_out()]))
    beside = media_view.beside(filling, question)
    longest_note, longest_hint = (
        (media_view.LONGEST, media_view.LONGEST // 2) if beside else (LONGEST_NOTE, LONGEST_HINT)
    )
    for note in words.notes:
        lines += ["", shown.clip(note, longest_note // len(words.notes))]
    below: list[Label] = []
    if isinstance(question.type, Row):
        return _row(turn, opened, filling, question, lines, onward)
    lines += ["", T("xform.ask", words=shown.clip(turn.voice.plain(words.ask), longest_note))]
    if words.hint:
        lines.append(T("xform.hint", words=shown.clip(words.hint, longest_hint)))
    waiting = pasting.waiting(filling, question)
    if said := filling.state.rejected.get(question.name):
        key = "xform.lines_undecided" if waiting else "xform.rejected"
        lines.append(T(key, said=shown.clip(said, LONGEST_HINT)))
    answers = _answers(turn, opened, filling, question, words, below, beyond)
    if waiting:
        answers.insert(0, rows_view.lines_buttons(opened, question, waiting))
    if table := rows_view.untouched(filling, question.name):
        # Whoever has the rows as a list somewhere learns it before the first is typed.
        if pasting.repeat_of(filling, question) and not waiting:
            below += rows_view.paste_hint(filling, table)
        answers.append([rows_view.sheet_button(opened, filling, table)])
    elif is_first and filling.found.repeats and not isinstance(question.type, Rows):
        answers.append([sheet_button(opened)])
    if filling.has(question.name) and not question.type.gathers and not isinstance(question.type, Rows):
        below.append(T("form.present", value=shown.value(question, words, filling.value(question.name))))
    lines += below
    if is_stuck(filling, question):
        lines += ["", *_stuck(opened, is_empty=_lacks_options(question))]
        answers += [] if opened.is_trial else [[opened.button(T("xform.stuck_button"), "stuck")]]
    return Screen(T("form.lines", lines=lines), _rows([*answers, onward, opened.ways_out()]), beside)


def is_stuck(filling: XFormFilling, question: Question) -> bool:
    """Tell whether a question takes no answer: it has no options, or too many answers were refused."""
    return filling.state.refused >= MOST_REFUSED or _lacks_options(question)


def _lacks_options(question: Question) -> bool:
    return isinstance(question.type, Choice | Ticks | Ranking) and not question.type.options


def _stuck(opened: OpenForm, *, is_empty: bool) -> list[Label]:
    """Return what is said of a question that takes no answer; whoever only tries the form can mend it."""
    if opened.is_trial:
        return [T("xform.no_options_trial" if is_empty else "xform.stuck_trial")]
    return [T("xform.no_options" if is_empty else "xform.stuck")]


def _section(filling: XFormFilling, words: QuestionWords, *, is_asked: bool) -> Text:
    """Return the line that names the groups and rows around a question, with its place in a row of several."""
    names = summary_view.shown_section(words.section)
    in_row = filling.place_in_row() if is_asked else None
    if in_row is None or in_row[1] < 2:
        return T("xform.section", names=names)
    place, total = in_row
    # Whoever comes back to the eighth row is told whose it is.
    about = filling.about_row() if place > 1 else ""
    if about:
        return T("xform.section_in_row_of", names=names, about=about, place=place, total=total)
    return T("xform.section_in_row", names=names, place=place, total=total)


def _answers(
    turn: Turn,
    opened: OpenForm,
    filling: XFormFilling,
    question: Question,
    words: QuestionWords,
    lines: list[Label],
    beyond: Beyond,
) -> list[list[Button]]:
    """Return the buttons that answer a question, and add to ``lines`` the way to answer it."""
    kind, value = question.type, filling.value(question.name)
    match kind:
        case Choice() | Ticks() | Ranking():
            return option_view.buttons(turn, opened, filling, kind, words, lines)
        case Scale():
            ends = sorted((kind.points[0], kind.points[-1]))
            least, most = map(float_or_int, ends)
            lines.append(T("xform.range_way", least=least, most=most))
            cells = [] if len(kind.points) > MOST_POINTS else kind.points
            marks = [opened.button(T("xform.number", number=float_or_int(one)), f"c={one}") for one in cells]
            return [marks[place : place + IN_A_ROW] for place in range(0, len(marks), IN_A_ROW)]
        case Date(whole_of=""):
            lines.append(T("xform.date_ways", today=turn.today))
            return calendar_view.buttons(turn, opened, date.fromisoformat(str(value)) if value else None)
        case Acknowledgement():
            return [[opened.button(T("xform.agree"), "c=OK")]]
        case Upload():
            lines.append(T(f"xform.{_upload_way(filling, question, kind)}_way"))
            return file_moves.offered(opened, filling, kind, lines)
        case Track():
            count = len(points(value))
            lines.append(T("xform.track_way", count=count))
            if count:
                clear = opened.button(T("form.clear"), "clear")
                return [[opened.button(T("xform.confirm"), "next"), clear]]
        case Hour() | Moment():
            lines.append(T("xform.hour_way") if isinstance(kind, Hour) else T("xform.moment_way", today=turn.today))
        case Point():
            lines.append(T("xform.point_way"))
        case Rows():
            return rows_view.buttons(turn, opened, filling, question, lines, beyond)
    return []


def _upload_way(filling: XFormFilling, question: Question, kind: Upload) -> str:
    node = filling.node(question.name)
    appearance = node.spec.element.appearance.split() if node else []
    if kind.media == "image":
        return "signature" if {"signature", "draw"} & set(appearance) else "photo"
    return kind.media or "file"


def _moves(
    opened: OpenForm, filling: XFormFilling, question: Question, words: QuestionWords, *, first: bool
) -> list[Button]:
    is_first_or_aside = first or question.name not in filling.found.nodes
    row = [] if is_first_or_aside else [opened.button(T("form.back"), "back")]
    answered, kind = filling.has(question.name), question.type
    if not isinstance(kind, Rows | Row):
        if answered and not kind.gathers:
            row.append(opened.button(T("form.keep"), "next"))
        if answered and not question.required:
            row.append(opened.button(T("form.empty"), "empty"))
        elif not answered and not question.required and not filling.state.pending.get(question.name):
            row.append(opened.button(T("form.skip"), "skip"))
    if words.guidance:
        row.append(opened.button(T("xform.help"), "help"))
    table = question.name.rpartition("[")[0]
    if not isinstance(kind, Rows | Row) and filling.found.grows(table) and len(filling.found.rows(table)) > 1:
        # Whoever began a row by mistake finds it in the list, and deletes it there.
        row.append(opened.button(T("xform.list"), f"fix={filling.tag(table)}"))
    return row


def _row(
    turn: Turn,
    opened: OpenForm,
    filling: XFormFilling,
    question: Question,
    lines: list[Label | Personal],
    onward: list[Button],
) -> Screen:
    summary = summary_view.of(filling, turn.notes.offset, question.name)
    node = filling.node(question.name)
    label = filling.words.group(node) if node else ""
    lines += ["", T("xform.heading", name=label), *summary.lines, *summary_view.added_lines(filling, question.name)]
    fixes = summary_view.buttons(turn, opened, filling, summary)
    rows = rows_view.row_buttons(opened, filling, question.name)
    return Screen(T("form.lines", lines=lines), _rows([*fixes, *rows, onward, opened.ways_out()]))


def _summary(
    turn: Turn, opened: OpenForm, filling: XFormFilling, news: Text | None, beyond: Beyond, added: int
) -> Screen:
    finish = opened.finish_label
    lines: list[Label | Personal] = [T("form.summary", title=opened.words.title, finish=finish), *opened.heading]
    lines += ["", news] if news else []
    summary = summary_view.of(filling, turn.notes.offset)
    lines += ["", *summary.lines] if summary.lines else []
    if summary.pages > 1:
        lines.append(T("xform.summary_page", page=summary.page, pages=summary.pages))
    lines += [rows_view.beyond_chat(*counts) for counts in beyond.values()]
    lines += summary_view.rejected_lines(filling)
    for note in filling.words.notes(""):
        lines += ["", note]
    extras: list[Label] = []
    remove = [*summary_view.beside(opened, filling, extras, added), *file_moves.beside(opened, filling, extras)]
    lines += extras
    lines += ["", T("form.check" if summary.lines else "form.check_bare", finish=finish)]
    send = opened.button(finish, "send")
    fixes = summary_view.buttons(turn, opened, filling, summary)
    return Screen(
        T("form.lines", lines=lines), _rows([[send], *fixes, remove, [sheet_button(opened)], opened.ways_out()])
    )


def sheet_button(opened: OpenForm) -> Button:
    """Return the button that sends the whole form as an Excel sheet."""
    return Button(T("form_sheet.get"), Tap("sheet.send", opened.draft.id))


def _rows(rows: list[list[Button]]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(row) for row in rows if row)
