"""Pictures that a job draws, and the photos that come of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from domain.access import permissions
from domain.chat.screens import Button, File, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from services.errors import Refused
from services.obligations.status import Stage, Tally
from services.queues import jobs

MOST_PAGES = 6
"""Photos of one request; what is left is counted on the last."""
Row = TypeVar("Row")


async def start(
    turn: Turn,
    layout: str,
    head: tuple[Text, Text | str],
    parts: Sequence[dict[str, Any]],
    *,
    back: str,
    left: Text | None = None,
    agency_id: int = 0,
) -> None:
    """Start the job that draws a picture for each of ``parts`` in a layout.

    ``head`` is the title and the subject, ``left`` says on the last picture what is on none. ``back`` is the tap of the
    button under it, ``picture.back.<back>``. A picture of one agency has its id, one of all agencies 0.
    """
    say = turn.voice.plain
    title, subject = map(say, head)
    common = {
        "rtl": turn.voice.language == "fa",
        "office": turn.organisation.name,
        "title": title,
        "subject": subject,
        "at": say(T("picture.at", at=turn.now)),
    }
    slides = [
        {**common, **part, "more": say(_more(place, len(parts), left if place == len(parts) else None) or "")}
        for place, part in enumerate(parts, 1)
    ]
    about = {"title": title, "back": back, "agency": agency_id}
    params = {"layout": layout, "slides": slides, "at": turn.now.isoformat(), **about}
    await jobs.start(turn.session, "status_picture", turn.incoming.chat, turn.member.person_id, params, turn.now)
    turn.toast = T("picture.coming")


def _more(place: int, total: int, left: Text | None) -> Text | None:
    if total == 1:
        return left
    page = T("picture.page", place=place, total=total)
    return T("picture.page_left", page=page, left=left) if left else page


async def ready(turn: Turn, job_id: int) -> Reply:
    """Send the finished pictures, each a photo with the time that it shows.

    Raises Refused for a reader whose role in what they show has ended since.
    """
    result, params = await jobs.result(turn.session, job_id), await jobs.params(turn.session, job_id)
    if not permissions.sees_agency(turn.member, params.get("agency", 0)):
        raise Refused("common.not_yours")
    pictures, title, back = result["pictures"], result["title"], result["back"]
    at = datetime.fromisoformat(result["at"])
    name = turn.voice.plain(T("picture.file"))
    return [
        Screen(
            T("picture.caption_part", title=title, at=at, place=place, total=len(pictures))
            if len(pictures) > 1
            else T("picture.caption", title=title, at=at),
            ((Button(T(f"picture.back.{back}"), Tap(back)), menu_button()),) if place == len(pictures) else (),
            File(picture, name, "photo", personal=False),
        )
        for place, picture in enumerate(pictures, 1)
    ]


def pages(rows: Sequence[Row], lines: Callable[[Row], int], most: int, room: int) -> list[list[Row]]:
    """Share rows out among pages of at most ``most`` rows and ``room`` lines, about as many on each."""
    even = -(-len(rows) // -(-len(rows) // most)) if rows else most
    shared: list[list[Row]] = [[]]
    left = room
    for row in rows:
        if shared[-1] and (len(shared[-1]) == even or lines(row) > left):
            shared.append([])
            left = room
        shared[-1].append(row)
        left -= lines(row)
    return shared


def legend(turn: Turn, tally: Tally) -> list[list[str]]:
    """Return each stage with its label and its count, as every layout shows them."""
    return [
        [stage.value, turn.voice.plain(T(f"status.legend.{stage}")), number(turn, tally.count(stage))]
        for stage in Stage
    ]


def number(turn: Turn, value: int) -> str:
    """Return a number as a picture shows it."""
    return turn.voice.plain(T("picture.number", number=value))
