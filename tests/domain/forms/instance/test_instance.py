"""Answers and what follows from them: relevance, calculations, choices, rows, and what is set by events."""

# ruff: noqa: E501 - a row of a form is a line
import pytest

from domain.forms.instance.computing import TooManyRows
from domain.forms.instance.instance import Instance
from tests.xlsforms import program, world

HOUSES = """
survey:
type | name | label | calculation | relevant | constraint | choice_filter | repeat_count | default | trigger | required | parameters
text | quarter | Q | | | | | | Golshahr
integer | count | N | | | . <= 5
begin_repeat | house | H | | | | | ${count}
calculate | place | | position(..)
text | family | F | | | | | | concat(${quarter}, '-', ${place})
integer | rooms | R
calculate | double | | ${rooms} * 2 | ${rooms} > 1
end_repeat
calculate | all_rooms | | sum(${rooms})
calculate | names | | join(', ', ${family})
select_one city | city | C
select_multiple town | towns | T | | | | city=${city}
calculate | label | | jr:choice-name(${city}, '${city}')
date | day | D | | | . <= today() | | | today()
calculate | stamp | | once(random())
text | note | N | | selected(${towns}, 'x') | | | | | | yes
dateTime | changed | W | now() | | | | | | ${city}
range | level | L | | | | | | | | | start=1 end=5 step=1
acknowledge | ok | O
decimal | share | S
rank town | order | O
choices:
list_name | name | label | city
city | m | Mashhad
city | s | Sabzevar
town | x | X | m
town | y | Y | m
town | z | Z | s
"""


class Form:
    """A form that is being answered, by reference below its root."""

    def __init__(self, tables: str = HOUSES, most_rows: int = 200) -> None:
        self.instance = Instance.begin(program(tables), world(), most_rows)

    def says(self, reference: str, value: str) -> bool:
        """Answer, and tell whether the constraint allows it."""
        node = self.instance.find(f"/data/{reference}")
        assert node is not None, reference
        self.instance.set(node, value)
        return self.instance.is_valid(node)

    def reads(self, reference: str) -> str:
        node = self.instance.find(f"/data/{reference}")
        assert node is not None, reference
        return node.shown

    def is_asked(self, reference: str) -> bool:
        node = self.instance.find(f"/data/{reference}")
        return node is not None and node.relevant


@pytest.fixture(scope="module")
def shared() -> Form:
    return Form()


def test_a_form_begins_with_its_defaults() -> None:
    form = Form()
    assert form.reads("quarter") == "Golshahr"
    assert form.reads("day") == "2019-10-05"
    assert form.reads("meta/instanceID").startswith("uuid:")
    assert form.reads("all_rooms") == ""
    assert not form.is_asked("note")


def test_rows_come_and_go_with_their_count() -> None:
    form = Form()
    assert form.says("count", "2")
    assert [form.reads(f"house[{row}]/family") for row in (1, 2)] == ["Golshahr-1", "Golshahr-2"]
    form.says("house[1]/rooms", "3")
    assert (form.reads("house[1]/double"), form.reads("all_rooms")) == ("6", "")
    form.says("house[2]/rooms", "1")
    assert form.reads("all_rooms") == "4"
    assert not form.is_asked("house[2]/double")
    assert form.reads("names") == "Golshahr-1, Golshahr-2"
    form.says("count", "1")
    assert (form.reads("all_rooms"), form.reads("names")) == ("3", "Golshahr-1")
    form.says("count", "")
    assert form.reads("names") == "Golshahr-1"


def test_rows_go_with_the_rows_inside_them_that_have_the_same_count() -> None:
    form = Form(
        "survey:\ntype|name|label|repeat_count\ninteger|n|N\nbegin_repeat|house|H|${n}\nbegin_repeat|room|R|${n}\n"
        "text|who|W\nend_repeat\nend_repeat"
    )
    for count in (3, 1, 2, 0):
        form.says("n", str(count))
        _, rows = form.instance.dump()
        assert [rows.get(f"/data/house[{place}]/room") for place in range(1, 4)] == [
            count if place <= count else None for place in range(1, 4)
        ]


def test_a_blank_that_is_asked_no_longer_is_in_no_sum() -> None:
    form = Form(
        "survey:\ntype|name|label|relevant|calculation|repeat_count\nbegin_repeat|house|H|||2\ntext|empty|E\n"
        "integer|rooms|R|${empty} = ''\nend_repeat\ncalculate|sum|||sum(${rooms})\ncalculate|list|||join(',', ${rooms})"
    )
    form.says("house[1]/rooms", "3")
    assert (form.reads("sum"), form.reads("list")) == ("", "3,")
    form.says("house[2]/empty", "yes")
    assert (form.reads("sum"), form.reads("list")) == ("3", "3")
    form.says("house[2]/empty", "")
    assert (form.reads("sum"), form.reads("list")) == ("", "3,")


