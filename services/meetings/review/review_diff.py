"""The comparison of a corrected sheet with the resolutions under review, and the import of its differences."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import T, Text
from domain.deadlines import Deadline, DeadlineKind, resolve
from domain.meetings import MOST_NUMBER
from domain.minutes.language import name_matching
from domain.persian.text import fold
from models.tables.meetings import Meeting, Owner, Resolution
from services import audit
from services.context import ActionContext
from services.directory import known_names
from services.errors import Refused
from services.meetings import meetings, owner_changes, resolutions
from services.meetings.review.review_columns import cell
from services.organisation import Organisation

_LINES = re.compile(r"\s*[\n؛;]\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sheet. ``resolution`` is the one that it corrects, None for a new one.

    ``remark`` is None in a sheet of an earlier version, which had no remarks.
    """

    resolution: Resolution | None
    number: int
    text: str
    owners: tuple[str, ...]
    phrase: str
    deadline: Deadline
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences of a sheet.

    ``problems`` name its wrong cells, ``changed`` are rows with the names of their changed columns, ``gone`` the
    resolutions that it lacks.
    """

    problems: tuple[Text, ...]
    changed: tuple[tuple[Row, tuple[str, ...]], ...]
    gone: tuple[Resolution, ...]


async def compare(
    session: AsyncSession, organisation: Organisation, meeting: Meeting, sheet: Mapping[str, Any], today: date
) -> Comparison:
    """Compare a sheet, as it was read, with the resolutions that are still under review.

    A line that nobody touched says nothing: what a colleague corrected, added or dropped in the chat meanwhile stays.
    """
    undecided = {row.id: row for row in await resolutions.of_meeting(session, meeting.id, *meetings.UNDECIDED)}
    problems: list[Text] = []
    changed: list[tuple[Row, tuple[str, ...]]] = []
    seen: set[int] = set()
    on = meeting.counts_from or meeting.held_on or today
    last = max((resolution.number for resolution in undecided.values()), default=0)
    known = {int(code) for code in sheet.get("known", ()) if code.isdecimal()}
    for line in sheet["rows"]:
        code = int(line["code"]) if line["code"].isdecimal() else 0
        if line.get("untouched"):
            seen.add(code)
            continue
        if line["code"] and (code not in undecided or code in seen):
            problems.append(T("sheet.problem.code", cell=cell("code", line["row"])))
            continue
        seen.add(code)
        row, wrong = _row(organisation, line, undecided.get(code), on, last)
        problems += wrong
        if row and (columns := _differs(row)):
            changed.append((row, columns))
    gone = tuple(undecided[number] for number in undecided if number not in seen and (not known or number in known))
    return Comparison(tuple(problems), tuple(changed), gone)


def _row(
    organisation: Organisation, line: dict[str, Any], resolution: Resolution | None, on: date, last: int
) -> tuple[Row | None, list[Text]]:
    where, wrong = line["row"], []
    if not line["text"]:
        wrong.append(T("sheet.problem.text", cell=cell("text", where)))
    if line["number"] and not (line["number"].isdecimal() and 0 < int(line["number"]) <= MOST_NUMBER):
        wrong.append(T("sheet.problem.number", cell=cell("number", where), said=line["number"]))
    deadline = resolve(line["phrase"] or "-", on, organisation.calendar)
    same_phrase = resolution is not None and fold(resolution.phrase) == fold(line["phrase"])
    if deadline.kind is DeadlineKind.UNKNOWN and not same_phrase:
        said = line["phrase"]
        wrong.append(T("sheet.problem.phrase", cell=cell("phrase", where), said=said, reason=deadline.reason or ""))
    if wrong:
        return None, wrong
    number = int(line["number"]) if line["number"] else resolution.number if resolution else last + 1
    owners = tuple(words for words in _LINES.split(line["owners"]) if words)
    return Row(resolution, number, line["text"], owners, line["phrase"], deadline, line.get("remark")), []


def _differs(row: Row) -> tuple[str, ...]:
    resolution = row.resolution
    if resolution is None:
        return ("new",)
    columns = []
    if row.number != resolution.number:
        columns.append("number")
    if fold(row.text) != fold(resolution.text):
        columns.append("text")
    if sorted(map(fold, row.owners)) != sorted(fold(owner_changes.line(owner)) for owner in resolution.owners):
        columns.append("owners")
    if fold(row.phrase) != fold(resolution.phrase):
        columns.append("phrase")
    if row.remark is not None and row.remark != resolution.remark.strip():
        columns.append("remark")
    return tuple(columns)


async def apply(context: ActionContext, meeting: Meeting, comparison: Comparison) -> None:
    """Apply the differences to the meeting. Raises Refused when something in the sheet is wrong."""
    if comparison.problems:
        raise Refused("sheet.wrong")
    matcher = await known_names.load(context.session, context.organisation)
    for row, columns in comparison.changed:
        resolution = row.resolution or await resolutions.add(context, meeting, row.text, row.phrase, row.deadline)
        if "number" in columns or row.resolution is None:
            resolution.number = row.number
        if "text" in columns:
            await resolutions.set_text(context, resolution, row.text)
        if "phrase" in columns:
            await resolutions.set_deadline(context, resolution, row.phrase, row.deadline)
        if "owners" in columns or (row.resolution is None and row.owners):
            await _set_owners(context, resolution, row.owners, matcher)
        if "remark" in columns or (row.resolution is None and row.remark):
            await resolutions.set_remark(context, resolution, row.remark or "")
        resolution.version += 1
    for resolution in comparison.gone:
        await resolutions.drop(context, resolution)
    meeting.version += 1


async def _set_owners(
    context: ActionContext,
    resolution: Resolution,
    lines: Sequence[str],
    matcher: name_matching.Matcher,
) -> None:
    """Set the owners of a cell; those that stay keep what they are linked to."""
    before = {fold(owner_changes.line(owner)): owner for owner in resolution.owners}
    labels = {item["label"] for item in resolution.items}
    wanted: list[Owner] = []
    for place, line in enumerate(lines):
        owner = before.get(fold(line))
        if owner is None:
            partner = line.endswith(owner_changes.PARTNER)
            words = line.removesuffix(owner_changes.PARTNER).strip()
            label, colon, name = words.partition(":")
            of_item = bool(colon) and label.strip() in labels
            owner = Owner(
                name=name.strip() if of_item else words, item=label.strip() if of_item else "", partner=partner
            )
            match = matcher.find(owner.name)
            if match and match.sure:
                known_names.link(owner, match.known)
        owner.place = place
        wanted.append(owner)
    were = owner_changes.lines(resolution)
    resolution.owners = wanted
    resolution.doubts = [doubt for doubt in resolution.doubts if not doubt["code"].startswith("owner")]
    resolutions.return_to_review(resolution)
    audit.record(context, "owners", "resolution", resolution.id, before=were, after=list(lines))
