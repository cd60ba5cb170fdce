"""The secretary's review of submissions, one by one, the oldest first: accept, or return with words."""

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Words
from handlers.core import list_sheet
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative.submissions import submission_card
from models.tables.meetings import Submission, SubmissionKind
from services.forms import filling
from services.messaging import secretary_notices
from services.messaging.secretary_notices import NoticeKind
from services.submissions import reviews, submissions
from services.submissions import task as task_service
from services.submissions.reviews import AlreadyReviewed

BACK = Form("review.back", (Question("words", Words(1500)),))
AGREE = Form("review.agree", (Question("words", Words(1500), required=False),))
DISAGREE = Form("review.disagree", (Question("words", Words(1500)),))

MOST_VERSIONS = 5
"""Earlier versions that a card lists; all are in the agency's history."""


async def show(turn: Turn) -> Reply:
    """Show the oldest submission that waits (/review)."""
    return await _next_screens(turn, 0)


async def show_below(turn: Turn, tap: Tap) -> Reply:
    """Show the oldest submission below the notice whose button was tapped; the notice stays."""
    turn.fresh = True
    return await _next_screens(turn, 0)


async def show_next(turn: Turn, tap: Tap) -> Reply:
    """Show the next submission; this one waits («بعدی»)."""
    turn.fresh = True
    return await _next_screens(turn, tap.id)


async def _next_screens(turn: Turn, after: int) -> list[Screen]:
    await secretary_notices.seen(turn.context, NoticeKind.REPORTS, turn.member.person_id)
    submission = await reviews.next_waiting(turn.session, after)
    if submission is None:
        forms = await secretary_notices.waiting(turn.session, NoticeKind.FORMS)
        to_forms = ((Button(T("form_desk.waiting", count=forms), Tap("filled_forms")),),) if forms else ()
        rows = (*to_forms, (Button(T("review.behalf"), Tap("behalf")),), (menu_button(),))
        return [Screen(T("review.empty_but_forms", count=forms) if forms else T("review.empty"), rows)]
    waiting = await secretary_notices.waiting(turn.session, NoticeKind.REPORTS)
    lines: list[Text | str] = [T("review.head", count=waiting), "", *await submission_card.lines(turn, submission)]
    earlier = await submissions.before(turn.session, submission, MOST_VERSIONS)
    if earlier:
        lines += ["", T("review.versions"), *(_version_line(version) for version in earlier)]
    contributed = await task_service.contributions(turn.session, submission.obligation_id)
    decisions = [*await _form_button(turn, submission), *_buttons(submission, waiting, contributed)]
    card = Screen(T("form.lines", lines=lines), (*decisions, *_version_buttons(earlier), (menu_button(),)))
    return [*await submission_card.enclosures(turn, submission), card]


async def _form_button(turn: Turn, submission: Submission) -> list[tuple[Button, ...]]:
    """Return the button to the filled form that a report is."""
    filled = await filling.of_submission(turn.session, submission)
    return [(Button(T("form_fill.see"), Tap("filled", filled.id)),)] if filled else []


def _buttons(submission: Submission, waiting: int, contributed: int) -> tuple[tuple[Button, ...], ...]:
    number, version = submission.id, submission.version
    rows: list[tuple[Button, ...]]
    if submission.kind is SubmissionKind.NOT_APPLICABLE:
        rows = [
            (Button(T("review.agree_button"), Tap("review.agree", number, version)),),
            (Button(T("review.disagree_button"), Tap("review.back", number, version)),),
            (Button(T("tasks.open_one"), Tap("task", submission.obligation_id)),),
        ]
    else:
        accept = Button(T("review.accept"), Tap("review.accept", number, version))
        rows = [(accept, Button(T("review.give_back"), Tap("review.back", number, version)))]
        if reviews.may_stay_open(submission):
            rows.append((Button(T("review.accept_open"), Tap("review.accept", number, version, "open")),))
    if contributed:
        see = T("contribution.see_count", count=contributed)
        rows.append((Button(see, Tap("contribs", submission.obligation_id)),))
    if waiting > 1:
        rows.append(
            (
                Button(T("review.next"), Tap("review.next", number)),
                Button(T("lists.choose"), Tap("many", arg="open_review")),
            )
        )
        rows.append((Button(T("lists.many"), Tap("many", arg="accept")), list_sheet.button("reviews")))
    return tuple(rows)


