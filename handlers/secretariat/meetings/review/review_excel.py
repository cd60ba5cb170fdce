"""The review on a desktop: the reading as an Excel sheet, and the corrected sheet back, its differences shown first."""

from __future__ import annotations

from domain.chat.incoming import Attachment
from domain.chat.screens import Button, File, Screen, T, Tap, Text
from domain.deadlines.periods import to_stored
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Files
from domain.minutes.language.name_matching import Matcher
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from handlers.secretariat.meetings.review import minutes_review
from handlers.secretariat.meetings.review import resolution_card as card
from models.tables.meetings import Meeting, Resolution
from services.directory import known_names
from services.errors import Refused
from services.meetings import meetings, owner_changes, resolutions
from services.meetings.review import review_diff
from services.meetings.review.review_diff import Comparison, Row
from services.queues import jobs
from texts import wording
from texts.answer_summary import clip

FORM = Form("sheet", (Question("file", Files(most=1)),), at_once=True)
MOST = 12
"""Problems and differences in one message; the rest is a number."""
SHORT = 60
"""Characters of a cell in a difference."""


async def ask_for_sheet(turn: Turn, tap: Tap) -> Reply:
    """Start the job that writes the sheet («دریافت اکسل»); the review's message stays."""
    turn.fresh = True
    meeting = await meetings.get(turn.session, tap.id)
    undecided = await resolutions.of_meeting(turn.session, meeting.id, *meetings.UNDECIDED)
    matcher = await known_names.load(turn.session, turn.organisation)
    params = {"meeting": meeting.id, "rows": [_cells(turn, resolution, matcher) for resolution in undecided]}
    await jobs.start(turn.session, "sheet.write", turn.incoming.chat, turn.member.person_id, params, turn.now)
    return Screen(T("sheet.coming"))


def _cells(turn: Turn, resolution: Resolution, matcher: Matcher) -> list[str]:
    meaning = turn.voice.plain(card.deadline_meaning(resolution.deadline, resolution.due))
    doubts = map(turn.voice.plain, card.doubts(resolution, matcher))
    owners = "\n".join(owner_changes.lines(resolution))
    return [
        str(resolution.number),
        resolution.text,
        owners,
        resolution.phrase,
        meaning,
        "\n".join(doubts),
        str(resolution.id),
        resolution.remark,
    ]


async def sheet_ready(turn: Turn, job_id: int) -> Reply:
    """Send the finished sheet."""
    result = await jobs.result(turn.session, job_id)
    name = turn.voice.plain(T("sheet.file_name"))
    return Screen(T("sheet.ready"), (), File(result["hash"], name, personal=False))


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the corrected sheet («بازگرداندن اکسل»)."""
    return await form_filling.begin(turn, FORM, tap.id)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Start the job that reads the corrected sheet."""
    (file,) = filled.answers["file"]
    return await _start_reading(turn, file["hash"])


async def read(turn: Turn, file: Attachment) -> Reply:
    """Start reading a review's sheet, wherever it was sent."""
    return await _start_reading(turn, file.hash)


async def _start_reading(turn: Turn, digest: str) -> Screen:
    await jobs.start(turn.session, "sheet.read", turn.incoming.chat, turn.member.person_id, {"hash": digest}, turn.now)
    return Screen(T("sheet.reading"))


async def show_differences(turn: Turn, job_id: int) -> Reply:
    """Show the changes that the sheet makes, or its faults."""
    try:
        meeting, comparison = await _compare(turn, job_id)
    except Refused as refused:
        return Screen(refused.text, ((Button(T("menu.meetings"), Tap("meetings")),), (menu_button(),)))
    again = Button(T("reading.sheet_back"), Tap("sheet.back", meeting.id))
    if comparison.problems:
        lines: list[Text | str] = [T("sheet.problems", count=len(comparison.problems)), ""]
        lines += [*comparison.problems[:MOST], *_more(len(comparison.problems))]
        return Screen(
            T("form.lines", lines=[*lines, "", T("sheet.nothing_taken")]), ((again,), (_back_button(meeting.id),))
        )
    count = len(comparison.changed) + len(comparison.gone)
    if not count:
        return Screen(T("sheet.no_difference"), ((_back_button(meeting.id),),))
    lines = [T("sheet.differences", count=count), ""]
    differences = [*(_changed(row, columns) for row, columns in comparison.changed), *map(_gone, comparison.gone)]
    lines += [*differences[:MOST], *_more(len(differences))]
    take = Button(T("sheet.take"), Tap("sheet.take", job_id, meeting.version))
    return Screen(T("form.lines", lines=lines), ((take,), (again,), (_back_button(meeting.id),)))


async def apply(turn: Turn, tap: Tap) -> Reply:
    """Apply the changes of the sheet, compared anew with the resolutions as they are now («اعمال تغییرها»)."""
    meeting, comparison = await _compare(turn, tap.id)
    if meeting.version != tap.version:
        turn.toast = T("common.stale")
        return await minutes_review.screen(turn, meeting)
    count = len(comparison.changed) + len(comparison.gone)
    await review_diff.apply(turn.context, meeting, comparison)
    return await minutes_review.screen(turn, meeting, T("sheet.taken", count=count))


async def _compare(turn: Turn, job_id: int) -> tuple[Meeting, Comparison]:
    result = await jobs.result(turn.session, job_id)
    if "rows" not in result:
        raise Refused("common.stale")
    meeting = await meetings.get_reviewable(turn.session, result["meeting"])
    return meeting, await review_diff.compare(turn.session, turn.organisation, meeting, result, turn.today)


def _changed(row: Row, columns: tuple[str, ...]) -> Text:
    if row.resolution is None:
        return T("sheet.new", number=row.number, text=clip(" ".join(row.text.split()), SHORT))
    return T(
        "sheet.change", number=row.number, what=wording.comma_separated([_value(row, column) for column in columns])
    )


def _value(row: Row, column: str) -> Text:
    """Return a changed column with its new value."""
    match column:
        case "text":
            return T("sheet.changed.text", text=clip(" ".join(row.text.split()), SHORT))
        case "owners":
            return T("sheet.changed.owners", owners=clip("، ".join(row.owners) or "-", SHORT))
        case "phrase":
            due = card.deadline_meaning(to_stored(row.deadline), row.deadline.due)
            return T("sheet.changed.phrase", phrase=clip(row.phrase, SHORT) or "-", due=due)
        case "remark":
            return T("sheet.changed.remark", text=clip(" ".join((row.remark or "").split()), SHORT) or "-")
    return T("sheet.changed.number")


def _gone(resolution: Resolution) -> Text:
    return T("sheet.gone", number=resolution.number, text=clip(" ".join(resolution.text.split()), SHORT))


def _more(count: int) -> list[Text]:
    return [T("resolution.more", count=count - MOST)] if count > MOST else []


def _back_button(meeting_id: int) -> Button:
    return Button(T("reading.back"), Tap("reading", meeting_id))
