"""A small form's answers to evaluate expressions over, on a fixed day in Mashhad."""

from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from domain.forms.xpath.compiler import compile_tree
from domain.forms.xpath.context import Context, Environment
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.syntax import parse
from domain.forms.xpath.values import Value, to_text

NOW = datetime(2019, 10, 5, 9, 30, 15, 250000, ZoneInfo("Asia/Tehran"))
"""Saturday, 13 Mehr 1398."""


def town() -> Environment:
    """Two households in a quarter: Rahimi with two children, Karimi with none yet; and a list of districts."""
    document = Node("", None)
    data = document.add(Node("data", document))
    for name, value in {
        "quarter": "Golshahr",
        "visited": "2019-10-01",
        "people": "7",
        "empty": "",
        "blank": " ",
    }.items():
        data.add(Node(name, data, value))
    for family, rooms, needs, children in (("Rahimi", "3", "water power", (8, 12)), ("Karimi", "", "water", ())):
        house = data.add(Node("house", data))
        for name, value in (("family", family), ("rooms", rooms), ("needs", needs)):
            house.add(Node(name, house, value))
        for age in children:
            child = house.add(Node("child", house))
            child.add(Node("age", child, str(age)))
    districts = Node("districts", None)
    root = districts.add(Node("root", districts))
    for name, city in (("north", "mashhad"), ("south", "mashhad"), ("centre", "sabzevar")):
        item = root.add(Node("item", root))
        for column, value in (("name", name), ("city", city)):
            item.add(Node(column, item, value))
    return Environment(document, NOW, {"districts": districts}, Random(3))


def evaluate(source: str, at: str = "/data/quarter") -> Value:
    """Evaluate an expression at the first node of a path."""
    environment = town()
    found = compile_tree(parse(at))(Context(environment, environment.root))
    assert isinstance(found, list)
    return compile_tree(parse(source))(Context(environment, found[0]))


def text(source: str, at: str = "/data/quarter") -> str:
    """Evaluate an expression to the text that a question would hold."""
    return to_text(evaluate(source, at))
