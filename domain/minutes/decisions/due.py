"""A resolution's deadline out of its column and its text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from domain.deadlines import Deadline, Kind
from domain.minutes.doubts import Doubt
from domain.minutes.language.scraps import clean
from domain.minutes.reckoning import NO_DATE, Reckoning

_PARTS = re.compile(r"\s*[؛;|]\s*|\s+[-–—/]\s+")


@dataclass(frozen=True)
class Due:
    """A deadline as it was written and as it is understood."""

    phrase: str | None
    deadline: Deadline
    doubts: tuple[Doubt, ...] = ()


def due_of(cells: Iterable[str], text: str, reckoning: Reckoning) -> Due:
    """The deadline that a resolution's cells (or labels) and its text set together.

    The cells win; a text that says something else is a doubt, and so are several deadlines, an unknown one, and none.
    """
    written = list(dict.fromkeys(cell for cell in (clean(cell).replace("\n", " / ") for cell in cells) if cell))
    in_text = reckoning.within(text)
    if not written:
        return _from_text(in_text)
    phrase = " / ".join(written)
    deadline = _agreed(written, reckoning)
    if deadline is None:
        unknown = Deadline(Kind.UNKNOWN, rule="unknown", code="several", reason="چند مهلت با هم نوشته شده است.")
        return Due(phrase, unknown, (Doubt("deadlines_differ", {"phrases": phrase}),))
    doubts = list(_doubts_of(phrase, deadline))
    known_in_text = [(other, meaning) for other, meaning in in_text if meaning.kind is not Kind.UNKNOWN]
    if (
        known_in_text
        and deadline.kind is not Kind.UNKNOWN
        and not any(_same(deadline, one) for _, one in known_in_text)
    ):
        doubts.append(Doubt("deadline_differs", {"phrase": phrase, "other": known_in_text[0][0]}))
    return Due(phrase, deadline, tuple(doubts))


def _agreed(written: list[str], reckoning: Reckoning) -> Deadline | None:
    """The one deadline that the cells stand for, None when their parts mean different things."""
    if len(written) == 1:
        whole = reckoning.of(written[0])
        if whole.kind is not Kind.UNKNOWN:
            return whole
    parts = [reckoning.of(part) for cell in written for part in _PARTS.split(cell) if part]
    if len(parts) > 1 and any(not _same(parts[0], part) for part in parts[1:]):
        return None
    return parts[0] if len(parts) > 1 else reckoning.of(written[0])


def _from_text(in_text: list[tuple[str, Deadline]]) -> Due:
    if not in_text:
        return Due(None, Deadline(Kind.NONE, rule="none"), (Doubt("deadline_missing"),))
    phrase, deadline = in_text[0]
    if any(not _same(deadline, other) for _, other in in_text[1:]):
        phrases = "، ".join(f"«{one}»" for one, _ in in_text)
        unknown = Deadline(Kind.UNKNOWN, rule="unknown", code="several", reason="چند مهلت در متن هست.")
        return Due(None, unknown, (Doubt("deadlines_differ", {"phrases": phrases}),))
    return Due(phrase, deadline, _doubts_of(phrase, deadline))


def _doubts_of(phrase: str, deadline: Deadline) -> tuple[Doubt, ...]:
    if deadline is NO_DATE:
        return (Doubt("deadline_needs_date", {"phrase": phrase}),)
    if deadline.kind is Kind.UNKNOWN:
        return (Doubt("deadline_unknown", {"phrase": phrase, "reason": deadline.reason or ""}),)
    return ()


def _same(one: Deadline, other: Deadline) -> bool:
    return (one.kind, one.due, one.rhythm) == (other.kind, other.due, other.rhythm)
