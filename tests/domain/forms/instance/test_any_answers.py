"""An instance is what its answers say, in any order of answering: recomputing all finds nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.forms.compiled.model import Control, Kind
from domain.forms.instance.computing import TooManyRows
from domain.forms.instance.instance import Instance
from domain.forms.xpath.nodes import Node
from tests.xlsforms import program, world

STREET = """
survey:
type | name | label | calculation | relevant | constraint | choice_filter | repeat_count
integer | n | N
integer | m | M
select_one city | city | C
begin_repeat | house | H | | ${n} != 3 | | | ${n}
text | family | F
begin_repeat | room | R | | ../family != 'none' | | | ${n}
decimal | size | S | | ${m} != 2
calculate | double | | ${size} * 2
end_repeat
calculate | sizes | | sum(${size})
calculate | before | | indexed-repeat(${family}, ${house}, position(..) - 1)
calculate | alike | | count(${house}[family = current()/../family])
select_multiple town | towns | T | | | | city = ${city}
end_repeat
begin_repeat | person | P
text | who | W | | ${m} > 1
begin_repeat | job | J | | | | | ${m}
integer | pay | P
end_repeat
calculate | paid | | sum(${pay})
end_repeat
begin_group | plan | L
begin_repeat | line | L | | | | | ${n}
begin_repeat | cell | C | | | | | ${m}
integer | x | X
end_repeat
end_repeat
end_group
calculate | all_sizes | | sum(${size})
calculate | houses | | count(${house})
calculate | people | | count(${person})
calculate | total | | ${all_sizes} + sum(${paid})
calculate | names | | join(', ', ${family})
calculate | nodes | | count(/data/*)
calculate | first | | ${person}[position() = 1]/who
begin_group | rest | G | | ${total} > 10
text | why | W | | ${houses} > 1
calculate | said | | concat(${why}, '!')
end_group
choices:
list_name | name | label | city
city | a | A
city | b | B
town | x | X | a
town | y | Y | a
town | z | Z | b
"""
PROGRAM = program(STREET)
MOST_ROWS = 5
MOVES = st.lists(
    st.tuples(
        st.sampled_from(("answer", "answer", "answer", "add", "remove")), st.integers(0, 200), st.integers(-1, 6)
    ),
    max_size=25,
)


def answers(node: Node, number: int) -> str:
    """Return one of some answers to a question, a wrong one among them."""
    element = node.spec.element
    if element.control is Control.SELECT_ONE:
        return ("a", "b", "c", "")[number % 4]
    if element.control is Control.SELECT_MULTIPLE:
        return ("x", "x y", "z", "y z", "")[number % 5]
    if element.type == "string":
        return ("none", "Rezaei", "", "Karimi")[number % 4]
    return str(number) if number >= 0 else ""


def move(instance: Instance, kind: str, place: int, number: int) -> None:
    """Answer a question, or add or remove a row that somebody may add or remove."""
    if kind == "answer":
        asked = [node for node in instance.leaves() if node.spec.element.control is not Control.NONE]
        node = asked[place % len(asked)]
        instance.set(node, answers(node, number))
        return
    free = [node for node in instance.root.each() if node.spec.element.kind is Kind.REPEAT and not node.spec.count]
    if kind == "remove" and free:
        instance.remove_row(free[place % len(free)])
    elif kind == "add":
        instance.add_row(instance.root, PROGRAM.specs["data", "person"])


def told(instance: Instance) -> dict[str, tuple[bool, str]]:
    return {instance.reference(node): (node.relevant, node.shown) for node in instance.leaves()}


@given(MOVES)
def test_what_follows_from_answers_does_not_depend_on_their_order(moves: list[tuple[str, int, int]]) -> None:
    instance = Instance.begin(PROGRAM, world(), MOST_ROWS)
    for kind, place, number in moves:
        values, rows = instance.dump()
        before = told(instance)
        try:
            move(instance, kind, place, number)
        except TooManyRows:
            instance = Instance.load(PROGRAM, world(), values, rows, MOST_ROWS)
            assert told(instance) == before
    values, rows = instance.dump()
    again = Instance.load(PROGRAM, world(), values, rows, MOST_ROWS)
    assert told(again) == told(instance)
    assert again.dump() == (values, rows)
    assert instance.failures == {}


@given(MOVES)
def test_rows_are_as_many_as_their_count_says(moves: list[tuple[str, int, int]]) -> None:
    instance = Instance.begin(PROGRAM, world(), MOST_ROWS)
    for kind, place, number in moves:
        try:
            move(instance, kind, place, number)
        except TooManyRows:
            return
        _, rows = instance.dump()
        n, m = (instance.find(f"/data/{name}") for name in "nm")
        assert n
        assert m
        if n.shown:
            assert rows["/data/house"] == max(0, int(n.shown))
            assert all(count == rows["/data/house"] for repeat, count in rows.items() if repeat.endswith("/room"))
        if m.shown:
            counted = {count for repeat, count in rows.items() if repeat.endswith(("/job", "/cell"))}
            assert counted <= {max(0, int(m.shown))}
