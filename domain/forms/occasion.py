"""Occasions to fill in a stored form, as its drafts name them."""

from __future__ import annotations

from dataclasses import dataclass

PREFIX = "form."
"""The beginning of the names of forms that are data; the id of the version follows."""
NEIGHBOURHOOD = "neighbourhood"
"""The hidden question of a form that holds the neighbourhood it is filled in for, so that no other has to ask."""
TRIAL = "trial"
"""The subject of a form that a secretary only tries."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One occasion to fill in a form. ``agency_id`` is the agency or neighbourhood, 0 for a person's own.

    ``period`` is the month or quarter of one that is filled in again, ``1398-08`` or ``1398-q3``. A ``part`` is given
    to the agency that has the obligation, and not to the secretariat.
    """

    assignment_id: int
    obligation_id: int = 0
    agency_id: int = 0
    period: str = ""
    part: bool = False

    @property
    def subject(self) -> str:
        """The subject of its drafts."""
        return f"{self.assignment_id}.{self.obligation_id}.{self.agency_id}.{self.period}{'.p' if self.part else ''}"

    @classmethod
    def parse(cls, subject: str) -> Occasion | None:
        """Read the subject of a draft; None for one that names no occasion."""
        words = subject.split(".")
        if len(words) not in (4, 5) or not all(word.isdecimal() for word in words[:3]):
            return None
        return cls(int(words[0]), int(words[1]), int(words[2]), words[3], len(words) == 5)
