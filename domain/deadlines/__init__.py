"""Persian deadline phrases and what they stand for.

resolve("تا پایان مهرماه", on=meeting_date, calendar=calendar).due
"""

from domain.deadlines.finder import find
from domain.deadlines.model import Deadline, DeadlineSettings, Kind, Rhythm, Unit
from domain.deadlines.reader import resolve

__all__ = ["Deadline", "DeadlineSettings", "Kind", "Rhythm", "Unit", "find", "resolve"]
