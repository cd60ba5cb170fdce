"""The algebra of audiences: sets of people put together step by step, kept as data."""

from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from domain.access.audience import Audience, Operator, Part, PartKind, Step
from domain.json_text import dumps, loads

PEOPLE = {number: frozenset(range(number, number + 4)) for number in range(6)}
PARTS = st.sampled_from([Part(PartKind.AGENCY, (number,), f"دستگاه {number}") for number in PEOPLE])
AUDIENCES = st.lists(st.builds(Step, st.sampled_from(Operator), PARTS), max_size=6).map(
    lambda steps: reduce(lambda audience, step: audience.then(step.operator, step.part), steps, Audience())
)


def members(part: Part) -> frozenset[int]:
    return PEOPLE[part.ids[0]]


def part(number: int) -> Part:
    return Part(PartKind.AGENCY, (number,))


def test_plus_adds_and_narrows_minus_leaves_out_in_the_order_of_the_steps() -> None:
    audience = Audience().then(Operator.PLUS, part(0)).then(Operator.PLUS, part(3))
    assert audience.evaluate(members) == {0, 1, 2, 3, 4, 5, 6}
    assert audience.then(Operator.AND, part(1)).evaluate(members) == {1, 2, 3, 4}
    assert audience.then(Operator.MINUS, part(2)).evaluate(members) == {0, 1, 6}
    assert audience.then(Operator.MINUS, part(2)).then(Operator.PLUS, part(2)).evaluate(members) == set(range(7))


def test_the_first_step_can_only_add() -> None:
    assert Audience().then(Operator.MINUS, part(0)).evaluate(members) == PEOPLE[0]
    assert Audience().then(Operator.AND, part(0)).evaluate(members) == PEOPLE[0]
    assert Audience().evaluate(members) == frozenset()


@given(AUDIENCES)
def test_an_audience_is_data(audience: Audience) -> None:
    assert Audience.from_json(loads(dumps(audience.to_json()))) == audience


@given(AUDIENCES, PARTS)
def test_what_is_left_out_last_is_not_in_it_and_what_is_added_last_is(audience: Audience, one: Part) -> None:
    assert not audience.then(Operator.PLUS, one).then(Operator.MINUS, one).evaluate(members) & members(one)
    assert audience.then(Operator.PLUS, one).evaluate(members) >= members(one)
    assert audience.then(Operator.PLUS, one).without_last() == audience
