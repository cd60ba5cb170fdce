"""The secretary reviews what was sent, one by one, the oldest first: accepted, or returned with words."""

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.answer_types import Words
from domain.forms.engine import Form, Question
from handlers.core import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative import submission_card
from models.meetings import Submission, Verdict
from services.messaging import notices
from services.messaging.notices import NoticeKind
from services.submissions import reviews, submissions

BACK = Form("review.back", (Question("words", Words(1500)),))

MOST_VERSIONS = 5
"""Earlier versions that a card lists; all are in the agency's history."""


async def show(turn: Turn) -> Reply:
    """/review: the oldest that waits."""
    return await _next(turn, 0)


async def opened(turn: Turn, tap: Tap) -> Reply:
    """The button of a notice: what it announces comes as new messages, the notice stays."""
    turn.fresh = True
    return await _next(turn, 0)


async def following(turn: Turn, tap: Tap) -> Reply:
    """«بعدی»: the one after, this one waits."""
    turn.fresh = True
    return await _next(turn, tap.id)


async def _next(turn: Turn, after: int) -> list[Screen]:
    await notices.seen(turn.context, NoticeKind.REPORTS, turn.member.person_id)
    submission = await reviews.next_waiting(turn.session, after)
    if submission is None:
        rows = ((Button(T("review.behalf"), Tap("behalf")),), (menu_button(),))
        return [Screen(T("review.empty"), rows)]
    waiting = await notices.waiting(turn.session, NoticeKind.REPORTS)
    lines: list[Text | str] = [T("review.head", count=waiting), "", *await submission_card.lines(turn, submission)]
    versions = await submissions.versions(turn.session, submission.obligation_id)
    earlier = [version for version in versions if version.id < submission.id][-MOST_VERSIONS:]
    if earlier:
        lines += ["", T("review.versions"), *(_version(version) for version in earlier)]
    card = Screen(T("form.lines", lines=lines), (*_ways(submission, waiting), *_open(earlier), (menu_button(),)))
    return [*submission_card.enclosures(submission), card]


def _ways(submission: Submission, waiting: int) -> tuple[tuple[Button, ...], ...]:
    number, version = submission.id, submission.version
    accept = Button(T("review.accept"), Tap("review.accept", number, version))
    back = Button(T("review.give_back"), Tap("review.back", number, version))
    following = Button(T("review.next"), Tap("review.next", number))
    return ((accept, back), (following,)) if waiting > 1 else ((accept, back),)


def _version(version: Submission) -> Text:
    verdict = T(f"answer.verdict.{version.verdict}")
    return T("review.version", what=submission_card.what(version), at=version.sent_at, verdict=verdict)


def _open(earlier: list[Submission]) -> list[tuple[Button, ...]]:
    return [(Button(submission_card.what(one), Tap("history.open", one.id)),) for one in earlier]


async def accept(turn: Turn, tap: Tap) -> Reply:
    """«پذیرش»."""
    submission = await submissions.one(turn.session, tap.id)
    if submission.verdict is not Verdict.WAITING:
        return await _decided_before(turn, submission)
    submission = await reviews.accept(turn.context, turn.member, tap.id)
    return [await _decided(turn, submission), *await _next(turn, tap.id)]


async def give_back(turn: Turn, tap: Tap) -> Reply:
    """«برگشت برای اصلاح»: what should be corrected?"""
    submission = await submissions.one(turn.session, tap.id)
    if submission.verdict is not Verdict.WAITING:
        return await _decided_before(turn, submission)
    heading = T("review.back.heading", what=submission_card.what(submission), agency=submission.obligation.agency.name)
    turn.fresh = True
    return await form_filling.begin(turn, BACK, submission.id, heading=turn.voice.plain(heading))


async def given_back(turn: Turn, filled: Filled) -> Reply:
    """The words were sent; then the next that waits."""
    submission = await submissions.one(turn.session, filled.subject_id)
    if submission.verdict is not Verdict.WAITING:
        return await _decided_before(turn, submission)
    words = filled.answers["words"]
    await reviews.give_back(turn.context, turn.member, submission.id, words)
    told = Screen(T("review.back.sent", what=submission_card.what(submission)))
    return [told, *await _next(turn, submission.id)]


async def _decided_before(turn: Turn, submission: Submission) -> list[Screen]:
    turn.toast = T("review.decided_before")
    return [await _decided(turn, submission), *await _next(turn, submission.id)]


async def _decided(turn: Turn, submission: Submission) -> Screen:
    return Screen(T("form.lines", lines=await submission_card.lines(turn, submission)))
