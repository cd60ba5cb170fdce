"""Persian deadline phrases, resolved to dates and rhythms.

    resolve("تا پایان مهرماه", on=meeting_date, calendar=calendar).due

`resolve` reads a whole phrase, `find` looks for deadlines inside a sentence, `next_due` gives the next day of a rhythm,
and `describe` says a deadline back in one line.
"""

from domain.deadlines.describe import describe, describe_rhythm
from domain.deadlines.model import TIMELESS, Deadline, DeadlineKind, DeadlineSettings, Rhythm, Unit
from domain.deadlines.occurrences import next_due
from domain.deadlines.prose.finder import find
from domain.deadlines.reader import OTHER_WORDS, resolve

__all__ = [
    "OTHER_WORDS",
    "TIMELESS",
    "Deadline",
    "DeadlineKind",
    "DeadlineSettings",
    "Rhythm",
    "Unit",
    "describe",
    "describe_rhythm",
    "find",
    "next_due",
    "resolve",
]
