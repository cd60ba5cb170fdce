"""Moves that a compiled form alone has: typed options and pasted rows, and the buttons of rows and pages."""

from __future__ import annotations

from dataclasses import replace

from domain.chat.incoming import IncomingKind
from domain.chat.screens import T, Text
from domain.forms import moves
from domain.forms.engine import Filling, Question
from domain.forms.types.answer_types import AnswerInput, Choice
from domain.forms.xforms import files, pasting, rows
from domain.forms.xforms.form import XFormFilling
from domain.forms.xforms.places import Point, Track
from domain.forms.xforms.types import Ranking, Row, Rows, Ticks
from handlers.core import pagination
from handlers.core.form_input import as_answer
from handlers.core.turn import Turn
from handlers.core.xforms import file_moves
from handlers.core.xforms.option_view import FEW, typed
from texts import typed_labels
from texts.answer_summary import clip

MOST_TOLD = 8
"""Wrong cells of pasted lines in one message; the words of each stand at its question."""
WORDS = frozenset({"help", "add", "undo", "copy", "remove"})
"""The buttons of compiled forms alone whose labels may be typed instead of tapped."""


def said(turn: Turn, filling: XFormFilling, question: Question, text: str) -> tuple[Filling, Text | None] | None:
    """Take words that only a compiled form understands; None when they are an answer like any other.

    Words that name no option of a long list are looked for in it. Raises InvalidAnswer.
    """
    kind = question.type
    named = typed(turn, kind, filling.words.of(question), text) if isinstance(kind, Choice | Ticks | Ranking) else ""
    repeat = "" if named else pasting.repeat_of(filling, question)
    if repeat and pasting.are_rows(filling, question, repeat, text):
        alone = len(pasting.lines_of(text)) == 1 and not isinstance(kind, Rows)
        return _pasted(turn, filling, repeat, text, question.name.rpartition("/")[0] if alone else "")
    if isinstance(kind, Choice | Ticks | Ranking):
        if not named and len(kind.options) > FEW:
            turn.notes.search, turn.notes.offset = text.strip(), 0
            return filling, None
        pagination.reset(turn)
        return moves.answer(filling, replace(as_answer(turn), choice=named)), None
    if repeat and len(pasting.lines_of(text)) > 1:
        before = filling.state.pasted
        lines = f"{before}\n{text}" if before else text
        offer = T("xform.lines_offer_more" if before else "xform.lines_offer", count=len(pasting.lines_of(lines)))
        return filling.with_state(pasted=lines), offer
    return None


def under_file(turn: Turn, filling: Filling, question: Question, given: AnswerInput) -> tuple[Filling, Text | None]:
    """Take the words under a file as the answer to a question, as if they had come alone. Raises InvalidAnswer."""
    taken = said(turn, filling, question, given.text) if isinstance(filling, XFormFilling) else None
    return taken or (moves.answer(filling, given), None)


def lines_kept(before: Filling, after: Filling) -> Text | None:
    """Say that lines were kept of which nobody said whether each is a row; None when nothing of that kind happened."""
    lines = before.state.pasted
    if not lines or after.state.pasted or after.state.rejected == before.state.rejected:
        return None
    repeat = before.state.at.rpartition("[")[0]
    if not after.state.rejected.get(repeat, "").endswith(lines):
        return None
    return T("xform.lines_waiting", count=len(pasting.lines_of(lines)))


def _pasted(turn: Turn, filling: XFormFilling, repeat: str, text: str, only: str = "") -> tuple[Filling, Text]:
    """Make a row of each line, and say what became of them."""
    made = pasting.paste(filling, repeat, replace(as_answer(turn), text=text, source=""), only)
    lines: list[Text | str] = [T("xform.lines_kept", count=made.kept)] if made.kept or not made.wrong else []
    if made.wrong:
        lines += [T("xform.lines_wrong", count=made.wrong_lines), *made.wrong[:MOST_TOLD]]
        if len(made.wrong) > MOST_TOLD:
            lines.append(T("xform.lines_more", count=len(made.wrong) - MOST_TOLD))
    if made.left:
        said, most = clip(made.said, 60), turn.world.most_rows
        key = "lines_beyond" if made.too_long else "lines_left"
        lines.append(T(f"xform.{key}", line=made.first_left, said=said, count=made.left, most=most))
    return made.filling, T("form.lines", lines=lines)


def typed_button(turn: Turn, filling: XFormFilling, question: Question | None, text: str, word: str) -> str:
    """Return the move of a button whose label was typed, ``word`` where it is one of every form; "" for an answer.

    A label counts only where its button stands: «تأیید» is an answer to a question for words. What names an option is
    that option, also where a button has the same label.
    """
    kind = question.type if question else None
    if isinstance(kind, Choice | Ticks | Ranking) and question and typed(turn, kind, filling.words.of(question), text):
        return ""
    if word:
        return word
    word = typed_labels.typed(text, turn.voice.language, "xform")
    if word == "help" and question and filling.words.of(question).guidance:
        return word
    if isinstance(kind, Ticks | Ranking | Track) and word == "confirm":
        return "next"
    if isinstance(kind, Rows) and word in ("add", "no_more", "no_rows", "undo"):
        return "next" if word.startswith("no") else word
    return word if isinstance(kind, Row) and word in ("copy", "remove") else ""


def takes_place(turn: Turn, question: Question | None) -> bool:
    """Tell whether a location answers the question in hand."""
    is_place = question is not None and isinstance(question.type, Point | Track)
    return is_place and turn.incoming.kind is IncomingKind.LOCATION


def tapped(turn: Turn, filling: XFormFilling, action: str) -> tuple[Filling, Text | None] | None:
    """Make a move of a button that compiled forms alone have; None for one of every form. Raises InvalidAnswer."""
    at = filling.state.at
    question = filling.question(at)
    word, _, detail = action.partition("=")
    match word:
        case "c" if question:
            return moves.answer(filling, replace(as_answer(turn), choice=_chosen(filling, question, detail))), None
        case "lines" if question and (lines := pasting.waiting(filling, question)):
            repeat = pasting.repeat_of(filling, question)
            return _pasted(turn, pasting.without_waiting(filling), repeat, lines)
        case "one" if question and (lines := filling.state.pasted):
            given = replace(as_answer(turn), text=lines, source="")
            return moves.answer(pasting.without_waiting(filling), given), None
        case "no_lines" if question and pasting.waiting(filling, question):
            return pasting.without_waiting(filling), T("xform.lines_dropped")
        case "add":
            return rows.add(filling, at), None
        case "copy" if question and isinstance(question.type, Row):
            return rows.copy(filling, at), T("xform.copied")
        case "remove" if question and isinstance(question.type, Row):
            return rows.remove(filling, at), T("xform.removed")
        case "undo":
            return rows.bring_back(filling), T("xform.undone")
        case "use" if question:
            return file_moves.use(filling, question, as_answer(turn), detail)
        case "unattach":
            return files.without_extras(filling), T("xform.extras_removed")
        case "unadd":
            return filling.without_added(), T("xform.added_removed")
        case "help" if question:
            return filling, T("form.lines", lines=[filling.words.of(question).guidance])
        case "same":
            return filling, None
    return None


def _chosen(filling: XFormFilling, question: Question, detail: str) -> str:
    if isinstance(question.type, Choice | Ticks | Ranking):
        return filling.option(question.type, detail)
    return detail
