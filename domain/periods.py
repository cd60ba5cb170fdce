"""The periods of a recurring deadline: which due dates it has, and what each period is called.

A stored deadline is JSON in the shape of ``Deadline.to_json``, its dates Jalali: ``1398-08-10``.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from domain.deadlines import Kind, Unit
from domain.jalali import format_machine, from_jalali, month_length, to_jalali

LONGEST_MONTH = 31
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
        of_month = _of_month(first, unit, deadline["rhythm"]["day"])
        due = _by_months(first, _MONTHS[unit] * every, of_month, from_day)
    until = day(deadline.get("until"))
    return None if until and due > until else due


def name(deadline: Mapping[str, Any], due: date) -> str:
    """What the period that ends by ``due`` is called: its month, or its day where a month has several; else ""."""
    if kind(deadline) is not Kind.RECURRING:
        return ""
    machine = format_machine(due)
    return machine if Unit(deadline["rhythm"]["unit"]) in _DAYS else machine.rpartition("-")[0]


def _of_month(first: date, unit: Unit, of_unit: int | None) -> int:
    """The day of the month that the due dates fall on; in a month that is too short it is the last."""
    year, month, of_month = to_jalali(first)
    if of_unit is None and of_month == month_length(year, month):
        return LONGEST_MONTH
    return of_unit if of_unit and unit is Unit.MONTH else of_month


def _by_months(first: date, step: int, of_month: int, from_day: date) -> date:
    (year, month, _), (from_year, from_month, _) = to_jalali(first), to_jalali(from_day)
    months = max(0, ((from_year - year) * 12 + from_month - month) // step * step)
    due = _in_month(year, month + months, of_month)
    return due if due >= from_day else _in_month(year, month + months + step, of_month)


def _in_month(year: int, month: int, of_month: int) -> date:
    """A day of a month that is counted on past the end of the year."""
    years, month0 = divmod(month - 1, 12)
    year, month = year + years, month0 + 1
    return from_jalali(year, month, min(of_month, month_length(year, month)))
