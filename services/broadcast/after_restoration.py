"""The first start after a restoration: the secretaries learn what came back, and nothing is broadcast a second time."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Button, Screen, T, Tap
from models.tables.broadcasts import Broadcast, BroadcastState
from models.tables.conversations import Conversation
from models.tables.people import Account
from services import facts
from services.broadcast import progress
from services.context import ActionContext
from services.messaging import recipients
from services.messaging.lost_messages import RESTORED
from services.messaging.notify import notify
from services.organisation import Organisation


async def tell(session: AsyncSession, organisation: Organisation) -> None:
    """Tell the secretaries once of a restoration: roles and invitations that had ended since are there again.

    Forms are put down, for the chats show other questions by now; their drafts wait in the menu. A broadcast whose
    hour has come since the backup may have been sent, so it is a draft again, of which they and its author are told.
    """
    fact = await facts.get(session, RESTORED)
    if fact is None or fact.get("told") or "made" not in fact:
        return
    await facts.put(session, RESTORED, {**fact, "told": True})
    await session.execute(update(Conversation).values(draft_id=None))
    # Whoever had blocked the bot may have let it in again since; who has not is found out by the next message.
    await session.execute(update(Account).where(Account.reachable.is_(False)).values(reachable=True))
    context = ActionContext(session, organisation, None, organisation.clock.now())
    secretaries = await recipients.secretaries(session, reachable=False)
    look = (Button(T("menu.members"), Tap("members")), Button(T("members.invitations"), Tap("invitations")))
    await notify(context, secretaries, Screen(T("health.restored", at=datetime.fromisoformat(fact["made"])), (look,)))
    due = Broadcast.state == BroadcastState.SCHEDULED, Broadcast.send_at <= context.now
    for broadcast in (await session.scalars(select(Broadcast).where(*due).order_by(Broadcast.id))).all():
        broadcast.state, broadcast.busy, broadcast.send_at = BroadcastState.DRAFT, False, None
        broadcast.version += 1
        screen = Screen(T("broadcast.maybe_sent", number=broadcast.id), ((progress.open_button(broadcast),),))
        authors = await recipients.members(session, [broadcast.author_id, broadcast.decided_by or 0])
        await notify(context, {person.id: person for person in (*secretaries, *authors)}.values(), screen)
