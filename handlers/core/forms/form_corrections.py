"""Edited messages: each corrects the answer that it gave, in the form in hand or in a waiting draft."""

from __future__ import annotations

from dataclasses import replace

from domain.chat.screens import Screen, T, Text
from domain.forms import moves
from domain.forms.engine import Question
from domain.forms.types.answer_types import Choice, InvalidAnswer
from handlers.core.form_input import as_answer, typed_choice
from handlers.core.forms.form_leaving import resume_button
from handlers.core.forms.form_lookup import find_form, open_draft
from handlers.core.forms.form_view import put_aside, screen
from handlers.core.open_form import OpenForm
from handlers.core.turn import Reply, Turn
from services.conversations import drafts
from services.forms.library import Unreadable


async def correct(turn: Turn) -> Reply:
    """Correct the answer that an edited message gave, in the form in hand or in a waiting draft.

    None when the message was the answer to no form.
    """
    found = await _find_answered(turn)
    if found is None:
        return None
    form, question = found
    answer, news = as_answer(turn), corrected(turn)
    if isinstance(question.type, Choice):
        answer = replace(answer, choice=typed_choice(turn, question.type, form.words.of(question), answer.text))
    try:
        after = moves.correct(form.filling, question, answer)
        if aside := put_aside(form, after):
            news = T("form.lines", lines=[news, aside])
        form.move_to(after)
    except InvalidAnswer as invalid:
        news = form.refusal(invalid)
    if form is turn.form:
        return await screen(turn, form, news)
    await drafts.keep(turn.session, form.to_draft(), turn.now)
    title = T("form.alone", title=form.words.title)
    return Screen(T("form.lines", lines=[title, news]), ((resume_button(form.draft),),))


def corrected(turn: Turn) -> Text:
    """Return the text that an edit was taken; of a message with a file, that its file is the one that it had."""
    return T("form.corrected_but_file" if turn.incoming.has_file else "form.corrected")


async def edited_late(turn: Turn) -> Text | None:
    """Return the text that an edit of a message changes nothing, when the form that it answered was sent last."""
    sent = turn.notes.sent_here
    if sent is None or turn.incoming.source not in sent.messages:
        return None
    form = await find_form(turn, sent.form)
    return T("form.edited_late", title=form.words(turn.voice.language).title) if form else None


async def _find_answered(turn: Turn) -> tuple[OpenForm, Question] | None:
    """Find the form, the one in hand first, and the question that the edited message answered."""
    source = turn.incoming.source
    if turn.form and (question := moves.answered_by(turn.form.filling, source)):
        return turn.form, question
    for draft in await drafts.of_person(turn.session, turn.member.person_id):
        try:
            form = await open_draft(turn, draft)
        except Unreadable:
            continue
        if form and (question := moves.answered_by(form.filling, source)):
            return form, question
    return None
