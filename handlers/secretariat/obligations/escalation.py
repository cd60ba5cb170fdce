"""A secretary's press that reports an obligation to the agency's head or to the chair («ارجاع به مدیر دستگاه»)."""

from domain.chat.screens import T, Tap
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Choice, Words
from handlers.core.forms import form_filling
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative import tasks
from handlers.secretariat.obligations import chase
from models.tables.followup import EscalationTarget
from services.messaging import recipients
from services.reminders import escalations
from services.submissions import task as task_service

FORM = Form(
    "escalation",
    (
        Question("target", Choice(tuple(target.value for target in EscalationTarget))),
        Question("words", Words(1000), required=False),
    ),
)


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for words to go with it; the summary says whether the owner is told first."""
    task = await task_service.get(turn.session, turn.member, tap.id)
    if not task.is_open:
        return tasks.show_answered(turn, task)
    turn.fresh = True
    owners = await recipients.answering_for(turn.session, [task.view.agency_id])
    first = T("escalation.first_owner" if owners else "escalation.nobody_first")
    heading = turn.voice.plain(T("form.lines", lines=[*chase.head(turn, task), first]))
    answers = {"target": tap.arg} if tap.arg in list(EscalationTarget) else None
    agency = task.view.agency_id
    return await form_filling.begin(turn, FORM, tap.id, answers=answers, anew=True, heading=heading, agency=agency)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Tell the owner, then the head or the chair («ارسال»)."""
    target = EscalationTarget(filled.answers["target"])
    words = filled.answers.get("words", "")
    escalated = await escalations.escalate(turn.context, filled.subject_id, target, words, filled.agency_id)
    key = "escalation.done" if escalated.told else "escalation.done_untold"
    return await chase.screen(turn, filled.subject_id, T(key, target=T(f"escalation.target.{target}")))
