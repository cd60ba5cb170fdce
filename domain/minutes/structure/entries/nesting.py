"""Tell which lines stand inside the list item above them rather than beside it."""

from __future__ import annotations

from collections.abc import Sequence

from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.verbs import states_decision
from domain.minutes.structure.entries import prose_signs as signs
from domain.minutes.structure.entries.continuation import (
    decides_besides,
    ends_a_list,
    ends_in_verb,
    is_complete,
    is_title,
    only_names,
    speaks_of_the_session,
)
from domain.minutes.structure.findings import Entry, Finding
from domain.minutes.structure.headings import states_conditions
from domain.minutes.structure.lines.labels import split_labels
from domain.minutes.structure.lines.marks import LABELLED, NAMED_SIGNS, Mark, MarkKind
from domain.persian.text import fold

SENTENCE = 60
"""A shorter line without a verb, after a list item, is not its continuation."""


def is_inside(found: Sequence[Finding], last: Entry, mark: Mark, number: int | None, body: str) -> bool:
    """Tell whether a marked line belongs to the open entry rather than beside it."""
    if mark.sign in NAMED_SIGNS and last.sign != mark.sign:
        return False
    if last.kind is None:
        return last.lines[0].endswith(":") and (last.section is None or states_conditions(fold(last.lines[0])))
    if last.sign == LABELLED and mark.kind is MarkKind.BULLET and is_title(body):
        return signs.lists_bullets(last) or not last.lines or last.lines[-1].endswith((":", "،"))
    if signs.goes_to_next_topic(found, last, mark, body) or signs.tells_apart(last, mark, body):
        return False
    if mark.kind is MarkKind.PAIR:
        return number is None and last.kind is not MarkKind.PAIR
    if last.kind is MarkKind.PAIR and mark.kind is MarkKind.NUMBER and is_title(body):
        return False
    if mark.kind in signs.COUNTING and last.kind in signs.COUNTING:
        return _counts_inside(last, number or 0, mark.sign)
    if mark.kind is last.kind:
        return (
            mark.kind is MarkKind.BULLET and last.lines[:1] != [] and last.lines[0].endswith(":") and only_names(body)
        )
    if last.kind in {MarkKind.LETTER, MarkKind.BULLET} and mark.kind in signs.COUNTING:
        if number == 1 and last.inner == 0 and last.lines and not is_complete(last):
            last.inner, last.inner_sign = 1, mark.sign
            return True
        return _counts_inside(last, number or 0, mark.sign)
    return True


def _counts_inside(last: Entry, number: int, sign: str) -> bool:
    """Tell whether a number continues a list inside the open entry rather than the entries."""
    if not last.lines:
        return False
    begins = number == 1 and not last.inner and last.lines[-1].endswith(":")
    goes_on = last.inner > 0 and number == last.inner + 1 and sign == last.inner_sign
    if goes_on and number == (last.number or 0) + 1 and sign == last.sign:
        last.unclear = number
        return False
    if begins or goes_on:
        last.inner, last.inner_sign = number, sign
    return begins or goes_on


def belongs(found: Sequence[Finding], last: Entry, line: str) -> bool:
    """Tell whether a line without a mark belongs to the list item above: as its label, note, or what it lacks."""
    if not last.lines or split_labels(line)[1] or last.lines[-1].endswith((":", "،", " و")):
        return True
    if last.kind is MarkKind.BULLET and last.section is None and decides_besides(line):
        return False
    if speaks_of_the_session(line) and is_complete(last) and strongest_act(line) is not Act.DECIDES:
        return False
    if strongest_act(line) is Act.DECIDES and ends_a_list(last, found[-2:-1]):
        return False
    act, before = strongest_act(line), strongest_act(last.text)
    if signs.BY_THE_WAY.match(fold(line)) and act <= Act.PASSED:
        return False
    if signs.NOTE.match(fold(line)):
        apart = act is Act.TELLS or (act is Act.DECIDES and before >= Act.CHARGES)
        told = before is Act.TELLS and Act.PASSED < act < Act.DECIDES
        return not told and not (signs.FURTHER.match(fold(line)) and apart)
    if act in {Act.TELLS, Act.PASSED} and not (last.kind in signs.COUNTING and before <= Act.PASSED):
        return False
    if act is Act.DECIDES and before >= Act.CHARGES:
        return False
    if act is Act.CHARGES and begins_with_name(line) and (is_complete(last) or ends_in_verb(last, before)):
        return False
    return len(line) > SENTENCE or act is Act.DECIDES or states_decision(line) or line.endswith((".", "؛"))
