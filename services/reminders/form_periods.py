"""The periods in which a form on no obligation is filled in: months, quarters, or once until its last day."""

from datetime import date, timedelta

from domain.dates import jalali
from models.tables.forms import FormAssignment, FormRhythm

PERIODIC = (FormRhythm.MONTH, FormRhythm.QUARTER)
ONE_DAY, WEEK = timedelta(days=1), timedelta(days=7)
UNDATED_WEEKS = 3
"""The weeks after each of which a form without a last day is reminded of; then it is left to the secretariat."""


def period_of(rhythm: FormRhythm, day: date) -> str:
    """The period that a day is in, "" for a form that has none."""
    year, month, _ = jalali.to_jalali(day)
    match rhythm:
        case FormRhythm.MONTH:
            return f"{year}-{month:02}"
        case FormRhythm.QUARTER:
            return f"{year}-q{(month + 2) // 3}"
    return ""


def last_day(assignment: FormAssignment, day: date) -> date | None:
    """The day by which a form is due: the end of the period that a day is in, or its last day at all."""
    year, month, _ = jalali.to_jalali(day)
    match assignment.rhythm:
        case FormRhythm.MONTH:
            end = jalali.month_end(year, month)
        case FormRhythm.QUARTER:
            end = jalali.month_end(year, (month + 2) // 3 * 3)
        case _:
            return assignment.until
    return min(end, assignment.until or end)


def weeks(assignment: FormAssignment) -> list[date]:
    """The days a week, two and three after a form for once, without a last day, was attached; none for any other."""
    if assignment.rhythm is not FormRhythm.ONCE or assignment.until:
        return []
    return [assignment.attached_on + WEEK * number for number in range(1, UNDATED_WEEKS + 1)]


def periods(assignment: FormAssignment, today: date) -> list[tuple[str, date | None]]:
    """The periods whose form may be sent, with the day by which it is due: the present one, and before it the last.

    The one before counts when the form was attached by its end. A form for once is late after its last day, one for
    whenever there is a need is over.
    """
    found: list[tuple[str, date | None]] = []
    if assignment.rhythm in PERIODIC:
        ended = _first_day(assignment.rhythm, today) - ONE_DAY
        due = last_day(assignment, ended)
        began = _first_day(assignment.rhythm, ended)
        if assignment.attached_on <= ended and due and due >= began:
            found.append((period_of(assignment.rhythm, ended), due))
    if assignment.rhythm is FormRhythm.ONCE or assignment.until is None or assignment.until >= today:
        found.append((period_of(assignment.rhythm, today), last_day(assignment, today)))
    return found


def _first_day(rhythm: FormRhythm, day: date) -> date:
    year, month, _ = jalali.to_jalali(day)
    return jalali.from_jalali(year, month if rhythm is FormRhythm.MONTH else (month - 1) // 3 * 3 + 1, 1)
