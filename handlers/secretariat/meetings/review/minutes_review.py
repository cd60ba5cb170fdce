"""The review of minutes that were read: doubtful resolutions first, one at a time, until all are clear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.chat.screens import Button, Rows, Screen, T, Tap, Text
from domain.forms.engine import Finish, Form, Question
from domain.forms.types.answer_types import Day, Number, Words
from domain.meetings import MOST_NUMBER
from domain.minutes import Doubt
from domain.minutes.language import name_matching
from domain.minutes.language.name_matching import Matcher
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Filled, Reply, Turn
from handlers.secretariat.meetings.review import resolution_card as card
from models.tables.meetings import Meeting, MeetingState, Resolution, ResolutionState
from services.directory import known_names
from services.errors import Refused
from services.meetings import meetings, resolutions
from services.meetings.review import passed_over
from texts import wording
from texts.answer_summary import clip

DETAILS = Form(
    "meeting.details",
    (
        Question("name", Words(500)),
        Question("body", Words(300), required=False),
        Question("number", Number(1, MOST_NUMBER), required=False),
        Question("held_on", Day(), required=False),
    ),
    finish=Finish.RECORD,
)
MOST_DOUBTS = 8
SHORT = 90
"""Characters of a resolution's text in a list."""

LONGEST_DOUBT = 350
"""Characters of a doubt that are shown; what it quotes stands whole in «متن‌هایی که مصوبه نشد»."""


async def show(turn: Turn, tap: Tap) -> Reply:
    """Return to the review from any other screen."""
    await turn.leave()
    return await screen(turn, await meetings.get_reviewable(turn.session, tap.id))


async def screen(turn: Turn, meeting: Meeting, news: Text | None = None) -> Screen:
    """Return the review's screen: the meeting, the counts of what was read, the doubts and the next step."""
    matcher = await known_names.load(turn.session, turn.organisation)
    all_resolutions = await resolutions.of_meeting(turn.session, meeting.id)
    dropped = [resolution for resolution in all_resolutions if resolution.state is ResolutionState.DROPPED]
    waiting = [resolution for resolution in all_resolutions if resolution.state is ResolutionState.READ]
    doubtful = [resolution for resolution in waiting if resolutions.unclear(resolution, matcher)]
    accepted = [resolution for resolution in all_resolutions if resolution.state is ResolutionState.ACCEPTED]
    lines: list[Text | str] = [news, ""] if news else []
    lines += [T("reading.title", title=meeting.title or T("meeting.untitled")), *details(meeting), ""]
    duties = sum(len(part["duties"]) for part in meeting.duties)
    key = "reading.counts_with_duties" if duties else "reading.counts"
    lines.append(T(key, resolutions=len(all_resolutions) - len(dropped), kinds=len(meeting.duties), duties=duties))
    clear = len(waiting) - len(doubtful)
    lines.append(T("reading.progress", accepted=len(accepted), clear=clear, doubtful=len(doubtful)))
    if doubtful:
        lines.append(
            T("reading.doubtful_ones", numbers=wording.comma_separated([resolution.number for resolution in doubtful]))
        )
    if dropped:
        lines.append(
            T("reading.dropped_ones", numbers=wording.comma_separated([resolution.number for resolution in dropped]))
        )
    if new := _new_owners(waiting, matcher):
        lines.append(T("reading.new_owners", count=new))
    if meeting.state is MeetingState.REVIEW and (asked := passed_over.undecided_doubts(meeting)):
        sentences = [
            clip(Doubt(doubt["code"], doubt["params"]).sentence, LONGEST_DOUBT) for doubt in asked[:MOST_DOUBTS]
        ]
        lines += ["", T("reading.of_document"), *(T("resolution.doubt", doubt=sentence) for sentence in sentences)]
    step = "doubts" if doubtful else "accept" if waiting else "notify" if accepted else "nothing"
    lines += ["", T(f"reading.step.{step}")]
    return Screen(T("form.lines", lines=lines), _review_buttons(meeting, len(doubtful), clear, bool(clear or accepted)))


def details(meeting: Meeting) -> list[Text | str]:
    """Return the lines of the meeting's body, number and date, as far as they are known."""
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
        for resolution in waiting
        for owner in resolution.owners
        if not name_matching.linked(owner) and matcher.find(owner.name) is None
    }
    return len(names)


def _review_buttons(meeting: Meeting, doubtful: int, clear: int, ready: bool) -> Rows:
    number = meeting.id
    rows: list[tuple[Button, ...]] = []
    if doubtful:
        rows.append((Button(T("reading.first_doubt", count=doubtful), Tap("reading.doubt", number)),))
    if clear:
        rows.append((Button(T("reading.accept_clear", count=clear), Tap("reading.clear", number)),))
    if ready:
        rows.append((Button(T("reading.notify"), Tap("notify", number)),))
    if meeting.state is MeetingState.REVIEW and (left := passed_over.waiting(meeting)):
        rows.append((Button(T("passed.button", count=len(left)), Tap("passed", number)),))
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
    """Accept every resolution without a doubt («پذیرش همهٔ موارد بدون ابهام»)."""
    meeting = await meetings.get_reviewable(turn.session, tap.id)
    matcher = await known_names.load(turn.session, turn.organisation)
    read = await resolutions.of_meeting(turn.session, meeting.id, ResolutionState.READ)
    clear = [resolution.number for resolution in read if not resolutions.unclear(resolution, matcher)]
    accepted = await resolutions.accept_clear(turn.context, meeting.id)
    news = [T("reading.accepted", count=len(accepted))]
    # An owner that was made just now may be called much like that of a later resolution.
    if left := [number for number in clear if number not in accepted]:
        news.append(T("reading.accepted_but", count=len(left), numbers=wording.comma_separated(left)))
    return await screen(turn, meeting, T("form.lines", lines=news))


