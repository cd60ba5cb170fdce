"""Messages to the owners named in the configuration, about trouble with the program itself."""

from collections.abc import Collection

from sqlalchemy import select

from domain.chat.screens import Screen
from models.database import Session
from models.tables.people import Account
from models.tables.queues import Lane
from services.context import ActionContext
from services.messaging.notify import notify
from services.messaging.recipients import Recipient
from services.organisation import Organisation


async def is_owner(session: Session, organisation: Organisation, person_id: int) -> bool:
    """Tell whether a person has an account that the settings name as an owner."""
    known = set(await session.scalars(select(Account.user).where(Account.person_id == person_id)))
    return not known.isdisjoint(organisation.owners)


async def tell(
    session: Session,
    organisation: Organisation,
    screen: Screen,
    *,
    on: Collection[str] | None = None,
    group_key: str = "",
) -> set[int]:
    """Tell each owner once, at any hour, for trouble does not wait for the morning.

    With platforms in ``on`` the message goes to the chat that an owner used last on one of them, otherwise to the
    account that any message to the owner goes to. Returns the ids of the owners who have no account on ``on``.
    """
    owners = set(await session.scalars(select(Account.person_id).where(Account.user.in_(organisation.owners))))
    chats = dict.fromkeys(owners, "") if on is None else await _last_used(session, owners, on)
    context = ActionContext(session, organisation, None, organisation.clock.now())
    to = [Recipient(person_id, chat=chat) for person_id, chat in sorted(chats.items())]
    await notify(context, to, screen, group_key=group_key, lane=Lane.REPLY)
    return owners - chats.keys()


async def _last_used(session: Session, person_ids: Collection[int], platforms: Collection[str]) -> dict[int, str]:
    accounts = await session.execute(
        select(Account.person_id, Account.chat)
        .where(Account.person_id.in_(person_ids), Account.reachable, Account.platform.in_(platforms))
        .order_by(Account.last_active_at)
    )
    return {account.person_id: account.chat for account in accounts}
