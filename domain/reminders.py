"""When a reminder is due: a pure function of the deadline, the calendar, the clock and the settings."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The organisation's settings for reminders, in its own zone.

    ``weekday`` is the day of the weekly list while something is overdue, Monday being 0. Nothing is sent from ``quiet_from``
    to ``quiet_to``, nor in a silent period: Jalali (month, day) pairs, both ends included, which may span the new year.
    """

    days_before: int = 3
    at: time = time(9)
    weekday: int = 5
    quiet_from: time = time(21)
    quiet_to: time = time(7)
    silent: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = (((12, 28), (1, 14)),)
