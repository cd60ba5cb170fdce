"""Relevance and constraints of a form, in XPath as an XLSForm has them: what holds of which answers."""

import gc
import tracemalloc
from datetime import UTC, date, datetime

import pytest

from domain.forms import moves
from domain.forms.engine import Constraint, Form, Question, World
from domain.forms.expressions import ALWAYS, Expression, Scope, all_of, one_of
from domain.forms.types.answer_types import AnswerInput, Day, InvalidAnswer

SATURDAY = date(2019, 10, 5)
WORLD = World(datetime(2019, 10, 5, 9, tzinfo=UTC))
ANSWERS = {
    "status": "under_way",
    "percent": 40,
    "nought": 0,
    "sent": "2019-10-05",
    "word": "",
    "given": ["role", "agency"],
    "differs": True,
    "agency": {"id": 3, "label": "شهرداری مشهد"},
    "rows": [{"id": 1, "label": "الف"}],
}


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        (ALWAYS, True),
        (Expression("false()"), False),
        (Expression("status != ''"), True),
        (Expression("nought != ''"), True),
        (Expression("word != ''"), False),
        (Expression("nobody_asked != ''"), False),
        (Expression("agency = 'شهرداری مشهد'"), True),
        (Expression("rows != ''"), True),
        (Expression("status = 'under_way'"), True),
        (Expression("status = 'done'"), False),
        (Expression("nobody_asked = 'done'"), False),
        (Expression("nobody_asked != 'done'"), True),
        (Expression("differs = 'true'"), True),
        (one_of("status", ("done", "under_way")), True),
        (one_of("status", ("done",)), False),
        (one_of("status", ()), False),
        (Expression("selected(given, 'role')"), True),
        (Expression("selected(given, 'letter')"), False),
        (Expression("not(selected(nobody_asked, 'role'))"), True),
        (Expression("percent >= 40"), True),
        (Expression("percent > 40"), False),
        (Expression("percent < 40.5"), True),
        (Expression("nought <= 0"), True),
        (Expression("nobody_asked < 40"), False),
        (Expression("status < 40"), False),
        (Expression("sent <= today()"), True),
        (Expression("sent < today()"), False),
        (Expression("sent > '2019-09-30'"), True),
        (Expression("status <= today()"), False),
        (all_of(), True),
        (all_of(Expression("status != ''"), Expression("percent = 40")), True),
        (all_of(Expression("status != '' or false()"), Expression("percent = 41")), False),
    ],
    ids=lambda value: value.source if isinstance(value, Expression) else "",
)
def test_an_expression_holds_of_the_answers_that_it_says(expression: Expression, holds: bool) -> None:
    assert expression.holds(Scope(ANSWERS, SATURDAY)) is holds


@pytest.mark.parametrize("source", ["", "status = ", "perhaps(status)", "status == 'done'"])
def test_what_is_no_expression_is_refused_where_it_is_written(source: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Expression(source)


NOT_LATER = Constraint(Expression("sent <= today()"), "letter.date.later")
LETTER = Form("letter", (Question("sent", Day(), constraint=NOT_LATER),))


def test_an_answer_that_the_constraint_refuses_is_none_and_the_form_says_why() -> None:
    asked = moves.begin(LETTER, WORLD)
    assert moves.answer(asked, AnswerInput(SATURDAY, "12 مهر")).state.answers == {"sent": "2019-10-04"}
    with pytest.raises(InvalidAnswer) as misread:
        moves.answer(asked, AnswerInput(SATURDAY, "۲۰ مهر"))
    assert misread.value.text.key == "letter.date.later"


def test_a_correction_is_held_to_the_constraint_too() -> None:
    answered = moves.answer(moves.begin(LETTER, WORLD), AnswerInput(SATURDAY, "امروز", source="bale:5"))
    with pytest.raises(InvalidAnswer) as misread:
        moves.correct(answered, LETTER.questions[0], AnswerInput(SATURDAY, "۲۰ مهر", source="bale:5"))
    assert misread.value.text.key == "letter.date.later"


def test_long_answers_are_not_kept_in_memory() -> None:
    expression = Expression("string-length(words) > 5")
    tracemalloc.start()
    try:
        for number in range(200):
            assert expression.holds(Scope({"words": f"{number} {'x' * 10_000}"}, date(2019, 10, 5)))
        gc.collect()
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 500_000
