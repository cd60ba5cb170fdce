"""The screen of the quarterly question: a duty with its four answers, for one agency."""

from collections.abc import Mapping, Sequence

from domain.chat.screens import Button, Screen, T, Tap, Text
from models.tables.agencies import Duty
from models.tables.duties import DutyStatus
from services.messaging import buttons as ways
from texts.answer_summary import clip

MOST, MOST_ANSWERED = 4, 8
"""The most questions on one screen, whose next ones follow as these are answered, and the most answers."""
LONGEST = 200
"""The most characters of a duty's text."""


def screen(
    head: Sequence[Text | str],
    round_id: int,
    agency_id: int,
    asked: Sequence[Duty],
    answers: Mapping[int, DutyStatus],
    reopened: int = 0,
) -> Screen:
    """The duties that wait with four buttons each, and the latest answers, of which one may be ``reopened``."""
    lines: list[Text | str] = [*head]
    rows: list[tuple[Button, ...]] = []
    waiting = [duty for duty in asked if duty.id not in answers or duty.id == reopened]
    answered = [duty for duty in asked if duty not in waiting]

    def tap(duty: Duty, word: str) -> Tap:
        return Tap("duty.answer", duty.id, round_id, f"{agency_id}.{word}")

    for duty in waiting[:MOST]:
        lines += ["", T("duty.row", number=duty.number, text=clip(duty.text, LONGEST))]
        choices = [Button(T(f"duty.tap.{one}", number=duty.number), tap(duty, one)) for one in DutyStatus]
        rows += [tuple(choices[:2]), tuple(choices[2:])]
    if len(waiting) > MOST:
        lines += ["", T("duty.more", count=len(waiting) - MOST)]
    if answered:
        lines += [""]
    for duty in answered[-MOST_ANSWERED:]:
        lines.append(T("duty.answered", number=duty.number, status=T(f"duty.status.{answers[duty.id]}")))
    changes = [Button(T("duty.change", number=duty.number), tap(duty, "change")) for duty in answered[-MOST_ANSWERED:]]
    rows += [tuple(changes[start : start + 3]) for start in range(0, len(changes), 3)]
    lines += ["", T("duty.next_step" if waiting else "duty.all_answered")]
    return Screen(T("form.lines", lines=lines), (*rows, (ways.TASKS, ways.MENU)))