def test_more_rows_than_are_allowed_are_refused() -> None:
    form = Form(most_rows=10)
    with pytest.raises(TooManyRows) as caught:
        form.says("count", "3370")
    assert (caught.value.count, caught.value.most) == (3370, 10)


def test_choices_that_are_offered_no_longer_are_read_no_longer() -> None:
    form = Form()
    form.says("city", "m")
    form.says("towns", "y x z")
    assert form.reads("towns") == "x y"
    assert form.reads("label") == "Mashhad"
    assert form.is_asked("note")
    form.says("city", "s")
    assert (form.reads("towns"), form.is_asked("note")) == ("", False)
    # What was chosen is masked, not lost.
    form.says("city", "m")
    assert form.reads("towns") == "x y"


@pytest.mark.parametrize(
    ("reference", "said", "stored"),
    [
        ("count", "3.7", "3"),
        ("count", "۳", ""),
        ("count", "99999999999", ""),
        ("share", "5", "5.0"),
        ("share", "0.000001", "0.000001"),
        ("day", "2019-13-01", ""),
        ("day", "2019-10-01T10:00", "2019-10-01"),
        ("level", "7", ""),
        ("level", "4", "4"),
        ("ok", "ok", "OK"),
        ("ok", "no", ""),
        ("order", "z x y", "z x y"),
        ("city", "nowhere", ""),
    ],
)
def test_a_value_is_stored_as_its_type_writes_it(shared: Form, reference: str, said: str, stored: str) -> None:
    shared.says(reference, said)
    assert shared.reads(reference) == stored


def test_a_constraint_sees_what_the_answer_brings_about() -> None:
    form = Form()
    assert not form.says("count", "6")
    assert not form.says("day", "2019-10-06")
    assert form.says("day", "2019-10-04")


def test_a_change_sets_what_waits_for_it() -> None:
    form = Form()
    assert form.reads("changed") == ""
    form.says("city", "m")
    assert form.reads("changed") == "2019-10-05T09:30:15.000+03:30"


def test_a_stored_instance_is_loaded_as_it_was() -> None:
    form = Form()
    for reference, value in (("count", "2"), ("house[2]/rooms", "4"), ("city", "m"), ("towns", "x")):
        form.says(reference, value)
    values, rows = form.instance.dump()
    assert rows == {"/data/house": 2}
    again = Instance.load(form.instance.program, world(), values, rows)
    assert again.dump() == (values, rows)
    shown = [(again.reference(node), node.relevant, node.shown) for node in again.leaves()]
    assert shown == [(form.instance.reference(node), node.relevant, node.shown) for node in form.instance.leaves()]


def test_rows_are_added_and_taken_away_by_hand() -> None:
    form = Form(
        """
survey:
type | name | label | calculation
begin_repeat | p | P
text | who | W
begin_repeat | job | J
text | what | W
end_repeat
calculate | jobs | | count(${job})
end_repeat
calculate | people | | count(${p})
calculate | last | | indexed-repeat(${who}, ${p}, count(${p}))
"""
    )
    instance = form.instance
    assert (form.reads("people"), form.reads("p[1]/jobs")) == ("1", "1")
    instance.add_row(instance.root, instance.program.specs["data", "p"])
    first = instance.find("/data/p[1]")
    assert first is not None
    instance.add_row(first, instance.program.specs["data", "p", "job"])
    form.says("p[2]/who", "Reza")
    assert (form.reads("people"), form.reads("p[1]/jobs"), form.reads("last")) == ("2", "2", "Reza")
    instance.remove_row(first)
    assert (form.reads("people"), form.reads("p[1]/who"), form.reads("last")) == ("1", "Reza", "Reza")


def test_a_question_whose_list_offers_nothing_needs_no_answer() -> None:
    form = Form(
        "survey:\ntype|name|label|choice_filter|required\nselect_one city|city|C||yes\n"
        "select_one town|town|T|city=${city}|yes\nchoices:\nlist_name|name|label|city\n"
        "city|m|Mashhad\ncity|r|Rivash\ntown|x|X|m"
    )
    town = form.instance.find("/data/town")
    assert town
    form.says("city", "r")
    assert not form.instance.is_required(town)
    form.says("city", "m")
    assert form.instance.is_required(town)


def test_an_expression_that_cannot_be_evaluated_is_blank_and_noted() -> None:
    form = Form("survey:\ntype|name|label|calculation\ntext|a|A\ncalculate|d||digest(${a}, 'NONE')")
    assert form.reads("d") == ""
    assert list(form.instance.failures) == [(("data", "d"), "value")]
