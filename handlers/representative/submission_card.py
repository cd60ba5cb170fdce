"""The card of a submission: its answers, its sender, its verdict and its files."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, cast

from domain.chat.screens import File, Personal, Screen, T, Text
from domain.forms.answer_types import Words
from domain.forms.engine import Form, Question
from handlers.representative import closing_answers, letter, progress_report
from models.meetings import Submission, SubmissionKind, Verdict
from services.directory import members
from services.obligations import obligations
from services.submissions.submissions import CHAT
from texts import answers as shown
from texts import wording
from texts.answers import clip

FORMS: dict[str, Form] = {
    form.name: form for form in (progress_report.FORM, letter.FORM, closing_answers.NOTHING, closing_answers.NOT_OURS)
}

SHORT = 200
"""Characters of the resolution's text over an answer to it."""

LONG = 1200
"""Characters of one answer on a card; a longer one is sent whole before it."""

CAPTION = 700
"""Characters of the words under a file; a platform takes 1024 with what stands before them."""

NAMELESS = ("photo", "voice")
"""The kinds of files of which a messenger tells no name: the one that they are kept under says nothing."""

SENT_AS = ("photo", "voice", "video")
"""The kinds of files that are sent as what they are; all others go as documents."""


def title(submission: Submission) -> Text:
    """The resolution that an answer is for."""
    return wording.resolution_name(submission.obligation.resolution.number, submission.obligation.item)


def what(submission: Submission) -> Text:
    """«گزارش شمارهٔ ۱۲»: the sort of answer, and the number of its receipt."""
    return wording.submission_name(submission.kind, submission.id)


def lines(submission: Submission) -> list[Text | str]:
    """The lines of an answer's card."""
    obligation = submission.obligation
    resolution = obligation.resolution
    text = obligations.asked(resolution.text, resolution.items, obligation.item)
    found: list[Text | str] = [
        T("answer.head", what=what(submission), agency=obligation.agency.name),
        T("answer.task", title=title(submission), text=clip(" ".join(text.split()), SHORT)),
        _sender(submission),
    ]
    if submission.supplement:
        found.append(T("answer.supplement"))
    said = _answers(submission)
    if submission.attachments:
        said.append(T("answer.attachments", count=len(submission.attachments)))
    found += ["", *said, ""] if said else [""]
    verdict = T(f"answer.verdict.{submission.verdict}")
    if submission.reviewer and submission.reviewed_at:
        name = members.called(submission.reviewer)
        found.append(T("answer.decided", verdict=verdict, name=name, at=submission.reviewed_at))
    else:
        found.append(T("answer.verdict_only", verdict=verdict))
    if submission.verdict is Verdict.RETURNED:
        found.append(T("answer.words", words=clip(submission.words, shown.LONGEST)))
    return found


def _sender(submission: Submission) -> Text:
    name = members.called(submission.person)
    if submission.channel == CHAT:
        return T("answer.by", name=name, at=submission.sent_at)
    channel = T(f"answer.channel.{submission.channel}")
    return T("answer.by_secretariat", channel=channel, name=name, at=submission.sent_at)


def _answers(submission: Submission) -> list[Text | str]:
    if submission.kind is SubmissionKind.CHECK_IN:
        status = T(f"checkin.status.{submission.answers['status']}")
        return [T("form.answer", label=T("report.status.short"), value=status)]
    form = FORMS[submission.form]
    return [
        T("form.answer", label=T(f"{form.name}.{question.name}.short"), value=_value(form, question, submission))
        for question in form.questions
        if question.name in submission.answers
    ]


def _value(form: Form, question: Question, submission: Submission) -> Text | Personal | str | int | date:
    answer = submission.answers[question.name]
    return clip(answer, LONG) if isinstance(question.type, Words) else shown.value(form, question, answer)


def enclosures(submission: Submission) -> list[Screen]:
    """The messages for which a card has no room: long answers whole, then the files."""
    long = [(name, words) for name, words in submission.answers.items() if isinstance(words, str) and len(words) > LONG]
    whole = [T("form.answer", label=T(f"{submission.form}.{name}.short"), value=words) for name, words in long]
    kept: Sequence[dict[str, Any]] = submission.attachments
    return [Screen(text) for text in whole] + [
        Screen(_of_file(submission, place, file), file=File(file["hash"], file["name"], _kind(file["kind"])))
        for place, file in enumerate(kept, 1)
    ]


def _of_file(submission: Submission, place: int, file: dict[str, Any]) -> Text:
    told: dict[str, Any] = {"what": what(submission), "place": place, "total": len(submission.attachments)}
    nameless = file["kind"] in NAMELESS
    named = T("answer.enclosure", **told) if nameless else T("answer.file", **told, name=file["name"])
    caption = clip(file.get("caption", ""), CAPTION)
    return T("form.lines", lines=[named, caption]) if caption else named


def _kind(kind: str) -> Literal["photo", "document", "voice", "video"]:
    return cast(Literal["photo", "voice", "video"], kind) if kind in SENT_AS else "document"
