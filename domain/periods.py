"""The periods of a recurring deadline: which due dates it has, and what each period is called.

A stored deadline is JSON in the shape of ``Deadline.to_json``, its dates Jalali: ``1398-08-10``.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from domain.deadlines import Kind, Unit
from domain.jalali import add_months, format_machine, from_jalali, month_end, to_jalali

_DAYS = {Unit.DAY: 1, Unit.WEEK: 7}
_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF_YEAR: 6, Unit.YEAR: 12}


def kind(deadline: Mapping[str, Any]) -> Kind:
    """What sort of deadline it is; a resolution that never had one has none."""
    return Kind(deadline.get("kind", Kind.NONE))


def day(machine: str | None) -> date | None:
    """The date of a Jalali ``1398-08-10``."""
    return from_jalali(*map(int, machine.split("-"))) if machine else None


def following(deadline: Mapping[str, Any], first: date, from_day: date) -> date | None:
    """The earliest due date of a recurring deadline on or after ``from_day``, counted from its ``first`` one.

    None when the deadline has ended by then. A rule of the last day of a month stays on last days.
    """
    unit, every = Unit(deadline["rhythm"]["unit"]), deadline["rhythm"]["every"]
    if days := _DAYS.get(unit):
        steps = max(0, -((first - from_day).days // (days * every)))
        due = first + timedelta(days=days * every * steps)
    else:
        due = _by_months(first, _MONTHS[unit] * every, from_day, last=deadline["rhythm"]["day"] is None)
    until = day(deadline.get("until"))
    return None if until and due > until else due


def name(deadline: Mapping[str, Any], due: date) -> str:
    """What the period that ends by ``due`` is called: its month, or its day where a month has several; else ""."""
    if kind(deadline) is not Kind.RECURRING:
        return ""
    machine = format_machine(due)
    return machine if Unit(deadline["rhythm"]["unit"]) in _DAYS else machine.rpartition("-")[0]


def _by_months(first: date, step: int, from_day: date, last: bool) -> date:
    last = last and month_end(*to_jalali(first)[:2]) == first
    (year, month, _), (from_year, from_month, _) = to_jalali(first), to_jalali(from_day)
    steps = max(0, ((from_year - year) * 12 + from_month - month) // step)
    due = _month_step(first, step * steps, last)
    return due if due >= from_day else _month_step(first, step * (steps + 1), last)


def _month_step(first: date, months: int, last: bool) -> date:
    due = add_months(first, months)
    return month_end(*to_jalali(due)[:2]) if last else due
