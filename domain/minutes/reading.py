"""The result of reading minutes: the meeting, its resolutions, the duties of its appendix, and every doubt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain.dates.jalali import format_machine
from domain.deadlines import Deadline
from domain.minutes.doubts import Doubt


@dataclass(frozen=True)
class Meeting:
    """The meeting that minutes are of, each part None where it was not found; `body` is the group that met."""

    title: str | None = None
    number: int | None = None
    date: date | None = None
    body: str | None = None

    def to_json(self) -> dict[str, Any]:
        day = format_machine(self.date) if self.date else None
        return {"title": self.title, "number": self.number, "date": day, "body": self.body}


@dataclass(frozen=True)
class Item:
    """A part of a resolution that has its own text and, often, its own owners."""

    label: str
    text: str
    responsible: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {"label": self.label, "text": self.text, "responsible": list(self.responsible)}


@dataclass(frozen=True)
class Reference:
    """A mention of another resolution, by the numbers of its meeting and of itself, each None where it is not said."""

    meeting: int | None
    resolution: int | None

    def to_json(self) -> dict[str, Any]:
        return {"meeting": self.meeting, "resolution": self.resolution}


@dataclass(frozen=True)
class Resolution:
    """One resolution. `responsible` are its owners, leads first; those of them in `partners` only help.

    `phrase` is the deadline as written, `deadline` its meaning, `refers` are the resolutions that the text mentions.
    `columns` are the headings of a table that the text asks to be filled in, when it brings one. `remark` is what a
    column or label of remarks says.
    """

    number: int
    text: str
    responsible: tuple[str, ...]
    items: tuple[Item, ...]
    refers: tuple[Reference, ...]
    phrase: str | None
    deadline: Deadline
    columns: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    partners: tuple[str, ...] = ()
    remark: str | None = None

    def to_json(self) -> dict[str, Any]:
        deadline = self.deadline.to_json()
        return {
            "number": self.number,
            "text": self.text,
            "responsible": list(self.responsible),
            "items": [item.to_json() for item in self.items],
            "refers": [reference.to_json() for reference in self.refers],
            "deadline": {
                "phrase": self.phrase,
                **{key: deadline[key] for key in ("kind", "due", "rule", "assumed", "rhythm")},
            },
            "columns": list(self.columns),
            "remark": self.remark,
            "doubts": [doubt.sentence for doubt in self.doubts],
        }


@dataclass(frozen=True)
class ActorDuties:
    """The duties that the appendix gives to a kind of actor."""

    actor_kind: str
    duties: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {"actor_kind": self.actor_kind, "duties": list(self.duties)}


class PassedOverKind(StrEnum):
    """The kinds of text in minutes that is no resolution; the value is stored with the meeting."""

    LETTERHEAD = "letterhead"
    ATTENDANCE = "attendance"
    AGENDA = "agenda"
    DISCUSSION = "discussion"
    EARLIER_RESOLUTIONS = "earlier_resolutions"
    HEADING = "heading"
    """A title of a section or a table, and the names of its columns."""

    CLOSING = "closing"
    SIGNATURE = "signature"
    UNPLACED = "unplaced"
    """A text that may be a decision, or fits no other kind; a doubt quotes it."""


@dataclass(frozen=True)
class PassedOver:
    """A text of the document that did not become part of a resolution, with the kind it was taken for."""

    kind: PassedOverKind
    text: str

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "text": self.text}


@dataclass(frozen=True)
class Reading:
    """Minutes as Dabir understood them. `passed_over` are the texts that are no part of a resolution, in order."""

    meeting: Meeting
    resolutions: tuple[Resolution, ...]
    duties: tuple[ActorDuties, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain lists and dictionaries in the shape of `dabir minutes --json`; doubts as Persian sentences."""
        return {
            "meeting": self.meeting.to_json(),
            "resolutions": [resolution.to_json() for resolution in self.resolutions],
            "duties": [duty.to_json() for duty in self.duties],
            "passed_over": [passed.to_json() for passed in self.passed_over],
            "doubts": [doubt.sentence for doubt in self.doubts],
        }
