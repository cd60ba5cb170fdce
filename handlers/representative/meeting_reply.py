"""The reply to the invitation to a meeting: coming, not coming, or somebody else comes instead."""

from __future__ import annotations

from domain.chat.screens import Screen, T, Tap
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Phone, Words
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from models.tables.planning import Rsvp
from services.planning import message, replies

DELEGATE = Form(
    "rsvp.delegate_form",
    (
        Question("name", Words(200), personal=True),
        Question("post", Words(200)),
        Question("phone", Phone(own=False)),
    ),
)


async def reply(turn: Turn, tap: Tap) -> Reply:
    """Record the reply of a button; for a delegate ask who it is. The ``version`` is the meeting's sequence."""
    plan, invitee = await replies.own(turn.session, tap.id, turn.member.person_id)
    replies.check_open(turn.context, plan)
    given = message.REPLIES.get(tap.arg)
    if tap.version != plan.sequence or given is None:
        turn.toast = T("rsvp.moved_since")
        return message.answered(turn.organisation, plan, invitee, T("rsvp.moved_since"))
    if given is Rsvp.DELEGATE:
        heading = turn.voice.plain(message.title(plan))
        return await form_filling.begin(turn, DELEGATE, plan.id, heading=heading, sequence=plan.sequence)
    plan, invitee = await replies.give(turn.context, plan.id, given)
    turn.toast = T("rsvp.noted")
    return message.answered(turn.organisation, plan, invitee)


async def delegated(turn: Turn, filled: Filled) -> Reply:
    """Record who comes instead («ارسال»)."""
    plan, invitee = await replies.own(turn.session, filled.subject_id, turn.member.person_id)
    replies.check_open(turn.context, plan)
    if filled.about["sequence"] != plan.sequence:
        # Whoever was named for the old time may not be free at the new one.
        turn.late = True
        return message.answered(turn.organisation, plan, invitee, T("rsvp.moved_since"))
    answers = filled.answers
    delegate = {"name": answers["name"], "post": answers["post"], "phone": answers["phone"]["phone"]}
    plan, invitee = await replies.give(turn.context, plan.id, Rsvp.DELEGATE, delegate)
    said = message.answered(turn.organisation, plan, invitee, T("rsvp.thanks"))
    return Screen(said.text, (*said.buttons, (menu_button(),)))
