"""Files that come while a compiled form is filled in: one answers a question, the others are kept."""

from __future__ import annotations

from dataclasses import replace

from domain.chat.incoming import NAMELESS
from domain.chat.screens import Button, T, Text
from domain.forms import moves
from domain.forms.engine import Filling, Question
from domain.forms.form_words import Label
from domain.forms.types.answer_types import AnswerInput, InvalidAnswer
from domain.forms.xforms import files
from domain.forms.xforms.form import XFormFilling
from domain.forms.xforms.types import Upload
from handlers.core.open_form import OpenForm
from handlers.core.turn import PAGE
from texts.answer_summary import clip

LABEL = 30
"""Characters of a file's name on a button."""


def sort_out(
    opened: OpenForm, filling: XFormFilling, question: Question | None, answer: AnswerInput
) -> tuple[Filling, AnswerInput, Text | None]:
    """Leave the one file to ``answer`` that the question in hand takes, and keep all others.

    Where it takes none, the first question that is open and takes one of them has it. Raises InvalidAnswer when the
    form asks for no files at all, and no words came along.
    """
    kind = question.type if question else None
    if isinstance(kind, Upload):
        first = next((file for file in answer.files if kind.takes_all((file,))), answer.files[0])
        others = [file for file in answer.files if file is not first] if kind.takes_all((first,)) else []
        news = T("xform.others_kept", count=len(others)) if others else None
        return files.with_extras(filling, others), replace(answer, files=(first,)), news
    if not files.asks_for_files(filling):
        if question and answer.text:
            # The words under a photo are an answer although the photo is none.
            return filling, replace(answer, files=()), T("xform.words_alone")
        raise InvalidAnswer(T("form.no_files"))
    # At the summary, where nothing is asked, words that came with a file belong to it.
    caption = "" if question else answer.text
    came = [replace(file, caption=caption) if file is answer.files[0] else file for file in answer.files]
    put_by: Filling = filling
    news = None
    for file in came:
        if keeper := filling.keeper(replace(answer, files=(file,))):
            put_by = moves.put_by(filling, replace(answer, text=file.caption, files=(file,)))
            news = T("xform.file_kept", question=opened.words.of(keeper).short)
            came.remove(file)
            break
    if came and isinstance(put_by, XFormFilling):
        put_by = files.with_extras(put_by, came)
        kept = T("xform.extras_kept", count=len(came))
        news = T("form.lines", lines=[news, kept]) if news else kept
    return put_by, replace(answer, files=()), news


def offered(opened: OpenForm, filling: XFormFilling, kind: Upload, lines: list[Label]) -> list[list[Button]]:
    """Return a button for each kept file that a question takes, and add to ``lines`` that there are such."""
    fitting = files.fitting(filling, kind)
    if not fitting:
        return []
    lines.append(T("xform.extras_offered", count=len(fitting)))
    buttons = []
    for place, (tag, file) in enumerate(fitting[:PAGE], 1):
        named = T("xform.extra_named", name=clip(file.name, LABEL))
        label = T("xform.extra", place=place) if file.kind in NAMELESS else named
        buttons.append(opened.button(label, f"use={tag}"))
    return [buttons[place : place + 2] for place in range(0, len(buttons), 2)]


def use(filling: XFormFilling, question: Question, answer: AnswerInput, tag: str) -> tuple[Filling, Text | None]:
    """Answer a question with a kept file. Raises InvalidAnswer."""
    file = dict(files.fitting(filling, question.type)).get(tag) if isinstance(question.type, Upload) else None
    if file is None:
        return filling, T("common.stale")
    return moves.answer(filling, replace(answer, text=file.caption, files=(file,), source="")), None


def beside(opened: OpenForm, filling: XFormFilling, lines: list[Label]) -> list[Button]:
    """Return the summary's button that removes the kept files, and add to ``lines`` how many there are."""
    count = len(files.extras(filling))
    if not count:
        return []
    lines.append(T("xform.extras_go", count=count))
    return [opened.button(T("xform.extras_remove"), "unattach")]