def _version_line(version: Submission) -> Text:
    verdict = T(f"answer.verdict.{version.verdict}")
    return T("review.version", what=submission_card.label(version), at=version.sent_at, verdict=verdict)


def _version_buttons(earlier: list[Submission]) -> list[tuple[Button, ...]]:
    return [(Button(submission_card.label(version), Tap("history.open", version.id)),) for version in earlier]


async def accept(turn: Turn, tap: Tap) -> Reply:
    """Accept the submission, also as an interim one, and show the next («پذیرش»، «پذیرش؛ اقدام باز بماند»)."""
    try:
        submission = await reviews.accept(turn.context, turn.member, tap.id, keep_open=tap.arg == "open")
    except AlreadyReviewed as reviewed:
        return await _already_reviewed(turn, reviewed)
    return [await _verdict_screen(turn, submission), *await _next_screens(turn, tap.id)]


async def agree(turn: Turn, tap: Tap) -> Reply:
    """Ask for the words with which it is agreed that the obligation is not this agency's («می‌پذیرم؛ مرتبط نیست»)."""
    return await _ask_for_words(turn, tap, AGREE)


async def agree_sent(turn: Turn, filled: Filled) -> Reply:
    """Close the obligation as not applicable, tell the agency, and show the next («ارسال»)."""
    try:
        submission = await reviews.accept(turn.context, turn.member, filled.subject_id, filled.answers.get("words", ""))
    except AlreadyReviewed as reviewed:
        return await _already_reviewed(turn, reviewed)
    return [await _verdict_screen(turn, submission), *await _next_screens(turn, submission.id)]


async def give_back(turn: Turn, tap: Tap) -> Reply:
    """Ask for the words that go back with the submission («برگشت برای اصلاح»، «نمی‌پذیرم؛ اقدام باز بماند»)."""
    return await _ask_for_words(turn, tap, BACK)


async def _ask_for_words(turn: Turn, tap: Tap, form: Form) -> Reply:
    try:
        submission = await reviews.waiting(turn.session, tap.id)
    except AlreadyReviewed as reviewed:
        return await _already_reviewed(turn, reviewed)
    if form is BACK and submission.kind is SubmissionKind.NOT_APPLICABLE:
        form = DISAGREE
    heading = T("review.back.heading", what=submission_card.label(submission), agency=submission.agency.name)
    turn.fresh = True
    return await form_filling.begin(turn, form, submission.id, heading=turn.voice.plain(heading))


async def give_back_sent(turn: Turn, filled: Filled) -> Reply:
    """Return the submission with the words, and show the next («ارسال»)."""
    try:
        submission = await reviews.give_back(turn.context, turn.member, filled.subject_id, filled.answers["words"])
    except AlreadyReviewed as reviewed:
        return await _already_reviewed(turn, reviewed)
    disagreed = submission.kind is SubmissionKind.NOT_APPLICABLE
    key = "review.disagree.sent" if disagreed else "review.back.sent"
    receipt = Screen(T(key, what=submission_card.label(submission)))
    return [receipt, *await _next_screens(turn, submission.id)]


async def _already_reviewed(turn: Turn, reviewed: AlreadyReviewed) -> list[Screen]:
    turn.came_late(reviewed)
    return [await _verdict_screen(turn, reviewed.submission), *await _next_screens(turn, reviewed.submission.id)]


async def _verdict_screen(turn: Turn, submission: Submission) -> Screen:
    return Screen(T("form.lines", lines=await submission_card.lines(turn, submission)))
