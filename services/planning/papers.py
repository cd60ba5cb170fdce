"""The documents of a meeting, its agenda and the letter that invites to it, in Word and PDF, made by a job."""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from domain.chat.screens import File
from models.tables.correspondence import LetterKind
from models.tables.planning import Attendance, MeetingPlan
from services.context import ActionContext
from services.correspondence import letter_fields
from services.correspondence.letter_fields import phrase
from services.correspondence.letters import Draft
from services.directory import agencies
from services.planning import invitees, message
from services.queues import jobs
from services.templates import kinds, store
from texts.answer_summary import clip
from texts.format import voice

JOB = "meeting.paper"
WORDS = ("page", "page_of", "when", "where", "attendance", "subject", "greeting", "in_the_name", "made")
HEAD = ("date", "number", "attachment")


class Paper(StrEnum):
    """The documents of a meeting, by the kinds of their templates."""

    AGENDA = "agenda"
    INVITATION = "meeting_invitation"


async def make(context: ActionContext, chat: str, plan: MeetingPlan, paper: Paper) -> None:
    """Start the job that writes a document of a meeting as it stands now."""
    own = await store.own_hash(context.session, paper)
    fields = await _fields(context, plan, paper)
    params = {
        "plan": plan.id,
        "paper": paper,
        "template": own or store.default(context, paper),
        "own": bool(own),
        "names": kinds.words(paper),
        "fields": fields,
        "words": {
            **{name: phrase(f"paper.{name}") for name in WORDS},
            "agenda": phrase("paper.agenda.title"),
            "head": [phrase(f"paper.head.{name}") for name in HEAD],
        },
        "title": phrase(f"paper.{paper}.title"),
        "body": phrase("paper.invites", **{name: fields[name] for name in ("meeting", "when", "place")}),
        "file_name": phrase(f"paper.{paper}.file", meeting=letter_fields.words(message.title(plan))),
    }
    await jobs.start(context.session, JOB, chat, context.person, params, context.now)


async def _fields(context: ActionContext, plan: MeetingPlan, paper: Paper) -> dict[str, Any]:
    """The fields of a document's template, in the words of a letter."""
    rows = [
        {"row": phrase("official_letter.number", number=place), "text": item.text}
        for place, item in enumerate(plan.agenda, 1)
    ]
    meeting = {
        "office": context.organisation.name,
        "date": letter_fields.short_date(context.today),
        "meeting": letter_fields.words(message.title(plan)),
        # The hour is the organisation's, which the voice of letters does not know.
        "when": voice("fa", context.organisation.zone).plain(message.when(context.organisation, plan)),
        "place": plan.place or phrase("paper.no_place"),
        "items": rows or [{"row": "", "text": phrase("paper.no_items")}],
    }
    if paper is Paper.AGENDA:
        counted = invitees.tally(await invitees.listed(context.session, plan.id)).attendance
        return {**meeting, "attendance": _attendance(counted)}
    name, post = await letter_fields.signatory(context.session)
    return {
        **meeting,
        "date": "",
        "number": "",
        "attachment": phrase("official_letter.none"),
        "recipient": phrase("paper.recipient"),
        "recipient_post": "",
        "agency": "",
        "subject": phrase("paper.subject_of.meeting", meeting=meeting["meeting"]),
        "signatory": name,
        "signatory_post": post,
    }


async def is_current(context: ActionContext, plan: MeetingPlan, params: Mapping[str, Any]) -> bool:
    """Tell whether the agenda that a job wrote is still the plan's: when and where it meets, and about what."""
    fields = await _fields(context, plan, Paper.AGENDA)
    return all(params["fields"][name] == fields[name] for name in kinds.MEETING)


async def invitations(context: ActionContext, plan: MeetingPlan) -> list[Draft]:
    """A letter that invites to a meeting for each agency on its list, ready to be written."""
    named = await _fields(context, plan, Paper.INVITATION)
    meeting = {name: named[name] for name in ("subject", *kinds.MEETING)}
    drafts = []
    for agency_id in await invitees.agencies_of(context.session, plan.id):
        agency = await agencies.get(context.session, agency_id)
        name = phrase(
            "paper.meeting_invitation.letter_file", agency=clip(agency.name, 60), meeting=clip(meeting["meeting"], 50)
        )
        fields = {**await letter_fields.agency_fields(context, agency), **meeting}
        file_name = letter_fields.file_name(name)
        letter = Draft(
            LetterKind.MEETING_INVITATION, agency.id, fields, file_name, ordinal=plan.sequence, plan_id=plan.id
        )
        drafts.append(letter)
    return drafts


def archive_name(plan: MeetingPlan) -> str:
    """The name of the archive of a meeting's letters."""
    return phrase("paper.meeting_invitation.archive", meeting=letter_fields.words(message.title(plan)))


def _attendance(counted: Counter[Attendance]) -> str:
    return phrase("paper.attended", **{str(kind): counted[kind] for kind in Attendance}) if counted else ""


def files(result: dict[str, Any]) -> list[File]:
    """The files that the job has made: Word, then PDF where there is one. An agenda names nobody."""
    personal = result["paper"] != Paper.AGENDA
    return [
        File(result[kind], f"{result['file_name']}.{ending}", personal=personal)
        for kind, ending in (("word", "docx"), ("pdf", "pdf"))
        if result[kind]
    ]
