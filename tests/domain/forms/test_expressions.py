"""Relevance and constraints as data: what holds of which answers, and that JSON keeps every expression."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.forms import engine, expressions
from domain.forms.answer_types import AnswerInput, Day, InvalidAnswer
from domain.forms.engine import Constraint, Form, Question
from domain.forms.expressions import (
    ALWAYS,
    OPERATORS,
    TODAY,
    Answered,
    AnyOf,
    Compare,
    Equals,
    Expression,
    Not,
    OneOf,
    Scope,
    Selected,
    all_of,
    any_of,
    evaluate,
)

SATURDAY = date(2019, 10, 5)
ANSWERS = {
    "status": "under_way",
    "percent": 40,
    "nought": 0,
    "sent": "2019-10-05",
    "word": "",
    "given": ["role", "agency"],
    "differs": True,
}


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        (ALWAYS, True),
        (AnyOf(()), False),
        (Answered("status"), True),
        (Answered("nought"), True),
        (Answered("word"), False),
        (Answered("nobody asked"), False),
        (Equals("status", "under_way"), True),
        (Equals("status", "done"), False),
        (Equals("nobody asked", "done"), False),
        (Equals("differs", True), True),
        (OneOf("status", ("done", "under_way")), True),
        (OneOf("status", ("done",)), False),
        (Selected("given", "role"), True),
        (Selected("given", "letter"), False),
        (Selected("status", "under"), False),
        (Not(Selected("nobody asked", "role")), True),
        (Compare("percent", ">=", 40), True),
        (Compare("percent", ">", 40), False),
        (Compare("percent", "<", 40.5), True),
        (Compare("nought", "<=", 0), True),
        (Compare("nobody asked", "<", 40), False),
        (Compare("status", "<", 40), False),
        (Compare("sent", "<=", TODAY), True),
        (Compare("sent", "<", TODAY), False),
        (Compare("sent", ">", "2019-09-30"), True),
        (Compare("status", "<=", TODAY), False),
        (Compare("percent", "<=", TODAY), False),
        (all_of(Answered("status"), Equals("percent", 40)), True),
        (all_of(Answered("status"), Equals("percent", 41)), False),
        (any_of(Equals("percent", 41), Answered("status")), True),
    ],
)
def test_an_expression_holds_of_the_answers_that_it_says(expression: Expression, holds: bool) -> None:
    assert evaluate(expression, Scope(ANSWERS, SATURDAY)) is holds


names = st.sampled_from(sorted(ANSWERS))
leaves: st.SearchStrategy[Expression] = st.one_of(
    st.builds(Answered, names),
    st.builds(Equals, names, st.one_of(st.text(), st.integers(), st.booleans())),
    st.builds(OneOf, names, st.lists(st.text(), max_size=3).map(tuple)),
    st.builds(Selected, names, st.text()),
    st.builds(Compare, names, st.sampled_from(sorted(OPERATORS)), st.one_of(st.integers(), st.just(TODAY))),
)
whole_expressions: st.SearchStrategy[Expression] = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.builds(Not, parts),
        st.lists(parts, max_size=3).map(lambda found: all_of(*found)),
        st.lists(parts, max_size=3).map(lambda found: any_of(*found)),
    ),
)


@given(whole_expressions)
def test_json_keeps_an_expression(expression: Expression) -> None:
    read = expressions.from_json(json.loads(json.dumps(expressions.to_json(expression))))
    assert read == expression
    scope = Scope(ANSWERS, SATURDAY)
    assert evaluate(Not(read), scope) is not evaluate(expression, scope)


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"kind": "xpath", "source": ". > 5"},
        {"kind": "equals", "name": "status"},
        {"kind": "answered", "name": "status", "value": 1},
        {"kind": "compare", "name": "percent", "operator": "=>", "bound": 1},
        {"kind": "not", "part": {"kind": "perhaps"}},
    ],
)
def test_what_is_no_expression_is_refused(raw: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no "):
        expressions.from_json(raw)


NOT_LATER = Constraint(Compare("sent", "<=", TODAY), "letter.date.later")
LETTER = Form("letter", (Question("sent", Day(), constraint=NOT_LATER),))


def test_an_answer_that_the_constraint_refuses_is_none_and_the_form_says_why() -> None:
    asked = engine.begin(LETTER, SATURDAY)
    assert engine.answer(LETTER, asked, AnswerInput(SATURDAY, "12 مهر")).answers == {"sent": "2019-10-04"}
    with pytest.raises(InvalidAnswer) as misread:
        engine.answer(LETTER, asked, AnswerInput(SATURDAY, "۲۰ مهر"))
    assert misread.value.text.key == "letter.date.later"


def test_a_correction_is_held_to_the_constraint_too() -> None:
    state = engine.answer(LETTER, engine.begin(LETTER, SATURDAY), AnswerInput(SATURDAY, "امروز", source="bale:5"))
    with pytest.raises(InvalidAnswer) as misread:
        engine.correct(LETTER, state, LETTER.questions[0], AnswerInput(SATURDAY, "۲۰ مهر", source="bale:5"))
    assert misread.value.text.key == "letter.date.later"