async def show_doubtful(turn: Turn, tap: Tap) -> Reply:
    """Show the first doubtful resolution."""
    resolution = await _first_doubtful(turn, tap.id)
    if resolution is None:
        return await screen(turn, await meetings.get(turn.session, tap.id), T("reading.no_doubts"))
    return await card.screen(turn, resolution.id)


async def accept(turn: Turn, tap: Tap) -> Reply:
    """Accept a resolution, and show the next doubtful one, after the last of them the review («پذیرش»)."""
    resolution = await card.unchanged(turn, tap)
    if resolution is None:
        return await card.screen(turn, tap.id)
    matcher = await known_names.load(turn.session, turn.organisation)
    try:
        await resolutions.accept(turn.context, resolution, matcher)
    except Refused as refused:
        # The card shows what is still to be decided, with its buttons.
        return await card.screen(turn, resolution.id, refused.text)
    news = T("reading.accepted_one", number=resolution.number)
    return await _next_screen(turn, resolution, news)


async def drop(turn: Turn, tap: Tap) -> Reply:
    """Drop a resolution, or take it back in by the same button («حذف»)."""
    resolution = await card.unchanged(turn, tap)
    if resolution is not None:
        await resolutions.drop(turn.context, resolution)
    return await card.screen(turn, tap.id)


async def page(turn: Turn, tap: Tap) -> Reply:
    """List all resolutions with their states; ``tap.arg`` is the place of the page's first one."""
    offset = tap.place
    meeting = await meetings.get(turn.session, tap.id)
    all_resolutions = await resolutions.of_meeting(turn.session, meeting.id)
    matcher = await known_names.load(turn.session, turn.organisation)
    shown = all_resolutions[offset : offset + PAGE]
    lines: list[Text | str] = [T("reading.list_head", title=meeting.title or T("meeting.untitled")), ""]
    rows = []
    for resolution in shown:
        state = _state(resolution, matcher)
        text = clip(" ".join(resolution.text.split()), SHORT)
        lines.append(T("reading.row", number=resolution.number, state=state, text=text))
        rows.append(Button(T("reading.row_label", number=resolution.number, state=state), Tap("res", resolution.id)))
    pairs = [tuple(rows[place : place + 2]) for place in range(0, len(rows), 2)]
    moves = page_buttons(len(all_resolutions), offset, lambda first: Tap("reading.list", meeting.id, 0, str(first)))
    back = (Button(T("reading.back"), Tap("reading", meeting.id)),)
    return Screen(T("form.lines", lines=lines), tuple(row for row in (*pairs, moves, back) if row))


def _state(resolution: Resolution, matcher: Matcher) -> Text:
    if resolution.state is not ResolutionState.READ:
        return T(f"resolution.state.{resolution.state}")
    return T("reading.doubtful" if resolutions.unclear(resolution, matcher) else "reading.without_doubt")


async def edit(turn: Turn, tap: Tap) -> Reply:
    """Open the meeting's title, body, number and date as a filled form («مشخصات جلسه»)."""
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


async def edit_sent(turn: Turn, filled: Filled) -> Reply:
    """Store the corrected details; another date counts the deadlines anew («ثبت»)."""
    meeting = await meetings.get(turn.session, filled.subject_id)
    if meeting.version != filled.about["version"]:
        turn.late = True
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
    """Discard the review after one confirmation, for it may hold much work («کنار گذاشتن»)."""
    meeting = await meetings.get(turn.session, tap.id)
    if tap.arg == "sure" and meeting.version == tap.version:
        await meetings.discard(turn.context, meeting)
        return Screen(T("reading.discarded"), ((Button(T("minutes.again"), Tap("minutes")),), (menu_button(),)))
    sure = Button(T("reading.discard_sure"), Tap("meeting.discard", meeting.id, meeting.version, "sure"))
    back = Button(T("reading.back"), Tap("reading", meeting.id))
    return Screen(T("reading.discarding", title=meeting.title or T("meeting.untitled")), ((sure,), (back,)))


async def _next_screen(turn: Turn, resolution: Resolution, news: Text) -> Screen:
    next_resolution = await _first_doubtful(turn, resolution.meeting_id)
    if next_resolution is None:
        return await screen(turn, resolution.meeting, news)
    return await card.screen(turn, next_resolution.id, news)


async def _first_doubtful(turn: Turn, meeting_id: int) -> Resolution | None:
    matcher = await known_names.load(turn.session, turn.organisation)
    waiting = await resolutions.of_meeting(turn.session, meeting_id, ResolutionState.READ)
    return next((resolution for resolution in waiting if resolutions.unclear(resolution, matcher)), None)
