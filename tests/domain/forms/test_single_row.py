"""A row apart from the others of its repeat."""

from hypothesis import given
from hypothesis import strategies as st

from domain.forms.single_row import alone

NAMES = st.sampled_from(["rooms", "roof", "of_place/area", "child[1]/age", "child"])


def test_a_row_becomes_the_only_one_and_what_stands_outside_stays() -> None:
    answers = {"who": "رضا", "house[2]/rooms": "3", "house[12]/rooms": "5", "house[2]/child[1]/age": "7"}
    assert alone(answers, "house", 2) == {"who": "رضا", "house[1]/rooms": "3", "house[1]/child[1]/age": "7"}
    assert alone({"house": 12, "house[2]/child": 1, "house[3]/child": 4}, "house", 2) == {"house[1]/child": 1}


@given(st.dictionaries(st.tuples(st.integers(1, 30), NAMES), st.text()), st.integers(1, 30))
def test_nothing_of_the_row_is_lost_and_nothing_of_another_kept(told: dict[tuple[int, str], str], row: int) -> None:
    answers = {f"house[{number}]/{name}": value for (number, name), value in told.items()}
    assert alone(answers, "house", row) == {
        f"house[1]/{name}": value for (number, name), value in told.items() if number == row
    }
