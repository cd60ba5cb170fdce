"""The places that an expression reads, which tell what an answer changes."""

import pytest

from domain.forms.xpath.references import Place, Reference, references
from domain.forms.xpath.syntax import parse

READER = ("data", "house", "total")


def read(source: str) -> set[str]:
    return {"/".join(one.place) for one in references(parse(source), READER)}


@pytest.mark.parametrize(
    ("source", "places"),
    [
        ("../rooms + ../people", {"data/house/rooms", "data/house/people"}),
        ("/data/quarter = 'x'", {"data/quarter"}),
        (
            "instance('d')/root/item[name = current()/../needs and city = /data/city]/label",
            {"data/house/needs", "data/city"},
        ),
        ("/data/house[family = current()/../family]/rooms", {"data/house/rooms", "data/house/family"}),
        ("if(selected(../needs, 'x'), 1, sum(/data/house/rooms))", {"data/house/needs", "data/house/rooms"}),
        ("//rooms", {"*"}),
        ("count(/data/*)", {"*"}),
        (". > 5", {"data/house/total"}),
        ("today() > '2019-01-01'", set()),
    ],
)
def test_places(source: str, places: set[str]) -> None:
    assert read(source) == places


def test_a_relative_path_stays_in_its_row() -> None:
    [one] = references(parse("../rooms"), READER)
    assert one == Reference(("data", "house", "rooms"), ("data", "house"))
    [other] = references(parse("/data/house/rooms"), READER)
    assert other.common == ()


@pytest.mark.parametrize(("house", "shared"), [("/data/house", ()), ("../../house", ("data",))])
def test_a_condition_on_rows_is_about_all_of_them(house: str, shared: Place) -> None:
    found = references(parse(f"count({house}[rooms > current()/../rooms])"), READER)
    rooms = ("data", "house", "rooms")
    assert [(one.place, one.common) for one in found] == [
        (rooms, shared),
        (rooms, ("data", "house")),
        (("data", "house"), shared),
    ]


def test_a_count_does_not_ask_for_values_and_an_index_crosses_rows() -> None:
    [counted] = references(parse("count(/data/house)"), READER)
    assert not counted.whole
    target, rows, *_ = references(parse("indexed-repeat(/data/house/total, /data/house, position(..) - 1)"), READER)
    assert target.crossing
    assert not rows.whole
