"""Requests that the secretariat invite a colleague, to whom a task is to be handed."""

from domain.access.member import Member
from domain.chat.screens import Button, Personal, Screen, T, Tap
from services import audit
from services.context import ActionContext
from services.errors import Refused
from services.messaging import recipients
from services.messaging.notify import PERSON, digest, notify
from services.submissions import task
from texts import wording


async def ask(context: ActionContext, member: Member, obligation_id: int, name: str) -> None:
    """Ask the secretaries to invite the colleague of that name. Raises Refused for who does not answer for the agency.

    They are asked once a day for the same name. The task stays with whoever has it; it can be handed over once the
    colleague has joined.
    """
    about = await task.get(context.session, member, obligation_id)
    if not about.mine:
        raise Refused("common.not_yours")
    view = about.view
    text = T(
        "answer.invite_asked",
        by=wording.full_name(member.title, member.name),
        agency=view.agency,
        title=wording.resolution_name(view.number, view.item, view.meeting_number),
        name=Personal(name, T("privacy.colleague")),
    )
    screen = Screen(text, ((Button(T("status.invite"), Tap("invite", view.agency_id)),),))
    audit.record(context, "ask_to_invite", "agency", view.agency_id)
    key = f"invite_asked:{view.agency_id}:{context.today}:{digest(name)}:{PERSON}"
    await notify(context, await recipients.secretaries(context.session, reachable=False), screen, dedupe_key=key)
