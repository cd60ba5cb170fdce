"""Group chats of the working group: linked by a secretary, told of what is issued and of a week's counts.

A group is told numbers only; who is late with what stays in the private chats.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.access.member import Role
from domain.chat.screens import Button, Rows, Screen, T, Text
from models.tables.group_chats import GroupChat
from models.tables.people import Account, Membership
from models.tables.queues import PENDING, Outbox, OutboxState
from services import audit
from services.context import ActionContext
from services.messaging import outbox, recipients
from services.messaging.notify import PERSON, notify
from services.messaging.recipients import Recipient
from services.organisation import Organisation

WORD = "group"
"""The word by which a group's button opens the private chat; it is no invitation."""
_KEY = f"group:{PERSON}"
"""The group key of the messages to a group, which are taken back when it is unlinked."""


async def secretary_of(session: AsyncSession, user: str) -> int | None:
    """The person of a platform's user who is a secretary, None for anybody else."""
    return await session.scalar(
        select(Account.person_id)
        .join(Membership, Membership.person_id == Account.person_id)
        .where(Account.user == user, Membership.role == Role.SECRETARY, Membership.ended_at.is_(None))
        .limit(1)
    )


async def linked(session: AsyncSession) -> Sequence[GroupChat]:
    """The linked groups, the oldest first."""
    return (await session.scalars(select(GroupChat).order_by(GroupChat.id))).all()


async def link(context: ActionContext, chat: str, title: str) -> bool:
    """Link a group for the actor, and keep its present title; return False when it was linked already."""
    group = await context.session.scalar(select(GroupChat).where(GroupChat.chat == chat))
    if group:
        group.title = title
        return False
    group = GroupChat(chat=chat, title=title, linked_at=context.now)
    context.session.add(group)
    await context.session.flush()
    audit.record(context, "link", "group_chat", group.id, chat=chat, title=title)
    return True


async def unlink(context: ActionContext, chat: str) -> bool:
    """Unlink a group; return False when it was not linked. Messages to it that wait are taken back."""
    group = await context.session.scalar(select(GroupChat).where(GroupChat.chat == chat))
    if group is None:
        return False
    audit.record(context, "unlink", "group_chat", group.id, chat=chat, title=group.title)
    await context.session.delete(group)
    await outbox.cancel(context.session, [_KEY.replace(PERSON, chat)], "unlinked")
    return True


async def move(context: ActionContext, chat: str, to: str) -> None:
    """Follow a group that its platform gave another number; one that is linked by that number already becomes one with
    it, and what either waits for goes there once.
    """
    session = context.session
    groups = {
        group.chat: group for group in await session.scalars(select(GroupChat).where(GroupChat.chat.in_((chat, to))))
    }
    if chat in groups and to in groups:
        audit.record(context, "unlink", "group_chat", groups[chat].id, chat=chat, title=groups[chat].title)
        await session.delete(groups[chat])
        twin = aliased(Outbox)
        has_twin = exists().where(
            twin.chat == to, twin.group_key == _KEY.replace(PERSON, to), twin.screen == Outbox.screen
        )
        twins = update(Outbox).where(PENDING, Outbox.chat == chat, has_twin)
        await session.execute(twins.values(state=OutboxState.SKIPPED, reason="superseded"))
    elif chat in groups:
        groups[chat].chat = to
    await session.flush()
    # What waits for the old number would be refused there.
    await session.execute(update(Outbox).where(PENDING, Outbox.chat == chat).values(chat=to, retry_at=0.0))
    await session.execute(update(Outbox).where(PENDING, Outbox.recipient == chat).values(recipient=to))
    old, new = (_KEY.replace(PERSON, number) for number in (chat, to))
    await session.execute(update(Outbox).where(PENDING, Outbox.group_key == old).values(group_key=new))


async def forget(context: ActionContext, chats: Collection[str]) -> None:
    """Unlink the groups among some chats that cannot be written to, and tell the secretaries: the bot was removed."""
    for group in await _among(context.session, chats):
        await unlink(context, group.chat)
        await _tell_secretaries(context, "group_chat.lost", group)


async def removed(context: ActionContext, chat: str) -> None:
    """Unlink a group that the bot was removed from, and tell the secretaries."""
    for group in await _among(context.session, [chat]):
        await unlink(context, chat)
        await _tell_secretaries(context, "group_chat.removed", group)


async def tell_muted(context: ActionContext, chats: Collection[str]) -> None:
    """Tell the secretaries, once a day, of the groups among some chats that the bot is in and may not write to."""
    for group in await _among(context.session, chats):
        await _tell_secretaries(context, "group_chat.muted", group)


async def _among(session: AsyncSession, chats: Collection[str]) -> Sequence[GroupChat]:
    return (await session.scalars(select(GroupChat).where(GroupChat.chat.in_(chats)))).all() if chats else []


async def _tell_secretaries(context: ActionContext, key: str, group: GroupChat) -> None:
    screen = Screen(T(key, title=group.title or T("group_chat.untitled")))
    told = f"{key}:{group.id}:{context.today}:{PERSON}"
    await notify(context, await recipients.secretaries(context.session), screen, dedupe_key=told)


async def tell(context: ActionContext, words: Text, dedupe_key: str) -> None:
    """Send words with a button to the private chat to each linked group, once by a key that names its recipient."""
    groups = [Recipient.group(group.chat) for group in await linked(context.session)]

    def screen(group: Recipient) -> Screen:
        return Screen(words, to_private(context.organisation, group.chat))

    await notify(context, groups, screen, group_key=_KEY, dedupe_key=dedupe_key, supersede=False)


def to_private(organisation: Organisation, chat: str) -> Rows:
    """The button from a group to the private chat with the bot on the same platform."""
    pattern = organisation.links.get(chat.partition(":")[0])
    return ((Button(T("common.open_private"), url=pattern.format(WORD)),),) if pattern else ()
