"""The review of minutes that were read: what is doubtful first, one resolution at a time, until all is clear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.chat.screens import Button, Rows, Screen, T, Tap, Text
from domain.forms.answer_types import Day, Number, Words
from domain.forms.engine import Form, Question
from domain.minutes import Doubt
from handlers.core import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Filled, Reply, Turn
from handlers.secretariat.meetings import resolution_card as card
from models.meetings import Meeting, MeetingState, Resolution, ResolutionState
from services.directory import name_matching
from services.directory.name_matching import Matcher
from services.errors import Refused
from services.meetings import meetings, resolutions
from texts import wording
from texts.answers import clip

DETAILS = Form(
    "meeting.details",
    (
        Question("name", Words(500)),
        Question("body", Words(300), required=False),
        Question("number", Number(least=1, most=9999), required=False),
        Question("held_on", Day(), required=False),
    ),
)
MOST_DOUBTS = 8
SHORT = 90
"""Characters of a resolution's text in a list."""


async def show(turn: Turn, tap: Tap) -> Reply:
    """Back to the review, from wherever."""
    await turn.leave()
    return await screen(turn, await meetings.in_hand(turn.session, tap.id))


async def screen(turn: Turn, meeting: Meeting, news: Text | None = None) -> Screen:
    """The whole reading on one screen: which meeting it is, how much was read, what is doubtful, what to do next."""
    matcher = await name_matching.load(turn.session, turn.organisation)
    every = await resolutions.of_meeting(turn.session, meeting.id)
    dropped = [one for one in every if one.state is ResolutionState.DROPPED]
    waiting = [one for one in every if one.state is ResolutionState.READ]
    doubtful = [one for one in waiting if resolutions.unclear(one, matcher)]
    accepted = [one for one in every if one.state is ResolutionState.ACCEPTED]
    lines: list[Text | str] = [news, ""] if news else []
    lines += [T("reading.title", title=meeting.title or T("meeting.untitled")), *details(meeting), ""]
    duties = sum(len(part["duties"]) for part in meeting.duties)
    key = "reading.counts_with_duties" if duties else "reading.counts"
    lines.append(T(key, resolutions=len(every) - len(dropped), kinds=len(meeting.duties), duties=duties))
    clear = len(waiting) - len(doubtful)
    lines.append(T("reading.progress", accepted=len(accepted), clear=clear, doubtful=len(doubtful)))
    if doubtful:
        lines.append(T("reading.doubtful_ones", numbers=wording.comma_separated([one.number for one in doubtful])))
    if dropped:
        lines.append(T("reading.dropped_ones", numbers=wording.comma_separated([one.number for one in dropped])))
    if new := _new_owners(waiting, matcher):
        lines.append(T("reading.new_owners", count=new))
    if meeting.state is MeetingState.REVIEW and meeting.doubts:
        sentences = [Doubt(doubt["code"], doubt["params"]).sentence for doubt in meeting.doubts[:MOST_DOUBTS]]
        lines += ["", T("reading.of_document"), *(T("resolution.doubt", doubt=one) for one in sentences)]
    step = "doubts" if doubtful else "accept" if waiting else "notify" if accepted else "nothing"
    lines += ["", T(f"reading.step.{step}")]
    return Screen(T("form.lines", lines=lines), _ways(meeting, len(doubtful), clear, bool(clear or accepted)))


def details(meeting: Meeting) -> list[Text | str]:
    """The meeting's number, date and body, as far as they are known."""
    lines: list[Text | str] = []
    if meeting.body:
        lines.append(T("meeting.body", body=meeting.body))
    if meeting.number:
        lines.append(T("meeting.number", number=meeting.number))
    lines.append(T("meeting.held_on", day=meeting.held_on) if meeting.held_on else T("meeting.no_date"))
    return lines


def _new_owners(waiting: Sequence[Resolution], matcher: Matcher) -> int:
    names = {
        owner.name
        for one in waiting
        for owner in one.owners
        if not name_matching.linked(owner) and matcher.find(owner.name) is None
    }
    return len(names)


def _ways(meeting: Meeting, doubtful: int, clear: int, ready: bool) -> Rows:
    number = meeting.id
    rows: list[tuple[Button, ...]] = []
    if doubtful:
        rows.append((Button(T("reading.first_doubt", count=doubtful), Tap("reading.doubt", number)),))
    if clear:
        rows.append((Button(T("reading.accept_clear", count=clear), Tap("reading.clear", number)),))
    if ready:
        rows.append((Button(T("reading.notify"), Tap("notify", number)),))
    rows.append(
        (Button(T("reading.list"), Tap("reading.list", number)), Button(T("reading.add"), Tap("res.add", number)))
    )
    rows.append(
        (Button(T("reading.sheet"), Tap("sheet", number)), Button(T("reading.sheet_back"), Tap("sheet.back", number)))
    )
    if meeting.state is MeetingState.REVIEW:
        change = Button(T("reading.details"), Tap("meeting.details", number))
        rows.append((change, Button(T("reading.discard"), Tap("meeting.discard", number, meeting.version))))
    rows.append((Button(T("meeting.all"), Tap("meetings")), menu_button()))
    return tuple(rows)


async def accept_clear(turn: Turn, tap: Tap) -> Reply:
    """«پذیرش همهٔ موارد بدون ابهام»."""
    meeting = await meetings.in_hand(turn.session, tap.id)
    accepted = await resolutions.accept_clear(turn.context, meeting.id)
    return await screen(turn, meeting, T("reading.accepted", count=len(accepted)))


