"""Values of expressions and their conversions, as JavaRosa and ODK Web Forms make them.

A value is a number, a text, a boolean or a list of nodes. A date is a number of days since 1970 that remembers its
text. The empty text and a node without a value are NaN as numbers, and NaN is "" as a text.
"""

from __future__ import annotations

import re
from datetime import tzinfo
from math import inf, isinf, isnan, nan, trunc
from operator import ge, gt, le, lt

from domain.forms.xpath import moments
from domain.forms.xpath.nodes import Node

Value = float | str | bool | list[Node]

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\Z", re.ASCII)
_OTHER_BASES = re.compile(r"0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)\Z")
_LARGEST = 2**1024 - 2**970
"""The least whole number that no float comes near."""
_SPACE = " \t\r\n\f\v\u00a0\ufeff"
ORDER = {"<": lt, "<=": le, ">": gt, ">=": ge}


class DateNumber(float):
    """A moment as days since 1970, written as the date or the date and time that it is."""

    __slots__ = ("text",)
    text: str

    @classmethod
    def of(cls, days: float, text: str) -> DateNumber:
        number = cls(days)
        number.text = text
        return number


def read_number(text: str) -> float:
    """Read a text as a number; NaN when it is none."""
    text = text.strip(_SPACE)
    if not text:
        return 0.0
    if _NUMBER.match(text):
        return float(text)
    if _OTHER_BASES.match(text):
        whole = int(text, 0)
        return float(whole) if whole < _LARGEST else inf
    return {"Infinity": inf, "+Infinity": inf, "-Infinity": -inf}.get(text, nan)


def text_to_number(text: str, zone: tzinfo) -> float:
    """Convert a text: a number, an ISO date or moment as days since 1970, or NaN."""
    if text == "":
        return nan
    if text[4:5] == "-" and (days := moments.days(text, zone)) is not None:
        return days
    return read_number(text)


def node_to_number(node: Node, zone: tzinfo) -> float:
    """Convert a node's value; one that is blank is NaN."""
    text = node.text
    return text_to_number(text, zone) if text and not text.isspace() else nan


def to_number(value: Value, zone: tzinfo) -> float:
    """Convert any value to a number."""
    if isinstance(value, float):
        return value
    if isinstance(value, str):
        return text_to_number(value, zone)
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    return node_to_number(value[0], zone) if value else nan


def to_text(value: Value) -> str:
    """Convert any value to a text."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return value.text if isinstance(value, DateNumber) else number_to_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value[0].text if value else ""


def to_boolean(value: Value) -> bool:
    """Convert any value to a boolean: a list is true when it has a node, whatever that holds."""
    if isinstance(value, float):
        return value != 0 and not isnan(value)
    return bool(value)


def texts(value: Value) -> list[str]:
    """Return the text of each node of a list, or of the one value."""
    return [node.text for node in value] if isinstance(value, list) else [to_text(value)]


def numbers(value: Value, zone: tzinfo) -> list[float]:
    """Return the number of each node of a list, or of the one value."""
    return [node_to_number(node, zone) for node in value] if isinstance(value, list) else [to_number(value, zone)]


def equal(left: Value, right: Value, zone: tzinfo) -> bool:
    """Compare for equality: as numbers if one side is one, else as texts; of a list one node has to match."""
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, list):
        if isinstance(right, list):
            others = {node.text for node in right}
            return any(node.text in others for node in left)
        return any(_node_equals(node, right, zone) for node in left)
    if isinstance(right, list):
        return any(_node_equals(node, left, zone) for node in right)
    if isinstance(left, float) or isinstance(right, float):
        return to_number(left, zone) == to_number(right, zone)
    return left == right


def different(left: Value, right: Value, zone: tzinfo) -> bool:
    """Compare for inequality; of a list one node has to differ."""
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) != to_boolean(right)
    if isinstance(left, list):
        if isinstance(right, list):
            return any(one.text != other.text for one in left for other in right)
        return any(not _node_equals(node, right, zone) for node in left)
    if isinstance(right, list):
        return any(not _node_equals(node, left, zone) for node in right)
    return not equal(left, right, zone)


def ordered(operator: str, left: Value, right: Value, zone: tzinfo) -> bool:
    """Compare as numbers, always; of a list one node has to be on that side."""
    compare = ORDER[operator]
    return any(compare(one, other) for one in numbers(left, zone) for other in numbers(right, zone))


def _node_equals(node: Node, value: float | str | bool, zone: tzinfo) -> bool:
    if isinstance(value, str):
        return node.text == value
    return node_to_number(node, zone) == value


def number_to_text(number: float) -> str:
    """Write a number as JavaScript does: 3, 0.1, 1e+21, 1e-7; NaN is ""."""
    if isnan(number):
        return ""
    if isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == trunc(number) and abs(number) < 1e21:
        # Beyond 2**53 JavaScript writes the shortest digits that mean this number, and noughts.
        return str(int(number)) if abs(number) < 2**53 else plain(number).removesuffix(".0")
    digits = repr(number)
    mantissa, _, exponent = digits.partition("e")
    power = int(exponent or 0)
    if not exponent:
        return digits
    # Python goes over to an exponent below 0.0001, JavaScript below 0.000001.
    if -7 < power < 0:
        return plain(number)
    return f"{mantissa.removesuffix('.0')}e{power:+d}"


def plain(number: float) -> str:
    """Write a number without an exponent."""
    digits = repr(number)
    mantissa, _, exponent = digits.partition("e")
    if not exponent:
        return digits
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    fraction = "" if fraction == "0" else fraction
    power = int(exponent)
    if power < 0:
        return f"{sign}0.{'0' * (-power - 1)}{whole}{fraction}"
    return f"{sign}{whole}{fraction.ljust(power, '0')[:power]}.{fraction[power:] or '0'}"


def utf16_length(text: str) -> int:
    """Return the length as ODK counts it: a letter outside the basic plane is two."""
    return len(text) + sum(letter > "\uffff" for letter in text)
