"""Read tables that answer for resolutions written elsewhere: their first column has the numbers or letters of these."""

from __future__ import annotations

from collections.abc import Sequence

from domain.minutes.language.markup import clean
from domain.minutes.structure.column_headings import ColumnRole, Row, heading_role
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.findings import Entry, Findings
from domain.minutes.structure.lines.labelled import fill_labelled
from domain.persian.text import fold

_ANSWERS = {ColumnRole.OWNER, ColumnRole.PARTNER, ColumnRole.DEADLINE, ColumnRole.NOTE}
_LABELS = {
    ColumnRole.OWNER: "مسئول",
    ColumnRole.PARTNER: "همکار",
    ColumnRole.DEADLINE: "مهلت",
    ColumnRole.NOTE: "ملاحظات",
}


def read_keyed(heading: Sequence[Row], rows: Sequence[Row], findings: Findings) -> bool:
    """Add the answers of a table to the resolutions above that its keys name; False for a table of another kind."""
    roles = [heading_role(cell.text) for cell in heading[-1]] if heading else []
    if not roles or roles[0] is not ColumnRole.NUMBER or not {ColumnRole.OWNER, ColumnRole.DEADLINE} & set(roles):
        return False
    if not rows or not all(role in _ANSWERS for role in roles[1:]):
        return False
    above = _by_label(findings)
    keys = [fold(clean(row[0].text)).strip(" .-–()") for row in rows]
    if not all(key in above for key in keys):
        return False
    for key, row in zip(keys, rows, strict=True):
        for role, cell in zip(roles[1:], row[1:], strict=False):
            _answer(above[key], role, clean(cell.text))
    return True


def _by_label(findings: Findings) -> dict[str, Entry | Draft]:
    """The entries and drafts above by their numbers or letters, the last one of each."""
    found: dict[str, Entry | Draft] = {}
    for one in findings.all:
        if isinstance(one, Entry) and one.label:
            found[one.label] = one
        elif isinstance(one, Draft) and one.number:
            found[str(one.number)] = one
    return found


def _answer(resolution: Entry | Draft, role: ColumnRole | None, value: str) -> None:
    if not any(map(str.isalnum, value)) or role is None:
        return
    if isinstance(resolution, Entry):
        resolution.lines.append(f"{_LABELS[role]}: {value}")
    else:
        fill_labelled(resolution, role, value)