async def first_doubt(turn: Turn, tap: Tap) -> Reply:
    """The first resolution that is doubtful."""
    found = await _doubtful(turn, tap.id)
    if found is None:
        return await screen(turn, await meetings.get(turn.session, tap.id), T("reading.no_doubts"))
    return await card.screen(turn, found.id)


async def accept(turn: Turn, tap: Tap) -> Reply:
    """«پذیرش», and on to what is left: doubts first, then those not accepted, then the whole."""
    resolution = await card.current(turn, tap)
    if resolution is None:
        return await card.screen(turn, tap.id)
    matcher = await name_matching.load(turn.session, turn.organisation)
    try:
        await resolutions.accept(turn.context, resolution, matcher)
    except Refused as refused:
        # What is still to be decided stands on the card, with its buttons.
        return await card.screen(turn, resolution.id, refused.text)
    news = T("reading.accepted_one", number=resolution.number)
    return await _onward(turn, resolution, news)


async def drop(turn: Turn, tap: Tap) -> Reply:
    """«حذف», or back in: undone by the same button."""
    resolution = await card.current(turn, tap)
    if resolution is not None:
        await resolutions.drop(turn.context, resolution)
    return await card.screen(turn, tap.id)


async def listed(turn: Turn, tap: Tap) -> Reply:
    """All resolutions with where each stands; ``tap.arg`` is the first one's place."""
    offset = tap.place
    meeting = await meetings.get(turn.session, tap.id)
    every = await resolutions.of_meeting(turn.session, meeting.id)
    matcher = await name_matching.load(turn.session, turn.organisation)
    shown = every[offset : offset + PAGE]
    lines: list[Text | str] = [T("reading.list_head", title=meeting.title or T("meeting.untitled")), ""]
    rows = []
    for one in shown:
        state = _state(one, matcher)
        text = clip(" ".join(one.text.split()), SHORT)
        lines.append(T("reading.row", number=one.number, state=state, text=text))
        rows.append(Button(T("reading.row_label", number=one.number, state=state), Tap("res", one.id)))
    pairs = [tuple(rows[place : place + 2]) for place in range(0, len(rows), 2)]
    moves = page_buttons(len(every), offset, lambda first: Tap("reading.list", meeting.id, 0, str(first)))
    back = (Button(T("reading.back"), Tap("reading", meeting.id)),)
    return Screen(T("form.lines", lines=lines), tuple(row for row in (*pairs, moves, back) if row))


def _state(one: Resolution, matcher: Matcher) -> Text:
    if one.state is not ResolutionState.READ:
        return T(f"resolution.state.{one.state}")
    return T("reading.doubtful" if resolutions.unclear(one, matcher) else "reading.without_doubt")


async def change(turn: Turn, tap: Tap) -> Reply:
    """«مشخصات جلسه»: title, body, number and date, to correct any one of."""
    meeting = await meetings.get(turn.session, tap.id)
    known = {
        "name": meeting.title,
        "body": meeting.body,
        "number": meeting.number,
        "held_on": meeting.held_on.isoformat() if meeting.held_on else None,
    }
    answers = {name: value for name, value in known.items() if value}
    missing = tuple(name for name in known if name not in answers and name != "held_on")
    return await form_filling.begin(
        turn, DETAILS, meeting.id, answers=answers, skipped=missing, anew=True, version=meeting.version
    )


async def changed(turn: Turn, filled: Filled) -> Reply:
    """The meeting's details are corrected; with another date its deadlines are counted anew."""
    meeting = await meetings.get(turn.session, filled.subject_id)
    if meeting.version != filled.about["version"]:
        return await screen(turn, meeting, T("reading.changed_meanwhile"))
    answers = filled.answers
    await meetings.change(
        turn.context,
        meeting,
        title=answers["name"],
        body=answers.get("body", ""),
        number=answers.get("number"),
        held_on=date.fromisoformat(answers["held_on"]) if "held_on" in answers else None,
    )
    return await screen(turn, meeting, T("reading.details_changed"))


async def discard(turn: Turn, tap: Tap) -> Reply:
    """«کنار گذاشتن»: asks once, for a review may hold much work."""
    meeting = await meetings.get(turn.session, tap.id)
    if tap.arg == "sure" and meeting.version == tap.version:
        await meetings.discard(turn.context, meeting)
        return Screen(T("reading.discarded"), ((Button(T("minutes.again"), Tap("minutes")),), (menu_button(),)))
    sure = Button(T("reading.discard_sure"), Tap("meeting.discard", meeting.id, meeting.version, "sure"))
    back = Button(T("reading.back"), Tap("reading", meeting.id))
    return Screen(T("reading.discarding", title=meeting.title or T("meeting.untitled")), ((sure,), (back,)))


async def _onward(turn: Turn, resolution: Resolution, news: Text) -> Screen:
    following = await _doubtful(turn, resolution.meeting_id)
    if following is None:
        following = await resolutions.neighbour(turn.session, resolution, 1, ResolutionState.READ)
    if following is None:
        return await screen(turn, resolution.meeting, news)
    return await card.screen(turn, following.id, news)


async def _doubtful(turn: Turn, meeting_id: int) -> Resolution | None:
    matcher = await name_matching.load(turn.session, turn.organisation)
    waiting = await resolutions.of_meeting(turn.session, meeting_id, ResolutionState.READ)
    return next((one for one in waiting if resolutions.unclear(one, matcher)), None)
