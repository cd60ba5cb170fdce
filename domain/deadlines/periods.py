"""Stored deadlines, and the due dates and names of their periods.

A stored deadline is JSON in the shape of ``Deadline.to_json``, its dates Jalali: ``1398-08-10``.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from domain.dates.jalali import format_machine, from_jalali
from domain.deadlines import Deadline, DeadlineKind, Rhythm, Unit, next_due

SEVERAL_A_MONTH = (Unit.DAY, Unit.WEEK)


def to_stored(deadline: Deadline) -> dict[str, Any]:
    """The JSON that a resolution's row keeps: ``Deadline.to_json`` with ``until`` and ``lead_days``."""
    until = format_machine(deadline.until) if deadline.until else None
    return {**deadline.to_json(), "until": until, "lead_days": deadline.lead_days}


def kind(deadline: Mapping[str, Any]) -> DeadlineKind:
    """The kind of a stored deadline; ``NONE`` for a resolution that never had one."""
    return DeadlineKind(deadline.get("kind", DeadlineKind.NONE))


def parse_date(machine: str | None) -> date | None:
    """Read a Jalali date in the form ``1398-08-10``; None stays None."""
    return from_jalali(*map(int, machine.split("-"))) if machine else None


def next_due_from(deadline: Mapping[str, Any], first: date, from_day: date) -> date | None:
    """The earliest due date on or after ``from_day`` of a recurring deadline whose first one is ``first``.

    None when the deadline has ended by then.
    """
    rhythm = deadline["rhythm"]
    due = next_due(Rhythm.from_json(rhythm), first, from_day - timedelta(days=1))
    until = parse_date(deadline.get("until"))
    return None if until and due > until else due


def name(deadline: Mapping[str, Any], due: date) -> str:
    """The name of the period that is due on ``due``: ``1398-08``, or ``1398-08-10`` where a month has several.

    Empty for a deadline that does not recur.
    """
    if kind(deadline) is not DeadlineKind.RECURRING:
        return ""
    machine = format_machine(due)
    return machine if Unit(deadline["rhythm"]["unit"]) in SEVERAL_A_MONTH else machine.rpartition("-")[0]
