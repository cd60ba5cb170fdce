"""Answers by chance: of the right type, and led by the bounds, lengths and patterns that a constraint names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import isfinite
from random import Random

from domain.forms.compiled.model import Control
from domain.forms.instance import choices
from domain.forms.instance.codecs import write_decimal
from domain.forms.instance.instance import Instance
from domain.forms.respondent import patterns
from domain.forms.xpath import moments
from domain.forms.xpath.compiler import compile_tree
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.syntax import Tree, walk
from domain.forms.xpath.values import number_to_text, read_number, to_number, to_text

_WORDS = ("Golshahr", "water", "بازدید", "yes", "3", "12", "Ali Rezaei", "رضایی", "a", "ok", "1398", "A1")
_NUMBERS = (0, 1, 2, 3, 4, 5, 7, 10, 12, 15, 18, 20, 25, 30, 40, 50, 60, 75, 90, 100, 150, 500, 1000, 2000, 2019, 5000)
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_SHORT = 6
"""Numbers up to which most answers stay: many a one says how many rows there are to fill."""


class Answers:
    """The answers of one respondent to one question: ``any`` of its type, or ``fitting`` what its constraint names."""

    def __init__(self, instance: Instance, node: Node, chance: Random) -> None:
        self._instance, self._node, self._chance = instance, node, chance
        self._element = node.spec.element

    def any(self) -> str:
        """Return an answer of the right type, whatever the constraint says; "" when there is none."""
        control, chance = self._element.control, self._chance
        if control is Control.TRIGGER:
            return "OK"
        if control in (Control.SELECT_ONE, Control.SELECT_MULTIPLE, Control.RANK):
            return self._chosen()
        if control is Control.RANGE:
            return self._in_range()
        match self._element.type:
            case "int":
                return str(self._number())
            case "decimal":
                return write_decimal(self._number() + chance.choice((0, 0, 0.5, 0.25)))
            case "date":
                return self._day(chance.randint(-400, 60))
            case "time":
                return f"{chance.randint(0, 23):02d}:{chance.choice((0, 15, 30, 45)):02d}:00"
            case "dateTime":
                return moments.write(self._now() + timedelta(hours=chance.randint(-900, 90), seconds=1))
            case "geopoint":
                return self._point()
            case "geotrace":
                return ";".join(self._points(chance.randint(2, 4)))
            case "geoshape":
                points = self._points(chance.randint(3, 5))
                return ";".join([*points, points[0]])
            case "binary":
                return "photo.jpg"
            case "boolean":
                return chance.choice(("true", "false"))
        return chance.choice(_WORDS)

    def fitting(self) -> Iterator[str]:
        """Yield answers that the constraint may have asked for, the likeliest first, then any without end."""
        tree = self._element.constraint
        if tree is not None and self._element.control is not Control.RANK:
            hints = list(self._hints(tree))
            self._chance.shuffle(hints)
            yield from hints
        while True:
            yield self.any()
            if self._element.type == "string" and self._element.control is Control.INPUT:
                yield "".join(self._chance.choices("0123456789", k=self._chance.randint(1, 12)))
            elif self._element.type in ("int", "decimal"):
                yield str(self._chance.randint(-100, 10 ** self._chance.randint(1, 9)))
            elif self._element.type == "date":
                yield self._day(self._chance.randint(-40_000, 4_000))

    def _now(self) -> datetime:
        return self._instance.environment.now

    def _number(self) -> int:
        few = self._chance.random() < 0.6
        return self._chance.randint(0, _SHORT) if few else self._chance.choice(_NUMBERS)

    def _day(self, ahead: float) -> str:
        return (self._now() + timedelta(days=ahead)).date().isoformat()

    def _point(self) -> str:
        return f"{36 + self._chance.random():.5f} {59 + self._chance.random():.5f} 0.0 0.0"

    def _points(self, count: int) -> list[str]:
        return list(dict.fromkeys(self._point() for _ in range(count)))

    def _in_range(self) -> str:
        start, end, step = (read_number(edge) for edge in self._element.bounds or ("0", "10", "1"))
        steps = int(abs(end - start) / (abs(step) or 1))
        value = start + (step if end >= start else -abs(step)) * self._chance.randint(0, max(0, steps))
        return str(int(value)) if self._element.type == "int" else write_decimal(round(value, 6))

    def _chosen(self) -> str:
        offered = list(choices.values(self._instance, self._node))
        if not offered:
            return ""
        if self._element.control is Control.SELECT_ONE:
            return self._chance.choice(offered)
        if self._element.control is Control.RANK:
            self._chance.shuffle(offered)
            return " ".join(offered)
        few = self._chance.randint(1, min(len(offered), self._chance.choice((1, 2, 3, 8))))
        return " ".join(self._chance.sample(offered, few))

    def _hints(self, tree: Tree) -> Iterator[str]:
        """Yield answers near the bounds of comparisons, of the lengths asked for, and after patterns."""
        lengths = []
        for one in walk(tree):
            if one[0] in _COMPARISONS:
                value = self._other_side(one)
                if value is None:
                    continue
                if any(part[0] == "call" and part[1] == "string-length" for part in walk(one)):
                    lengths.append(int(to_number(value, self._instance.environment.zone)))
                yield from self._near(value)
            elif one[0] == "call" and one[1] == "regex" and len(one[2]) == 2 and one[2][1][0] == "text":
                for _ in range(6):
                    yield patterns.sample(one[2][1][1], self._chance)
            elif one[0] == "call" and one[1] in ("selected", "starts-with", "contains", "ends-with"):
                yield from (part[1] for part in one[2] if part[0] == "text")
        for length in lengths:
            for size in (length, length - 1, length + 1):
                if 0 < size <= 300:
                    yield "".join(self._chance.choices("123456789", k=size))
                    yield "".join(self._chance.choices("abcdefgh", k=size))

    def _other_side(self, comparison: Tree) -> str | float | None:
        """Evaluate the side of a comparison that does not read the answer itself; None where both do or none is."""
        for side in (comparison[2], comparison[1]):
            if not _reads_itself(side):
                value = self._instance.evaluate(compile_tree(side), self._node, "hint")
                if isinstance(value, float) or (isinstance(value, list) and self._element.type != "string"):
                    return to_number(value, self._instance.environment.zone)
                return to_text(value)
        return None

    def _near(self, value: str | float) -> Iterator[str]:
        number = value if isinstance(value, float) else to_number(value, self._instance.environment.zone)
        if isinstance(value, str) and value:
            yield value
        if not isfinite(number):
            return
        chance = self._chance
        around = [number, number + 1, number - 1, number + chance.randint(1, 30), number - chance.randint(1, 30)]
        if self._element.type == "decimal":
            around += [number + 0.1, number - 0.1, number + 0.01, number - 0.01]
        for one in (*around, number * chance.random()):
            yield from self._as_type(one)

    def _as_type(self, number: float) -> Iterator[str]:
        if self._element.type in ("date", "dateTime"):
            moment = moments.from_days(number, self._instance.environment.zone)
            if moment is not None:
                yield (
                    moment.date().isoformat()
                    if self._element.type == "date"
                    else moments.write(moment.replace(second=1))
                )
        elif self._element.type == "int":
            yield str(round(number))
        elif self._element.type == "decimal":
            yield write_decimal(number)
        else:
            yield number_to_text(number)


def _reads_itself(tree: Tree) -> bool:
    return any(
        part[0] == "path" and part[1] == "." and all(step[0] == "self" for step in part[2]) for part in walk(tree)
    )
