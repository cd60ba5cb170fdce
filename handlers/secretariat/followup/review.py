"""The secretary's review of submissions, one by one, the oldest first: accept, or return with words."""

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.answer_types import Words
from domain.forms.engine import Form, Question
from handlers.core import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative import submission_card
from models.meetings import Submission
from services.messaging import notices
from services.messaging.notices import NoticeKind
from services.submissions import reviews, submissions
from services.submissions.reviews import AlreadyReviewed

BACK = Form("review.back", (Question("words", Words(1500)),))

MOST_VERSIONS = 5
"""Earlier versions that a card lists; all are in the agency's history."""


async def show(turn: Turn) -> Reply:
    """/review: show the oldest submission that waits."""
    return await _next(turn, 0)


async def opened(turn: Turn, tap: Tap) -> Reply:
    """Show the oldest submission under the notice whose button was tapped; the notice stays."""
    turn.fresh = True
    return await _next(turn, 0)


async def following(turn: Turn, tap: Tap) -> Reply:
    """«بعدی»: show the next submission; this one waits."""
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
    return [*await submission_card.enclosures(turn, submission), card]


def _ways(submission: Submission, waiting: int) -> tuple[tuple[Button, ...], ...]:
    number, version = submission.id, submission.version
    accept = Button(T("review.accept"), Tap("review.accept", number, version))
    back = Button(T("review.give_back"), Tap("review.back", number, version))
    following = Button(T("review.next"), Tap("review.next", number))
    return ((accept, back), (following,)) if waiting > 1 else ((accept, back),)


def _version(version: Submission) -> Text:
    verdict = T(f"answer.verdict.{version.verdict}")
    return T("review.version", what=submission_card.label(version), at=version.sent_at, verdict=verdict)


def _open(earlier: list[Submission]) -> list[tuple[Button, ...]]:
    return [(Button(submission_card.label(one), Tap("history.open", one.id)),) for one in earlier]


async def accept(turn: Turn, tap: Tap) -> Reply:
    """«پذیرش»: accept the submission and show the next."""
    try:
        submission = await reviews.accept(turn.context, turn.member, tap.id)
    except AlreadyReviewed as before:
        return await _decided_before(turn, before)
    return [await _decided(turn, submission), *await _next(turn, tap.id)]


async def give_back(turn: Turn, tap: Tap) -> Reply:
    """«برگشت برای اصلاح»: ask for the words that go back with the submission."""
    try:
        submission = await reviews.waiting(turn.session, tap.id)
    except AlreadyReviewed as before:
        return await _decided_before(turn, before)
    heading = T("review.back.heading", what=submission_card.label(submission), agency=submission.obligation.agency.name)
    turn.fresh = True
    return await form_filling.begin(turn, BACK, submission.id, heading=turn.voice.plain(heading))


async def given_back(turn: Turn, filled: Filled) -> Reply:
    """Return the submission with the words, and show the next."""
    try:
        submission = await reviews.give_back(turn.context, turn.member, filled.subject_id, filled.answers["words"])
    except AlreadyReviewed as before:
        return await _decided_before(turn, before)
    told = Screen(T("review.back.sent", what=submission_card.label(submission)))
    return [told, *await _next(turn, submission.id)]


async def _decided_before(turn: Turn, before: AlreadyReviewed) -> list[Screen]:
    turn.toast = before.text
    return [await _decided(turn, before.submission), *await _next(turn, before.submission.id)]


async def _decided(turn: Turn, submission: Submission) -> Screen:
    return Screen(T("form.lines", lines=await submission_card.lines(turn, submission)))
