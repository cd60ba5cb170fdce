"""Texts of minutes that became no resolution: made into one, added to one, and put back."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from domain.minutes import NEXT_QUOTATION, PassedOverKind, read_resolution
from domain.persian.text import fold
from models.tables.meetings import Meeting, MeetingState, Resolution, ResolutionState
from services import audit
from services.context import ActionContext
from services.errors import Refused
from services.meetings import meetings, resolutions
from services.meetings.review.reading_json import resolution_json

LIKELY = (PassedOverKind.UNPLACED, PassedOverKind.DISCUSSION)
"""Kinds in which a decision may have been missed."""


@dataclass(frozen=True, slots=True)
class PassedText:
    """A text of a meeting that was passed over; ``index`` is its place among all of them, which never changes."""

    meeting_id: int
    index: int
    kind: PassedOverKind
    text: str

    @property
    def line(self) -> str:
        """The text on one line."""
        return " ".join(self.text.split())


def waiting(meeting: Meeting) -> list[PassedText]:
    """The texts that are in no resolution, those first that may hold a decision."""
    texts = [_text(meeting, index) for index, raw in enumerate(meeting.passed_over) if "home" not in raw]
    return sorted(texts, key=lambda one: one.kind not in LIKELY)


def taken_into(resolution: Resolution) -> list[PassedText]:
    """The texts that a resolution was made of, or that were added to it."""
    meeting = resolution.meeting
    return [
        _text(meeting, index)
        for index, raw in enumerate(meeting.passed_over)
        if "home" in raw and raw["home"] == resolution.id
    ]


def undecided_doubts(meeting: Meeting) -> list[dict[str, Any]]:
    """The doubts about a meeting's minutes, which quote no text that is in a resolution by now."""
    taken = {" ".join(raw["text"].split()) for raw in meeting.passed_over if "home" in raw}
    left = (_left_of(doubt, taken) for doubt in meeting.doubts)
    return [doubt for doubt in left if doubt is not None and not (doubt["code"] == "no_resolutions" and taken)]


def _left_of(doubt: dict[str, Any], taken: set[str]) -> dict[str, Any] | None:
    """A doubt that quotes only what is not `taken`, None where nothing is left of it."""
    if doubt["code"] != "passed_over":
        return doubt
    texts = [text for text in doubt["params"]["text"].split(NEXT_QUOTATION) if " ".join(text.split()) not in taken]
    return {**doubt, "params": {"text": NEXT_QUOTATION.join(texts)}} if texts else None


async def get_draft(session: AsyncSession, meeting_id: int) -> Meeting:
    """Load a meeting in review, held against a colleague's tap. Raises Refused when it is issued or over."""
    meeting = await session.get(Meeting, meeting_id, populate_existing=True, with_for_update=True)
    if meeting is None:
        raise Refused("meeting.gone")
    if meeting.state is MeetingState.ISSUED:
        raise Refused("passed.issued")
    if meeting.state is not MeetingState.REVIEW:
        raise Refused("meeting.over")
    return meeting


def find(meeting: Meeting, index: int) -> PassedText:
    """Find a text that waits. Raises Refused when it is in a resolution by now."""
    if index >= len(meeting.passed_over) or "home" in meeting.passed_over[index]:
        raise Refused("passed.taken")
    return _text(meeting, index)


async def make_resolution(context: ActionContext, meeting_id: int, index: int) -> Resolution:
    """Make a resolution of a text at the meeting's end, with the owners and the deadline that the text names.

    One that was made of it before, and dropped when the text was put back, is taken back in as it was.
    """
    meeting = await get_draft(context.session, meeting_id)
    passed = find(meeting, index)
    if made := meeting.passed_over[index].get("made"):
        resolution = await resolutions.get(context.session, made)
        if resolution.state is ResolutionState.DROPPED:
            await resolutions.drop(context, resolution)
    else:
        read = read_resolution(passed.text, meeting.number, meeting.held_on, context.organisation.calendar)
        resolution = meetings.resolution_row(resolution_json(read))
        resolution.meeting_id = meeting.id
        resolution.number = await resolutions.next_number(context.session, meeting.id)
        context.session.add(resolution)
        await context.session.flush()
        audit.record(context, "add", "resolution", resolution.id)
    _set(meeting, index, home=resolution.id, appended=False)
    return resolution


async def append(context: ActionContext, resolution_id: int, index: int) -> Resolution:
    """Add a text at the end of a resolution's, which is to be accepted anew. Raises Refused for a dropped one."""
    resolution = await resolutions.get(context.session, resolution_id)
    meeting = await get_draft(context.session, resolution.meeting_id)
    passed = find(meeting, index)
    if resolution.state not in meetings.UNDECIDED:
        raise Refused("common.stale")
    await resolutions.set_text(context, resolution, f"{resolution.text}\n{passed.text}")
    resolution.state = ResolutionState.READ
    _set(meeting, index, home=resolution.id, appended=True)
    return resolution


async def put_back(context: ActionContext, meeting_id: int, index: int) -> tuple[Resolution, bool]:
    """Put a text back into the list: the resolution made of it is dropped, or the text is cut from the one it is in.

    Returns the resolution, and whether the text was found in it. Raises Refused when it was put back before.
    """
    meeting = await get_draft(context.session, meeting_id)
    if index >= len(meeting.passed_over) or "home" not in meeting.passed_over[index]:
        raise Refused("passed.returned")
    raw = meeting.passed_over[index]
    resolution = await resolutions.get(context.session, raw["home"])
    if not raw["appended"]:
        if resolution.state in meetings.UNDECIDED:
            await resolutions.drop(context, resolution)
        _set(meeting, index, made=resolution.id)
        return resolution, True
    before, found, after = resolution.text.rpartition(f"\n{raw['text']}")
    if found:
        audit.record(context, "text", "resolution", resolution.id, before=resolution.text, issued=False)
        resolution.text, resolution.text_fold = before + after, fold(before + after)
        resolution.version += 1
    _set(meeting, index, **({"made": raw["made"]} if "made" in raw else {}))
    return resolution, bool(found)


def _text(meeting: Meeting, index: int) -> PassedText:
    raw = meeting.passed_over[index]
    return PassedText(meeting.id, index, PassedOverKind(raw["kind"]), raw["text"])


def _set(meeting: Meeting, index: int, **values: Any) -> None:
    raw = meeting.passed_over[index]
    kept = {"made": raw["made"]} if "made" in raw else {}
    entry = {"kind": raw["kind"], "text": raw["text"], **kept, **values}
    meeting.passed_over = [*meeting.passed_over[:index], entry, *meeting.passed_over[index + 1 :]]
