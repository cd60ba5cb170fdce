"""Requests that the secretariat invite a colleague, to whom a task is to be handed."""

from sqlalchemy import func, select

from domain.access.member import Member
from domain.chat.screens import Button, Personal, Screen, T, Tap
from models.tables.organisation import Audit
from services import audit
from services.context import ActionContext
from services.errors import Refused
from services.messaging import recipients
from services.messaging.notify import PERSON, digest, notify
from services.submissions import task
from texts import wording

MOST_A_DAY = 5
"""Colleagues for whom one person may ask in a day."""
ASKED = "ask_to_invite"
"""The audited action of who asks."""


async def ask(context: ActionContext, member: Member, obligation_id: int, name: str) -> None:
    """Ask the secretaries to invite the colleague of that name.

    They are asked once a day for the same name. Raises Refused for who does not answer for the agency, and after
    ``MOST_A_DAY`` names of a day. The task stays with whoever has it; it can be handed over once the
    colleague has joined.
    """
    about = await task.get(context.session, member, obligation_id)
    if not about.mine:
        raise Refused("common.not_yours")
    if await _asked_today(context) >= MOST_A_DAY:
        raise Refused("answer.invited_enough", most=MOST_A_DAY)
    view = about.view
    text = T(
        "answer.invite_asked",
        by=wording.full_name(member.title, member.name),
        agency=view.agency,
        title=wording.resolution_name(view.number, view.item, view.meeting_number),
        name=Personal(name, T("privacy.colleague")),
    )
    screen = Screen(text, ((Button(T("status.invite"), Tap("invite", view.agency_id)),),))
    key = f"invite_asked:{view.agency_id}:{context.today}:{digest(name)}:{PERSON}"
    secretaries = await recipients.secretaries(context.session, reachable=False)
    if await notify(context, secretaries, screen, dedupe_key=key):
        audit.record(context, ASKED, "agency", view.agency_id)


async def _asked_today(context: ActionContext) -> int:
    mine = Audit.action == ASKED, Audit.person_id == context.person, Audit.at >= context.midnight
    return await context.session.scalar(select(func.count()).select_from(Audit).where(*mine)) or 0
