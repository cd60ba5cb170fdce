"""The periods of a recurring deadline: which due dates it has, and what each period is called.

A stored deadline is JSON in the shape of ``Deadline.to_json``, its dates Jalali: ``1398-08-10``.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from domain.dates.jalali import format_machine, from_jalali
from domain.deadlines import Deadline, Kind, Rhythm, Unit, next_due

SEVERAL_A_MONTH = (Unit.DAY, Unit.WEEK)


def stored(deadline: Deadline) -> dict[str, Any]:
    """A deadline as a resolution's row keeps it: ``Deadline.to_json`` with its end and its days before a meeting."""
    until = format_machine(deadline.until) if deadline.until else None
    return {**deadline.to_json(), "until": until, "lead_days": deadline.lead_days}


def kind(deadline: Mapping[str, Any]) -> Kind:
    """What sort of deadline it is; a resolution that never had one has none."""
    return Kind(deadline.get("kind", Kind.NONE))


def day(machine: str | None) -> date | None:
    """The date of a Jalali ``1398-08-10``."""
    return from_jalali(*map(int, machine.split("-"))) if machine else None


def following(deadline: Mapping[str, Any], first: date, from_day: date) -> date | None:
    """The earliest due date of a recurring deadline on or after ``from_day``, counted from its ``first`` one.

    None when the deadline has ended by then.
    """
    rhythm = deadline["rhythm"]
    due = next_due(Rhythm(rhythm["every"], Unit(rhythm["unit"]), rhythm["day"]), first, from_day - timedelta(days=1))
    until = day(deadline.get("until"))
    return None if until and due > until else due


def name(deadline: Mapping[str, Any], due: date) -> str:
    """What the period that ends by ``due`` is called: its month, or its day where a month has several; else ""."""
    if kind(deadline) is not Kind.RECURRING:
        return ""
    machine = format_machine(due)
    return machine if Unit(deadline["rhythm"]["unit"]) in SEVERAL_A_MONTH else machine.rpartition("-")[0]
