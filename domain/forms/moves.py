"""The moves of whoever fills in a form, the same for every form: each takes a filling and returns the next one.

What is asked next is always the first question that is asked and neither answered nor skipped, so a corrected answer
leads straight back to the summary. A refused move raises InvalidAnswer, and what it began with still stands.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.chat.screens import T
from domain.forms.engine import Fillable, Filling, Form, Question, State, World
from domain.forms.expressions import Answers
from domain.forms.types.answer_types import AnswerInput, InvalidAnswer


def begin(
    form: Fillable,
    world: World,
    answers: Answers | None = None,
    skipped: tuple[str, ...] = (),
    rows: Mapping[str, int] | None = None,
    given: tuple[str, ...] = (),
) -> Filling:
    """Return a fresh filling, on the first question that ``answers``, ``rows`` and ``skipped`` leave open.

    The answers that are ``given`` are not asked for at all.
    """
    return onward(form.begin(State("", dict(answers or {}), skipped, rows=rows or {}, given=given), world))


def place(filling: Filling) -> tuple[int, int]:
    """Return (place, total) of the question in hand: (3, 7) is the third of seven. The summary is past the last."""
    return filling.place()


def may_grow(filling: Filling) -> bool:
    """Tell whether the answer in hand, or a later one, still decides how many questions there are."""
    form = filling.form
    if not isinstance(form, Form):
        return False
    names = [question.name for question in form.questions]
    open_names = set(names[names.index(filling.state.at) :]) if filling.state.at in names else set()
    return any(open_names.intersection(question.when.names) for question in form.questions if question.when)


def answer(filling: Filling, given: AnswerInput) -> Filling:
    """Answer the question in hand, and go on unless it gathers more.

    Raises InvalidAnswer when the answer is not one of the question's type, its constraint refuses it, or nothing is
    asked any more.
    """
    question = filling.question(filling.state.at)
    if question is None:
        raise InvalidAnswer(T("form.at_summary", finish=filling.form.finish_label))
    value = question.type.read(given, filling.value(question.name))
    after = filling.stored(question, value, given.source)
    if question.type.gathers and not question.type.whole(value):
        return after
    return onward(after.settled(question))


def put_by(filling: Filling, given: AnswerInput) -> Filling:
    """Give files that the question in hand does not ask for to the form's question for files.

    Raises InvalidAnswer when the form has no such question, or it takes no more.
    """
    keeper = filling.keeper(given)
    if keeper is None:
        raise InvalidAnswer(T("form.no_files"))
    return filling.stored(keeper, keeper.type.read(given, filling.value(keeper.name)), given.source)


def gathered(filling: Filling) -> bool:
    """Tell whether any question that gathers several messages has an answer."""
    questions = (filling.question(name) for name in filling.state.answers)
    return any(question.type.gathers and filling.has(question.name) for question in questions if question)


def correct(filling: Filling, question: Question, given: AnswerInput) -> Filling:
    """Take the edit of the message that answered a question. Raises InvalidAnswer.

    The question in hand stays, unless it is no longer asked or the summary lacks an answer now.
    """
    after = filling.stored(question, question.type.read(given, filling.value(question.name)), given.source)
    return after if after.may_go(after.state.at) else onward(after)


def put_aside(before: Filling, after: Filling) -> list[Question]:
    """Return the questions that a move made irrelevant although they are answered.

    Their answers wait and are not sent, and come back when the questions are asked again.
    """
    gone = set(before.asked()).difference(after.asked()) if isinstance(after.form, Form) else set()
    return [question for question in map(after.question, after.state.answers) if question and question.name in gone]


def answered_by(filling: Filling, source: str) -> Question | None:
    """Return the question that a message answered alone; those that gather take no correction."""
    questions = (filling.question(name) for name, ids in filling.state.sources.items() if source in ids)
    return next((question for question in questions if question and not question.type.gathers), None)


def skip(filling: Filling) -> Filling:
    """Move past an optional question, or on from what is gathered. Raises InvalidAnswer for a required one."""
    question = filling.question(filling.state.at)
    if question is None:
        return filling
    after = filling.settled(question)
    if after.has(question.name):
        return onward(after)
    if question.required:
        raise InvalidAnswer(T("form.required"))
    skipped = tuple(name for name in after.state.skipped if name != question.name)
    return onward(after.went(after.state.at, (*skipped, question.name)))


def back(filling: Filling) -> Filling:
    """Move to the question before; the first has none before it."""
    names, at = filling.asked(), filling.state.at
    index = names.index(at) if at in names else len(names)
    return filling.went(names[index - 1]) if index else filling


def fix(filling: Filling, name: str) -> Filling:
    """Move to one question, to answer it anew. An unknown or irrelevant name changes nothing."""
    if not filling.may_go(name):
        return filling
    return filling.went(name, tuple(other for other in filling.state.skipped if other != name))


def onward(filling: Filling) -> Filling:
    """Move to the first question that is open, else to the summary; from within a row that was opened back to it."""
    return filling.went(next_open(filling))


def next_open(filling: Filling) -> str:
    """Return the name of what ``onward`` moves to, "" for the summary."""
    skipped = set(filling.state.skipped)
    return filling.open_next([name for name in filling.asked() if name not in skipped and not filling.has(name)])
