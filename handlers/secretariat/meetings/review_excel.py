"""The review on a desktop: the reading as an Excel sheet, and the corrected one back, its differences shown first."""

from __future__ import annotations

from domain.chat.screens import Button, File, Screen, T, Tap, Text
from domain.deadlines.periods import to_stored
from domain.forms.answer_types import Files
from domain.forms.engine import Form, Question
from handlers.core import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from handlers.secretariat.meetings import minutes_review
from handlers.secretariat.meetings import resolution_card as card
from models.meetings import Meeting, Resolution
from services.directory import name_matching
from services.directory.name_matching import Matcher
from services.errors import Refused
from services.meetings import meetings, resolutions, review_diff
from services.meetings.review_diff import Comparison, Row
from services.queues import jobs
from texts import wording
from texts.answers import clip

FORM = Form("sheet", (Question("file", Files(most=1)),), at_once=True)
MOST = 12
"""Problems and differences in one message; the rest is a number."""
SHORT = 60
"""Characters of a cell in a difference."""


async def give(turn: Turn, tap: Tap) -> Reply:
    """«دریافت اکسل»: the sheet is written outside the chat's turn; the review stays where it is."""
    turn.fresh = True
    meeting = await meetings.get(turn.session, tap.id)
    every = await resolutions.of_meeting(turn.session, meeting.id, *meetings.UNDECIDED)
    matcher = await name_matching.load(turn.session, turn.organisation)
    params = {"meeting": meeting.id, "rows": [_cells(turn, one, matcher) for one in every]}
    await jobs.start(turn.session, "sheet.write", turn.incoming.chat, turn.member.person_id, params, turn.now)
    return Screen(T("sheet.coming"))


def _cells(turn: Turn, one: Resolution, matcher: Matcher) -> list[str]:
    meaning = turn.voice.plain(card.means(one.deadline, one.due))
    doubts = map(turn.voice.plain, card.doubts(one, matcher))
    owners = "\n".join(map(review_diff.owner_words, one.owners))
    return [str(one.number), one.text, owners, one.phrase, meaning, "\n".join(doubts), str(one.id)]


async def ready(turn: Turn, job_id: int) -> Reply:
    """The sheet is there."""
    result = await jobs.result(turn.session, job_id)
    name = turn.voice.plain(T("sheet.file_name"))
    return Screen(T("sheet.ready"), (), File(result["hash"], name, personal=False))


async def ask(turn: Turn, tap: Tap) -> Reply:
    """«بازگرداندن اکسل»."""
    return await form_filling.begin(turn, FORM, tap.id)


async def given(turn: Turn, filled: Filled) -> Reply:
    """The corrected sheet came."""
    (file,) = filled.answers["file"]
    return await _read(turn, file["hash"])


async def offer(turn: Turn) -> Reply:
    """A workbook that nothing waits for, from a secretary while a review is open. None when it is something else."""
    files = [file for file in turn.incoming.files if not file.trouble]
    if not turn.member.secretary or len(files) != 1 or not files[0].name.lower().endswith(".xlsx"):
        return None
    if not await meetings.any_under_review(turn.session):
        return None
    return await _read(turn, files[0].hash)


async def _read(turn: Turn, digest: str) -> Screen:
    await jobs.start(turn.session, "sheet.read", turn.incoming.chat, turn.member.person_id, {"hash": digest}, turn.now)
    return Screen(T("sheet.reading"))


async def compared(turn: Turn, job_id: int) -> Reply:
    """What the sheet changes, or what is wrong in it."""
    try:
        meeting, comparison = await _compared(turn, job_id)
    except Refused as refused:
        return Screen(refused.text, ((Button(T("menu.meetings"), Tap("meetings")),), (menu_button(),)))
    again = Button(T("reading.sheet_back"), Tap("sheet.back", meeting.id))
    if comparison.problems:
        lines: list[Text | str] = [T("sheet.problems", count=len(comparison.problems)), ""]
        lines += [*comparison.problems[:MOST], *_more(len(comparison.problems))]
        return Screen(T("form.lines", lines=[*lines, "", T("sheet.nothing_taken")]), ((again,), (_back(meeting.id),)))
    count = len(comparison.changed) + len(comparison.gone)
    if not count:
        return Screen(T("sheet.no_difference"), ((_back(meeting.id),),))
    lines = [T("sheet.differences", count=count), ""]
    differences = [*(_changed(row, columns) for row, columns in comparison.changed), *map(_gone, comparison.gone)]
    lines += [*differences[:MOST], *_more(len(differences))]
    take = Button(T("sheet.take"), Tap("sheet.take", job_id, meeting.version))
    return Screen(T("form.lines", lines=lines), ((take,), (again,), (_back(meeting.id),)))


async def take(turn: Turn, tap: Tap) -> Reply:
    """«اعمال تغییرها»: compared anew with what is kept now, and taken over."""
    meeting, comparison = await _compared(turn, tap.id)
    if meeting.version != tap.version:
        turn.toast = T("common.stale")
        return await minutes_review.screen(turn, meeting)
    count = len(comparison.changed) + len(comparison.gone)
    await review_diff.apply(turn.context, meeting, comparison)
    return await minutes_review.screen(turn, meeting, T("sheet.taken", count=count))


async def _compared(turn: Turn, job_id: int) -> tuple[Meeting, Comparison]:
    result = await jobs.result(turn.session, job_id)
    if "rows" not in result:
        raise Refused("common.stale")
    meeting = await meetings.in_hand(turn.session, result["meeting"])
    return meeting, await review_diff.compare(turn.session, turn.organisation, meeting, result["rows"], turn.today)


def _changed(row: Row, columns: tuple[str, ...]) -> Text:
    if row.resolution is None:
        return T("sheet.new", number=row.number, text=clip(" ".join(row.text.split()), SHORT))
    return T(
        "sheet.change", number=row.number, what=wording.comma_separated([_value(row, column) for column in columns])
    )


def _value(row: Row, column: str) -> Text:
    """A changed column with what it says now."""
    match column:
        case "text":
            return T("sheet.changed.text", text=clip(" ".join(row.text.split()), SHORT))
        case "owners":
            return T("sheet.changed.owners", owners=clip("، ".join(row.owners) or "-", SHORT))
        case "phrase":
            due = card.means(to_stored(row.deadline), row.deadline.due)
            return T("sheet.changed.phrase", phrase=clip(row.phrase, SHORT) or "-", due=due)
    return T("sheet.changed.number")


def _gone(one: Resolution) -> Text:
    return T("sheet.gone", number=one.number, text=clip(" ".join(one.text.split()), SHORT))


def _more(count: int) -> list[Text]:
    return [T("resolution.more", count=count - MOST)] if count > MOST else []


def _back(meeting_id: int) -> Button:
    return Button(T("reading.back"), Tap("reading", meeting_id))
