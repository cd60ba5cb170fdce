"""Withholding of personal data on a platform that may not carry it: a notice with a link to another platform."""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Button, Screen, T, Text
from models.tables.people import Account, Membership
from models.tables.queues import Outbox, OutboxState
from services.errors import Refused
from services.messaging import buttons
from services.organisation import Organisation

WITH_THE_FIRST = "shown with the one before"
MOST_TOGETHER = 40
"""The most messages that one link shows; an answer has fewer."""

NEAR = 1000
"""The distance of ids within which the rows of one answer stand: they are written with those of their batch."""

KINDS = {
    "answer": "answer",
    "review": "answer",
    "members": "people",
    "membership": "people",
    "agencies": "people",
    "hoods": "people",
    "hood_import": "people",
    "neighbourhoods": "people",
    "outside": "people",
    "audience": "people",
    "ledger": "people",
    "invitation": "invitation",
}
"""A notice's word for a screen, by the section of its first text; anything else is a file or a message."""


def fit(organisation: Organisation, platform: str, row_id: int, screen: Screen) -> Screen:
    """Fit a screen to a platform: whole, without names, or as a notice with a link to row ``row_id``."""
    if organisation.may_hold(platform) or not screen.personal:
        return screen
    if bare := screen.bare():
        return bare
    text = T("privacy.notice", kind=T(f"privacy.kind.{_kind(screen)}"), platform=elsewhere(organisation))
    button = Button(T("privacy.open", platform=elsewhere(organisation)), url=link(organisation, f"see{row_id}"))
    return Screen(text, ((button,), (buttons.MENU,)), forget=screen.forget, topic=screen.topic)


def elsewhere(organisation: Organisation) -> Text:
    """The name of the platform that may carry personal data."""
    return T(f"platform.{_place(organisation)}")


def link(organisation: Organisation, word: str) -> str:
    """The address that opens the bot on that platform with a word."""
    return organisation.links[_place(organisation)].format(word)


def announced(organisation: Organisation, chat: str, screens: Sequence[Screen]) -> Iterator[dict[str, Any]]:
    """Yield for each screen of one answer the columns of its row that follow from withholding.

    Of several notices one after the other only the first is sent, and its link shows the screens of them all.
    """
    after_notice = False
    for screen in screens:
        is_notice = not organisation.may_hold(chat) and screen.bare() is None
        yield {"state": OutboxState.SKIPPED, "reason": WITH_THE_FIRST} if after_notice and is_notice else {}
        after_notice = is_notice


async def withheld(session: AsyncSession, row_id: int, person_id: int) -> list[Screen]:
    """The screens in whose place the notice of an outbox row was sent to a person.

    Raises Refused when there are none, the row went to somebody else, or the person has lost a role since.
    """
    # A message that came to a chat while it was somebody else's is not shown to the present owner.
    own = exists().where(
        Account.person_id == person_id,
        Account.chat == Outbox.chat,
        or_(Account.since.is_(None), Account.since <= Outbox.created_at),
    )
    first = await session.scalar(select(Outbox).where(Outbox.id == row_id, or_(Outbox.person_id == person_id, own)))
    if first is None or not first.screen:
        raise Refused("privacy.not_found")
    lost = exists().where(Membership.person_id == person_id, Membership.ended_at >= first.created_at)
    if await session.scalar(select(lost)):
        raise Refused("privacy.role_ended")
    after = await session.scalars(
        select(Outbox)
        .where(Outbox.chat == first.chat, Outbox.id > row_id, Outbox.id <= row_id + NEAR)
        .order_by(Outbox.id)
        .limit(MOST_TOGETHER)
    )
    others = takewhile(lambda row: row.reason == WITH_THE_FIRST, after)
    return [Screen.from_json(row.screen) for row in (first, *others)]


def _place(organisation: Organisation) -> str:
    return min(platform for platform in organisation.links if organisation.may_hold(platform))


def _kind(screen: Screen) -> str:
    text = screen.text
    while inner := next((line for line in text.params.get("lines", ()) if isinstance(line, Text)), None):
        text = inner
    return KINDS.get(text.key.partition(".")[0], "file" if screen.files else "message")
