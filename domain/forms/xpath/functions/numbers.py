"""Functions of numbers."""

from __future__ import annotations

import math
from collections.abc import Callable

from domain.forms.xpath.context import Context
from domain.forms.xpath.registry import strict
from domain.forms.xpath.values import DateNumber, Value, numbers, to_number


def _of_one(name: str, compute: Callable[[float], float]) -> None:
    @strict(name, 1, 1)
    def apply(context: Context, value: Value) -> Value:
        number = to_number(value, context.zone)
        return number if math.isnan(number) else _safely(compute, number)


def _of_two(name: str, compute: Callable[[float, float], float]) -> None:
    @strict(name, 2, 2)
    def apply(context: Context, one: Value, other: Value) -> Value:
        left, right = to_number(one, context.zone), to_number(other, context.zone)
        return math.nan if math.isnan(left) or math.isnan(right) else _safely(compute, left, right)


def _safely(compute: Callable[..., float], *values: float) -> float:
    try:
        result = compute(*values)
    except OverflowError:
        return math.inf
    except (ValueError, ZeroDivisionError):
        return math.nan
    return float(result) if isinstance(result, int | float) else math.nan


def _whole(compute: Callable[[float], int]) -> Callable[[float], float]:
    return lambda number: number if math.isinf(number) else float(compute(number))


def _logarithm(compute: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: -math.inf if number == 0 else compute(number)


_of_one("abs", abs)
_of_one("acos", math.acos)
_of_one("asin", math.asin)
_of_one("atan", math.atan)
_of_one("ceiling", _whole(math.ceil))
_of_one("cos", math.cos)
_of_one("exp", math.exp)
_of_one("exp10", lambda number: 10.0**number)
_of_one("floor", _whole(math.floor))
_of_one("int", _whole(math.trunc))
_of_one("log", _logarithm(math.log))
_of_one("log10", _logarithm(math.log10))
_of_one("sin", math.sin)
_of_one("sqrt", math.sqrt)
_of_one("tan", math.tan)
_of_two("atan2", math.atan2)
_of_two("pow", lambda base, power: base**power)


@strict("pi", 0, 0)
def pi(_context: Context) -> Value:
    return math.pi


@strict("random", 0, 0)
def random(context: Context) -> Value:
    return context.environment.random.random()


@strict("number", 0, 1)
def number(context: Context, *values: Value) -> Value:
    value = values[0] if values else [context.node]
    return value if isinstance(value, DateNumber) else float(to_number(value, context.zone))


@strict("round", 1, 2)
def round_half_up(context: Context, value: Value, decimals: Value = 0.0) -> Value:
    """Round halves away from zero, to so many decimals."""
    given, places = to_number(value, context.zone), to_number(decimals, context.zone)
    if math.isnan(given) or math.isnan(places) or math.isinf(given):
        return math.nan if math.isnan(places) else given
    factor = 10.0**places
    rounded = math.floor(abs(given) * factor + 0.5) / factor
    return float(-rounded if given < 0 else rounded)


@strict("sum", 1, None)
def total(context: Context, *values: Value) -> Value:
    """Add up; NaN when nothing is there to add, or anything is no number."""
    all_of_them = [one for value in values for one in numbers(_relevant(value), context.zone)]
    return float(sum(all_of_them)) if all_of_them else math.nan


@strict("min", 1, None)
def least(context: Context, *values: Value) -> Value:
    return _extreme(min, context, values)


@strict("max", 1, None)
def most(context: Context, *values: Value) -> Value:
    return _extreme(max, context, values)


def _extreme(pick: Callable[[list[float]], float], context: Context, values: tuple[Value, ...]) -> float:
    all_of_them = [one for value in values for one in numbers(_relevant(value), context.zone)]
    if not all_of_them or any(map(math.isnan, all_of_them)):
        return math.nan
    return float(pick(all_of_them))


def _relevant(value: Value) -> Value:
    """Leave out the nodes that are not relevant, as JavaRosa does."""
    return [node for node in value if node.relevant] if isinstance(value, list) else value
