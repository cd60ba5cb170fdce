"""The status of all agencies as slides for the next meeting, drawn in a job («تصویر وضعیت»)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Any

from domain.chat.screens import Button, File, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from handlers.secretariat.followup.status import Place
from services.obligations import status
from services.obligations.status import OfAgency, Stage
from services.queues import jobs

MOST_ROWS, MOST_LINES = 25, 75
"""The room of one slide: agencies, and lines of their names."""
LINE = 44
"""Characters of a name on one line of a slide."""
MOST_SLIDES = 4
"""The worst hundred are drawn; the others are counted on the last slide."""


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Start the job that draws the agencies of the list's meeting, or of all."""
    place = Place.of(tap)
    rows = await status.by_agency(turn.session, turn.today, place.meeting)
    if not rows:
        return Screen(T("status.nothing_asked"), ((menu_button(),),))
    meetings = await status.meetings(turn.session)
    shown = [meeting.title for meeting in meetings if meeting.id == place.meeting or len(meetings) == 1]
    slides = _slides(turn, rows, shown[0] if shown else turn.voice.plain(T("status.all_meetings")))
    params = {"slides": slides, "at": turn.now.isoformat()}
    await jobs.start(turn.session, "status_picture", turn.incoming.chat, turn.member.person_id, params, turn.now)
    turn.toast = T("status.drawn.coming")
    return None


async def ready(turn: Turn, job_id: int) -> Reply:
    """Send the finished slides, each a photo with the time that it shows."""
    result = await jobs.result(turn.session, job_id)
    pictures, at = result["pictures"], datetime.fromisoformat(result["at"])
    name = turn.voice.plain(T("status.drawn.file"))
    return [
        Screen(
            T("status.drawn.caption_part", at=at, place=place, total=len(pictures))
            if len(pictures) > 1
            else T("status.drawn.caption", at=at),
            ((Button(T("status.drawn.text"), Tap("status")), menu_button()),) if place == len(pictures) else (),
            File(picture, name, "photo", personal=False),
        )
        for place, picture in enumerate(pictures, 1)
    ]


def slides_of(rows: Sequence[OfAgency]) -> list[list[OfAgency]]:
    """Share the agencies out among slides, about as many on each unless their names are long."""
    even = ceil(len(rows) / ceil(len(rows) / MOST_ROWS))
    slides: list[list[OfAgency]] = [[]]
    room = MOST_LINES
    for row in rows:
        lines = ceil(len(row.name) / LINE)
        if len(slides[-1]) == even or lines > room:
            slides.append([])
            room = MOST_LINES
        slides[-1].append(row)
        room -= lines
    return slides


def _slides(turn: Turn, rows: list[OfAgency], meeting: str) -> list[dict[str, Any]]:
    """Return the slides as ``services.rendering.status_picture.draw`` takes them."""
    total = status.total(row.tally for row in rows)
    answered = total.count(Stage.ANSWERED, Stage.FINISHED)
    say = turn.voice.plain
    all_slides = slides_of(rows)
    drawn = all_slides[:MOST_SLIDES]
    left = len(rows) - sum(map(len, drawn))
    common = {
        "rtl": turn.voice.language == "fa",
        "meeting": meeting,
        "answered": say(T("status.drawn.answered", answered=answered, total=total.dated)),
        "of-what": say(T("status.drawn.of_what")),
        "at": say(T("status.drawn.at", at=turn.now)),
        "legend": [[stage, say(T(f"status.legend.{stage}")), _number(turn, total.count(stage))] for stage in Stage],
        "most": max(row.tally.count(*Stage) for row in rows),
    }
    return [
        {
            **common,
            "title": say(_title(place, len(drawn))),
            "more": say(T("status.drawn.more", count=left)) if left and place == len(drawn) else "",
            "rows": [_row(turn, row) for row in part],
        }
        for place, part in enumerate(drawn, 1)
    ]


def _title(place: int, total: int) -> Text:
    if total == 1:
        return T("status.drawn.title")
    return T("status.drawn.title_part", place=place, total=total)


def _row(turn: Turn, row: OfAgency) -> dict[str, Any]:
    stages = [stage for stage in Stage if row.tally.count(stage)]
    return {
        "name": row.name,
        "total": turn.voice.plain(T("status.drawn.total", count=row.tally.count(*Stage))),
        "pieces": [[stage, row.tally.count(stage), _number(turn, row.tally.count(stage))] for stage in stages],
    }


def _number(turn: Turn, number: int) -> str:
    return turn.voice.plain(T("status.drawn.number", number=number))
