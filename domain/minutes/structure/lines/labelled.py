"""Make a draft of a text that has labels in it: «… مسئول: شهرداری، مهلت: یک ماه»."""

from __future__ import annotations

import re

from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.structure.column_headings import ColumnRole
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.lines.labels import split_labels
from domain.minutes.structure.lines.marks import mark_of
from domain.persian.text import fold

_AT_ONCE = re.compile(r"\W*(?:فوری|فورا|بلافاصله|انی|سریعا)\W*")


def labelled_draft(text: str, number: int | None = None) -> Draft:
    """A draft with the values of the labels in its fields; assured when it has a label, or a verb that decides."""
    before, labels = (text, []) if _labels_items(text) else split_labels(text)
    draft = Draft(before, number)
    topics: list[str] = []
    for role, value in labels:
        if role is ColumnRole.TOPIC:
            topics.append(value)
        else:
            fill_labelled(draft, role, value)
    draft.text = ": ".join([*topics, draft.text]) if draft.text else ": ".join(topics)
    draft.assured = bool(labels) or strongest_act(draft.text) >= Act.CHARGES
    return draft


def _labels_items(text: str) -> bool:
    """Tell whether items inside a text have labels of their own: «الف) …، مجری: دکتر جلوه», «ب) …، مجری: …»."""
    bodies = [line[mark.end :] for line in text.split("\n")[1:] if (mark := mark_of(line))]
    return sum(bool(before and labels) for before, labels in map(split_labels, bodies)) > 1


def fill_labelled(draft: Draft, role: ColumnRole, value: str) -> None:
    """Add the value of a label to the field of its role; one without a role of its own belongs to the text."""
    if role is ColumnRole.OWNER:
        draft.owners = [*(draft.owners or []), value.rstrip(" .")]
    elif role is ColumnRole.PARTNER:
        draft.partners.append(value.rstrip(" ."))
    elif role is ColumnRole.DEADLINE or (role is ColumnRole.START and _AT_ONCE.fullmatch(fold(value))):
        draft.deadlines.append(value.rstrip(" ."))
    elif role is ColumnRole.START:
        draft.remark(f"شروع: {value}")
    elif role is ColumnRole.NOTE:
        draft.remark(value)
    else:
        draft.text = f"{draft.text}\n{value}".strip()
