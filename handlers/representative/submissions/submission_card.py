"""The card of a submission: its answers, its sender, its verdict and its files."""

from datetime import date
from typing import Any

from domain.chat.screens import Personal, Screen, T, Text
from domain.forms.engine import Question, State
from domain.forms.form_words import QuestionWords
from domain.forms.types.answer_types import Words
from handlers.core import attachments
from handlers.core.forms.form_lookup import find_form
from handlers.core.turn import Turn
from models.tables.meetings import Submission, SubmissionKind
from services.directory import members
from services.forms import filling, library
from services.obligations import obligations
from services.submissions import submissions
from services.submissions.submissions import CHAT, FILLED_FORM
from texts import answer_summary as shown
from texts import form_files, wording
from texts.answer_summary import clip

SHORT = 200
"""Characters of the resolution's text over an answer to it."""

LONG = 1200
"""Characters of one answer on a card; a longer one is sent whole before it."""


def resolution_title(submission: Submission) -> Text:
    """Return the name of the resolution that a submission answers, with its meeting."""
    return submissions.title_of(submission.obligation)


def label(submission: Submission) -> Text:
    """Return the name of a submission: its kind and number, «گزارش شمارهٔ ۱۲»."""
    return wording.submission_name(submission.kind, submission.id, submission.form)


async def lines(turn: Turn, submission: Submission) -> list[Text | str]:
    """Return the lines of a submission's card."""
    obligation = submission.obligation
    resolution = obligation.resolution
    text = obligations.text_asked(resolution.text, resolution.items, obligation.item)
    card_lines: list[Text | str] = [
        T("answer.head", what=label(submission), agency=submission.agency.name),
        T("answer.task", title=resolution_title(submission), text=clip(" ".join(text.split()), SHORT)),
        _sender(submission),
    ]
    if obligation.due:
        card_lines.append(T("answer.due", day=obligation.due))
    if submission.former_agency:
        card_lines.append(T("answer.moved_since", agency=obligation.agency.name))
    if submission.supplement:
        card_lines.append(T("answer.while_closed" if submission.while_closed else "answer.supplement"))
    answer_lines = await _answers(turn, submission)
    if submission.attachments:
        answer_lines.append(T("answer.attachments", count=len(submission.attachments)))
    card_lines += ["", *answer_lines, ""] if answer_lines else [""]
    verdict = T(f"answer.verdict.{submission.verdict}")
    if submission.reviewer and submission.reviewed_at:
        name = members.formal_name(submission.reviewer)
        card_lines.append(T("answer.decided", verdict=verdict, name=name, at=submission.reviewed_at))
    else:
        card_lines.append(T("answer.verdict_only", verdict=verdict))
    if submission.words:
        card_lines.append(T("answer.words", words=clip(submission.words, shown.LONGEST)))
    return card_lines


def _sender(submission: Submission) -> Text:
    name = members.formal_name(submission.person)
    if submission.channel == CHAT:
        return T("answer.by", name=name, at=submission.sent_at)
    channel = T(f"answer.channel.{submission.channel}")
    return T("answer.by_secretariat", channel=channel, name=name, at=submission.sent_at)


async def _answers(turn: Turn, submission: Submission) -> list[Text | str]:
    if submission.kind is SubmissionKind.CHECK_IN:
        status = T(f"checkin.status.{submission.answers['status']}")
        lines: list[Text | str] = [T("form.answer", label=T("report.status.short"), value=status)]
        if why := submission.answers.get("why"):
            lines.append(T("form.answer", label=T("checkin.stopped_form.why.short"), value=why))
        return lines
    if submission.form == FILLED_FORM:
        return [T("answer.filled_form", title=clip(submission.answers["done"], SHORT))]
    return [
        T("form.answer", label=words.short, value=_value(question, words, submission.answers[question.name]))
        for question, words in await _answered(turn, submission)
    ]


async def _answered(turn: Turn, submission: Submission) -> list[tuple[Question, QuestionWords]]:
    """Return the answered questions of a submission's form, with their words."""
    form = await find_form(turn, submission.form)
    if form is None:
        return []
    filling = form.fill(State("", submission.answers), turn.world)
    questions = (filling.question(name) for name in filling.asked() if name in submission.answers)
    return [(question, filling.words.of(question)) for question in questions if question]


def _value(question: Question, words: QuestionWords, answer: Any) -> Text | Personal | str | int | date:
    return clip(answer, LONG) if isinstance(question.type, Words) else shown.value(question, words, answer)


async def enclosures(turn: Turn, submission: Submission) -> list[Screen]:
    """Return the messages for which a card has no room: long answers whole, then the files."""
    answered = [(words, submission.answers[question.name]) for question, words in await _answered(turn, submission)]
    long_answers = [(words, answer) for words, answer in answered if isinstance(answer, str) and len(answer) > LONG]
    long_texts = [T("form.answer", label=words.short, value=answer) for words, answer in long_answers]
    files = await _files(turn, submission)
    return [Screen(text) for text in long_texts] + attachments.screens(label(submission), files)


async def _files(turn: Turn, submission: Submission) -> list[dict[str, Any]]:
    """Return the files of a submission; those of a filled form each with the question that it answers."""
    filled = await filling.of_submission(turn.session, submission)
    if filled is None:
        return submission.attachments
    form = await library.compiled(turn.session, filled.version_id)
    return form_files.described(form, filled.files, filled.answers, turn.voice.language)
