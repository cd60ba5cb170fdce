"""What people are told when they come to owe something: on being let in, and when their agency joins a group."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import ANSWERING
from domain.chat.screens import Button, Screen, T, Tap, Text
from models.people import Membership
from services.context import ActionContext
from services.directory import members
from services.messaging import buttons, recipients
from services.obligations import obligations
from services.obligations.obligations import View
from texts import wording
from texts.answers import clip

MOST = 10
"""Lines of obligations in one message; the rest is a number and a button."""
LONGEST = 140
"""Characters of a resolution's text in such a line."""


async def screen(session: AsyncSession, held: Membership) -> Screen:
    """The first message of someone who has been let in: the role, and what the agency owes by when."""
    role, person = members.role_of(held), held.person
    welcome, bare = "registration.welcome", "registration.welcome_bare"
    lines: list[Any] = [wording.greeting(welcome, bare, person.title, person.name, role=role)]
    owed: list[View] = []
    if held.agency:
        owed = await obligations.owed_by(session, held.agency.id)
        lines += ["", *summary(owed)]
    menu = (buttons.MENU,)
    answers = owed and held.role in ANSWERING
    return Screen(T("registration.lines", lines=lines), (tasks(), menu) if answers else (menu,))


async def tell_joined(context: ActionContext, agency_id: int, group: str, made: Sequence[int]) -> None:
    """Tells an agency's people what they owe since it is on a group's list; nothing when that is nothing."""
    if not made:
        return
    owed = [view for view in await obligations.owed_by(context.session, agency_id) if view.id in made]
    text = T("registration.lines", lines=[T("registration.joined_group", group=group), "", *summary(owed)])
    await recipients.tell(context, [agency_id], Screen(text, (tasks(),)))


def summary(owed: Sequence[View]) -> list[Text | str]:
    """What is owed, a line each."""
    if not owed:
        return [T("registration.owes_nothing")]
    lines: list[Text | str] = [T("registration.owes", count=len(owed))]
    lines += [_line(view, owed) for view in owed[:MOST]]
    if len(owed) > MOST:
        lines.append(T("registration.and_more", count=len(owed) - MOST))
    return lines


def tasks() -> tuple[Button, ...]:
    """The row with the way to one's open obligations."""
    return (Button(T("menu.tasks"), Tap("go", arg="tasks")),)


def _line(view: View, owed: Sequence[View]) -> Text:
    words = clip(" ".join(view.text.split()), LONGEST)
    title = view.title(owed)
    if view.due is None:
        return T("registration.owed", title=title, text=words)
    return T("registration.owed_by", title=title, text=words, due=view.due)
